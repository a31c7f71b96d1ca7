"""The best node of the whole lattice, proven.

Every node carries a lower bound of its value, at first what generalising alone costs. The node with the least bound is
taken; on a path from it to the top a bisection finds the place where the table becomes publishable. Each check then
tells of more nodes than its own:

* too many suppressed records there that finer nodes cannot win back: everything finer is out;
* otherwise these records are lost in everything finer, which raises all their bounds at once;
* where nothing may be suppressed, everything coarser than a publishable node costs no less than that.

The search ends when no bound lies below the best value found; that is the proof.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from deid.expert.arrays import Floats
from deid.expert.checking import Check, Checker
from deid.expert.grouping import Node
from deid.expert.utility import Utility

# Values are sums of the same numbers in different orders: nodes closer than this are equal.
ROUNDING = 1e-12


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found.

    Attributes:
        best: the best node's check; None where no node may be published.
        bound: no node has a value below it.
        optimal: whether that was proven.
    """

    best: Check | None
    bound: float
    optimal: bool


class Search:
    """A best-first search over the lattice, held as one dense array of bounds."""

    def __init__(
        self,
        checker: Checker,
        utility: Utility,
        limit: int,
        depths: Sequence[int],
        records: int,
        fixed: Mapping[int, int] | None = None,
    ):
        self._checker = checker
        self._utility = utility
        self._limit = limit
        self._unlimited = limit >= records
        self._top = tuple(depth - 1 for depth in depths)
        self._bounds = _outer_sum(checker.generalising)
        self._flat = self._bounds.reshape(-1)
        self._strides = [stride // self._bounds.itemsize for stride in self._bounds.strides]
        self._best: Check | None = None
        self._fixed = fixed or {}
        for axis, level in self._fixed.items():
            others = np.moveaxis(self._bounds, axis, 0)
            others[:level] = np.inf
            others[level + 1 :] = np.inf

    def run(self, max_nodes: int | None = None, max_seconds: float | None = None) -> Found:
        """Search until the proof, or until a limit."""
        end = None if max_seconds is None else time.monotonic() + max_seconds
        while True:
            place = int(self._flat.argmin())
            bound = float(self._flat[place])
            if np.isinf(bound) or bound >= self._value - ROUNDING * max(1.0, bound):
                self._loosen()
                return Found(self._best, self._value, optimal=True)
            if (max_nodes is not None and self._checker.checks >= max_nodes) or (
                end is not None and time.monotonic() > end
            ):
                return Found(self._best, bound, optimal=False)
            node = tuple(int(level) for level in np.unravel_index(place, self._bounds.shape))
            self._bisect(node)

    @property
    def _value(self) -> float:
        return np.inf if self._best is None else self._best.value

    def _loosen(self) -> None:
        """Take back what was generalised for nothing: levels that cost as little as the one below."""
        for axis, costs in enumerate(self._checker.generalising):
            while self._best is not None and axis not in self._fixed and (level := self._best.node[axis]):
                if costs[level] > costs[level - 1]:
                    break
                lower = (*self._best.node[:axis], level - 1, *self._best.node[axis + 1 :])
                check = self._checker.check(lower)
                if check.suppressed > self._limit or check.value > self._best.value + ROUNDING:
                    break
                self._best = check

    def _bisect(self, node: Node) -> None:
        """Check a path upwards where it turns publishable, the node itself last."""
        path = self._path(node)
        if self._unlimited:
            # Every node is publishable: one check halfway for what it says of the finer ones, then the node.
            self._visit(path[len(path) // 2])
            if self._bounds[node] < self._value:
                self._visit(node)
            return
        low, high = 0, len(path)
        while low < high:
            middle = (low + high) // 2
            if self._visit(path[middle]):
                high = middle
            else:
                low = middle + 1

    def _path(self, node: Node) -> list[Node]:
        """From the node to where nothing above can be better, by the cheapest step each time."""
        path, current, best = [node], list(node), self._value
        bound = self._flat.item
        place = int(np.dot(node, self._strides))
        while True:
            # Plain numbers one by one: arrays of nine are slower.
            cheapest, chosen = best, -1
            for axis, level in enumerate(current):
                if level < self._top[axis] and (value := bound(place + self._strides[axis])) < cheapest:
                    cheapest, chosen = value, axis
            if chosen < 0:
                return path
            current[chosen] += 1
            place += self._strides[chosen]
            path.append(tuple(current))

    def _visit(self, node: Node) -> bool:
        """Check a node and draw every conclusion from it. Whether it is publishable."""
        check = self._checker.check(node)
        below = tuple(slice(0, level + 1) for level in node)
        above = tuple(slice(level, None) for level in node)
        publishable = check.suppressed <= self._limit
        if publishable and check.value < self._value:
            self._best = check
        if check.certain > self._limit or (not publishable and not self._limit and self._checker.monotone):
            self._bounds[below] = np.inf
        elif check.certain:
            self._raise_below(check, below)
        self._raise(above, self._utility.coarser(check.sizes))
        if publishable and not self._limit:
            self._bounds[above] = np.inf
        self._bounds[node] = np.inf
        return publishable

    def _raise_below(self, check: Check, below: tuple[slice, ...]) -> None:
        bounds = [
            g[: level + 1] + s for g, s, level in zip(self._checker.generalising, check.bounds, check.node, strict=True)
        ]
        np.maximum(self._bounds[below], _outer_sum(bounds), out=self._bounds[below])
        self._raise(below, self._utility.finer(check.certain))

    def _raise(self, where: tuple[slice, ...], bound: float) -> None:
        if bound > 0:
            np.maximum(self._bounds[where], bound, out=self._bounds[where])


def _outer_sum(vectors: Sequence[Floats]) -> Floats:
    """One sum for each choice of one number from each vector: shape (len of each)."""
    total: Floats = np.zeros(())
    for vector in vectors:
        total = total[..., None] + vector
    return total
