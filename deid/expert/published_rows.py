"""A published table as labels, counted class by class for whoever gives a second opinion."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from deid.errors import UsageError
from deid.expert.codes import Table
from deid.expert.population_table import Population


@dataclass(frozen=True)
class PublishedRows:
    """One row a record, as text.

    Attributes:
        frame: the quasi-identifiers, sensitive attributes and the person's column.
        names: the quasi-identifiers.
        person: the column that says whose row it is; None where every row is a person.
        whole: the share of each value of each sensitive attribute in the table before suppression.
    """

    frame: pd.DataFrame
    names: tuple[str, ...]
    person: str | None
    whole: Mapping[str, Mapping[str, float]]

    @classmethod
    def of(
        cls,
        data: pd.DataFrame | Table,
        names: Sequence[str],
        person: str | None,
        sensitive: Sequence[str],
        original: pd.DataFrame | Table | None,
    ) -> PublishedRows:
        """A table and what is compared with.

        Raises:
            UsageError: no such column, missing values, or an original that lacks published sensitive values.
        """
        frame = _texts(data, [*names, *sensitive, *([person] if person is not None else [])])
        before = frame if original is None else _texts(original, sensitive)
        whole = {name: _shares(before[name]) for name in sensitive}
        if any(not set(frame[name].unique()) <= set(whole[name]) for name in sensitive):
            raise UsageError("the original lacks some of the published sensitive values")
        return cls(frame, tuple(names), person, whole)

    def sizes(self, known: Sequence[str] | None = None) -> list[int]:
        """The persons of each class over some quasi-identifiers, or over all; rows without a person's column."""
        classes = self.frame.groupby(list(known or self.names), sort=False)
        counted = classes.size() if self.person is None else classes[self.person].nunique()
        return [int(size) for size in counted]

    def spreads(self, sensitive: str, known: Sequence[str] | None = None) -> list[Counter[str]]:
        """For each class, how many of its rows have each sensitive value."""
        names = list(known or self.names)
        pairs = self.frame.assign(**{_VALUE: self.frame[sensitive]}).groupby([*names, _VALUE], sort=False).size()
        found: dict[tuple[str, ...], Counter[str]] = {}
        for labels, count in zip(pairs.index, pairs, strict=True):
            found.setdefault(labels[:-1], Counter())[labels[-1]] = int(count)
        return list(found.values())

    def beside(self, people: Population) -> list[tuple[int, int]]:
        """For each class its size, and how many of the population have the labels that the population knows."""
        shared = people.columns(list(self.names))
        theirs = _texts(people.data, shared).assign(**{_VALUE: people.people}).groupby(shared)[_VALUE].sum()
        there = {key if isinstance(key, tuple) else (key,): int(count) for key, count in theirs.items()}
        firsts = self.frame.groupby(list(self.names), sort=False)[shared].first()
        known = [there.get(tuple(row), 0) for row in firsts.itertuples(index=False, name=None)]
        return list(zip(self.sizes(), known, strict=True))


_VALUE = "\0value"


def _shares(column: pd.Series[str]) -> dict[str, float]:
    return {str(value): count / len(column) for value, count in Counter(column).items()}


def _texts(data: pd.DataFrame | Table, names: Sequence[str]) -> pd.DataFrame:
    columns = Table.of(data, names).columns
    return pd.DataFrame({name: np.array(each.values, object)[each.codes] for name, each in columns.items()})
