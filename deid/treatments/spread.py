"""How the cells of a column spread over rows and persons: what many persons share identifies none of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

RowsOf = Callable[[npt.NDArray[np.int64]], pa.Array]
"""A column, of which it gives these rows."""
_COMMON_SHARE = 0.01
"""From this share of the rows on a value is a class of the column rather than a stray."""
_COMMON_ALONE = 0.05
"""The same where nobody says which rows belong to one person."""
_MANY = 10
_VERY_MANY = 20
_SEVERAL = 5


@dataclass(frozen=True, slots=True)
class Spread:
    """The rows and persons of each distinct cell of one batch of a column.

    Attributes:
        places: for each row the place of its cell among the distinct ones; one more than the last for no cell.
        rows: how many rows each distinct cell has.
        persons: the person's key of some of these rows as text; None where the table has no person.
    """

    places: npt.NDArray[np.int64]
    rows: npt.NDArray[np.int64]
    persons: RowsOf | None = None

    @classmethod
    def of(cls, places: npt.NDArray[np.int64], distinct: int, persons: RowsOf | None) -> Spread:
        """The spread of a column whose rows hold these places among so many distinct cells."""
        return cls(places, np.bincount(places, minlength=distinct + 1), persons)

    @property
    def filled(self) -> int:
        """How many rows have a cell."""
        return int(self.rows[:-1].sum())

    def owners(self, wanted: Sequence[int]) -> npt.NDArray[np.int64]:
        """How many persons have each of these distinct cells; without persons each row counts as one."""
        chosen = np.asarray(wanted, np.int64)
        if self.persons is None or not len(chosen):
            return self.rows[chosen]
        at = np.flatnonzero(np.isin(self.places, chosen))
        encoded = self.persons(at).dictionary_encode()
        who = encoded.indices.fill_null(len(encoded.dictionary)).to_numpy(zero_copy_only=False).astype(np.int64)
        pairs = np.unique(self.places[at] * (len(encoded.dictionary) + 1) + who)
        counted = np.bincount(pairs // (len(encoded.dictionary) + 1), minlength=len(self.rows))
        return counted[chosen]

    def shared(self, wanted: Sequence[int]) -> npt.NDArray[np.bool_]:
        """Which of these cells at least two persons have."""
        return np.asarray(self.owners(wanted) >= 2)

    def common(self, wanted: Sequence[int]) -> npt.NDArray[np.bool_]:
        """Which of these cells so many persons have that they are classes of this column, and no strays."""
        chosen = np.asarray(wanted, np.int64)
        owners, rows = self.owners(wanted), self.rows[chosen]
        if self.persons is None:
            return np.asarray((rows >= _MANY) & (rows >= _COMMON_ALONE * self.filled))
        usual = np.median(self.rows[:-1]) if len(self.rows) > 1 else 0
        often = (owners >= _SEVERAL) & (rows >= _COMMON_SHARE * self.filled)
        return np.asarray(often | ((owners >= _MANY) & (2 * rows >= usual)) | (owners >= _VERY_MANY))
