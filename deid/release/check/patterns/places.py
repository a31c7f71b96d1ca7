"""Streets, coordinates and ZIP codes: (B)."""

from __future__ import annotations

import re

from deid.release.check.patterns.base import Pattern
from deid.release.check.reference import state_code, state_of_zip3

_LONG = (
    "Street|Avenue|Ave|Road|Rd|Boulevard|Blvd|Lane|Drive|Court|Parkway|Pkwy|Terrace|Circle|Highway|Hwy|Turnpike"
    "|Trail|Square|Plaza"
)
_SHORT = "St|Dr|Ct|Ln|Pl|Cir|Ter|Way|Trl|Sq|Aly|Loop|Row|Run|Pike|Place"
_UNIT = r"(?:Apt|Apartment|Unit|Suite|Ste|Room|Rm|Bldg|Lot|Floor|Fl|#)"
_NUMBER = r"(?<![\w.,/-])\d{1,6}[A-Z]? "
_WORD = r"[A-Z][a-z][\w'.-]* |\d{1,3}(?:st|nd|rd|th) "
_TITLE = re.compile(rf"{_NUMBER}(?:[NSEW]{{1,2}}\.? |North |South |East |West )?(?:{_WORD}){{1,4}}(?:{_LONG})\b(?!-)")
_TITLE_SHORT = re.compile(
    rf"{_NUMBER}(?:[NSEW]{{1,2}}\.? )?(?:{_WORD}){{1,3}}(?:{_SHORT})\b\.?"
    rf"(?:\s*\Z|,|;|\s+{_UNIT}\b|\s+[A-Z]{{2}} \d{{5}})"
)
_LOWER = re.compile(
    r"(?<![\w.,/-])\d{1,6} (?:[nsew]\.? )?(?:[a-z]{3,} ){1,3}(?:street|avenue|boulevard|highway|parkway)\b",
    re.IGNORECASE,
)
_WHOLE = re.compile(
    r"\A\s*\d{1,6}[A-Z]? (?:[NSEW]{1,2}\.? )?(?:[A-Z0-9'-]{2,} ){1,4}"
    r"(?:ST|AVE|RD|DR|LN|BLVD|HWY|PKWY|TER|CIR|WAY|TRL)\b\.?(?:,? (?:APT|UNIT|STE|SUITE|#).*)?\s*\Z"
)
_BOX = re.compile(r"\bP\.? ?O\.? ?Box #?\d+|\bpost office box \d+", re.IGNORECASE)
_PAIR = re.compile(
    r"(?<![\d.])[+-]?(?:[0-8]?\d|90)\.\d{4,}°?\s?[NS]?[,;/ ]\s*[+-]?(?:1[0-7]\d|0?\d{1,2}|180)\.\d{4,}(?![\d.])"
)
_SEXAGESIMAL = re.compile(r"\d{1,3} ?° ?\d{1,2} ?['\u2032\u2019](?: ?\d{1,2}(?:\.\d+)? ?[\"\u2033\u201d])? ?[NSEW]\b")
_STATE_ZIP = re.compile(r"\b(?P<state>[A-Z]{2}),? (?P<zip>\d{5})(?:-\d{4})?(?![\w-])")
_NAMED_ZIP = re.compile(r"\bzip(?:[ -]?code)?[ :#]+\d{5}\b", re.IGNORECASE)


def _is_zip(match: re.Match[str]) -> bool:
    return state_of_zip3().get(match["zip"][:3]) == state_code(match["state"])


def _is_lower(match: re.Match[str]) -> bool:
    return not re.search(r"\b(?:lead|view|year|day|hour|week|month|mg|ml)s?\b", match[0], re.IGNORECASE)


PLACES = (
    Pattern("B", "a street address", _TITLE, _is_lower, digits=1),
    Pattern("B", "a street address", _TITLE_SHORT, _is_lower, digits=1),
    Pattern(
        "B",
        "a street address",
        _LOWER,
        _is_lower,
        near=("street", "avenue", "boulevard", "highway", "parkway"),
        digits=1,
    ),
    Pattern("B", "a street address", _WHOLE, _is_lower, digits=1),
    Pattern("B", "a post office box", _BOX, near=("box",), digits=1),
    Pattern("B", "coordinates", _PAIR, near=(".",), digits=4),
    Pattern("B", "coordinates", _SEXAGESIMAL, near=("\u00b0",)),
    Pattern("B", "a ZIP code", _STATE_ZIP, _is_zip, digits=5),
    Pattern("B", "a ZIP code", _NAMED_ZIP, near=("zip",), digits=5),
)
"""Addresses and geocodes."""
