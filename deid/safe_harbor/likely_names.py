"""Cells and words that may be somebody's name though no list has them: by their parts, letters and company."""

from __future__ import annotations

import re
from functools import cache

from deid.safe_harbor import names, resources, vocabulary
from deid.safe_harbor.tokens import holds_log_in, holds_unexplained_token

_OFTEN_BORNE = 0.02
"""From this share of the people (per cent) on, a word of the language is a surname as much as a word."""
_SHORTEST_HALF, _LONGEST_COMPOUND = 4, 40
_PREFIXES = frozenset({"non", "pre", "post", "anti", "self", "semi", "sub", "inter", "multi"})
_PARTICLES = frozenset({"in", "out", "off", "up", "down"})
"""Short halves of compounds: ``nonhispanic``, ``TRANSFEROUT``."""
WORDS = re.compile(r"[^\W\d_]+")
_HYPHENATED = re.compile(r"(?<![^\W\d_])[^\W\d_]{1,30}(?:-[^\W\d_]{1,30}){1,3}")
CAPITALISED = re.compile(r"[^\W\d_a-z][\w'.-]*,?(?:\s[^\W\d_a-z][\w'.-]*){1,3}")
_JOINED = re.compile(r"[^\W\d_]+(?:(?:,\s?|[\s'^-])[^\W\d_]+\.?){1,5}")
SURNAME_FIRST = re.compile(r"[^\W\d_]{2,}(?:['-][^\W\d_]+)*,\s?[^\W\d_]{2,}(?:\s[^\W\d_]\.?)?")


def may_be_person(cell: str) -> bool:
    """Whether a cell is two to four capitalised words, none of them a word of the clinic, the language or a company.

    So are the names of many insurers and makers, which only the company that they keep tells from a person's.
    """
    words = [word for word in WORDS.findall(cell) if len(word) > 1]
    if not 2 <= len(words) <= 4 or not (SURNAME_FIRST.fullmatch(cell) or CAPITALISED.fullmatch(cell)):
        return False
    return not any(is_known_word(word) and not names.surname_frequency(word) >= _OFTEN_BORNE for word in words)


def holds_unknown_word(cell: str) -> bool:
    """Whether a word of five letters or more is in no vocabulary, and so may be anybody's name."""
    plain = _HYPHENATED.sub(lambda found: "" if vocabulary.is_eponym(found[0]) else found[0], cell)
    return any(len(word) > 4 and not is_known_word(word) and not _is_compound(word) for word in WORDS.findall(plain))


def _is_compound(word: str) -> bool:
    """Whether it is two plain words in one, in letters of one case, as classes are: ``urgentcare``, ``TRANSFERIN``."""
    if len(word) > _LONGEST_COMPOUND or not (word.islower() or word.isupper()):
        return False
    if names.surname_frequency(word) or names.given_name_frequency(word):
        return False
    plain = word.lower()
    halves = ((plain[:at], plain[at:]) for at in range(2, len(plain) - 1))
    return any(_is_half(one, _PREFIXES) and _is_half(other, _PARTICLES) for one, other in halves)


def _is_half(half: str, short: frozenset[str]) -> bool:
    return half in short or (len(half) >= _SHORTEST_HALF and _is_plain(half))


def _is_plain(word: str) -> bool:
    return vocabulary.is_everyday_word(word) or vocabulary.is_clinical_term(word)


def is_of_unknown_words(cell: str) -> bool:
    """Whether a cell is two to four capitalised words, of which none is in any vocabulary."""
    return may_be_person(cell) and not any(is_known_word(word) for word in WORDS.findall(cell) if len(word) > 1)


def may_name_alone(cell: str) -> bool:
    """Whether a cell is one to three words that all are borne as names, and none of them one of the clinic's."""
    words = _untitled(cell)
    if not 1 <= len(words) <= 3 or any(character.isdigit() for character in cell):
        return False
    if is_given_and_surname(cell):
        return True
    if any(vocabulary.is_clinical_term(word) or _is_class(word) for word in words):
        return False
    if len(words) == 1:
        return len(words[0]) >= _SHORTEST_NAME and _borne(words[0]) >= _BORNE_AT_ALL and not _is_plural_class(words[0])
    return all(_borne(word) > 0 for word in words) and max(map(_borne, words)) >= _BORNE_AT_ALL


def _untitled(cell: str) -> list[str]:
    """The words of a cell, less the titles before and the degrees behind a name."""
    words = [word for word in WORDS.findall(cell) if len(word) > 1]
    while len(words) > 1 and (words[0].lower() in names.HONORIFICS or words[-1].lower() in names.SUFFIXES):
        words = words[1:] if words[0].lower() in names.HONORIFICS else words[:-1]
    return words


def is_given_and_surname(cell: str) -> bool:
    """Whether a cell is two words, both so often borne that together they are a name, whatever else: April White."""
    words = _untitled(cell)
    if len(words) != 2 or any(map(str.isdigit, cell)):
        return False
    first, last = words
    return names.given_name_frequency(first) >= _BORNE_AT_ALL and names.surname_frequency(last) >= _OFTEN_BORNE


