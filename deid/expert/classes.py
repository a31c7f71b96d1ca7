"""Equivalence classes over integer-coded quasi-identifiers, counted in persons.

A record's class is the set of records that agree with it on every quasi-identifier; its size is the k of
k-anonymity (Sweeney 2002), and 1/k the prosecutor risk of its members.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from deid.expert.arrays import Codes
from deid.expert.packing import Integers, number, pack, sizes_of
from deid.expert.population import Journalist, PopulationUniqueness


@dataclass(frozen=True, slots=True)
class Risk:
    """How easily a person can be singled out.

    Attributes:
        records: rows looked at.
        persons: persons among them; the number of rows where no person column was given.
        classes: number of equivalence classes.
        k: persons in the smallest class; 0 for an empty table.
        class_sizes: how many classes there are of each size, ascending by size.
        highest: the highest prosecutor risk, 1/k; 0 for an empty table.
        average: the average prosecutor risk over persons' memberships: classes / memberships.
        unique: memberships in a class of one person.
        l: the fewest distinct sensitive values in a class (distinct l-diversity), where one was given.
        population: how many are unique in the population too, estimated, where its size was given.
        journalist: the risk against a population table, where one was given.
        models: the privacy models that were asked after, in words, and whether they hold.
    """

    records: int
    persons: int
    classes: int
    k: int
    class_sizes: tuple[tuple[int, int], ...]
    highest: float
    average: float
    unique: int
    l: int | None = None  # noqa: E741 - the literature's name
    population: PopulationUniqueness | None = None
    journalist: Journalist | None = None
    models: tuple[tuple[str, bool], ...] = ()

    @property
    def memberships(self) -> int:
        """Persons, counted once in each class they stand in."""
        return sum(size * count for size, count in self.class_sizes)

    @property
    def marketer(self) -> float:
        """The share that an attacker who links everybody gets right (El Emam 2013): the average risk of the classes."""
        return self.average

    @property
    def uniqueness(self) -> float:
        """The share of memberships in a class of one."""
        return self.unique / self.memberships if self.memberships else 0.0

    def above(self, threshold: float) -> float:
        """The share of memberships whose prosecutor risk, 1 / size, is higher than a threshold."""
        risky = sum(size * count for size, count in self.class_sizes if 1 / size > threshold)
        return risky / self.memberships if self.memberships else 0.0

    def small_cells(self, below: int = 11) -> int:
        """Classes of 1 to `below` - 1 persons; 11 is the smallest cell of CMS's cell size policy (2024)."""
        return sum(count for size, count in self.class_sizes if size < below)

    def strict_average(self, threshold: float, floor: int = 3) -> bool:
        """Whether the average is low enough and no class below a floor (El Emam and Arbuckle 2013, ch. 2)."""
        return self.average <= threshold and (self.k >= floor or not self.records)


def measure_codes(
    quasi_identifiers: Sequence[Integers], person: Integers | None = None, sensitive: Integers | None = None
) -> Risk:
    """Measure the classes of a table.

    Args:
        quasi_identifiers: one column of codes each, all of shape (n,), of any integer type.
        person: whose row it is, shape (n,); a person is counted once in each class they stand in.
        sensitive: a sensitive attribute, shape (n,).

    Raises:
        ValueError: no quasi-identifiers, or columns of different lengths.
    """
    if not quasi_identifiers:
        raise ValueError("name at least one quasi-identifier")
    records = len(quasi_identifiers[0])
    columns = [
        *quasi_identifiers,
        *([person] if person is not None else []),
        *([sensitive] if sensitive is not None else []),
    ]
    if any(len(column) != records for column in columns):
        raise ValueError("the columns have different lengths")
    if not records:
        return Risk(0, 0, 0, 0, (), 0.0, 0.0, 0, None if sensitive is None else 0)
    if person is None and sensitive is None:
        return _risk(records, records, sizes_of(pack(quasi_identifiers)), None)
    member = number(quasi_identifiers)
    persons = records if person is None else len(np.unique(person))
    sizes = np.bincount(member) if person is None else np.bincount(_distinct_pairs(member, person))
    diversity = None if sensitive is None else int(np.bincount(_distinct_pairs(member, sensitive)).min())
    return _risk(records, persons, sizes, diversity)


def risk_of_sizes(records: int, sizes: Codes) -> Risk:
    """The risk of classes that are known by their sizes alone, shape (classes,); every row is a person."""
    if not len(sizes):
        return Risk(0, 0, 0, 0, (), 0.0, 0.0, 0)
    return _risk(records, records, sizes, None)


def _risk(records: int, persons: int, sizes: Codes, diversity: int | None) -> Risk:
    values, counts = np.unique(sizes, return_counts=True)
    smallest = int(values[0])
    return Risk(
        records=records,
        persons=persons,
        classes=len(sizes),
        k=smallest,
        class_sizes=tuple(zip(values.tolist(), counts.tolist(), strict=True)),
        highest=1.0 / smallest,
        average=len(sizes) / int(sizes.sum()),
        unique=int((sizes == 1).sum()),
        l=diversity,
    )


def _distinct_pairs(member: Codes, other: Integers) -> Codes:
    """The class of each distinct (class, other) pair."""
    coded = np.unique(other, return_inverse=True)[1].reshape(-1)
    width = int(coded.max()) + 1
    return np.asarray(np.unique(member * width + coded) // width)
