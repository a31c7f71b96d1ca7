"""Models that look at the sizes of classes only."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from deid.errors import UsageError
from deid.expert.arrays import Counts, Flags
from deid.expert.models.base import Classes, PrivacyModel


@dataclass(frozen=True)
class KAnonymity(PrivacyModel):
    """Every class has at least `k` records (Samarati and Sweeney 1998; Sweeney 2002).

    Attributes:
        k: the smallest allowed class; the highest prosecutor risk is 1/k.
    """

    k: int

    def __post_init__(self) -> None:
        if self.k < 1:
            raise UsageError("k must be 1 or more")

    def fulfilled(self, classes: Classes) -> Flags:
        """Which classes have k records."""
        return classes.sizes >= self.k


@dataclass(frozen=True)
class AverageRisk(PrivacyModel):
    """The average prosecutor risk, classes / records, is at most a threshold (El Emam and Arbuckle 2013, ch. 2).

    Where it is exceeded the smallest classes are suppressed, ascending, until it holds: no other choice of the same
    number of classes lowers the average as far. Classes of one size stay or go together, so that the result does not
    hang on their order.

    Attributes:
        threshold: the highest allowed average.
    """

    threshold: float

    def __post_init__(self) -> None:
        if not 0 < self.threshold <= 1:
            raise UsageError("the average risk's threshold lies above 0 and up to 1")

    def fulfilled(self, classes: Classes) -> Flags:
        """Which classes stay."""
        sizes, counts = np.unique(classes.sizes, return_counts=True)
        kept_classes = counts[::-1].cumsum()[::-1]
        kept_records = (sizes * counts)[::-1].cumsum()[::-1]
        enough = np.flatnonzero(kept_classes <= self.threshold * kept_records)
        smallest = sizes[enough[0]] if len(enough) else np.iinfo(np.int64).max
        return np.asarray(classes.sizes >= smallest)

    def judge(self, classes: Classes) -> tuple[Flags, Counts]:
        """Which classes stay; nothing is known of finer nodes."""
        return self.fulfilled(classes), np.zeros(len(classes.sizes), np.int64)
