"""What a generalised table has lost, with lower bounds that let a search leave nodes out unseen.

A utility is a sum over quasi-identifiers of what generalising costs, plus what suppressing costs on top. The first part
is known for every node before any is looked at. The second has a lower bound for every node below one that was looked
at, as far as the models are monotone: a record suppressed there is suppressed in all of them.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from deid.expert.arrays import Codes, Counts, Floats
from deid.expert.grouping import Attribute, Node


@dataclass(frozen=True, slots=True)
class Valued:
    """One quasi-identifier with what its values weigh.

    Attributes:
        attribute: its codes at each level.
        shares: for each level, each value's share of the hierarchy's rows, shape (values,).
        rows: how many rows the hierarchy has.
        counts: records of each value, shape (values,).
    """

    attribute: Attribute
    shares: tuple[Floats, ...]
    rows: int
    counts: Counts


@dataclass(frozen=True, slots=True)
class Suppressed:
    """The suppressed records of one node, whole classes or parts of them.

    Attributes:
        column: gives a quasi-identifier's codes at the node's level, shape (classes,).
        sizes: records of each class, shape (classes,).
    """

    column: Callable[[int], Codes]
    sizes: Floats

    def records(self, place: int, width: int) -> Floats:
        """Suppressed records of each code of one quasi-identifier, shape (width,)."""
        return np.asarray(np.bincount(self.column(place), self.sizes, width), np.float64)


class Utility(ABC):
    """A measure of loss: the less the better."""

    @abstractmethod
    def generalising(self) -> list[Floats]:
        """For each quasi-identifier what each level costs, shape (levels,): their sum bounds a node from below."""

    @abstractmethod
    def suppressing(self, node: Node, suppressed: Suppressed) -> list[Floats]:
        """For each quasi-identifier what suppressing these records costs, shape (node's level + 1,).

        The last is exact for the node; the others are bounds from below for finer levels.
        """

    def whole(self, kept: Counts, suppressed: Counts) -> float | None:  # noqa: ARG002
        """The value where it hangs on the sizes of classes only; otherwise None."""
        return None

    def finer(self, suppressed: int) -> float:  # noqa: ARG002
        """A bound for every node below one with that many suppressed records."""
        return 0.0

    def coarser(self, sizes: Counts) -> float:  # noqa: ARG002
        """A bound for every node above one with classes of these sizes."""
        return 0.0


class Loss(Utility):
    """The share of each hierarchy that a published cell covers, averaged over records and attributes (Iyengar 2002).

    0 for the untouched table, 1 for one that is suppressed.
    """

    def __init__(self, attributes: Sequence[Valued], records: int):
        self._attributes = attributes
        self._weights = [
            1 / (records * len(attributes) * (1 - 1 / each.rows)) if each.rows > 1 else 0.0 for each in attributes
        ]
        self._spared = [[_spared(each, level) for level in range(len(each.shares))] for each in attributes]

    def generalising(self) -> list[Floats]:
        """(mean share - 1/D) / (1 - 1/D) for each level, over the number of attributes."""
        return [
            weight * np.array([each.counts @ (share - 1 / each.rows) for share in each.shares])
            for weight, each in zip(self._weights, self._attributes, strict=True)
        ]

    def suppressing(self, node: Node, suppressed: Suppressed) -> list[Floats]:
        """What is missing from share 1 in each suppressed record."""
        total = float(suppressed.sizes.sum())
        costs = []
        for place, (level, weight, spared) in enumerate(zip(node, self._weights, self._spared, strict=True)):
            table, constant = spared[level]
            cost = table[:, 0] * total if constant else table @ suppressed.records(place, table.shape[1])
            costs.append(weight * cost)
        return costs


def _spared(each: Valued, level: int) -> tuple[Floats, bool]:
    """1 - the greatest share at each level up to this one under each code of this one: shape (levels, codes).

    Also whether it is the same for every code, as it is at the bottom and at the top.
    """
    table = np.zeros((level + 1, each.attribute.widths[level]))
    for finer in range(level + 1):
        greatest = np.zeros(table.shape[1])
        np.maximum.at(greatest, each.attribute.levels[level], each.shares[finer])
        table[finer] = 1 - greatest
    return table, bool((table == table[:, :1]).all())


class NonUniformEntropy(Utility):
    """Bits that are lost, added up (De Waal and Willenborg 1999; Gionis and Tassa 2009).

    Every record loses log2 of its label's records over its value's in each attribute; the suppressed records lose what
    their labels still told, the entropy of the labels among them.
    """

    def __init__(self, attributes: Sequence[Valued], records: int):  # noqa: ARG002
        self._attributes = attributes

    def generalising(self) -> list[Floats]:
        """Sum over records of log2(records of the label / records of the value)."""
        result = []
        for each in self._attributes:
            used = each.counts > 0
            own = np.log2(np.maximum(each.counts, 1))
            costs = [
                each.counts @ np.where(used, np.log2(np.maximum(np.bincount(codes, each.counts)[codes], 1)) - own, 0)
                for codes in each.attribute.levels
            ]
            result.append(np.array(costs, np.float64))
        return result

    def suppressing(self, node: Node, suppressed: Suppressed) -> list[Floats]:
        """The entropy of the suppressed labels; finer labels have no less."""
        total = suppressed.sizes.sum()
        costs = []
        for place, (level, each) in enumerate(zip(node, self._attributes, strict=True)):
            width = each.attribute.widths[level]
            records = suppressed.records(place, width) if width > 1 else np.zeros(0)
            records = records[records > 0]
            costs.append(np.full(level + 1, records @ np.log2(total / records) if len(records) > 1 else 0.0))
        return costs


class Discernibility(Utility):
    """The square of each class's size, and for a suppressed record the table's (Bayardo and Agrawal 2005)."""

    def __init__(self, attributes: Sequence[Valued], records: int):
        self._attributes = attributes
        self._records = records

    def generalising(self) -> list[Floats]:
        """Nothing is known before classes are."""
        return [np.zeros(len(each.shares)) for each in self._attributes]

    def suppressing(self, node: Node, suppressed: Suppressed) -> list[Floats]:  # noqa: ARG002
        """Nothing by attribute."""
        return [np.zeros(level + 1) for level in node]

    def whole(self, kept: Counts, suppressed: Counts) -> float:
        """The value of a node."""
        return float(kept @ kept) + self._records * float(suppressed.sum())

    def finer(self, suppressed: int) -> float:
        """Suppressed stays suppressed; a kept record costs at least 1."""
        return float(self._records) * suppressed + (self._records - suppressed)

    def coarser(self, sizes: Counts) -> float:
        """Classes only grow, and suppressing costs no less than a class."""
        return float(sizes @ sizes)


UTILITIES: dict[str, type[Loss] | type[NonUniformEntropy] | type[Discernibility]] = {
    "loss": Loss,
    "entropy": NonUniformEntropy,
    "discernibility": Discernibility,
}
