"""Full-domain generalisation with record suppression: the best node of the lattice, proven where limits allow.

Every value of an attribute goes to the same level of its hierarchy (Samarati and Sweeney 1998); records whose classes
fail a model are left out, at most a given share of them. Why they are left out instead of starred: decision 0010.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from deid.errors import UsageError
from deid.expert.arrays import Codes, Flags
from deid.expert.classes import Risk, measure_codes
from deid.expert.codes import Table
from deid.expert.greedy import descend
from deid.expert.hierarchy import Hierarchy
from deid.expert.models.base import PrivacyModel
from deid.expert.problem import Problem
from deid.expert.publishing import published
from deid.expert.search import Found, Search

# The lattice is held as one array of bounds, 8 bytes a node.
DENSE_NODES = 1 << 24

HierarchySource = Hierarchy | pd.DataFrame | str | Path


@dataclass(frozen=True)
class Anonymized:
    """A published table and how it came about.

    Attributes:
        data: the kept records, quasi-identifiers generalised; the index tells which records they are.
        levels: the level of each quasi-identifier.
        loss: the value of the utility that was asked for; by default from 0, untouched, to 1, everything suppressed.
        suppressed: records left out.
        optimal: whether no node of the lattice is better, proven.
        bound: no node's loss lies below it; the loss itself where optimal.
        nodes_checked: nodes whose classes were looked at.
        risk: measured on `data`, over persons where these were given.
        hierarchies: those that `levels` are levels of.
    """

    data: pd.DataFrame
    levels: Mapping[str, int]
    loss: float
    suppressed: int
    optimal: bool
    bound: float
    nodes_checked: int
    risk: Risk
    hierarchies: Mapping[str, Hierarchy]

    def generalise(self, other: pd.DataFrame) -> pd.DataFrame:
        """Another table, such as a population, at the same levels; its other columns stay.

        Raises:
            UsageError: a value that is missing from its hierarchy.
        """
        return generalise(other, self.hierarchies, self.levels)

    @property
    def gap(self) -> float:
        """How far the loss may lie above the best, as a share of it; 0 where optimal."""
        return 0.0 if self.optimal else (self.loss - self.bound) / self.loss

    def __str__(self) -> str:
        proof = "proven optimal" if self.optimal else f"best found, not proven: at most {self.gap:.1%} above the best"
        return (
            f"loss {self.loss:.10g}, {self.suppressed} records suppressed, {proof}, {self.nodes_checked} nodes checked"
        )


def anonymize(
    data: pd.DataFrame | Table,
    hierarchies: Mapping[str, HierarchySource],
    models: Sequence[PrivacyModel],
    suppression_limit: float = 0.0,
    utility: str = "loss",
    max_nodes: int | None = None,
    max_seconds: float | None = None,
    person: str | None = None,
    fixed: Mapping[str, int] | None = None,
) -> Anonymized:
    """Find the least lossy generalisation whose classes fulfil every model.

    Args:
        data: the table, one row a record.
        hierarchies: the quasi-identifiers, each with its hierarchy, a file in ARX's format, or a frame whose first
            column is the value and the others its generalisations. Those of sensitive attributes are left aside.
        models: all of them hold for every published class.
        suppression_limit: the greatest share of records that may be left out.
        utility: ``loss``, ``entropy`` (non-uniform) or ``discernibility``.
        max_nodes: stop after that many checks, with the best found.
        max_seconds: stop after that time, with the best found.
        person: the column that says whose row it is: classes are counted in persons, and all rows of a person are
            published or left out together. Shares of sensitive values are still those of records.
        fixed: levels that are settled; the search chooses the others.

    Raises:
        UsageError: a column or value is missing, a hierarchy is malformed, or no generalisation fulfils the models
            within the suppression limit.
    """
    problem = _problem(data, hierarchies, models, suppression_limit, person)
    checker, measure = problem.checker(utility)
    if math.prod(problem.depths) <= DENSE_NODES:
        settled = _settled(problem, fixed or {})
        search = Search(checker, measure, problem.limit, problem.depths, len(problem.table), settled)
        found = search.run(max_nodes, max_seconds)
    elif fixed:
        raise UsageError("levels can be settled where the lattice can be held; there are too many quasi-identifiers")
    else:
        found = descend(checker, problem.limit, problem.depths, max_nodes, max_seconds)
    if found.best is None:
        raise UsageError(_UNREACHED if found.optimal else _UNFOUND)
    return _result(data, problem, found, checker.checks)


_UNREACHED = "no generalisation fulfils the models within the suppression limit"
_UNFOUND = "no generalisation that fulfils the models was found within the limits of nodes and time"


def _problem(
    data: pd.DataFrame | Table,
    hierarchies: Mapping[str, HierarchySource],
    models: Sequence[PrivacyModel],
    limit: float,
    person: str | None,
) -> Problem:
    sensitive = {model.attribute for model in models if model.attribute}
    chosen = {name: Hierarchy.of(given) for name, given in hierarchies.items() if name not in sensitive}
    others = [*sorted(sensitive), *([person] if person is not None else [])]
    if person in chosen:
        raise UsageError("the person column cannot be a quasi-identifier")
    return Problem.of(Table.of(data, [*chosen, *others]), chosen, models, limit, person)


def _result(data: pd.DataFrame | Table, problem: Problem, found: Found, checks: int) -> Anonymized:
    assert found.best is not None  # noqa: S101 - asked before
    node = found.best.node
    codes = problem.generalised(node)
    columns = list(codes.values())
    keep = problem.records(columns, node).stays(problem.models)
    levels = dict(zip(problem.hierarchies, node, strict=True))
    labels = {name: (problem.hierarchies[name].labels[level], codes[name]) for name, level in levels.items() if level}
    suppressed = len(keep) - int(keep.sum())
    if suppressed != found.best.suppressed:
        raise AssertionError("the search and the result disagree on how many records are suppressed")
    return Anonymized(
        data=published(data, labels, keep),
        levels=levels,
        loss=found.best.value,
        suppressed=suppressed,
        optimal=found.optimal,
        bound=found.best.value if found.optimal else found.bound,
        nodes_checked=checks,
        risk=measure_codes([column[keep] for column in columns], _whose(problem, keep)),
        hierarchies=problem.hierarchies,
    )


def generalise(data: pd.DataFrame, hierarchies: Mapping[str, Hierarchy], levels: Mapping[str, int]) -> pd.DataFrame:
    """A table with each column that has a level at that level of its hierarchy.

    Raises:
        UsageError: a value that is missing from its hierarchy.
    """
    present = {name: level for name, level in levels.items() if name in data.columns}
    table, changed = Table.of(data, present), data.copy()
    for name, level in present.items():
        column, labels = table.columns[name], np.array(hierarchies[name].labels[level], object)
        rows = hierarchies[name].locate(name, column.values)
        changed[name] = labels[hierarchies[name].codes[level][rows][column.codes]]
    return changed


def _settled(problem: Problem, fixed: Mapping[str, int]) -> dict[int, int]:
    places = {name: place for place, name in enumerate(problem.hierarchies)}
    for name, level in fixed.items():
        if name not in places or not 0 <= level < problem.depths[places[name]]:
            raise UsageError(f"{name} is no quasi-identifier, or has no level {level}")
    return {places[name]: level for name, level in fixed.items()}


def _whose(problem: Problem, keep: Flags) -> Codes | None:
    return None if problem.person is None else problem.table.columns[problem.person].codes[keep]
