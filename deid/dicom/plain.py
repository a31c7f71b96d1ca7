"""Elements whose bytes say all: ASCII text and binary numbers, decoded and written without the toolkit.

Explicit VR little endian (PS3.5 section 7.1.2). Loading the toolkit takes longer than treating a hundred objects.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from deid.dicom.structure import LONG_VRS

_ONE_VALUE: Final = frozenset({"LT", "ST", "UT"})
_PADDED_AT_END: Final = frozenset({"AS", "CS", "DA", "DT", "TM", "UI", "PN"})
_PADDED_EACH: Final = frozenset({"LO", "SH", "UC"})
_TEXT: Final = _ONE_VALUE | _PADDED_AT_END | _PADDED_EACH | {"AE", "UR"}
FORMATS: Final[Mapping[str, str]] = {
    "AT": "I",
    "FD": "d",
    "FL": "f",
    "SL": "i",
    "SS": "h",
    "SV": "q",
    "UL": "I",
    "US": "H",
    "UV": "Q",
}
"""How :mod:`struct` names the numbers of each VR."""
_PLAIN_INTEGER: Final = re.compile(rb"[1-9]\d{0,8} ?")
"""One integer string (PS3.5 section 6.2) that is written in the only way that a number is."""
_WHOLE_NUMBERS: Final = frozenset({"SL", "SS", "SV", "UL", "US", "UV"})


@dataclass(frozen=True, slots=True)
class Plain:
    """A decoded element; what other elements have under the same names.

    Attributes:
        tag: of the element.
        VR: as stated.
        value: one text or number, a list of several, bytes, or items that are tuples of elements.
        is_undefined_length: never of these.
    """

    tag: int
    VR: str
    value: Any
    is_undefined_length: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether it has no value."""
        return self.value is None or self.value in ("", b"") or self.value == []


def plain(raw: bytes) -> Plain | None:
    """The element that some bytes are; None where decoding it takes more than this.

    Args:
        raw: the element, its head included; whole.
    """
    group, number = struct.unpack_from("<HH", raw)
    vr = raw[4:6].decode("latin-1")
    body = raw[12 if vr in LONG_VRS else 8 :]
    if vr in _TEXT and body.isascii() and b"\x1b" not in body:
        return Plain(group << 16 | number, vr, _text(vr, body.decode("ascii")))
    if vr == "IS" and _PLAIN_INTEGER.fullmatch(body):
        return Plain(group << 16 | number, vr, int(body))
    if vr in _WHOLE_NUMBERS:
        count, rest = divmod(len(body), struct.calcsize(FORMATS[vr]))
        if count and not rest:
            numbers = struct.unpack(f"<{count}{FORMATS[vr]}", body)
            return Plain(group << 16 | number, vr, numbers[0] if count == 1 else list(numbers))
    return None


def _text(vr: str, text: str) -> str | list[str]:
    if vr in _ONE_VALUE:
        return text.rstrip("\0 ")
    if vr == "UR":
        return text.rstrip()
    if vr in _PADDED_AT_END:
        text = text.rstrip("\0 ")
    parts = text.split("\\")
    if vr in ("AE", "UI"):
        parts = [part.strip() for part in parts]
    elif vr == "PN":
        parts = [part.rstrip("=") for part in parts]
    elif vr in _PADDED_EACH:
        parts = [part.rstrip("\0 ") for part in parts]
    return parts[0] if len(parts) == 1 else parts


def encoded(element: Plain) -> bytes:
    """An element as bytes, text in UTF-8."""
    value = _encoded_value(element)
    value += (b"\0" if element.VR in ("UI", "OB", "UN") else b" ") * (len(value) & 1)
    head = struct.pack("<HH2s", element.tag >> 16, element.tag & 0xFFFF, element.VR.encode())
    if element.VR in LONG_VRS:
        return head + struct.pack("<2xI", len(value)) + value
    return head + struct.pack("<H", len(value)) + value


def _encoded_value(element: Plain) -> bytes:
    value = element.value
    if element.VR == "SQ":
        return b"".join(map(_item, value))
    if value is None or isinstance(value, bytes):
        return value or b""
    several = value if isinstance(value, list) else [value]
    if element.VR in FORMATS:
        return struct.pack(f"<{len(several)}{FORMATS[element.VR]}", *several)
    return "\\".join(several).encode()


def _item(elements: tuple[Plain, ...]) -> bytes:
    body = b"".join(map(encoded, elements))
    return b"\xfe\xff\x00\xe0" + struct.pack("<I", len(body)) + body
