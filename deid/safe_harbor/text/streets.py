"""Streets of the world: the word for a street before the name, behind it or at its end, and the number of the house."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from deid.identifiers import Finding, Identifier
from deid.safe_harbor import resources
from deid.safe_harbor.numbers.normalise import normalise
from deid.safe_harbor.text.document import Document, Word
from deid.safe_harbor.text.finder import Finder
from deid.safe_harbor.vocabulary import is_clinical_term, is_common_word, is_eponym, is_everyday_word

_SHORTEST_COMPOUND = 3
_UNIT = (
    r"(?!\s?(?:mg|mcg|ml|cc|g|kg|mm|cm|m|l|%|units?|days?|weeks?|months?|years?|yrs?|y/?o|hours?|hrs?|min(?:utes)?|times|x|tabs?|caps|mmhg|bpm|fr|french"
    r"|gauge|ports?|doses?|mo|wks?|lbs?|points?|liters?|degrees)(?![^\W_]))"
)
_NUMBER = (
    r"(?:no?\s?[.:]?\s?|nr\.?\s?|n[°º]\s?|\#\s?)?\d{1,5}(?:\s?[a-h](?![^\W_]))?(?:\s?[-/]\s?\d{1,4}[a-z]?)?\.?(?![^\W_]|[.,/-]\d|:\d)"
    + _UNIT
    + r"(?:,?\s(?:bte|bis|ter|apt|app|lgh|wg"
    r"|top|piso|bajo|izq|dcha|interno|int|scala|esc|et|tv|th|mf|\d[ºª°oa]|[a-h])\.?(?![^\W_])(?:\s?[\da-z]{1,3}(?![^\W_]))?){0,2}"
)
_BEHIND = re.compile(rf",?\s{{1,2}}{_NUMBER}", re.IGNORECASE)
_BEFORE = re.compile(r"(?<![\w./,-])\d{1,5}[a-z]?(?:[-/]\d{1,4})?(?:,?\s(?:bis|ter|quater))?,?\s{1,2}\Z", re.IGNORECASE)
_END = re.compile(r"\s?(?:[,.;:)\n]|\Z)")
_GAP = re.compile(r"\.?\s{1,2}|\.|-|'|/\s?")
_LONGEST, _REACH, _MOST_BEFORE = 5, 24, 3
_WAYS = frozenset(("via", "al", "os", "r", "pl", "av"))
_AMBIGUOUS_BEFORE = frozenset(("s", "n"))


@cache
def _words(title: str) -> frozenset[str]:
    return frozenset(normalise(word) for word in resources.word_list(title))


@cache
def _endings() -> tuple[str, ...]:
    return tuple(sorted({normalise(word) for word in resources.word_list("streets, as the end of a word")}))


@lru_cache(maxsize=1 << 14)
def _is_plain(word: str) -> bool:
    """A word of the language or the clinic, which names no street by itself."""
    return is_everyday_word(word) or is_clinical_term(word) or is_common_word(word)


@lru_cache(maxsize=1 << 14)
def _is_compound(word: str) -> bool:
    if not word.endswith(_endings()) or _is_plain(word):
        return False
    ending = max((end for end in _endings() if word.endswith(end)), key=len)
    return len(word) - len(ending) >= _SHORTEST_COMPOUND


@dataclass(frozen=True, slots=True)
class StreetOfTheWorld:
    """Finds streets by their word in some thirty languages, with the house number before or behind."""

    name: str = "street_of_the_world"
    identifier: Identifier = Identifier.GEOGRAPHY
    description: str = "A street by its word in some thirty languages, with its house number before or behind it."

    def find(self, document: Document) -> Iterator[Finding]:
        """See :class:`~deid.safe_harbor.text.finder.Finder`."""
        if not document.has_digits:
            return
        before, maybe = _words("streets, before their name"), _words("streets, before their name, and other words too")
        behind = _words("streets, behind their name") | _words("streets, behind their name, and other words too")
        german = _words("words of German before the name of a street")
        words, lower = document.words, document.lower
        for index, word in enumerate(words):
            plain = lower[word.start : word.end]
            span = None
            if plain in before or plain in maybe or plain in german:
                span = self._named(document, index, plain in before, plain in german)
            if span is None and plain in behind:
                span = self._behind(document, index, plain)
            if span is None and len(plain) > _SHORTEST_COMPOUND and _is_compound(plain):
                span = self._compound(document, words[index])
            if span is not None:
                yield Finding(*span, self.identifier, self.name, 0.85)

    def _named(self, document: Document, index: int, certain: bool, german: bool) -> tuple[int, int] | None:
        """``rue Victor Hugo 40``, ``12 rue de Rivoli``, ``Calle Mayor, 3``, ``An der Alster 61``."""
        text, words = document.text, document.words
        first = words[index]
        capital = first.text[0].isupper() or not document.is_cased
        if german and not first.text.istitle():
            return None
        last, strong = index, 0
        for following in range(index + 1, min(index + 1 + _LONGEST, len(words))):
            word = words[following]
            if not _GAP.fullmatch(text, words[following - 1].end, word.start):
                break
            if not self._may_be_named(document, word, certain and capital, german):
                break
            strong += len(word.text) > 1 and word.text.lower() not in _words("words inside the names of streets")
            last = following
            if _BEHIND.match(text, word.end) and strong:
                break
        if not strong:
            return None
        number = _BEHIND.match(text, words[last].end)
        front = _BEFORE.search(text, max(0, first.start - _REACH), first.start) if not german else None
        if not certain and not capital:
            proper = words[last].text[0].isupper() and not _is_plain(words[last].text.lower())
            ended = (number and _END.match(text, number.end())) if first.text in _WAYS else front
            if not proper or not ended:
                return None
            certain = True
        if number:
            return (front.start() if front else first.start), number.end()
        return (front.start(), words[last].end) if front and certain else None

    @staticmethod
    def _may_be_named(document: Document, word: Word, certain: bool, german: bool) -> bool:
        lower = word.text.lower()
        if lower.startswith(("d'", "l'")) and word.text[2:3].isupper():
            return not is_clinical_term(lower[2:])
        if lower in _words("words inside the names of streets"):
            return True
        capital = word.text[0].isupper() and not (document.is_cased and word.text.isupper() and len(word.text) > 1)
        if capital:
            return certain or (
                not is_eponym(lower) and not (is_clinical_term(lower) or (is_everyday_word(lower) and not german))
            )
        return (certain or not document.is_cased) and not _is_plain(lower)

    @staticmethod
    def _behind(document: Document, index: int, plain: str) -> tuple[int, int] | None:
        """``Karl Johans gate 22``, ``Lale Sokak 5``, ``Petofi Sandor ut 3``, ``14 Gandhi Marg``."""
        text, words = document.text, document.words
        first = index
        while first and index - first < _MOST_BEFORE:
            word = words[first - 1]
            if not _GAP.fullmatch(text, word.end, words[first].start) or not word.text[0].isalpha():
                break
            lower = word.text.lower()
            if (document.is_cased and not word.text[0].isupper()) or is_everyday_word(lower) or is_clinical_term(lower):
                break
            first -= 1
        if first == index or plain in _AMBIGUOUS_BEFORE:
            return None
        start = words[first].start
        front = _BEFORE.search(text, max(0, start - _REACH), start)
        dot = words[index].end + (text[words[index].end : words[index].end + 1] == ".")
        number = _BEHIND.match(text, dot)
        sure = plain in _words("streets, behind their name")
        if number and (sure or words[index].text.islower() or not document.is_cased):
            return (front.start() if front else start), number.end()
        return (front.start(), words[index].end) if front and sure else None

    @staticmethod
    def _compound(document: Document, word: Word) -> tuple[int, int] | None:
        """``Hauptstr. 12``, ``Storgatan 14``, ``Siikasaarentie 19``."""
        text = document.text
        if document.is_cased and not word.text[0].isupper():
            return None
        number = _BEHIND.match(text, word.end)
        front = _BEFORE.search(text, max(0, word.start - _REACH), word.start)
        if not number:
            return None
        return (front.start() if front else word.start), number.end()


STREET_FINDERS: tuple[Finder, ...] = (StreetOfTheWorld(),)
"""Finders of streets of all languages."""