def _is_class(word: str) -> bool:
    """A word of classes that is not one of the most common surnames besides, as colours are: ``Green``."""
    return vocabulary.is_class_word(word) and names.surname_frequency(word) < _OFTEN_BORNE * 2


def is_short_name(cell: str) -> bool:
    """Whether a cell is a word of three letters that many people bear, with one capital: ``Lee``, but not ``LEE``."""
    return len(cell) == _SHORTEST_NAME - 1 and cell.istitle() and _borne(cell) >= _OFTEN_BORNE


_SHORTEST_NAME = 4
_BORNE_AT_ALL = 0.005
"""From this share of the people (per cent) on, a word alone in a cell may be somebody's name."""


def holds_borne_word(cell: str) -> bool:
    """Whether many people bear a word of the cell as their name, whatever else it means."""
    return any(_borne(word) >= _OFTEN_BORNE for word in WORDS.findall(cell) if len(word) > 1)


def _borne(word: str) -> float:
    return max(names.surname_frequency(word), names.given_name_frequency(word))


def _is_plural_class(word: str) -> bool:
    """An everyday word that few people bear: ``Rash``, ``Fields``."""
    return vocabulary.is_everyday_word(word) and _borne(word) < _OFTEN_BORNE / 2


_BY_SOMEBODY = re.compile(
    r"(?<!\w)(?:per|by|with|w/|via|attn:?|cc:?|c/o|call(?:ed)?|ask(?:ed)?|spoke (?:to|with)|saw)\s+([^\W\d_]{3,})",
    re.I,
)


def holds_named_person(cell: str) -> bool:
    """Whether somebody is named as the one by, with or per whom a thing is done: ``1 TAB DAILY PER MARTIN``."""
    return any(
        _borne(found[1]) >= _OFTEN_BORNE
        and not (vocabulary.is_clinical_term(found[1]) or vocabulary.is_class_word(found[1]))
        for found in _BY_SOMEBODY.finditer(cell)
    )


def may_name_somebody(cell: str) -> bool:
    """Whether a cell among descriptions may be a name, a log-in or a number, in whatever letters, order and joints.

    The wording of a test, drug or procedure has some word of the clinic; what has none, few persons may not share.
    """
    if len(cell.split()) == 1 and (holds_log_in(cell) or holds_unexplained_token(cell)):
        return True
    words = [] if is_known_word(cell) else [word for word in WORDS.findall(cell) if len(word) > 1]
    if words == [cell]:
        return is_listed_name(cell) or is_like_a_name(cell)
    if not 2 <= len(words) <= 4 or not _JOINED.fullmatch(cell):
        return is_of_unknown_words(cell)
    strange = [word for word in words if not is_known_word(word)]
    if not strange or len(strange) == len(words):
        return bool(strange)
    return all(_is_borne(word) for word in words if word not in strange)


_VOWELS = re.compile(r"[aeiouyáàâäåæéèêëíìîïóòôöøúùûü]", re.I)
_CROWD = re.compile(r"[^aeiouyáàâäåæéèêëíìîïóòôöøúùûü\W\d_]{5}|[aeiou]{4}", re.I)


def is_like_a_name(word: str) -> bool:
    """Whether a word that no list has can be spoken as names are, and does not end as words of the clinic do."""
    if len(word) < _SHORTEST_UNLISTED or is_known_word(word) or _is_compound(word) or _of_the_clinic().search(word):
        return False
    return len(_VOWELS.findall(word)) >= 2 and _CROWD.search(word) is None


_SHORTEST_UNLISTED = 5


@cache
def _of_the_clinic() -> re.Pattern[str]:
    """How the wording of drugs (by the WHO's stems of nonproprietary names), diseases and procedures ends."""
    return re.compile(rf"(?:{'|'.join(resources.word_list('endings of drugs, diseases and procedures'))})s?\Z", re.I)


def is_listed_name(word: str) -> bool:
    """Whether a list of names, of this country or others, has a word."""
    if names.given_name_frequency(word) or names.surname_frequency(word):
        return True
    return any(word.lower() in resources.phrases(f"world_{kind}.txt.gz") for kind in ("given_names", "surnames"))


def _is_borne(word: str) -> bool:
    """Whether a word of the language is somebody's name as well."""
    if vocabulary.is_clinical_term(word):
        return False
    return vocabulary.is_eponym(word) or names.given_name_frequency(word) > 0


def is_known_word(word: str) -> bool:
    """Whether a word is of the language, the clinic or public classes, an eponym, or a contraction nobody bears."""
    if vocabulary.is_common_word(word) or vocabulary.is_clinical_term(word) or vocabulary.is_eponym(word):
        return True
    return vocabulary.is_class_word(word) or (vocabulary.is_contraction(word) and not _borne(word))
