"""A table file of a staged release written again: labels in place of some values, some rows left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from deid.arrow import as_text, texts
from deid.errors import Unreadable
from deid.tables.columnar import ParquetReader, ParquetWriter
from deid.tables.delimited import DelimitedReader, DelimitedWriter
from deid.tables.excel import WorkbookWriter
from deid.tables.json_lines import JsonLinesReader, JsonLinesWriter, Shaped
from deid.tables.opening import Sheet, TableFile, open_table


@dataclass(frozen=True, slots=True)
class Changes:
    """What becomes of one table.

    Attributes:
        labels: for each column that changes, the label of each of its values; blanks are the value ``""``.
        keep: which rows stay, in order, shape (rows,); None where all do.
    """

    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    keep: npt.NDArray[np.bool_] | None = None

    @property
    def nothing(self) -> bool:
        """Whether the table stays as it is."""
        return not self.labels and self.keep is None


def rewrite(path: Path, changes: Mapping[str, Changes]) -> dict[str, int]:
    """Write a file again; the rows that stay are counted, by sheet.

    Args:
        path: the table, with a header.
        changes: by sheet; of files without sheets under ``""``. Sheets that are not named stay as they are.

    Raises:
        Unreadable: the file broke.
    """
    source = open_table(path)
    # The suffix stays last, so that a packed table stays packed.
    beside = path.with_name(f".again-{path.name}")
    if source.format == "xlsx":
        rows = _workbook(source, beside, changes)
    else:
        (sheet,) = source.sheets
        rows = {"": _single(sheet, beside, changes.get("", Changes()))}
    beside.replace(path)
    return rows


def changed_batches(
    header: tuple[str, ...], batches: Iterable[pa.RecordBatch], changes: Changes
) -> Iterator[pa.RecordBatch]:
    """The batches with labels in place of values, without the rows that go."""
    start = 0
    for batch in batches:
        columns = [
            _labelled(column, changes.labels[name]) if name in changes.labels else column
            for name, column in zip(header, batch.columns, strict=True)
        ]
        changed = pa.record_batch(columns, batch.schema.names)
        if changes.keep is not None:
            changed = changed.filter(pa.array(changes.keep[start : start + batch.num_rows]))
        start += batch.num_rows
        yield changed


def _workbook(source: TableFile, beside: Path, changes: Mapping[str, Changes]) -> dict[str, int]:
    book, rows = WorkbookWriter(beside), {}
    for sheet in source.sheets:
        writer = book.sheet(sheet.name, sheet.reader.header)
        rows[sheet.name] = 0
        for batch in changed_batches(sheet.reader.header, sheet.reader.batches(), changes.get(sheet.name, Changes())):
            writer.write(batch)
            rows[sheet.name] += batch.num_rows
    book.close()
    return rows


def _single(sheet: Sheet, beside: Path, changes: Changes) -> int:
    reader = sheet.reader
    if isinstance(reader, JsonLinesReader):
        return _json_lines(reader, beside, changes)
    writer: DelimitedWriter | ParquetWriter
    if isinstance(reader, DelimitedReader):
        writer = DelimitedWriter(beside, reader.dialect, reader.header, packed=beside.suffix == ".gz")
    elif isinstance(reader, ParquetReader):
        writer = ParquetWriter(beside, reader.header)
    else:
        raise Unreadable("a table format that cannot be written again")
    rows = 0
    try:
        for batch in changed_batches(reader.header, reader.batches(), changes):
            writer.write(batch)
            rows += batch.num_rows
    finally:
        writer.close()
    return rows


def _json_lines(reader: JsonLinesReader, beside: Path, changes: Changes) -> int:
    """Objects keep their shape: only the leaves of columns that change are others."""
    writer = JsonLinesWriter(beside, {path: path for path in reader.header})
    start = rows = 0
    try:
        for shaped in reader.shaped():
            keep = None if changes.keep is None else changes.keep[start : start + len(shaped.objects)]
            start += len(shaped.objects)
            (batch,) = changed_batches(reader.header, [shaped.batch], Changes(changes.labels, keep))
            objects = shaped.objects
            if keep is not None:
                objects = [each for each, stays in zip(objects, keep, strict=True) if stays]
            writer.write(Shaped(batch, objects), dict(zip(reader.header, batch.columns, strict=True)))
            rows += len(objects)
    finally:
        writer.close()
    return rows


def _labelled(column: pa.Array, labels: Mapping[str, str]) -> pa.Array:
    encoded = pc.dictionary_encode(as_text(column), null_encoding="encode")
    changed: list[str | None] = [labels[value or ""] or None for value in encoded.dictionary.to_pylist()]
    return texts(changed).take(pa.array(np.asarray(encoded.indices.to_numpy(zero_copy_only=False), np.int64)))
