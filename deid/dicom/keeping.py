"""Keeping a value: only when it fits its VR, and only when screening finds nothing in it."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from deid.dicom.actions import NEUTRAL, emptied
from deid.dicom.codes import Screen
from deid.dicom.descriptors import names_somebody
from deid.dicom.elements import (
    BULK_VRS,
    NUMBER_VRS,
    WORDS_VRS,
    fits,
    fits_text,
    make,
    many_allowed,
    text_of,
    values,
)
from deid.dicom.frames import fragments_of, identifying_comment
from deid.dicom.plain import FORMATS
from deid.dicom.technical import is_technical, kind_of, technical
from deid.dicom.vendors import names_a_vendor
from deid.errors import Unreadable

if TYPE_CHECKING:
    from pydicom.dataelem import DataElement

_OLDEST: Final = 89
_AGED: Final = "090Y"
"""The one category of ages of 90 and more, 45 CFR 164.514(b)(2)(i)(C): the VR has no other spelling of it."""
_WAVEFORM: Final = 0x54001010
_PIXELS: Final = frozenset({0x7FE00008, 0x7FE00009, 0x7FE00010, _WAVEFORM})
_LARGEST_SCREENED: Final = 1 << 26
LONG_NUMBER: Final = re.compile(r"(?<![\d.])\d{6}")
"""Six digits in front of the point: digits behind it measure something."""
_GLUED_DATE: Final = re.compile(r"[^\W\d_]\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|\d{1,4}[./-]\d{1,2}[./-]\d{1,4}[^\W\d_]")
_GLUED: Final = re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")
_SIX_DIGITS: Final = 100_000
# Activities and counts: long numbers that say nothing of a person unless they are one of the person's.
_COUNTS: Final = frozenset({0x00181074, 0x00180070, 0x00541310, 0x00541311, 0x00189083})
_RUN: Final = re.compile(rb"[ -~]{4,}")
WIDE: Final = (re.compile(rb"(?:[ -~]\0){4,}"), re.compile(rb"(?:\0[ -~]){4,}"))
"""Text of two bytes a character, little and big endian."""
# No run of measured numbers looks like this: every byte a letter, a digit or a separator.
_LETTERS: Final = re.compile(rb"(?=.*[A-Za-z]{4})[0-9A-Za-z ^=._@-]{6,}", re.DOTALL)
# Nothing but what the VR is for fits into these, and where they stay a rule says so.
_SHAPED: Final = frozenset({"AS", "DA", "DT", "TM", "UI"})
_PROFILE: Final = 0x00282000
# The standard moves attributes between these over the years (PS3.6), so either is taken for the other.
_ALIKE: Final = (
    frozenset({"LO", "LT", "SH", "ST", "UC", "UT"}),
    frozenset({"OB", "OW"}),
    frozenset({"US", "SS", "OW"}),
    frozenset({"UL", "SL", "UV", "SV", "OL", "OV"}),
    frozenset({"FL", "FD", "OF", "OD"}),
)


@dataclass(frozen=True, slots=True)
class Kept:
    """What is left of an element that is kept, and how many of its values went."""

    element: DataElement | None
    screened: int = 0
    misfits: int = 0


def keep(element: DataElement, vr: str, screen: Screen) -> Kept:
    """An element as it may stay.

    Args:
        element: the element as it was read.
        vr: the VR that the standard gives the attribute.
        screen: says whether a text identifies someone.
    """
    if vr != element.VR and not any({element.VR, vr} <= group for group in _ALIKE):
        return _misfit(element, vr)
    if element.VR in BULK_VRS:
        return _bulk(element, screen)
    whole = values(element)
    if not whole:
        return Kept(emptied(element, vr))
    if len(whole) > many_allowed(element.tag):
        return _misfit(element, vr)
    if element.VR in NUMBER_VRS:
        return _numbers(element, screen)
    return _texts(element, vr, [text_of(value) for value in whole], screen)


def _misfit(element: DataElement, vr: str) -> Kept:
    """Nothing of a value that does not fit; the element stays, because its Type may ask for it."""
    return Kept(emptied(element, vr) if vr not in BULK_VRS and vr not in ("UN", "SQ") else None, misfits=1)


def _texts(element: DataElement, vr: str, whole: list[str], screen: Screen) -> Kept:
    kept, screened, misfits = kept_texts(int(element.tag), vr, whole, screen)
    return Kept(make(element.tag, vr, kept if len(kept) > 1 else kept[0]), screened, misfits)


def kept_texts(tag: int, vr: str, whole: list[str], screen: Screen) -> tuple[list[str], int, int]:
    """What is left of the values of a text element that is kept; how many were screened, and how many did not fit."""
    screened = misfits = 0
    kept: list[str] = []
    for text in whole:
        if not fits_text(vr, text):
            misfits += 1
            kept.append("")
        elif vr == "AS" and text.strip() and _years(text) > _OLDEST:
            screened += 1
            kept.append(_AGED)
        elif _is_screened(tag, vr, text, screen):
            screened += 1
            kept.append(NEUTRAL if vr in WORDS_VRS or vr == "CS" else "")
        else:
            told = _technical(tag, vr, text)
            screened += told != text
            kept.append(told)
    return kept, screened, misfits


def _technical(tag: int, vr: str, text: str) -> str:
    if not text.strip(" \0") or not is_technical(tag, vr):
        return text
    return technical(text, kind_of(tag)) or NEUTRAL


def _years(age: str) -> float:
    per_year = {"D": 365.25, "W": 52.18, "M": 12.0, "Y": 1.0}
    return int(age[:3]) / per_year[age[3]]


def _is_screened(tag: int, vr: str, text: str, screen: Screen) -> bool:
    if vr in _SHAPED:
        return False
    if vr in ("DS", "IS"):
        judge = getattr(screen, "known", screen) if tag in _COUNTS else screen
        return LONG_NUMBER.search(text) is not None and judge(text.strip())
    stated = text.strip()
    if not stated or names_a_vendor(stated):
        return False
    return any(map(screen, spellings(stated))) or (vr in WORDS_VRS and names_somebody(stated))


def spellings(text: str) -> tuple[str, ...]:
    """A text as it stands, and where a date stands glued to letters, as in ``v27.11.1948``, also parted from them."""
    return (text, _GLUED.sub(" ", text)) if _GLUED_DATE.search(text) else (text,)


def _numbers(element: DataElement, screen: Screen) -> Kept:
    """Binary numbers as they are, unless their bytes read as text."""
    if not fits(element):
        return Kept(None, misfits=1)
    packed = _packed(element)
    for stretch in (packed, packed[::-1]):
        if _LETTERS.fullmatch(stretch):
            return Kept(None, misfits=1)
        if _speaks(stretch, screen):
            return Kept(None, screened=1)
    known = getattr(screen, "known", screen)
    if any(known(text) for text in long_numbers(values(element))):
        return Kept(emptied(element, element.VR), screened=1)
    return Kept(make(element.tag, element.VR, element.value))


def long_numbers(numbers: Iterable[int | float]) -> list[str]:
    """Those of some binary numbers that have the six digits of somebody's number, as texts."""
    return [str(int(abs(number))) for number in numbers if abs(number) >= _SIX_DIGITS and number == number // 1]


def _packed(element: DataElement) -> bytes:
    numbers = values(element)
    try:
        return struct.pack(f"<{len(numbers)}{FORMATS[element.VR]}", *numbers)
    except (struct.error, OverflowError):
        return b""


def _bulk(element: DataElement, screen: Screen) -> Kept:
    """Bulk values as they are; readable stretches in small ones are screened.

    Raises:
        Unreadable: text inside compressed pixel data or a waveform identifies someone, and these stay as they are.
    """
    value = element.value
    if not fits(element):
        return Kept(None, misfits=1)
    undefined = element.is_undefined_length
    if undefined and identifying_comment(fragments_of(value), screen):
        raise Unreadable("a comment inside the compressed pixel data identifies someone")
    if element.tag == _WAVEFORM and value and _speaks(value[:_LARGEST_SCREENED], screen):
        raise Unreadable("readable text inside the waveform data identifies someone")
    if element.tag not in _PIXELS and value:
        if _LETTERS.fullmatch(value) or (element.tag == _PROFILE and value[36:40] != b"acsp"):
            return Kept(None, misfits=1)
        if len(value) <= _LARGEST_SCREENED and _speaks(value, screen):
            return Kept(None, screened=1)
    return Kept(make(element.tag, element.VR, value, undefined_length=undefined))


def _speaks(value: bytes, screen: Screen) -> bool:
    return any(screen(run.group().decode("ascii").strip()) for run in _RUN.finditer(value)) or any(
        screen(run.group().replace(b"\0", b"").decode("ascii").strip())
        for form in WIDE
        for run in form.finditer(value)
        if not _is_ramp(run.group().replace(b"\0", b""))
    )


def _is_ramp(run: bytes) -> bool:
    """Whether numbers rise or fall by equal steps, as those of tables of grey values do."""
    return len({(after - before) for before, after in pairwise(run)}) < 2
