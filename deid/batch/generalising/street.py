"""The search over everything about persons.

Each table is searched by itself, over persons. Whoever one leaves out is left out of all that carry the persons' codes,
objects among them; then all are searched again among those who stay, without leaving anybody out, so that every table
holds in the end. Rows of a table without persons' codes are persons of their own, and are left out one by one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from deid.batch.applying import Application
from deid.batch.generalising.objects import ObjectPlace
from deid.batch.generalising.outcomes import Generalised, GeneralisedTable
from deid.batch.generalising.places import FilePlace, Place
from deid.batch.generalising.works import Work, staying
from deid.errors import Refused
from deid.evidence import DicomEvidence, TableEvidence
from deid.expert import Anonymized, JoinedHistories, JoinedRisk
from deid.expert.arrays import Flags
from deid.expert_settings import OBJECTS, ExpertPlan, ExpertSettings
from deid.planning.determining import person_of
from deid.planning.plan import Plan
from deid.tables.rewriting import Changes

Key = tuple[str, str]
"""A table: its target, and its sheet."""


@dataclass(frozen=True)
class _Found:
    """What was found for one table, and for which of its rows."""

    work: Work
    keep: Flags
    best: Anonymized


def generalise_release(plan: Plan, application: Application, staged: Path) -> Generalised | None:
    """Search and generalise a staged release; None where the plan asks for no such thing.

    Raises:
        Refused: a table cannot be generalised that far.
    """
    if plan.expert is None:
        return None
    places: dict[str, Place] = {table.target: FilePlace(staged / table.target) for table in application.tables}
    if application.dicom.objects:
        places[OBJECTS] = ObjectPlace(staged)
    return generalise_places(plan, plan.expert, application, places)


def generalise_places(
    plan: Plan, expert: ExpertPlan, application: Application, places: Mapping[str, Place]
) -> Generalised:
    """Search and generalise what stands at some places, by their targets.

    Raises:
        Refused: a table cannot be generalised that far, or there is nothing to measure.
    """
    if not expert.tables:
        raise Refused(["the plan names no quasi-identifiers, so that there is nothing to measure"])
    works = [Work.of(table, places[table.target]) for table in expert.tables if table.target in places]
    followers = _followers(plan, application, works) if expert.settings.suppression_limit else {}
    results, gone = _search(works, expert.settings)
    changes = {(each.work.planned.target, each.work.planned.sheet): _change(each) for each in results}
    for (target, sheet), person in followers.items() if gone else ():
        keep = staying(places[target].read(sheet, [person]).columns[person], gone)
        changes[target, sheet] = Changes({}, None if keep.all() else keep)
    rows = _written(places, changes)
    tables = tuple(each.work.outcome(each.best, each.keep, expert.settings) for each in results)
    return Generalised(
        application=_left(application, tables, rows, places),
        plan=plan.model_copy(update={"expert": _with_levels(expert, tables)}),
        tables=tables,
        persons_out=len(gone),
        rows_out=sum(each.best.suppressed for each in results if not each.work.planned.person),
        suppression=_suppression(plan, expert.settings, application, works, followers),
        joined=_joined(results, after=True),
        joined_before=_joined(results, after=False),
    )


def _search(works: list[Work], settings: ExpertSettings) -> tuple[list[_Found], set[str]]:
    """The best of each table, and the persons who are left out of all."""
    gone: set[str] = set()
    if settings.suppression_limit:
        for work in works:
            if work.planned.person:
                found = work.found(settings, work.staying(set()), settings.suppression_limit)
                gone |= work.left_out(found)
    results = []
    for work in works:
        keep = work.staying(gone)
        limit = 0.0 if work.planned.person else settings.suppression_limit
        results.append(_Found(work, keep, work.found(settings, keep, limit)))
    return results, gone


def _followers(plan: Plan, application: Application, works: list[Work]) -> dict[Key, str]:
    """Tables and objects that are not searched, and carry the persons' codes: whoever is left out goes there, too."""
    searched = {(work.planned.target, work.planned.sheet) for work in works}
    written = {table.target for table in application.tables}
    found = {
        (table.target, table.target_sheet): person
        for table in plan.tables
        if table.target in written
        and (table.target, table.target_sheet) not in searched
        and (person := person_of(table))
    }
    if application.dicom.objects and (OBJECTS, "") not in searched:
        found[OBJECTS, ""] = "PatientID"
    return found


def _suppression(
    plan: Plan, settings: ExpertSettings, application: Application, works: list[Work], followers: Mapping[Key, str]
) -> str:
    if not settings.suppression_limit:
        return "not asked for"
    written = {table.target for table in application.tables}
    followed = {*followers, *((work.planned.target, work.planned.sheet) for work in works)}
    apart = [
        table
        for table in plan.tables
        if table.about == "persons" and table.target in written and (table.target, table.target_sheet) not in followed
    ]
    if not apart:
        return "allowed"
    return f"allowed; {len(apart)} tables about persons carry no person's code, and their rows stay"


def _change(found: _Found) -> Changes:
    return found.work.changes(found.best, found.keep)


def _written(places: Mapping[str, Place], changes: Mapping[Key, Changes]) -> dict[Key, int]:
    rows: dict[Key, int] = {}
    for target, place in places.items():
        mine = {sheet: each for (path, sheet), each in changes.items() if path == target}
        if any(not each.nothing for each in mine.values()):
            rows |= {(target, sheet): number for sheet, number in place.write(mine).items()}
    return rows


def _left(
    application: Application,
    tables: tuple[GeneralisedTable, ...],
    rows: Mapping[Key, int],
    places: Mapping[str, Place],
) -> Application:
    """The evidence of what is left."""
    changed = {(t.target, t.sheet): {name for name, (level, _) in t.levels.items() if level} for t in tables}
    evidence = tuple(
        _relabelled(table, changed.get((table.target, table.sheet), set()), rows.get((table.target, table.sheet)))
        for table in application.tables
    )
    objects = places.get(OBJECTS)
    gone = objects.gone if isinstance(objects, ObjectPlace) else {}
    return replace(application, tables=evidence, dicom=_without(application.dicom, gone))


def _relabelled(table: TableEvidence, columns: set[str], rows: int | None) -> TableEvidence:
    fields = tuple(replace(field, form="generalised") if field.output in columns else field for field in table.fields)
    stay = table.rows if rows is None else rows
    return replace(table, fields=fields, rows=stay, left_out=table.rows - stay)


def _without(dicom: DicomEvidence, gone: Mapping[str, int]) -> DicomEvidence:
    left = {modality: number - gone.get(modality, 0) for modality, number in dicom.objects.items()}
    return replace(dicom, objects={modality: number for modality, number in left.items() if number}, left_out=gone)


def _with_levels(expert: ExpertPlan, tables: tuple[GeneralisedTable, ...]) -> ExpertPlan:
    levels = {(table.target, table.sheet): table.levels for table in tables}
    chosen = []
    for table in expert.tables:
        found = levels.get((table.target, table.sheet))
        if found is not None:
            columns = [q.model_copy(update={"level": found[q.column][0]}) for q in table.quasi_identifiers]
            chosen.append(table.model_copy(update={"quasi_identifiers": tuple(columns)}))
    return expert.model_copy(update={"tables": tuple(chosen)})


def _joined(results: list[_Found], *, after: bool) -> JoinedRisk:
    histories = JoinedHistories()
    for each in results:
        each.work.join(histories, each.best if after else None)
    return histories.risk()
