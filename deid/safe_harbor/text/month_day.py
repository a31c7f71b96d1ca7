"""A month and a day in digits without a year: ``3/4``, by the company that it keeps."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from deid.identifiers import Finding, Identifier
from deid.safe_harbor import resources
from deid.safe_harbor.text.document import Document
from deid.safe_harbor.text.finder import at_digits
from deid.safe_harbor.text.fractions import is_clinical, word_before

_PAIR = r"(?:0?[1-9]|1[0-2])/(?:3[01]|[12]\d|0?[1-9])"
_FOUND = re.compile(rf"(?<![\w./-])(?<!\d\s){_PAIR}(?:\s?-\s?{_PAIR})?(?![\w/%]|[-.]\d)")
_NEAR = 10
# Halves, thirds, quarters, fifths, sixths, eighths and tenths are fractions unless their company tells otherwise.
_FRACTIONS = frozenset(("2", "3", "4", "5", "6", "8", "10"))
_LINKED = re.compile(r"\s?(?:,|and|&|or|,\sand|-|to|through|thru|until|,\sthen)\s?")
_BEFORE = frozenset(resources.word_list("before a month and a day"))
_FIRST = re.compile(r"(?:(?:^|\n)[^\S\n]*[-*\u2022]?|[.;!?]\s|[(\[])\s{0,2}\Z")
_NEAR_START = 6
_BEHIND = re.compile(
    r"\s?(?::(?!\d)|-(?=\s|[a-z])|\)|\]|@|\Z|\n|at\s\d|am\b|pm\b|a\.m|p\.m|(?:visit|appt|appointment|labs?|clinic|note|cxr|ct|mri|echo|bcx|ucx|cx|admission|surgery"
    r"|procedure|ngtd|evening|morning|night|afternoon|followup|follow-up|f/u|discharge|dc|imaging|scan|film|films|biopsy|path|he|she|pt|patient|s/p)\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class MonthAndDay:
    """Finds months with days in digits: where a date is due, and in a row with another."""

    name: str = "month_and_day_by_company"
    identifier: Identifier = Identifier.DATE_OR_AGE
    description: str = "A month and a day in digits that no measure, score or dose explains."

    def find(self, document: Document) -> Iterator[Finding]:
        """See :class:`~deid.safe_harbor.text.finder.Finder`."""
        if "/" not in document.text:
            return
        text = document.text
        pairs = [found.span() for found in at_digits(_FOUND, document)]
        free = [_is_padded(text[start:end]) or not is_clinical(text, start, end) for start, end in pairs]
        dated = [ok and _is_date(text, *pair) for ok, pair in zip(free, pairs, strict=True)]
        for first, second in zip(range(len(pairs)), range(1, len(pairs)), strict=False):
            if dated[first] and free[second] and _linked(text, pairs[first][1], pairs[second][0]):
                dated[second] = True
        for second in range(len(pairs) - 1, 0, -1):
            if dated[second] and free[second - 1] and _linked(text, pairs[second - 1][1], pairs[second][0]):
                dated[second - 1] = True
        for (start, end), found in zip(pairs, dated, strict=True):
            if found:
                yield Finding(start, end, self.identifier, self.name, 0.8)


def _is_padded(pair: str) -> bool:
    """A zero before the month or the day, which no fraction has."""
    return pair[0] == "0" or "/0" in pair


def _linked(text: str, end: int, start: int) -> bool:
    return start - end < _NEAR and _LINKED.fullmatch(text, end, start) is not None


def _is_date(text: str, start: int, end: int) -> bool:
    pair = text[start:end]
    if "-" in pair:
        return True
    month, day = pair.split("/")
    if _is_padded(pair):
        return True
    plain = day in _FRACTIONS or int(day) == int(month)
    if not plain:
        return True
    if word_before(text, start) in _BEFORE:
        return True
    first = _FIRST.search(text, max(0, start - _NEAR_START), start) if start else True
    return bool(first) and _BEHIND.match(text, end) is not None
