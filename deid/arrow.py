"""Small conventions on Arrow columns that every room shares: text is `large_string`, one chunk at a time."""

from __future__ import annotations

from collections.abc import Callable

import pyarrow as pa
import pyarrow.compute as pc

TEXT = pa.large_string()
# pyarrow looks for pandas when it infers its first type, and when it converts its first value; ``deid.lean`` counts on
# both being done when NO_TEXT is there.
pa.scalar(0)
NO_TEXT = pa.scalar(None, TEXT)


def scalar(text: str) -> pa.Scalar:
    """One text as an Arrow scalar."""
    return pa.scalar(text, TEXT)


def texts(values: list[str | None]) -> pa.Array:
    """A text column of these values."""
    return pa.array(values, TEXT)


def as_text(column: pa.Array) -> pa.Array:
    """A column of any plain type as text: dates in ISO 8601, whole floats without a fraction, true and false.

    Raises:
        pa.ArrowInvalid: the type has no text (nested or binary values).
    """
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    if pa.types.is_large_string(column.type):
        return column
    if pa.types.is_timestamp(column.type):
        return pc.strftime(column, format="%Y-%m-%dT%H:%M:%S").cast(TEXT)
    if pa.types.is_nested(column.type) or pa.types.is_binary(column.type) or pa.types.is_large_binary(column.type):
        raise pa.ArrowInvalid("no text for this type")
    return column.cast(TEXT)


def one_chunk(column: pa.Array | pa.ChunkedArray) -> pa.Array:
    """A column as a single array."""
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column


def map_distinct(column: pa.Array, function: Callable[[list[str]], list[str | None]]) -> pa.Array:
    """Apply a Python function to the distinct texts of a column; null stays null."""
    encoded = column.dictionary_encode()
    distinct = encoded.dictionary.to_pylist()
    mapped = texts(function(distinct)) if distinct else texts([])
    return mapped.take(encoded.indices)
