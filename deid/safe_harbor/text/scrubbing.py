"""A text without what was found in it: a typed tag stands where an identifier stood."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
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


Instead = Callable[[str, Finding], str | None]
"""What stands in the place of a found value; ``None`` where the style decides."""


@dataclass(frozen=True, slots=True)
class Moved:
    """Where a replaced value stood, and where what stands in its place stands.

    Attributes:
        start: index of its first character in the original text.
        end: index after its last.
        new_start: index of the first character of its replacement in the scrubbed text.
        new_end: index after its last; of a value that fell into the tag before it, that of the tag.
        letter: the identifier.
    """

    start: int
    end: int
    new_start: int
    new_end: int
    letter: str


def scrub(text: str, findings: Iterable[Finding], style: Style | None = None) -> tuple[str, Counter[str]]:
    """The text without its findings, and how many were replaced by letter.

    Args:
        text: the original text.
        findings: in order, without overlaps, with offsets into ``text``.
        style: what stands in their place; typed tags, when it is not given.
    """
    fresh, moved = scrub_with_map(text, findings, style)
    return fresh, Counter(entry.letter for entry in moved)


def scrub_with_map(
    text: str, findings: Iterable[Finding], style: Style | None = None, surrogate: Instead | None = None
) -> tuple[str, list[Moved]]:
    """The text without its findings, and where each of them went.

    Args:
        text: the original text.
        findings: in order, without overlaps, with offsets into ``text``.
        style: what stands in their place; typed tags, when it is not given.
        surrogate: what stands there before the style is asked.
    """
    style = style or Style()
    pieces: list[str] = []
    moved: list[Moved] = []
    last, length, tag = 0, 0, ""
    for finding in findings:
        value, between = text[finding.start : finding.end], text[last : finding.start]
        made = surrogate(value, finding) if surrogate else None
        fresh = _instead(value, finding, style) if made is None else made
        if not (made is None and tag and fresh == tag and not between.strip(" ,")):
            pieces += (between, fresh)
            length += len(between) + len(fresh)
        span = (length - len(fresh), length)
        moved.append(Moved(finding.start, finding.end, *span, finding.identifier.letter))
        last, tag = finding.end, "" if made is not None else fresh
    return "".join([*pieces, text[last:]]), moved


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
