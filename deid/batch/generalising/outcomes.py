"""What the expert's step did, and what it did to the risk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from deid.batch.applying import Application
from deid.expert import IntruderTest, JoinedRisk, LongitudinalRisk, Point, Rating, Risk, Usefulness
from deid.planning.plan import Plan


@dataclass(frozen=True)
class GeneralisedTable:
    """What was done to one table, and what it did.

    Attributes:
        target: its path in the release.
        sheet: of a workbook.
        person: the column that says whose row it is; empty where every row is a person.
        levels: of each quasi-identifier, from 0, with the number of levels that there are.
        words: what each level means.
        ratings: of the columns as they were before, with distinguishability measured.
        before: the risk before.
        after: the risk of what was written.
        loss: from 0, nothing generalised, to 1.
        optimal: whether the loss is proven the least.
        nodes: how many generalisations were looked at.
        frontier: what other sizes of classes would have cost.
        longitudinal: the risk from somebody who knows one row, or two rows, of a person.
        without: for each quasi-identifier, the risk if nobody could know it.
        utility: what generalising costs whoever uses the table.
        attack: the simulated linkage, where a permit allows it, on what was written.
        attack_before: the same on the table as it was before.
    """

    target: str
    sheet: str
    person: str
    levels: Mapping[str, tuple[int, int]]
    words: Mapping[str, str]
    ratings: tuple[Rating, ...]
    before: Risk
    after: Risk
    loss: float
    optimal: bool
    nodes: int
    frontier: tuple[Point, ...]
    longitudinal: tuple[LongitudinalRisk, ...]
    without: Mapping[str, Risk]
    utility: Usefulness
    attack: IntruderTest | None = None
    attack_before: IntruderTest | None = None


@dataclass(frozen=True)
class Generalised:
    """The step over everything.

    Attributes:
        application: what was applied, with the rows and objects that are left.
        plan: with the levels that were chosen.
        tables: one by one; DICOM headers among them.
        persons_out: persons left out.
        rows_out: rows left out of tables that carry no person's code.
        suppression: whether persons could be left out, and where they could not be followed.
        joined: the risk from somebody who knows all rows of a person in all tables.
        joined_before: the same before generalising.
    """

    application: Application
    plan: Plan
    tables: tuple[GeneralisedTable, ...]
    persons_out: int
    rows_out: int
    suppression: str
    joined: JoinedRisk
    joined_before: JoinedRisk
