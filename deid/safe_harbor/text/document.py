"""A text as the finders see it: in normal form, with its words, and with the way back."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from deid.safe_harbor.numbers.normalise import Normalised, normalise_with_offsets
from deid.safe_harbor.vocabulary import is_clinical_term, is_common_word

_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*\d{0,4}(?![\d_])")
# One 0, 1, 5 or 8 inside a word of four letters or more.
_SLIP = re.compile(
    r"(?<![^\W_])(?:[^\W\d_]{1,12}[0158][^\W\d_]{2,12}|[^\W\d_]{3,12}[0158][^\W\d_]|[0158][^\W\d_]{4,12})(?![^\W_])"
)
_LETTERS_RUN = re.compile(r"[^\W\d_]+")
_DIGITS = re.compile(r"\d+")
_SIGNS, _MOST_SIGNS = frozenset("+([#<>~'-"), 2
_EDGES = re.compile(r"(?<![^\W_])_+|_+(?![^\W_])")
_LETTERS = {"0": "o", "1": "l", "5": "s", "8": "b"}


def _blanks(found: re.Match[str]) -> str:
    return " " * len(found[0])


def _as_letter(found: re.Match[str]) -> str:
    word = found[0]
    digit = next(character for character in word if character.isdigit())
    if len(word) < 4 or is_clinical_term(word) or is_common_word(word.replace(digit, "")):
        return word
    letter = _LETTERS[digit]
    return word.replace(digit, letter.upper() if word.isupper() or word[0] == digit else letter)


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the normal form: letters, with inner hyphens and apostrophes, and up to four digits behind.

    Attributes:
        start: index of its first character in the normal form.
        end: index after its last character.
        text: the word as it is written.
    """

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Document:
    """One text under search; what several finders need is computed once.

    Attributes:
        normal: the normal form, with offsets.
    """

    normal: Normalised

    @classmethod
    def of(cls, text: str, repaired: bool = False) -> Document:
        """The document of an original text.

        Args:
            text: as it was given.
            repaired: whether a digit that a scanner put into a word (``J0hnson``) is read as the letter, and
                underscores around words (``__12345__``) as blanks.
        """
        normal = normalise_with_offsets(text)
        if repaired:
            plain = _SLIP.sub(_as_letter, _EDGES.sub(_blanks, normal.text))
            normal = Normalised(plain, normal.offsets)
        return cls(normal)

    @property
    def text(self) -> str:
        """The normal form."""
        return self.normal.text

    @cached_property
    def lower(self) -> str:
        """The normal form in lower case, of the same length."""
        lowered = self.text.lower()
        return lowered if len(lowered) == len(self.text) else "".join(c.lower()[:1] for c in self.text)

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """All words, in order."""
        return tuple(Word(found.start(), found.end(), found[0]) for found in _WORD.finditer(self.text))

    @cached_property
    def word_places(self) -> dict[str, list[int]]:
        """Where each run of letters, in lower case, begins."""
        places: dict[str, list[int]] = {}
        for found in _LETTERS_RUN.finditer(self.lower):
            places.setdefault(found[0], []).append(found.start())
        return places

    @cached_property
    def number_starts(self) -> tuple[int, ...]:
        """Where a number may begin: at each run of digits, and at the signs right before it."""
        starts: list[int] = []
        for found in _DIGITS.finditer(self.text):
            start = first = found.start()
            while first and start - first < _MOST_SIGNS and self.text[first - 1] in _SIGNS:
                first -= 1
            starts.extend(range(first, start + 1))
        return tuple(starts)

    @cached_property
    def has_digits(self) -> bool:
        """There is a digit in it."""
        return _DIGITS.search(self.text) is not None

    @cached_property
    def is_cased(self) -> bool:
        """Capitals tell something: the text is neither all capitals nor all small."""
        sample = self.text[:20_000]
        capitals = sum(map(str.isupper, sample))
        return capitals > 0 and sum(map(str.islower, sample)) > capitals
