"""Tables as files, with the same bytes at every run: no clock, no host name, no time in a gzip header."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter

from sample_data_maker.planted import as_text
from sample_data_maker.tables import Table

_EXPORTED_AT = datetime(2025, 6, 30, 2, 15)


def write_csv(path: Path, table: Table, delimiter: str = ",") -> None:
    """A delimited table in UTF-8."""
    path.write_bytes(_delimited(table, delimiter).encode("utf-8"))


def write_csv_gz(path: Path, table: Table) -> None:
    """A pipe-delimited table in UTF-8 with a byte order mark, as Windows tools write it, then gzip."""
    data = _delimited(table, "|").encode("utf-8-sig")
    path.write_bytes(gzip.compress(data, mtime=0))


def write_jsonl(path: Path, table: Table) -> None:
    """One JSON object a line."""
    lines = (json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in table.rows)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8", newline="\n")


def write_parquet(path: Path, table: Table) -> None:
    """An Arrow table with date and moment types, and a word about its origin in the schema's metadata."""
    arrow = pa.Table.from_pylist([dict(row) for row in table.rows])
    arrow = arrow.replace_schema_metadata({"exported_by": "Rivermont General Hospital pharmacy"})
    pq.write_table(arrow, path, compression="snappy")


def write_xlsx(path: Path, sheets: Sequence[Table]) -> None:
    """A workbook with one sheet a table; its properties name the clerk who saved it."""
    with xlsxwriter.Workbook(path) as book:
        book.set_properties({"author": "Bernadette Kowalczyk", "company": "Rivermont General Hospital",
                             "created": _EXPORTED_AT})  # fmt: skip
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for table in sheets:
            sheet = book.add_worksheet(table.name)
            sheet.write_row(0, 0, list(table.rows[0]))
            for line, row in enumerate(table.rows, start=1):
                for column, value in enumerate(row.values()):
                    if isinstance(value, date):
                        sheet.write_datetime(line, column, value, day)
                    else:
                        sheet.write(line, column, value)


def _delimited(table: Table, delimiter: str) -> str:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow(table.rows[0])
    writer.writerows([as_text(value) for value in row.values()] for row in table.rows)
    return out.getvalue()
