"""Numbers that stand for a date, read as such only when told so: Unix time, spreadsheets, SAS, day of the year."""

from __future__ import annotations

import re
from datetime import date, timedelta

from deid.safe_harbor.dates.moment import Moment
from deid.safe_harbor.numbers.normalise import normalise

_NUMBER = re.compile(r"[+-]?\d{1,20}(?:\.\d{1,12})?", re.ASCII)
_JULIAN = re.compile(r"(\d{4}|\d{2})(\d{3})", re.ASCII)
_PER_DAY = {"s": 86_400, "ms": 86_400_000, "us": 86_400_000_000, "ns": 86_400_000_000_000, "days": 1}
_UNIX = date(1970, 1, 1)
_EXCEL = date(1899, 12, 30)
_EXCEL_1904 = date(1904, 1, 1)
_SAS = date(1960, 1, 1)


def _since(text: str, origin: date, unit: str) -> Moment | None:
    cell = normalise(text).strip().replace(",", ".")
    if not _NUMBER.fullmatch(cell):
        return None
    days, remainder = divmod(float(cell), _PER_DAY[unit])
    try:
        year = (origin + timedelta(days=days)).year
    except OverflowError:
        return None
    return Moment(year, "time" if unit != "days" or remainder else "day")


def parse_epoch(text: str, unit: str = "s") -> Moment | None:
    """Unix time.

    Raises:
        KeyError: the unit is none of s, ms, us, ns and days.
    """
    return _since(text, _UNIX, unit)


def parse_excel_serial(text: str, system_1904: bool = False) -> Moment | None:
    """A spreadsheet's serial day, with a fraction for the time, of the 1900 or the 1904 system."""
    return _since(text, _EXCEL_1904 if system_1904 else _EXCEL, "days")


def parse_sas(text: str, unit: str = "days") -> Moment | None:
    """A SAS date (days) or datetime (``s``) since 1960.

    Raises:
        KeyError: the unit is none of s, ms, us, ns and days.
    """
    return _since(text, _SAS, unit)


def parse_julian(text: str) -> Moment | None:
    """Year and day of the year: ``YYYYDDD`` or ``YYDDD``."""
    found = _JULIAN.fullmatch(normalise(text).strip())
    if not found or not 1 <= int(found[2]) <= 366:
        return None
    year, short = int(found[1]), len(found[1]) == 2
    if short:
        year += 1900 if year >= 69 else 2000
    return Moment(year, "day", short) if year else None
