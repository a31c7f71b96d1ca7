"""Names of persons: how common a word is as a name, and how much a cell looks like one."""

from __future__ import annotations

import re
from collections.abc import Iterable

from deid.safe_harbor import resources
from deid.safe_harbor.numbers.normalise import normalise
from deid.safe_harbor.vocabulary import is_clinical_term, is_common_word, is_everyday_word

HONORIFICS = frozenset(resources.word_list("titles before names"))
SUFFIXES = frozenset(resources.word_list("suffixes behind names"))
PARTICLES = frozenset(resources.word_list("particles inside names"))

# O'Neil is listed as oneil; but I'm and we'll are no names.
_INNER_APOSTROPHE = re.compile(r"'(?=[^\W\d_]{3})")
_TOKEN = re.compile(r"[^\W\d_]+(?:['.-][^\W\d_]+)*\.?\d{0,4}")
_SHAPE = re.compile(r"(?:[^\W\d_]+(?:['.-][^\W\d_]+)*\.?(?:(?<=[^\W\d_]{2})\d{1,4})?,?(?: |$)){1,7}")
# Above this share (per cent) a word is a name first, unless it is one of the most common words of the language.
_NAME_FIRST = 0.01
# Mark, Rose, Grace: words, but also some of the most common given names.
_OFTEN_GIVEN = 0.05
_STRONG = 0.95


def _word(text: str) -> str:
    return normalise(text).strip(" .,;:'\"").rstrip("0123456789").lower()


def _share(table: str, text: str) -> float:
    word = _word(text)
    known = resources.shares(table)
    if word in known:
        return known[word]
    plain = _INNER_APOSTROPHE.sub("", word)
    if plain in known:
        return known[plain]
    parts = plain.split("-")
    return min((known.get(part, 0.0) for part in parts), default=0.0) if len(parts) > 1 else 0.0


def given_name_frequency(text: str) -> float:
    """The share of the people, in per cent, who bear the given name (Censuses 1990 to 2020); 0 if unlisted."""
    return _share("given_names.tsv.gz", text)


def surname_frequency(text: str) -> float:
    """The share of the people, in per cent, who bear the surname (Censuses 1990 to 2020); 0 if unlisted."""
    return _share("surnames.tsv.gz", text)


def is_ordinary(token: str) -> bool:
    """The word is a word first: common, and not much better known as a name."""
    word = _word(token)
    if is_everyday_word(word) or is_clinical_term(word):
        return True
    if not is_common_word(word):
        return False
    return max(given_name_frequency(word), surname_frequency(word)) < _NAME_FIRST


def _parts(text: str) -> tuple[list[str], bool, bool]:
    """(tokens of the name in the order first to last, honorific seen, suffix seen)."""
    head, comma, tail = text.partition(",")
    tokens = [_word(token) for token in _TOKEN.findall(text)]
    if comma and {_word(t) for t in tail.split()} - SUFFIXES and len(head.split()) <= 3:
        tokens = [_word(t) for t in _TOKEN.findall(tail)] + [_word(t) for t in _TOKEN.findall(head)]
    honorific = bool(tokens) and tokens[0] in HONORIFICS
    while tokens and tokens[0] in HONORIFICS:
        tokens = tokens[1:]
    kept = [t for t in tokens if t not in SUFFIXES or len(tokens) <= 2]
    return kept, honorific, len(kept) < len(tokens)


def _pair_score(first: str, last: str) -> float:
    given, surname = given_name_frequency(first) > 0, surname_frequency(last) > 0
    ordinary = is_ordinary(first), is_ordinary(last)
    if given and surname:
        common = given_name_frequency(first) >= _OFTEN_GIVEN and surname_frequency(last) >= _NAME_FIRST
        return (_STRONG, 0.8, 0.6 if common else 0.45)[sum(ordinary)]
    if (given and not ordinary[0] and not is_common_word(last)) or (
        surname and not ordinary[1] and not is_common_word(first)
    ):
        return 0.75
    if surname_frequency(first) > 0 and given_name_frequency(last) > 0 and not any(ordinary):
        return 0.7
    if any(is_common_word(word) for word in (first, last)):
        return 0.1
    return 0.35


def _single_score(word: str) -> float:
    if len(word) < 2 or is_ordinary(word):
        return 0.1 if given_name_frequency(word) or surname_frequency(word) else 0.0
    if given_name_frequency(word) or surname_frequency(word):
        return 0.6
    return 0.0 if is_common_word(word) else 0.2


def _last_name_first(text: str) -> str:
    """DICOM's and HL7's ``Last^First^Middle`` in the way people write it."""
    return text.replace("^", ", ", 1).replace("^", " ") if "^" in text else text


def looks_like_person_name(text: str) -> float:
    """How much a cell looks like a person's name, from 0 to 1; from 0.5 on it is more likely one than not.

    Reads ``First Last``, ``LAST, First M.``, honorifics, suffixes, hyphens, particles, accents, and the digits that
    Synthea puts behind its names (``Maynard46 Mosciski958``).
    """
    cell = " ".join(_last_name_first(normalise(text)).split())
    if not 2 <= len(cell) <= 60 or not _SHAPE.fullmatch(cell):
        return 0.0
    tokens, honorific, suffix = _parts(cell)
    core = [token for token in tokens if len(token) > 1 and token not in PARTICLES]
    if not core:
        return 0.0
    score = _single_score(core[0]) if len(core) == 1 else _pair_score(core[0], core[-1])
    if len(core) > 2 and any(is_ordinary(word) for word in core[1:-1]):
        score *= 0.5
    synthetic = sum(token[-1:].isdigit() for token in cell.split())
    return min(1.0, score + 0.35 * honorific + 0.1 * suffix + 0.3 * (synthetic > 0))


def person_name_share(values: Iterable[str]) -> float:
    """The share of the values, 0 to 1, that look like persons' names; blanks do not count."""
    filled = [value for value in values if value.strip()]
    return sum(looks_like_person_name(value) >= 0.5 for value in filled) / len(filled) if filled else 0.0
