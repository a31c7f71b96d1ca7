"""The slide negative binomial estimate of population uniqueness (Chen and Keller-McNulty 1998).

The population's classes have 1 + X members, X negative binomial with alpha and beta, and the sample takes each member
with the sampling fraction. Equating the expected numbers of sample classes of one and of two with those seen gives
alpha and beta; the number of population classes comes from Shlosser's estimator as Haas and Stokes modified it (1998).
"""

from __future__ import annotations

from itertools import product

import numpy as np

from deid.expert.arrays import Floats

ACCURACY = 1e-9
STEPS = 100


def snb(sizes: Floats, counts: Floats, population: int, classes: float | None = None) -> float | None:
    """The share of the population in classes of one; None where the two equations have no solution.

    Args:
        sizes: of the sample's classes, ascending, shape (n,).
        counts: how many classes there are of each size, shape (n,).
        population: how many people the sample is drawn from.
        classes: how many classes they form, where that is known or estimated otherwise.
    """
    fraction = float(sizes @ counts) / population
    ones, twos = float(counts[sizes == 1].sum()), float(counts[sizes == 2].sum())
    if not twos or fraction >= 1:
        return None
    classes = population_classes(sizes, counts, fraction) if classes is None else classes
    seen = np.array([ones, twos])
    for alpha, beta in product((0.01, 0.1, 1.0, 10.0), (0.001, 0.01, 0.1, 0.5, 0.9)):
        solved = _solve(np.log([alpha, beta / (1 - beta)]), seen, classes, fraction)
        if solved is not None:
            alpha, beta = _parameters(solved)
            share = classes * beta**alpha / population
            return float(share) if share <= 1 else None
    return None


def population_classes(sizes: Floats, counts: Floats, fraction: float) -> float:
    """The number of classes in the population: Shlosser's estimator, modified (Haas and Stokes 1998).

    Where classes are few and unequal it lies nearer to the truth than the plain one; decision 0012 has figures.
    """
    square = fraction * fraction
    missed = (1 - fraction) ** sizes
    twice = float((sizes * square * (1 - square) ** (sizes - 1) * counts).sum())
    changed = float((missed * np.expm1(sizes * np.log1p(fraction)) * counts).sum())
    unseen = float((missed * counts).sum())
    once = float((sizes * fraction * (1 - fraction) ** (sizes - 1) * counts).sum())
    return float(counts.sum() + counts[sizes == 1].sum() * (twice / changed) * (unseen / once) ** 2)


def _parameters(point: Floats) -> tuple[float, float]:
    return float(np.exp(point[0])), float(1 / (1 + np.exp(-point[1])))


def _solve(point: Floats, seen: Floats, classes: float, fraction: float) -> Floats | None:
    """Damped Newton in log(alpha), logit(beta)."""
    with np.errstate(all="ignore"):
        miss = _miss(point, seen, classes, fraction)
        for _ in range(STEPS):
            if not np.isfinite(miss).all():
                return None
            if np.abs(miss).max() < ACCURACY:
                return point
            slope = np.stack(
                [(_miss(point + h, seen, classes, fraction) - miss) / 1e-7 for h in np.eye(2) * 1e-7], axis=1
            )
            try:
                step = np.linalg.solve(slope, miss)
            except np.linalg.LinAlgError:
                return None
            step *= min(1.0, 2.0 / max(np.abs(step).max(), 1e-300))
            point = point - step
            miss = _miss(point, seen, classes, fraction)
    return None


def _miss(point: Floats, seen: Floats, classes: float, fraction: float) -> Floats:
    """log(expected / seen) of the classes of one and of two."""
    alpha, beta = _parameters(point)
    hidden = (1 - beta) * (1 - fraction)
    left, stays = np.log1p(-hidden), alpha * np.log(beta)
    one = np.log(classes * fraction) + stays - alpha * left + np.log1p(alpha * hidden / (1 - hidden))
    two = np.log(classes * fraction**2 / 2 * alpha * (1 - beta)) + stays
    two += np.log(2 - (1 - alpha) * hidden) - (alpha + 2) * left
    return np.array([one, two]) - np.log(seen)
