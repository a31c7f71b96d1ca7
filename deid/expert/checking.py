"""One node of the lattice, checked: which classes fail, how many records go, what is lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from deid.expert.arrays import Counts, Flags, Floats
from deid.expert.grouping import Groups, Layout, Node, starts
from deid.expert.models.base import Classes, Histogram, PrivacyModel
from deid.expert.rolling import PopulationClasses, RollUps
from deid.expert.utility import Suppressed, Utility


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


class Checker:
    """Checks nodes.

    Attributes:
        checks: how many so far.
        monotone: whether a node that needs no suppression leaves none to the coarser ones.
    """

    def __init__(
        self,
        layout: Layout,
        start: Groups,
        models: Sequence[PrivacyModel],
        sensitive: Sequence[Sensitive],
        utility: Utility,
        limit: int,
        populations: Mapping[int, PopulationClasses],
    ):
        self._layout = layout
        self._sensitive = sensitive
        self._utility = utility
        self._limit = limit
        self._populations = populations
        # Cheap models first; those that look at the whole table look at what the others leave.
        self._models = sorted(models, key=lambda model: model.turn)
        self.monotone = all(model.merges for model in models)
        self._rolls = RollUps(layout, start)
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
        kept, doomed = self._judge(groups, first, sizes)
        gone = sizes - kept
        certain, suppressed = int(doomed.sum()), int(gone.sum())
        if suppressed > self._limit and certain > self._limit:
            return Check(node, suppressed, certain, np.inf, (), sizes)
        bounds = self._suppressing(groups, first, doomed)
        if suppressed > self._limit:
            return Check(node, suppressed, certain, np.inf, bounds, sizes)
        value = self._utility.whole(kept, gone)
        if value is None:
            costs = bounds if suppressed == certain else self._suppressing(groups, first, gone)
            value = float(sum(g[level] + s[-1] for g, s, level in zip(self._generalising, costs, node, strict=True)))
        return Check(node, suppressed, certain, value, bounds, sizes)

    def _judge(self, groups: Groups, first: Counts, sizes: Counts) -> tuple[Counts, Counts]:
        """How many records of each class stay, and how many of each no finer node can keep."""
        keep: Flags = np.ones(len(sizes), np.bool_)
        doomed = np.zeros(len(sizes), np.int64)
        for model in self._models:
            chosen = keep.copy()
            fulfilled, lost = model.judge(self._view(model, chosen, groups, first, sizes))
            keep[chosen] = fulfilled
            doomed[chosen] = np.maximum(doomed[chosen], lost)
        return np.where(keep, sizes, 0), doomed

    def _view(self, model: PrivacyModel, chosen: Flags, groups: Groups, first: Counts, sizes: Counts) -> Classes:
        """The chosen classes as the model needs them."""
        people = None
        if model.people is not None:
            people = self._populations[id(model)].counts(groups.node, groups.keys[:, first[chosen]])
        if model.attribute is None:
            return Classes(sizes[chosen], population=people)
        return Classes(sizes[chosen], self._histograms(model.attribute, chosen, groups, first), people)

    def _classes(self, node: Node) -> tuple[Groups, Counts, Counts]:
        groups = self._rolls.groups(node)
        if not self._layout.sensitive_bits:
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
