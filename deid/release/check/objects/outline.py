"""The outline of an explicit little endian object: its outermost elements as they stand, without decoding any."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Final

from deid.errors import DeidError
from deid.release.check.objects.raw import LONG_VRS, PIXELS, SHORT_VRS, UNDEFINED, Element, frames_end

META_END: Final = 128
_AHEAD: Final = 1 << 15
_FURTHEST: Final = 1 << 25
_TAG: Final = struct.Struct("<HH").unpack_from
_LONG: Final = struct.Struct("<I").unpack_from


class Unlike(DeidError):  # noqa: N818 - no error: it says which way to go on
    """The object has something that is to be read whole."""


class _Short(DeidError):  # noqa: N818
    """What was taken of the file ends inside an element."""


@dataclass(frozen=True, slots=True)
class Outline:
    """An object's outline.

    Attributes:
        meta: the values of the file meta information, by tag.
        start: where the data set begins.
        raws: the elements of the data set in front of the pixels, by tag, in order.
        header: the bytes of the data set in front of the pixels' value.
        pixels: the pixels' element, if there is one.
    """

    meta: dict[int, bytes]
    start: int
    raws: dict[int, bytes]
    header: bytes
    pixels: Element | None


def outlined(data: memoryview) -> Outline:
    """The outline of a file.

    Raises:
        Unlike: it is to be read whole.
    """
    ahead = _AHEAD
    while True:
        try:
            return _outlined(bytes(data[:ahead]), data)
        except (_Short, struct.error, IndexError):
            if ahead >= min(len(data), _FURTHEST):
                raise Unlike from None
            ahead *= 16


def _outlined(head: bytes, data: memoryview) -> Outline:
    if head[META_END:132] != b"DICM":
        raise Unlike
    meta: dict[int, bytes] = {}
    start = _walk(head, 132, len(data), meta, meta_only=True)
    raws: dict[int, bytes] = {}
    stop = _walk(head, start, len(data), raws, meta_only=False)
    values = {tag: raw[12 if raw[4:6] in LONG_VRS else 8 :] for tag, raw in meta.items()}
    if stop == len(data):
        return Outline(values, start, raws, head[start:stop], None)
    pixels = _pixels(head, stop, data)
    return Outline(values, start, raws, head[start : stop + 12], pixels)


def _walk(head: bytes, at: int, end: int, found: dict[int, bytes], *, meta_only: bool) -> int:
    """Take the elements from an offset on; returns where they end, or where the pixels begin."""
    last, held = -1, len(head)
    while at < end:
        (group, number), vr = _TAG(head, at), head[at + 4 : at + 6]
        tag = group << 16 | number
        if (meta_only and group != 2) or tag in PIXELS:
            break
        if vr in SHORT_VRS:
            stop = at + 8 + (head[at + 6] | head[at + 7] << 8)
        elif vr in LONG_VRS and vr != b"UN" and head[at + 6] == head[at + 7] == 0:
            stop = at + 12 + _LONG(head, at + 8)[0]
        else:
            raise Unlike
        if tag <= last or stop > end:
            raise Unlike
        if stop > held:
            raise _Short
        found[tag] = head[at:stop]
        at, last = stop, tag
    return at


def _pixels(head: bytes, at: int, data: memoryview) -> Element:
    """The pixels' element, with which the file must end."""
    (group, number), (length,) = _TAG(head, at), _LONG(head, at + 8)
    vr, start = head[at + 4 : at + 6], at + 12
    if vr not in LONG_VRS or head[at + 6] or head[at + 7]:
        raise Unlike
    undefined = length == UNDEFINED
    stop = frames_end(data, start, len(data)) if undefined else start + length
    if stop + (8 if undefined else 0) != len(data):
        raise Unlike
    return Element(group << 16 | number, vr, start, stop, undefined)
