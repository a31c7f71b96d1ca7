"""The outline of an explicit little endian object: its outermost elements as they stand, none decoded."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from deid.dicom.raw.heads import Unusual
from deid.dicom.raw.items import sequence_end
from deid.dicom.raw.pixels import Pixels, demand_nothing_behind, pixels_at
from deid.dicom.raw.prelude import Prelude, prelude_of
from deid.dicom.raw.walking import Short
from deid.dicom.sources import File, Memory, opened
from deid.dicom.structure import LONG_VRS, SHORT_VRS, UNDEFINED

_FIRST_READ: Final = 1 << 15
_TAG: Final = struct.Struct("<HH").unpack_from
_LENGTH: Final = struct.Struct("<I").unpack_from
_SHORT_FORM: Final = frozenset(vr.encode() for vr in SHORT_VRS)
_LONG_FORM: Final = frozenset(vr.encode() for vr in LONG_VRS)
_PIXELS: Final = frozenset({0x7FE00008, 0x7FE00009, 0x7FE00010})


@dataclass(frozen=True, slots=True)
class Outline:
    """An object's outline.

    Attributes:
        prelude: its file meta information.
        raws: its outermost elements in front of the pixels, by tag, in order.
        pixels: its pixels, if it has any.
    """

    prelude: Prelude
    raws: dict[int, bytes]
    pixels: Pixels | None


def outline(source: bytes | Path) -> Outline:
    """The outline of an object whose file it is whole.

    Raises:
        Unusual: it is to be read whole.
        Unreadable: it cannot be opened.
    """
    with opened(source) as held:
        length = _FIRST_READ
        while True:
            header = held.read(0, length)
            try:
                return _outline(header, held)
            except (Short, struct.error, IndexError):
                if length >= held.size:
                    raise Unusual from None
                length *= 8


def _outline(header: bytes, held: Memory | File) -> Outline:
    prelude = prelude_of(header)
    raws: dict[int, bytes] = {}
    stop = _walk(header, prelude.end, held.size, raws)
    if stop >= held.size:
        return Outline(prelude, raws, None)
    pixels = pixels_at(header, stop, held)
    prelude.demand_agreement(pixels)
    demand_nothing_behind(held, pixels.start + pixels.length)
    return Outline(prelude, raws, pixels)


def _walk(header: bytes, at: int, end: int, raws: dict[int, bytes]) -> int:
    """Take the elements from an offset on; returns where they end, or where the pixels begin."""
    last, held = -1, len(header)
    while at < end:
        (group, number), vr = _TAG(header, at), header[at + 4 : at + 6]
        tag = group << 16 | number
        if tag in _PIXELS:
            break
        if vr in _SHORT_FORM:
            stop = at + 8 + (header[at + 6] | header[at + 7] << 8)
        elif vr in _LONG_FORM:
            length = _LENGTH(header, at + 8)[0]
            stop = at + 12 + length if length != UNDEFINED else _open_end(header, at, vr)
        else:
            raise Unusual
        if tag <= last or group == 0xFFFE or stop > end:
            raise Unusual
        if stop > held:
            raise Short
        raws[tag] = header[at:stop]
        at, last = stop, tag
    return at


def _open_end(header: bytes, at: int, vr: bytes) -> int:
    if vr != b"SQ":
        raise Unusual
    try:
        return sequence_end(header, at + 12)
    except (Unusual, struct.error):
        # Perhaps only because the bytes end here.
        raise Short from None
