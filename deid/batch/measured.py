"""What the expert's step measured, as plain numbers for the papers: shares, and counts from 1 to 10 as ``<11``."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from deid.batch.generalising import Generalised, GeneralisedTable
from deid.evidence import SMALLEST_SHOWN, shown
from deid.expert import IntruderTest, JoinedRisk, LongitudinalRisk, Rating, Risk, Usefulness, population_uniqueness
from deid.expert_settings import ExpertPlan, QuasiIdentifier

Document = dict[str, Any]
THRESHOLDS = (0.05, 0.09, 0.2)
FLOOR = 3
"""The smallest class of the strict average (El Emam and Arbuckle 2013, ch. 2)."""


def measured(outcome: Generalised) -> Document:
    """The numbers of all tables."""
    expert = outcome.plan.expert
    assert expert is not None  # noqa: S101 - there is an outcome
    return {
        "persons_left_out": _count(outcome.persons_out),
        "rows_left_out": _count(outcome.rows_out),
        "suppression": outcome.suppression,
        "joined": {**_joined(outcome.joined), "before": _joined(outcome.joined_before)},
        "tables": [_table(table, expert) for table in outcome.tables],
    }


def _joined(risk: JoinedRisk) -> Document:
    return {"tables": risk.tables, "average": risk.average, "highest": risk.highest, "unique_share": risk.unique}


def _table(table: GeneralisedTable, expert: ExpertPlan) -> Document:
    planned = next(each for each in expert.tables if (each.target, each.sheet) == (table.target, table.sheet))
    ratings = {rating.column: rating for rating in table.ratings}
    found: Document = {
        "path": planned.place,
        "counted": f"persons, by {table.person}" if table.person else "rows",
        "attributes": [_attribute(each, ratings[each.column], table) for each in planned.quasi_identifiers],
        "before": _risk(table.before, expert.settings.context.population),
        "after": _risk(table.after, expert.settings.context.population) | _left(table),
        "loss": table.loss,
        "optimal": table.optimal,
        "nodes": table.nodes,
        "frontier": [
            {"k": p.k, "loss": p.loss, "highest": p.highest, "average": p.average, "optimal": p.optimal}
            for p in table.frontier
        ],
        "longitudinal": [_longitudinal(risk) for risk in table.longitudinal],
        "without": [{"column": n, "highest": r.highest, "average": r.average} for n, r in table.without.items()],
        "utility": _utility(table.utility),
    }
    if table.attack is not None and table.attack_before is not None:
        found |= {"attack": _attack(table.attack), "attack_before": _attack(table.attack_before)}
    return found


def _attribute(planned: QuasiIdentifier, rating: Rating, table: GeneralisedTable) -> Document:
    level = table.levels[planned.column]
    return {
        "column": planned.column,
        "hierarchy": planned.shape,
        "level": level[0],
        "levels": level[1],
        "published": table.words[planned.column],
        "replicability": planned.replicability,
        "availability": planned.availability,
        "distinguishability": rating.distinguishability,
        "rare_share": rating.rare,
        "reason": planned.reason,
    }


def _risk(risk: Risk, population: int | None) -> Document:
    found: Document = {
        "records": _count(risk.records),
        "persons": _count(risk.persons),
        "combinations": _count(risk.classes),
        "smallest": _count(risk.k),
        "highest": risk.highest,
        "average": risk.average,
        "unique_share": risk.uniqueness,
        "above": {str(threshold): risk.above(threshold) for threshold in THRESHOLDS},
        "small_cells": _count(risk.small_cells()),
        "strict_average": {"floor": FLOOR, "holds": risk.k >= FLOOR},
    }
    if population is not None and risk.records and population >= risk.memberships:
        found["population_uniqueness"] = _uniqueness(risk, population)
        others = [size for size in (population // 2, population * 2) if size >= risk.memberships]
        found["population_uniqueness"]["otherwise"] = [_uniqueness(risk, size) for size in others]
    return found


def _left(table: GeneralisedTable) -> Document:
    """What is left of records and persons, where the difference would tell how few were left out."""
    pairs = {name: (getattr(table.before, name), getattr(table.after, name)) for name in ("records", "persons")}
    return {
        name: f">={before - SMALLEST_SHOWN + 1}"
        for name, (before, after) in pairs.items()
        if 0 < before - after < SMALLEST_SHOWN <= after
    }


def _uniqueness(risk: Risk, population: int) -> Document:
    found = population_uniqueness(risk.class_sizes, population)
    each = (("zayatz", found.zayatz), ("pitman", found.pitman), ("snb", found.snb))
    return {
        "population": population,
        "estimate": found.estimate,
        "estimator": found.chosen,
        "estimators": [{"name": name, "estimate": estimate} for name, estimate in each],
    }


def _utility(found: Usefulness) -> Document:
    """Lists keep their order in the papers, which mappings do not."""
    kept = [{"column": name, "share": share} for name, share in found.information.items()]
    return {**asdict(found), "information": kept}


def _longitudinal(risk: LongitudinalRisk) -> Document:
    return {**asdict(risk), "persons": _count(risk.persons), "looked_at": _count(risk.looked_at)}


def _attack(test: IntruderTest) -> Document:
    low, high = test.interval
    return {
        "permit": test.permit.reference,
        "granted_by": test.permit.granted_by,
        "register": test.register,
        "attacked": _count(test.attacked),
        "correct": _count(test.correct),
        # A rate of few hits would give their number away: it is shown as its bound.
        "rate": test.rate if not 0 < test.correct < SMALLEST_SHOWN else None,
        "rate_below": None if not 0 < test.correct < SMALLEST_SHOWN else SMALLEST_SHOWN / test.attacked,
        "interval": [low, high] if not 0 < test.correct < SMALLEST_SHOWN else [0.0, high],
        "matches": "destroyed",
    }


def _count(number: int) -> int | str:
    return shown(number) if 0 < number < SMALLEST_SHOWN else number
