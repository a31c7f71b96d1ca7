"""Dates moved by a number of whole days, in the precision in which they stand."""

from __future__ import annotations

import datetime
from collections.abc import Iterable


def moved_by(text: str, days: int) -> str:
    """A DA or DT value moved; empty when it names no day. The time of day and the zone stay.

    A value that names only a year or a month is taken for its first day, and comes back in its own precision.
    """
    stated = text.strip(" \0")
    if not stated:
        return ""
    digits = len(stated) - len(stated.lstrip("0123456789"))
    known = min(digits, 8)
    try:
        day = datetime.datetime.strptime((stated[:known] + "0101"[max(known - 4, 0) :])[:8], "%Y%m%d")
        moved = day + datetime.timedelta(days=days)
    except (ValueError, OverflowError):
        return ""
    return f"{moved:%Y%m%d}".zfill(8)[:known] + stated[known:]


def moved_texts(stated: Iterable[str], days: int) -> tuple[list[str], int]:
    """The values of a DA or DT element moved, and how many of them name no day."""
    moved = [moved_by(text, days) for text in stated]
    return moved, sum(not text for text in moved)
