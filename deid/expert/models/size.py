"""Models that look at the sizes of classes only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from deid.errors import UsageError
from deid.expert.arrays import Counts, Flags
from deid.expert.models.base import Classes, PrivacyModel
from deid.expert.population import population_uniqueness


@dataclass(frozen=True)
class KAnonymity(PrivacyModel):
    """Every class has at least `k` records (Samarati and Sweeney 1998; Sweeney 2002).

    Attributes:
        k: the smallest allowed class; the highest prosecutor risk is 1/k.
    """

    k: int
    absorbs: ClassVar[bool] = True

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
    turn: ClassVar[int] = 3

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


@dataclass(frozen=True)
class StrictAverageRisk(AverageRisk):
    """The average is at most a threshold, and no class is smaller than a floor (El Emam and Arbuckle 2013, ch. 2).

    Attributes:
        threshold: the highest allowed average.
        floor: the smallest allowed class.
    """

    floor: int = 3

    def __post_init__(self) -> None:
        """Check the parameters.

        Raises:
            UsageError: a threshold outside 0 to 1, or a floor below 1.
        """
        super().__post_init__()
        if self.floor < 1:
            raise UsageError("the smallest allowed class has 1 record or more")

    def fulfilled(self, classes: Classes) -> Flags:
        """Which classes stay."""
        large = np.asarray(classes.sizes >= self.floor)
        large[large] = super().fulfilled(classes.take(large))
        return large

    def judge(self, classes: Classes) -> tuple[Flags, Counts]:
        """Which classes stay; those below the floor stay below it at finer nodes."""
        return self.fulfilled(classes), np.where(classes.sizes < self.floor, classes.sizes, 0)


@dataclass(frozen=True)
class PopulationUniquenessRisk(PrivacyModel):
    """The share of the population that is estimated to be unique is at most a threshold (Dankar et al. 2012).

    Without sample uniques the estimate is 0, so that these go, all of them, where it lies above.

    Attributes:
        threshold: the highest allowed share.
        population: how many people the sample is drawn from.
    """

    threshold: float
    population: int
    turn: ClassVar[int] = 4
    merges: ClassVar[bool] = False

    def __post_init__(self) -> None:
        if not 0 <= self.threshold <= 1 or self.population < 1:
            raise UsageError("the threshold lies between 0 and 1 and the population has 1 person or more")

    def fulfilled(self, classes: Classes) -> Flags:
        """Which classes stay."""
        alone = classes.sizes == 1
        if not alone.any():
            return np.ones(len(alone), np.bool_)
        sizes, counts = np.unique(classes.sizes, return_counts=True)
        seen = list(zip(sizes.tolist(), counts.tolist(), strict=True))
        low = population_uniqueness(seen, self.population).estimate <= self.threshold
        return np.ones(len(alone), np.bool_) if low else ~alone

    def judge(self, classes: Classes) -> tuple[Flags, Counts]:
        """Which classes stay; nothing is known of finer nodes."""
        return self.fulfilled(classes), np.zeros(len(classes.sizes), np.int64)
