"""Models that bound how far a value's share in a class may lie from its share in the whole table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from deid.errors import UsageError
from deid.expert.arrays import Counts, Flags, Floats
from deid.expert.models.base import Classes, PrivacyModel, whole_records

ROUNDING = 1e-12


@dataclass(frozen=True)
class DeltaDisclosure(PrivacyModel):
    """|ln(p / q)| < delta for every value's share p in a class and q in the table (Brickell and Shmatikov 2008).

    Attributes:
        sensitive: the sensitive attribute.
        delta: the bound.
    """

    sensitive: str
    delta: float
    turn: ClassVar[int] = 2

    def __post_init__(self) -> None:
        if self.delta <= 0:
            raise UsageError("delta must be more than 0")

    def fulfilled(self, classes: Classes) -> Flags:
        """Which classes stay within the bound; a class that lacks one of the table's values does not."""
        histogram = classes.histograms[self.sensitive]
        with np.errstate(divide="ignore"):
            logs = np.abs(np.log(histogram.shares() / histogram.whole))
        return np.asarray((logs < self.delta).all(axis=1))

    def judge(self, classes: Classes) -> tuple[Flags, Counts]:
        """As `fulfilled`; both bounds are linear in the counts, so that lost records have to make up the difference."""
        histogram = classes.histograms[self.sensitive]
        shares, whole = histogram.shares(), histogram.whole
        too_many = _above(shares, whole * np.exp(self.delta))
        too_few = (1 - shares / (whole * np.exp(-self.delta))).max(axis=1, initial=0)
        return self.fulfilled(classes), whole_records(np.maximum(too_many, too_few) * classes.sizes, classes.sizes)


@dataclass(frozen=True)
class BetaLikeness(PrivacyModel):
    """(p - q) / q is at most beta for every value (Cao and Karras 2012), or at most min(beta, -ln q): enhanced.

    Attributes:
        sensitive: the sensitive attribute.
        beta: the greatest relative gain.
        enhanced: bound the gain of frequent values, too.
    """

    sensitive: str
    beta: float
    enhanced: bool = True
    turn: ClassVar[int] = 2

    def __post_init__(self) -> None:
        if self.beta <= 0:
            raise UsageError("beta must be more than 0")

    def fulfilled(self, classes: Classes) -> Flags:
        """Which classes stay within the bound."""
        histogram = classes.histograms[self.sensitive]
        gain = histogram.shares() / histogram.whole - 1
        return np.asarray((gain <= self._bound(histogram.whole) + ROUNDING).all(axis=1))

    def judge(self, classes: Classes) -> tuple[Flags, Counts]:
        """As `fulfilled`; the bound is linear in the counts, so that lost records have to make up the difference."""
        histogram = classes.histograms[self.sensitive]
        lost = _above(histogram.shares(), histogram.whole * (1 + self._bound(histogram.whole))) * classes.sizes
        return self.fulfilled(classes), whole_records(lost, classes.sizes)

    def _bound(self, whole: Floats) -> Floats:
        bound = np.full(len(whole), self.beta)
        return np.minimum(bound, -np.log(whole)) if self.enhanced else bound


def _above(shares: Floats, greatest: Floats) -> Floats:
    """The share of each class that must go so that no value's share exceeds its bound, shape (classes,)."""
    reachable = greatest < 1
    excess = (shares[:, reachable] - greatest[reachable]) / (1 - greatest[reachable])
    return np.asarray(excess.max(axis=1, initial=0))
