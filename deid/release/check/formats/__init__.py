"""The formats of a release's tables, read by the check's own means: every cell, and every byte around the cells."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from deid.errors import Unreadable
from deid.release.check.formats import columnar, delimited, json_lines, workbook
from deid.release.check.policy import TablePolicy


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table as it was written.

    Attributes:
        header: its columns' names.
        batches: its rows, as lists of columns; columns with ``[]`` in their name are not aligned by row.
    """

    header: tuple[str, ...]
    batches: Iterator[list[pa.Array]]


def read(path: Path, table: TablePolicy) -> Sheet:
    """Open a table; reading goes on while the batches are taken.

    Raises:
        Unreadable: the file cannot be parsed; also while batches are taken.
    """
    try:
        if table.format == "csv":
            return Sheet(*delimited.read(path, table.delimiter))
        if table.format == "parquet":
            return Sheet(*columnar.read(path))
        if table.format == "xlsx":
            return Sheet(*workbook.read(path, table.sheet))
        return Sheet(*json_lines.read(path, [field.name for field in table.fields]))
    except OSError:
        raise Unreadable("cannot be read") from None


def around(path: Path, tables: list[TablePolicy]) -> list[str]:
    """What a file holds besides the cells of its tables: problems, without values.

    Raises:
        Unreadable: the file cannot be parsed.
    """
    try:
        if tables[0].format == "csv":
            return delimited.around(path)
        if tables[0].format == "parquet":
            return columnar.around(path)
        if tables[0].format == "xlsx":
            return workbook.around(path, [table.sheet for table in tables])
        return delimited.around(path)
    except OSError:
        raise Unreadable("cannot be read") from None
