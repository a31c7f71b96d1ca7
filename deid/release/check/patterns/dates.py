"""Dates finer than a year, times of day, and ages over 89: (C)."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from deid.release.check.patterns.base import Pattern

_MONTHS = {
    name: number
    for number, names in enumerate(
        "january,jan february,feb march,mar april,apr may june,jun july,jul august,aug september,sept,sep "
        "october,oct november,nov december,dec".split(),
        1,
    )
    for name in names.split(",")
}
_MONTH = rf"(?P<month>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\.?"
_NEAR_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_FULL_MONTH = "January|February|April|June|July|August|September|October|November|December"
_YEAR = r"(?P<year>(?:1[89]|20)\d\d)"
_ISO = re.compile(rf"(?<![\d.]){_YEAR}(?P<s>[-/.])(?P<m>\d\d?)(?P=s)(?P<d>\d\d?)(?!\d|\.\d|-\d)")
_NUMERIC = re.compile(rf"(?<![\d./-])(?P<a>\d\d?)(?P<s>[-/.])(?P<b>\d\d?)(?P=s){_YEAR}(?!\d|[./-]\d)")
_SHORT = re.compile(
    r"(?<![\w./-])(?P<a>\d\d?)/(?P<b>\d\d?)/(?P<year>\d\d)(?![\w/.-])(?! ?(?:mg|mcg|ml|g|unt|%))",
    re.IGNORECASE,
)
_VAGUE = re.compile(r"(?<![\w./-])(?P<a>\d\d?)(?P<s>[-.])(?P<b>\d\d?)(?P=s)(?P<year>\d\d)(?![\w/.-])")
_PACKED = re.compile(r"(?<!\d)(?P<digits>\d{8}|\d{12}|\d{14})(?!\d)")
_DAY_FIRST = re.compile(
    rf"(?<![\w.])(?P<a>\d\d?)(?:st|nd|rd|th)?(?: of)?[ -]?{_MONTH}[ ,-]*"
    r"(?P<year>(?:(?:1[89]|20)\d\d|(?<=-)\d\d))(?!\w)",
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(
    rf"(?<!\w){_MONTH} ?(?P<a>\d\d?)(?:st|nd|rd|th)?(?:, ?| )(?P<year>(?:1[89]|20)\d\d)(?!\w)", re.IGNORECASE
)
_MONTH_YEAR = re.compile(
    rf"(?<!\w)(?:{_FULL_MONTH}|March|May|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)[ .,-]{{1,2}}(?:19|20)\d\d(?!\w)"
)
_MONTH_DAY = re.compile(
    rf"(?<!\w)(?:{_FULL_MONTH}) (?:[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?(?!\w)(?! ?(?:mg|ml|%|percent))"
)
_WHOLE_MONTH = re.compile(r"\A\s{0,9}(?:(?:19|20)\d\d[-/](?:0[1-9]|1[0-2])|(?:0[1-9]|1[0-2])/(?:19|20)\d\d)\s{0,9}\Z")
_QUARTER = re.compile(r"(?<!\w)(?:(?:19|20)\d\d[- ]?Q[1-4]|Q[1-4][- ]?(?:19|20)\d\d)(?!\w)")
_TIME = re.compile(
    r"(?<![\w.:*+/-])(?:(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?"
    r"|(?:[1-9]|1[0-2])(?::[0-5]\d)? ?[ap]\.?m\b\.?)(?![\w:])",
    re.IGNORECASE,
)
_PRESCRIBED = re.compile(
    r"\b(?:daily|every|each|once|twice|take|tab(?:let)?s?|cap(?:sule)?s?|doses?|units?|puffs?|drops?|[btq]id|q[ahpd]m?s?|nightly"
    r"|bedtime|meals?|breakfast|dinner|prn|by mouth|po|q\d{1,2}h|mg|ml|mcg)\b",
    re.IGNORECASE,
)
_STAMP = re.compile(r"\d\d[T ](?:[01]\d|2[0-3]):[0-5]\d")
_OLD = r"(?:9\d|1[0-2]\d)"
_NO_AGE = r"\w|\.?\d|\+|%| ?(?:and|or) (?:over|older|above)| ?(?:days?|weeks?|wks?|months?|mos?|hours?|minutes?)\b"
_AGE = re.compile(
    rf"(?<![\w.,/+-]){_OLD}(?:\.\d+)?(?: ?- ?|\s)?"
    r"(?:y(?:ea)?rs?[- ]old|year[- ]old|y\.?/?o\.?(?!\w)|yrs? old|years of age)"
    rf"|\b(?:aged?|age[:=]|age (?:of|is|was|at \w+[:=]?)|turned)[ :=]*{_OLD}(?!{_NO_AGE})"
    r"|\b(?:non|super)?(?:agenarian|centenarian)\b",
    re.IGNORECASE,
)


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        datetime.date(year, month, day)
    except ValueError:
        return False
    return True


def _either(match: re.Match[str]) -> bool:
    return any(True for _ in _readings(match))


def _readings(match: re.Match[str]) -> Iterator[str]:
    """The days that two numbers and a year can mean, as YYYYMMDD."""
    year = _full_year(match["year"])
    a, b = int(match["a"]), int(match["b"])
    for month, day in ((a, b), (b, a)):
        if _is_day(year, month, day):
            yield f"{year:04d}{month:02d}{day:02d}"


def _full_year(text: str) -> int:
    if len(text) == 4:
        return int(text)
    return (1900 if int(text) > 30 else 2000) + int(text)


def _is_iso(match: re.Match[str]) -> bool:
    return _is_day(int(match["year"]), int(match["m"]), int(match["d"]))


def _is_written(match: re.Match[str]) -> bool:
    return _is_day(_full_year(match["year"]), _MONTHS[match["month"].lower().rstrip(".")], int(match["a"]))


def _is_time(match: re.Match[str]) -> bool:
    before = match.string[: match.start()]
    # HLA alleles are written as two numbers with a colon.
    if re.search(r"HLA|D[RQP][AB]?\d?\*?\s*\Z", before):
        return False
    # The hour at which a drug is to be taken is nobody's moment; seconds are none of a prescription.
    return match[0].count(":") > 1 or not _PRESCRIBED.search(match.string)


def days_in(text: str) -> Iterator[str]:
    """Every day that stands in a text, in any notation, also such as are seldom dates, as YYYYMMDD."""
    for match in _ISO.finditer(text):
        if _is_iso(match):
            yield f"{int(match['year']):04d}{int(match['m']):02d}{int(match['d']):02d}"
    for pattern in (_NUMERIC, _SHORT, _VAGUE):
        for match in pattern.finditer(text):
            yield from _readings(match)
    for pattern in (_DAY_FIRST, _MONTH_FIRST):
        for match in pattern.finditer(text):
            if _is_written(match):
                month = _MONTHS[match["month"].lower().rstrip(".")]
                yield f"{_full_year(match['year']):04d}{month:02d}{int(match['a']):02d}"
    for match in _PACKED.finditer(text):
        yield from _packed(match["digits"][:8])


def _packed(digits: str) -> Iterator[str]:
    yield digits
    yield digits[4:] + digits[:4]


DATES = (
    Pattern("C", "a date", _ISO, _is_iso, digits=4),
    Pattern("C", "a date", _NUMERIC, _either, digits=4),
    Pattern("C", "a date", _SHORT, _either, near=("/",)),
    Pattern("C", "a date", _DAY_FIRST, _is_written, near=_NEAR_MONTHS, digits=2),
    Pattern("C", "a date", _MONTH_FIRST, _is_written, near=_NEAR_MONTHS, digits=4),
    Pattern("C", "a month", _MONTH_YEAR, near=_NEAR_MONTHS, digits=4),
    Pattern("C", "a month", _MONTH_DAY, near=_NEAR_MONTHS, digits=1),
    Pattern("C", "a month", _WHOLE_MONTH, digits=4),
    Pattern("C", "a quarter", _QUARTER, near=("q",), digits=4),
    Pattern("C", "a time of day", _TIME, _is_time, near=(":", "am", "pm", "a.m", "p.m"), digits=1),
    Pattern("C", "a time of day", _STAMP, near=(":",)),
    Pattern("C", "an age over 89", _AGE, near=("9", "10", "11", "12", "enarian")),
)
"""Dates, parts of dates, times and ages."""
