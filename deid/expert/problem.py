"""A table, its hierarchies and the models, made into codes for the search."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from deid.errors import UsageError
from deid.expert.checking import Checker, Sensitive
from deid.expert.codes import Table
from deid.expert.grouping import Attribute, Layout
from deid.expert.hierarchy import Hierarchy
from deid.expert.models.base import PrivacyModel
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
    """

    table: Table
    hierarchies: Mapping[str, Hierarchy]
    models: Sequence[PrivacyModel]
    limit: int
    rows: Mapping[str, np.typing.NDArray[np.int64]]

    @classmethod
    def of(
        cls, table: Table, hierarchies: Mapping[str, Hierarchy], models: Sequence[PrivacyModel], limit: float
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
        rows = {name: hierarchy.locate(name, table.columns[name].values) for name, hierarchy in hierarchies.items()}
        # A limit of 0.29 of 100 records means 29, though 0.29 * 100 is 28.999999999999996.
        return cls(table, hierarchies, models, int(np.floor(limit * len(table) + 1e-9)), rows)

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
        layout = Layout.plan(
            [each.attribute for each in valued], [len(each.values) for each in sensitive], len(self.table)
        )
        start = layout.start(
            [columns[name].codes for name in self.hierarchies], [columns[each.name].codes for each in sensitive]
        )
        measure = UTILITIES[utility](valued, len(self.table))
        return Checker(layout, start, self.models, sensitive, measure, self.limit), measure

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
