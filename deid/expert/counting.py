"""Classes of tables too large for memory: keys counted part by part, and the parts' counts rolled up.

Each part (a batch, a row group, a file, a partition of a cluster) becomes its distinct keys and how often each occurs.
Parts merge in any order, so that the same code runs in one process or many. What is held is the distinct keys and one
part, never the rows: 16 bytes a class.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from deid.expert.arrays import Counts, Keys
from deid.expert.classes import Risk, risk_of_sizes
from deid.expert.packing import BLOCK

# Parts are gathered until they hold so many keys; then they are merged at once.
HELD = 1 << 20


@dataclass(frozen=True)
class KeyCounts:
    """Distinct keys and how often each occurs.

    Attributes:
        keys: ascending, distinct, shape (classes,).
        counts: of each, shape (classes,).
    """

    keys: Keys
    counts: Counts

    @classmethod
    def of(cls, keys: Keys) -> KeyCounts:
        """Those of one part; sorts `keys` in place."""
        if not len(keys):
            return cls(keys.astype(np.uint64), np.zeros(0, np.int64))
        keys.sort()
        first = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]]))
        return cls(keys[first].astype(np.uint64), np.diff(first, append=len(keys)))

    @classmethod
    def merged(cls, parts: Sequence[KeyCounts]) -> KeyCounts:
        """Those of several parts together; the order of the parts means nothing."""
        filled = [part for part in parts if len(part.keys)]
        if len(filled) < 2:
            return filled[0] if filled else cls(np.zeros(0, np.uint64), np.zeros(0, np.int64))
        keys = np.concatenate([part.keys for part in filled])
        # Runs of sorted keys one after the other: a stable sort merges them.
        order = np.argsort(keys, kind="stable")
        keys = keys[order]
        first = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]]))
        return cls(keys[first], np.add.reduceat(np.concatenate([part.counts for part in filled])[order], first))

    @property
    def records(self) -> int:
        """How many rows were counted."""
        return int(self.counts.sum())

    def risk(self) -> Risk:
        """The risk of all rows, each a person."""
        return risk_of_sizes(self.records, self.counts)


class KeyCounter:
    """Counts rows that come in parts, in memory that grows with the distinct combinations only.

    Columns are codes from 0. A code too large for its column's field widens the field, and what was counted is packed
    again; that happens as often as a column's number of values doubles.
    """

    def __init__(self, width: int):
        self._bits = [1] * width
        self._known = KeyCounts(np.zeros(0, np.uint64), np.zeros(0, np.int64))
        self._waiting: list[KeyCounts] = []
        self._held = 0

    def add(self, columns: Sequence[npt.NDArray[Any]]) -> None:
        """Count one part: columns of codes, shape (rows,) each.

        Raises:
            TooWideError: the combinations do not fit into keys of 64 bits.
        """
        if not len(columns[0]):
            return
        needed = [int(column.max()).bit_length() for column in columns]
        if any(need > bits for need, bits in zip(needed, self._bits, strict=True)):
            self._widen([max(pair) for pair in zip(needed, self._bits, strict=True)])
        self._waiting.append(KeyCounts.of(_packed(columns, self._bits)))
        self._held += len(self._waiting[-1].keys)
        if self._held > max(HELD, len(self._known.keys)):
            self._settle()

    def result(self) -> KeyCounts:
        """What was counted."""
        self._settle()
        return self._known

    def _settle(self) -> None:
        self._known, self._waiting, self._held = KeyCounts.merged([self._known, *self._waiting]), [], 0

    def _widen(self, bits: list[int]) -> None:
        if sum(bits) > 64:
            raise TooWideError("the combinations do not fit into keys of 64 bits")
        self._settle()
        columns, keys = [], self._known.keys
        for width in self._bits:
            columns.append(keys & np.uint64((1 << width) - 1))
            keys = keys >> np.uint64(width)
        self._bits = bits
        if len(self._known.keys):
            packed = _packed(columns, bits)
            order = np.argsort(packed)
            self._known = KeyCounts(packed[order], self._known.counts[order])


class TooWideError(ValueError):
    """Combinations that do not fit into one key."""


def _packed(columns: Sequence[npt.NDArray[Any]], bits: Sequence[int]) -> Keys:
    """One key a row, the first column in the lowest bits, shape (rows,); in blocks that stay in the cache."""
    keys: Keys = np.empty(len(columns[0]), np.uint64)
    for start in range(0, len(keys), BLOCK):
        block = keys[start : start + BLOCK]
        block[:] = columns[-1][start : start + BLOCK]
        for column, width in zip(columns[-2::-1], bits[-2::-1], strict=True):
            block <<= np.uint64(width)
            block |= column[start : start + BLOCK].astype(np.uint64, copy=False)
    return keys
