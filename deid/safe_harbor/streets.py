"""A cell that is one street address: number and street in the order of this country or of others."""

from __future__ import annotations

import re
from functools import cache

from deid.safe_harbor import names, resources, vocabulary
from deid.safe_harbor.numbers.normalise import normalise
from deid.safe_harbor.text.document import Document
from deid.safe_harbor.text.streets import StreetOfTheWorld

_LONGEST = 120
_WORD = r"[^\W\d_][\w'.-]{0,30}"
_WORDS = re.compile(r"[^\W\d_]+(?:['.-][^\W\d_]+)*")
_SHORTENED = re.compile(r"(?<=[^\W\d_])str\.(?=\s)", re.IGNORECASE)
_UNIT = r"(?:,?\s(?:apt|apartment|suite|ste|unit|rm|room|fl|floor|lot|spc|bldg|#)\.?\s?#?[\w-]{1,8})"

_NUMBER = r"\d{1,5}(?:\s?[a-z])?(?:[-/]\d{1,4})?"
_AMERICAN_NUMBER = re.compile(r"\d{1,6}[a-z]?\s", re.I)
_BEHIND = rf"(?:n[º°o.]*\s?|nr\.?\s?|#\s?)?{_NUMBER}(?:,.{{0,60}})?"
_NUMBER_ABROAD = re.compile(rf".*[,\s]{_BEHIND}|{_NUMBER}(?:\s?(?:bis|ter))?,?\s.*", re.I | re.S)


def is_street(cell: str) -> bool:
    """Whether a cell is a house number with a street that hardly anything else is called like.

    Either a word of it is no plain word or the number of a dwelling follows: ``6 Minute Walk`` is none. Those of this
    country end with a suffix of USPS Publication 28 (C1), as ``3840 Soto Key Suite 106``; others are found as in texts,
    as ``Via Roma 12``.
    """
    address = " ".join(normalise(cell).split())
    if not any(map(str.isdigit, address)) or len(address) > _LONGEST:
        return False
    # Both are long to compile, and most cells with a digit have none where a house number stands.
    found = _american().fullmatch(address) if _AMERICAN_NUMBER.match(address) else None
    if found is not None and (found["unit"] or _has_a_name(found["street"], often=len(found["number"]) >= _LONG)):
        return True
    if _NUMBER_ABROAD.fullmatch(address) is None:
        return False
    spelt = _SHORTENED.sub("strasse", address)
    abroad = next(StreetOfTheWorld().find(Document.of(spelt.title() if spelt.islower() else spelt)), None)
    return abroad is not None and 2 * (abroad.end - abroad.start) > len(address) and _has_a_name(address)


def _has_a_name(street: str, often: bool = False) -> bool:
    """Whether a word is no plain one; `often`: or many people are called so, and it is no length of time."""
    return any(not _is_plain(word) or (often and _is_often_borne(word)) for word in _WORDS.findall(street))


def _is_often_borne(word: str) -> bool:
    borne = max(names.surname_frequency(word), names.given_name_frequency(word))
    return borne >= _OFTEN_BORNE and word.lower() not in _COUNTED


_OFTEN_BORNE = 0.02
_LONG = 3
_COUNTED = frozenset("day week month year hour minute second mile point step view lead way".split())
"""What a number in front counts."""


def _is_plain(word: str) -> bool:
    """A word of the language or the clinic that hardly anybody is called."""
    if vocabulary.is_clinical_term(word) or vocabulary.is_class_word(word):
        return True
    if not vocabulary.is_common_word(word):
        return False
    return vocabulary.is_everyday_word(word) or not (names.surname_frequency(word) or names.given_name_frequency(word))


@cache
def _american() -> re.Pattern[str]:
    suffixes = "|".join(sorted(resources.word_list("street suffixes of USPS Publication 28"), key=len, reverse=True))
    towards = r"(?:(?:[nsew]|ne|nw|se|sw|north|south|east|west)\.?\s)?"
    return re.compile(
        rf"(?P<number>\d{{1,6}})[a-z]?\s{towards}(?P<street>{_WORD}(?:\s{_WORD}){{0,3}})"
        rf"\s(?:{suffixes})\.?(?P<unit>{_UNIT})?",
        re.I,
    )
