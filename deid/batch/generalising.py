"""The expert's step between apply and check: every table about persons generalised until its classes are large enough.

Each table is searched by itself, over persons. Whoever a table leaves out is left out of all tables; then all are
searched again among those who stay, without leaving anybody out, so that every table holds in the end.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd

from deid.batch.applying import Application
from deid.errors import Refused, UsageError
from deid.evidence import TableEvidence
from deid.expert import (
    Anonymized,
    AverageRisk,
    Column,
    Hierarchy,
    IntruderTest,
    KAnonymity,
    LongitudinalRisk,
    Permit,
    Point,
    PrivacyModel,
    Rating,
    Risk,
    Table,
    anonymize,
    frontier,
    intruder_test,
    longitudinal_risk,
    measure,
    rate,
    released,
    synthesise_register,
)
from deid.expert_settings import ExpertPlan, ExpertSettings, ExpertTable
from deid.planning.plan import Plan
from deid.tables.coding import coded
from deid.tables.opening import open_table
from deid.tables.rewriting import rewrite

# People on the list of the simulated attack: ten times the data's own, but no more than so many others.
MOST_LISTED = 200_000


@dataclass(frozen=True)
class GeneralisedTable:
    """What was done to one table, and what it did.

    Attributes:
        target: its path in the release.
        person: the column that says whose row it is; empty where every row is a person.
        levels: of each quasi-identifier, from 0, with the number of levels that there are.
        ratings: of the columns as they were before, with distinguishability measured.
        before: the risk before.
        after: the risk of what was written.
        loss: from 0, nothing generalised, to 1.
        optimal: whether the loss is proven the least.
        nodes: how many generalisations were looked at.
        frontier: what other sizes of classes would have cost.
        longitudinal: the risk from somebody who knows one row, or two rows, of a person.
        attack: the simulated linkage, where a permit allows it, on what was written.
        attack_before: the same on the table as it was before.
    """

    target: str
    person: str
    levels: Mapping[str, tuple[int, int]]
    ratings: tuple[Rating, ...]
    before: Risk
    after: Risk
    loss: float
    optimal: bool
    nodes: int
    frontier: tuple[Point, ...]
    longitudinal: tuple[LongitudinalRisk, ...]
    attack: IntruderTest | None = None
    attack_before: IntruderTest | None = None


@dataclass(frozen=True)
class Generalised:
    """The step over all tables.

    Attributes:
        application: what was applied, with the rows that are left.
        plan: with the levels that were chosen.
        tables: one by one.
        persons_out: persons left out.
        suppression: whether persons could be left out, and why not.
        joined: the average and highest risk from somebody who knows all rows of a person in all tables.
    """

    application: Application
    plan: Plan
    tables: tuple[GeneralisedTable, ...]
    persons_out: int
    suppression: str
    joined: tuple[float, float]


def generalise_all(plan: Plan, application: Application, staged: Path) -> Generalised | None:
    """Search and generalise; None where the plan asks for no such thing.

    Raises:
        Refused: a table cannot be generalised that far.
    """
    if plan.expert is None:
        return None
    if not plan.expert.tables:
        raise Refused(["the plan names no quasi-identifiers, so that there is nothing to measure"])
    written = {table.target for table in application.tables}
    works = [_Work.read(table, staged) for table in plan.expert.tables if table.target in written]
    suppression = _suppression(plan, application, works)
    gone: set[str] = set()
    if suppression == "allowed":
        for work in works:
            gone |= work.searched(plan.expert.settings, set(), plan.expert.settings.suppression_limit)[1]
    results = [(work, work.searched(plan.expert.settings, gone, 0.0)[0]) for work in works]
    return _carried_out(plan, plan.expert, application, results, gone, suppression, staged)


def _suppression(plan: Plan, application: Application, works: list[_Work]) -> str:
    """Whether rows of persons can be left out everywhere."""
    if plan.expert is None or not plan.expert.settings.suppression_limit:
        return "not asked for"
    if application.dicom.objects:
        return "not possible: there are DICOM objects of the same persons"
    keyed = {work.table.target for work in works if work.table.person}
    about = {table.target for table in plan.tables if table.about == "persons"}
    if {table.target for table in application.tables} & about - keyed:
        return "not possible: a table about persons has no person key or no quasi-identifier"
    return "allowed"


def _carried_out(
    plan: Plan,
    expert: ExpertPlan,
    application: Application,
    results: list[tuple[_Work, Anonymized]],
    gone: set[str],
    suppression: str,
    staged: Path,
) -> Generalised:
    tables, chosen, rows = [], [], {}
    for work, found in results:
        rows[work.table.target] = rewrite(
            staged / work.table.target, work.labels(found), work.table.person if gone else "", gone
        )
        tables.append(work.outcome(found, expert.settings))
        levels = [
            each.model_copy(update={"level": tables[-1].levels[each.column][0]})
            for each in work.table.quasi_identifiers
        ]
        chosen.append(work.table.model_copy(update={"quasi_identifiers": tuple(levels)}))
    changed = {table.target: {name for name, (level, _) in table.levels.items() if level} for table in tables}
    evidence = tuple(
        _relabelled(table, changed.get(table.target, set()), rows.get(table.target, table.rows))
        for table in application.tables
    )
    return Generalised(
        application=replace(application, tables=evidence),
        plan=plan.model_copy(update={"expert": expert.model_copy(update={"tables": tuple(chosen)})}),
        tables=tuple(tables),
        persons_out=len(gone),
        suppression=suppression,
        joined=joined_risk([(work.table.person, found) for work, found in results]),
    )


def joined_risk(results: list[tuple[str, Anonymized]]) -> tuple[float, float]:
    """Average and highest risk of persons whose rows of all tables are known, joined by the persons' codes."""
    places: dict[str, int] = {}
    # A person's history is the sum of one random number a distinct row: equal histories, equal sums.
    chance, sums = np.random.default_rng(0), np.zeros(0, np.uint64)
    for person, found in results:
        if not person or not len(found.data):
            continue
        rows = found.data[[person, *found.levels]].drop_duplicates()
        member = rows.groupby(list(found.levels), sort=False, dropna=False).ngroup().to_numpy()
        numbers = chance.integers(0, 1 << 63, int(member.max()) + 1, dtype=np.uint64)
        who = np.array([places.setdefault(code, len(places)) for code in rows[person]], np.int64)
        sums = np.concatenate([sums, np.zeros(len(places) - len(sums), np.uint64)])
        np.add.at(sums, who, numbers[member])
    if not len(sums):
        return 0.0, 0.0
    sizes = np.unique(sums, return_counts=True)[1]
    return len(sizes) / len(sums), 1.0 / int(sizes.min())


