"""The risk from somebody who knows everything that a release says of a person, in all its tables together.

A person's history is the sum of one 64-bit number a row, drawn by a hash from the table and the row's labels: equal
histories, equal sums, whatever the order of the rows. Rows are added part by part, and one number a person is held. How
often a row repeats is taken for known, too, which can only make the risk larger. That two different histories have
one sum has a chance of persons squared in 2^65.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from deid.expert.arrays import Codes, Keys
from deid.expert.codes import Column

_MIX = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, slots=True)
class JoinedRisk:
    """How easily a person is singled out by all of their rows.

    Attributes:
        persons: how many there are; 0 where no table has their key.
        tables: how many tables were joined.
        average: the mean over persons of 1 / persons with the same rows.
        highest: the highest.
        unique: the share of persons whose rows nobody else has.
    """

    persons: int
    tables: int
    average: float
    highest: float
    unique: float


class JoinedHistories:
    """Persons' histories over tables that come one after the other, each in any number of parts."""

    def __init__(self) -> None:
        self._places: dict[str, int] = {}
        self._sums = np.zeros(0, np.uint64)
        self._tables: set[str] = set()

    def add(self, table: str, person: Column, columns: Mapping[str, Column]) -> None:
        """Add rows of a table.

        Args:
            table: its name.
            person: whose row each is.
            columns: the quasi-identifiers as they are published.
        """
        self._tables.add(table)
        rows = np.full(len(person.codes), _hashed([table]), np.uint64)
        for name, column in sorted(columns.items()):
            labels = np.array([_hashed([table, name, value]) for value in column.values], np.uint64)
            if len(labels):
                rows = _mixed(rows + labels[column.codes])
        who = self._who(person)
        np.add.at(self._sums, who, rows)

    def risk(self) -> JoinedRisk:
        """What all that was added comes to."""
        if not len(self._sums):
            return JoinedRisk(0, len(self._tables), 0.0, 0.0, 0.0)
        sizes = np.unique(self._sums, return_counts=True)[1]
        persons = len(self._sums)
        return JoinedRisk(
            persons=persons,
            tables=len(self._tables),
            average=len(sizes) / persons,
            highest=1.0 / int(sizes.min()),
            unique=int((sizes == 1).sum()) / persons,
        )

    def _who(self, person: Column) -> Codes:
        used = np.unique(person.codes)
        places = np.zeros(len(person.values), np.int64)
        for code in used.tolist():
            places[code] = self._places.setdefault(person.values[code], len(self._places))
        self._sums = np.concatenate([self._sums, np.zeros(len(self._places) - len(self._sums), np.uint64)])
        return np.asarray(places[person.codes], np.int64)


def _hashed(words: Sequence[str]) -> int:
    digest = hashlib.blake2b(digest_size=8)
    for word in words:
        digest.update(f"{len(word)}:{word}".encode("utf-8", "surrogatepass"))
    return int.from_bytes(digest.digest(), "big")


def _mixed(keys: Keys) -> Keys:
    """Every bit of a key spread over all bits (the finaliser of SplitMix64, Steele et al. 2014)."""
    keys = keys + _MIX
    keys = (keys ^ (keys >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    keys = (keys ^ (keys >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.asarray(keys ^ (keys >> np.uint64(31)))
