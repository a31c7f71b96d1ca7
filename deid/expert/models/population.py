"""Models that compare the classes with those of a population table, generalised alike."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np
import pandas as pd

from deid.errors import UsageError
from deid.expert.arrays import Counts, Flags
from deid.expert.models.base import Classes, PrivacyModel, whole_records
from deid.expert.population_table import Population

ROUNDING = 1e-9


@dataclass(frozen=True)
class KMap(PrivacyModel):
    """Every class has at least `k` people in the population (Sweeney 2002); the highest journalist risk is 1/k.

    Where the population table lacks some of the quasi-identifiers, its classes are those of the others: that is all
    that somebody with this table can link by.

    Attributes:
        k: the smallest allowed class of the population.
        population: who is in it; untouched values, generalised together with the table's.
    """

    k: int
    population: Population | pd.DataFrame = field(compare=False, repr=False)
    absorbs: ClassVar[bool] = True

    def __post_init__(self) -> None:
        if self.k < 1:
            raise UsageError("k must be 1 or more")

    @property
    def people(self) -> Population:  # type: ignore[override]
        """The population."""
        return Population.of(self.population)

    def fulfilled(self, classes: Classes) -> Flags:
        """Which classes have k people in the population."""
        assert classes.population is not None  # noqa: S101 - whoever counts classes asks for `people`
        return classes.population >= self.k


@dataclass(frozen=True)
class DeltaPresence(PrivacyModel):
    """The chance that a person of the population is in the table lies within bounds (Nergiz et al. 2007).

    The chance is records / people of the class. With a lower bound above 0 nobody of the population may be known to be
    absent either, so that every class of the population has to be published: one that is not takes all with it.

    Attributes:
        most: the upper bound.
        population: who may be in the table; it has all quasi-identifiers.
        least: the lower bound.
    """

    most: float
    population: Population | pd.DataFrame = field(compare=False, repr=False)
    least: float = 0.0

    def __post_init__(self) -> None:
        if not 0 <= self.least <= self.most <= 1:
            raise UsageError("the bounds of presence lie between 0 and 1, the lower one first")

    @property
    def turn(self) -> int:  # type: ignore[override]
        """Last where it looks at all classes."""
        return 5 if self.least else 1

    @property
    def people(self) -> Population:  # type: ignore[override]
        """The population."""
        return Population.of(self.population)

    def fulfilled(self, classes: Classes) -> Flags:
        """Which classes lie within the bounds."""
        people = self._people(classes)
        within = np.asarray(classes.sizes <= self.most * people + ROUNDING)
        if not self.least:
            return within
        within &= classes.sizes >= self.least * people - ROUNDING
        everybody = int(people[within].sum()) == int(self.people.people.sum())
        return within if everybody else np.zeros(len(within), np.bool_)

    def judge(self, classes: Classes) -> tuple[Flags, Counts]:
        """As `fulfilled`; the parts kept at a finer node hold at most the upper bound's share of the people."""
        people = self._people(classes)
        lost = classes.sizes - self.most * people
        return self.fulfilled(classes), whole_records(np.maximum(lost, 0), classes.sizes)

    def _people(self, classes: Classes) -> Counts:
        assert classes.population is not None  # noqa: S101
        return classes.population
