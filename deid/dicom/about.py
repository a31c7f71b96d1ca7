"""What is known of the person of the object that is being treated."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from deid.dicom.codes import Codes
from deid.dicom.harvesting import Harvested, harvest
from deid.dicom.persons import PersonKey, person_or_study
from deid.dicom.rules import Rules

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

_WORD: Final = re.compile(r"[^\W\d_]{3,}")


@dataclass(frozen=True, slots=True)
class About:
    """Whose object it is.

    Attributes:
        words: the parts of every name in the object, case-folded; none of them stays in a descriptor.
        days: by how many days the person's dates move.
    """

    words: frozenset[str] = frozenset()
    days: int = 0


NOBODY: Final = About()


def about(dataset: Dataset, rules: Rules, codes: Codes) -> About:
    """What the rules need to know of the person."""
    if rules.same_for_all:
        return NOBODY
    return About(words_of_names(harvest(dataset)), days_of(lambda: person_or_study(dataset), rules, codes))


def words_of_names(found: Iterable[Harvested]) -> frozenset[str]:
    """The parts of the names among an object's identifying values, case-folded."""
    names = (one.value for one in found if one.kind == "name")
    return frozenset(word.casefold() for name in names for word in _WORD.findall(name))


def days_of(person: Callable[[], PersonKey], rules: Rules, codes: Codes) -> int:
    """By how many days the dates of a person move; 0 where the rules move none."""
    return codes.days(person()) if "retain-modified-dates" in rules.settings.options else 0
