"""Hierarchies of numbers: bands of equal width, of equal frequency, or given."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np

from deid.errors import UsageError
from deid.expert.builders import TOP
from deid.expert.codes import text
from deid.expert.hierarchy import Hierarchy


def bands(values: Iterable[float], edges: Sequence[Sequence[float]]) -> Hierarchy:
    """Numbers in given bands, then ``*``.

    Args:
        values: the domain; its distinct values.
        edges: for each level where its bands begin and end, ascending: ``[0, 18, 65]`` makes ``<0``, ``[0, 18)``,
            ``[18, 65)`` and ``>=65``. Every edge of a level is one of the level before.

    Raises:
        UsageError: edges that do not ascend or do not nest, or a value that is not a number.
    """
    if any(a >= b for level in edges for a, b in pairwise(level)) or not all(edges):
        raise UsageError("the edges of each level ascend, and there is at least one")
    if any(not set(coarse) <= set(fine) for fine, coarse in pairwise(edges)):
        raise UsageError("each edge of a level is one of the level before")
    domain = sorted(set(values))
    if any(math.isnan(value) for value in domain):
        raise UsageError("a value is not a number")
    rows = [(text(value), *(_band(value, level) for level in edges), TOP) for value in domain]
    return Hierarchy(tuple(rows))


def equal_width(values: Iterable[float], width: float, levels: int = 3, origin: float = 0.0) -> Hierarchy:
    """Numbers in bands of one width, which doubles from level to level, then ``*``.

    Raises:
        UsageError: a width that is not above 0, or no level.
    """
    if not (math.isfinite(width) and width > 0) or levels < 1:
        raise UsageError("the width lies above 0, and there is at least one level")
    domain = sorted(set(values))
    if not domain:
        raise UsageError("the hierarchy is empty")
    low, high = (math.floor((value - origin) / width) for value in (domain[0], domain[-1]))
    edges = []
    for level in range(levels):
        step = 2**level
        first, last = low // step * step, -(-(high + 1) // step) * step
        edges.append([origin + width * place for place in range(first, last + 1, step)])
    # The outermost edges differ from level to level: those of all levels belong to each finer one, too.
    for level in range(levels - 2, -1, -1):
        edges[level] = sorted({*edges[level], *edges[level + 1]})
    return bands(domain, edges)


def quantiles(values: Iterable[float], parts: Sequence[int]) -> Hierarchy:
    """Numbers in bands that hold about equally many of the given values, repetitions counted, then ``*``.

    Args:
        values: the column itself.
        parts: how many bands each level has, each a divisor of the one before, such as ``[8, 4, 2]``.

    Raises:
        UsageError: parts that do not divide, or no values.
    """
    seen = np.array(list(values), np.float64)
    if not len(seen):
        raise UsageError("the hierarchy is empty")
    if not parts or any(part < 2 for part in parts) or any(a % b for a, b in pairwise(parts)):
        raise UsageError("each level's number of bands divides the one before, and is at least 2")
    edges = []
    for part in parts:
        shares = np.arange(1, part) / part
        edges.append(sorted(set(np.quantile(seen, shares, method="higher").tolist())))
    return bands(seen.tolist(), edges)


def _band(value: float, edges: Sequence[float]) -> str:
    place = bisect_right(edges, value)
    if place == 0:
        return f"<{text(edges[0])}"
    if place == len(edges):
        return f">={text(edges[-1])}"
    return f"[{text(edges[place - 1])}, {text(edges[place])})"
