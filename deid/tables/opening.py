"""Recognising a table by its content, whatever the file is called, and opening it."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import orjson
import pyarrow as pa

from deid.errors import Unreadable
from deid.planning.survey import Dialect
from deid.tables.columnar import ParquetReader
from deid.tables.delimited import DelimitedReader
from deid.tables.dialect import chunks, inspect
from deid.tables.excel import Workbook
from deid.tables.json_lines import JsonLinesReader

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


class Reader(Protocol):
    """Rows of one table as record batches whose columns are named by position."""

    header: tuple[str, ...]
    skipped: int

    def batches(self, columns: Sequence[int] | None = None) -> Iterator[pa.RecordBatch]:
        """The rows in order; only the wanted columns, by position."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of a file: its name inside a workbook (else empty), and its reader."""

    name: str
    reader: Reader


@dataclass(frozen=True, slots=True)
class TableFile:
    """One file that holds one table, or several sheets."""

    path: Path
    format: str
    sheets: tuple[Sheet, ...]


def open_table(path: Path, dialect: Dialect | None = None) -> TableFile:
    """Open a file as a table; a dialect that the survey found out need not be found out again.

    Raises:
        Unreadable: it is broken, or no table.
    """
    if dialect is not None:
        return _single(path, "csv", DelimitedReader(path, dialect))
    head = next(chunks(path), b"")[: 1 << 16]
    if not head:
        raise Unreadable("empty file")
    if head.startswith(b"PAR1"):
        return _single(path, "parquet", ParquetReader(path))
    if head.startswith((_ZIP, _OLE)):
        return _workbook(path)
    if _is_json_object(head):
        return _single(path, "jsonl", JsonLinesReader(path))
    if other := _of_another_kind(head):
        raise Unreadable(other)
    found, odd_quotes = inspect(path)
    reader = DelimitedReader(path, found)
    if odd_quotes:
        reader.demand_closed_quotes()
    return _single(path, "csv", reader)


def _single(path: Path, form: str, reader: Reader) -> TableFile:
    return TableFile(path, form, (Sheet("", reader),))


def _workbook(path: Path) -> TableFile:
    book = Workbook(path)
    sheets = [Sheet(name, book.reader(index)) for index, name in enumerate(book.sheets)]
    filled = tuple(sheet for sheet in sheets if sheet.reader.header)
    if not filled:
        raise Unreadable("a workbook without a filled sheet")
    return TableFile(path, "xlsx", filled)


def _is_json_object(head: bytes) -> bool:
    line = head.removeprefix(codecs.BOM_UTF8).lstrip().split(b"\n", 1)[0].strip()
    if not line.startswith(b"{"):
        return False
    try:
        return isinstance(orjson.loads(line), dict)
    except orjson.JSONDecodeError:
        return len(line) > 1000  # one long object, cut by the sample


def _of_another_kind(head: bytes) -> str:
    """What a file is that is known by its first bytes and is no table; empty where these tell nothing."""
    start = head.removeprefix(codecs.BOM_UTF8).lstrip()[:64].lower()
    if _JSON_ARRAY.match(start):
        return "a JSON array, and not a table: write one object a line"
    return next((kind for marks, kind in _OTHERS if start.startswith(marks)), "")


_JSON_ARRAY = re.compile(rb"\[\s*[{\[\"\d]")
_OTHERS: tuple[tuple[tuple[bytes, ...], str], ...] = (
    ((b"msh|", b"fhs|", b"bhs|"), "an HL7 v2 message, and not a table"),
    ((b"isa*",), "an X12 interchange, and not a table"),
    ((b"sqlite format 3\0",), "a SQLite database: export its tables as CSV or Parquet"),
    (
        (b"<?xml", b"<!doctype", b"<html", b"%pdf", b"{\\rtf", b"\x89png", b"\xff\xd8\xff", b"gif8", b"#!"),
        "not a table, and not a DICOM object",
    ),
)
