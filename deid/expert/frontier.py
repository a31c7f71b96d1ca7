"""Risk against loss: what each step of safety costs, for the expert to pick from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from deid.errors import UsageError
from deid.expert.anonymize import HierarchySource, anonymize
from deid.expert.codes import Table
from deid.expert.models import KAnonymity

KS = (2, 3, 5, 11, 20, 50)
LIMITS = (0.0, 0.05)


@dataclass(frozen=True, slots=True)
class Point:
    """One generalisation of the frontier.

    Attributes:
        k: what was asked for.
        limit: the suppression limit.
        loss: from 0 to 1; proven the least where `optimal`.
        suppressed: records left out.
        highest: the highest prosecutor risk of the result; 0 where nothing is left.
        average: its average prosecutor risk.
        optimal: whether the loss is proven the least.
        efficient: whether no other point has no more loss and no more risk, and less of one.
    """

    k: int
    limit: float
    loss: float
    suppressed: int
    highest: float
    average: float
    optimal: bool
    efficient: bool = True


def frontier(
    data: pd.DataFrame | Table,
    hierarchies: Mapping[str, HierarchySource],
    ks: Sequence[int] = KS,
    limits: Sequence[float] = LIMITS,
    utility: str = "loss",
    person: str | None = None,
) -> tuple[Point, ...]:
    """The least loss for each k and suppression limit; what cannot be reached is left out.

    Raises:
        UsageError: as for `anonymize`, but for what cannot be reached.
    """
    points: list[Point] = []
    for limit in limits:
        for k in ks:
            try:
                found = anonymize(data, hierarchies, [KAnonymity(k)], limit, utility, person=person)
            except UsageError as error:
                if "no generalisation" not in str(error):
                    raise
                continue
            risk = found.risk
            points.append(Point(k, limit, found.loss, found.suppressed, risk.highest, risk.average, found.optimal))
    return tuple(
        Point(p.k, p.limit, p.loss, p.suppressed, p.highest, p.average, p.optimal, not _beaten(p, points))
        for p in points
    )


def _beaten(point: Point, others: Sequence[Point]) -> bool:
    here = (point.loss, point.highest)
    return any(o.loss <= here[0] and o.highest <= here[1] and (o.loss, o.highest) != here for o in others)
