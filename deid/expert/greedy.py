"""A good node of a lattice too large to hold: walk down from the top while it pays.

Nothing is proven but a bound: whoever publishes all attributes together publishes each of them alone, so no attribute
can be finer than it can be with all others at the top.
"""

from __future__ import annotations

import time
from collections.abc import Sequence

import numpy as np

from deid.expert.checking import Check, Checker
from deid.expert.grouping import Node
from deid.expert.search import Found


def descend(
    checker: Checker, limit: int, depths: Sequence[int], max_nodes: int | None = None, max_seconds: float | None = None
) -> Found:
    """From the top, always to the best of the next finer nodes, until none is better."""
    end = None if max_seconds is None else time.monotonic() + max_seconds
    top = tuple(depth - 1 for depth in depths)
    best = checker.check(top)
    bound, floor = _floors(checker, limit, top)
    if best.suppressed > limit:
        return Found(None, bound, optimal=False)
    while True:
        better = best
        for place, level in enumerate(best.node):
            if level <= floor[place]:
                continue
            if (max_nodes is not None and checker.checks >= max_nodes) or (end is not None and time.monotonic() > end):
                return _found(better, bound)
            check = checker.check((*best.node[:place], level - 1, *best.node[place + 1 :]))
            if check.suppressed <= limit and check.value < better.value:
                better = check
        if better is best:
            return _found(best, bound)
        best = better


def _found(best: Check, bound: float) -> Found:
    return Found(best, bound, optimal=best.value <= bound)


def _floors(checker: Checker, limit: int, top: Node) -> tuple[float, list[int]]:
    """A bound on every node's value, and the finest level that each attribute can have."""
    bound, floor = 0.0, []
    for place, costs in enumerate(checker.generalising):
        finest = top[place]
        while finest:
            check = checker.check((*top[:place], finest - 1, *top[place + 1 :]))
            if check.certain > limit:
                break
            finest -= 1
        floor.append(finest)
        bound += float(np.min(costs[finest:]))
    return bound, floor
