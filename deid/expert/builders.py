"""Hierarchies made from a rule instead of a file."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from itertools import pairwise

from deid.errors import UsageError
from deid.expert.hierarchy import Hierarchy

TOP = "*"


def intervals(values: Iterable[int], widths: Sequence[int], top: int | None = None) -> Hierarchy:
    """Whole numbers, such as ages, in bands of growing width, then ``*``.

    Args:
        values: the domain; its distinct values.
        widths: the width of the bands at each level, each a multiple of the one before; bands begin at multiples.
        top: this value and those above it share one band at every level, ``90+`` for ages (45 CFR 164.514(b)(2)(i)(C)).

    Raises:
        UsageError: widths that do not nest.
    """
    if any(width < 1 for width in widths) or any(b % a for a, b in pairwise(widths)):
        raise UsageError("each width is a multiple of the one before, and at least 1")
    if top is not None and any(top % width for width in widths):
        raise UsageError("the topmost band begins at a multiple of every width")

    def band(value: int, width: int) -> str:
        if top is not None and value >= top:
            return f"{top}+"
        low = value - value % width
        return str(low) if width == 1 else f"{low}-{low + width - 1}"

    domain = sorted(set(values))
    return Hierarchy(tuple((str(value), *(band(value, width) for width in widths), TOP) for value in domain))


def prefixes(values: Iterable[str], lengths: Sequence[int], mask: str = "*") -> Hierarchy:
    """Codes cut to their first characters, such as ZIP codes to 3: the rest is masked; then ``*``.

    Args:
        values: the domain.
        lengths: how many characters stay at each level, falling.
        mask: what stands for a character that is gone.

    Raises:
        UsageError: lengths that do not fall.
    """
    if any(a <= b for a, b in pairwise(lengths)) or any(length < 1 for length in lengths):
        raise UsageError("the lengths fall from level to level, and the last is at least 1")
    domain = sorted(set(values))
    return Hierarchy(
        tuple((value, *(value[:n] + mask * max(0, len(value) - n) for n in lengths), TOP) for value in domain)
    )


def redaction(values: Iterable[str], mask: str = "*") -> Hierarchy:
    """One character less at each level, from the right, until none is left (ARX's redaction hierarchy)."""
    domain = sorted(set(values))
    width = max((len(value) for value in domain), default=0)
    rows = []
    for value in domain:
        padded = value.ljust(width)
        labels = [padded[: width - level].rstrip() + mask * level for level in range(1, width + 1)]
        rows.append((value, *labels))
    return Hierarchy(tuple(rows))


def dates(values: Iterable[datetime.date]) -> Hierarchy:
    """Dates to month, quarter, year, decade, then ``*``; the values as ISO 8601."""
    rows = [
        (
            day.isoformat(),
            f"{day.year:04d}-{day.month:02d}",
            f"{day.year:04d}-Q{(day.month + 2) // 3}",
            f"{day.year:04d}",
            f"{day.year // 10 * 10:04d}s",
            TOP,
        )
        for day in sorted(set(values))
    ]
    return Hierarchy(tuple(rows))


def ordered(values: Sequence[str], sizes: Sequence[int]) -> Hierarchy:
    """Values in their order, each level joining the next few neighbours of the level before, then ``*``.

    Args:
        values: the domain, in order.
        sizes: how many neighbours each level joins.

    Raises:
        UsageError: a size below 2.
    """
    if any(size < 2 for size in sizes):
        raise UsageError("each level joins at least 2 neighbours")
    rows = [[value] for value in values]
    reach = 1
    for size in sizes:
        reach *= size
        for start in range(0, len(values), reach):
            group = values[start : start + reach]
            for row in rows[start : start + reach]:
                row.append(group[0] if len(group) == 1 else f"{group[0]}..{group[-1]}")
    return Hierarchy(tuple((*row, TOP) for row in rows))
