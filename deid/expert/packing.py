"""Many columns of codes as one column of keys: equal keys, equal rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from deid.expert.arrays import Codes, Counts

Integers = npt.NDArray[Any]

# Rows at a time, so that the keys being built stay in the processor's cache.
BLOCK = 1 << 15


def pack(columns: Sequence[Integers]) -> Integers:
    """One key a row, shape (n,): unsigned, no wider than needed.

    Columns whose ranges do not multiply into 64 bits are numbered anew on the way, which costs a sort each.
    """
    key: Integers | None = None
    width = 1
    pending: list[tuple[Integers, int, int]] = []
    for column in columns:
        low = int(column.min())
        span = int(column.max()) - low + 1
        if span >= 1 << 31:
            column = np.unique(column, return_inverse=True)[1]
            low, span = 0, int(column.max()) + 1
        if width * span > 1 << 63:
            renumbered: Codes = np.unique(_combine(pending, width, key), return_inverse=True)[1].reshape(-1)
            key, width, pending = renumbered, int(renumbered.max()) + 1, []
        width *= span
        pending.append((column, low, span))
    return _combine(pending, width, key)


def _combine(columns: Sequence[tuple[Integers, int, int]], width: int, start: Integers | None) -> Integers:
    kind = np.dtype(np.uint32 if width <= 1 << 32 else np.uint64)
    length = len(columns[0][0]) if columns else len(start if start is not None else ())
    keys = np.zeros(length, kind) if start is None else start.astype(kind)
    for place in range(0, length, BLOCK):
        block = keys[place : place + BLOCK]
        for column, low, span in columns:
            block *= kind.type(span)
            # Unsigned arithmetic wraps, so that taking a negative low away after adding is exact.
            np.add(block, column[place : place + BLOCK], out=block, casting="unsafe", dtype=kind)
            if low:
                block -= kind.type(low % (1 << (8 * kind.itemsize)))
    return keys


def sizes_of(keys: Integers) -> Counts:
    """How many times each distinct key occurs, shape (classes,), in ascending order of keys. Sorts `keys` in place."""
    keys.sort()
    first = np.flatnonzero(keys[1:] != keys[:-1])
    ends = np.append(first + 1, len(keys))
    return np.diff(ends, prepend=0)


def number(columns: Sequence[Integers]) -> Codes:
    """One class number a row, shape (n,), from 0 without gaps."""
    return np.asarray(np.unique(pack(columns), return_inverse=True)[1], np.int64).reshape(-1)
