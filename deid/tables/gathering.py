"""The full reading of one table before anything is written: what identifies its persons, and every key it uses."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from deid.arrow import as_text, scalar
from deid.planning.plan import FieldPlan, TablePlan
from deid.safe_harbor.attribute_names import kind_of_attribute
from deid.safe_harbor.kinds import KINDS, FieldKind, Trace
from deid.tables.harvesting import add_exact, days_of, name_words, place_words
from deid.tables.opening import Reader
from deid.treatments.coding import filled
from deid.treatments.dating import years
from deid.vault import LINKABLE, Kind, Recent, Room, Vault, logical_ids, patients_of, person_keys, staging
from deid.vault.hashing import Hashes, hash_strings
from deid.vault.octets import Octets

_HELD = 200_000
_PLACES = 20 << 20
"""Of all columns' memories of recent values together: sixteen bytes each."""
_ANY_SEED = 0x5EED
_ODD = np.uint64(0x9E3779B97F4A7C15)


@dataclass(slots=True)
class Gathered:
    """What the full reading of one table counted.

    Attributes:
        filled: filled cells by position.
        latest_year: the last year of its dates, not after the plan's year; 0 where it has none.
        skipped: rows that could not be read.
    """

    filled: dict[int, int] = field(default_factory=dict)
    latest_year: int = 0
    skipped: int = 0

    def count(self, position: int, cells: pa.Array) -> None:
        """Add a batch's filled cells."""
        self.filled[position] = self.filled.get(position, 0) + Octets.of(cells).filled


