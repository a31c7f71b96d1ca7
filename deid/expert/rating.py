"""Which columns are quasi-identifiers: proposed with the three ratings of OCR's guidance (2012, question 2.6).

Replicability: does the value stay with the person. Data source availability: does somebody else hold it beside names.
Distinguishability: does it tell persons apart; this one is measured. A person decides; this only proposes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from deid.expert.codes import Table

Level = Literal["low", "high"]

# Words of column names, whether the value stays with the person, and whether registers hold it beside names.
KNOWN: tuple[tuple[str, Level, Level, str], ...] = (
    ("birth dob age yob born", "high", "high", "birth dates and ages stand in voter lists"),
    ("sex gender", "high", "high", "sex stands in voter lists"),
    ("zip zip3 postal postcode city county state region address", "high", "high", "residence stands in voter lists"),
    ("race ethnicity ethnic nationality country native", "high", "high", "race stands in some voter lists"),
    ("marital married", "high", "high", "marriages are public records"),
    ("death deceased dod", "high", "high", "deaths are public records"),
    (
        "education occupation job profession employer",
        "high",
        "high",
        "both stand in public profiles",
    ),
    ("language religion", "high", "low", "stays with the person, seldom listed"),
    ("height weight bmi blood", "high", "low", "stays with the person, seldom listed"),
    ("admission discharge visit encounter service date year", "high", "low", "known to those around the person"),
    ("hospital facility provider ward department site modality", "high", "low", "known to those around the person"),
    ("diagnosis icd procedure cpt drg condition disease", "high", "low", "known to those around the person"),
    ("payer insurance plan income salary", "high", "low", "known to few"),
    ("result lab value glucose pressure score count", "low", "low", "changes from test to test"),
)

# A value that fewer than so many persons share tells them apart: one in 11, the smallest cell that CMS publishes.
RARE = 11


@dataclass(frozen=True, slots=True)
class Rating:
    """The ratings of one column.

    Attributes:
        column: its name.
        replicability: as far as its name tells; high where that tells nothing.
        availability: likewise.
        distinguishability: high where some value is shared by fewer than 11 persons.
        values: distinct values.
        rare: the share of records with such a value.
        reason: in words.
        proposed: whether it is proposed as a quasi-identifier: replicable, and available or distinguishing.
    """

    column: str
    replicability: Level
    availability: Level
    distinguishability: Level
    values: int
    rare: float
    reason: str
    proposed: bool


def rate(data: pd.DataFrame | Table, columns: Sequence[str]) -> tuple[Rating, ...]:
    """Rate columns as quasi-identifiers.

    Raises:
        UsageError: no such column, or missing values.
    """
    table = Table.of(data, columns)
    return tuple(_rate(name, table.columns[name].codes) for name in columns)


def _rate(name: str, codes: np.typing.NDArray[np.int64]) -> Rating:
    counts = np.bincount(codes) if len(codes) else np.zeros(0, np.int64)
    counts = counts[counts > 0]
    rare = float(counts[counts < RARE].sum() / max(1, len(codes)))
    distinguishing: Level = "high" if rare > 0 else "low"
    replicable, available, why = known_ratings(name)
    proposed = replicable == "high" and (available == "high" or distinguishing == "high")
    return Rating(
        name,
        replicable,
        available,
        distinguishing,
        len(counts),
        rare,
        why or "nothing is known of a column of this name",
        proposed,
    )


def known_ratings(name: str) -> tuple[Level, Level, str]:
    """Replicability, availability and why, as far as a column's name tells; high, high and nothing otherwise."""
    words = set(re.findall(r"[a-z]+\d?", re.sub(r"([a-z])([A-Z])", r"\1 \2", name).lower()))
    return next(
        ((first, second, why) for known, first, second, why in KNOWN if words & set(known.split())),
        ("high", "high", ""),
    )
