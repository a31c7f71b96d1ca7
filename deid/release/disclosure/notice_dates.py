"""When a published notice was last updated, as it says itself, in the notations that notices use."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from dateutil import parser

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_NUMBERS = "|".join(rf"\d{{4}}{sign}\d{{1,2}}{sign}\d{{1,2}}" for sign in ("-", "/", r"\."))
_NUMBERS += "|" + "|".join(rf"\d{{1,2}}{sign}\d{{1,2}}{sign}(?:\d{{4}}|\d{{2}})(?!\d)" for sign in ("-", "/", r"\."))
_DATE = (
    rf"{_MONTH}[ -]{_DAY},?[ -]+\d{{4}}|{_DAY}(?: day of|[ -])?[ -]?(?:of )?{_MONTH},?[ -]\d{{4}}|{_MONTH},? \d{{4}}|"
    + _NUMBERS
)
_UPDATED = (
    r"(?:updated?|revised|reviewed|modified|amended|changed|last (?:update|revision|review|change)|revision date|"
    r"date of (?:the )?(?:last |latest )?(?:update|revision|review|change)|rev\.)"
)
_EFFECTIVE = (
    r"(?:effective|in effect|in force|posted|published|dated|version(?: [\d.]+)?|revision(?: [\d.]+)?|current as of)"
)
_AFTER = r"\b{label}[^.\d\n]{{0,40}}?(?<![\w/.-])(?P<date>{date})"
_BEFORE = r"(?<![\w/.-])(?P<date>{date})[ ,:;()-]{{1,4}}(?:last )?{label}\b"


def _patterns(label: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(form.format(label=label, date=_DATE), re.IGNORECASE) for form in (_AFTER, _BEFORE))


_LABELLED = tuple(map(_patterns, (_UPDATED, _EFFECTIVE)))
_FIRST_DAY = datetime.datetime(1, 1, 1)


def date_of(text: str) -> datetime.date | None:
    """The latest date on which a notice says that it was updated; where it says none, on which it took effect.

    Of a month without a day it is the first; of numbers alone the month comes first, as notices under the law of
    California write it, unless it cannot be one.
    """
    for patterns in _LABELLED:
        found = [day for pattern in patterns for day in _days(text, pattern)]
        if found:
            return max(found)
    return None


def _days(text: str, pattern: re.Pattern[str]) -> Iterator[datetime.date]:
    for match in pattern.finditer(text):
        written = re.sub(r"\b(?:day )?of ", "", match["date"], flags=re.IGNORECASE)
        try:
            yield parser.parse(written, default=_FIRST_DAY).date()
        except (ValueError, OverflowError):
            continue
