"""Whether classes fulfil privacy models, decided one class after the other from the papers' definitions.

A second opinion: nothing here is shared with what the search asks (`PrivacyModel.fulfilled`), so that an error there is
seen here. Of the models only the parameters are read.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping
from functools import singledispatch
from itertools import combinations

from deid.expert import models
from deid.expert.population import population_uniqueness
from deid.expert.published_rows import PublishedRows

Shares = Mapping[str, float]
MARGIN = 1e-9


@singledispatch
def holds(model: models.PrivacyModel, rows: PublishedRows) -> bool:
    """Whether no class of the published rows breaks the model.

    Raises:
        NotImplementedError: a model that this page has no definition of.
    """
    raise NotImplementedError


@holds.register
def _(model: models.KAnonymity, rows: PublishedRows) -> bool:
    return min(rows.sizes()) >= model.k


@holds.register
def _(model: models.KMap, rows: PublishedRows) -> bool:
    return min(there for _, there in rows.beside(model.people)) >= model.k


@holds.register
def _(model: models.DeltaPresence, rows: PublishedRows) -> bool:
    beside = rows.beside(model.people)
    if any(size > model.most * there + MARGIN for size, there in beside):
        return False
    if not model.least:
        return True
    everybody = sum(there for _, there in beside) == int(model.people.people.sum())
    return everybody and all(size >= model.least * there - MARGIN for size, there in beside)


@holds.register
def _(model: models.AverageRisk, rows: PublishedRows) -> bool:
    sizes = rows.sizes()
    return len(sizes) <= model.threshold * sum(sizes) + MARGIN


@holds.register
def _(model: models.StrictAverageRisk, rows: PublishedRows) -> bool:
    sizes = rows.sizes()
    return len(sizes) <= model.threshold * sum(sizes) + MARGIN and min(sizes) >= model.floor


@holds.register
def _(model: models.PopulationUniquenessRisk, rows: PublishedRows) -> bool:
    sizes = Counter(rows.sizes())
    if not sizes[1]:
        return True
    return population_uniqueness(sorted(sizes.items()), model.population).estimate <= model.threshold


@holds.register
def _(model: models.LKCPrivacy, rows: PublishedRows) -> bool:
    for known in combinations(rows.names, min(model.l, len(rows.names))):
        if min(rows.sizes(known)) < model.k:
            return False
        if model.sensitive is not None and model.c < 1:
            surest = max(max(_shares(spread).values()) for spread in rows.spreads(model.sensitive, known))
            if surest > model.c + MARGIN:
                return False
    return True


@holds.register
def _(model: models.DistinctLDiversity, rows: PublishedRows) -> bool:
    return all(len(spread) >= model.l for spread in rows.spreads(model.sensitive))


@holds.register
def _(model: models.EntropyLDiversity, rows: PublishedRows) -> bool:
    def entropy(spread: Counter[str]) -> float:
        return -sum(share * math.log(share) for share in _shares(spread).values())

    return all(entropy(spread) >= math.log(model.l) - MARGIN for spread in rows.spreads(model.sensitive))


@holds.register
def _(model: models.RecursiveCLDiversity, rows: PublishedRows) -> bool:
    def mixed(spread: Counter[str]) -> bool:
        ranked = sorted(spread.values(), reverse=True)
        return ranked[0] < model.c * sum(ranked[model.l - 1 :])

    return all(mixed(spread) for spread in rows.spreads(model.sensitive))


@holds.register
def _(model: models.DeltaDisclosure, rows: PublishedRows) -> bool:
    whole, low, high = rows.whole[model.sensitive], math.exp(-model.delta), math.exp(model.delta)

    def close(shares: Shares) -> bool:
        return all(low < shares.get(value, 0.0) / usual < high for value, usual in whole.items())

    return all(close(_shares(spread)) for spread in rows.spreads(model.sensitive))


@holds.register
def _(model: models.BetaLikeness, rows: PublishedRows) -> bool:
    whole = rows.whole[model.sensitive]

    def allowed(usual: float) -> float:
        gain = min(model.beta, -math.log(usual)) if model.enhanced else model.beta
        return usual * (1 + gain)

    return all(
        share <= allowed(whole[value]) + MARGIN
        for spread in rows.spreads(model.sensitive)
        for value, share in _shares(spread).items()
    )


@holds.register
def _(model: models.TCloseness, rows: PublishedRows) -> bool:
    whole = rows.whole[model.sensitive]
    distance = _DISTANCES[model.distance]
    return all(distance(model, _shares(spread), whole) <= model.t + MARGIN for spread in rows.spreads(model.sensitive))


def _shares(spread: Counter[str]) -> dict[str, float]:
    total = sum(spread.values())
    return {value: count / total for value, count in spread.items()}


def _equal(model: models.TCloseness, ours: Shares, whole: Shares) -> float:  # noqa: ARG001
    """What the two do not have in common."""
    return 1.0 - sum(min(ours.get(value, 0.0), usual) for value, usual in whole.items())


def _ordered(model: models.TCloseness, ours: Shares, whole: Shares) -> float:
    """Between each value and the next, the mass that has to pass."""
    order = sorted(whole, key=float if model.order is None else model.order.index)
    passing, carried = 0.0, 0.0
    for value in order[:-1]:
        carried += ours.get(value, 0.0) - whole[value]
        passing += abs(carried)
    return passing / (len(order) - 1) if len(order) > 1 else 0.0


def _hierarchical(model: models.TCloseness, ours: Shares, whole: Shares) -> float:
    """On a tree, the mass that passes each edge; two values under one label of level h are h / height apart."""
    assert model.hierarchy is not None  # noqa: S101 - the model asks for it
    height = model.hierarchy.depth - 1
    paths = {row[0]: row for row in model.hierarchy.rows}
    passing: Counter[tuple[int, str]] = Counter()
    for value, usual in whole.items():
        for level in range(height):
            passing[level, paths[value][level]] += ours.get(value, 0.0) - usual  # type: ignore[assignment]
    return sum(abs(mass) for mass in passing.values()) / (2 * height) if height else _equal(model, ours, whole)


_DISTANCES: Mapping[str, Callable[[models.TCloseness, Shares, Shares], float]] = {
    "equal": _equal,
    "ordered": _ordered,
    "hierarchical": _hierarchical,
}
