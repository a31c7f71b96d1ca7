"""What a privacy model sees of the classes, and what every model says of itself."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np

from deid.expert.arrays import Counts, Flags, Floats
from deid.expert.population_table import Population


@dataclass(frozen=True, slots=True)
class Histogram:
    """A sensitive attribute over the classes.

    Attributes:
        counts: shape (classes, values).
        whole: the share of each value in the whole table, shape (values,).
        values: the values, as text.
    """

    counts: Counts
    whole: Floats
    values: tuple[str, ...]

    def shares(self) -> Floats:
        """The share of each value in its class, shape (classes, values)."""
        return np.asarray(self.counts / self.counts.sum(axis=1, keepdims=True), np.float64)


@dataclass(frozen=True, slots=True)
class Classes:
    """Equivalence classes, none empty.

    Attributes:
        sizes: records of each, or persons where these were given, shape (classes,).
        histograms: of each sensitive attribute, counted in records.
        population: people of the population table in each, shape (classes,), for models that look at one.
    """

    sizes: Counts
    histograms: Mapping[str, Histogram] = field(default_factory=dict)
    population: Counts | None = None

    def take(self, chosen: Flags) -> Classes:
        """The chosen classes alone."""
        return Classes(
            self.sizes[chosen],
            {name: Histogram(h.counts[chosen], h.whole, h.values) for name, h in self.histograms.items()},
            None if self.population is None else self.population[chosen],
        )


class PrivacyModel(ABC):
    """A condition on equivalence classes.

    For every model here, classes that all fulfil it still do so after merging: a search may leave out whatever is
    coarser than a node that needs no suppression, and whatever is finer than one that cannot do without. Where records
    may be suppressed that is not enough, because a class that fulfils the model can merge with one that does not. Then
    `judge` also tells how many records of a class are lost at every finer node, whatever is suppressed there.

    Attributes:
        merges: whether classes that all fulfil it still do so after merging.
        absorbs: whether a class that fulfils it still does so after merging with any other, failing ones among them.
        turn: models that look at single classes come first (1, with a sensitive attribute 2), then those that look at
            all that is left.
        people: the population table that it looks at, if any.
    """

    merges: ClassVar[bool] = True
    absorbs: ClassVar[bool] = False
    turn: ClassVar[int] = 1
    people: Population | None = None

    def views(self, columns: int) -> Sequence[tuple[int, ...]]:
        """The sets of quasi-identifiers whose classes it looks at, by their places; most look at all together."""
        return [tuple(range(columns))]

    @property
    def attribute(self) -> str | None:
        """The sensitive attribute that it looks at, if any."""
        return getattr(self, "sensitive", None)

    @abstractmethod
    def fulfilled(self, classes: Classes) -> Flags:
        """Which classes may be published, shape (classes,)."""

    def judge(self, classes: Classes) -> tuple[Flags, Counts]:
        """Which classes may be published, and a bound from below on the records that every finer node suppresses.

        Here for models where a class that fulfils them still does after merging with any other: where the class fails,
        each of its parts does. Others say more exactly what they know.
        """
        fulfilled = self.fulfilled(classes)
        return fulfilled, np.where(fulfilled, 0, classes.sizes)


def whole_records(bound: Floats, sizes: Counts) -> Counts:
    """A bound on a number of records, as the whole number above it, between 0 and the class's size."""
    # Rounding must not turn 3.0000000001 into 4: the bound would no longer be one.
    return np.asarray(np.clip(np.ceil(bound - 1e-6), 0, sizes), np.int64)
