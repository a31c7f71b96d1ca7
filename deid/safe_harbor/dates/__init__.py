"""Dates in their many notations, and the year that may stay (45 CFR 164.514(b)(2)(i)(C))."""

from __future__ import annotations

from deid.safe_harbor.dates.epochs import parse_epoch, parse_excel_serial, parse_julian, parse_sas
from deid.safe_harbor.dates.moment import (
    Moment,
    Precision,
    is_date,
    is_month_and_day,
    looks_like_date_column,
    parse,
    year_of,
)
from deid.safe_harbor.dates.names import is_month_name, is_quarter, is_season, is_time_of_day, is_weekday

__all__ = [
    "Moment",
    "Precision",
    "is_date",
    "is_month_and_day",
    "is_month_name",
    "is_quarter",
    "is_season",
    "is_time_of_day",
    "is_weekday",
    "looks_like_date_column",
    "parse",
    "parse_epoch",
    "parse_excel_serial",
    "parse_julian",
    "parse_sas",
    "year_of",
]
