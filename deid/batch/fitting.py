"""Whether a plan speaks of the data at hand, and names that may stand in a release."""

from __future__ import annotations

from pathlib import Path

from deid.errors import ConfigurationError
from deid.expert_settings import OBJECTS, ExpertPlan
from deid.planning.plan import FieldPlan, Plan, TablePlan
from deid.planning.survey import Survey
from deid.vault import Harvest, Kind

_SUFFIXES = frozenset(".csv .tsv .psv .txt .dat .gz .parquet .xlsx .xlsm .xls .jsonl .ndjson .json".split())
"""Endings that say a format and nothing else; others may be part of a person's name."""


def check_fit(plan: Plan, survey: Survey) -> None:
    """A plan speaks of these tables and columns, or it is a plan for other data.

    Raises:
        ConfigurationError: with every table that does not fit.
    """
    planned = {(table.source, table.sheet): table for table in plan.tables}
    seen = {(look.source, look.sheet): look for look in survey.tables}
    problems = [f"plan: {_name(*key)} is not in the export, or cannot be read" for key in planned.keys() - seen.keys()]
    problems += [f"plan: {_name(*key)} is not in the plan" for key in seen.keys() - planned.keys()]
    for key in planned.keys() & seen.keys():
        names = [field.name for field in planned[key].columns]
        positions = [field.position for field in planned[key].columns]
        if names != [column.name for column in seen[key].columns] or positions != list(range(1, len(names) + 1)):
            problems.append(f"plan: {_name(*key)}: its columns are not those of the export; make a new plan")
    if problems:
        raise ConfigurationError(sorted(problems))


def _name(source: str, sheet: str) -> str:
    return f"{source}, sheet {sheet}" if sheet else source


def with_safe_names(plan: Plan, harvest: Harvest) -> Plan:
    """The plan, in which names of files, sheets and columns that hold a harvested value are replaced by numbers."""
    tables = tuple(_safe_table(table, order, harvest) for order, table in enumerate(plan.tables, 1))
    return plan.model_copy(update={"tables": tables, "expert": _renamed(plan, tables)})


def _renamed(plan: Plan, tables: tuple[TablePlan, ...]) -> ExpertPlan | None:
    """The expert's tables and columns under their new names."""
    if plan.expert is None:
        return None
    places = {(old.target, old.target_sheet): (old, new) for old, new in zip(plan.tables, tables, strict=True)}
    renamed = []
    for table in plan.expert.tables:
        if table.target == OBJECTS:
            renamed.append(table)
            continue
        old, new = places[table.target, table.sheet]
        names = {a.output: b.output for a, b in zip(old.columns, new.columns, strict=True)}
        columns = tuple(e.model_copy(update={"column": names[e.column]}) for e in table.quasi_identifiers)
        update = {"target": new.target, "sheet": new.target_sheet, "person": names.get(table.person, "")}
        update |= {"predict": names.get(table.predict, "")}
        renamed.append(table.model_copy(update={**update, "quasi_identifiers": columns}))
    return plan.expert.model_copy(update={"tables": tuple(renamed)})


def _safe_table(table: TablePlan, order: int, harvest: Harvest) -> TablePlan:
    update: dict[str, object] = {"columns": tuple(_safe_field(field, harvest) for field in table.columns)}
    if holds_harvested(table.target.removeprefix("data/tables/"), harvest):
        suffix = "".join(part for part in Path(table.target).suffixes if part.lower() in _SUFFIXES)
        update |= {"target": f"data/tables/table-{order}{suffix}", "shown": f"table-{order}"}
    if table.target_sheet and holds_harvested(table.target_sheet, harvest):
        update |= {"target_sheet": f"Sheet{order}", "shown": f"table-{order}"}
    return table.model_copy(update=update)


def _safe_field(field: FieldPlan, harvest: Harvest) -> FieldPlan:
    if not holds_harvested(field.name, harvest):
        return field
    output = f"column_{field.position}" if field.output else ""
    return field.model_copy(update={"output": output, "identifying_name": True})


def holds_harvested(name: str, harvest: Harvest) -> bool:
    """Whether a name, or some words of it in a row, is a value that was harvested from the source."""
    words = "".join(character if character.isalnum() else " " for character in name).split()
    phrases = ["".join(words[start:end]) for start in range(len(words)) for end in range(start + 1, len(words) + 1)]
    return any(
        any(harvest.which_text(kind, looked_up))
        for kind, looked_up in ((Kind.EXACT, phrases), (Kind.PLACE, phrases), (Kind.NAME, words))
    )
