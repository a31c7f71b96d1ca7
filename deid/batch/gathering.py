"""The full reading of an export before anything is written: its keys and its identifying values, into the vault."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from deid.arrow import texts
from deid.batch.containing import reason_of
from deid.batch.pool import Progress, run_all
from deid.batch.walk import Found
from deid.dicom.raw.tracing import Traced, Tracing, traced
from deid.dicom.rules import Rules, rules_of
from deid.evidence import Quarantined
from deid.planning.plan import Plan, TablePlan
from deid.profile import DicomSettings
from deid.tables.gathering import Gathered, Gatherer
from deid.tables.harvesting import add_exact, name_words
from deid.tables.opening import open_table
from deid.vault import DICOM, HarvestWriter, Kind, Vault, dicom_keys, owners, settle_persons, staging

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

OBJECTS_A_TASK = 512
OCTETS_A_TASK = 1 << 22
"""What is the same in many objects is worked out once a task."""
OBJECTS_TOGETHER = 64
"""Taken into the vault at once."""


@dataclass(frozen=True, slots=True)
class Task:
    """Some table files, or some DICOM objects, and where the vault is."""

    order: int
    found: tuple[Found, ...]
    plans: tuple[TablePlan, ...]
    as_of: int
    vault: Path
    workspace: Path
    dicom: DicomSettings


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one task met.

    Attributes:
        tables: what was counted of each table, by (source, sheet).
        instances: new objects' SOP Instance UIDs in the source, by path under the input.
    """

    tables: dict[tuple[str, str], Gathered] = field(default_factory=dict)
    instances: dict[str, str] = field(default_factory=dict)
    quarantined: list[Quarantined] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Gathering:
    """What the whole reading came to.

    Attributes:
        tables: by (source, sheet).
        objects: DICOM files to be treated, in order.
    """

    tables: dict[tuple[str, str], Gathered]
    objects: tuple[Found, ...]
    quarantined: tuple[Quarantined, ...]
    persons: int
    latest_year: int
    harvested: dict[str, int]


def gather(
    plan: Plan, found: tuple[Found, ...], vault: Vault, workspace: Path, workers: int, progress: Progress
) -> Gathering:
    """Read everything once, settle persons, records and UIDs, and seal the harvest."""
    tasks = _tasks(plan, found, vault, workspace)
    tables: dict[tuple[str, str], Gathered] = {}
    quarantined: list[Quarantined] = []
    instances: dict[str, str] = {}
    for outcome in run_all("gather", _gather, tasks, workers, progress):
        tables.update(outcome.tables)
        quarantined += outcome.quarantined
        instances.update(outcome.instances)
    objects, repeated = _distinct_instances(found, instances)
    persons = _settle(vault, workspace)
    counts = vault.harvest(workspace).seal()
    latest = max((table.latest_year for table in tables.values()), default=0) or plan.as_of
    harvested = {kind.value: number for kind, number in counts.items()}
    return Gathering(tables, objects, (*quarantined, *repeated), persons, latest, harvested)


def tasks_of(found: tuple[Found, ...]) -> list[tuple[Found, ...]]:
    """Files in portions: a large table file alone, small ones together, DICOM objects by the hundred."""
    objects = [entry for entry in found if entry.content == "dicom"]
    portions = [tuple(objects[start : start + OBJECTS_A_TASK]) for start in range(0, len(objects), OBJECTS_A_TASK)]
    return [*_table_portions([entry for entry in found if entry.content == "table"]), *portions]


def _table_portions(tables: list[Found]) -> Iterator[tuple[Found, ...]]:
    portion: list[Found] = []
    octets = 0
    for entry in tables:
        size = entry.path.stat().st_size if entry.path.exists() else 0
        if portion and octets + size > OCTETS_A_TASK:
            yield tuple(portion)
            portion, octets = [], 0
        portion.append(entry)
        octets += size
    if portion:
        yield tuple(portion)


def plans_by_source(plan: Plan) -> Mapping[str, tuple[TablePlan, ...]]:
    """The plans of each file's tables, in their order."""
    found: dict[str, tuple[TablePlan, ...]] = {}
    for table in plan.tables:
        found[table.source] = (*found.get(table.source, ()), table)
    return found


def _tasks(plan: Plan, found: tuple[Found, ...], vault: Vault, workspace: Path) -> list[Task]:
    plans = plans_by_source(plan)
    return [
        Task(
            order,
            portion,
            tuple(table for entry in portion for table in plans.get(entry.source, ())),
            plan.as_of,
            vault.path,
            workspace,
            plan.dicom,
        )
        for order, portion in enumerate(tasks_of(found))
    ]


def _gather(task: Task) -> Outcome:
    vault = Vault.open(task.vault)
    name = f"{task.order:06d}"
    if task.found[0].content == "dicom":
        return _gather_objects(task, vault, name)
    gatherer = Gatherer(vault, task.workspace, name)
    outcome = Outcome()
    try:
        for found in task.found:
            plans = [table for table in task.plans if table.source == found.source]
            try:
                outcome.tables.update(_gather_tables(gatherer, found, plans, task.as_of))
            except Exception as error:  # noqa: BLE001 - the reason is kept, the message may hold a value
                outcome.quarantined.append(Quarantined(found.place, reason_of(error)))
    finally:
        gatherer.close()
    return outcome


