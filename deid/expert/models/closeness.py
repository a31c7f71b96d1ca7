"""t-closeness: a class's sensitive values are spread as in the whole table (Li, Li and Venkatasubramanian 2007)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar, Literal

import numpy as np

from deid.errors import UsageError
from deid.expert.arrays import Codes, Counts, Flags, Floats
from deid.expert.hierarchy import Hierarchy
from deid.expert.models.base import Classes, Histogram, PrivacyModel, whole_records

ROUNDING = 1e-12


@dataclass(frozen=True)
class TCloseness(PrivacyModel):
    """The earth mover's distance between each class and the whole table is at most `t`.

    The whole table is the one before suppression.

    Attributes:
        sensitive: the sensitive attribute.
        t: the greatest distance, from 0 to 1.
        distance: ``equal`` between any two values, ``ordered`` by rank in `order`, or ``hierarchical``: the level of
            the lowest common label divided by the hierarchy's height.
        order: all values in their order; numbers order themselves where it is not given.
        hierarchy: for the hierarchical distance.
    """

    sensitive: str
    t: float
    distance: Literal["equal", "ordered", "hierarchical"] = "equal"
    order: tuple[str, ...] | None = None
    hierarchy: Hierarchy | None = field(default=None, repr=False)
    turn: ClassVar[int] = 2

    def __post_init__(self) -> None:
        if not 0 <= self.t <= 1:
            raise UsageError("t lies between 0 and 1")
        if self.distance == "hierarchical" and self.hierarchy is None:
            raise UsageError("the hierarchical distance needs the sensitive attribute's hierarchy")

    def fulfilled(self, classes: Classes) -> Flags:
        """Which classes are close enough."""
        return np.asarray(self.distances(classes) <= self.t + ROUNDING)

    def judge(self, classes: Classes) -> tuple[Flags, Counts]:
        """As `fulfilled`; the distance is convex, so that records within `t` can offset others by no more than that.

        A class at distance d > t whose parts are published within t must lose the share (d - t) / (D - t) of its
        records, D being the greatest distance that a single value can have.
        """
        distances = self.distances(classes)
        fulfilled = np.asarray(distances <= self.t + ROUNDING)
        values = len(classes.histograms[self.sensitive].values)
        farthest = float(self._distances(np.eye(values), classes.histograms[self.sensitive]).max(initial=0))
        if farthest <= self.t:
            return fulfilled, np.zeros(len(distances), np.int64)
        lost = classes.sizes * (distances - self.t) / (farthest - self.t)
        return fulfilled, whole_records(np.where(fulfilled, 0, lost), classes.sizes)

    def distances(self, classes: Classes) -> Floats:
        """The earth mover's distance of each class, shape (classes,)."""
        histogram = classes.histograms[self.sensitive]
        return self._distances(histogram.shares(), histogram)

    def _distances(self, shares: Floats, histogram: Histogram) -> Floats:
        surplus = shares - histogram.whole
        if self.distance == "ordered":
            return self._ordered(surplus, histogram)
        if self.distance == "hierarchical":
            return self._hierarchical(surplus, histogram)
        return np.asarray(np.abs(surplus).sum(axis=1) / 2)

    def _ordered(self, surplus: Floats, histogram: Histogram) -> Floats:
        """Equation 3.1 of the source: the running surplus that has to be carried on to the next value."""
        if len(histogram.values) < 2:
            return np.zeros(len(surplus))
        carried = surplus[:, self._ranks(histogram.values)].cumsum(axis=1)[:, :-1]
        return np.asarray(np.abs(carried).sum(axis=1) / (len(histogram.values) - 1))

    def _ranks(self, values: tuple[str, ...]) -> list[int]:
        if self.order is not None:
            place = {value: rank for rank, value in enumerate(self.order)}
            if not set(values) <= set(place):
                raise UsageError(f"the order of {self.sensitive} lacks some of its values")
            return sorted(range(len(values)), key=lambda code: place[values[code]])
        try:
            return sorted(range(len(values)), key=lambda code: float(values[code]))
        except ValueError:
            raise UsageError(f"{self.sensitive} is not a number: give the order of its values") from None

    def _hierarchical(self, surplus: Floats, histogram: Histogram) -> Floats:
        """Section 3.2: at each inner label, what its children can settle among themselves, at that label's height."""
        assert self.hierarchy is not None  # noqa: S101 - checked when the model was made
        rows = self.hierarchy.locate(self.sensitive, histogram.values)
        height = self.hierarchy.depth - 1
        cost = np.zeros(len(surplus))
        labels = self.hierarchy.codes[0][rows]
        below = _sum_by(surplus, labels, len(self.hierarchy.labels[0]))
        parent_of = self.hierarchy.codes[0]
        for level in range(1, height + 1):
            up = np.zeros(len(self.hierarchy.labels[level - 1]), np.int64)
            up[parent_of] = self.hierarchy.codes[level]
            positive = _sum_by(np.maximum(below, 0), up, len(self.hierarchy.labels[level]))
            negative = _sum_by(np.maximum(-below, 0), up, len(self.hierarchy.labels[level]))
            cost = cost + np.minimum(positive, negative).sum(axis=1) * level / height
            below, parent_of = positive - negative, self.hierarchy.codes[level]
        return np.asarray(cost + np.abs(below).sum(axis=1) / 2, np.float64)


def _sum_by(values: Floats, groups: Codes, width: int) -> Floats:
    """Columns added up by group: shape (classes, width)."""
    members = np.zeros((values.shape[1], width))
    members[np.arange(values.shape[1]), groups] = 1.0
    return np.asarray(values @ members, np.float64)
