"""Columns of a table file as codes, for measures that know nothing of files."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from deid.arrow import as_text
from deid.tables.opening import Reader

Codes = npt.NDArray[np.int64]


class Coder:
    """Columns as codes that stay the same across batches; a blank is a value of its own.

    Attributes:
        known: the code of each value, by column.
    """

    def __init__(self, width: int):
        self.known: list[dict[str, int]] = [{} for _ in range(width)]

    def codes(self, columns: Sequence[pa.Array]) -> list[Codes]:
        """One batch, aligned by column, shape (rows,) each."""
        return [self._codes(column, known) for column, known in zip(columns, self.known, strict=True)]

    @staticmethod
    def _codes(column: pa.Array, known: dict[str, int]) -> Codes:
        encoded = pc.dictionary_encode(as_text(column), null_encoding="encode")
        places = [known.setdefault(value or "", len(known)) for value in encoded.dictionary.to_pylist()]
        return np.asarray(np.array(places, np.int64)[encoded.indices.to_numpy(zero_copy_only=False)])


def coded(reader: Reader, positions: Sequence[int]) -> tuple[list[Codes], list[tuple[str, ...]]]:
    """Columns of a whole table and their values: shape (rows,) each."""
    coder = Coder(len(positions))
    parts = [coder.codes(batch.columns) for batch in reader.batches(list(positions))]
    empty = [np.zeros(0, np.int64) for _ in positions]
    columns = [np.concatenate(part) for part in zip(*parts, strict=True)] if parts else empty
    return columns, [tuple(known) for known in coder.known]
