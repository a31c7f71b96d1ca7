"""The pixels of an object as they stand in its file: where they are, never what they show."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from deid.dicom.raw.heads import Unusual
from deid.dicom.sources import Source

_VRS: Final = {0x7FE00010: (b"OB", b"OW"), 0x7FE00008: (b"OF",), 0x7FE00009: (b"OD",)}
_ITEM, _SEQUENCE_END = b"\xfe\xff\x00\xe0", b"\xfe\xff\xdd\xe0"
_LONGEST_TAIL: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Pixels:
    """The pixels as they stay.

    Attributes:
        start: where their element begins.
        length: of the element, its head and its delimiter included.
        value: the length of the value.
        frames: whether they are compressed frames.
    """

    start: int
    length: int
    value: int
    frames: bool


def pixels_at(header: bytes, at: int, source: Source) -> Pixels:
    """The pixels whose element begins at an offset.

    Raises:
        Unusual: their form is not the standard's, or they are cut off.
        struct.error: the header ends here.
    """
    group, number, vr, length = struct.unpack_from("<HH2s2xI", header, at)
    start = at + 12
    if vr not in _VRS[group << 16 | number]:
        raise Unusual
    if length != 0xFFFFFFFF:
        if not length or length & 1 or start + length > source.size:
            raise Unusual
        return Pixels(at, 12 + length, length, frames=False)
    if vr != b"OB":
        raise Unusual
    end = _fragments_end(source, start)
    return Pixels(at, end + 8 - at, end - start, frames=True)


def fragments(source: Source, pixels: Pixels) -> Iterator[bytes]:
    """The compressed frames' fragments, the offset table first."""
    at, end = pixels.start + 12, pixels.start + 12 + pixels.value
    while at < end:
        (length,) = struct.unpack("<I", source.read(at + 4, 4))
        yield source.read(at + 8, length)
        at += 8 + length


def _fragments_end(source: Source, at: int) -> int:
    while at + 8 <= source.size:
        mark, length = struct.unpack("<4sI", source.read(at, 8))
        if mark == _SEQUENCE_END:
            return at
        if mark != _ITEM or length == 0xFFFFFFFF:
            break
        at += 8 + length
    raise Unusual


def demand_nothing_behind(source: Source, at: int) -> None:
    """Let zeros behind the pixels fall away.

    Raises:
        Unusual: anything else stands there.
    """
    if at < source.size and (source.size - at > _LONGEST_TAIL or any(source.read(at, source.size - at))):
        raise Unusual
