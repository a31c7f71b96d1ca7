"""Which records stay where suppressing some makes the classes of others too small.

That is so where all rows of a person go together, and where classes over several sets of quasi-identifiers overlap
(LKC-privacy). Whoever stands in a failing class goes, then the rest is looked at again, until nothing changes. For
models that absorb (size, distinct values) what is left is the largest set that can stay, so that it only shrinks from a
node to a finer one: what it leaves out there bounds what every finer node leaves out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from deid.expert.arrays import Codes, Counts, Flags
from deid.expert.models.base import Classes, Histogram, PrivacyModel

Places = tuple[int, ...]


@dataclass(frozen=True)
class View:
    """The classes over one set of quasi-identifiers.

    Attributes:
        member: the class of each group of records, shape (groups,).
        width: how many class numbers there are.
        people: of the population in each class, shape (width,), by the identity of the model that asks.
    """

    member: Codes
    width: int
    people: Mapping[int, Counts]


@dataclass(frozen=True)
class Units:
    """What goes together.

    Attributes:
        unit: whose each group of records is, shape (groups,): a person, or the class where records stand alone.
        counts: records of each group, shape (groups,).
        persons: whether classes are counted in persons instead of records.
        histograms: for each sensitive attribute the code of each group, and the attribute without counts.
    """

    unit: Codes
    counts: Counts
    persons: bool
    histograms: Mapping[str, tuple[Codes, Histogram]]

    def settle(self, models: Sequence[PrivacyModel], views: Mapping[Places, View], columns: int) -> Flags:
        """Which groups stay, shape (groups,)."""
        alive: Flags = np.ones(int(self.unit.max(initial=-1)) + 1, np.bool_)
        steps = [(model, views[chosen]) for model in models for chosen in model.views(columns)]
        changed = True
        while changed:
            changed = False
            for model, view in steps:
                changed |= self._drop(alive, model, view)
        return alive[self.unit]

    def _drop(self, alive: Flags, model: PrivacyModel, view: View) -> bool:
        """Take out whoever stands in a failing class; whether there was somebody."""
        stays = alive[self.unit]
        used = np.flatnonzero(stays)
        sizes = self._sizes(view, used)
        there = np.flatnonzero(sizes)
        if not len(there):
            return False
        people = view.people.get(id(model))
        people = None if people is None else people[there]
        classes = Classes(sizes[there], self._histograms(model, view, used, there), people)
        failing: Flags = np.zeros(view.width, np.bool_)
        failing[there] = ~model.fulfilled(classes)
        out = self.unit[used[failing[view.member[used]]]]
        alive[out] = False
        return len(out) > 0

    def _sizes(self, view: View, used: Codes) -> Counts:
        if not self.persons:
            return np.bincount(view.member[used], self.counts[used], view.width).astype(np.int64)
        width = int(self.unit.max()) + 1
        pairs = np.unique(view.member[used] * width + self.unit[used])
        return np.bincount(pairs // width, minlength=view.width)

    def _histograms(self, model: PrivacyModel, view: View, used: Codes, there: Codes) -> dict[str, Histogram]:
        if model.attribute is None:
            return {}
        codes, blank = self.histograms[model.attribute]
        width = len(blank.values)
        flat = np.bincount(view.member[used] * width + codes[used], self.counts[used], view.width * width)
        counts = flat.astype(np.int64).reshape(-1, width)[there]
        return {model.attribute: Histogram(counts, blank.whole, blank.values)}


def overlapping(models: Sequence[PrivacyModel], columns: int) -> bool:
    """Whether some model's classes are not those over all quasi-identifiers."""
    return any(list(model.views(columns)) != [tuple(range(columns))] for model in models)
