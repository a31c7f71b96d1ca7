"""Profile x survey = plan: for every field one treatment and one reason."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Literal

from deid.dicom_settings import IS_DIRECTORY
from deid.planning.plan import FieldPlan, Plan, TablePlan, numbered
from deid.planning.spans import span_of
from deid.planning.survey import ColumnLook, Survey, TableLook
from deid.planning.targets import targets_of
from deid.profile import DicomSettings, Profile
from deid.safe_harbor.columns import Classification, namespace_of
from deid.safe_harbor.field_names import words_of_name
from deid.safe_harbor.identifying_names import name_identifies
from deid.safe_harbor.kinds import KINDS
from deid.treatments import treatments

_LETS_STAY = ("keep", "by_attribute", "duration")
"""Treatments that let values stay, so that somebody has to have said what they are."""


def plan_of(survey: Survey, profile: Profile, as_of: int) -> Plan:
    """The plan for an export.

    Args:
        survey: what is in the export.
        profile: what shall happen to each kind of field.
        as_of: the year in which the plan is made.
    """
    spaces = _namespaces(survey)
    names = targets_of(survey)
    tables = [_table(look, profile, spaces, names[look.source], order) for order, look in enumerate(survey.tables, 1)]
    tables = _with_distinct_sheets(tables)
    expert = None
    if profile.expert is not None:
        # Imported where it is asked for: it brings pandas.
        from deid.planning.determining import expert_plan_of, without_lists

        tables = without_lists(tables)
        expert = expert_plan_of(tables, profile.expert, bool(survey.objects), profile.dicom.options)
    return Plan(
        profile=profile.name,
        profile_digest=profile.digest,
        method=profile.method,
        as_of=as_of,
        treatments=profile.treatments,
        dicom=_dicom(profile.dicom, survey),
        tables=tuple(tables),
        expert=expert,
    )


def _dicom(settings: DicomSettings, survey: Survey) -> DicomSettings:
    """The profile's settings; what it leaves to the source is settled."""
    if settings.file_set is None and any(entry.reason == IS_DIRECTORY for entry in survey.quarantined):
        return settings.model_copy(update={"file_set": True})
    return settings


def _table(look: TableLook, profile: Profile, spaces: _Namespaces, target: tuple[str, str], order: int) -> TablePlan:
    about: Literal["persons", "reference"] = "persons" if look.about_persons else "reference"
    columns = [_decided(look, column, profile, about) for column in look.columns]
    fields = [
        _field(
            position,
            column.name,
            found,
            treatment,
            decided,
            spaces.get((look.source, look.sheet, position), ""),
        )
        for position, (column, (found, treatment, decided)) in enumerate(zip(look.columns, columns, strict=True), 1)
    ]
    sheet = f"Sheet{order}" if look.sheet and name_identifies(look.sheet) else look.sheet
    return TablePlan(
        source=look.source,
        sheet=look.sheet,
        target=target[0],
        target_sheet=sheet,
        shown=target[1] + (f", sheet {sheet}" if sheet else ""),
        format=look.format,  # type: ignore[arg-type]
        about=about,
        columns=_with_neighbours(_distinct_outputs(fields)),
    )


def _with_distinct_sheets(tables: list[TablePlan]) -> list[TablePlan]:
    """Sheets with names that a workbook can carry, each once in its file, whatever the case."""
    kept = {(table.source, table.target_sheet.lower()) for table in tables if table.target_sheet == table.sheet}
    taken: set[tuple[str, str]] = set()
    result = []
    for order, table in enumerate(tables, 1):
        name, number = table.target_sheet, order
        while name and (
            (table.source, name.lower()) in (taken if name == table.sheet else taken | kept) or not _is_sheet_name(name)
        ):
            name, number = f"Sheet{number}", number + 1
        taken.add((table.source, name.lower()))
        shown = table.shown.removesuffix(f", sheet {table.target_sheet}") + (f", sheet {name}" if name else "")
        result.append(table.model_copy(update={"target_sheet": name, "shown": shown}))
    return result


def _is_sheet_name(name: str) -> bool:
    return len(name) <= 31 and not set(name) & set("[]:*?/\\") and not name.startswith("'") and not name.endswith("'")


def _decided(look: TableLook, column: ColumnLook, profile: Profile, about: str) -> tuple[Classification, str, bool]:
    """The column's kind and treatment: by the profile's rules on single columns first, then by its kind."""
    found, treatment, decided = column.classification, "", False
    table = look.sheet or PurePosixPath(look.source).name
    for rule in profile.fields:
        if rule.matches(table, column.name):
            decided = True
            kind = KINDS[rule.kind] if rule.kind else found.kind
            found = Classification(kind, f"{rule.reason} (profile {profile.name})", "profile")
            treatment = rule.treatment or ""
    if not treatment and about == "reference" and stays_in_reference(column):
        reason = "a reference table: no column of it tells of a person"
        found = replace(found, kind=KINDS["category"], reason=reason)
    return found, profile.in_force(treatment or profile.treatment_of(found.kind.name)), decided


def stays_in_reference(column: ColumnLook) -> bool:
    """Whether a column that nothing explains may stay in a table of which no column tells of a person."""
    kind = column.classification.kind.name
    return kind == "empty" or (column.nameless and kind in ("unknown", "unique_number"))


