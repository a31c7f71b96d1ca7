"""How likely a word must be an identifier, by what else it may be.

The numbers were set on the families that the generator calls development; of those that are reported, totals were seen.
"""

from __future__ import annotations

from deid.safe_harbor import resources
from deid.safe_harbor.text.lexicon import lexeme

_LEAST, _LEAST_OF_COMMON = 0.06, 0.3
# A common word in small letters is hardly ever a name where names are capitalised.
_COMMON_CASED, _COMMON, _SMALL_CASED = 0.15, 0.07, 0.3
_EPONYM = 0.5
_SHORT, _SHORT_LEAST = 3, 0.1
_ABBREVIATED, _COMMON_CASED_ABBREVIATION = 5, 0.5


def is_word(word: str) -> bool:
    """It is a word of the language or the clinic."""
    entry = lexeme(word)
    return entry.everyday or entry.clinical or entry.never or entry.common


def is_plain(word: str) -> bool:
    """A common word that is on no list of names or places."""
    lower = word.lower()
    entry = lexeme(lower)
    if entry.listed or entry.city:
        return False
    return entry.everyday or entry.clinical or lower in resources.phrases("safe_words.txt.gz")


def least_to_keep(word: str, sure: bool) -> float:
    """The least chance that leaves a word in a finding; an eponym needs less in what is a full name for certain."""
    common = word.isalpha() and len(word) > 1 and (is_plain(word) or (word.islower() and lexeme(word).everyday))
    return _LEAST_OF_COMMON if common else _EPONYM if lexeme(word.lower()).eponym and not sure else _LEAST


def least_to_find(word: str, least: float, cased: bool) -> float:
    """The least chance for which the tagger by itself finds a word.

    Args:
        word: as it is written.
        least: of a word that is none of the language.
        cased: whether capitals tell something in this text.
    """
    if len(word) < _SHORT:
        return max(_SHORT_LEAST, least)
    if not word.isalpha():
        return least
    if is_plain(word):
        return _COMMON_CASED
    entry = lexeme(word.lower())
    if cased and word.isupper() and len(word) <= _ABBREVIATED and (entry.clinical or entry.everyday):
        return _COMMON_CASED_ABBREVIATION
    if word.islower() and cased and (entry.common or entry.clinical):
        return _SMALL_CASED if entry.everyday else _COMMON_CASED
    if entry.eponym and not word.islower():
        return max(_EPONYM, least)
    return max(_COMMON, least) if entry.everyday or entry.clinical else least
