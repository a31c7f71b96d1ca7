"""A table of a staged release written again: labels in place of some values, some rows left out."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from deid.arrow import TEXT, as_text, texts
from deid.errors import Unreadable
from deid.tables.columnar import ParquetReader, ParquetWriter
from deid.tables.delimited import DelimitedReader, DelimitedWriter
from deid.tables.opening import Reader, open_table


def rewrite(path: Path, labels: Mapping[str, Mapping[str, str]], person: str, gone: Collection[str]) -> int:
    """Replace values by labels and leave out the rows of some persons; the rows that stay are counted.

    Args:
        path: the table, CSV or Parquet, with a header.
        labels: for each column that changes, the label of each of its values; blanks are the value ``""``.
        person: the column of persons' codes; empty where nobody goes.
        gone: the persons that go.

    Raises:
        Unreadable: another format, or the file broke.
    """
    reader = open_table(path).sheets[0].reader
    # The suffix stays last, so that a packed table stays packed.
    beside = path.with_name(f".again-{path.name}")
    writer = _writer(reader, beside)
    rows = 0
    try:
        for batch in reader.batches():
            changed = _changed(batch, reader.header, labels, person, gone)
            writer.write(changed)
            rows += changed.num_rows
    finally:
        writer.close()
    beside.replace(path)
    return rows


def _writer(reader: Reader, path: Path) -> DelimitedWriter | ParquetWriter:
    if isinstance(reader, DelimitedReader):
        return DelimitedWriter(path, reader.dialect, reader.header, packed=path.suffix == ".gz")
    if isinstance(reader, ParquetReader):
        return ParquetWriter(path, reader.header)
    raise Unreadable("tables of this format cannot be generalised; make it CSV or Parquet")


def _changed(
    batch: pa.RecordBatch,
    header: tuple[str, ...],
    labels: Mapping[str, Mapping[str, str]],
    person: str,
    gone: Collection[str],
) -> pa.RecordBatch:
    columns = [
        _labelled(column, labels[name]) if name in labels else column
        for name, column in zip(header, batch.columns, strict=True)
    ]
    changed = pa.record_batch(columns, batch.schema.names)
    if not person or not gone:
        return changed
    who = pc.fill_null(as_text(batch.column(header.index(person))), "")
    return changed.filter(pc.invert(pc.is_in(who, value_set=pa.array(sorted(gone), TEXT))))


def _labelled(column: pa.Array, labels: Mapping[str, str]) -> pa.Array:
    encoded = pc.dictionary_encode(as_text(column), null_encoding="encode")
    changed: list[str | None] = [labels[value or ""] or None for value in encoded.dictionary.to_pylist()]
    return texts(changed).take(pa.array(np.asarray(encoded.indices.to_numpy(zero_copy_only=False), np.int64)))
