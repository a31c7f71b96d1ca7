"""DICOM files byte by byte (PS3.5 section 7, PS3.10 section 7): where each element begins and ends."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from deid.errors import Unreadable

Bytes = bytes | memoryview
UNDEFINED = 0xFFFFFFFF
PIXELS = frozenset({0x7FE00008, 0x7FE00009, 0x7FE00010})
LONG_VRS = frozenset(b"OB OD OF OL OV OW SQ SV UC UN UR UT UV".split())
SHORT_VRS = frozenset(b"AE AS AT CS DA DS DT FD FL IS LO LT PN SH SL SS ST TM UI UL US".split())
_ITEM, _ITEM_END, _SEQUENCE_END = 0xFFFEE000, 0xFFFEE00D, 0xFFFEE0DD
_DEEPEST = 64
_DEFLATED = "1.2.840.10008.1.2.1.99"
_IMPLICIT = "1.2.840.10008.1.2"
_BIG = "1.2.840.10008.1.2.2"
_META = {0x00020000, 0x00020001, 0x00020002, 0x00020003, 0x00020010, 0x00020012, 0x00020013}
_REQUIRED = _META - {0x00020013}
_RUN = re.compile(rb"(?:[ -~]|[\xc2-\xf4][\x80-\xbf]{1,3}){5,}")
_WIDE_RUN = re.compile(rb"(?:\0[ -~]){4,}")
_ASCII_RUN = re.compile(rb"[ -~]{5,}")
_MARKER = re.compile(rb"\xff[\xda\x93]")
_LONGEST_MARKERS = 1 << 16


@dataclass(frozen=True, slots=True)
class Element:
    """One element of the outermost level: its tag, its VR (empty when implicit) and where its value lies."""

    tag: int
    vr: bytes
    start: int
    end: int
    undefined: bool


@dataclass(frozen=True, slots=True)
class Encoding:
    """How a data set is encoded."""

    implicit: bool
    order: str


@dataclass(frozen=True, slots=True)
class Layout:
    """A whole file.

    Attributes:
        meta: the values of the file meta information, by tag.
        body: the data set's bytes, inflated where they were deflated.
        elements: its outermost elements, in order.
        problems: what of the frame is not as it should be.
    """

    meta: dict[int, bytes]
    body: Bytes
    elements: tuple[Element, ...]
    problems: tuple[str, ...]

    def text(self, tag: int) -> str:
        """A value of the file meta information as text."""
        return self.meta.get(tag, b"").decode("latin-1").rstrip("\0 ")

    def header_runs(self) -> Iterator[str]:
        """Every readable stretch outside the pixels, and in front of compressed frames."""
        pixels = next((element for element in self.elements if element.tag in PIXELS), None)
        end = len(self.body) if pixels is None else pixels.start
        yield from runs_of(self.body[:end])
        yield from self.marked_runs()
        for value in self.meta.values():
            yield from runs_of(value)

    def marked_runs(self) -> Iterator[str]:
        """Every readable stretch in front of compressed frames."""
        for pixels in self.elements:
            if pixels.tag in PIXELS and pixels.undefined:
                yield from runs_of(_marked(bytes(self.body[pixels.start : pixels.start + _LONGEST_MARKERS])))


def layout(data: Bytes) -> Layout:
    """Walk a file from its first byte to its last.

    Raises:
        Unreadable: it is no DICOM file, or its elements do not add up.
    """
    try:
        return _layout(data)
    except (struct.error, IndexError, zlib.error):
        raise Unreadable("its elements do not add up to the file") from None


def _layout(data: Bytes) -> Layout:
    if bytes(data[128:132]) != b"DICM":
        raise Unreadable("it is no DICOM file with preamble")
    problems = [] if not any(data[:128]) else ["its preamble is not zero"]
    meta, at = _meta(data)
    problems += meta_problems(meta, at)
    syntax = meta.get(0x00020010, b"").decode("latin-1").rstrip("\0 ")
    body: Bytes = data[at:]
    if syntax == _DEFLATED:
        engine = zlib.decompressobj(-zlib.MAX_WBITS)
        body = engine.decompress(bytes(body)) + engine.flush()
        if engine.unused_data not in (b"", b"\0") or not engine.eof:
            problems.append("bytes stand behind the last element")
    encoding = Encoding(syntax == _IMPLICIT, ">" if syntax == _BIG else "<")
    found = tuple(_elements(body, 0, len(body), encoding))
    if any(left.tag >= right.tag for left, right in pairwise(found)):
        problems.append("its elements are out of order")
    return Layout(meta, body, found, tuple(problems))


def _meta(data: Bytes) -> tuple[dict[int, bytes], int]:
    values: dict[int, bytes] = {}
    at = 132
    while at + 8 <= len(data) and struct.unpack_from("<H", data, at)[0] == 2:
        element = _element(data, at, len(data), Encoding(implicit=False, order="<"))
        if element.tag in values:
            raise Unreadable("its file meta information repeats an element")
        values[element.tag] = bytes(data[element.start : element.end])
        at = element.end
    return values, at


def meta_problems(meta: dict[int, bytes], end: int) -> list[str]:
    """What of the file meta information, which ends at an offset, is not as it should be."""
    problems = []
    if set(meta) - _META:
        problems.append("its file meta information holds elements besides the required ones")
    if _REQUIRED - set(meta):
        problems.append("its file meta information lacks a required element")
    length = meta.get(0x00020000, b"")
    if len(length) != 4 or struct.unpack("<I", length)[0] != end - 144:
        problems.append("the length of its file meta information is wrong")
    if meta.get(0x00020001, b"\0\1") != b"\0\1":
        problems.append("the version of its file meta information is wrong")
    return problems


def elements_in(data: Bytes, encoding: Encoding) -> Iterator[Element]:
    """The elements of a level that some bytes are.

    Raises:
        Unreadable: they do not add up.
        struct.error, IndexError: they end inside an element.
    """
    return _elements(data, 0, len(data), encoding)


def _elements(data: Bytes, at: int, end: int, encoding: Encoding, depth: int = 0) -> Iterator[Element]:
    while at < end:
        element = _element(data, at, end, encoding, depth)
        yield element
        at = element.end + (8 if element.undefined else 0)


def _element(data: Bytes, at: int, end: int, encoding: Encoding, depth: int = 0) -> Element:
    """The element at an offset; `end` of one of undefined length is where its delimiter begins."""
    group, number = struct.unpack_from(f"{encoding.order}HH", data, at)
    tag = (group << 16) | number
    vr, length, start = _head(data, at, encoding)
    if length == UNDEFINED:
        # What is UN and of undefined length is encoded implicitly (PS3.5 section 6.2.2).
        inner = Encoding(implicit=True, order="<") if vr == b"UN" else encoding
        return Element(tag, vr, start, _sequence_end(data, start, end, inner, depth + 1, tag in PIXELS), True)
    if start + length > end:
        raise Unreadable("an element is longer than the file")
    return Element(tag, vr, start, start + length, False)


def _head(data: Bytes, at: int, encoding: Encoding) -> tuple[bytes, int, int]:
    if encoding.implicit:
        return b"", struct.unpack_from(f"{encoding.order}I", data, at + 4)[0], at + 8
    vr = bytes(data[at + 4 : at + 6])
    if vr in LONG_VRS:
        if any(data[at + 6 : at + 8]):
            raise Unreadable("reserved bytes of an element are not zero")
        return vr, struct.unpack_from(f"{encoding.order}I", data, at + 8)[0], at + 12
    if vr in SHORT_VRS:
        return vr, struct.unpack_from(f"{encoding.order}H", data, at + 6)[0], at + 8
    raise Unreadable("an element has an unknown VR")


def _sequence_end(data: Bytes, at: int, end: int, encoding: Encoding, depth: int, frames: bool) -> int:
    """Where the sequence delimiter begins."""
    if depth > _DEEPEST:
        raise Unreadable("its sequences are nested too deeply")
    while at + 8 <= end:
        group, number, length = struct.unpack_from(f"{encoding.order}HHI", data, at)
        tag = (group << 16) | number
        if tag == _SEQUENCE_END:
            return at
        if tag != _ITEM:
            raise Unreadable("a sequence holds something that is no item")
        at += 8
        at = _item_end(data, at, end, encoding, depth) if length == UNDEFINED and not frames else at + length
    raise Unreadable("a sequence does not end")


def _item_end(data: Bytes, at: int, end: int, encoding: Encoding, depth: int) -> int:
    while at + 8 <= end:
        group, number = struct.unpack_from(f"{encoding.order}HH", data, at)
        if (group << 16) | number == _ITEM_END:
            return at + 8
        element = _element(data, at, end, encoding, depth)
        at = element.end + (8 if element.undefined else 0)
    raise Unreadable("an item does not end")


def runs_of(data: Bytes) -> Iterator[str]:
    """Every readable stretch of five characters and more, ASCII, UTF-8, or of two bytes a character."""
    # Both find the same in ASCII; the simple one takes a tenth of the time.
    form = _ASCII_RUN if isinstance(data, bytes) and data.isascii() else _RUN
    for run in form.finditer(data):
        yield run.group().decode("utf-8", "replace")
    for run in _WIDE_RUN.finditer(data):
        # The character in front of the first zero is the first one where the low byte comes first.
        start = run.start() - (run.start() > 0 and 0x20 <= data[run.start() - 1] <= 0x7E)
        yield bytes(data[start : run.end()]).replace(b"\0", b"").decode("ascii")


def frames_end(data: Bytes, at: int, end: int) -> int:
    """Where the delimiter behind compressed frames begins.

    Raises:
        Unreadable: they are no frames, or do not end.
    """
    return _sequence_end(data, at, end, Encoding(implicit=False, order="<"), 1, frames=True)


def _marked(stream: bytes) -> bytes:
    """The part of a compressed stream before its first scan or tile, where comments stand."""
    found = _MARKER.search(stream)
    return stream[: found.start()] if found else b""
