"""l-diversity: no class may give its members' sensitive value away (Machanavajjhala et al. 2007)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from deid.errors import UsageError
from deid.expert.arrays import Counts, Flags, Floats
from deid.expert.models.base import Classes, PrivacyModel, whole_records

# Entropies are compared with a margin of rounding: exp(entropy) of l equally frequent values is l only up to it.
ROUNDING = 1e-12


@dataclass(frozen=True)
class DistinctLDiversity(PrivacyModel):
    """Every class has at least `l` distinct sensitive values.

    Attributes:
        sensitive: the sensitive attribute.
        l: how many values.
    """

    sensitive: str
    l: int  # noqa: E741 - the literature's name
    turn: ClassVar[int] = 2
    absorbs: ClassVar[bool] = True

    def __post_init__(self) -> None:
        if self.l < 1:
            raise UsageError("l must be 1 or more")

    def fulfilled(self, classes: Classes) -> Flags:
        """Which classes have l values."""
        return np.asarray(np.count_nonzero(classes.histograms[self.sensitive].counts, axis=1) >= self.l)


@dataclass(frozen=True)
class EntropyLDiversity(PrivacyModel):
    """Every class's Shannon entropy over the sensitive values is at least log(l) (definition 4.1).

    Attributes:
        sensitive: the sensitive attribute.
        l: the effective number of values.
    """

    sensitive: str
    l: float  # noqa: E741
    turn: ClassVar[int] = 2

    def __post_init__(self) -> None:
        if self.l < 1:
            raise UsageError("l must be 1 or more")

    def fulfilled(self, classes: Classes) -> Flags:
        """Which classes are as even as l values."""
        return self._enough(self._entropy(classes))

    def judge(self, classes: Classes) -> tuple[Flags, Counts]:
        """As `fulfilled`; entropy is concave, so the parts kept at a finer node hold at most the class's entropy."""
        entropy = self._entropy(classes)
        if self.l == 1:
            return self._enough(entropy), np.zeros(len(entropy), np.int64)
        lost = classes.sizes * (1 - entropy / np.log(self.l))
        return self._enough(entropy), whole_records(lost, classes.sizes)

    def _entropy(self, classes: Classes) -> Floats:
        counts = classes.histograms[self.sensitive].counts
        totals = counts.sum(axis=1)
        logs = np.log(np.maximum(counts, 1))
        return np.asarray(np.log(totals) - (counts * logs).sum(axis=1) / totals)

    def _enough(self, entropy: Floats) -> Flags:
        return np.asarray(entropy >= np.log(self.l) - ROUNDING)


@dataclass(frozen=True)
class RecursiveCLDiversity(PrivacyModel):
    """The commonest value is rarer than `c` times all from the l-th commonest on: r1 < c (rl + ... + rm) (def. 4.2).

    Attributes:
        sensitive: the sensitive attribute.
        c: the factor.
        l: the rank from which the rarer values count.
    """

    sensitive: str
    c: float
    l: int  # noqa: E741
    turn: ClassVar[int] = 2

    def __post_init__(self) -> None:
        if self.l < 1 or self.c <= 0:
            raise UsageError("l must be 1 or more and c more than 0")

    def fulfilled(self, classes: Classes) -> Flags:
        """Which classes have enough of the rarer values."""
        return np.asarray(self._excess(classes) < 0)

    def judge(self, classes: Classes) -> tuple[Flags, Counts]:
        """As `fulfilled`; r1 - c (rl + ... + rm) of a union is at most the parts' sum, and a lost record adds one."""
        excess = self._excess(classes)
        return np.asarray(excess < 0), whole_records(excess, classes.sizes)

    def _excess(self, classes: Classes) -> Floats:
        ranked = np.sort(classes.histograms[self.sensitive].counts, axis=1)[:, ::-1]
        return np.asarray(ranked[:, 0] - self.c * ranked[:, self.l - 1 :].sum(axis=1), np.float64)
