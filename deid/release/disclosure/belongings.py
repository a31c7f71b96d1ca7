"""What of the vault belongs to one person: codes of encounters, documents and images that stand with nobody else.

The crosswalk does not say whose encounter or study a key is. The releases do: there a person's code stands in one row
with the codes of what is theirs. A code belongs to them when every row and object of persons in which it stands is
theirs; one that stands with others, too (a ward, an insurer, a reference image), is not theirs alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
from pydicom import dcmread
from pydicom.dataset import Dataset
from pydicom.errors import InvalidDicomError

from deid.arrow import TEXT, as_text
from deid.errors import Unreadable
from deid.release import documents
from deid.release.check import formats
from deid.release.check.coverage import OBJECTS, tree_of
from deid.release.check.policy import Policy, TablePolicy, parse

_CODED = frozenset({"code", "by_attribute"})
_NEW_UID = "2.25."


@dataclass(frozen=True, slots=True)
class Rows:
    """Columns of codes, aligned by row.

    Attributes:
        columns: of codes and new UIDs.
        of_persons: whether each row says whose it is.
    """

    columns: tuple[pa.Array, ...]
    of_persons: bool


def belongings(releases: Sequence[Path], person: frozenset[str]) -> frozenset[str]:
    """The codes and new UIDs that belong to a person, with the person's own.

    Rows that do not say whose they are belong where what they speak of belongs: an observation of an encounter that is
    the person's alone is theirs. The releases are read a few times, in bounded memory.

    Raises:
        Unreadable: a table or object of a release cannot be read.
    """
    theirs = person
    while True:
        stated, implied = _beside(releases, theirs)
        found = (stated | implied) - _elsewhere(releases, theirs, stated, implied - stated)
        if not found:
            return theirs
        theirs |= found


def _beside(releases: Sequence[Path], known: frozenset[str]) -> tuple[frozenset[str], frozenset[str]]:
    """The other codes in rows that hold a known one: in rows of persons, and in others."""
    found: dict[bool, set[str]] = {True: set(), False: set()}
    wanted = pa.array(sorted(known), TEXT)
    for rows in _all_rows(releases):
        here = _holds(rows, wanted)
        if pc.any(here).as_py():
            for column in rows.columns:
                found[rows.of_persons].update(pc.unique(column.filter(here)).drop_null().to_pylist())
    stated, implied = (frozenset(codes - known - {""}) for codes in (found[True], found[False]))
    return stated, implied


def _elsewhere(
    releases: Sequence[Path], known: frozenset[str], stated: frozenset[str], implied: frozenset[str]
) -> frozenset[str]:
    """Which of these codes stand in a row of somebody else; what was only implied also in a row of anything else."""
    if not stated | implied:
        return frozenset()
    found: set[str] = set()
    sure = pa.array(sorted(known), TEXT)
    asked = {True: pa.array(sorted(stated | implied), TEXT), False: pa.array(sorted(implied), TEXT)}
    for rows in _all_rows(releases):
        others = pc.invert(_holds(rows, sure))
        for column in rows.columns:
            hit = pc.and_(others, pc.is_in(column, asked[rows.of_persons]))
            found.update(pc.unique(column.filter(hit)).drop_null().to_pylist())
    return frozenset(found)


def _holds(rows: Rows, wanted: pa.Array) -> pa.Array:
    return reduce(pc.or_, (pc.is_in(column, wanted) for column in rows.columns))


def _all_rows(releases: Sequence[Path]) -> Iterator[Rows]:
    for release in releases:
        yield from (rows for rows in _rows(release) if rows.columns)


def _rows(release: Path) -> Iterator[Rows]:
    try:
        policy = parse(documents.parse((release / "deid/policy.json").read_bytes()))
    except OSError:
        raise Unreadable("its policy cannot be read") from None
    for table in policy.tables:
        yield from _rows_of(release, table)
    yield from _objects(release, policy)


def _rows_of(release: Path, table: TablePolicy) -> Iterator[Rows]:
    """A table's columns of codes; those of lists are not aligned by row, and say nothing here."""
    coded = [place for place, field in enumerate(table.fields) if field.form in _CODED and "[]" not in field.name]
    of_persons = any(table.fields[place].kind == "person_key" for place in coded)
    for columns in formats.read(release / table.path, table).batches if coded else ():
        yield Rows(tuple(_plain(columns[place]) for place in coded), of_persons)


def _plain(column: pa.Array) -> pa.Array:
    return as_text(column.dictionary_decode() if pa.types.is_dictionary(column.type) else column).cast(TEXT)


def _objects(release: Path, policy: Policy) -> Iterator[Rows]:
    """Each object as one row: its Patient ID and every new UID in it."""
    tables = {table.path for table in policy.tables}
    for path in tree_of(release, "data").files:
        if path.startswith(OBJECTS) and path not in tables:
            try:
                dataset = dcmread(release / path, stop_before_pixels=True)
            except (OSError, InvalidDicomError):
                raise Unreadable("a DICOM object cannot be read") from None
            codes = sorted({str(dataset.get("PatientID") or ""), *_uids(dataset)} - {""})
            yield Rows(tuple(pa.array([code], TEXT) for code in codes), of_persons=True)


def _uids(dataset: Dataset) -> Iterator[str]:
    for element in dataset.iterall():
        if element.VR == "UI":
            values = element.value if isinstance(element.value, list) or element.VM > 1 else [element.value]
            yield from (str(value) for value in values if str(value).startswith(_NEW_UID))