def _relabelled(table: TableEvidence, columns: set[str], rows: int) -> TableEvidence:
    fields = tuple(replace(field, form="generalised") if field.output in columns else field for field in table.fields)
    return replace(table, fields=fields, rows=rows)


@dataclass(frozen=True)
class _Work:
    """One table's quasi-identifiers and persons as codes."""

    table: ExpertTable
    data: Table

    @classmethod
    def read(cls, table: ExpertTable, staged: Path) -> _Work:
        reader = open_table(staged / table.target).sheets[0].reader
        names = [each.column for each in table.quasi_identifiers] + ([table.person] if table.person else [])
        columns, values = coded(reader, [reader.header.index(name) for name in names])
        return cls(table, Table({n: Column(c, v) for n, c, v in zip(names, columns, values, strict=True)}))

    @property
    def names(self) -> list[str]:
        return [each.column for each in self.table.quasi_identifiers]

    def hierarchies(self) -> dict[str, Hierarchy]:
        """The hierarchy of each quasi-identifier."""
        return {
            each.column: released(each.shape, self.data.columns[each.column].values)
            for each in self.table.quasi_identifiers
        }

    def searched(self, settings: ExpertSettings, gone: set[str], limit: float) -> tuple[Anonymized, set[str]]:
        """The best generalisation of those who stay, and who is left out by it."""
        models: list[PrivacyModel] = [KAnonymity(settings.k)]
        if settings.average is not None:
            models.append(AverageRisk(settings.average))
        person = self.table.person or None
        fixed = {each.column: each.level for each in self.table.quasi_identifiers if each.level is not None}
        try:
            found = anonymize(self._without(gone), self.hierarchies(), models, limit, person=person, fixed=fixed)
        except UsageError as error:
            raise Refused([f"{self.table.target}: {error}"]) from None
        if person is None or not found.suppressed:
            return found, set()
        return found, set(self.data.columns[person].values) - set(found.data[person]) - gone

    def labels(self, found: Anonymized) -> dict[str, dict[str, str]]:
        """What becomes of each value of the columns that change."""
        return {
            name: {row[0]: row[level] for row in found.hierarchies[name].rows}
            for name, level in found.levels.items()
            if level
        }

    def outcome(self, found: Anonymized, settings: ExpertSettings) -> GeneralisedTable:
        """What was done, and the risk before and after."""
        return GeneralisedTable(
            target=self.table.target,
            person=self.table.person,
            levels={name: (level, found.hierarchies[name].depth) for name, level in found.levels.items()},
            ratings=rate(self.data, self.names),
            before=measure(self.data, self.names, self.table.person or None),
            after=found.risk,
            loss=found.loss,
            optimal=found.optimal,
            nodes=found.nodes_checked,
            longitudinal=self._longitudinal(found),
            frontier=frontier(self.data, self.hierarchies(), limits=(0.0,), person=self.table.person or None),
            **self._attacks(found, settings),
        )

    def _longitudinal(self, found: Anonymized) -> tuple[LongitudinalRisk, ...]:
        if not self.table.person or not len(found.data):
            return ()
        person, rows = self.table.person, found.data
        if not rows[person].duplicated().any():
            return ()
        return tuple(longitudinal_risk(rows, person, self.names, power=power, most=5_000) for power in (1, 2))

    def _attacks(self, found: Anonymized, settings: ExpertSettings) -> dict[str, IntruderTest]:
        """A list of all persons and as many others nine times over attacks the table, after and before."""
        if not settings.permit:
            return {}
        permit = Permit(settings.permit, settings.permit_by)
        table = {name: np.array(each.values, object)[each.codes] for name, each in self.data.columns.items()}
        rows = pd.DataFrame(table)
        who = rows[self.table.person] if self.table.person else pd.Series(rows.index)
        people = rows.loc[~who.duplicated(), self.names].set_axis(who[~who.duplicated()])
        size = min(10 * len(people), max(len(people), MOST_LISTED))
        register, places = synthesise_register(people, size)
        truth = pd.Series(places.reindex(who).to_numpy(), index=rows.index)
        arguments = (self.names, truth, permit, settings.attempts)
        return {
            "attack": intruder_test(found.data, found.generalise(register), *arguments),
            "attack_before": intruder_test(rows, register, *arguments),
        }

    def _without(self, gone: set[str]) -> Table:
        if not gone:
            return self.data
        who = self.data.columns[self.table.person]
        keep = ~np.isin(who.codes, [code for code, value in enumerate(who.values) if value in gone])
        return Table({name: Column(each.codes[keep], each.values) for name, each in self.data.columns.items()})
