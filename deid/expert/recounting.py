"""Published records counted anew, row by row, without the search and its keys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from deid.expert.arrays import Codes, Counts, Flags
from deid.expert.models.base import Histogram, PrivacyModel
from deid.expert.packing import number
from deid.expert.settling import Places, Units, View


@dataclass(frozen=True)
class People:
    """A population over the same dictionaries as the records.

    Attributes:
        columns: its codes, by the place of the quasi-identifier; those that it lacks are missing.
        counts: people of each row.
    """

    columns: Mapping[int, Codes]
    counts: Counts


@dataclass(frozen=True)
class Records:
    """Rows as codes.

    Attributes:
        columns: the quasi-identifiers as they are published, shape (n,) each.
        sensitive: the code of each row, and the attribute's shares in the whole table.
        person: whose row it is; without it every row stands alone.
        people: the population of each model that looks at one, by the model's identity.
    """

    columns: Sequence[Codes]
    sensitive: Mapping[str, tuple[Codes, Histogram]] = field(default_factory=dict)
    person: Codes | None = None
    people: Mapping[int, People] = field(default_factory=dict)

    def stays(self, models: Sequence[PrivacyModel]) -> Flags:
        """Which rows can be published under all models, shape (n,)."""
        ordered = sorted(models, key=lambda model: model.turn)
        count = len(self.columns)
        chosen = dict.fromkeys(view for model in models for view in model.views(count))
        views = {places: self._view(places) for places in chosen}
        every = tuple(range(count))
        member = views[every].member if every in views else number(self.columns)
        rows = np.ones(len(member), np.int64)
        units = Units(member if self.person is None else self.person, rows, self.person is not None, self.sensitive)
        return units.settle(ordered, views, count)

    def _view(self, places: Places) -> View:
        member = number([self.columns[place] for place in places])
        width = int(member.max(initial=-1)) + 1
        if len(places) < len(self.columns):
            return View(member, width, {})
        return View(member, width, {key: self._reach(people, member, width) for key, people in self.people.items()})

    def _reach(self, people: People, member: Codes, width: int) -> Counts:
        """The population in each class."""
        places = list(people.columns)
        both = number([np.concatenate([self.columns[place], people.columns[place]]) for place in places])
        counts = np.bincount(both[len(member) :], people.counts, int(both.max(initial=-1)) + 1).astype(np.int64)
        reach = np.zeros(width, np.int64)
        reach[member] = counts[both[: len(member)]]
        return reach
