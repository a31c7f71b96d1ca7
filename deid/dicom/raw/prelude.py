"""What stands in front of a data set: preamble and file meta information (PS3.10 section 7.1)."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from deid.dicom.raw.heads import Unusual
from deid.dicom.raw.pixels import Pixels
from deid.dicom.standard.dictionary import EXPLICIT_LITTLE, is_encapsulated

_LENGTH: Final = 132


@dataclass(frozen=True, slots=True)
class Prelude:
    """What stands in front of a data set.

    Attributes:
        raws: the elements of the file meta information, by tag, in order.
        syntax: the transfer syntax.
        end: where the data set begins.
    """

    raws: Mapping[int, bytes]
    syntax: str
    end: int

    @property
    def media_class(self) -> bytes:
        """Media Storage SOP Class UID as it stands."""
        return self.raws.get(0x00020002, b"")[8:]

    def demand_agreement(self, pixels: Pixels | None) -> None:
        """Ask for compressed pixels under a compressed transfer syntax, and for no others under it.

        Raises:
            Unusual: they do not agree.
        """
        if pixels is not None and pixels.frames == (self.syntax == EXPLICIT_LITTLE):
            raise Unusual


def prelude_of(header: bytes) -> Prelude:
    """What stands in front of the data set of an object with these first bytes.

    Raises:
        Unusual: no preamble, another transfer syntax, or an element that is not as it should be.
        struct.error: the bytes end in the file meta information.
    """
    if header[128:_LENGTH] != b"DICM":
        raise Unusual
    at = _LENGTH
    found: dict[int, bytes] = {}
    while header[at : at + 2] == b"\x02\x00":
        number, vr = struct.unpack_from("<H2s", header, at + 2)
        long = vr in (b"OB", b"UN")
        if (long and number in (0x02, 0x10)) or (not long and vr not in (b"UL", b"UI", b"SH", b"AE")):
            raise Unusual
        start = at + (12 if long else 8)
        (length,) = struct.unpack_from("<I" if long else "<H", header, start - (4 if long else 2))
        found[0x00020000 | number] = header[at : start + length]
        at = start + length
    syntax = found.get(0x00020010, b"")[8:].decode("latin-1").rstrip("\0 ")
    if not _is_taken(syntax):
        raise Unusual
    return Prelude(found, syntax, at)


@lru_cache(maxsize=256)
def _is_taken(syntax: str) -> bool:
    """Whether the transfer syntax is explicit little endian, with or without compressed pixels."""
    return syntax == EXPLICIT_LITTLE or is_encapsulated(syntax)