def _gather_tables(
    gatherer: Gatherer, found: Found, plans: list[TablePlan], as_of: int
) -> dict[tuple[str, str], Gathered]:
    sheets = {sheet.name: sheet.reader for sheet in open_table(found.path, found.dialect).sheets}
    return {(plan.source, plan.sheet): gatherer.gather(plan, sheets[plan.sheet], as_of) for plan in plans}


def _gather_objects(task: Task, vault: Vault, name: str) -> Outcome:
    writers, tracing = _ObjectWriters(vault, task.workspace, name), Tracing(_telling(task.dicom))
    instances: dict[str, str] = {}
    quarantined: list[Quarantined] = []
    held: list[Traced] = []
    for found in task.found:
        try:
            held.append(tracing.trace(found.path))
            instances[found.source] = held[-1].instance
        except Exception as error:  # noqa: BLE001 - the reason is kept, the message may hold a value
            quarantined.append(Quarantined(found.place, reason_of(error)))
        if len(held) == OBJECTS_TOGETHER:
            writers.take(held)
            held = []
    writers.take(held)
    writers.close()
    return Outcome(instances=instances, quarantined=quarantined)


def trace_object(dataset: Dataset, vault: Vault, workspace: Path, name: str, settings: DicomSettings) -> None:
    """Take one DICOM object in memory into the harvest and the crosswalk.

    Raises:
        Unreadable: it cannot be read through.
    """
    writers = _ObjectWriters(vault, workspace, name)
    writers.take([traced(dataset, _telling(settings))])
    writers.close()


def _telling(settings: DicomSettings) -> Rules | None:
    """The rules where options keep what identifies; without options nothing of that stays."""
    return rules_of(settings) if settings.options else None


class _ObjectWriters:
    """Where the persons, UIDs and identifying values of DICOM objects go."""

    def __init__(self, vault: Vault, workspace: Path, name: str):
        self._harvest = vault.harvest(workspace).writer(name)
        self._uids = vault.crosswalk("uid").writer(name, workspace / "uid")
        self._people = vault.crosswalk("person").writer(name, staging(workspace, DICOM))
        self._place = {domain: vault.crosswalk(domain).place for domain in ("uid", "person")}
        self._workspace, self._name = workspace, name

    def take(self, objects: Sequence[Traced]) -> None:
        """Take in some objects at once."""
        if not objects:
            return
        uids = set[str]().union(*(one.uids for one in objects))
        people = sorted({(one.person.patient_id, one.person.issuer) for one in objects})
        self._uids.add(texts([*sorted(uids)]))
        written = [patient_id + (f"^{issuer}" if issuer else "") for patient_id, issuer in people]
        self._people.add(dicom_keys(*map(list, zip(*people, strict=True))), texts([*written]))
        self._note_owners(objects)
        values = dict.fromkeys((value.kind, value.value) for one in objects for value in one.values)
        _trace(self._harvest, list(values))

    def _note_owners(self, objects: Sequence[Traced]) -> None:
        """In whose objects the UIDs stand: they go when the person asks to be forgotten."""
        met = sorted({(uid, one.person.patient_id, one.person.issuer) for one in objects for uid in one.uids})
        if not met:
            return
        uids, patient_ids, issuers = map(list, zip(*met, strict=True))
        keys = dicom_keys(patient_ids, issuers)
        known = keys.is_valid().to_numpy(zero_copy_only=False)
        places = self._place["uid"](texts([*uids])), self._place["person"](keys)
        owners.note(self._workspace, self._name, *(place[known] for place in places))

    def close(self) -> None:
        self._harvest.close()
        self._uids.close()
        self._people.close()


def _trace(writer: HarvestWriter, values: Sequence[tuple[str, str]]) -> None:
    exact = [value for kind, value in values if kind != "date"]
    if exact:
        add_exact(writer, pa.array(exact, pa.large_string()))
    names = [value.replace("^", " ").strip() for kind, value in values if kind == "name"]
    if whole := [name for name in names if " " in name]:  # LEE^MIN is a name, though both are words
        writer.add_exact(pa.array(whole, pa.large_string()))
    words = [word for name in names for word in name_words(name)]
    # A code string or short text holds no more than 16 characters of a name.
    writer.add_words(Kind.NAME, [*words, *(word[:16] for word in words if len(word) > 16)])
    writer.add_words(Kind.DATE, [value[:8] for kind, value in values if kind == "date"])


def _settle(vault: Vault, workspace: Path) -> int:
    persons = settle_persons(vault.crosswalk("person"), vault.links(workspace), workspace)
    for domain in ("record", "uid"):
        vault.crosswalk(domain).settle(workspace / domain)
    return persons


def _distinct_instances(
    found: tuple[Found, ...], instances: dict[str, str]
) -> tuple[tuple[Found, ...], tuple[Quarantined, ...]]:
    """The objects to treat: of several with one SOP Instance UID the first; the others are quarantined."""
    seen: set[str] = set()
    objects, repeated = [], []
    for entry in found:
        uid = instances.get(entry.source)
        if uid is None:
            continue
        if uid in seen:
            repeated.append(Quarantined(entry.place, "the SOP Instance UID of another object of the export"))
        else:
            seen.add(uid)
            objects.append(entry)
    return tuple(objects), tuple(repeated)
