"""Descriptors cleaned, not emptied (PS3.15 section E.3.5): words of the clinic and the scanner stay, the rest goes."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

from deid.dicom.codes import Screen
from deid.dicom.vendors import names_a_vendor
from deid.identifiers import Identifier
from deid.safe_harbor import text as finding
from deid.safe_harbor.names import given_name_frequency, is_ordinary, surname_frequency
from deid.safe_harbor.text.lexicon import is_given
from deid.safe_harbor.vocabulary import is_eponym

# A series repeats nearly all its texts.
_REMEMBERED: Final = 20_000
_TOKEN: Final = re.compile(r"\b[wW]/[oO]\b|[^\W_]+(?:\.\d+)?")
_DATE: Final = re.compile(r"(?<!\d)(?:\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|\d{1,2}/\d{1,2}|\d{1,2}:\d{2}(?::\d{2})?)(?!\d)")
_NUMBER: Final = re.compile(r"\d{1,3}(?:\.\d{1,3})?")
_MEASURE: Final = re.compile(
    r"\d{1,4}(?:\.\d{1,3})?(?:mm|cm|ms|s|sec|min|kv|kvp|ma|mas|mg|ml|mgy|mbq|deg|hz|khz|t|x|d|b|st|nd|rd|th)"
    r"|\d{1,3}x\d{1,3}|[bhijtuq][a-z]?\d{2}[a-z]{0,2}|[bct]\d{1,2}|l[1-5]|s[1-5]|[234]d[a-z]{0,3}|t[12]w?|b\d{1,4}|\d{1,3}(?:gy|cgy|cc|dir|ch|tesla|hz|fps|mhz|min|hrs?|yrs?|wks?)",
    re.IGNORECASE,
)
# A word behind a title, or behind an initial, is a name whatever else it means.
_NAMED: Final = re.compile(
    r"(?<!\w)(?:D[rR]|M(?:rs|RS|r|s)|Miss|Prof)\b\.?\s+[^\W\d_]+(?:\s+[A-Z][a-z]+)?|(?<!\w)[A-Z]\.\s*[A-Z][^\W\d_]+"
)
_TITLED: Final = re.compile(r"(?<!\w)(?:D[rR]|Mrs|Mr|Prof)\b\.?\s+[A-Z][^\W\d_]+")
_CARETED: Final = re.compile(r"([^\W\d_]{2,})\^([^\W\d_]{2,})")
_FULL_NAMES: Final = frozenset({"name_by_list", "name_with_title", "name_of_relative"})
_SURE: Final = 0.8
_TURNED: Final = re.compile(r"[A-Z][^\W\d_]+, [A-Z][^\W\d_]+")
_JOINED: Final = re.compile(r"(?:-[^\W\d_]+)+")
_MIXED: Final = re.compile(r"([a-z]*?)(\d{1,3})([a-z]{0,12})", re.IGNORECASE)
_CAMEL: Final = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_ROUND: Final = re.compile(r"(?!19|20)\d{2}00")


@cache
def scanner_words() -> frozenset[str]:
    """The words of scanners, protocols and radiology that stay, case-folded."""
    lines = files("deid.dicom").joinpath("descriptor_words.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.casefold().split())


def cleaned(text: str, screen: Screen, words: frozenset[str] = frozenset()) -> str:
    """The text with only the words that name nobody, in the places where they stood.

    Args:
        text: one value of a descriptor.
        screen: says whether a text identifies someone; a word that it finds goes, whatever else it may mean.
        words: parts of names that stand in the object, case-folded; they go unless they are a scanner's words.
    """
    bare = _NAMED.sub(" ", _DATE.sub(" ", _without_found(text)))
    found = list(_TOKEN.finditer(bare))
    stays = together(bare, found, [_stays(token[0], screen, words) for token in found])
    kept, at = [], 0
    for place, token in enumerate(found):
        kept.append(bare[at : token.start()])
        at = token.end()
        beside = all(stays[max(place - 1, 0) : place + 2])
        # A letter beside a word that goes may be an initial.
        kept.append(token[0] if stays[place] and (beside or len(token[0]) > 1 or token[0].isdigit()) else "")
    tidied = re.sub(r"[ \t]{2,}", " ", "".join([*kept, bare[at:]])).strip(" _-,;:/\0")
    return "" if not tidied or not _TOKEN.search(tidied) or screen(tidied) else tidied


@lru_cache(maxsize=_REMEMBERED)
def _without_found(text: str) -> str:
    """The text without what the finders know by its form: numbers, addresses, dates, and surname, given name."""
    for found in sorted(finding.find(text, tagger=None), key=lambda found: -found.start):
        turned = (
            found.finder in _FULL_NAMES
            and found.confidence >= _SURE
            and _TURNED.fullmatch(text, found.start, found.end)
        )
        if found.identifier is not Identifier.NAME or turned:
            behind = _JOINED.match(text, found.end)
            text = f"{text[: found.start]} {text[behind.end() if behind else found.end :]}"
    return text


@lru_cache(maxsize=_REMEMBERED)
def names_somebody(text: str) -> bool:
    """Whether a kept text names a person by its form: with a title, written as a PN is, or with a listed full name.

    A lone surname is not seen: too many products bear one.
    """
    if names_a_vendor(text):
        return False
    if _TITLED.search(text):
        return True
    if any(_is_listed(part) for pair in _CARETED.findall(text) for part in pair):
        return True
    if not _may_name(text):
        return False
    return any(found.finder in _FULL_NAMES and found.confidence >= _SURE for found in finding.find(text, tagger=None))


def _may_name(text: str) -> bool:
    """Whether one of the finders of full names may be sure of one: no search is where none of them is.

    The finder by lists is sure only of what has a given name.
    """
    document = finding.Document.of(text, repaired=True)
    by_list, *by_context = _full_names()
    if any(True for finder in by_context for _ in finder.find(document)):
        return True
    given = any(is_given(word.text.lower()) for word in document.words)
    return given and any(found.confidence >= _SURE for found in by_list.find(document))


@cache
def _full_names() -> tuple[finding.Finder, ...]:
    # All finders take fifty times as long to load, for texts in which there is hardly ever a name.
    from deid.safe_harbor.text.people_by_context import CONTEXT_FINDERS
    from deid.safe_harbor.text.people_by_list import NameByList

    return (NameByList(), *(finder for finder in CONTEXT_FINDERS if finder.name in _FULL_NAMES))


def _is_listed(word: str) -> bool:
    known = max(given_name_frequency(word), surname_frequency(word)) > 0
    return known and not is_word(word)


def together(text: str, found: list[re.Match[str]], stays: list[bool]) -> list[bool]:
    """Words that a hyphen joins stay or go together: what is left of ``Stratford-upon-Avon`` still names it."""
    result = list(stays)
    start = 0
    for place in range(1, len(found) + 1):
        joined = place < len(found) and text[found[place - 1].end() : found[place].start()] in ("-", "'", "\u2019")
        if not joined:
            result[start:place] = [all(stays[start:place])] * (place - start)
            start = place
    return result


def _stays(token: str, screen: Screen, words: frozenset[str]) -> bool:
    if token.casefold() in words and token.casefold() not in scanner_words():
        return False
    return _names_nobody(token) and not (len(token) > 1 and screen(token))


def _names_nobody(token: str) -> bool:
    if len(token) == 1 or is_word(token) or _NUMBER.fullmatch(token) or _MEASURE.fullmatch(token):
        return True
    if _ROUND.fullmatch(token):
        return True
    if token.isalpha():
        parts = _CAMEL.findall(token)
        return len(parts) > 1 and all(len(part) > 1 and is_word(part) for part in parts)
    mixed = _MIXED.fullmatch(token)
    if mixed is None:
        return False
    front, digits, behind = mixed.groups()
    known = not front or is_word(front) or (len(front) < 3 and len(digits) < 3)
    return known and (len(behind) < 2 or is_word(behind))


def is_word(token: str) -> bool:
    """Whether a token is a word of scanners, of English or of the clinic, and no name."""
    if token.casefold() in scanner_words():
        return True
    return len(token) > 1 and token.isalpha() and is_ordinary(token) and not is_eponym(token)
