"""The outline of an explicit little endian object: outermost elements that tell of it as they stand, none decoded."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from deid.dicom.raw.heads import CHARACTER_SET, DIRECTORY, MODALITY, PERSON, SOP_CLASS, SOP_INSTANCE, Unusual
from deid.dicom.raw.items import sequence_end
from deid.dicom.raw.pixels import Pixels, demand_nothing_behind, pixels_at
from deid.dicom.raw.prelude import Prelude, prelude_of
from deid.dicom.raw.walking import Short
from deid.dicom.sources import File, Memory, opened
from deid.dicom.structure import LONG_VRS, SHORT_VRS, UNDEFINED

_FIRST_READ: Final = 1 << 15
_TAG: Final = struct.Struct("<HH").unpack_from
_SHORT: Final = struct.Struct("<H").unpack_from
_LONG: Final = struct.Struct("<I").unpack_from
_SHORT_FORM: Final = frozenset(vr.encode() for vr in SHORT_VRS)
_LONG_FORM: Final = frozenset(vr.encode() for vr in LONG_VRS)
_PIXELS: Final = frozenset({0x7FE00008, 0x7FE00009, 0x7FE00010})
# Nothing is harvested of these, whatever they hold.
_SILENT: Final = frozenset(b"AS AT CS DS FD FL IS OB OD OF OL OV OW SL SS SV TM UL US UV".split())
# Nor of private elements, but of these.
_LOUD: Final = frozenset(b"AE DA DT PN SQ UI UN".split())
_TELLING: Final = frozenset({CHARACTER_SET, MODALITY, SOP_CLASS, SOP_INSTANCE, DIRECTORY, *PERSON})
"""Taken whatever VR they state."""


@dataclass(frozen=True, slots=True)
class Outline:
    """An object's outline.

    Attributes:
        prelude: its file meta information.
        raws: its outermost elements in front of the pixels, by tag, in order; without numbers, and without private
            text, in which nothing is looked for.
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
        tag, long, taken = _mark(header[at : at + 6])
        if tag in _PIXELS:
            break
        if long:
            length = _LONG(header, at + 8)[0]
            stop = at + 12 + length if length != UNDEFINED else _open_end(header, at)
        else:
            stop = at + 8 + _SHORT(header, at + 6)[0]
        if tag <= last or stop > end:
            raise Unusual
        if stop > held:
            raise Short
        if taken:
            raws[tag] = header[at:stop]
        at, last = stop, tag
    return at


@lru_cache(maxsize=1 << 14)
def _mark(prefix: bytes) -> tuple[int, bool, bool]:
    """Of the six bytes that an element begins with: its tag, whether its length is long, and whether it is taken.

    Raises:
        Unusual: a delimiter, or no VR.
        struct.error: the bytes end here.
    """
    (group, number), vr = _TAG(prefix), prefix[4:]
    tag = group << 16 | number
    if len(prefix) < 6:
        raise struct.error
    if tag in _PIXELS:
        return tag, True, False
    if group == 0xFFFE or vr not in _SHORT_FORM | _LONG_FORM:
        raise Unusual
    silent = vr in _SILENT or (group & 1 and vr not in _LOUD)
    return tag, vr in _LONG_FORM, not silent or tag in _TELLING


def _open_end(header: bytes, at: int) -> int:
    if header[at + 4 : at + 6] != b"SQ":
        raise Unusual
    try:
        return sequence_end(header, at + 12)
    except (Unusual, struct.error):
        # Perhaps only because the bytes end here.
        raise Short from None
