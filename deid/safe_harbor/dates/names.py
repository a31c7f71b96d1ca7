"""Parts of a date that stand alone: times of day, names of days, months, quarters, seasons."""

from __future__ import annotations

import re

from deid.safe_harbor.dates.formats import CLOCK, MONTH, WEEKDAY
from deid.safe_harbor.numbers.normalise import normalise

_TIME = re.compile(rf"{CLOCK}|[01]?\d{{3}}\s?h(?:rs|ours)?\.?|noon|midnight", re.ASCII)
_MONTH = re.compile(MONTH)
_WEEKDAY = re.compile(WEEKDAY)
_QUARTER = re.compile(
    r"(?:\d{4}[- /]?)?q[1-4](?:[- /']?\d{2,4})?|(?:1st|2nd|3rd|4th|first|second|third"
    r"|fourth) quarter(?: of)?(?: \d{4})?"
)
_SEASONS = frozenset({"spring", "summer", "autumn", "fall", "winter"})


def _cell(text: str) -> str:
    return " ".join(normalise(text).lower().split()) if len(text) <= 60 else ""


def is_time_of_day(text: str) -> bool:
    """A time of day: ``10:22``, ``10:22:11.5``, ``10 pm``, ``1022 hrs``."""
    cell = _cell(text)
    if not _TIME.fullmatch(cell):
        return False
    numbers = [int(number) for number in re.findall(r"\d+", cell)[:2]]
    return not (":" in cell and (numbers[0] > 24 or numbers[1] > 59))


def is_month_name(text: str) -> bool:
    """The name of a month, whole or short."""
    return _MONTH.fullmatch(_cell(text)) is not None


def is_weekday(text: str) -> bool:
    """The name of a day of the week, whole or short."""
    return _WEEKDAY.fullmatch(_cell(text)) is not None


def is_quarter(text: str) -> bool:
    """A quarter of a year: ``Q3``, ``2021-Q3``, ``third quarter``."""
    return _QUARTER.fullmatch(_cell(text)) is not None


def is_season(text: str) -> bool:
    """The name of a season."""
    return _cell(text) in _SEASONS
