"""Apply over a whole export: each table file and each DICOM object treated and written under the staged release."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from deid.batch.containing import reason_of
from deid.batch.gathering import Gathering, plans_by_source, tasks_of
from deid.batch.pool import Progress, run_all
from deid.batch.walk import Found
from deid.batch.wording import Wording
from deid.dicom.evidence import Evidence as ObjectEvidence
from deid.dicom.rules import rules_of
from deid.dicom.treating import Released, Treatment
from deid.dicom.validating import Validating, together
from deid.dicom.vaulted import Codes
from deid.errors import Unreadable
from deid.evidence import DicomEvidence, FieldEvidence, Quarantined, TableEvidence, Validity
from deid.planning.plan import FieldPlan, Plan, TablePlan
from deid.profile import DicomSettings
from deid.tables.applying import Keys, known_treatments
from deid.tables.gathering import Gathered
from deid.tables.opening import open_table
from deid.tables.screening import CellScreen
from deid.tables.writing import Written, write_file
from deid.vault import Lookups, Vault

_REMEMBERED: Final = 200_000


@dataclass(frozen=True, slots=True)
class Task:
    """Some table files, or some DICOM objects, and where they go."""

    found: tuple[Found, ...]
    plans: tuple[TablePlan, ...]
    treatments: Mapping[str, str]
    dicom: DicomSettings
    vault: Path
    workspace: Path
    staged: Path
    latest_year: int


@dataclass(slots=True)
class Outcome:
    """What one task did."""

    tables: dict[tuple[str, str], Written] = field(default_factory=dict)
    modalities: Counter[str] = field(default_factory=Counter)
    actions: Counter[str] = field(default_factory=Counter)
    letters: Counter[str] = field(default_factory=Counter)
    removed: Counter[str] = field(default_factory=Counter)
    quarantined: list[Quarantined] = field(default_factory=list)
    validity: dict[str, Validity] = field(default_factory=dict)

    def count(self, evidence: ObjectEvidence, objects: int) -> None:
        """Add what was done to each of some objects."""
        for (tag, action), number in evidence.actions.items():
            self.actions[f"{tag} {action}"] += number * objects
        for letter, number in evidence.identifiers.items():
            self.letters[letter] += number * objects
        self.removed["private"] += evidence.private_removed * objects
        self.removed["unknown"] += evidence.unknown_removed * objects
        self.removed["screened"] += (evidence.screened + evidence.misfits) * objects


@dataclass(frozen=True, slots=True)
class Application:
    """What the whole step did."""

    tables: tuple[TableEvidence, ...]
    dicom: DicomEvidence
    quarantined: tuple[Quarantined, ...]


def apply_all(
    plan: Plan,
    found: tuple[Found, ...],
    gathering: Gathering,
    vault: Vault,
    workspace: Path,
    staged: Path,
    workers: int,
    progress: Progress,
) -> Application:
    """Treat and write everything that the gathering read."""
    readable = {source for source, _ in gathering.tables}
    tables = tuple(entry for entry in found if entry.content == "table" and entry.source in readable)
    plans = plans_by_source(plan)
    tasks = [
        Task(
            portion,
            tuple(table for entry in portion for table in plans.get(entry.source, ())),
            plan.treatments,
            plan.dicom,
            vault.path,
            workspace,
            staged,
            gathering.latest_year,
        )
        for portion in tasks_of((*tables, *gathering.objects))
    ]
    outcomes = list(run_all("apply", _apply, tasks, workers, progress))
    evidence = [
        _table_evidence(table, outcome.tables[table.source, table.sheet], gathering.tables[table.source, table.sheet])
        for task, outcome in zip(tasks, outcomes, strict=True)
        for table in task.plans
        if (table.source, table.sheet) in outcome.tables
    ]
    quarantined = [entry for outcome in outcomes for entry in outcome.quarantined]
    return Application(tuple(evidence), _dicom_evidence(outcomes), tuple(quarantined))


def _apply(task: Task) -> Outcome:
    vault = Vault.open(task.vault)
    if task.found[0].content == "dicom":
        return _apply_objects(task, Lookups(task.vault))
    screen = CellScreen(vault.harvest(task.workspace))
    keys = Keys(vault, screen, task.latest_year, task.treatments, task.workspace)
    outcome = Outcome()
    for found in task.found:
        plans = [table for table in task.plans if table.source == found.source]
        target = task.staged / plans[0].target
        try:
            by_sheet = {table.sheet: table for table in plans}
            written = write_file(open_table(found.path, found.dialect), by_sheet, target, keys)
            outcome.tables.update({(found.source, sheet): counted for sheet, counted in written.items()})
        except Exception as error:  # noqa: BLE001 - the reason is kept, the message may hold a value
            target.unlink(missing_ok=True)
            outcome.quarantined.append(Quarantined(found.place, reason_of(error)))
    return outcome


def _apply_objects(task: Task, vault: Lookups) -> Outcome:
    outcome = Outcome()
    treatment = _treatment(task.dicom, vault, CellScreen(vault.harvest(task.workspace)))
    results = treatment.objects([found.path for found in task.found])
    counted: Counter[ObjectEvidence] = Counter()
    validating = Validating()
    for found, result in zip(task.found, results, strict=True):
        try:
            if isinstance(result, Unreadable):
                raise result
            target = _write(result, task.staged)
        except Exception as error:  # noqa: BLE001 - the reason is kept, the message may hold a value
            outcome.quarantined.append(Quarantined(found.place, reason_of(error)))
            continue
        outcome.modalities[result.modality or "unknown"] += 1
        validating.look(result.modality or "unknown", found.path, target)
        counted[result.evidence] += 1
    for evidence, objects in counted.items():
        outcome.count(evidence, objects)
    outcome.validity = validating.found
    return outcome


def _treatment(settings: DicomSettings, vault: Lookups, screen: CellScreen) -> Treatment:
    return Treatment(rules_of(settings), Codes(vault, keyed=settings.uids == "keyed"), Wording(screen))


def _write(released: Released, staged: Path) -> Path:
    folders = "/".join(uid for uid in ("data/dicom", released.study_uid, released.series_uid) if uid)
    target = staged / f"{folders}/{released.sop_uid}.dcm"
    try:
        released.write(target)
    except Unreadable:
        target.unlink(missing_ok=True)
        raise
    return target


def _dicom_evidence(outcomes: list[Outcome]) -> DicomEvidence:
    modalities, actions, letters, removed = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    for outcome in outcomes:
        modalities.update(outcome.modalities)
        actions.update(outcome.actions)
        letters.update(outcome.letters)
        removed.update(outcome.removed)
    return DicomEvidence(
        objects=dict(sorted(modalities.items())),
        actions=dict(sorted(actions.items())),
        letters=dict(sorted(letters.items())),
        private=removed["private"],
        unknown=removed["unknown"],
        screened=removed["screened"],
        validity=together([outcome.validity for outcome in outcomes]),
    )


def _table_evidence(plan: TablePlan, written: Written, gathered: Gathered) -> TableEvidence:
    return TableEvidence(
        source=plan.shown,
        target=plan.target,
        sheet=plan.target_sheet,
        format=plan.format,
        delimiter=written.delimiter,
        rows=written.rows,
        skipped=written.skipped,
        fields=tuple(field_evidence(entry, written, gathered) for entry in plan.columns),
    )


def field_evidence(entry: FieldPlan, written: Written, gathered: Gathered) -> FieldEvidence:
    """What happened to one column, from what was planned, written and gathered."""
    return FieldEvidence(
        name=entry.shown_name,
        output=entry.output or None,
        kind=entry.kind,
        identifier=entry.identifier,
        treatment=entry.treatment,
        form=known_treatments()[entry.treatment].form,
        reason=entry.reason,
        filled=written.filled.get(entry.position) or gathered.filled.get(entry.position, 0),
        caught=dict(sorted(written.caught.get(entry.position, Counter[str]()).items())),
        lost=written.lost.get(entry.position, 0),
    )
