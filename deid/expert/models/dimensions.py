"""LKC-privacy, for tables with so many quasi-identifiers that nobody knows all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import ClassVar

import numpy as np

from deid.errors import UsageError
from deid.expert.arrays import Counts, Flags
from deid.expert.models.base import Classes, PrivacyModel


@dataclass(frozen=True)
class LKCPrivacy(PrivacyModel):
    """Whoever knows up to `l` quasi-identifiers finds `k` records and no sensitive value surely (Mohammed et al. 2009).

    For every `l` of the quasi-identifiers, each class over them has at least `k` records, and no sensitive value has a
    share above `c` in it. Fewer quasi-identifiers only merge such classes.

    Attributes:
        l: how many quasi-identifiers an attacker knows at most.
        k: the smallest allowed class over any of them.
        c: the greatest share of a sensitive value; 1 asks for nothing.
        sensitive: the sensitive attribute; needed where `c` is below 1.
    """

    l: int  # noqa: E741 - the literature's name
    k: int
    c: float = 1.0
    sensitive: str | None = None
    turn: ClassVar[int] = 2

    def __post_init__(self) -> None:
        if self.l < 1 or self.k < 1 or not 0 < self.c <= 1:
            raise UsageError("l and k are 1 or more, and c lies above 0 and up to 1")
        if self.c < 1 and self.sensitive is None:
            raise UsageError("a confidence below 1 needs the sensitive attribute")

    @property
    def absorbs(self) -> bool:  # type: ignore[override]
        """Without a confidence only sizes matter."""
        return self.c >= 1

    def views(self, columns: int) -> Sequence[tuple[int, ...]]:
        """Every choice of `l` quasi-identifiers."""
        return list(combinations(range(columns), min(self.l, columns)))

    def fulfilled(self, classes: Classes) -> Flags:
        """Which classes of one choice are large and mixed enough."""
        large = classes.sizes >= self.k
        if self.c >= 1 or self.sensitive is None:
            return large
        return np.asarray(
            large & (classes.histograms[self.sensitive].shares().max(axis=1, initial=0) <= self.c + 1e-12)
        )

    def judge(self, classes: Classes) -> tuple[Flags, Counts]:
        """As `fulfilled`; what finer nodes lose is found by settling, not class by class."""
        return self.fulfilled(classes), np.zeros(len(classes.sizes), np.int64)