class Gatherer:
    """Reads tables into the vault's harvest and crosswalk; one a worker, with files of its own."""

    def __init__(self, vault: Vault, workspace: Path, name: str):
        self._name = name
        self._harvest = vault.harvest(workspace).writer(name)
        persons = vault.crosswalk("person")
        self._persons = {space: persons.writer(name, staging(workspace, space)) for space in LINKABLE}
        self._records = vault.crosswalk("record").writer(name, workspace / "record")
        self._uids = vault.crosswalk("uid").writer(name, workspace / "uid")
        self._links = vault.links(workspace)
        self._words: dict[Kind, set[str]] = {kind: set() for kind in Kind}
        self._split: dict[Kind, set[str]] = {kind: set() for kind in Kind}
        self._recent: dict[tuple[object, ...], Recent] = {}
        self._room = Room(_PLACES)

    def gather(self, plan: TablePlan, reader: Reader, as_of: int) -> Gathered:
        """Read a table from beginning to end.

        Raises:
            Unreadable: from the reader.
        """
        result = Gathered()
        for batch in reader.batches(columns_to_gather(plan)):
            self.gather_batch(plan, batch, as_of, result)
        result.skipped = reader.skipped
        self._recent.clear()
        self._room = Room(_PLACES)
        return result

    def gather_batch(self, plan: TablePlan, batch: pa.RecordBatch, as_of: int, result: Gathered) -> None:
        """Take in one batch, columns named by position; columns that tell nothing may be missing."""
        columns = _Columns(batch)
        for entry in plan.columns:
            cells = columns.cells(entry.position)
            if cells is None:
                continue
            result.count(entry.position, cells)
            fresh = self._fresh((plan.source, plan.sheet, entry.position), columns, entry.position)
            if entry.treatment != "keep":
                self._trace(KINDS[entry.kind], fresh)
            self._take_keys(entry, fresh)
            if entry.treatment in ("year", "birth_year"):
                result.latest_year = max(result.latest_year, _latest(filled(fresh), as_of))
            if entry.treatment == "by_attribute":
                self._trace_attributes(batch, entry, filled(cells))
        self._link(plan, columns)
        self._trace_full_names(plan, columns)

    def _fresh(self, place: tuple[object, ...], columns: _Columns, position: int) -> pa.Array:
        """The cells that were not met lately in this column: what repeats tells nothing new."""
        recent, cells = self._remember(place), columns.cells(position)
        return cells if recent.idle else cells.take(pa.array(recent.new(columns.hashes(position))))

    def close(self) -> None:
        """Finish this gatherer's files."""
        for kind, words in self._words.items():
            self._harvest.add_words(kind, words)
        self._harvest.close()
        for writer in (*self._persons.values(), self._records, self._uids):
            writer.close()

    def _trace(self, kind: FieldKind, cells: pa.Array) -> None:
        """Harvest the values of an identifying column."""
        if kind.trace is Trace.EXACT:
            add_exact(self._harvest, cells)
            if kind.family == "key" and (bare := logical_ids(cells)) is not cells:
                add_exact(self._harvest, bare)
        elif kind.trace is Trace.DATE:
            self._words[Kind.DATE].update(days_of(cells))
        elif kind.trace in (Trace.NAME, Trace.PLACE):
            distinct = pc.unique(cells.drop_null())
            add_exact(self._harvest, distinct)
            if kind.trace is Trace.NAME:
                self._trace_whole_names(distinct)
            split, target = (name_words, Kind.NAME) if kind.trace is Trace.NAME else (place_words, Kind.PLACE)
            unsplit = set(distinct.to_pylist()).difference(self._split[target])
            self._words[target].update(word for value in unsplit for word in split(value))
            if len(self._split[target]) > _HELD:
                self._split[target].clear()
            self._split[target] |= unsplit
        for collected, words in self._words.items():
            if len(words) > _HELD:
                self._harvest.add_words(collected, words)
                words.clear()

    def _trace_whole_names(self, names: pa.Array) -> None:
        """Names of two words or more as phrases, in both orders: `May White` is a name though both are words."""
        several = names.filter(pc.match_substring_regex(names, r"\w[\s,]+\w"))
        self._harvest.add_exact(several)
        self._harvest.add_exact(pc.replace_substring_regex(several, r"^\s*(\S+?)[\s,]+(\S+)\s*$", r"\2 \1"))

    def _take_keys(self, entry: FieldPlan, cells: pa.Array) -> None:
        if entry.treatment != "code":
            return
        cells = filled(cells)
        if entry.kind == "person_key":
            self._persons[entry.namespace].add(person_keys(entry.namespace, cells), cells)
        elif entry.kind == "uid":
            self._uids.add(cells)
        else:
            patients = patients_of(cells).drop_null()
            self._persons["patient"].add(person_keys("patient", patients), patients)
            self._records.add(logical_ids(cells))

    def _link(self, plan: TablePlan, columns: _Columns) -> None:
        """Person keys that stand side by side in a row belong to one person."""
        keys: dict[str, int] = {}
        for entry in plan.columns:
            if entry.kind == "person_key" and entry.treatment == "code" and columns.one_a_row(entry.position):
                keys.setdefault(entry.namespace, entry.position)
        spaces = [space for space in LINKABLE if space in keys]
        for alias in spaces[1:]:
            place = (plan.source, plan.sheet, "link", alias)
            pairs = self._fresh_rows(place, columns, keys[spaces[0]], keys[alias])
            canonical, other = person_keys(spaces[0], pairs[0]), person_keys(alias, pairs[1])
            self._links.add(self._name, canonical, other, one_to_one=alias in ("member", "ssn"))

    def _trace_full_names(self, plan: TablePlan, columns: _Columns) -> None:
        """First and last names that stand in columns of their own, as one phrase in both orders."""
        names = [entry.position for entry in plan.columns if entry.kind == "person_name"]
        for order, pair in enumerate(pairwise(filter(columns.one_a_row, names))):
            fresh = self._fresh_rows((plan.source, plan.sheet, "names", order), columns, *pair)
            first, second = filled(fresh[0]), filled(fresh[1])
            for phrase in ((first, second), (second, first)):
                self._harvest.add_exact(pc.binary_join_element_wise(*phrase, scalar(" ")).drop_null())

    def _remember(self, column: tuple[object, ...]) -> Recent:
        """The memory of one column; only so many columns of a table may have a large one."""
        if column not in self._recent:
            self._recent[column] = Recent(22 if len(self._recent) < 100 else 12, self._room)
        return self._recent[column]

    def _fresh_rows(self, place: tuple[object, ...], columns: _Columns, one: int, other: int) -> list[pa.Array]:
        """Two columns, of the rows whose values together were not met lately."""
        both = [columns.cells(one), columns.cells(other)]
        recent = self._remember(place)
        if recent.idle:
            return both
        rows = pa.array(recent.new(columns.hashes(one) * _ODD ^ columns.hashes(other)))
        return [cells.take(rows) for cells in both]

    def _trace_attributes(self, batch: pa.RecordBatch, entry: FieldPlan, cells: pa.Array) -> None:
        if "attribute" not in entry.beside:
            return
        attributes = as_text(batch.column(str(entry.beside["attribute"] - 1)))
        for attribute in pc.unique(attributes.drop_null()).to_pylist():
            rule = kind_of_attribute(attribute)
            if rule is not None and rule.sure and rule.kind.identifier is not None:
                rows = pc.fill_null(pc.equal(attributes, scalar(attribute)), False)
                self._trace(rule.kind, cells.filter(rows))
                if rule.kind.name in ("person_key", "record_key", "uid"):
                    as_key = entry.model_copy(
                        update={"kind": rule.kind.name, "treatment": "code", "namespace": "patient"}
                    )
                    self._take_keys(as_key, cells.filter(rows))


