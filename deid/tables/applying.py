"""The only step that changes values in tables: a pure function from a batch, its plan and the vault's codes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from deid.arrow import TEXT, as_text, texts
from deid.errors import Unreadable
from deid.identifiers import Finding, Identifier
from deid.planning.plan import FieldPlan, TablePlan
from deid.safe_harbor.kinds import KINDS, FieldKind
from deid.safe_harbor.numbers import is_standard_dicom_uid, is_uuid
from deid.tables.screening import CellScreen
from deid.treatments import Field, Treated, Treatment, treatments
from deid.treatments.coding import filled
from deid.vault import Crosswalk, Vault, person_keys
from deid.vault.octets import Octets
from deid.vault.offsets import Places

_TOLD_IN_TEXT = frozenset(
    "person_name provider_name employer user_name street_address city facility birth_date telephone fax email ssn"
    " health_plan_number account_number licence vehicle device_number person_key".split()
)
"""Kinds of columns whose values are searched for in the free text of the same row."""


@dataclass(slots=True)
class Keys:
    """What apply needs of the vault and the run: settled codes, the screen, the last year, room for offsets."""

    vault: Vault
    screen: CellScreen
    latest_year: int
    by_kind: Mapping[str, str]
    workspace: Path | None = None
    persons: Crosswalk = field(init=False)
    records: Crosswalk = field(init=False)
    new_uids: Crosswalk = field(init=False)

    def __post_init__(self) -> None:
        self.persons = self.vault.crosswalk("person")
        self.records = self.vault.crosswalk("record")
        self.new_uids = self.vault.crosswalk("uid")


@dataclass(slots=True)
class Applied:
    """A treated batch and what was found on the way, by position."""

    batch: pa.RecordBatch
    filled: Counter[int]
    caught: dict[int, Counter[str]]
    lost: Counter[int]
    moved: dict[int, Mapping[int, Places]] = field(default_factory=dict)


def apply(batch: pa.RecordBatch, plan: TablePlan, keys: Keys) -> Applied:
    """Treat one batch whose columns are named by position; only columns with an output remain.

    Raises:
        Unreadable: a key appeared that the survey had not met.
    """
    around = _Surroundings(batch, keys, plan)
    kept = [entry for entry in plan.columns if entry.output]
    columns, caught, filled, lost = [], {}, Counter[int](), Counter[int]()
    moved: dict[int, Mapping[int, Places]] = {}
    for entry in kept:
        column = around.column(entry.position)
        filled[entry.position] = _filled(column)
        treated = _treat(column, entry, around, plan.about == "reference")
        columns.append(treated.column)
        caught[entry.position] = Counter(treated.caught)
        lost[entry.position] += treated.lost
        if treated.moved:
            moved[entry.position] = treated.moved
    names = [str(entry.position - 1) for entry in kept]
    table = pa.RecordBatch.from_arrays(columns, names) if columns else pa.record_batch([], pa.schema([]))
    return Applied(table, filled, caught, lost, moved)


def positions_needed(plan: TablePlan) -> list[int]:
    """The positions, from 0, of the columns that apply reads: those with an output, and their neighbours."""
    wanted = {entry.position - 1 for entry in plan.columns if entry.output}
    for entry in plan.columns:
        if entry.output:
            wanted |= {position - 1 for position in entry.beside.values()}
    return sorted(wanted | {position - 1 for position in _identifying(plan)})


def _identifying(plan: TablePlan) -> list[int]:
    """The positions, from 1, of columns whose values the texts of a row are searched for; none without such texts."""
    if not any(entry.output and entry.treatment.startswith("scrub") for entry in plan.columns):
        return []
    return [entry.position for entry in plan.columns if entry.kind in _TOLD_IN_TEXT]


def _treat(column: pa.Array, entry: FieldPlan, around: _Surroundings, reference: bool) -> Treated:
    """Treat a column; of a list column its leaves, put back into the same lists."""
    treatment = known_treatments()[entry.treatment]
    beside = {**around.roles(entry), **entry.beside}
    spec = Field(KINDS[entry.kind], entry.name, entry.namespace, beside, reference, entry.only)
    try:
        if pa.types.is_list(column.type) or pa.types.is_large_list(column.type):
            if spec.beside:
                spec = replace(spec, beside={})
            treated = treatment.apply(column.flatten(), spec, around)
            lists = type(column).from_arrays(_offsets(column), treated.column, mask=pc.is_null(column))
            return Treated(lists, treated.caught, treated.lost)
        return treatment.apply(column, spec, around)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        raise Unreadable(f"column {entry.position} has values of a type that '{entry.treatment}' cannot read") from None


def _filled(column: pa.Array) -> int:
    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        return Octets.of(column).filled
    if pa.types.is_list(column.type) or pa.types.is_large_list(column.type):
        return len(column.flatten().drop_null())
    return int(len(column) - column.null_count)


def _offsets(column: pa.Array) -> pa.Array:
    lengths = pc.fill_null(pc.list_value_length(column), 0)
    running = pc.cumulative_sum(lengths.cast(pa.int64()))
    offsets = pa.concat_arrays([pa.array([0], pa.int64()), running])
    return offsets.cast(pa.int32()) if pa.types.is_list(column.type) else offsets


@cache
def known_treatments() -> Mapping[str, Treatment]:
    """Every treatment by name, found once."""
    return treatments()


class _Surroundings:
    """The batch, the vault's codes and the plan's other treatments, as treatments see them."""

    def __init__(self, batch: pa.RecordBatch, keys: Keys, plan: TablePlan):
        self._batch = batch
        released = [entry for entry in plan.columns if entry.output]
        self._person = next((entry.position for entry in released if entry.kind == "person_key"), 0)
        self._units = [entry.position for entry in released if entry.kind == "unit"]
        self._person_keys = [(entry.position, entry.namespace) for entry in released if entry.kind == "person_key"]
        self._identifying = _identifying(plan)
        self._places = {name: index for index, name in enumerate(batch.schema.names)}
        self._keys = keys
        self.latest_year = keys.latest_year

    def roles(self, entry: FieldPlan) -> dict[str, int]:
        """The columns of the row that say whose a kept value is, and in what it is measured: the unit nearest by."""
        if entry.treatment not in ("keep", "by_attribute"):
            return {}
        unit = min(self._units, key=lambda place: (abs(place - entry.position), -place), default=0)
        found = {"person": self._person, "unit": unit if unit != entry.position else 0}
        return {role: place for role, place in found.items() if place}

    def column(self, position: int) -> pa.Array:
        return self._batch.column(self._places[str(position - 1)])

    def beside(self, position: int) -> pa.Array | None:
        column = self.column(position)
        return None if pa.types.is_nested(column.type) else as_text(column)

    def person_codes(self, keys: pa.Array) -> pa.Array:
        return self._keys.persons.codes(keys)

    def record_codes(self, keys: pa.Array) -> pa.Array:
        """Codes of records; a key that is a person's elsewhere, too long for a coincidence, is that person's."""
        codes = self._keys.records.codes(keys)
        sample = keys.drop_null().slice(0, 1).to_pylist()
        if not sample or not is_uuid(sample[0]):
            return codes
        spelled = person_keys("patient", keys)
        known = self._keys.persons.has(spelled)
        if not known.any():
            return codes
        persons = self._keys.persons.codes(pc.if_else(pa.array(known), spelled, pa.scalar(None, TEXT)))
        return pc.coalesce(persons, codes)

    def uids(self, keys: pa.Array) -> pa.Array:
        encoded = keys.dictionary_encode()
        old = encoded.dictionary
        fresh = self._keys.new_uids.uids(old)
        new = [uid if is_standard_dicom_uid(uid) else made for uid, made in zip(old.to_pylist(), fresh, strict=True)]
        return texts(list(new)).take(encoded.indices)

    def identified(self, kind: FieldKind, cells: list[str]) -> list[Identifier | None]:
        return self._keys.screen.identified(kind, cells)

    def crowding(self, cells: list[str]) -> list[float | None]:
        return self._keys.screen.crowding(cells)

    def harvested(self, text: str) -> list[Finding]:
        return self._keys.screen.harvested(text)

    def known_of_rows(self) -> list[list[str]]:
        columns = [
            column.to_pylist() for position in self._identifying if (column := self.beside(position)) is not None
        ]
        return [[value for value in row if value] for row in zip(*columns, strict=True)]

    def persons_of_rows(self) -> list[str | None]:
        found = next(iter(self._person_keys), None)
        if found is None or (column := self.beside(found[0])) is None:
            return [None] * self._batch.num_rows
        return list(self.person_codes(person_keys(found[1], filled(column))).to_pylist())

    def secret(self, purpose: str) -> bytes:
        return self._keys.vault.key_for(purpose)

    def treated_as(self, kind: FieldKind, cells: pa.Array) -> Treated:
        name = self._keys.by_kind[kind.name]
        treatment = known_treatments()["remove" if name == "by_attribute" else name]
        return treatment.apply(cells, Field(kind, "", "patient"), self)
