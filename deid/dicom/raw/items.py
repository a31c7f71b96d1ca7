"""Where the items of a sequence stand in an object's bytes, explicit VR little endian (PS3.5 section 7.5)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final

from deid.dicom.raw.heads import Unusual
from deid.dicom.structure import UNDEFINED

_SHORT: Final = struct.Struct("<H").unpack_from
_LONG: Final = struct.Struct("<I").unpack_from
_ITEM, _ITEM_END, _SEQUENCE_END = b"\xfe\xff\x00\xe0", b"\xfe\xff\x0d\xe0", b"\xfe\xff\xdd\xe0"
_LONG_VRS: Final = frozenset(b"OB OD OF OL OV OW SQ SV UC UN UR UT UV".split())


def items_of(raw: bytes) -> Iterator[tuple[int, int]]:
    """Where the items of a sequence begin and end.

    Raises:
        Unusual: something else stands there.
    """
    at, end = 12, len(raw) - (8 if _LONG(raw, 8)[0] == UNDEFINED else 0)
    while at < end:
        length = _LONG(raw, at + 4)[0]
        stop = _item_end(raw, at + 8, end) if length == UNDEFINED else at + 8 + length
        if raw[at : at + 4] != _ITEM or stop > end:
            raise Unusual
        yield at + 8, stop
        at = stop + 8 if length == UNDEFINED else stop


def sequence_end(data: bytes, at: int) -> int:
    """Where the element ends behind a sequence's delimiter."""
    while True:
        mark = data[at : at + 4]
        length = _LONG(data, at + 4)[0]
        at += 8
        if mark == _SEQUENCE_END:
            return at
        if mark != _ITEM:
            raise Unusual
        at = _item_end(data, at, len(data)) + 8 if length == UNDEFINED else at + length


def _item_end(data: bytes, at: int, end: int) -> int:
    """Where the delimiter of an item of undefined length begins."""
    while at < end:
        if data[at : at + 4] == _ITEM_END:
            return at
        vr = data[at + 4 : at + 6]
        if vr in _LONG_VRS:
            length, start = _LONG(data, at + 8)[0], at + 12
            if length == UNDEFINED and vr != b"SQ":
                raise Unusual
            at = sequence_end(data, start) if length == UNDEFINED else start + length
        else:
            at += 8 + _SHORT(data, at + 6)[0]
    raise struct.error
