"""Words that name nobody by themselves: English, the words of diagnoses, drugs, laboratory and anatomy."""

from __future__ import annotations

import re
from functools import lru_cache

from deid.safe_harbor import resources
from deid.safe_harbor.numbers.normalise import normalise

_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")


def _plain(token: str) -> str:
    word = normalise(token).strip().lower().strip("'\"-.,;:()[]{}")
    return word.removesuffix("'s").removesuffix("'")


def _known(word: str) -> bool:
    if word in resources.words("clinical_terms.txt") or word in resources.words("vocabulary.txt.gz"):
        return True
    return len(word) > 4 and word.endswith("s") and word[:-1] in resources.words("vocabulary.txt.gz")


def is_common_word(token: str) -> bool:
    """The word is of the language or of the clinic; hyphenated words, when all their parts are."""
    word = _plain(token)
    if not word:
        return True
    return _known(word) or ("-" in word and all(_known(part) or len(part) < 2 for part in word.split("-")))


def is_everyday_word(token: str) -> bool:
    """The word is one of the most common of the language: ``may``, ``will``, ``brown``, but not ``john``."""
    return _plain(token) in resources.words("everyday.txt.gz")


def is_clinical_term(token: str) -> bool:
    """The word is on the hand-made list of the clinic's abbreviations, drugs, units, analytes and body parts."""
    return _plain(token) in resources.words("clinical_terms.txt")


def is_class_word(token: str) -> bool:
    """The word is one of the classes of public value sets: a colour, a people, a language, a faith, a state of care."""
    return _plain(token) in resources.words("class_words.txt")


@lru_cache(maxsize=1 << 14)
def is_contraction(token: str) -> bool:
    """A word of care with some of its inner letters left out, as charts shorten it: ``Dischgd``, ``Admtd``."""
    word = _plain(token)
    if len(word) < _SHORTEST_CONTRACTION or not word.isalpha():
        return False
    return any(
        len(full) > len(word) >= _LEFT_OF_IT * len(full)
        and full[:_SAME_START] == word[:_SAME_START]
        and full[-1] == word[-1]
        and _is_within(word, full)
        for full in resources.section_words("class_words.txt", "classes of care")
    )


_SHORTEST_CONTRACTION, _SAME_START, _LEFT_OF_IT = 5, 3, 0.55


def _is_within(short: str, full: str) -> bool:
    """Whether the letters of one word stand in the other in their order."""
    letters = iter(full)
    return all(letter in letters for letter in short)


def is_eponym(token: str) -> bool:
    """A person's name that names a disease, sign, instrument or scale: ``Parkinson``, ``Foley``."""
    word = _plain(token)
    return word in resources.words("eponyms.txt") or word in resources.words("eponyms.txt.gz")


def unknown_words(text: str) -> list[str]:
    """The words of ``text``, in order, that are neither common words nor eponyms; numbers are no words."""
    found = (match[0] for match in _WORD.finditer(normalise(text)))
    return [word for word in found if not (is_common_word(word) or is_eponym(word))]
