"""What generalising costs whoever uses the data: information, associations, and what a model learns from the result."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd

from deid.expert.comparison import model_score
from deid.expert.packing import number

MOST_ROWS = 20_000
MOST_CLASSES = 50
WITHHELD = 0.2


@dataclass(frozen=True, slots=True)
class Usefulness:
    """What is left of the uses of a table.

    Attributes:
        rows: the share of rows that stay.
        information: for each quasi-identifier the entropy of its labels over that of its values; 1 for a constant.
        association: the greatest change of Cramer's V between two quasi-identifiers; None with fewer than two.
        target: the column that a model predicted from the quasi-identifiers; empty where there is none.
        score_before: the share of withheld rows it gets right that learned from the values; None without a target.
        score_after: the same of a model that learned from the labels.
        score_guess: the share of the commonest class, which is right without learning.
    """

    rows: float
    information: Mapping[str, float]
    association: float | None
    target: str
    score_before: float | None
    score_after: float | None
    score_guess: float | None


def usefulness(before: pd.DataFrame, after: pd.DataFrame, names: Sequence[str], target: str = "") -> Usefulness:
    """Compare a table with its generalisation; at most 20,000 rows, drawn, are looked at.

    Args:
        before: the values, one row a record.
        after: the labels; its index tells which records stayed.
        names: the quasi-identifiers.
        target: a column to predict from them; one with more than 50 classes is not predicted.
    """
    chance = np.random.default_rng(0)
    rows = after.index[np.sort(chance.permutation(len(after))[:MOST_ROWS])]
    values, labels = before.loc[rows], after.loc[rows]
    pairs = list(combinations(names, 2))
    changes = [abs(_cramer(values[a], values[b]) - _cramer(labels[a], labels[b])) for a, b in pairs]
    predicted = bool(target) and 2 <= values[target].nunique() <= MOST_CLASSES and len(rows) > 1
    test = chance.random(len(rows)) < WITHHELD
    scores = [_score(table, names, target, test) for table in (values, labels)] if predicted else [None, None]
    return Usefulness(
        rows=len(after) / len(before) if len(before) else 1.0,
        information={name: _share(values[name], labels[name]) for name in names},
        association=max(changes) if changes else None,
        target=target if predicted else "",
        score_before=scores[0],
        score_after=scores[1],
        score_guess=float(values[target].value_counts(normalize=True).iloc[0]) if predicted else None,
    )


def _score(table: pd.DataFrame, names: Sequence[str], target: str, test: np.typing.NDArray[np.bool_]) -> float:
    return model_score(table[~test], table[test], target, names)


def _share(values: pd.Series, labels: pd.Series) -> float:
    whole = _entropy(values)
    return _entropy(labels) / whole if whole else 1.0


def _entropy(values: pd.Series) -> float:
    shares = values.value_counts(normalize=True).to_numpy(np.float64)
    return max(0.0, float(-(shares * np.log(shares)).sum()))


def _cramer(a: pd.Series, b: pd.Series) -> float:
    """Cramer's V less its bias (Bergsma 2013): the association of two categories, 0 to 1; 0 where one is constant."""
    first, second = pd.factorize(a)[0], pd.factorize(b)[0]
    rows, columns = int(first.max(initial=-1)) + 1, int(second.max(initial=-1)) + 1
    if min(rows, columns) < 2:
        return 0.0
    both = number([first.astype(np.int64), second.astype(np.int64)])
    cells = np.bincount(both)
    place = np.zeros(len(cells), np.int64)
    place[both] = np.arange(len(both))
    expected = np.bincount(first)[first[place]] * np.bincount(second)[second[place]] / len(both)
    # Empty cells add their expectation, which is what the full ones leave of the whole.
    chi = float(((cells - expected) ** 2 / expected).sum() + len(both) - expected.sum())
    rest = len(both) - 1
    phi = max(0.0, chi / len(both) - (rows - 1) * (columns - 1) / rest)
    corrected = min(rows - (rows - 1) ** 2 / rest, columns - (columns - 1) ** 2 / rest) - 1
    return float(np.sqrt(min(1.0, phi / corrected))) if corrected > 0 else 0.0
