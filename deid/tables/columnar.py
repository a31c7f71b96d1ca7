"""Parquet in and out. Structs, also in lists, become columns by path; binary values and maps are named, not read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from deid.arrow import one_chunk
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
    """Structs as columns ``outer.inner``, to any depth; the source's metadata left behind.

    A list of structs becomes a list for each of their fields, ``outer[].inner``.
    """
    while any(pa.types.is_struct(field.type) or _is_of_structs(field.type) for field in table.schema):
        table = table.flatten() if not any(_is_of_structs(field.type) for field in table.schema) else _unlisted(table)
    return table.replace_schema_metadata(None)


def _is_of_structs(kind: pa.DataType) -> bool:
    is_list = pa.types.is_list(kind) or pa.types.is_large_list(kind)
    return bool(is_list and pa.types.is_struct(kind.value_type))


def _unlisted(table: pa.Table) -> pa.Table:
    """Each list of structs as one list for each field."""
    names: list[str] = []
    columns: list[pa.Array | pa.ChunkedArray] = []
    for name, column in zip(table.column_names, table.columns, strict=True):
        if not _is_of_structs(column.type):
            names.append(name)
            columns.append(column)
            continue
        lists = one_chunk(column)
        fields = [field.name for field in column.type.value_type]
        path = name if "[]" in name else f"{name}[]"
        names += [f"{path}.{field}" for field in fields]
        columns += [_relisted(lists, leaves) for leaves in lists.flatten().flatten()]
    return pa.Table.from_arrays(columns, names=names)


def _relisted(lists: pa.Array, leaves: pa.Array) -> pa.Array:
    """The leaves in lists as long as these, null where these are."""
    lengths = pc.fill_null(pc.list_value_length(lists), 0).cast(pa.int64())
    ends = pc.cumulative_sum(lengths)
    offsets = pa.concat_arrays([pa.array([0], pa.int64()), ends])
    return pa.LargeListArray.from_arrays(offsets, leaves, mask=pc.is_null(lists))