class _Columns:
    """One batch's columns by position, from 1: their cells as text and the cells' hashes, each worked out once."""

    def __init__(self, batch: pa.RecordBatch):
        self._batch = batch
        self._present = set(batch.schema.names)
        self._cells: dict[int, pa.Array | None] = {}
        self._hashes: dict[int, Hashes] = {}

    def cells(self, position: int) -> Any:
        """The cells, a list's leaves one after the other; None for a column that is absent or has no text."""
        if position not in self._cells:
            name = str(position - 1)
            self._cells[position] = leaves_of(self._batch.column(name)) if name in self._present else None
        return self._cells[position]

    def hashes(self, position: int) -> Hashes:
        """A hash for each of the cells."""
        if position not in self._hashes:
            self._hashes[position] = hash_strings(self._cells[position], _ANY_SEED)
        return self._hashes[position]

    def one_a_row(self, position: int) -> bool:
        """Whether each row has one cell of text in this column."""
        cells = self.cells(position)
        return (
            cells is not None
            and len(cells) == self._batch.num_rows
            and not pa.types.is_nested(self._batch.column(str(position - 1)).type)
        )


def columns_to_gather(plan: TablePlan) -> list[int]:
    """The positions, from 0, of the columns that tell of persons, keys or years, or that are left out."""
    wanted = {entry.position for entry in plan.columns if _tells(entry)}
    for entry in plan.columns:
        if entry.treatment == "by_attribute":
            wanted |= set(entry.beside.values())
    return sorted(position - 1 for position in wanted)


def _tells(entry: FieldPlan) -> bool:
    return (
        not entry.output
        or KINDS[entry.kind].trace is not Trace.NONE
        or entry.treatment in ("code", "year", "birth_year", "by_attribute")
    )


def leaves_of(column: pa.Array) -> pa.Array | None:
    """A column as text, a list's leaves one after the other; None for what has no text."""
    if pa.types.is_list(column.type) or pa.types.is_large_list(column.type):
        column = column.flatten()
    try:
        return as_text(column)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        return None


def _latest(cells: pa.Array, as_of: int) -> int:
    """The last year of a column that is not after `as_of`."""
    found = pc.unique(years(cells, as_of)).drop_null().to_pylist()
    return max((int(year) for year in found if int(year) <= as_of), default=0)
