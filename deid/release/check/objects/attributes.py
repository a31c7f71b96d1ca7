"""What an object may hold, attribute by attribute, after the Basic Profile (PS3.15 annex E)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from deid.release.check.objects.values import Value
from deid.release.check.patterns.numbers import is_registered_uid

NEW_UID = re.compile(r"2\.25\.(?:0|[1-9]\d{0,38})")
_CODE = re.compile(r"[A-HJ-NP-Z][A-HJ-NP-Z0-9]{15}")
_PATIENT_ID = 0x00100020
_ALLOWED = {
    "retain-full-dates": ("DA", "DT", "TM"),
    "retain-modified-dates": ("DA", "DT", "TM"),
    "retain-device-identity": ("AE",),
    "retain-uids": ("UI",),
}
"""VRs whose values an option lets stay, or changes to others of the same kind."""
_NEUTRAL = frozenset({"", "REMOVED", "ANONYMOUS", "ANONYMIZED", "NONE", "UNKNOWN"})
_NO_DAY = frozenset({"", "19000101", "00010101"})
_NO_TIME = re.compile(r"0*(?:\.0*)?")
_NO_MOMENT = re.compile(r"(?:(?:19000101|00010101)0*(?:\.0*)?)?")
_AGED = "090Y"  # 90 and more, as one category
_AGE = re.compile(r"(\d{3})([DWMY])")
_PER_YEAR = {"D": 365.25, "W": 365.25 / 7, "M": 12.0, "Y": 1.0}
_FORBIDDEN = {
    0x00880200: "an icon image",
    0x04000500: "encrypted attributes",
    0x04000550: "modified attributes of its source",
    0x04000561: "original attributes of its source",
    0xFFFAFFFA: "a digital signature",
    0xFFFCFFFC: "trailing padding",
}


def problems_of(values: Iterable[Value], options: frozenset[str] = frozenset()) -> Iterator[str]:
    """Everything in an object that the Basic Profile with these options does not let stay, as classes of problem."""
    allowed = frozenset(vr for name in options for vr in _ALLOWED.get(name, ()))
    private = "retain-safe-private" in options
    for value in values:
        if not (private and value.tag >> 16 & 1):
            yield from _of_tag(value)
        if value.text and value.vr not in allowed:
            yield from _of_text(value)
        if value.tag == _PATIENT_ID and value.depth == 0 and not _CODE.fullmatch(value.text):
            yield "hold a Patient ID that is no code (H)"


def _of_tag(value: Value) -> Iterator[str]:
    group = value.tag >> 16
    if group & 1:
        yield "hold private attributes"
    if group & 0xFF00 == 0x6000:
        yield "hold an overlay"
    if 0x5000 <= group <= 0x50FF:
        yield "hold a curve"
    if group in (0x0000, 0x0002, 0x0004):
        yield "hold attributes of messages, files or directories"
    if value.tag in _FORBIDDEN:
        yield f"hold {_FORBIDDEN[value.tag]}"


def _of_text(value: Value) -> Iterator[str]:
    text, vr = value.text, value.vr
    if vr == "PN" and not set(re.split(r"[\^= ]+", text.upper())) <= _NEUTRAL:
        yield f"hold a name in {value.place} (A)"
    if vr == "AE" and text.upper() not in _NEUTRAL:
        yield f"hold an application entity in {value.place} (M)"
    if vr == "DA" and text not in _NO_DAY:
        yield f"hold a date in {value.place} (C)"
    if vr == "DT" and not _NO_MOMENT.fullmatch(text):
        yield f"hold a date in {value.place} (C)"
    if vr == "TM" and not _NO_TIME.fullmatch(text):
        yield f"hold a time in {value.place} (C)"
    if vr == "AS" and not _is_kept_age(text):
        yield f"hold an age over 89 or no age in {value.place} (C)"
    if vr == "UI" and not (is_registered_uid(text) or NEW_UID.fullmatch(text)):
        yield f"hold a UID in {value.place} that is not a new one (R)"


def _is_kept_age(text: str) -> bool:
    found = _AGE.fullmatch(text)
    return text == _AGED or (found is not None and int(found[1]) / _PER_YEAR[found[2]] < 90)
