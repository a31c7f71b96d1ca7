"""Numbers that a government gives: social security, taxpayer, provider, Medicare."""

from __future__ import annotations

import re

from deid.safe_harbor.numbers.checks import is_digits, luhn
from deid.safe_harbor.numbers.normalise import compact, normalise

_SSN = re.compile(r"(\d{3})([- .]?)(\d{2})\2(\d{4})")
_MBI_LETTER = "[AC-HJKMNP-RT-Y]"
_MBI_EITHER = "[0-9AC-HJKMNP-RT-Y]"
_MBI = re.compile(
    rf"[1-9]{_MBI_LETTER}{_MBI_EITHER}\d{_MBI_LETTER}{_MBI_EITHER}\d{_MBI_LETTER}{{2}}\d{{2}}",
)
_HICN = re.compile(r"(\d{9})(?:[ADEFKTW][1-9A-Z]?|B[1-9A-Z]?|C[1-9A-Z]|J[1-4]|M1?|W[1-9A-Z]?)")
_RAILROAD = re.compile(r"(?:A|MA|WA|CA|PA|JA|H|MH|WH|WCA|WCH|PH|WD|WCD|PD)(\d{6}|\d{9})")
_DEA = re.compile(r"[A-HJ-MPRSTUX][A-Z9]\d{7}")


def _ssn_parts(text: str) -> tuple[int, int, int] | None:
    found = _SSN.fullmatch(normalise(text).strip())
    return (int(found[1]), int(found[3]), int(found[4])) if found and found[0].isascii() else None


def is_ssn(text: str) -> bool:
    """A social security number that the SSA could have issued: area, group and serial are possible."""
    parts = _ssn_parts(text)
    return bool(parts and parts[0] not in (0, 666) and parts[0] < 900 and parts[1] and parts[2])


def is_itin(text: str) -> bool:
    """An IRS taxpayer number: 9xx with group 50-65, 70-88, 90-92 or 94-99 (93 is an ATIN, taken too)."""
    parts = _ssn_parts(text)
    return bool(parts and parts[0] >= 900 and (50 <= parts[1] <= 65 or 70 <= parts[1] <= 88 or parts[1] >= 90))


def is_npi(text: str) -> bool:
    """A National Provider Identifier: ten digits from 1 or 2, Luhn over ``80840`` and the number."""
    number = compact(text)
    return len(number) == 10 and number[0] in "12" and luhn("80840" + number)


def is_dea(text: str) -> bool:
    """A DEA registration number, with its check digit."""
    number = compact(text)
    if not (number.isascii() and _DEA.fullmatch(number)):
        return False
    digits = [int(d) for d in number[2:]]
    return (sum(digits[0:6:2]) + 2 * sum(digits[1:6:2])) % 10 == digits[6]


def is_mbi(text: str) -> bool:
    """A Medicare Beneficiary Identifier (CMS format, letters without S, L, O, I, B, Z), dashes optional."""
    number = compact(text)
    return number.isascii() and _MBI.fullmatch(number) is not None


def is_hicn(text: str) -> bool:
    """An old Medicare claim number: a social security number and a suffix, or a railroad prefix and digits."""
    number = compact(text)
    if not number.isascii():
        return False
    found = _HICN.fullmatch(number)
    if found:
        return is_ssn(found[1])
    railroad = _RAILROAD.fullmatch(number)
    return railroad is not None and (len(railroad[1]) == 6 or is_ssn(railroad[1]))


def is_nine_digits(text: str) -> bool:
    """Nine digits with or without separators: the shape that an SSN shares with much else."""
    return is_digits(re.sub(r"[- .]", "", normalise(text).strip())) and _ssn_parts(text) is not None
