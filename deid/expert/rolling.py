"""Groups at any node, rolled up from the smallest finer ones that are remembered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from deid.expert.arrays import Codes, Counts, Flags, Keys
from deid.expert.grouping import Groups, Layout, Node
from deid.expert.packing import number

CACHED = 256


class RollUps:
    """What is remembered of the nodes that were looked at."""

    def __init__(self, layout: Layout, start: Groups):
        self.layout = layout
        self._known: list[Groups] = [start]
        self._nodes = np.zeros((CACHED, len(start.node)), np.int64)
        self._sizes = np.full(CACHED, np.iinfo(np.int64).max)
        self._remember(0, start)

    def groups(self, node: Node) -> Groups:
        """The groups of a node."""
        fit = np.where((self._nodes <= node).all(axis=1), self._sizes, np.iinfo(np.int64).max)
        nearest = self._known[int(fit.argmin())]
        if nearest.node == node:
            return nearest
        groups = self.layout.roll_up(nearest, node)
        if len(groups.counts) < 0.8 * len(nearest.counts):
            self._insert(groups)
        return groups

    def _insert(self, groups: Groups) -> None:
        if len(self._known) < CACHED:
            self._known.append(groups)
            self._remember(len(self._known) - 1, groups)
            return
        # The largest goes, but never the start: everything can be rolled up from that.
        place = int(self._sizes[1:].argmax()) + 1
        if self._sizes[place] > len(groups.counts):
            self._known[place] = groups
            self._remember(place, groups)

    def _remember(self, place: int, groups: Groups) -> None:
        self._nodes[place] = groups.node
        self._sizes[place] = len(groups.counts)


class PopulationClasses:
    """A population's classes, looked up by the keys of the table's.

    Args:
        layout: the table's.
        columns: the population's codes of each quasi-identifier, over the table's dictionaries; None where it lacks
            one, so that it does not part people.
        people: how many each row stands for.
    """

    def __init__(self, layout: Layout, columns: Sequence[Codes | None], people: Counts):
        blank: Codes = np.zeros(len(people), np.int64)
        layout = replace(layout, count_bits=int(people.sum()).bit_length())
        start = layout.start([blank if column is None else column for column in columns], (), people)
        self._rolls = RollUps(layout, start)
        self._mask = np.zeros(layout.words, np.uint64)
        for field, column in zip(layout.fields, columns, strict=True):
            if column is not None:
                self._mask[field.word] |= field.mask << field.shift

    def counts(self, node: Node, keys: Keys) -> Counts:
        """The people in the class of each key, shape (keys,)."""
        groups = self._rolls.groups(node)
        ours, theirs = keys & self._mask[:, None], groups.keys & self._mask[:, None]
        if len(ours) > 1:
            both = number([np.concatenate(pair) for pair in zip(theirs, ours, strict=True)])
            known, asked = both[: theirs.shape[1]], both[theirs.shape[1] :]
            order = np.argsort(known)
            return _matched(known[order], groups.counts[order], asked)
        return _matched(theirs[0], groups.counts, ours[0])


def _matched(known: Keys | Codes, counts: Counts, asked: Keys | Codes) -> Counts:
    if not len(known):
        return np.zeros(len(asked), np.int64)
    place = np.minimum(np.searchsorted(known, asked), len(known) - 1)
    there: Flags = known[place] == asked
    return np.where(there, counts[place], 0)
