"""A table, its hierarchies and the models, made into codes for the search."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from deid.errors import UsageError
from deid.expert.arrays import Codes
from deid.expert.checking import Checker, Sensitive
from deid.expert.codes import Column, Table
from deid.expert.grouping import Attribute, Layout, Node
from deid.expert.hierarchy import Hierarchy
from deid.expert.models.base import Histogram, PrivacyModel
from deid.expert.models.population import DeltaPresence
from deid.expert.recounting import People, Records
from deid.expert.rolling import PopulationClasses
from deid.expert.settled_checking import SettledChecker
from deid.expert.settling import overlapping
from deid.expert.utility import UTILITIES, Utility, Valued


@dataclass(frozen=True)
class Problem:
    """What is to be solved.

    Attributes:
        table: the quasi-identifiers and the sensitive attributes, coded.
        hierarchies: of the quasi-identifiers.
        models: what the classes must fulfil.
        limit: the most records that may be suppressed.
        rows: for each quasi-identifier the hierarchy's row of each of its values.
        person: the column that says whose row it is.
        people: the population of each model that looks at one, by the model's identity.
    """

    table: Table
    hierarchies: Mapping[str, Hierarchy]
    models: Sequence[PrivacyModel]
    limit: int
    rows: Mapping[str, Codes]
    person: str | None = None
    people: Mapping[int, People] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        table: Table,
        hierarchies: Mapping[str, Hierarchy],
        models: Sequence[PrivacyModel],
        limit: float,
        person: str | None = None,
    ) -> Problem:
        """Check that the pieces fit.

        Raises:
            UsageError: an empty table, no quasi-identifiers, no models, a limit outside 0 to 1, or a value that is
                missing from its hierarchy.
        """
        if not hierarchies:
            raise UsageError("name at least one quasi-identifier by giving its hierarchy")
        if not models:
            raise UsageError("name at least one privacy model")
        if not 0 <= limit <= 1:
            raise UsageError("the suppression limit is a share of the records, from 0 to 1")
        if not len(table):
            raise UsageError("the table is empty")
        table, people = _with_populations(table, list(hierarchies), models)
        rows = {name: hierarchy.locate(name, table.columns[name].values) for name, hierarchy in hierarchies.items()}
        # A limit of 0.29 of 100 records means 29, though 0.29 * 100 is 28.999999999999996.
        return cls(table, hierarchies, models, int(np.floor(limit * len(table) + 1e-9)), rows, person, people)

    @property
    def depths(self) -> list[int]:
        """How many levels each quasi-identifier has."""
        return [hierarchy.depth for hierarchy in self.hierarchies.values()]

    @property
    def sensitive(self) -> list[str]:
        """The sensitive attributes that the models look at."""
        return list(dict.fromkeys(model.attribute for model in self.models if model.attribute))

    def checker(self, utility: str) -> tuple[Checker, Utility]:
        """What checks nodes, and what it values them by.

        Raises:
            UsageError: no such utility.
        """
        if utility not in UTILITIES:
            raise UsageError(f"no utility {utility}; there are {', '.join(UTILITIES)}")
        valued = [self._valued(name) for name in self.hierarchies]
        sensitive = [self._sensitive(name) for name in self.sensitive]
        columns = self.table.columns
        fields = [each.name for each in sensitive] + ([self.person] if self.person is not None else [])
        layout = Layout.plan(
            [each.attribute for each in valued], [len(columns[name].values) for name in fields], len(self.table)
        )
        start = layout.start(
            [columns[name].codes for name in self.hierarchies], [columns[name].codes for name in fields]
        )
        measure = UTILITIES[utility](valued, len(self.table))
        populations = {
            key: PopulationClasses(layout, [people.columns.get(i) for i in range(len(valued))], people.counts)
            for key, people in self.people.items()
        }
        settled = self.person is not None or overlapping(self.models, len(valued))
        kind = SettledChecker if settled else Checker
        checker = kind(layout, start, self.models, sensitive, measure, self.limit, populations)
        if isinstance(checker, SettledChecker):
            checker.persons = self.person is not None
        return checker, measure

    def generalised(self, node: Node) -> dict[str, Codes]:
        """Each quasi-identifier's label codes at a node, shape (n,)."""
        return {name: self._labels(name, level, self.table.columns[name].codes) for name, level in self._levels(node)}

    def records(self, columns: Sequence[Codes], node: Node | None) -> Records:
        """The rows with these published columns; populations are generalised to the node's levels."""
        names = list(self.hierarchies)
        people = {
            key: People(
                {i: self._labels(names[i], node[i], codes) for i, codes in each.columns.items()} if node else {},
                each.counts,
            )
            for key, each in self.people.items()
        }
        sensitive = {}
        for name in self.sensitive:
            each = self._sensitive(name)
            blank = Histogram(np.zeros((0, 0), np.int64), each.whole, each.values)
            sensitive[name] = (self.table.columns[name].codes, blank)
        person = None if self.person is None else self.table.columns[self.person].codes
        return Records(columns, sensitive, person, people)

    def _levels(self, node: Node) -> list[tuple[str, int]]:
        return list(zip(self.hierarchies, node, strict=True))

    def _labels(self, name: str, level: int, codes: Codes) -> Codes:
        return self.hierarchies[name].codes[level][self.rows[name]][codes]

    def _valued(self, name: str) -> Valued:
        column, hierarchy, rows = self.table.columns[name], self.hierarchies[name], self.rows[name]
        levels = tuple(np.unique(codes[rows], return_inverse=True)[1] for codes in hierarchy.codes)
        counts = np.bincount(column.codes, minlength=len(rows))
        return Valued(Attribute(levels), tuple(share[rows] for share in hierarchy.shares), len(hierarchy.rows), counts)

    def _sensitive(self, name: str) -> Sensitive:
        column = self.table.columns[name]
        # Values that no record has do not count: models divide by shares.
        used, codes = np.unique(column.codes, return_inverse=True)
        if len(used) < len(column.values):
            raise UsageError(f"the dictionary of {name} has values that no record has")
        return Sensitive(name, column.values, np.bincount(codes) / len(self.table))


def _with_populations(
    table: Table, names: Sequence[str], models: Sequence[PrivacyModel]
) -> tuple[Table, dict[int, People]]:
    """The populations that models look at, as codes, and the table with dictionaries that hold their values, too.

    Raises:
        UsageError: a population lacks all quasi-identifiers, or, where the model needs them all, some.
    """
    columns, found = dict(table.columns), {}
    for model in models:
        if model.people is None:
            continue
        shared = model.people.columns(list(names))
        if isinstance(model, DeltaPresence) and len(shared) < len(names):
            raise UsageError(f"the population lacks {', '.join(sorted(set(names) - set(shared)))}")
        theirs = Table.of(model.people.data, shared)
        coded = {}
        for name in shared:
            columns[name], coded[list(names).index(name)] = _joined(columns[name], theirs.columns[name])
        found[id(model)] = People(coded, model.people.people)
    return Table(columns), found


def _joined(ours: Column, theirs: Column) -> tuple[Column, Codes]:
    """Our column with their values added to its dictionary, and their codes over it."""
    places = {value: code for code, value in enumerate(ours.values)}
    moved = np.array([places.setdefault(value, len(places)) for value in theirs.values], np.int64)
    return Column(ours.codes, tuple(places)), moved[theirs.codes]
