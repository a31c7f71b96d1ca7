"""Numbers that name one person or thing: (G) to (M), (R)."""

from __future__ import annotations

import re

from deid.release.check.patterns.base import Pattern, luhn, verhoeff
from deid.release.check.registry import is_registered

_VIN_VALUES = {
    **{str(digit): digit for digit in range(10)},
    **dict(zip("ABCDEFGH", range(1, 9), strict=True)),
}
_VIN_VALUES |= dict(zip("JKLMNPR", (1, 2, 3, 4, 5, 7, 9), strict=True))
_VIN_VALUES |= dict(zip("STUVWXYZ", range(2, 10), strict=True))
_VIN_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)
_PARTITIONS = frozenset({"00", "01", "02", "03", "04", "05", "10", "11", "12", "13", "14", "15"})
_ALPHA = "[AC-HJKMNP-RT-Y]"
_ALNUM = "[AC-HJKMNP-RT-Y0-9]"
_MBI = rf"[1-9]{_ALPHA}{_ALNUM}\d-?{_ALPHA}{_ALNUM}\d-?{_ALPHA}{{2}}\d{{2}}"
_UNIT_BEHIND = re.compile(
    r"\.\d|,\d{3}| ?(?:UNT|U|IU|units?|MG|MCG|ML|G|L|MEQ|MMOL|CFU|PFU|cells?|copies|vp|vg|TCID50|%|/)(?![a-z])",
    re.IGNORECASE,
)
_VARIANT = re.compile(r"(?<![A-Za-z])rs$")
"""What stands before the number of a variant in dbSNP."""
_NDC = re.compile(r"NDC[ :#]*$", re.IGNORECASE)
_CODING_SYSTEM = re.compile(r"2\.16\.840\.1\.113883\.\d[\d.]*")
_SSN = re.compile(r"(?<![\w-])\d{3}-\d\d-\d{4}(?![\w-])")
_SSN_SPACED = re.compile(r"(?<![\w.,-])(?!000|666)[0-8]\d\d (?!00)\d\d (?!0000)\d{4}(?![\w.,-])")
_SSN_LABELLED = re.compile(r"\bSSN?[ :#]+\d{3}[- ]?\d\d[- ]?\d{4}\b", re.IGNORECASE)
_RECORD = re.compile(r"\b(?:MRN|(?:medical record|chart) (?:number|no\.?|#))[ :#]+[A-Z]{0,4}-?\d{3,}", re.IGNORECASE)
_MEDICARE = re.compile(rf"(?<![\w-]){_MBI}(?![\w-])")
_CARD = re.compile(r"(?<![\w.-])(?:[3-6]\d{3}(?:[ -]?\d{4}){2}[ -]?\d{1,7}|3[47]\d\d[ -]\d{6}[ -]\d{5})(?![\w-]|\.\d)")
_VIN = re.compile(r"(?<!\w)[A-HJ-NPR-Z0-9]{17}(?!\w)", re.IGNORECASE)
_UDI = re.compile(r"\(01\) ?\d{14}|\((?:21|10)\)[A-Za-z0-9]{4,20}|\bUDI[ :#]+\S*\d{4}")
_UUID = re.compile(r"(?<![0-9a-fA-F])[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}(?![0-9a-fA-F])")
_UID = re.compile(r"(?<![\w.])(?:[0-2](?:\.(?:0|[1-9]\d*)){5,}(?!\w)|2\.25\.\d{10,})")
_LONG = re.compile(r"(?<![\d.,])\d{7,}(?!\d)")


def _is_vin(match: re.Match[str]) -> bool:
    vin = match[0].upper()
    if sum(character.isdigit() for character in vin) < 3 or vin.isdigit():
        return False
    total = sum(_VIN_VALUES[character] * weight for character, weight in zip(vin, _VIN_WEIGHTS, strict=True))
    return vin[8] == "0123456789X"[total % 11]


def _is_card(match: re.Match[str]) -> bool:
    digits = re.sub(r"\D", "", match[0])
    return 13 <= len(digits) <= 19 and digits[0] in "3456" and luhn(digits) and not is_snomed(digits)


def is_snomed(digits: str) -> bool:
    """An identifier of SNOMED CT: 6 to 18 digits with partition and check digit."""
    return 6 <= len(digits) <= 18 and digits[0] != "0" and digits[-3:-1] in _PARTITIONS and verhoeff(digits)


def is_registered_uid(uid: str) -> bool:
    """A UID of the DICOM standard (PS3.6 annex A) or of a public coding system: it names a class, no instance."""
    return is_registered(uid) or _CODING_SYSTEM.fullmatch(uid) is not None


def _is_instance_uid(match: re.Match[str]) -> bool:
    uid = match[0]
    return len(uid) >= 12 and not is_registered_uid(uid) and not uid.startswith("1.2.840.10008.")


def _is_long_number(match: re.Match[str]) -> bool:
    digits = match[0]
    if is_snomed(digits) or digits.endswith("0000"):
        return False
    behind = match.string[match.end() : match.end() + 10]
    if _UNIT_BEHIND.match(behind):
        return False
    before = match.string[: match.start()]
    if _VARIANT.search(before) and len(digits) <= 10:
        return False
    return not (len(digits) in (10, 11) and _NDC.search(before))


NUMBERS = (
    Pattern("G", "a social security number", _SSN, near=("-",), digits=4),
    Pattern("G", "a social security number", _SSN_SPACED, digits=4),
    Pattern("G", "a social security number", _SSN_LABELLED, near=("ss",), digits=4),
    Pattern("H", "a labelled record number", _RECORD, near=("mrn", "record", "chart"), digits=3),
    Pattern("I", "a Medicare number", _MEDICARE, digits=2),
    Pattern("J", "a payment card", _CARD, _is_card, digits=4),
    Pattern("L", "a vehicle identification number", _VIN, _is_vin, digits=1),
    Pattern("M", "a device identifier", _UDI, near=("(01)", "(21)", "(10)", "udi")),
    Pattern("R", "a UUID", _UUID, near=("-",)),
    Pattern("R", "an instance UID", _UID, _is_instance_uid, near=(".",)),
    Pattern("R", "a long number", _LONG, _is_long_number, digits=7),
)
"""In the order of their letters."""
