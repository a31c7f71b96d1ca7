"""The full reading of one table before anything is written: what identifies its persons, and every key it uses."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from deid.arrow import as_text, scalar
from deid.planning.plan import FieldPlan, TablePlan
from deid.safe_harbor import dates, geography, vocabulary
from deid.safe_harbor.field_names import kind_by_name
from deid.safe_harbor.kinds import KINDS, FieldKind, Trace
from deid.tables.opening import Reader
from deid.treatments.coding import filled
from deid.treatments.dating import years
from deid.vault import LINKABLE, HarvestWriter, Kind, Vault, person_keys, staging

_ISO_DAY = r"^(?:1[89]|20)\d\d-[01]\d-[0-3]\d"
_REMEMBERED = 500_000
_SEVERAL_WORDS = r"\d|\S\s+\S+\s+\S"


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
        self._read: set[str] = set()

    def gather(self, plan: TablePlan, reader: Reader, as_of: int) -> Gathered:
        """Read a table from beginning to end.

        Raises:
            Unreadable: from the reader.
        """
        result = Gathered()
        for batch in reader.batches():
            self.gather_batch(plan, batch, as_of, result)
        result.skipped = reader.skipped
        return result

    def gather_batch(self, plan: TablePlan, batch: pa.RecordBatch, as_of: int, result: Gathered) -> None:
        """Take in one batch, columns named by position."""
        keys: dict[str, pa.Array] = {}
        names: dict[int, pa.Array] = {}
        for entry in plan.columns:
            cells = leaves_of(batch.column(entry.position - 1))
            if cells is None:
                continue
            present = filled(cells)
            result.filled[entry.position] = (
                result.filled.get(entry.position, 0) + len(present) - present.null_count
            )
            self._trace(KINDS[entry.kind], present)
            self._take_keys(entry, present, keys)
            if entry.kind == "person_name":
                names[entry.position] = present
            if entry.treatment == "year" or entry.treatment == "birth_year":
                result.latest_year = max(result.latest_year, _latest(present, as_of))
            if entry.treatment == "by_attribute":
                self._trace_attributes(batch, entry, present)
        self._link(plan, keys)
        self._trace_full_names(list(names.values()))

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
        elif kind.trace is Trace.DATE:
            self._words[Kind.DATE].update(_days(cells))
        elif kind.trace in (Trace.NAME, Trace.PLACE):
            distinct = pc.unique(cells.drop_null())
            add_exact(self._harvest, distinct)
            split, target = (name_words, Kind.NAME) if kind.trace is Trace.NAME else (place_words, Kind.PLACE)
            fresh = [value for value in distinct.to_pylist() if value not in self._read]
            self._words[target].update(word for value in fresh for word in split(value))
            self._remember(fresh)

    def _remember(self, values: list[str]) -> None:
        """Values whose words are known already; forgotten when they become too many to hold."""
        if len(self._read) > _REMEMBERED:
            self._read.clear()
        self._read.update(values)

    def _take_keys(self, entry: FieldPlan, cells: pa.Array, keys: dict[str, pa.Array]) -> None:
        if entry.treatment != "code":
            return
        if entry.kind == "person_key":
            spelled = person_keys(entry.namespace, cells)
            keys.setdefault(entry.namespace, spelled)
            self._persons[entry.namespace].add(spelled, cells)
        elif entry.kind == "uid":
            self._uids.add(cells)
        else:
            self._records.add(cells)

    def _link(self, plan: TablePlan, keys: dict[str, pa.Array]) -> None:
        spaces = [space for space in LINKABLE if space in keys]
        for alias in spaces[1:]:
            if len(keys[alias]) == len(keys[spaces[0]]):
                self._links.add(
                    self._name, keys[spaces[0]], keys[alias], one_to_one=alias in ("member", "ssn")
                )

    def _trace_full_names(self, columns: list[pa.Array]) -> None:
        """First and last names that stand in columns of their own, as one phrase in both orders."""
        for first, second in zip(columns, columns[1:], strict=False):
            if len(first) == len(second):
                pairs = pc.unique(pc.binary_join_element_wise(first, second, scalar(" ")).drop_null())
                swapped = pc.unique(pc.binary_join_element_wise(second, first, scalar(" ")).drop_null())
                self._harvest.add_exact(pairs)
                self._harvest.add_exact(swapped)

    def _trace_attributes(self, batch: pa.RecordBatch, entry: FieldPlan, cells: pa.Array) -> None:
        attributes = as_text(batch.column(entry.beside["attribute"] - 1))
        for attribute in pc.unique(attributes.drop_null()).to_pylist():
            rule = kind_by_name(attribute)
            if rule is not None and rule.sure and rule.kind.identifier is not None:
                rows = pc.fill_null(pc.equal(attributes, scalar(attribute)), False)
                self._trace(rule.kind, cells.filter(rows))
                if rule.kind.name in ("person_key", "record_key", "uid"):
                    as_key = entry.model_copy(
                        update={"kind": rule.kind.name, "treatment": "code", "namespace": "patient"}
                    )
                    self._take_keys(as_key, cells.filter(rows), {})


def leaves_of(column: pa.Array) -> pa.Array | None:
    """A column as text, a list's leaves one after the other; None for what has no text."""
    if pa.types.is_list(column.type) or pa.types.is_large_list(column.type):
        column = column.flatten()
    try:
        return as_text(column)
    except pa.ArrowInvalid:
        return None


def add_exact(writer: HarvestWriter, cells: pa.Array) -> None:
    """Harvest whole values; a value of words alone only when it is long enough to be nobody else's."""
    telling = pc.match_substring_regex(cells, _SEVERAL_WORDS)
    writer.add_exact(cells.filter(pc.fill_null(telling, False)))
    rest = pc.unique(cells.filter(pc.fill_null(pc.invert(telling), False)))
    if len(rest):
        unusual = [value for value in rest.to_pylist() if vocabulary.unknown_words(value)]
        writer.add_exact(pa.array(unusual, rest.type))


def name_words(value: str) -> Iterable[str]:
    """The parts of a name that are no ordinary words."""
    for word in value.replace("'", "").replace("\u2019", "").replace(",", " ").split():
        bare = word.strip('.()[]"-')
        if len(bare) >= 3 and not vocabulary.is_common_word(bare) and not vocabulary.is_eponym(bare):
            yield bare


def place_words(value: str) -> Iterable[str]:
    """A place's name as one word, unless it is an ordinary word or a State."""
    bare = value.strip()
    if len(bare) >= 4 and not vocabulary.is_common_word(bare) and not geography.is_state(bare):
        yield bare


def _days(cells: pa.Array) -> set[str]:
    """The distinct full dates of a column, as YYYYMMDD."""
    iso = pc.fill_null(pc.match_substring_regex(cells, _ISO_DAY), False)
    days = pc.unique(pc.utf8_slice_codeunits(cells.filter(iso), 0, 10)).to_pylist()
    found = {day.replace("-", "") for day in days}
    for value in pc.unique(cells.filter(pc.invert(iso))).drop_null().to_pylist():
        moment = dates.parse(value)
        if moment is not None and value.isdigit() and len(value) >= 8:
            found.add(value[:8])
    return found


def _latest(cells: pa.Array, as_of: int) -> int:
    """The last year of a column that is not after `as_of`."""
    found = pc.unique(years(cells, as_of)).drop_null().to_pylist()
    return max((int(year) for year in found if int(year) <= as_of), default=0)
