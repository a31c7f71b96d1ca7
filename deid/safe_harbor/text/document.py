"""A text as the finders see it: in normal form, with its words, and with the way back."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from deid.safe_harbor.numbers.normalise import Normalised, normalise_with_offsets

_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*\d{0,4}(?![\d_])")


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
    def of(cls, text: str) -> Document:
        """The document of an original text."""
        return cls(normalise_with_offsets(text))

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
    def has_digits(self) -> bool:
        """There is a digit in it."""
        return any(digit in self.text for digit in "0123456789")

    @cached_property
    def is_cased(self) -> bool:
        """Capitals tell something: the text is neither all capitals nor all small."""
        sample = self.text[:20_000]
        capitals = sum(map(str.isupper, sample))
        return capitals > 0 and sum(map(str.islower, sample)) > capitals
