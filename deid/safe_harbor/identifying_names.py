"""Names of fields, sheets, files and folders that may themselves name a person or carry a number of one."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from deid.safe_harbor import dates, names, vocabulary
from deid.safe_harbor.field_names import runs_of_name
from deid.safe_harbor.likely_names import is_like_a_name, is_listed_name
from deid.safe_harbor.name_rules import rules
from deid.safe_harbor.text import screen

_PROPER = r"[^\W\d_a-z][^\W\d_A-Z]{2,}(?:['-][^\W\d_]+)*"
_UPPER = r"[^\W\d_a-z]{3,}(?:['-][^\W\d_a-z]+)*"
_FULL_NAME = re.compile(
    rf"(?<![^\W_])(?=({_PROPER})(?:, ?|[ _])({_PROPER})(?![^\W_]))"
    rf"|(?<![^\W_])(?=({_UPPER})(?:, ?| )({_UPPER})(?![^\W_]))"
)
_NUMBERED = re.compile(r"(?<![^\W_])([^\W\d_]{5,})(\d{1,4})(?![^\W_])")
_OFTEN_BORNE = 0.02
"""From this share of the people (per cent) on a word that is none of the most common is a given name first."""
_LONG_NUMBER = re.compile(r"\d{5,}|\d(?:[-. ()]*\d){6,}|\d{3}-\d{2}-\d{4}|\d{4}-\d{2}-\d{2}|@")
_SHORT_DATE = re.compile(r"(?<!\d)\d{1,2}([-.])\d{1,2}\1\d{2}(?!\d)", re.ASCII)


@lru_cache(maxsize=1 << 14)
def name_identifies(name: str) -> bool:
    """Whether the name of a field, sheet or file may itself name a person or carry a number of one.

    A word that is a name of persons and no ordinary word, a log-in, a full name that no list knows, five digits in a
    row, or any form that may not stay in a cell, is enough: nothing is lost by calling the column by its number.
    """
    if _LONG_NUMBER.search(name) or any(_is_full_name(*filter(None, pair)) for pair in _FULL_NAME.findall(name)):
        return True
    if any(dates.is_date(found[0].replace(".", "-")) for found in _SHORT_DATE.finditer(name)):
        return True
    if any(_is_log_in(*parts) for parts in _NUMBERED.findall(name)):
        return True
    return any(_names_a_person(run) for run in runs_of_name(name) if run.isalpha()) or _has_form(name)


_LONGEST_PATH = 12
"""So many parts of a path are put together in every way; a longer one is looked at as a whole and part by part."""


def _has_form(name: str) -> bool:
    """Whether a key of a path, which may have dots in it, has the form of an identifier."""
    parts = name.replace("[]", "").split(".")
    longest = len(parts) if len(parts) <= _LONGEST_PATH else 1
    runs = (parts[start:end] for start in range(len(parts)) for end in range(start + 1, start + longest + 1))
    texts = {".".join(run): run for run in [*runs, parts]}
    shown = ((found, run) for text, run in texts.items() if (found := screen(text)) is not None)
    return any(not _is_of_keys(found.finder, run) for found, run in shown)


def _is_of_keys(form: str, parts: list[str]) -> bool:
    """Whether a path only has the form by its dots: ``contact.info`` is no domain, ``patient.name.given`` no place."""
    return form == "three_words" or (form == "domain" and all(map(_is_key, parts)))


def _is_key(part: str) -> bool:
    """Whether a part of a path is made of words of the language, as keys are."""
    runs = [run for run in runs_of_name(part) if run.isalpha()]
    return bool(runs) and all(len(run) < 4 or _is_of_the_language(run) for run in runs)


def _names_a_person(word: str) -> bool:
    if len(word) < 4 or vocabulary.is_eponym(word) or _in_rules(word):
        return False
    if vocabulary.is_common_word(word):
        borne = names.given_name_frequency(word) >= _OFTEN_BORNE
        return borne and not vocabulary.is_everyday_word(word) and not vocabulary.is_clinical_term(word)
    if names.given_name_frequency(word) > 0 or names.surname_frequency(word) > 0:
        return True
    return len(word) > _SHORT and is_listed_name(word)


_SHORT = 4
"""Words of so few letters stand for other things too often for the names of the world to speak."""


def file_identifies(name: str) -> bool:
    """Whether the name of a file or folder identifies, or is nothing but words that no list has and names may be."""
    runs = [run for run in runs_of_name(name) if run.isalpha() and len(run) > 1]
    return name_identifies(name) or (bool(runs) and all(is_like_a_name(run) and not _is_glued(run) for run in runs))


def _is_glued(run: str) -> bool:
    """Whether it is two words in one, or ends in one that tables are called by: ``readme``, ``icustays``."""
    halves = ((run[:at], run[at:]) for at in range(2, len(run) - 1))
    return any(
        vocabulary.is_everyday_word(end) and (len(end) >= _LONG_ENDING or vocabulary.is_everyday_word(start))
        for start, end in halves
    )


_LONG_ENDING = 5


def _is_full_name(first: str, last: str) -> bool:
    """Whether of two capitalised words one is of no vocabulary, and the other neither or a given name."""
    strange = [word for word in (first, last) if not _is_of_the_language(word)]
    others = [word for word in (first, last) if word not in strange]
    return bool(strange) and all(names.given_name_frequency(word) > 0 for word in others)


def _is_of_the_language(word: str) -> bool:
    return vocabulary.is_common_word(word) or vocabulary.is_eponym(word) or _in_rules(word.lower())


def _is_log_in(letters: str, digits: str) -> bool:
    """Whether letters with a number behind are an initial and a surname, or unknown letters and a year."""
    if _is_of_the_language(letters):
        return False
    surname = letters[1:]
    share = names.surname_frequency(surname)
    borne = share > 0 and not vocabulary.is_common_word(surname)
    return borne or share >= _OFTEN_BORNE or re.fullmatch(r"(?:19|20)\d\d", digits) is not None


@cache
def _in_rules(word: str) -> bool:
    return any(rule.pattern.search(f"_{word}_") for rule in rules())
