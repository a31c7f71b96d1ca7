"""Text columns as their octets: what can be told of all cells at once, far cheaper than by a pattern for each.

Each test may say no where a pattern would say yes, never the other way round: whoever asks has a pattern for the rest.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from deid.arrow import TEXT
from deid.vault.hashing import Bytes, Offsets, buffers

Mask = npt.NDArray[np.bool_]
_DIGIT, _TEN = np.uint8(ord("0")), np.uint8(10)
_SMALL_A, _LETTERS = np.uint8(ord("a")), np.uint8(26)
_POINT = np.uint8(ord("."))
_MARK, _MARKS = np.uint8(33), np.uint8(94)
"""The visible characters of ASCII: 94 from the exclamation mark on."""


@dataclass(frozen=True)
class Octets:
    """The octets of a text column of n cells; null counts as empty.

    Attributes:
        offsets: where each cell begins, and the end of the last (n + 1).
        content: the octets of all cells.
    """

    offsets: Offsets
    content: Bytes

    @classmethod
    def of(cls, cells: pa.Array) -> Octets:
        """The octets of a column, not copied."""
        return cls(*buffers(cells))

    @cached_property
    def lengths(self) -> Offsets:
        """The length of each cell in octets (n,)."""
        return np.diff(self.offsets)

    @cached_property
    def width(self) -> int:
        """The length of every cell where all have the same; else 0."""
        count = len(self.offsets) - 1
        width = len(self.content) // count if count else 0
        return width if width * count == len(self.content) and bool((self.lengths == width).all()) else 0

    @cached_property
    def first(self) -> Bytes:
        """The first octet of each cell (n,); only where none is empty."""
        return self.at(0) if self.width else self.content[self.offsets[:-1]]

    @cached_property
    def last(self) -> Bytes:
        """The last octet of each cell (n,); only where none is empty."""
        return self.at(self.width - 1) if self.width else self.content[self.offsets[1:] - 1]

    def at(self, place: int) -> Bytes:
        """The octet of each cell at this place (n,), where all have one length."""
        return self.content[place :: self.width]

    @cached_property
    def has_empty(self) -> bool:
        """Whether a cell is empty, or there is none."""
        return not self.width and (len(self.offsets) < 2 or int(self.lengths.min()) == 0)

    @property
    def filled(self) -> int:
        """How many cells are not empty."""
        return len(self.lengths) if self.width else int(np.count_nonzero(self.lengths))

    def are_short_decimals(self, digits: int) -> bool:
        """Whether every cell is a plain number: up to so many digits, and a point with digits behind it or none."""
        points = self.content == _POINT
        if self.has_empty or not (are_digits(self.content) | points).all() or (self.last == _POINT).any():
            return False
        places = np.flatnonzero(points)
        owners = np.searchsorted(self.offsets, places, side="right") - 1
        if (owners[1:] == owners[:-1]).any():
            return False
        whole = self.lengths.copy()
        whole[owners] = places - self.offsets[owners]
        return bool(whole.max() <= digits)

    def is_trimmed(self) -> bool:
        """Whether every cell begins and ends with a visible character of ASCII."""
        if self.has_empty:
            return False
        return bool((self.first - _MARK < _MARKS).all() and (self.last - _MARK < _MARKS).all())

    def fits(self, low: bytes, high: bytes) -> bool:
        """Whether every cell is as long as these two, and each of its octets lies between theirs."""
        if self.width != len(low):
            return False
        count = len(self.offsets) - 1
        least = np.frombuffer(low * count, np.uint8)
        span = np.frombuffer(bytes(most - few for few, most in zip(low, high, strict=True)) * count, np.uint8)
        return bool((self.content - least <= span).all())

    def beginnings(self, width: int) -> pa.Array:
        """The first `width` octets of each cell, where all have one length of at least that."""
        cut = np.ascontiguousarray(self.content.reshape(-1, self.width)[:, :width]).reshape(-1)
        offsets = np.arange(0, len(cut) + 1, width, dtype=np.int64)
        return pa.Array.from_buffers(TEXT, len(offsets) - 1, [None, pa.py_buffer(offsets), pa.py_buffer(cut)])

    def all_hold_digits(self) -> bool:
        """Whether a digit stands in every cell: first or last, as in most numbers, or anywhere."""
        if self.has_empty:
            return False
        if (are_digits(self.last) | are_digits(self.first)).all():
            return True
        running = np.zeros(len(self.content) + 1, np.uint32)
        np.cumsum(are_digits(self.content), dtype=np.uint32, out=running[1:])
        bounds = running[self.offsets]
        return bool((bounds[1:] > bounds[:-1]).all())

    def holds(self, octets: bytes) -> bool:
        """Whether any of these octets stands in any cell."""
        content = self.content.tobytes()
        return any(octet in content for octet in octets)

    def has_small_letters(self) -> bool:
        """Whether there is any of the letters a to z."""
        return bool((self.content - _SMALL_A < _LETTERS).any())

    def is_visible(self) -> bool:
        """Whether there are only visible characters of ASCII."""
        return bool((self.content - _MARK < _MARKS).all())


def are_digits(octets: Bytes) -> Mask:
    """Which of these octets are digits."""
    return np.asarray(octets - _DIGIT < _TEN)
