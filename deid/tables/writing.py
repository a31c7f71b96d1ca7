"""One treated table file on its way out: every sheet read, treated and written, in bounded memory."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa

from deid.errors import Unreadable
from deid.planning.plan import TablePlan
from deid.tables.applying import Applied, Keys, apply, positions_needed
from deid.tables.columnar import ParquetReader, ParquetWriter
from deid.tables.delimited import DelimitedReader, DelimitedWriter
from deid.tables.excel import SheetReader, WorkbookWriter
from deid.tables.json_lines import JsonLinesReader, JsonLinesWriter
from deid.tables.opening import TableFile
from deid.vault import OffsetWriter


@dataclass(slots=True)
class Written:
    """What was written of one table.

    Attributes:
        filled: cells of the source that had a value, by position.
        caught: blanked cells by position and letter.
        lost: cells that could not be read, by position.
    """

    rows: int = 0
    skipped: int = 0
    delimiter: str = ""
    filled: Counter[int] = field(default_factory=Counter)
    caught: dict[int, Counter[str]] = field(default_factory=dict)
    lost: Counter[int] = field(default_factory=Counter)

    def add(self, applied: Applied, rows: int, plan: TablePlan, keys: Keys) -> None:
        """Count one treated batch, and remember where its texts were changed."""
        if applied.moved and keys.workspace is not None:
            offsets = OffsetWriter(keys.workspace, plan.target, plan.target_sheet)
            names = {entry.position: entry.output for entry in plan.columns}
            for position, places in applied.moved.items():
                offsets.add(names[position], self.rows, places)
        self.rows += rows
        self.filled.update(applied.filled)
        self.lost.update(applied.lost)
        for position, letters in applied.caught.items():
            self.caught.setdefault(position, Counter()).update(letters)


def write_file(source: TableFile, plans: dict[str, TablePlan], target: Path, keys: Keys) -> dict[str, Written]:
    """Treat and write one file; the result is by sheet.

    Raises:
        Unreadable: the source broke while it was read.
    """
    if not any(_header(plan) for plan in plans.values()):
        raise Unreadable("nothing of the table may stay: the plan removes all its columns")
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.format == "xlsx":
        return _write_workbook(source, plans, target, keys)
    (sheet,) = source.sheets
    plan, reader = plans[sheet.name], sheet.reader
    if isinstance(reader, JsonLinesReader):
        return {sheet.name: _write_json(reader, plan, target, keys)}
    if isinstance(reader, ParquetReader):
        return {sheet.name: _write_parquet(reader, plan, target, keys)}
    if isinstance(reader, DelimitedReader):
        return {sheet.name: _write_delimited(reader, plan, target, keys)}
    raise Unreadable("a table format that cannot be written")


def _header(plan: TablePlan) -> list[str]:
    return [entry.output for entry in plan.columns if entry.output]


def _write_delimited(reader: DelimitedReader, plan: TablePlan, target: Path, keys: Keys) -> Written:
    written = Written(delimiter=reader.dialect.delimiter)
    writer = DelimitedWriter(target, reader.dialect, _header(plan), packed=target.suffix == ".gz")
    try:
        for batch in reader.batches(positions_needed(plan)):
            applied = apply(batch, plan, keys)
            writer.write(applied.batch)
            written.add(applied, batch.num_rows, plan, keys)
    finally:
        writer.close()
    written.skipped = reader.skipped
    return written


def _write_parquet(reader: ParquetReader, plan: TablePlan, target: Path, keys: Keys) -> Written:
    written = Written()
    writer = ParquetWriter(target, _header(plan))
    try:
        for batch in reader.batches(positions_needed(plan)):
            applied = apply(batch, plan, keys)
            writer.write(applied.batch)
            written.add(applied, batch.num_rows, plan, keys)
    finally:
        writer.close()
    return written


def _write_json(reader: JsonLinesReader, plan: TablePlan, target: Path, keys: Keys) -> Written:
    written = Written()
    names = {entry.name: entry.output for entry in plan.columns if entry.output}
    paths = {str(entry.position - 1): entry.name for entry in plan.columns}
    writer = JsonLinesWriter(target, names)
    try:
        for shaped in reader.shaped():
            applied = apply(shaped.batch, plan, keys)
            treated: dict[str, pa.Array] = dict(
                zip((paths[name] for name in applied.batch.schema.names), applied.batch.columns, strict=True)
            )
            writer.write(shaped, treated)
            written.add(applied, len(shaped.objects), plan, keys)
    finally:
        writer.close()
    written.skipped = reader.skipped
    return written


def _write_workbook(source: TableFile, plans: dict[str, TablePlan], target: Path, keys: Keys) -> dict[str, Written]:
    result = {}
    book = WorkbookWriter(target)
    for sheet in source.sheets:
        plan, written = plans[sheet.name], Written()
        if isinstance(sheet.reader, SheetReader) and _header(plan):
            sink = book.sheet(plan.target_sheet, _header(plan))
            for batch in sheet.reader.batches(positions_needed(plan)):
                applied = apply(batch, plan, keys)
                sink.write(applied.batch)
                written.add(applied, batch.num_rows, plan, keys)
        result[sheet.name] = written
    book.close()
    return result
