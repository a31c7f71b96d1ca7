"""Parquet in and out. Nested structs become columns by path; lists and binary values are named, and not read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from deid.errors import Unreadable

_ROWS = 1 << 17


class ParquetReader:
    """Reads one Parquet file, row group by row group."""

    def __init__(self, path: Path):
        self.path = path
        self.skipped = 0
        try:
            with pq.ParquetFile(path) as source:
                self._schema = flattened(source.schema_arrow.empty_table()).schema
                self.rows = source.metadata.num_rows
        except (pa.ArrowException, OSError):
            raise Unreadable("broken Parquet file") from None
        self.header = tuple(self._schema.names)

    def batches(self, columns: Sequence[int] | None = None) -> Iterator[pa.RecordBatch]:
        """The rows in order, columns named by position.

        Raises:
            Unreadable: a page of the file is broken.
        """
        wanted = range(len(self.header)) if columns is None else columns
        names = [str(position) for position in wanted]
        try:
            with pq.ParquetFile(self.path) as source:
                # Where columns are plain and named once, those that are not wanted are not read.
                plain = tuple(source.schema_arrow.names) == self.header and len(set(self.header)) == len(self.header)
                chosen = [self.header[position] for position in wanted] if plain and wanted else None
                for batch in source.iter_batches(_ROWS, columns=chosen):
                    table = flattened(pa.Table.from_batches([batch]))
                    places = list(wanted) if chosen is None else chosen
                    arrays = [table.column(place).combine_chunks() for place in places]
                    treated = pa.record_batch(arrays, names)
                    treated.validate(full=True)
                    yield treated
        except (pa.ArrowException, OSError):
            raise Unreadable("broken Parquet file") from None


class ParquetWriter:
    """Writes one Parquet file without any of the source's metadata."""

    def __init__(self, path: Path, header: Sequence[str]):
        self._path = path
        self._header = list(header)
        self._sink: pq.ParquetWriter | None = None

    def write(self, batch: pa.RecordBatch) -> None:
        """Append rows; the first batch settles the types."""
        table = pa.Table.from_arrays(batch.columns, names=self._header)
        if self._sink is None:
            self._sink = pq.ParquetWriter(self._path, table.schema, compression="zstd")
        self._sink.write_table(table.cast(self._sink.schema))

    def close(self) -> None:
        """Finish the file; a table without rows becomes a file without rows."""
        if self._sink is None:
            schema = pa.schema([pa.field(name, pa.string()) for name in self._header])
            self._sink = pq.ParquetWriter(self._path, schema, compression="zstd")
        self._sink.close()


def flattened(table: pa.Table) -> pa.Table:
    """Structs as columns ``outer.inner``, to any depth; the source's metadata left behind."""
    while any(pa.types.is_struct(field.type) for field in table.schema):
        table = table.flatten()
    return table.replace_schema_metadata(None)
