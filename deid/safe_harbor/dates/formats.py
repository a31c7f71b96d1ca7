"""The notations of a date, as patterns over the normal form in lower case."""

from __future__ import annotations

import re

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august",
            "sep sept september", "oct october", "nov november", "dec december",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
MONTH = (
    r"(?P<mon>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
WEEKDAY = (
    r"(?:mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|sat"
    r"(?:urday)?|sun(?:day)?)\.?"
)
_CLOCK = r"\d{1,2}(?::\d{2}(?::\d{2}(?:[.,:]\d{1,9})?)?(?: ?[ap]\.?m\.?)?| ?[ap]\.?m\.?)"
_ZONE = r"(?: ?(?:z|utc|gmt|[a-z]{2,5}t)|(?: ?(?:utc|gmt))? ?[+-]\d{1,2}(?::?\d{2})?)?(?: ?\[[a-z_/]{3,40}\])?"
CLOCK = rf"{_CLOCK}{_ZONE}"
TIME = rf"(?P<time>(?:t|,? ?(?:at |@ ?)?|:){CLOCK}|t\d{{2}}(?:\d{{2}}(?:\d{{2}}(?:\.\d{{1,9}})?)?)?{_ZONE})?"
_DAY = r"(?P<d>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<y>\d{4}|'?\d{2})"
_WEEKDAY_FIRST = rf"(?:{WEEKDAY},? )?"


def _compile(*patterns: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, re.ASCII) for pattern in patterns)


DIGITS_FIRST = _compile(
    rf"(?P<y>\d{{4}})(?P<s>[-/.])(?P<m>\d{{1,2}})(?P=s)(?P<d>\d{{1,2}}){TIME}",
    rf"(?P<a>\d{{1,2}}) ?(?P<s>[-/.]) ?(?P<b>\d{{1,2}}) ?(?P=s) ?(?P<y>\d{{4}}|\d{{2}}){TIME}",
    (
        rf"(?P<y>\d{{4}})(?P<m>\d{{2}})(?P<d>\d{{2}})(?:\.0+)?(?P<time>[t ]?\d{{2}}:?\d{{2}}"
        rf"(?::?\d{{2}}(?:\.\d{{1,6}})?)?{_ZONE}|[t ]?\d{{2}})?"
    ),
    r"(?P<y>\d{4})[-/](?P<m>\d{1,2})",
    r"(?P<m>\d{1,2})[-/](?P<y>\d{4})",
    r"(?P<y>\d{4})(?:\.0+)?",
    rf"{_DAY}(?: of |[ -/.]?){MONTH}(?: of |,? ?|[-/.]){_YEAR}{TIME}",
    rf"(?P<y>\d{{4}})[ -/.]?{MONTH}[ -/.]?{_DAY}{TIME}",
    rf"(?P<y>\d{{4}})[ -/]{MONTH}",
    r"(?P<y>\d{4})-?w(?P<week>\d{2})(?:-?(?P<weekday>[1-7]))?",
    r"(?P<y>\d{4})-(?P<yday>\d{3})",
    r"(?P<y>\d{4})[- /]?q(?P<quarter>[1-4])|q(?P<quarter2>[1-4])[- /]?(?P<y2>\d{4})",
)
LETTERS_FIRST = _compile(
    rf"{_WEEKDAY_FIRST}{MONTH}[ -/]?{_DAY}(?:,? |[-/,]){_YEAR}{TIME}",
    rf"{_WEEKDAY_FIRST}{_DAY}(?: of |[ -/.]?){MONTH}(?: of |,? ?|[-/.]){_YEAR}{TIME}",
    rf"{MONTH}(?: of |,? |[-/])(?P<y>\d{{4}})",
    rf"(?:{WEEKDAY} )?{MONTH} {{1,2}}{_DAY} (?P<time>{CLOCK}) (?P<y>\d{{4}})",
    rf"{WEEKDAY},? (?P<a>\d{{1,2}})(?P<s>[-/.])(?P<b>\d{{1,2}})(?P=s)(?P<y>\d{{4}}|\d{{2}}){TIME}",
    rf"{WEEKDAY},? (?P<y>\d{{4}})(?P<s>[-/.])(?P<m>\d{{1,2}})(?P=s)(?P<d>\d{{1,2}}){TIME}",
    r"q(?P<quarter>[1-4])[- /]?(?P<y>\d{4})",
)
MONTH_AND_DAY = _compile(
    rf"{_WEEKDAY_FIRST}{MONTH}[ -]?{_DAY}",
    rf"{_WEEKDAY_FIRST}{_DAY}(?: of |[ -]?){MONTH}",
    r"(?P<a>\d{1,2})[/-](?P<b>\d{1,2})",
    r"--(?P<m>\d{2})-?(?P<d>\d{2})",
)
