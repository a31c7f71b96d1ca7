"""What a word tells by itself, computed once for each different word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from deid.safe_harbor import resources
from deid.safe_harbor.text.lexicon import lexeme

_CITY_PARTS = 2
_CONTRACTED = re.compile(r"(?:n't|'(?:re|ll|ve|d|m|t))\Z")


@dataclass(frozen=True, slots=True)
class WordFeatures:
    """The features of a word at its own place and as a neighbour.

    Attributes:
        code: its class: shape and lists in a few letters.
        here: features at its own place.
        before: features for the word behind it.
        behind: features for the word before it.
        far_before: features for the next word but one behind it.
        far_behind: features for the next word but one before it.
        name: its identity where it is a common word, else ``?``.
    """

    code: str
    here: tuple[str, ...]
    before: tuple[str, ...]
    behind: tuple[str, ...]
    far_before: tuple[str, ...]
    far_behind: tuple[str, ...]
    name: str


@cache
def _city_words() -> frozenset[str]:
    """Words that begin the name of a city of two words or more, and cities of one word."""
    cities = resources.phrases("us_cities.txt.gz") | resources.phrases("world_cities.txt.gz")
    return frozenset(part for city in cities for part in city.split()[:_CITY_PARTS] if len(part) > 2)


def _shape(word: str) -> str:
    if word[0].isdigit():
        return f"d{min(len(word), 12)}"
    if not word[0].isalpha():
        return word
    if len(word) == 1:
        return "X" if word.isupper() else "x"
    if word.isupper():
        return "XX"
    if word.islower():
        return "x+"
    return "Xx" if word[0].isupper() and word[1:].islower() else "xX"


def _number_class(word: str) -> str:
    value = int(word) if len(word) <= 4 else 0
    if len(word) == 4 and 1900 <= value <= 2100:
        return "year"
    if len(word) <= 2 and 1 <= value <= 12:
        return "month"
    if len(word) <= 2 and value <= 31:
        return "day"
    if 90 <= value <= 120:
        return "old"
    return "date6" if len(word) == 6 and _is_compact_date(word) else "n"


def _is_compact_date(word: str) -> bool:
    first, second = int(word[:2]), int(word[2:4])
    return min(first, second) >= 1 and min(first, second) <= 12 and max(first, second) <= 31


def _level(share: float) -> str:
    return "0" if share <= 0 else "1" if share < 0.004 else "2" if share < 0.03 else "3"


def _lists(word: str, listed: bool, common: bool) -> str:
    if not common:
        return "?"
    if _CONTRACTED.search(word):
        return "e"
    entry = lexeme(word)
    known = (
        ("e" if entry.everyday else "c" if entry.common else "")
        + ("k" if entry.clinical else "")
        + ("p" if entry.eponym else "")
        + ("w" if entry.wide_place else "")
    )
    plain = word.removesuffix("'s")
    known = known or ("n" if plain in resources.phrases("safe_words.txt.gz") else "")
    if not listed:
        return known or "?"
    given = "w" if plain in resources.phrases("world_given_names.txt.gz") else _level(entry.given)
    surname = "w" if plain in resources.phrases("world_surnames.txt.gz") else _level(entry.surname)
    place = "C" if entry.city else "c" if plain in _city_words() else ""
    lists = (
        (f"g{given}" if given != "0" else "")
        + (f"s{surname}" if surname != "0" else "")
        + (f"l{place}" if place else "")
    )
    return (known + lists) or "?"


@lru_cache(maxsize=65_536)
def word_features(word: str, listed: bool = True, common: bool = True) -> WordFeatures:
    """The features of a word.

    Args:
        word: as it is written, in normal form.
        listed: whether the lists of names and places may tell of it; training hides them for some words, so that
            the tagger learns to do without.
        common: whether the lists of words may tell of it, likewise.
    """
    shape = _shape(word)
    lower = word.lower()
    if shape[0] == "d" and word[0].isdigit():
        kind = _number_class(word)
        return _assemble(f"{shape}{kind}", kind if kind != "n" else shape, shape, "", [f"d={kind}"])
    if not word[0].isalpha():
        return _assemble(word, word, word, "", [])
    lists = _lists(lower, listed, common)
    known = lists[0] in "eckpwn"
    name = lower if known else "?"
    extra = [f"l={len(word) if len(word) < 10 else 10}"]
    extra += [f"i={lists[i : i + 2]}" for i in range(len(lists)) if lists[i] in "gsl"]
    if not lists.startswith("e"):
        extra += [f"3={lower[-3:]}", f"2={lower[-2:]}"]
    return _assemble(f"{shape}{lists}", name, shape, lists, extra)


def _assemble(code: str, name: str, shape: str, lists: str, extra: list[str]) -> WordFeatures:
    here = (f"w={name}", f"s={shape}", f"c={code}", f"t={lists}", *extra)
    near = tuple((f"{side}w={name}", f"{side}c={code}", f"{side}s={shape}") for side in ("-", "+"))
    far = tuple((f"{side}w={name}", f"{side}c={code}") for side in ("--", "++"))
    return WordFeatures(code, here, near[0], near[1], far[0], far[1], name)
