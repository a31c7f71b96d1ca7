"""Reading a date in any of its notations: what year, and how fine."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from deid.safe_harbor.dates.formats import DIGITS_FIRST, LETTERS_FIRST, MONTH_AND_DAY, MONTHS
from deid.safe_harbor.numbers.normalise import normalise

Precision = Literal["year", "month", "day", "time"]

_LONGEST = 64
# Bare digits are read as a date only in this range: a four-digit number is mostly no year.
_EARLIEST, _LATEST = 1850, 2250
_BARE = re.compile(r"\d{5}|\d{4}(?:\.0+)?\Z", re.ASCII)
_YYYYMM = re.compile(r"(\d{4})(0[1-9]|1[0-2])(?:\.0+)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time as a cell gives it.

    Attributes:
        year: the year; of a two-digit year the one in 1969 to 2068.
        precision: the finest part that is given: year, month (also a quarter), day (also a week) or time.
        two_digit_year: the cell gives only two digits of the year, so the century is a guess.
    """

    year: int
    precision: Precision
    two_digit_year: bool = False


def _cell(text: str) -> str:
    return " ".join(normalise(text).lower().split()) if len(text) <= 4 * _LONGEST else ""


def _is_day(year: int, month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]


def _year(text: str) -> tuple[int, bool]:
    digits = text.strip("'")
    if len(digits) == 4:
        return int(digits), False
    short = int(digits)
    return short + (1900 if short >= 69 else 2000), True


def _day_precision(parts: dict[str, str | None], year: int) -> Precision | None:
    first, second = parts.get("a"), parts.get("b")
    if first and second:
        possible = _is_day(year, int(first), int(second)) or _is_day(year, int(second), int(first))
        return ("time" if parts.get("time") else "day") if possible else None
    name = parts.get("mon")
    month = MONTHS[name] if name else int(parts.get("m") or 0)
    day = parts.get("d")
    if day is None:
        return "month" if 1 <= month <= 12 else None
    if not _is_day(year, month, int(day)):
        return None
    return "time" if parts.get("time") else "day"


def _precision(parts: dict[str, str | None], year: int) -> Precision | None:
    if parts.get("quarter") or parts.get("quarter2"):
        return "month"
    if parts.get("week"):
        return "day" if 1 <= int(parts["week"] or 0) <= 53 else None
    if parts.get("yday"):
        return "day" if 1 <= int(parts["yday"] or 0) <= 366 else None
    if not (parts.keys() & {"m", "mon", "a"}):
        return "year"
    return _day_precision(parts, year)


def _read(parts: dict[str, str | None]) -> Moment | None:
    written = parts.get("y") or parts.get("y2")
    if not written:
        return None
    year, two_digits = _year(written)
    if not year >= 1000:
        return None
    precision = _precision(parts, year)
    if precision == "month" and not _EARLIEST <= year <= _LATEST:  # 8500/3 is a histology
        return None
    return Moment(year, precision, two_digits) if precision else None


def parse(text: str) -> Moment | None:
    """The moment that a cell gives, or ``None`` when it gives none with a year.

    Reads ISO 8601 (with time, zone, fractions, weeks, ordinal days), numeric dates of either order with ``/``, ``-``
    or dots, names of months, HL7 and DICOM digits (``YYYYMMDD[HHMM[SS]]``), quarters. It does not read numbers that
    stand for a date only when told so: see :mod:`deid.safe_harbor.dates.epochs`.
    """
    cell = _cell(text)
    if not 4 <= len(cell) <= _LONGEST:
        return None
    if _BARE.match(cell) and not _EARLIEST <= int(cell[:4]) <= _LATEST:
        return None
    for pattern in DIGITS_FIRST if cell[0].isdigit() else LETTERS_FIRST:
        found = pattern.fullmatch(cell)
        moment = _read(found.groupdict()) if found else None
        if moment:
            return moment
    return None


def year_of(text: str, latest: int | None = None) -> str | None:
    """The four-digit year of a cell that is known to be a date, or ``None`` when it cannot be told.

    Args:
        text: the cell.
        latest: the last year that the data can hold. With it a two-digit year is the latest possible one
            (``45`` is 1945 when ``latest`` is 2026); without it a two-digit year cannot be told.
    """
    moment = parse(text)
    if moment is None:
        found = _YYYYMM.fullmatch(_cell(text))
        year = int(found[1]) if found else 0
        return str(year) if _EARLIEST <= year <= _LATEST else None
    if not moment.two_digit_year:
        return f"{moment.year:04d}"
    if latest is None:
        return None
    return str(latest - (latest - moment.year) % 100)


def is_date(text: str) -> bool:
    """The cell is a date finer than a year."""
    moment = parse(text)
    return moment is not None and moment.precision != "year"


def is_month_and_day(text: str) -> bool:
    """A date without its year, such as ``Mar 4`` or ``03/04``: all of it has to go."""
    cell = _cell(text)
    if not 3 <= len(cell) <= 30:
        return False
    found = next((match for pattern in MONTH_AND_DAY if (match := pattern.fullmatch(cell))), None)
    return found is not None and _day_precision(found.groupdict(), 2000) is not None


def looks_like_date_column(values: Iterable[str]) -> float:
    """The share of the values, 0 to 1, that are dates finer than a year; blanks do not count."""
    filled = [value for value in values if value.strip()]
    return sum(map(is_date, filled)) / len(filled) if filled else 0.0
