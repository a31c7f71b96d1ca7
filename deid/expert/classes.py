"""Equivalence classes over integer-coded quasi-identifiers, counted in persons.

A record's class is the set of records that agree with it on every quasi-identifier; its size is the k of
k-anonymity (Sweeney 2002), and 1/k the prosecutor risk of its members.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Codes = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Risk:
    """How easily a person can be singled out.

    Attributes:
        records: rows looked at.
        persons: persons among them; the number of rows where no person column was given.
        classes: number of equivalence classes.
        k: persons in the smallest class; 0 for an empty table.
        class_sizes: how many classes there are of each size, ascending by size.
        highest: the highest prosecutor risk, 1/k; 0 for an empty table.
        average: the average prosecutor risk over persons' memberships: classes / memberships.
        unique: memberships in a class of one person.
        l: the fewest distinct sensitive values in a class (distinct l-diversity), where one was given.
    """

    records: int
    persons: int
    classes: int
    k: int
    class_sizes: tuple[tuple[int, int], ...]
    highest: float
    average: float
    unique: int
    l: int | None = None  # noqa: E741 - the literature's name


def measure_codes(
    quasi_identifiers: Sequence[Codes], person: Codes | None = None, sensitive: Codes | None = None
) -> Risk:
    """Measure the classes of a table.

    Args:
        quasi_identifiers: one column of codes each, all of shape (n,).
        person: whose row it is, shape (n,); a person is counted once in each class they stand in.
        sensitive: a sensitive attribute, shape (n,).

    Raises:
        ValueError: no quasi-identifiers, or columns of different lengths.
    """
    if not quasi_identifiers:
        raise ValueError("name at least one quasi-identifier")
    records = len(quasi_identifiers[0])
    columns = [
        *quasi_identifiers,
        *([person] if person is not None else []),
        *([sensitive] if sensitive is not None else []),
    ]
    if any(len(column) != records for column in columns):
        raise ValueError("the columns have different lengths")
    if not records:
        return Risk(0, 0, 0, 0, (), 0.0, 0.0, 0, None if sensitive is None else 0)
    member = _fold(quasi_identifiers)
    persons = records if person is None else len(np.unique(person))
    sizes = np.bincount(member) if person is None else np.bincount(_distinct_pairs(member, person))
    values, counts = np.unique(sizes, return_counts=True)
    diversity = None if sensitive is None else int(np.bincount(_distinct_pairs(member, sensitive)).min())
    return Risk(
        records=records,
        persons=persons,
        classes=len(sizes),
        k=int(sizes.min()),
        class_sizes=tuple(zip(values.tolist(), counts.tolist(), strict=True)),
        highest=1.0 / int(sizes.min()),
        average=len(sizes) / int(sizes.sum()),
        unique=int((sizes == 1).sum()),
        l=diversity,
    )


def _fold(columns: Sequence[Codes]) -> Codes:
    """One class number a row, from 0 without gaps."""
    folded: Codes = np.zeros(len(columns[0]), np.int64)
    for column in columns:
        _, coded = np.unique(column, return_inverse=True)
        _, folded = np.unique(folded * (int(coded.max()) + 1) + coded, return_inverse=True)
    return folded


def _distinct_pairs(member: Codes, other: Codes) -> Codes:
    """The class of each distinct (class, other) pair."""
    _, coded = np.unique(other, return_inverse=True)
    width = int(coded.max()) + 1
    return np.unique(member * width + coded) // width
