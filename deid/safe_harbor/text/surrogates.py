"""Made-up values in the place of identifiers: what the finder missed does not stand out among them.

Names, places, numbers and addresses become others of the same form. Dates do not: a made-up date would pass for a fact.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache

from deid.identifiers import Finding, Identifier
from deid.safe_harbor import resources
from deid.safe_harbor.geography import is_country, is_state
from deid.safe_harbor.text.lexicon import lexeme
from deid.safe_harbor.vocabulary import is_common_word

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_KEPT = frozenset(
    "dr mr mrs ms miss prof doctor md do rn np pa phd jr sr ii iii iv van von der den de la del di da dos al el bin the"
    " of and st saint street ave avenue road rd lane ln drive blvd court way apt suite unit box po".split()
)
_ATTEMPTS = 30
_COMMON_NAME = 0.02  # per cent of the people: a name that many bear tells of nobody

Choice = Callable[[str], random.Random]
"""The chance that decides over a word's surrogate, from the word in lower case."""


def _accept(_: str) -> bool:
    return False


@cache
def _names(kind: str) -> tuple[str, ...]:
    """Census names that many bear and that are no words."""
    shares = resources.shares(f"{kind}.tsv.gz")
    return tuple(sorted(name for name, share in shares.items() if share >= _COMMON_NAME and not is_common_word(name)))


@cache
def _by_sex() -> tuple[frozenset[str], frozenset[str]]:
    """Given names of women, and of men, that are not also the others'."""
    from faker.providers.person.en_US import Provider  # costs start-up time, and only surrogates need it

    women = frozenset(str(name).lower() for name in Provider.first_names_female)
    men = frozenset(str(name).lower() for name in Provider.first_names_male)
    return women - men, men - women


@cache
def _given_like(word: str) -> tuple[str, ...]:
    """Given names of the sex that a given name tells of; all, where it tells of none."""
    for names in _by_sex():
        if word in names:
            return tuple(name for name in _names("given_names") if name in names)
    return _names("given_names")


@dataclass
class Surrogates:
    """The made-up values of one person's text; the same name has the same surrogate throughout.

    Attributes:
        choice: the chance that decides over a word's surrogate.
        refused: whether a made-up word is somebody's value in this export.
    """

    choice: Choice
    refused: Callable[[str], bool] = _accept
    _words: dict[str, str] = field(default_factory=dict)

    @classmethod
    def drawn(cls, draw: str, known: Iterable[str], refused: Callable[[str], bool]) -> Surrogates:
        """Surrogates out of one random stream, in the order in which names come up; the known names come first.

        Args:
            draw: what was drawn at random for the person; nothing of the person goes into it.
            known: the person's own values, in the order of the row.
            refused: see :class:`Surrogates`.
        """
        stream = random.Random(draw)  # noqa: S311 - the draw itself is the vault's, of the operating system
        made = cls(lambda _: stream, refused)
        for value in known:
            for word in _WORD.findall(value):
                made._word(word, _is_given(word.lower()))
        return made

    def instead(self, value: str, finding: Finding) -> str | None:
        """What stands in the place of a found value; ``None`` where nothing made up should (dates and ages)."""
        if finding.identifier is Identifier.DATE_OR_AGE:
            return None
        if finding.identifier in (Identifier.NAME, Identifier.GEOGRAPHY):
            return self._text(value, finding.identifier is Identifier.NAME)
        if finding.identifier is Identifier.EMAIL:
            return f"{self._made(value, 'mail').lower()}@example.org"
        if finding.identifier is Identifier.URL:
            return f"https://example.org/{self._made(value, 'page').lower()}"
        return self._shape(value)

    def _text(self, value: str, named: bool) -> str:
        def one(found: re.Match[str]) -> str:
            word, lower = found[0], found[0].lower()
            if lower in _KEPT or is_state(word) or is_country(word):
                return word
            if not named and (is_common_word(lower) or word.islower()) and not lexeme(lower).listed:
                return word
            return self._word(word, named and _is_given(lower))

        return self._shape(_WORD.sub(one, value), letters=False)

    def _word(self, word: str, given: bool) -> str:
        lower = word.lower()
        if len(word) == 1:
            made = self.choice(lower).choice("abcdefghjklmnprstw")
        elif lower in self._words:
            made = self._words[lower]
        else:
            made = self._words[lower] = self._draw(lower, _given_like(lower) if given else _names("surnames"))
        return made.upper() if word.isupper() else made if word.islower() else made.capitalize()

    def _draw(self, word: str, names: tuple[str, ...]) -> str:
        chance = self.choice(word)
        for _ in range(_ATTEMPTS):
            made = chance.choice(names)
            if made != word and not self.refused(made.capitalize()):
                return made
        return "anonymous"

    def _made(self, value: str, kind: str) -> str:
        return self._words.setdefault(f"{kind} {value.lower()}", self._draw(value.lower(), _names("surnames")))

    def _shape(self, value: str, letters: bool = True) -> str:
        """The same form: a digit for a digit, and a letter for a letter."""
        chance = self.choice(value.lower())

        def one(character: str) -> str:
            if character.isdigit():
                return chance.choice("0123456789")
            if letters and character.isalpha():
                made = chance.choice("abcdefghijklmnopqrstuvwxyz")
                return made.upper() if character.isupper() else made
            return character

        return "".join(map(one, value))


def _is_given(word: str) -> bool:
    entry = lexeme(word)
    return entry.given >= entry.surname and entry.given > 0
