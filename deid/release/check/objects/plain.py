"""Elements that need no toolkit to be read: ASCII text, numbers and bytes, explicit little endian, at every depth."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from deid.errors import DeidError
from deid.release.check.objects.raw import LONG_VRS, UNDEFINED, Encoding, elements_in
from deid.release.check.objects.values import Value, long_number

_EXPLICIT: Final = Encoding(implicit=False, order="<")
_ITEM: Final = b"\xfe\xff\x00\xe0"
_ONE_VALUE: Final = frozenset(b"LT ST UT UR".split())
_TEXT: Final = frozenset(b"AE AS CS DA DS DT IS LO LT PN SH ST TM UC UI UR UT".split())
_BYTES: Final = frozenset(b"OB OD OF OL OV OW".split())
_NUMBERS: Final = {b"FD": "d", b"FL": "f", b"SL": "i", b"SS": "h", b"SV": "q", b"UL": "I", b"US": "H", b"UV": "Q"}
_KEYWORDS: Final = {
    "ImageType": 0x00080008,
    "SOPClassUID": 0x00080016,
    "Modality": 0x00080060,
    "ConversionType": 0x00080064,
    "CodeValue": 0x00080100,
    "CodingSchemeDesignator": 0x00080102,
    "PatientIdentityRemoved": 0x00120062,
    "DeidentificationMethod": 0x00120063,
    "DeidentificationMethodCodeSequence": 0x00120064,
    "SamplesPerPixel": 0x00280002,
    "PhotometricInterpretation": 0x00280004,
    "NumberOfFrames": 0x00280008,
    "Rows": 0x00280010,
    "Columns": 0x00280011,
    "BitsAllocated": 0x00280100,
    "BurnedInAnnotation": 0x00280301,
    "RecognizableVisualFeatures": 0x00280302,
    "LongitudinalTemporalInformationModified": 0x00280303,
}
"""What objects are asked for by name."""


class Intricate(DeidError):  # noqa: N818 - no error: it says which way to go on
    """The toolkit has to read this."""


@dataclass(frozen=True, slots=True)
class Plain:
    """One element: ``value`` is one text or number, a list of several, bytes, items, or None."""

    tag: int
    vr: bytes
    value: Any


class Level:
    """Elements of one level, asked for by tag or keyword as a data set of the toolkit is."""

    def __init__(self, elements: Iterator[Plain]):
        self._found = {element.tag: element for element in elements}

    def __contains__(self, asked: int | str) -> bool:
        return _tag(asked) in self._found

    def __getitem__(self, asked: int | str) -> Plain:
        return self._found[_tag(asked)]

    def __iter__(self) -> Iterator[Plain]:
        return iter(self._found.values())

    def get(self, asked: int | str, default: Any = None) -> Any:
        """The value of an element, or the default where there is none."""
        element = self._found.get(_tag(asked))
        return default if element is None else element.value


def _tag(asked: int | str) -> int:
    return asked if isinstance(asked, int) else _KEYWORDS[asked]


def level_of(raws: Iterator[bytes]) -> Level:
    """The level that holds some elements.

    Raises:
        Intricate: one of them is not plain.
    """
    return Level(map(plain, raws))


def plain(raw: bytes) -> Plain:
    """The element that some bytes are, head included.

    Raises:
        Intricate: it is not plain.
    """
    tag = int.from_bytes(raw[:2], "little") << 16 | int.from_bytes(raw[2:4], "little")
    vr, start = raw[4:6], 12 if raw[4:6] in LONG_VRS else 8
    return _decoded(tag, vr, raw[start:])


def _decoded(tag: int, vr: bytes, body: bytes) -> Plain:
    if vr in _TEXT and body.isascii() and b"\x1b" not in body:
        text = body.decode("ascii")
        parts = [text] if vr in _ONE_VALUE else text.rstrip(" \0").split("\\")
        stated = [part.strip(" \0").rstrip("=") if vr == b"PN" else part.strip(" \0") for part in parts]
        return Plain(tag, vr, stated[0] if len(stated) == 1 else stated)
    if vr in _NUMBERS:
        count, rest = divmod(len(body), struct.calcsize(_NUMBERS[vr]))
        if not rest:
            numbers = list(struct.unpack(f"<{count}{_NUMBERS[vr]}", body))
            return Plain(tag, vr, None if not numbers else numbers[0] if count == 1 else numbers)
    if vr in _BYTES:
        return Plain(tag, vr, body)
    if vr == b"SQ":
        return Plain(tag, vr, list(_items(body)))
    raise Intricate


def _items(body: bytes) -> Iterator[Level]:
    at = 0
    while at < len(body):
        length = int.from_bytes(body[at + 4 : at + 8], "little")
        stop = at + 8 + length
        if body[at : at + 4] != _ITEM or length == UNDEFINED or stop > len(body):
            raise Intricate
        yield Level(_elements(body[at + 8 : stop]))
        at = stop


def _elements(body: bytes) -> Iterator[Plain]:
    last = -1
    for element in elements_in(body, _EXPLICIT):
        if element.undefined or element.tag <= last:
            raise Intricate
        last = element.tag
        yield _decoded(element.tag, element.vr, body[element.start : element.end])


def values_in(element: Plain, depth: int = 0) -> Iterator[Value]:
    """Every value of an element, at every depth."""
    vr = element.vr.decode()
    if vr == "SQ":
        yield Value(element.tag, vr, "", depth)
        for item in element.value:
            for inside in item:
                yield from values_in(inside, depth + 1)
        return
    for value in element.value if isinstance(element.value, list) else [element.value]:
        yield Value(element.tag, vr, value if element.vr in _TEXT else long_number(value), depth)
