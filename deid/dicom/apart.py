"""Pixels that stay in their file while an object is read whole: uncompressed ones, behind everything else."""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from deid.dicom.sources import Stretch, opened
from deid.errors import Unreadable

SMALLEST: Final = 1 << 22
"""Objects below this size are not worth it."""
_PIXEL_DATA: Final = 0x7FE00010
_FIRST_READ: Final = 1 << 18
_LONGEST_TAIL: Final = 1 << 20


class Elsewhere(bytes):
    """The value of pixels that are not held: empty, and knows where they are."""

    stretch: Stretch

    @classmethod
    def at(cls, stretch: Stretch) -> Elsewhere:
        """The value that stands for a stretch."""
        value = cls()
        value.stretch = stretch
        return value

    @property
    def length(self) -> int:
        """How many bytes the pixels have."""
        return self.stretch.length

    def has_behind(self, size: int) -> bool:
        """Whether anything but zeros stands behind the first bytes of the pixels."""
        rest = Stretch(self.stretch.path, self.stretch.start + size, self.length - size, self.stretch.stamp)
        return rest.length > _LONGEST_TAIL or any(rest.read())


def length_of(value: bytes) -> int:
    """How many bytes pixels have, held or not."""
    return value.length if isinstance(value, Elsewhere) else len(value)


def held(value: bytes) -> bytes:
    """The pixels themselves.

    Raises:
        Unreadable: their file changed since.
    """
    return value.stretch.read() if isinstance(value, Elsewhere) else value


Locate = Callable[[bytes], tuple[int, int]]
"""Finds the value of an object's pixels, its offset and length, in the object's first bytes.

Raises ``Unreadable`` or ``struct.error`` where it is not there.
"""


@dataclass(frozen=True, slots=True)
class Apart:
    """A file in two parts.

    Attributes:
        header: its bytes in front of the value of its pixels, as if there were none.
        pixels: the value that stands for them.
    """

    header: bytes
    pixels: Elsewhere


def apart(path: Path, place: Locate) -> Apart | None:
    """The two parts of a large file whose uncompressed pixels stand behind all else; None where they do not.

    Args:
        path: the file.
        place: finds the pixels' value in a file's first bytes.
    """
    with opened(path) as source:
        length = _FIRST_READ
        while source.size > SMALLEST and length < source.size:
            header = source.read(0, length)
            try:
                start, size = place(header)
            except (Unreadable, struct.error):
                length *= 8
                continue
            tail = source.size - start - size
            stretch = source.stretch(start, size)
            if isinstance(stretch, bytes) or size & 1 or not 0 <= tail <= _LONGEST_TAIL:
                return None
            return None if any(source.read(start + size, tail)) else _parted(header, stretch)
    return None


def _parted(header: bytes, stretch: Stretch) -> Apart:
    return Apart(header[: stretch.start - 4] + bytes(4), Elsewhere.at(stretch))
