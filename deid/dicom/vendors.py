"""Who makes devices: names that stand in thousands of objects and tell of nobody."""

from __future__ import annotations

import re
from typing import Final

_WORDS: Final = frozenset(
    """
    agfa apple barco brainlab bruker canon carestream carl corporation dell elekta eastman esaote fischer fuji fujifilm
    ge gehc general electric gmbh healthcare health healthineers hewlett hitachi hologic hp inc ingenia ingenuity kodak
    konica leica lorad marconi medical meditec minolta mirada neusoft nikon nucletron olympus packard philips picker
    samsung sectra shimadzu siemens system systems toshiba uih united imaging varian zeiss ziehm
    """.split()
)
_WORD: Final = re.compile(r"[^\W\d_]+")


def names_a_vendor(value: str) -> bool:
    """Whether a text says no more than who made the device."""
    words = _WORD.findall(value.casefold())
    return bool(words) and _WORDS.issuperset(words)


def is_vendor(word: str) -> bool:
    """Whether a case-folded word is one of a maker's name."""
    return word in _WORDS
