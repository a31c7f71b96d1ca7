"""Parquet: its columns, its metadata, and whether every byte of the file belongs to a column or the footer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from deid.arrow import TEXT
from deid.errors import Unreadable

_ROWS = 1 << 17
_FRAME = 12  # the mark at both ends and the footer's length


def read(path: Path) -> tuple[tuple[str, ...], Iterator[list[pa.Array]]]:
    """The columns' names (structs by path) and the rows in batches.

    Raises:
        Unreadable: no Parquet file, or a broken one; also while the batches are taken.
    """
    try:
        with pq.ParquetFile(path) as source:
            return tuple(_flat(source.schema_arrow.empty_table()).column_names), _batches(path)
    except (pa.ArrowException, OSError):
        raise Unreadable("broken Parquet file") from None


def _batches(path: Path) -> Iterator[list[pa.Array]]:
    try:
        with pq.ParquetFile(path) as source:
            texts = [column.path for column in source.schema if column.physical_type == "BYTE_ARRAY"]
        # Read as dictionaries, so that labels that no row uses are seen, too.
        with pq.ParquetFile(path, read_dictionary=texts) as source:
            for batch in source.iter_batches(_ROWS):
                table = _flat(pa.Table.from_batches([batch]))
                yield [plain_column(column.combine_chunks()) for column in table.columns]
    except (pa.ArrowException, OSError):
        raise Unreadable("broken Parquet file") from None


def _flat(table: pa.Table) -> pa.Table:
    while any(pa.types.is_struct(field.type) for field in table.schema):
        table = table.flatten()
    return table


def plain_column(column: pa.Array) -> pa.Array:
    """A column of plain values: lists as their leaves, bytes as the text in them."""
    while pa.types.is_list(column.type) or pa.types.is_large_list(column.type):
        column = column.flatten()
    if pa.types.is_dictionary(column.type):
        return pa.DictionaryArray.from_arrays(column.indices, plain_column(column.dictionary))
    if pa.types.is_binary(column.type) or pa.types.is_large_binary(column.type):
        decoded = [None if value is None else value.decode("latin-1") for value in column.to_pylist()]
        return pa.array(decoded, TEXT)
    if pa.types.is_nested(column.type):
        raise Unreadable("a column of nested values")
    return column


def around(path: Path) -> list[str]:
    """Metadata that is no schema, and bytes that neither a column nor the footer accounts for."""
    try:
        with pq.ParquetFile(path) as source:
            metadata = source.metadata
    except (pa.ArrowException, OSError):
        raise Unreadable("broken Parquet file") from None
    problems = []
    if set(metadata.metadata or {}) - {b"ARROW:schema"} or metadata.schema.to_arrow_schema().metadata:
        problems.append("its metadata says more than the schema")
    packed = sum(
        metadata.row_group(group).column(column).total_compressed_size
        for group in range(metadata.num_row_groups)
        for column in range(metadata.num_columns)
    )
    if packed + metadata.serialized_size + _FRAME != path.stat().st_size:
        problems.append("it holds bytes that no column accounts for")
    return problems
