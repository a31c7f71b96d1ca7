"""From the sample to the population: how many sample uniques are unique there, too.

No estimator is best everywhere; Dankar et al. (2012, BMC Med Inform Decis Mak 12:66) choose by the sampling fraction.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from deid.errors import UsageError
from deid.expert.arrays import Floats
from deid.expert.negative_binomial import snb

ClassSizes = Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class PopulationUniqueness:
    """The share of the population that is estimated to be unique; None where an estimator has no solution.

    Attributes:
        size: of the population.
        zayatz: Zayatz (1991).
        pitman: Pitman's sampling formula, fitted as by Hoshino (2001).
        snb: the slide negative binomial of Chen and Keller-McNulty (1998).
        chosen: the estimator that Dankar's rule picks.
        estimate: its estimate.
    """

    size: int
    zayatz: float
    pitman: float | None
    snb: float | None
    chosen: str
    estimate: float


@dataclass(frozen=True, slots=True)
class Journalist:
    """The risk against a population table, counted in its classes: k-map (Sweeney 2002; El Emam 2013).

    Attributes:
        size: records of the population.
        k_map: the smallest population class that a record of the sample stands in.
        highest: 1 / k_map.
        average: the mean over the sample's records of 1 / their population class, which is also the share that an
            attacker who links all of them gets right.
        missing: sample records without a population class; they count as unique.
    """

    size: int
    k_map: int
    highest: float
    average: float
    missing: int


def population_uniqueness(class_sizes: ClassSizes, population: int) -> PopulationUniqueness:
    """Estimate from how many classes of each size a sample has.

    Raises:
        UsageError: the population is smaller than the sample.
    """
    histogram = np.array(class_sizes, np.float64).reshape(-1, 2)
    sizes, counts = histogram[:, 0], histogram[:, 1]
    sample = float(sizes @ counts)
    if population < sample:
        raise UsageError("the population is smaller than the sample")
    if not (sizes == 1).any():
        return PopulationUniqueness(population, 0.0, 0.0, 0.0, "none: no sample uniques", 0.0)
    zayatz_share = zayatz(sizes, counts, population)
    pitman_share, snb_share = pitman(sizes, counts, population), snb(sizes, counts, population)
    chosen, estimate = "zayatz", zayatz_share
    if sample / population <= 0.1 and pitman_share is not None:
        chosen, estimate = "pitman", pitman_share
    elif sample / population > 0.1 and snb_share is not None and snb_share <= zayatz_share:
        chosen, estimate = "snb", snb_share
    return PopulationUniqueness(population, zayatz_share, pitman_share, snb_share, chosen, estimate)


def zayatz(sizes: Floats, counts: Floats, population: int) -> float:
    """Bayes' rule on: a class of one in the sample was a class of one in the population (Zayatz 1991)."""
    sample = float(sizes @ counts)
    one = np.array([_one_of(int(size), int(sample), population) for size in sizes])
    joint = counts * one
    unique = float(joint[sizes == 1].sum())
    given_unique = unique / float(joint.sum())
    return float(counts[sizes == 1].sum()) * given_unique / sample


def _one_of(size: int, sample: int, population: int) -> float:
    """The chance that a sample drawn without replacement has exactly one of a class of this size."""
    steps = np.arange(size - 1, dtype=np.float64)
    others = np.maximum(population - sample - steps, 0) / (population - 1 - steps)
    return size * sample / population * float(np.prod(others))


def pitman(sizes: Floats, counts: Floats, population: int) -> float | None:
    """The maximum likelihood fit of Pitman's sampling formula by Newton's method (Hoshino 2001)."""
    classes, sample = int(counts.sum()), int(sizes @ counts)
    fit = _fit_pitman(sizes, counts, classes, sample)
    if fit is None:
        return None
    theta, alpha = fit
    uniques = math.exp(math.lgamma(theta + 1) - math.lgamma(theta + alpha) + alpha * math.log(population))
    return uniques / population if 0 <= uniques <= population else None


def _fit_pitman(sizes: Floats, counts: Floats, classes: int, sample: int) -> tuple[float, float] | None:
    point = _pitman_start(sizes, counts, classes, sample)
    # How many classes are larger than j: each adds 1 / (j - alpha).
    beyond: Floats = np.zeros(int(sizes.max()) + 1)
    np.add.at(beyond, sizes.astype(np.int64) - 1, counts)
    beyond = beyond[::-1].cumsum()[::-1][1:]
    for _ in range(200):
        with np.errstate(all="ignore"):
            value, slope = _pitman_slopes(point, beyond, classes, sample)
            try:
                step = np.linalg.solve(slope, value)
            except np.linalg.LinAlgError:
                return None
        point = point - step
        if not np.isfinite(point).all():
            return None
        if np.abs(step[0]) <= 1e-12 * max(1.0, abs(point[0])) and abs(step[1]) <= 1e-13:
            break
    theta, alpha = float(point[0]), float(point[1])
    return (theta, alpha) if 0 < alpha < 1 and theta > -alpha else None


def _pitman_start(sizes: Floats, counts: Floats, classes: int, sample: int) -> Floats:
    """Hoshino's moment estimates from the numbers of classes of one and two."""
    ones = float(counts[sizes == 1].sum())
    twos = float(counts[sizes == 2].sum()) or 1.0
    ratio = ones * (ones - 1) / twos
    top = sample * classes * ratio - ones * (sample - 1) * (2 * classes + ratio)
    bottom = 2 * ones * classes + ones * ratio - sample * ratio
    theta = top / bottom if bottom else 1.0
    alpha = (theta * (ones - sample) + (sample - 1) * ones) / (sample * classes)
    return np.array([theta, alpha])


def _pitman_slopes(point: Floats, beyond: Floats, classes: int, sample: int) -> tuple[Floats, Floats]:
    """First and second derivatives of the log likelihood."""
    theta, alpha = point
    i = np.arange(1, classes, dtype=np.float64)
    steps = 1 / (theta + i * alpha)
    rows = 1 / (theta + np.arange(1, sample, dtype=np.float64))
    members = 1 / (np.arange(1, len(beyond) + 1, dtype=np.float64) - alpha)
    value = np.array([steps.sum() - rows.sum(), (i * steps).sum() - beyond @ members])
    cross = -(i * steps**2).sum()
    slope = np.array(
        [
            [(rows**2).sum() - (steps**2).sum(), cross],
            [cross, -((i * steps) ** 2).sum() - beyond @ members**2],
        ]
    )
    return value, slope
