"""What is known of the person of the object that is being treated."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from deid.dicom.codes import Codes
from deid.dicom.harvesting import harvest
from deid.dicom.persons import person_or_study
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
    names = (found.value for found in harvest(dataset) if found.kind == "name")
    words = frozenset(word.casefold() for name in names for word in _WORD.findall(name))
    moves = "retain-modified-dates" in rules.settings.options
    return About(words, codes.days(person_or_study(dataset)) if moves else 0)
