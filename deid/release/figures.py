"""Counts as a reader of the release may see them: none between 1 and 10, and no total that gives one away.

A count is an integer where it may be shown. Otherwise it is text: ``<11``, or ``>=1200`` for a number of
which only the floor may be known. Sums are made from what is shown, so that no subtraction brings a small
count back.
"""

from __future__ import annotations

from collections.abc import Iterable

from deid.evidence import SMALLEST_SHOWN, shown

Count = int | str


def figure(number: int) -> Count:
    """A count of persons, or of values that belong to persons."""
    return shown(number) if 0 < number < SMALLEST_SHOWN else number


def among(number: int, whole: int) -> Count:
    """A part of a whole that the reader knows: the rest must not be small, either."""
    known = figure(number)
    if isinstance(known, int) and known and 0 < whole - number < SMALLEST_SHOWN:
        return f">={max(SMALLEST_SHOWN, whole - SMALLEST_SHOWN + 1)}"
    return known


def total(parts: Iterable[Count]) -> Count:
    """The sum of counts, as far as they are shown."""
    counts = list(parts)
    floor = sum(map(least, (count for count in counts if not _is_small(count))))
    ceilings = [int(count[1:]) - 1 for count in counts if isinstance(count, str) and count.startswith("<")]
    if not floor and ceilings:
        return f"<{sum(ceilings) + 1}"
    exact = all(isinstance(count, int) for count in counts)
    return floor if exact else f">={floor}"


def least(count: Count) -> int:
    """The smallest number that a count can stand for: for the length of a bar."""
    if isinstance(count, int):
        return count
    return 1 if _is_small(count) else int(count.removeprefix(">="))


def written(count: Count) -> str:
    """A count for a reader: ``1,200``, ``<11``, ``at least 1,200``."""
    if isinstance(count, int):
        return f"{count:,}"
    return f"<{int(count[1:]):,}" if _is_small(count) else f"at least {least(count):,}"


def _is_small(count: Count) -> bool:
    return isinstance(count, str) and count.startswith("<")
