"""The structure of an encoded data set: every length checked against its container while it is read.

pydicom's own reader forgives a value that runs past the end, and guesses where bytes are ambiguous. Here each
such case ends in ``Unreadable``, so that what was read is all there was.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from deid.dicom.elements import (
    DEFAULT_ENCODINGS,
    decode,
    element_vr,
    encodings_of,
    make,
    new_items,
    new_level,
    settle_vr,
)
from deid.dicom.standard.dictionary import in_dictionary
from deid.dicom.tags import tag_text
from deid.errors import Unreadable

if TYPE_CHECKING:
    from pydicom.dataelem import DataElement
    from pydicom.dataset import Dataset
    from pydicom.sequence import Sequence as Items

UNDEFINED: Final = 0xFFFFFFFF
DEEPEST: Final = 32

_ITEM, _ITEM_END, _SEQUENCE_END = 0xFFFEE000, 0xFFFEE00D, 0xFFFEE0DD
LONG_VRS: Final = frozenset("OB OD OF OL OV OW SQ SV UC UN UR UT UV".split())
SHORT_VRS: Final = frozenset("AE AS AT CS DA DS DT FD FL IS LO LT PN SH SL SS ST TM UI UL US".split())
_PIXELS = 0x7FE00010
_CHARACTER_SET = 0x00080005


@dataclass(frozen=True, slots=True)
class Encoding:
    """How a data set is encoded: implicit or explicit VR, little or big endian."""

    implicit: bool
    little: bool


@dataclass(frozen=True, slots=True)
class Header:
    """The tag, VR and extent of one element."""

    tag: int
    vr: str | None
    length: int
    start: int


class Walk:
    """Reads the elements of one encoded data set.

    Args:
        data: the bytes of the data set, without preamble and file meta information.
        encoding: how they are encoded.
        signed: whether ambiguous values are signed (Pixel Representation).
    """

    def __init__(self, data: bytes, encoding: Encoding, *, signed: bool = False):
        self._data = data
        self._encoding = encoding
        self._signed = signed
        order = "<" if encoding.little else ">"
        self._tag = struct.Struct(f"{order}HH").unpack_from
        self._long = struct.Struct(f"{order}I").unpack_from
        self._short = struct.Struct(f"{order}H").unpack_from

    def whole(self) -> Dataset:
        """The data set, with whatever stands behind its last element left out.

        Raises:
            Unreadable: truncated, or no data set.
        """
        dataset, _ = self._level(0, len(self._data), DEFAULT_ENCODINGS, 0, delimited=False)
        return dataset

    def native_pixels(self) -> tuple[int, int]:
        """Offset and length of the value of uncompressed Pixel Data.

        Raises:
            Unreadable: there are none, or something before them is cut off.
        """
        at, end = 0, len(self._data)
        while True:
            header = self._header(at, end)
            if header.tag == _PIXELS and header.length != UNDEFINED:
                return header.start, header.length
            _, at = self._element(header, end, DEFAULT_ENCODINGS, 0)

    def single(self, encodings: tuple[str, ...], depth: int) -> DataElement:
        """The one element that the bytes are.

        Raises:
            Unreadable: truncated or broken.
        """
        header = self._header(0, len(self._data))
        return self._element(header, len(self._data), encodings, depth)[0]

    def _level(
        self, at: int, end: int, encodings: tuple[str, ...], depth: int, *, delimited: bool
    ) -> tuple[Dataset, int]:
        """One data set or item between two offsets; its end is a delimiter when ``delimited``."""
        if depth > DEEPEST:
            raise Unreadable("sequences are nested too deeply")
        dataset = new_level()
        last = -1
        while at < end:
            if depth == 0 and self._is_trailer(at, end, last):
                return dataset, end
            header = self._header(at, end)
            if header.tag == _ITEM_END and delimited:
                return dataset, header.start
            self._guard(header, dataset)
            element, at = self._element(header, end, encodings, depth)
            if header.tag == _CHARACTER_SET:
                encodings = encodings_of(element.value)
            dataset[header.tag] = element
            last = header.tag
        if delimited:
            raise Unreadable("truncated: a sequence item has no end")
        return dataset, at

    @staticmethod
    def _guard(header: Header, dataset: Dataset) -> None:
        if header.tag >> 16 == 0xFFFE:
            raise Unreadable("broken structure: a delimiter where an element should stand")
        if header.tag in dataset:
            raise Unreadable(f"broken structure: {_place(header.tag)} occurs twice")

    def _is_trailer(self, at: int, end: int, last: int) -> bool:
        """Whether what follows is no element any more: zeros, or bytes behind the pixels."""
        if not any(self._data[at : at + 8]):
            return True
        if last < _PIXELS:
            return False
        try:
            header = self._header(at, end)
        except Unreadable:
            return True
        return header.tag <= last or header.tag >> 16 not in (0x7FE1, 0xFFFA, 0xFFFC)

    def _header(self, at: int, end: int) -> Header:
        if end - at < 8:
            raise Unreadable("truncated: an element header is cut off")
        group, number = self._tag(self._data, at)
        tag = (group << 16) | number
        if group == 0xFFFE or self._encoding.implicit:
            return Header(tag, None, self._long(self._data, at + 4)[0], at + 8)
        vr = self._data[at + 4 : at + 6].decode("latin-1")
        if vr in SHORT_VRS:
            return Header(tag, vr, self._short(self._data, at + 6)[0], at + 8)
        if vr not in LONG_VRS:
            raise Unreadable("broken structure: an element has no valid VR")
        if end - at < 12:
            raise Unreadable("truncated: an element header is cut off")
        return Header(tag, vr, self._long(self._data, at + 8)[0], at + 12)

    def _element(self, header: Header, end: int, encodings: tuple[str, ...], depth: int) -> tuple[DataElement, int]:
        vr = settle_vr(element_vr(header.tag, header.vr), self._signed)
        if header.length == UNDEFINED:
            return self._undefined(header, vr, end, encodings, depth)
        stop = header.start + header.length
        if stop > end:
            raise Unreadable(f"truncated: the value of {_place(header.tag)} runs past the end")
        if vr == "SQ":
            walk = self._inside(header)
            items, _ = walk._items(header.start, stop, encodings, depth, delimited=False)
            return make(header.tag, "SQ", items), stop
        value = self._data[header.start : stop]
        return decode(header.tag, vr, value, self._encoding.little, encodings), stop

    def _undefined(
        self, header: Header, vr: str, end: int, encodings: tuple[str, ...], depth: int
    ) -> tuple[DataElement, int]:
        """An element of undefined length: compressed pixel data, or a sequence (UN: PS3.5 section 6.2.2)."""
        if header.tag == _PIXELS:
            stop = self._fragments(header.start, end)
            value = self._data[header.start : stop]
            return make(header.tag, "OB", value, undefined_length=True), stop + 8
        if vr not in ("SQ", "UN"):
            raise Unreadable(f"broken structure: {_place(header.tag)} has no length")
        items, stop = self._inside(header)._items(header.start, end, encodings, depth, delimited=True)
        return make(header.tag, "SQ", items), stop

    def _inside(self, header: Header) -> Walk:
        """The walk for a sequence's items: those of one declared UN are always implicit little endian."""
        if header.vr != "UN":
            return self
        return Walk(self._data, Encoding(implicit=True, little=True), signed=self._signed)

    def _items(
        self, at: int, end: int, encodings: tuple[str, ...], depth: int, *, delimited: bool
    ) -> tuple[Items, int]:
        items: list[Dataset] = []
        while at < end:
            header = self._header(at, end)
            if header.tag == _SEQUENCE_END and delimited:
                return new_items(items), header.start
            if header.tag != _ITEM:
                raise Unreadable("broken structure: something else where a sequence item should stand")
            open_end = header.length == UNDEFINED
            stop = end if open_end else header.start + header.length
            if stop > end:
                raise Unreadable("truncated: a sequence item runs past the end")
            item, at = self._level(header.start, stop, encodings, depth + 1, delimited=open_end)
            items.append(item)
        if delimited:
            raise Unreadable("truncated: a sequence has no end")
        return new_items(items), at

    def _fragments(self, at: int, end: int) -> int:
        """Where the sequence delimiter behind the last fragment stands."""
        while at < end:
            header = self._header(at, end)
            if header.tag == _SEQUENCE_END:
                return at
            if header.tag != _ITEM or header.length == UNDEFINED:
                raise Unreadable("broken structure: compressed pixel data are no fragments")
            at = header.start + header.length
        raise Unreadable("truncated: compressed pixel data have no end")


def _place(tag: int) -> str:
    """A tag for a reason; one that the dictionary lacks may be a piece of text and stays unnamed."""
    return tag_text(tag) if in_dictionary(tag) else "an element"
