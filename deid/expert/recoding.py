"""Records closed class by class: which are open, and the levels of those that are not."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence

import numpy as np

from deid.expert.arrays import Codes, Counts, Flags, Floats, Keys
from deid.expert.grouping import Node
from deid.expert.models.base import Classes, Histogram
from deid.expert.packing import number
from deid.expert.problem import Problem

# How many classes a left-over record tries to join, where joining can break a model.
TRIES = 50


class Recoding:
    """The state of a local recoding."""

    def __init__(self, problem: Problem):
        self._problem = problem
        size, count = len(problem.table), len(problem.hierarchies)
        # Label and cost of every record at every level of every quasi-identifier: shape (n,) each.
        self._labels: list[list[Codes]] = []
        self._costs: list[list[Floats]] = []
        for name, each in problem.hierarchies.items():
            place = problem.rows[name][problem.table.columns[name].codes]
            rows = len(each.rows)
            scale = 1 - 1 / rows if rows > 1 else 1.0
            self._labels.append([codes[place] for codes in each.codes])
            self._costs.append([(share[place] - 1 / rows) / scale / count for share in each.shares])
        self._member: Codes = np.full(size, -1, np.int64)
        self._levels: list[Node] = []
        self._heads: list[int] = []
        records = problem.records([], None)
        self._sensitive = {
            name: (codes, blank.whole, blank.values) for name, (codes, blank) in records.sensitive.items()
        }

    def publish(self, most: int) -> int:
        """Go through the nodes, the least lossy first, and close what fulfils the models; how many were looked at."""
        rows: Codes = np.arange(len(self._member))
        columns, narrow = self._fields()
        checked = 0
        for node in cheapest_first([[float(costs.mean()) for costs in column] for column in self._costs], most):
            if not len(rows):
                break
            checked += 1
            chosen = [column[level] for column, level in zip(columns, node, strict=True)]
            member, sizes = _classes(chosen, narrow)
            fulfilled = self._fulfilled(rows, member, sizes)
            if not fulfilled.any():
                continue
            closed = fulfilled[member]
            self._close(rows[closed], member[closed], node)
            rows = rows[~closed]
            columns = [[codes[~closed] for codes in column] for column in columns]
        return checked

    def join(self) -> bool:
        """Put each open record into the class that loses least by it; whether all found one."""
        left = np.flatnonzero(self._member < 0)
        if not len(left):
            return True
        if not self._levels:
            return False
        levels, heads = np.array(self._levels), np.array(self._heads)
        sizes = np.bincount(self._member[self._member >= 0], minlength=len(heads))
        done = all(self._join(int(row), levels, heads, sizes) for row in left)
        self._levels = [tuple(each) for each in levels.tolist()]
        return done

    def loss(self) -> float:
        """The mean cost of a record."""
        levels = np.array(self._levels)[self._member]
        costs = [np.choose(levels[:, place], column) for place, column in enumerate(self._costs)]
        return float(np.sum([cost.mean() for cost in costs]))

    def labels(self) -> list[tuple[list[str], Codes]]:
        """For each quasi-identifier its labels, and which of them each record has; equal labels are one."""
        levels = np.array(self._levels)[self._member]
        found = []
        for place, hierarchy in enumerate(self._problem.hierarchies.values()):
            texts: dict[str, int] = {}
            moved = [np.array([texts.setdefault(t, len(texts)) for t in labels]) for labels in hierarchy.labels]
            at_level = [table[codes] for table, codes in zip(moved, self._labels[place], strict=True)]
            found.append((list(texts), np.choose(levels[:, place], at_level).astype(np.int64)))
        return found

    def _fields(self) -> tuple[list[list[Keys]], bool]:
        """All labels as fields of one key, as long as they fit."""
        bits = [max(1, *(int(codes.max()).bit_length() for codes in column)) for column in self._labels]
        starts = np.cumsum([0, *bits[:-1]])
        narrow = sum(bits) <= 64
        shifts = [np.uint64(start if narrow else 0) for start in starts]
        return [
            [codes.astype(np.uint64) << shift for codes in column]
            for column, shift in zip(self._labels, shifts, strict=True)
        ], narrow

    def _fulfilled(self, rows: Codes, member: Codes, sizes: Counts) -> Flags:
        keep: Flags = np.ones(len(sizes), np.bool_)
        for model in sorted(self._problem.models, key=lambda model: model.turn):
            if not keep.any():
                break
            keep[keep] = model.fulfilled(self._view(model.attribute, rows, member, sizes, keep))
        return keep

    def _view(self, attribute: str | None, rows: Codes, member: Codes, sizes: Counts, keep: Flags) -> Classes:
        if attribute is None:
            return Classes(sizes[keep])
        codes, whole, values = self._sensitive[attribute]
        chosen = keep[member]
        place = (np.cumsum(keep) - 1)[member[chosen]]
        counts = np.bincount(place * len(values) + codes[rows[chosen]], minlength=int(keep.sum()) * len(values))
        return Classes(sizes[keep], {attribute: Histogram(counts.reshape(-1, len(values)), whole, values)})

    def _close(self, rows: Codes, member: Codes, node: Node) -> None:
        _, first, place = np.unique(member, return_index=True, return_inverse=True)
        self._member[rows] = place.reshape(-1) + len(self._levels)
        self._heads.extend(rows[first].tolist())
        self._levels.extend([node] * len(first))

    def _join(self, row: int, levels: Codes, heads: Codes, sizes: Counts) -> bool:
        needed = self._needed(row, levels, heads)
        cost = np.zeros(len(heads))
        for place, column in enumerate(self._costs):
            table = np.stack([costs[heads] for costs in column])
            spread = np.arange(len(heads))
            reached = np.minimum(needed[:, place], len(column) - 1)
            cost += (sizes + 1) * table[reached, spread] - sizes * table[levels[:, place], spread]
            cost[needed[:, place] >= len(column)] = np.inf
        certain = all(model.absorbs for model in self._problem.models)
        for chosen in np.argsort(cost, kind="stable")[: 1 if certain else TRIES]:
            if np.isinf(cost[chosen]):
                return False
            members = np.append(np.flatnonzero(self._member == chosen), row)
            one: Codes = np.zeros(len(members), np.int64)
            if certain or self._fulfilled(members, one, np.array([len(members)]))[0]:
                self._member[row] = chosen
                levels[chosen] = needed[chosen]
                sizes[chosen] += 1
                return True
        return False

    def _needed(self, row: int, levels: Codes, heads: Codes) -> Codes:
        """The levels at which the row and each class have one label, shape (classes, attributes)."""
        needed = levels.copy()
        for place, column in enumerate(self._labels):
            for level in range(len(column)):
                apart = column[level][heads] != column[level][row]
                needed[apart & (needed[:, place] == level), place] = level + 1
        return needed


def _classes(columns: Sequence[Keys], narrow: bool) -> tuple[Codes, Counts]:
    """The class of each row, and how large each is."""
    if not narrow:
        member = number(columns)
        return member, np.bincount(member)
    key = columns[0].copy()
    for column in columns[1:]:
        key |= column
    _, place, sizes = np.unique(key, return_inverse=True, return_counts=True)
    return place.reshape(-1), sizes


def cheapest_first(costs: Sequence[Sequence[float]], most: int) -> Iterator[Node]:
    """The nodes of a lattice by the sum of their levels' costs, at most so many."""
    start = (0,) * len(costs)
    heap, seen = [(sum(each[0] for each in costs), start)], {start}
    for _ in range(most):
        if not heap:
            return
        cost, node = heapq.heappop(heap)
        yield node
        for place, level in enumerate(node):
            if level + 1 < len(costs[place]):
                higher = (*node[:place], level + 1, *node[place + 1 :])
                if higher not in seen:
                    seen.add(higher)
                    heapq.heappush(heap, (cost + costs[place][level + 1] - costs[place][level], higher))
