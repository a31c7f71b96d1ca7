"""Closed lists: the only values that may stay in columns whose others would tell where or who somebody is.

A kind of ward or service, Cardiology, is no geographic subdivision (45 CFR 164.514(b)(2)(i)(B)); the name of one is. A
plain occupation that many persons of the release share is no unique characteristic (R); any other may be.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from deid.identifiers import Identifier
from deid.safe_harbor import resources
from deid.safe_harbor.sample import Sample

_WORDS = re.compile(r"[^\W\d_]+")
_DIGIT = re.compile(r"\d")
_MOSTLY = 0.8


@dataclass(frozen=True, slots=True)
class ClosedList:
    """The words of which a value must be made to stay.

    Attributes:
        name: as plans write it.
        says: what the values are, for the plan's reason.
        replaces: the kind of the columns whose names it may speak for.
        section: of ``word_lists.txt``.
        identifier: what any other value is taken for.
        shared: whether a value must besides be shared by many persons.
    """

    name: str
    says: str
    replaces: str
    section: str
    identifier: Identifier
    shared: bool = False

    def holds(self, cell: str) -> bool:
        """Whether a cell is made of the list's words alone, without any number."""
        words = _WORDS.findall(cell.lower())
        return bool(words) and not _DIGIT.search(cell) and all(word in _words(self.section) for word in words)

    def explains(self, sample: Sample) -> bool:
        """Whether most values that a column's rows pick from are of the list."""
        return sample.recurring and sample.reaches(self.holds, _MOSTLY)


@cache
def _words(section: str) -> frozenset[str]:
    return frozenset(resources.word_list(section))


CLOSED_LISTS = {
    entry.name: entry
    for entry in (
        ClosedList(
            "wards",
            "kinds of wards, clinics and services, and names of none",
            "facility",
            "kinds of wards, clinics and services",
            Identifier.GEOGRAPHY,
        ),
        ClosedList(
            "occupations",
            "plain occupations, which stay where many persons share them",
            "occupation",
            "plain occupations",
            Identifier.OTHER_UNIQUE,
            shared=True,
        ),
    )
}
"""Every closed list by its name."""


def list_for(kind: str, sample: Sample) -> ClosedList | None:
    """The list that explains a column of this kind, if one does."""
    return next((entry for entry in CLOSED_LISTS.values() if entry.replaces == kind and entry.explains(sample)), None)
