"""Whether some bytes begin a DICOM object: by content, never by name."""

from __future__ import annotations

import struct

from deid.dicom.standard.dictionary import names_one

_SHORT = frozenset(b"AE AS AT CS DA DS DT FD FL IS LO LT PN SH SL SS ST TM UI UL US".split())
_LONG = frozenset(b"OB OD OF OL OV OW SQ SV UC UN UR UT UV".split())
_FIRST_GROUPS = frozenset({0x0002, 0x0004, 0x0008})
_LONGEST_FIRST_VALUE = 0x1000


def looks_like_dicom(head: bytes) -> bool:
    """Whether the first bytes of a file (a kilobyte is plenty) look like DICOM.

    True for ``DICM`` after a 128-byte preamble (PS3.10 section 7.1), and for a data set without
    preamble or without file meta information: implicit or explicit, little or big endian.
    """
    if head[128:132] == b"DICM":
        return True
    return any(_plausible(head, byte_order) for byte_order in ("<", ">"))


def _plausible(head: bytes, byte_order: str) -> bool:
    """Whether a first element stands at offset 0, and a second one right behind it where the bytes reach."""
    first = _element(head, 0, byte_order)
    if first is None:
        return False
    tag, end = first
    if tag >> 16 not in _FIRST_GROUPS:
        return False
    if len(head) < end + 8:
        return len(head) <= end or end < _LONGEST_FIRST_VALUE
    second = _element(head, end, byte_order)
    return second is not None and second[0] > tag


def _element(head: bytes, at: int, byte_order: str) -> tuple[int, int] | None:
    """The tag that stands at an offset and where its value ends; None when no element stands there."""
    if len(head) < at + 8:
        return None
    group, number = struct.unpack_from(f"{byte_order}HH", head, at)
    tag = (group << 16) | number
    if not names_one(tag) and number != 0:
        return None
    length, start = _value(head, at, byte_order)
    if length is None or length & 1 or length > _LONGEST_FIRST_VALUE:
        return None
    return tag, start + length


def _value(head: bytes, at: int, byte_order: str) -> tuple[int | None, int]:
    vr = head[at + 4 : at + 6]
    if vr in _LONG and len(head) >= at + 12:
        return struct.unpack_from(f"{byte_order}I", head, at + 8)[0], at + 12
    if vr in _SHORT:
        return struct.unpack_from(f"{byte_order}H", head, at + 6)[0], at + 8
    # Implicit VR big endian does not exist (PS3.5 annex A).
    return (struct.unpack_from("<I", head, at + 4)[0] if byte_order == "<" else None), at + 8
