"""What each word of a text may be, looked up once for each different word."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from deid.safe_harbor import names, resources
from deid.safe_harbor.geography import is_country, is_state
from deid.safe_harbor.vocabulary import is_clinical_term, is_common_word, is_eponym, is_everyday_word

# Common words of notes and letters that stand capitalised beside names.
_NEVER_NAMES = frozenset(resources.word_list("capitalised beside names, and no names"))


@dataclass(frozen=True, slots=True)
class Lexeme:
    """A word's chances of being part of a name.

    Attributes:
        given: its share among given names, per cent of the people.
        surname: its share among surnames, per cent of the people.
        common: it is a word of the language or of the clinic.
        ordinary: it is a word first, and a name only by context.
        everyday: it is one of the most common words.
        eponym: it names a disease, sign or instrument.
        clinical: it is on the list of the clinic's terms.
        city: it is a city of the United States.
        wide_place: it is a State or a country, which may stay.
        never: it is no name in any context.
    """

    given: float
    surname: float
    common: bool
    ordinary: bool
    everyday: bool
    eponym: bool
    clinical: bool
    city: bool
    wide_place: bool
    never: bool

    @property
    def listed(self) -> bool:
        """It is on a list of names."""
        return self.given > 0 or self.surname > 0

    @property
    def likely(self) -> bool:
        """A name on its face: listed and no ordinary word, or no known word at all."""
        return not self.never and not self.clinical and not self.ordinary and (self.listed or not self.common)


def is_given(word: str) -> bool:
    """Whether a word in lower case is a given name: most are not, and the longer lists need not be loaded to see it."""
    return names.given_name_frequency(_bare(word)) > 0


def _bare(word: str) -> str:
    return word.rstrip("0123456789").removesuffix("'s")


@lru_cache(maxsize=65_536)
def lexeme(word: str) -> Lexeme:
    """The lexeme of a word in lower case."""
    plain = _bare(word)
    return Lexeme(
        given=names.given_name_frequency(plain),
        surname=names.surname_frequency(plain),
        common=is_common_word(plain),
        ordinary=names.is_ordinary(plain),
        everyday=is_everyday_word(plain),
        eponym=is_eponym(plain),
        clinical=is_clinical_term(plain),
        city=plain in resources.phrases("us_cities.txt.gz"),
        wide_place=is_country(plain) or (len(plain) > 2 and is_state(plain)),
        never=plain in _NEVER_NAMES,
    )
