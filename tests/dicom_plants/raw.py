"""Objects written byte by byte, with what no toolkit would write."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from deid.dicom.structure import LONG_VRS

Body = Callable[["Bytes"], bytes]
SYNTAXES = {
    "explicit": "1.2.840.10008.1.2.1",
    "implicit": "1.2.840.10008.1.2",
    "big": "1.2.840.10008.1.2.2",
    "deflated": "1.2.840.10008.1.2.1.99",
}
CT = "1.2.840.10008.5.1.4.1.1.2"
PERSON = {
    0x00080050: ("SH", "ACQ7731905"),
    0x00080090: ("PN", "Vandersloot^Ignatius"),
    0x00100010: ("PN", "Quillfeather^Bartholomew"),
    0x00100020: ("LO", "84731265"),
    0x00100030: ("DA", "19481127"),
    0x00102154: ("SH", "617-555-0143"),
}
NEEDLES = (
    "Quillfeather",
    "Bartholomew",
    "Vandersloot",
    "Ignatius",
    "84731265",
    "19481127",
    "617-555-0143",
    "ACQ7731905",
)


@dataclass(frozen=True)
class Bytes:
    """Writes elements in one encoding."""

    implicit: bool = False
    order: str = "<"

    def element(self, tag: int, vr: str, value: str | bytes, *, open_end: bool = False, odd: bool = False) -> bytes:
        body = value.encode("latin-1") if isinstance(value, str) else value
        if len(body) & 1 and not odd:
            body += b"\0" if vr in ("UI", "OB", "UN") else b" "
        head = struct.pack(f"{self.order}HH", tag >> 16, tag & 0xFFFF)
        length = 0xFFFFFFFF if open_end else len(body)
        if self.implicit:
            return head + struct.pack(f"{self.order}I", length) + body
        if vr in LONG_VRS:
            return head + vr.encode() + struct.pack(f"{self.order}2xI", length) + body
        return head + vr.encode() + struct.pack(f"{self.order}H", length) + body

    def item(self, body: bytes, *, open_end: bool = False) -> bytes:
        if open_end:
            return self._mark(0xE000, 0xFFFFFFFF) + body + self._mark(0xE00D, 0)
        return self._mark(0xE000, len(body)) + body

    def end(self) -> bytes:
        return self._mark(0xE0DD, 0)

    def numbers(self, form: str, *values: float) -> bytes:
        return struct.pack(f"{self.order}{len(values)}{form}", *values)

    def _mark(self, number: int, length: int) -> bytes:
        return struct.pack(f"{self.order}HHI", 0xFFFE, number, length)


def written(number: int, bodies: Mapping[int, Body], encoding: str = "explicit", behind: bytes = b"") -> bytes:
    """A CT image of 4 x 4 pixels about the person, with these elements instead of its own."""
    to = Bytes(encoding == "implicit", ">" if encoding == "big" else "<")
    uids = {0x00080016: CT, 0x00080018: f"1.2.826.77.{number}", 0x0020000D: "1.2.826.78.1", 0x0020000E: "1.2.826.79.1"}
    found = {tag: to.element(tag, "UI", uid) for tag, uid in uids.items()}
    found |= {tag: to.element(tag, vr, text) for tag, (vr, text) in PERSON.items()}
    found[0x00080060] = to.element(0x00080060, "CS", "CT")
    found[0x00280004] = to.element(0x00280004, "CS", "MONOCHROME2")
    for tag, value in ((2, 1), (0x10, 4), (0x11, 4), (0x100, 16), (0x101, 16), (0x102, 15), (0x103, 0)):
        found[0x00280000 | tag] = to.element(0x00280000 | tag, "US", to.numbers("H", value))
    found[0x7FE00010] = to.element(0x7FE00010, "OW", bytes(32))
    found |= {tag: body(to) for tag, body in bodies.items()}
    data = b"".join(found[tag] for tag in sorted(found)) + behind
    if encoding == "deflated":
        engine = zlib.compressobj(wbits=-zlib.MAX_WBITS)
        data = engine.compress(data) + engine.flush()
        data += b"\0" * (len(data) & 1)
    return _prelude(uids[0x00080018], SYNTAXES[encoding]) + data


def _prelude(instance: str, syntax: str) -> bytes:
    to = Bytes()
    meta = to.element(0x00020001, "OB", b"\0\1") + to.element(0x00020002, "UI", CT)
    meta += to.element(0x00020003, "UI", instance) + to.element(0x00020010, "UI", syntax)
    meta += to.element(0x00020012, "UI", "1.2.3") + to.element(0x00020016, "AE", "Quillfeather")
    return b"Vandersloot".ljust(128) + b"DICM" + to.element(0x00020000, "UL", struct.pack("<I", len(meta))) + meta
