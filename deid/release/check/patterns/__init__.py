"""The check's own detectors: how each identifier shows in a text that was kept."""

from __future__ import annotations

import re

from deid.release.check.patterns.base import Pattern, plain
from deid.release.check.patterns.contact import CONTACT
from deid.release.check.patterns.dates import DATES
from deid.release.check.patterns.numbers import NUMBERS, is_snomed
from deid.release.check.patterns.places import PLACES

ALL: tuple[Pattern, ...] = (*PLACES, *DATES, *CONTACT, *NUMBERS)
# Nothing without one of these can match any pattern.
_WORTH = re.compile(r"[\d@\u00b0]|://|www|[(\[]at[\])]|\.[a-z]{2}|genarian|centenarian", re.IGNORECASE)
_DIGITS = re.compile(r"\d+", re.ASCII)
_AMOUNT = re.compile(r"\s*[+-]?[$\u20ac\u00a3]?\d{1,8}\s*")
_MEASURED = re.compile(r"\s*[<>]?=?\s*\d{7}(?:\.0*)?\s*")
_MEASURING = frozenset({"measurement", "attribute_value"})
_CODE_SHAPES = re.compile(
    r"\d{1,7}-\d"  # LOINC
    r"|[A-TV-Z]\d[\dAB](?:\.?[\dA-Z]{1,4})?"  # ICD-10
    r"|[EV]?\d{2,3}\.\d{1,2}"  # ICD-9
    r"|\d{4}[\dFTU]|[A-V]\d{4}"  # CPT, HCPCS
    r"|\d{4,5}-\d{3,4}-\d{1,2}|\d{5}-\d{3,4}|\d{10,11}"  # NDC
    r"|\d{1,8}"  # RxNorm, CVX
    r"|20000\d{5}"  # a site's own concepts in OMOP
    r"|(?!(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])[0-2]\d[0-5]\d[0-5]\d)\d{14}|\d\d(?:-\d\d){6}"  # GPI
    r"|[1-9]\d{12,14}1[0-5]\d"  # SNOMED CT extensions, also such as went through a spreadsheet and lost the last digit
    r"|[0-9A-HJ-NP-Z]{7}"  # ICD-10-PCS
    r"|(?:LA|LP|MTHU|C|D|RID)\d{1,9}(?:-\d)?|[A-Z]-?[A-F0-9]{5}"  # LOINC parts, UMLS, MeSH, RadLex, SRT
)


def findings(text: str, kind: str = "") -> frozenset[tuple[str, str]]:
    """What a text that was kept gives away, as letters of the rule with what was seen.

    Args:
        text: one cell or value.
        kind: what its field holds; codes of public systems, plain amounts and measured values are no
            long numbers.
    """
    if not _WORTH.search(text) and text.isascii():
        return frozenset()
    cell = plain(text)
    if (kind == "public_code" and is_public_code(cell)) or (kind == "amount" and _AMOUNT.fullmatch(cell)):
        return frozenset()
    if kind in _MEASURING and _MEASURED.fullmatch(cell):
        return frozenset()
    lowered, longest = cell.lower(), max(map(len, _DIGITS.findall(cell)), default=0)
    return frozenset(
        (pattern.letter, pattern.says) for pattern in ALL if pattern.can_match(lowered, longest) and pattern.found(cell)
    )


def is_public_code(cell: str) -> bool:
    """A cell of the shape that a public code system publishes: SNOMED CT, LOINC, ICD, CPT, NDC, RxNorm."""
    code = cell.strip()
    return _CODE_SHAPES.fullmatch(code) is not None or (code.isdigit() and is_snomed(code))


__all__ = ["ALL", "Pattern", "findings", "is_public_code", "plain"]
