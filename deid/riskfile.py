"""The risk of tables, of DICOM headers and of releases on disk: columns as codes, for the measures of `deid.expert`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from deid.batch.containing import contained
from deid.batch.headers import header_of, header_table
from deid.batch.walk import walk
from deid.errors import Unreadable, UsageError
from deid.expert import (
    Column,
    JoinedHistories,
    JoinedRisk,
    KeyCounter,
    Risk,
    Table,
    TooWideError,
    measure_codes,
)
from deid.safe_harbor.identifying_names import name_identifies
from deid.tables.coding import Codes, ColumnCoder, coded
from deid.tables.columnar import ParquetReader
from deid.tables.opening import Sheet, open_table

_POLICY = "deid/policy.json"
_PART = 1 << 21
"""Rows that are held at a time where tables are joined."""


@contained
def measure_file(
    path: str | Path,
    quasi_identifiers: Sequence[str],
    person: str | None = None,
    sensitive: str | None = None,
) -> Risk:
    """Measure one table file, or the DICOM objects of a folder.

    Args:
        path: the table; of a workbook the first sheet that has all columns. Or a folder, whose DICOM objects are rows.
        quasi_identifiers: names of columns; keywords of DICOM attributes, with `StudyYear` for the year of a date.
        person: the column that says whose row it is; of DICOM objects `PatientID` where nothing else is said.
        sensitive: the column whose diversity is measured.

    Raises:
        UsageError: no such file or column, or no table.
    """
    if not quasi_identifiers:
        raise UsageError("no quasi-identifiers: name at least one column")
    top = Path(path)
    if _holds_objects(top):
        person = person or "PatientID"
    elif person is None and sensitive is None:
        streamed = _streamed(_sheet(top, quasi_identifiers), quasi_identifiers)
        if streamed is not None:
            return streamed
    wanted = [*quasi_identifiers, *([person] if person else []), *([sensitive] if sensitive else [])]
    codes = {name: column.codes for name, column in read_table(top, wanted).columns.items()}
    return measure_codes(
        [codes[name] for name in quasi_identifiers],
        codes[person] if person else None,
        codes[sensitive] if sensitive else None,
    )


@contained
def read_table(path: str | Path, names: Sequence[str]) -> Table:
    """Some columns of a table file, or attributes of the DICOM objects of a file or folder, as codes.

    Raises:
        UsageError: no such file or column, or no table.
    """
    top, wanted = Path(path), list(dict.fromkeys(names))
    if _holds_objects(top):
        return header_table(_objects(top)[0], wanted)
    reader = _sheet(top, wanted).reader
    columns, values = coded(reader, [reader.header.index(name) for name in wanted])
    return Table({name: Column(c, v) for name, c, v in zip(wanted, columns, values, strict=True)})


@contained
def unread_objects(path: str | Path) -> int:
    """How many DICOM objects of a folder cannot be read, and are in no measure; 0 of a table."""
    return _objects(Path(path))[1] if _holds_objects(Path(path)) else 0


@contained
def columns_of(path: str | Path) -> tuple[str, ...]:
    """The columns of a table file; of a workbook, of its first sheet.

    Raises:
        UsageError: no such file, or no table.
    """
    top = Path(path)
    if _holds_objects(top):
        raise UsageError(f"{path}: DICOM objects, not a table")
    return _sheet(top, ()).reader.header


@contained
def measure_release(path: str | Path) -> tuple[dict[str, Risk], JoinedRisk]:
    """Measure what the policy of a release names as quasi-identifiers: each table, and all of them joined by persons.

    Tables are read part by part; what is held are their combinations and one number a person.

    Raises:
        UsageError: no release, or one without rules on classes.
    """
    top = Path(path)
    try:
        policy = json.loads((top / _POLICY).read_text("utf-8"))
        rules = policy.get("classes") or []
    except (OSError, ValueError, AttributeError):
        raise UsageError(f"{top}: no release: it has no {_POLICY} that can be read") from None
    if not rules:
        raise UsageError(f"{top}: its policy names no quasi-identifiers; name columns of one of its tables with -q")
    histories, risks = JoinedHistories(), {}
    for rule in rules:
        names, person, sheet = list(rule["columns"]), rule.get("person") or "", rule.get("sheet") or ""
        place = f"{rule['path']}, sheet {sheet}" if sheet else rule["path"]
        risks[place] = measure_file(top / rule["path"], names, person or None)
        if person:
            _join(histories, place, top / rule["path"], [*names, person])
    return risks, histories.risk()


def _join(histories: JoinedHistories, place: str, path: Path, names: list[str]) -> None:
    """Add a table to its persons' histories, part by part."""
    if _holds_objects(path):
        columns = dict(read_table(path, names).columns)
        histories.add(place, columns.pop(names[-1]), columns)
        return
    reader = _sheet(path, names).reader
    coders, rows = [ColumnCoder() for _ in names], 0
    held: list[list[Codes]] = []

    def add() -> None:
        codes = [np.concatenate(parts) for parts in zip(*held, strict=True)]
        part = {n: Column(c, tuple(k.known)) for n, c, k in zip(names, codes, coders, strict=True)}
        histories.add(place, part.pop(names[-1]), part)
        held.clear()

    for batch in reader.batches([reader.header.index(name) for name in names]):
        held.append([coder.codes(column) for coder, column in zip(coders, batch.columns, strict=True)])
        rows += batch.num_rows
        if rows >= _PART:
            add()
            rows = 0
    if held:
        add()


def _holds_objects(path: Path) -> bool:
    """Whether a file is a DICOM object, or a folder has one.

    Raises:
        UsageError: no such path, or a folder without any.
    """
    if not path.exists():
        raise UsageError(f"{path}: no such file")
    if path.is_dir() or path.suffix.lower() in ("", ".dcm"):
        objects = any(found.content == "dicom" for found in walk(path))
        if path.is_dir() and not objects:
            raise UsageError(f"{path}: a folder, not a table, and no DICOM object is in it")
        return objects
    return False


def _objects(path: Path) -> tuple[list[Path], int]:
    """The objects that can be read, and how many cannot."""
    found, unread = [], 0
    for each in walk(path):
        if each.content == "dicom":
            try:
                header_of(each.path, [])
            except Unreadable:
                unread += 1
            else:
                found.append(each.path)
    return found, unread


def _sheet(path: Path, wanted: Sequence[str]) -> Sheet:
    """The sheet that has all columns; files without sheets are one."""
    try:
        sheets = open_table(path).sheets
    except Unreadable as error:
        raise UsageError(f"{path}: {error.reason}") from None
    found = next((sheet for sheet in sheets if set(wanted) <= set(sheet.reader.header)), None)
    if found is not None:
        return found
    header = sheets[0].reader.header
    missing = sorted(set(wanted) - set(header))
    there = [f"(column {n})" if name_identifies(name) else name for n, name in enumerate(header, 1)]
    raise UsageError(f"{path}: no column {', '.join(missing)}; it has {', '.join(there)}")


def _streamed(sheet: Sheet, names: Sequence[str]) -> Risk | None:
    """The risk of a Parquet file of any length, in memory for its distinct combinations; None where too wide."""
    reader = sheet.reader
    if not isinstance(reader, ParquetReader):
        return None
    counter = KeyCounter(len(names))
    coders = [ColumnCoder() for _ in names]
    try:
        for batch in reader.batches([reader.header.index(name) for name in names]):
            counter.add([coder.codes(column) for coder, column in zip(coders, batch.columns, strict=True)])
    except TooWideError:
        return None
    return counter.result().risk()
