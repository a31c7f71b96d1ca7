"""Nodes checked where records do not stand alone: rows of persons, classes that overlap."""

from __future__ import annotations

import numpy as np

from deid.expert.arrays import Counts
from deid.expert.checking import Checker
from deid.expert.grouping import Groups
from deid.expert.models.base import Histogram
from deid.expert.packing import number
from deid.expert.settling import Places, Units, View

# Class numbers are products of codes while there are not many more of them than groups.
SPARE = 1 << 17


class SettledChecker(Checker):
    """Checks nodes by taking records out until all classes hold.

    Attributes:
        persons: whether the layout's last sensitive field is the person, whose rows go together.
    """

    persons: bool = False

    def _judge(self, groups: Groups, first: Counts, sizes: Counts) -> tuple[Counts, Counts]:
        lengths = np.diff(first, append=len(groups.counts))
        member = np.repeat(np.arange(len(first)), lengths)
        units = self._units(groups, member)
        views = self._views(groups, member, first)
        columns = len(groups.node)
        stays = units.settle(self._models, views, columns)
        kept = np.bincount(member, np.where(stays, groups.counts, 0), len(first)).astype(np.int64)
        absorbing = [model for model in self._models if model.absorbs]
        if len(absorbing) == len(self._models):
            return kept, sizes - kept
        if not absorbing:
            return kept, np.zeros(len(first), np.int64)
        largest = units.settle(absorbing, views, columns)
        return kept, sizes - np.bincount(member, np.where(largest, groups.counts, 0), len(first)).astype(np.int64)

    def _units(self, groups: Groups, member: Counts) -> Units:
        unit = self._layout.sensitive[-1].read(groups.keys) if self.persons else member
        histograms = {
            each.name: (field.read(groups.keys), Histogram(np.zeros((0, 0), np.int64), each.whole, each.values))
            for each, field in zip(self._sensitive, self._layout.sensitive, strict=False)
        }
        return Units(unit, groups.counts, self.persons, histograms)

    def _views(self, groups: Groups, member: Counts, first: Counts) -> dict[Places, View]:
        columns = len(groups.node)
        every = tuple(range(columns))
        people = {
            id(model): self._populations[id(model)].counts(groups.node, groups.keys[:, first])
            for model in self._models
            if model.people is not None
        }
        views = {every: View(member, len(first), people)}
        for chosen in dict.fromkeys(view for model in self._models for view in model.views(columns)):
            if chosen != every:
                views[chosen] = self._partial(groups, chosen)
        return views

    def _partial(self, groups: Groups, chosen: Places) -> View:
        """The classes over some of the quasi-identifiers."""
        codes = [self._layout.fields[place].read(groups.keys) for place in chosen]
        widths = [self._layout.attributes[place].widths[groups.node[place]] for place in chosen]
        if np.prod(widths, dtype=float) > SPARE:
            member = number(codes)
            return View(member, int(member.max()) + 1, {})
        member = codes[0]
        for code, width in zip(codes[1:], widths[1:], strict=True):
            member = member * width + code
        return View(member, int(np.prod(widths)), {})
