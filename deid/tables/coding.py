"""Columns of a table file as codes, for measures that know nothing of files."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from deid.arrow import as_text
from deid.tables.opening import Reader

Codes = npt.NDArray[np.int64]

# Whole numbers below this are looked up by their value.
_SMALL = 1 << 16


class ColumnCoder:
    """One column as codes that stay the same across batches; a blank is a value of its own.

    Small whole numbers are looked up in a table by their value; everything else by its text.

    Attributes:
        known: the code of each value.
    """

    def __init__(self) -> None:
        self.known: dict[str, int] = {}
        self._direct = np.full(_SMALL, -1, np.int64)

    def codes(self, column: pa.Array) -> Codes:
        """The codes of one batch, shape (rows,)."""
        if pa.types.is_integer(column.type) and not column.null_count:
            numbers = column.to_numpy()
            if len(numbers) and int(numbers.min()) >= 0 and int(numbers.max()) < _SMALL:
                return self._numbers(numbers)
        encoded = column if pa.types.is_dictionary(column.type) else pc.dictionary_encode(as_text(column), "encode")
        values = as_text(encoded.dictionary).to_pylist()
        places = np.array([*(self._code(value or "") for value in values), -1], np.int64)
        if encoded.null_count:
            places[-1] = self._code("")
        rows = encoded.indices.fill_null(len(values)) if encoded.indices.null_count else encoded.indices
        return np.asarray(places[rows.to_numpy(zero_copy_only=False)])

    def _numbers(self, numbers: npt.NDArray[np.integer[Any]]) -> Codes:
        found = self._direct[numbers]
        if (found < 0).any():
            for number in np.unique(numbers[found < 0]).tolist():
                self._direct[number] = self._code(str(number))
            found = self._direct[numbers]
        return np.asarray(found)

    def _code(self, value: str) -> int:
        return self.known.setdefault(value, len(self.known))


def coded(reader: Reader, positions: Sequence[int]) -> tuple[list[Codes], list[tuple[str, ...]]]:
    """Columns of a whole table and their values: shape (rows,) each."""
    coders = [ColumnCoder() for _ in positions]
    parts = [
        [coder.codes(column) for coder, column in zip(coders, batch.columns, strict=True)]
        for batch in reader.batches(list(positions))
    ]
    empty = [np.zeros(0, np.int64) for _ in positions]
    columns = [np.concatenate(part) for part in zip(*parts, strict=True)] if parts else empty
    return columns, [tuple(coder.known) for coder in coders]