def _field(position: int, name: str, found: Classification, treatment: str, decided: bool, namespace: str) -> FieldPlan:
    kind = found.kind
    identifying = name_identifies(name)
    output = "" if treatment == "remove" else _output(position, name, treatment, identifying)
    return FieldPlan(
        position=position,
        name=name,
        kind=kind.name,
        treatment=treatment,
        output=output,
        identifier=kind.identifier.letter if kind.identifier else None,
        reason=found.reason,
        decided_by="the profile" if decided and treatment in _LETS_STAY else "",
        namespace=(namespace or namespace_of(name)) if kind.name == "person_key" else "",
        identifying_name=identifying,
        only=found.only,
    )


def _output(position: int, name: str, treatment: str, identifying: bool) -> str:
    if identifying or not name.strip() or not name.isprintable() or name.lstrip()[0] in "=@+-":
        return numbered(position, name)
    suffix = treatments()[treatment].suffix
    if not suffix or name.lower().endswith(suffix) or suffix.strip("_") in words_of_name(name).split("_"):
        return name
    if name.endswith("[]"):
        return name.removesuffix("[]") + suffix + "[]"
    return name + suffix


def _distinct_outputs(fields: list[FieldPlan]) -> list[FieldPlan]:
    own = Counter(field.output for field in fields)
    taken: set[str] = set()
    result = []
    for field in fields:
        output, repeats = field.output, 1
        while output and (output in taken or (repeats > 1 and output in own)):
            repeats += 1
            output = f"{field.output.removesuffix('[]')}_{repeats}{'[]' if field.output.endswith('[]') else ''}"
        taken.add(output)
        result.append(field.model_copy(update={"output": output}))
    return result


def _with_neighbours(fields: list[FieldPlan]) -> tuple[FieldPlan, ...]:
    """Tell each treatment which other columns of the row it needs."""
    found = []
    for field in fields:
        beside = _beside(field, fields)
        owner = fields[beside["person"] - 1].namespace if "person" in beside else field.namespace
        found.append(field.model_copy(update={"beside": beside, "namespace": owner}))
    return tuple(found)


def _beside(field: FieldPlan, fields: list[FieldPlan]) -> dict[str, int]:
    if field.treatment == "birth_year":
        return _first(fields, "death_date", "death")
    if field.treatment == "shift":
        return _first([f for f in fields if f.treatment == "code"], "person_key", "person")
    if field.treatment == "zip3":
        states = [f for f in fields if f.kind == "state" and f.treatment == "keep"]
        best = max(states, key=lambda other: _common_words(field.name, other.name), default=None)
        return {"state": best.position} if best else {}
    if field.treatment == "duration":
        dates = [f for f in fields if f.kind in ("event_date", "death_date") and f.treatment == "year"]
        return span_of(field.output, [(f.output, f.position) for f in dates if "[]" not in f.output])
    if field.treatment == "by_attribute":
        named = _first(fields, "attribute", "attribute")
        return named or _first(fields, "description", "attribute") or _first(fields, "category", "attribute")
    return {}


def _first(fields: list[FieldPlan], kind: str, role: str) -> dict[str, int]:
    place = next((field.position for field in fields if field.kind == kind), None)
    return {role: place} if place else {}


def _common_words(name: str, other: str) -> int:
    return len(set(words_of_name(name).split("_")) & set(words_of_name(other).split("_")) - {""})


_Namespaces = dict[tuple[str, str, int], str]
"""The namespace of each person key, by source, sheet and position."""


def _namespaces(survey: Survey) -> _Namespaces:
    """Whose numbers each person key holds: by its name, corrected by the numbers that stand in it.

    Where a table has patient numbers and record numbers side by side, other tables' keys belong to whichever of
    the two they share values with, or look like. Where no table has both, they are one and the same.
    """
    keys = {
        (look.source, look.sheet, position): column
        for look in survey.tables
        for position, column in enumerate(look.columns, 1)
        if column.classification.kind.name == "person_key"
    }
    named = {place: namespace_of(column.name) for place, column in keys.items()}
    sides = [place for place in keys if _has_several(place, named)]
    if not sides:
        return {place: "patient" if space == "mrn" else space for place, space in named.items()}
    known = {space: [keys[place] for place in sides if named[place] == space] for space in ("patient", "mrn")}
    return {
        place: space if place in sides or space not in known else _closest(keys[place], known, space)
        for place, space in named.items()
    }


def _has_several(place: tuple[str, str, int], named: _Namespaces) -> bool:
    """Whether the key stands in a table with both patient numbers and record numbers."""
    beside = {space for other, space in named.items() if other[:2] == place[:2]}
    return {"patient", "mrn"} <= beside


def _closest(column: ColumnLook, known: dict[str, list[ColumnLook]], named: str) -> str:
    shared = {space: max(len(column.keys & other.keys) for other in others) for space, others in known.items()}
    if max(shared.values()) > 0 and len(set(shared.values())) > 1:
        return max(shared, key=lambda space: shared[space])
    alike = [space for space, others in known.items() if any(column.shapes & other.shapes for other in others)]
    return alike[0] if len(alike) == 1 else named
