"""Other ways to lower the risk: coding of extremes, suppression of records and cells, perturbation, sampling."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from deid.errors import UsageError
from deid.expert.arrays import Counts
from deid.expert.codes import Table
from deid.expert.packing import number

SUPPRESSED = "*"


def top_and_bottom(values: pd.Series, bottom: float | None = None, top: float | None = None) -> pd.Series:
    """Numbers with everything below `bottom` and above `top` set to these.

    Raises:
        UsageError: a bottom above the top.
    """
    if bottom is not None and top is not None and bottom > top:
        raise UsageError("the bottom lies above the top")
    return values.clip(bottom, top)


def suppress_records(data: pd.DataFrame, quasi_identifiers: Sequence[str], k: int) -> pd.DataFrame:
    """The table less the records of classes below k."""
    return data[_sizes(data, quasi_identifiers) >= k] if len(data) else data


def suppress_cells(data: pd.DataFrame, quasi_identifiers: Sequence[str], k: int) -> pd.DataFrame:
    """The table with cells starred until every class has k records; a star is a value of its own.

    Records in small classes lose one attribute after the other, the one with the most values first. What is still
    too small when all are starred takes the smallest other class with it.

    Raises:
        UsageError: no such column, missing values, or fewer records than k.
    """
    if len(data) < k:
        raise UsageError("there are fewer records than k")
    changed = data.copy()
    names = sorted(quasi_identifiers, key=lambda name: -data[name].nunique())
    changed[names] = changed[names].astype(object)
    for name in names:
        small = _sizes(changed, names) < k
        if not small.any():
            return changed
        changed.loc[small, name] = SUPPRESSED
    while (_sizes(changed, names) < k).any():
        sizes = _sizes(changed, names)
        starred = (changed[names] == SUPPRESSED).all(axis=1).to_numpy()
        small = (sizes < k) & ~starred
        rest = small if small.any() else ~starred
        member = number([Table.of(changed, names).columns[name].codes for name in names])
        smallest = member[rest][sizes[rest].argmin()]
        changed.loc[member == smallest, names] = SUPPRESSED
    return changed


def pram(values: pd.Series, probability: float, seed: int) -> pd.Series:
    """Post-randomisation: each value replaced, with a probability, by a draw from the column (Gouweleeuw et al. 1998).

    The expected frequencies stay what they were.

    Raises:
        UsageError: a probability outside 0 to 1.
    """
    if not 0 <= probability <= 1:
        raise UsageError("the probability lies between 0 and 1")
    chance = np.random.default_rng(seed)
    drawn = values.iloc[chance.integers(0, max(1, len(values)), len(values))].to_numpy() if len(values) else values
    return values.where(chance.random(len(values)) >= probability, pd.Series(drawn, index=values.index))


def add_noise(values: pd.Series, share: float, seed: int) -> pd.Series:
    """Numbers with normal noise whose standard deviation is a share of theirs.

    Raises:
        UsageError: a share below 0.
    """
    if share < 0:
        raise UsageError("the share of noise is not negative")
    scale = share * float(values.std(ddof=0)) if len(values) else 0.0
    return values + np.random.default_rng(seed).normal(0.0, scale, len(values))


def sample(data: pd.DataFrame, share: float, seed: int) -> pd.DataFrame:
    """A share of the records, drawn without replacement, in their order.

    Raises:
        UsageError: a share outside 0 to 1.
    """
    if not 0 <= share <= 1:
        raise UsageError("the share lies between 0 and 1")
    rows = np.random.default_rng(seed).permutation(len(data))[: round(share * len(data))]
    return data.iloc[np.sort(rows)]


def _sizes(data: pd.DataFrame, names: Sequence[str]) -> Counts:
    """The size of each record's class, shape (n,)."""
    table = Table.of(data.assign(**{name: data[name].map(str) for name in names}), names)
    member = number([table.columns[name].codes for name in names])
    return np.bincount(member)[member]
