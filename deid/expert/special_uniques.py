"""Special uniques: records that few attributes suffice to single out (SUDA2; Manning, Haglin and Keane 2008).

A minimal sample unique is a set of quasi-identifiers on which a record is unique while on no part of it. The fewer
attributes it has, the more a record stands out: the score of one with k of A attributes, looking for no more than M, is
the product of (A - i) for i from k to M (Elliot et al. 2002), a record's score the sum over its minimal uniques.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd

from deid.errors import UsageError
from deid.expert.arrays import Counts, Flags, Floats
from deid.expert.codes import Table
from deid.expert.packing import number

Places = tuple[int, ...]
"""A set of quasi-identifiers, by their places."""


@dataclass(frozen=True, slots=True)
class SpecialUniques:
    """Minimal sample uniques of a table.

    Attributes:
        scores: of each record, shape (n,).
        by_size: records that have a minimal unique of 1, 2, ... attributes.
        contributions: for each quasi-identifier the share of all minimal uniques that it is part of.
        special: records unique on all quasi-identifiers that are unique on `most` or fewer already.
        most: the largest size that was looked for.
    """

    scores: Floats
    by_size: tuple[int, ...]
    contributions: dict[str, float]
    special: int
    most: int


def special_uniques(data: pd.DataFrame | Table, quasi_identifiers: Sequence[str], most: int = 3) -> SpecialUniques:
    """Find the minimal sample uniques of up to `most` attributes.

    Raises:
        UsageError: no such column, missing values, fewer than one attribute, or more sets than 100,000.
    """
    names = list(quasi_identifiers)
    if not names or most < 1:
        raise UsageError("name at least one quasi-identifier, and look for sets of at least one")
    most = min(most, len(names))
    if sum(math.comb(len(names), size) for size in range(1, most + 1)) > 100_000:
        raise UsageError("too many sets of quasi-identifiers; look for smaller ones")
    table = Table.of(data, names)
    columns = [table.columns[name].codes for name in names]
    scores, parts = np.zeros(len(table)), np.zeros(len(names))
    having: list[Flags] = []
    smaller: dict[Places, Flags] = {}
    for size in range(1, most + 1):
        having.append(np.zeros(len(table), np.bool_))
        # Where sets of all attributes are looked for, the product ends before its factor of 0.
        weight = math.prod(len(names) - i for i in range(size, min(most, len(names) - 1) + 1))
        alone = {places: _unique([columns[p] for p in places]) for places in combinations(range(len(names)), size)}
        for places, unique in alone.items():
            minimal = _minimal(places, unique, smaller)
            scores += weight * minimal
            parts[list(places)] += minimal.sum()
            having[-1] |= minimal
        smaller = alone
    total = max(1.0, float(parts.sum()))
    shares = {name: float(part / total) for name, part in zip(names, parts, strict=True)}
    special = int(np.logical_or.reduce(having).sum())
    return SpecialUniques(scores, tuple(int(each.sum()) for each in having), shares, special, most)


def _minimal(places: Places, unique: Flags, smaller: dict[Places, Flags]) -> Flags:
    """Which rows are unique on a set and on none of its parts."""
    minimal = unique.copy()
    for part in combinations(places, len(places) - 1):
        if part:
            minimal &= ~smaller[part]
    return minimal


def _unique(columns: Sequence[Counts]) -> Flags:
    """Which rows are alone with their values."""
    if not len(columns[0]):
        return np.zeros(0, np.bool_)
    member = number(columns)
    return np.asarray(np.bincount(member)[member] == 1)
