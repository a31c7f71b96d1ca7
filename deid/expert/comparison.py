"""A table before and after, side by side: what became of the risk, and what of the uses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from deid.errors import UsageError
from deid.expert.arrays import Floats
from deid.expert.classes import Risk
from deid.expert.gower import Gower
from deid.expert.measure import measure

LINKED = 500


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a method did.

    Attributes:
        before: risk of the original over the quasi-identifiers.
        after: risk of the result.
        kept: records that stay, as a share.
        linked: the share of records whose nearest original is their own, by Gower's distance: what an intruder gets who
            holds the original; over at most 500 records.
        marginals: for each column, half the sum of differences between relative frequencies, 0 to 1.
        correlations: the greatest change of a correlation between two numeric columns; None without two.
        discernibility: the sum of squared class sizes, and of the table's size for each record that is gone.
        average_class: records by classes.
    """

    before: Risk
    after: Risk
    kept: float
    linked: float
    marginals: dict[str, float]
    correlations: float | None
    discernibility: float
    average_class: float


def compare(original: pd.DataFrame, changed: pd.DataFrame, quasi_identifiers: Sequence[str]) -> Comparison:
    """Compare a table with what a method made of it; the index says which records stayed.

    Raises:
        UsageError: other records or columns in the result.
    """
    if not changed.index.isin(original.index).all() or not original.index.is_unique:
        raise UsageError("the result has records that the original has not, or the index names some twice")
    names = list(quasi_identifiers)
    after = measure(changed.assign(**{name: changed[name].map(str) for name in names}), names)
    squares = sum(size * size * count for size, count in after.class_sizes)
    return Comparison(
        before=measure(original.assign(**{name: original[name].map(str) for name in names}), names),
        after=after,
        kept=len(changed) / len(original) if len(original) else 0.0,
        linked=_linked(original[names], changed[names]),
        marginals={name: _distance(original[name], changed[name]) for name in names},
        correlations=_correlations(original, changed),
        discernibility=float(squares + (len(original) - len(changed)) * len(original)),
        average_class=after.records / after.classes if after.classes else 0.0,
    )


def model_score(
    train: pd.DataFrame, test: pd.DataFrame, target: str, features: Sequence[str], smoothing: float = 1.0
) -> float:
    """The share of test records whose target a naive Bayes model of categories gets right (Laplace smoothing).

    Train it once on the original and once on the result (the test records, generalised alike, beside it): the
    difference is what the result costs somebody who learns from it.
    """
    classes, prior = np.unique(train[target].map(str), return_counts=True)
    scores: Floats = np.tile(np.log(prior / prior.sum()), (len(test), 1))
    for name in features:
        values = pd.Index(pd.unique(pd.concat([train[name].map(str), test[name].map(str)])))
        counts = np.full((len(classes), len(values)), smoothing)
        places = np.searchsorted(classes, train[target].map(str).to_numpy(object))
        np.add.at(counts, (places, values.get_indexer(pd.Index(train[name].map(str)))), 1)
        logs = np.log(counts / counts.sum(axis=1, keepdims=True))
        scores += logs[:, values.get_indexer(pd.Index(test[name].map(str)))].T
    right = classes[scores.argmax(axis=1)] == test[target].map(str).to_numpy(object)
    return float(right.mean()) if len(test) else 0.0


def _linked(original: pd.DataFrame, changed: pd.DataFrame) -> float:
    rows = np.random.default_rng(0).permutation(len(changed))[:LINKED]
    if not len(rows):
        return 0.0
    same = [name for name in original if original[name].dtype == changed[name].dtype]
    if not same:
        return 0.0
    mine, theirs = Gower.of(original[same], changed[same].iloc[rows])
    own = original.index.get_indexer(changed.index[rows])
    hits = 0.0
    for row, place in enumerate(own):
        distances = mine.to(theirs.numbers[row], theirs.kinds[row])
        nearest = distances <= distances.min() + 1e-12
        hits += float(nearest[place]) / float(nearest.sum())
    return hits / len(rows)


def _distance(original: pd.Series, changed: pd.Series) -> float:
    """Total variation."""
    a, b = (each.map(str).value_counts(normalize=True) for each in (original, changed))
    return float(a.sub(b, fill_value=0).abs().sum() / 2)


def _correlations(original: pd.DataFrame, changed: pd.DataFrame) -> float | None:
    numeric = [
        name
        for name in original.columns
        if name in changed.columns and all(pd.api.types.is_numeric_dtype(each[name]) for each in (original, changed))
    ]
    if len(numeric) < 2 or len(changed) < 2:
        return None
    change = (original[numeric].astype(float).corr() - changed[numeric].astype(float).corr()).abs()
    return float(np.nanmax(change.to_numpy()))
