"""A text without what was found in it: a typed tag stands where an identifier stood."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from deid.identifiers import Finding, Identifier
from deid.safe_harbor.geography import zip3
from deid.safe_harbor.text.date_finders import AGE_FINDERS

_TAGS = {
    Identifier.NAME: "[NAME]",
    Identifier.GEOGRAPHY: "[PLACE]",
    Identifier.DATE_OR_AGE: "[DATE]",
    Identifier.TELEPHONE: "[PHONE]",
    Identifier.FAX: "[FAX]",
    Identifier.EMAIL: "[EMAIL]",
    Identifier.SOCIAL_SECURITY: "[SSN]",
    Identifier.MEDICAL_RECORD: "[RECORD]",
    Identifier.HEALTH_PLAN: "[PLAN]",
    Identifier.ACCOUNT: "[ACCOUNT]",
    Identifier.CERTIFICATE: "[LICENSE]",
    Identifier.VEHICLE: "[VEHICLE]",
    Identifier.DEVICE: "[DEVICE]",
    Identifier.URL: "[URL]",
    Identifier.IP_ADDRESS: "[IP]",
}
_OTHER = "[ID]"
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_ZIP = re.compile(r"\d{5}(?:-\d{4})?")
_AGES = frozenset(finder.name for finder in AGE_FINDERS)
_OLDEST = 89


@dataclass(frozen=True, slots=True)
class Style:
    """What stands where an identifier stood.

    Attributes:
        tags: a typed tag such as ``[NAME]``; without tags the identifier is just cut out.
        reduced: what Safe Harbor lets stay does: the year of a date, ``90+`` for an age, the first three digits of a
            ZIP code where more than 20,000 people live there.
        latest_year: the last year of the export; a year more than 89 before it tells of an age over 89 and goes.
    """

    tags: bool = True
    reduced: bool = False
    latest_year: int = 0


def scrub(text: str, findings: Iterable[Finding], style: Style | None = None) -> tuple[str, Counter[str]]:
    """The text without its findings, and how many were replaced by letter.

    Args:
        text: the original text.
        findings: in order, without overlaps, with offsets into ``text``.
        style: what stands in their place; typed tags, when it is not given.
    """
    style = style or Style()
    pieces: list[str] = []
    counts: Counter[str] = Counter()
    last, tag = 0, ""
    for finding in findings:
        between = text[last : finding.start]
        fresh = _instead(text[finding.start : finding.end], finding, style)
        counts[finding.identifier.letter] += 1
        if not (tag and fresh == tag and not between.strip(" ,")):
            pieces += (between, fresh)
        last, tag = finding.end, fresh
    return "".join([*pieces, text[last:]]), counts


def _instead(value: str, finding: Finding, style: Style) -> str:
    if style.reduced and (kept := _reduced(value, finding, style)):
        return kept
    return _TAGS.get(finding.identifier, _OTHER) if style.tags else ""


def _reduced(value: str, finding: Finding, style: Style) -> str:
    """What the rule lets stay of a value; empty where that is nothing."""
    if finding.identifier is Identifier.DATE_OR_AGE:
        if finding.finder in _AGES:
            return "90+"
        years = set(_YEAR.findall(value))
        recent = len(years) == 1 and style.latest_year - _OLDEST <= int(min(years)) <= style.latest_year
        return min(years) if recent else ""
    if finding.identifier is Identifier.GEOGRAPHY and _ZIP.fullmatch(value):
        return zip3(value)
    return ""
