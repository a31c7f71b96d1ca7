"""Microaggregation: records in groups of at least k alike, each with its group's centre (MDAV).

Domingo-Ferrer and Mateo-Sanz (2002); for numbers and categories together with Gower's distance (Domingo-Ferrer and
Torra 2005). The mean stands for numbers, the commonest value for categories.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from deid.errors import UsageError
from deid.expert.arrays import Codes
from deid.expert.gower import Gower


def microaggregate(data: pd.DataFrame, columns: Sequence[str], k: int) -> pd.DataFrame:
    """The table with groups of at least k records made alike on some columns; time grows with n squared over k.

    Raises:
        UsageError: no such column, missing values, or fewer records than k.
    """
    chosen = _complete(data, columns)
    if not 1 <= k <= len(data):
        raise UsageError("k lies between 1 and the number of records")
    group = mdav(Gower.of(chosen)[0], k)
    changed = data.copy()
    for name in columns:
        column = chosen[name]
        if pd.api.types.is_numeric_dtype(column):
            changed[name] = column.astype(np.float64).groupby(group).transform("mean").to_numpy()
        else:
            changed[name] = column.groupby(group).transform(_commonest).to_numpy()
    return changed


def mdav(records: Gower, k: int) -> Codes:
    """The group of each record, shape (n,).

    While 3k or more are left: the k nearest to the record farthest from the centre, then the k nearest to the one
    farthest from that record; of the last 2k to 3k - 1 one such group and the rest.
    """
    left: Codes = np.arange(len(records.numbers))
    group: Codes = np.full(len(left), -1, np.int64)
    groups = 0
    while len(left) >= 2 * k:
        point = _centre(records.rows(left))
        for _ in range(2 if len(left) >= 3 * k else 1):
            part = records.rows(left)
            far = int(part.to(*point).argmax())
            point = part.numbers[far], part.kinds[far]
            near = np.argsort(part.to(*point), kind="stable")[:k]
            group[left[near]] = groups
            groups += 1
            left = np.delete(left, near)
    group[left] = groups
    return group


def _centre(part: Gower) -> tuple[np.typing.NDArray[np.float64], Codes]:
    """Means, and the commonest codes."""
    kinds = [int(np.bincount(column).argmax()) for column in part.kinds.T]
    return part.numbers.mean(axis=0), np.array(kinds, np.int64)


def _commonest(values: pd.Series) -> object:
    return values.mode().iloc[0]


def _complete(data: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    missing = [name for name in columns if name not in data.columns]
    if missing or not columns:
        raise UsageError(f"no column {', '.join(missing)}" if missing else "name at least one column")
    chosen = data[list(columns)].reset_index(drop=True)
    if chosen.isna().to_numpy().any():
        raise UsageError("a column has missing values; give them a value of their own or leave the rows out")
    return chosen
