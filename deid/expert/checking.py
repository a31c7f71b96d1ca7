"""One node of the lattice, checked: which classes fail, how many records go, what is lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from deid.expert.arrays import Counts, Flags, Floats
from deid.expert.grouping import Groups, Layout, Node, starts
from deid.expert.models.base import Classes, Histogram, PrivacyModel
from deid.expert.models.size import AverageRisk
from deid.expert.utility import Suppressed, Utility

CACHED = 256


@dataclass(frozen=True)
class Check:
    """What was found at a node.

    Attributes:
        node: which.
        suppressed: records that the models suppress.
        certain: records that are suppressed at every finer node, too.
        value: the utility there.
        bounds: for each attribute a bound on what suppressing costs at each level up to the node's.
        sizes: of the classes, suppressed ones among them.
    """

    node: Node
    suppressed: int
    certain: int
    value: float
    bounds: Sequence[Floats]
    sizes: Counts


@dataclass(frozen=True)
class Sensitive:
    """A sensitive attribute: its name, its values, their shares in the whole table."""

    name: str
    values: tuple[str, ...]
    whole: Floats


def _order(model: PrivacyModel) -> int:
    return 3 if isinstance(model, AverageRisk) else 2 if model.attribute else 1


class Checker:
    """Checks nodes, each rolled up from the smallest finer one that is remembered."""

    def __init__(
        self,
        layout: Layout,
        start: Groups,
        models: Sequence[PrivacyModel],
        sensitive: Sequence[Sensitive],
        utility: Utility,
        limit: int,
    ):
        self._layout = layout
        self._sensitive = sensitive
        self._utility = utility
        self._limit = limit
        # Cheap models first; the average looks at what the others leave.
        self._models = sorted(models, key=_order)
        self._known: list[Groups] = [start]
        self._nodes = np.zeros((CACHED, len(start.node)), np.int64)
        self._sizes = np.full(CACHED, np.iinfo(np.int64).max)
        self._remember(0, start)
        self._generalising = utility.generalising()
        self.checks = 0

    @property
    def generalising(self) -> list[Floats]:
        """What each level of each attribute costs where nothing is suppressed."""
        return self._generalising

    def check(self, node: Node) -> Check:
        """Check one node."""
        self.checks += 1
        groups, first, sizes = self._classes(node)
        keep, doomed = self._judge(groups, first, sizes)
        certain, suppressed = int(doomed.sum()), int(sizes[~keep].sum())
        if suppressed > self._limit and certain > self._limit:
            return Check(node, suppressed, certain, np.inf, (), sizes)
        bounds = self._suppressing(groups, first, doomed)
        if suppressed > self._limit:
            return Check(node, suppressed, certain, np.inf, bounds, sizes)
        value = self._utility.whole(sizes[keep], sizes[~keep])
        if value is None:
            costs = bounds if suppressed == certain else self._suppressing(groups, first, np.where(keep, 0, sizes))
            value = float(sum(g[level] + s[-1] for g, s, level in zip(self._generalising, costs, node, strict=True)))
        return Check(node, suppressed, certain, value, bounds, sizes)

    def groups(self, node: Node) -> Groups:
        """The groups of a node."""
        fit = np.where((self._nodes <= node).all(axis=1), self._sizes, np.iinfo(np.int64).max)
        nearest = self._known[int(fit.argmin())]
        if nearest.node == node:
            return nearest
        groups = self._layout.roll_up(nearest, node)
        if len(groups.counts) < 0.8 * len(nearest.counts):
            self._insert(groups)
        return groups

    def _judge(self, groups: Groups, first: Counts, sizes: Counts) -> tuple[Flags, Counts]:
        """Which classes stay, and how many records of each no finer node can keep."""
        keep: Flags = np.ones(len(sizes), np.bool_)
        doomed = np.zeros(len(sizes), np.int64)
        for model in self._models:
            chosen = keep.copy()
            fulfilled, lost = model.judge(self._view(model, chosen, groups, first, sizes))
            keep[chosen] = fulfilled
            doomed[chosen] = np.maximum(doomed[chosen], lost)
        return keep, doomed

    def _view(self, model: PrivacyModel, chosen: Flags, groups: Groups, first: Counts, sizes: Counts) -> Classes:
        """The chosen classes as the model needs them."""
        if model.attribute is None:
            return Classes(sizes[chosen])
        return Classes(sizes[chosen], self._histograms(model.attribute, chosen, groups, first))

    def _classes(self, node: Node) -> tuple[Groups, Counts, Counts]:
        groups = self.groups(node)
        if not self._sensitive:
            return groups, np.arange(len(groups.counts)), groups.counts
        first = starts(groups.keys, self._layout.sensitive_bits)
        return groups, first, np.add.reduceat(groups.counts, first)

    def _histograms(self, name: str, chosen: Flags, groups: Groups, first: Counts) -> Mapping[str, Histogram]:
        """Counts of one sensitive attribute in the chosen classes."""
        place = next(i for i, each in enumerate(self._sensitive) if each.name == name)
        each, field = self._sensitive[place], self._layout.sensitive[place]
        lengths = np.diff(first, append=len(groups.counts))
        pairs = np.repeat(chosen, lengths)
        row = np.repeat(chosen.cumsum() - 1, lengths)[pairs]
        width = len(each.values)
        flat = np.bincount(
            row * width + field.read(groups.keys[:, pairs]), groups.counts[pairs], int(chosen.sum()) * width
        )
        return {name: Histogram(flat.astype(np.int64).reshape(-1, width), each.whole, each.values)}

    def _suppressing(self, groups: Groups, first: Counts, gone: Counts) -> list[Floats]:
        chosen = np.flatnonzero(gone)
        keys = groups.keys[:, first[chosen]]
        fields = self._layout.fields
        return self._utility.suppressing(
            groups.node, Suppressed(lambda place: fields[place].read(keys), gone[chosen].astype(np.float64))
        )

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
