"""Risk over persons with several records: what somebody knows who knows some of a person's events.

A person is the set of their events, an event a combination of quasi-identifiers of one row (a visit's year, ward and
diagnosis), together with what does not change (sex, year of birth). Somebody with power p knows that and p events; who
matches is everybody who has these p events too. One over their number is the risk (El Emam and Arbuckle 2013, ch. 6).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, islice

import numpy as np
import pandas as pd

from deid.errors import UsageError
from deid.expert.arrays import Codes
from deid.expert.codes import Table
from deid.expert.packing import number

MOST = 20_000


@dataclass(frozen=True, slots=True)
class LongitudinalRisk:
    """How easily a person is singled out by some of their events.

    Attributes:
        power: how many events somebody knows; a person with fewer is known by all of theirs.
        persons: how many there are.
        looked_at: persons that were looked at.
        exact: whether every choice of events of every person was looked at; otherwise choices were drawn.
        highest: the highest risk of any choice.
        average: the mean over persons of the mean over their choices.
        worst_average: the mean over persons of the highest over their choices.
        unique: the share of persons whom some choice singles out.
    """

    power: int
    persons: int
    looked_at: int
    exact: bool
    highest: float
    average: float
    worst_average: float
    unique: float


def longitudinal_risk(
    data: pd.DataFrame | Table,
    person: str,
    events: Sequence[str],
    fixed: Sequence[str] = (),
    power: int | None = 2,
    most: int = MOST,
    seed: int = 0,
) -> LongitudinalRisk:
    """Measure the risk to persons from somebody who knows `power` of their events.

    Args:
        data: one row an event.
        person: the column that says whose row it is.
        events: the quasi-identifiers of an event.
        fixed: quasi-identifiers of the person, the same on all rows of one; the first row's count.
        power: how many events are known; None for all.
        most: look at no more choices of events than so many; beyond, persons and choices are drawn.
        seed: of the draws.

    Raises:
        UsageError: no such column, missing values, an empty table, or a power below 1.
    """
    if not events:
        raise UsageError("name at least one quasi-identifier of the events")
    if power is not None and power < 1:
        raise UsageError("somebody's power is to know 1 event or more")
    histories = _Histories(Table.of(data, [person, *events, *fixed]), person, events, fixed)
    chance = np.random.default_rng(seed)
    size = power or max(len(history) for history in histories.events)
    choices = [math.comb(len(history), min(size, len(history))) for history in histories.events]
    people, each = _looked_at(choices, most, chance)
    risks = [
        [1 / histories.matches(int(who), chosen) for chosen in _chosen(histories.events[who], size, each, chance)]
        for who in people
    ]
    return _result(size, choices, risks, exact=len(people) == len(choices) and max(choices) <= each)


def _looked_at(choices: list[int], most: int, chance: np.random.Generator) -> tuple[Codes, int]:
    """The persons to look at, and how many choices of each."""
    people = np.arange(len(choices))
    if sum(choices) <= most:
        return people, most
    people = np.sort(chance.permutation(people)[: max(1, most // 20)])
    return people, max(1, most // len(people))


def _result(power: int, choices: list[int], risks: list[list[float]], *, exact: bool) -> LongitudinalRisk:
    worst = [max(mine) for mine in risks]
    return LongitudinalRisk(
        power=power,
        persons=len(choices),
        looked_at=len(risks),
        exact=exact,
        highest=max(worst),
        average=float(np.mean([np.mean(mine) for mine in risks])),
        worst_average=float(np.mean(worst)),
        unique=float(np.mean([risk == 1 for risk in worst])),
    )


class _Histories:
    """Persons as sets of events, and events as sorted lists of persons."""

    def __init__(self, table: Table, person: str, events: Sequence[str], fixed: Sequence[str]):
        if not len(table):
            raise UsageError("the table is empty")
        who = np.unique(table.columns[person].codes, return_inverse=True)[1].reshape(-1)
        what = number([table.columns[name].codes for name in events])
        width = int(what.max()) + 1
        pairs = np.unique(who * width + what)
        people, kinds = pairs // width, pairs % width
        self.events = np.split(kinds, np.flatnonzero(np.diff(people)) + 1)
        order = np.argsort(kinds, kind="stable")
        self._having = np.split(people[order], np.flatnonzero(np.diff(kinds[order])) + 1)
        first = np.unique(who, return_index=True)[1]
        group = (
            number([table.columns[name].codes[first] for name in fixed]) if fixed else np.zeros(len(first), np.int64)
        )
        self._group = group

    def matches(self, who: int, chosen: Sequence[int]) -> int:
        """How many persons have these events and the person's fixed attributes."""
        lists = sorted((self._having[kind] for kind in chosen), key=len)
        found = lists[0]
        found = found[self._group[found] == self._group[who]]
        for having in lists[1:]:
            found = found[np.isin(found, having, assume_unique=True)]
        return len(found)


def _chosen(history: Codes, size: int, most: int, chance: np.random.Generator) -> Iterator[tuple[int, ...]]:
    """Choices of events: all where these are few enough, otherwise drawn."""
    size = min(size, len(history))
    kinds = history.tolist()
    if math.comb(len(kinds), size) <= most:
        yield from combinations(kinds, size)
        return
    for _ in islice(range(most), most):
        yield tuple(chance.choice(history, size, replace=False).tolist())
