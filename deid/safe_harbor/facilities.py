"""Names of hospitals, wards and employers."""

from __future__ import annotations

import re

from deid.safe_harbor.numbers.normalise import normalise

_FACILITY = re.compile(
    (
        r"\b(?:hospitals?|hosp|clinics?|medical (?:center|centre|group|associates|practice"
        r"|college)|med(?:ical)? ctr|health(?:care)? (?:center|centre|system|systems|alliance"
        r"|services|network|group|partners|department|plan)|healthcare|infirmary|sanatorium"
        r"|hospice|nursing (?:home|center|facility)|rehabilitation (?:center|hospital|facility)"
        r"|rehab center|surgery center|surgical center|cancer (?:center|institute)"
        r"|heart institute|eye institute|children'?s|memorial|physicians|pediatrics|family "
        r"(?:practice|medicine|health)"
        r"|dialysis center|urgent care|walk-in|pharmacy|laborator(?:y|ies)|imaging (?:center"
        r"|associates)|radiology associates|birth(?:ing)? center|veterans affairs|va medical|hmo"
        r"|ward|pavilion"
        r"|institute of|department of|univ(?:ersity)? (?:hospital|medical)|assisted living|care "
        r"(?:center|centre|home)|healthplex|polyclinic|pc|lllp)\b"
    ),
    re.IGNORECASE,
)
_WARD = re.compile(
    (
        r"\b(?:ward|unit|wing|pavilion|floor|room|rm|bed|icu|nicu|picu|ccu|micu|sicu"
        r"|pod)\s*[-#]?\s*\d{0,3}[a-z]?\b"
    ),
    re.IGNORECASE,
)
_EMPLOYER = re.compile(
    (
        r"\b(?:inc|incorporated|corp|corporation|co|company|llc|llp|lp|ltd|limited|plc|gmbh|ag|sa"
        r"|pllc|pc|holdings?|group|partners|associates|industries|enterprises|systems|solutions"
        r"|university|college|school|academy|bank|insurance|foundation|services|and sons|& sons"
        r"|brothers|bros)\.?$"
    ),
    re.IGNORECASE,
)


def _cell(text: str) -> str:
    cell = " ".join(normalise(text).split())
    return cell if len(cell) <= 120 else ""


def looks_like_facility(text: str) -> bool:
    """The name of a hospital, clinic, practice, laboratory or ward, and not only the word for one."""
    cell = _cell(text)
    found = _FACILITY.search(cell)
    if found is None:
        return False
    return len(cell.split()) > len(found[0].split()) or _WARD.fullmatch(cell) is not None


def looks_like_ward(text: str) -> bool:
    """A ward, room or bed with its number."""
    cell = _cell(text)
    return any(ch.isdigit() for ch in cell) and _WARD.fullmatch(cell) is not None


def looks_like_employer(text: str) -> bool:
    """The name of a company or institution, by its last word."""
    cell = _cell(text).rstrip(",")
    return len(cell.split()) > 1 and _EMPLOYER.search(cell) is not None
