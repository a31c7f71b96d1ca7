"""The person's own values, searched for in the text: what the structured fields already say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from deid.identifiers import Finding, Identifier
from deid.safe_harbor import resources
from deid.safe_harbor.text.document import Document
from deid.safe_harbor.text.fractions import is_clinical
from deid.safe_harbor.text.known_parts import RUN, SHORTEST, bare, parts_of
from deid.safe_harbor.text.known_places import is_name_here, is_no_name_here, is_saying
from deid.safe_harbor.text.misspelt import Misspelt
from deid.safe_harbor.vocabulary import is_clinical_term, is_common_word, is_eponym, is_everyday_word

_NUMBER = re.compile(r"(?<!\d)\d(?:[-. /()]{0,2}\d){2,24}(?!\d)")
_PREFIXED = re.compile(r"(?:(?<![^\W_])[^\W\d_]{1,3}-?)?(?P<digits>\d{3,24})")
_MONTH_AND_DAY = re.compile(r"(?<![\w./-])\d{1,2}[/-]\d{1,2}(?![\w/-]|\.\d)")
_INITIALS = re.compile(r"(?<![\w.])[^\W\d_](?:\.\s?[^\W\d_]){1,2}\.(?![^\W_])")
_BEFORE = re.compile(r"(?<![\w.])([^\W\d_])\.?\s\Z")
_BEHIND = re.compile(r",?\s([^\W\d_])(?![\w'])\.?")
_SHORTEST_PLURAL = 5
DOUBTFUL = "known_word"
"""The finder's name of words that are known of the person and are words of the language as well."""


@dataclass(frozen=True)
class KnownValues:
    """Finds given values and their parts, whatever their letter case, separators, accents, leading zeros and slips.

    Every word of a text is looked up once, however many values are known.

    Attributes:
        parts: words of the values; a word of the language counts only when the text capitalises it.
        numbers: digits of the values, without separators and leading zeros.
        phrases: whole values as sequences of words, by their first word.
        nicknames: what the given names among the values are also called.
        initials: first letters of names.
        days: months and days of dates, as ``7/9``.
        near: the words, to be recognised in their misspellings.
    """

    parts: frozenset[str]
    numbers: frozenset[str]
    phrases: dict[str, tuple[tuple[str, ...], ...]] = field(repr=False)
    nicknames: frozenset[str] = frozenset()
    initials: frozenset[str] = frozenset()
    days: frozenset[str] = frozenset()
    near: Misspelt = field(default=Misspelt.of(()), repr=False)
    name: str = "known_value"
    identifier: Identifier = Identifier.NAME
    description: str = "Values that the structured fields of the same person hold, and their parts."

    @classmethod
    def of(cls, values: Iterable[str] | Mapping[str, Any]) -> KnownValues:
        """The finder of these values.

        Args:
            values: values, or a row: its columns' names with their values, which may be lists or rows themselves.
                Of a row what no column of an identifying kind holds is left out (sex, race, a State).
        """
        parts = parts_of(values)
        return cls(
            frozenset(parts.words),
            frozenset(parts.numbers),
            {first: tuple(sorted(runs)) for first, runs in parts.phrases.items()},
            frozenset(name for name in parts.nicknames if len(name) >= SHORTEST),
            frozenset(parts.initials),
            frozenset(parts.days),
            Misspelt.of(word for word in parts.words if word.isalpha()),
        )

    def find(self, document: Document) -> Iterator[Finding]:
        """See :class:`~deid.safe_harbor.text.finder.Finder`."""
        runs = [(found.start(), found.end()) for found in RUN.finditer(document.text)]
        words = [document.lower[start:end] for start, end in runs]
        for index, (start, end) in enumerate(runs):
            length = self._phrase_length(words, index)
            if length and not is_saying(document.text[start : runs[index + length - 1][1]]):
                yield self._finding(start, runs[index + length - 1][1], Identifier.NAME)
            elif self._is_part(words[index], document.text[start]) or self._is_word_in_place(document, start, end):
                yield self._finding(*self._with_initials(document.text, start, end), Identifier.NAME)
            elif index + 1 < len(runs) and self._is_split(document.text, runs[index], runs[index + 1]):
                yield self._finding(start, runs[index + 1][1], Identifier.NAME)
        yield from self._find_initials(document)
        if self.numbers:
            yield from self._find_numbers(document)

    def doubtful(self, document: Document) -> Iterator[Finding]:
        """Known words and nicknames that are words of the language, where only their context tells which they are."""
        for found in RUN.finditer(document.text):
            word = document.lower[found.start() : found.end()]
            both = (word in self.parts and is_everyday_word(word)) or (word in self.nicknames and _is_a_word(word))
            if both and not is_no_name_here(document.lower, found.start()):
                yield Finding(*found.span(), Identifier.NAME, DOUBTFUL, 0.5)

    def _find_numbers(self, document: Document) -> Iterator[Finding]:
        for found in _NUMBER.finditer(document.text):
            if bare(found[0]) in self.numbers:
                yield self._finding(*found.span(), Identifier.OTHER_UNIQUE)
        for found in _PREFIXED.finditer(document.text):
            if found["digits"].lstrip("0") in self.numbers:
                yield self._finding(*found.span(), Identifier.OTHER_UNIQUE)
        if self.days:
            yield from self._find_days(document)

    def _find_days(self, document: Document) -> Iterator[Finding]:
        """A known date's month and day without its year, where they are no fraction."""
        for found in _MONTH_AND_DAY.finditer(document.text):
            if found[0] in self.days and not is_clinical(document.text, *found.span()):
                yield self._finding(*found.span(), Identifier.DATE_OR_AGE)

    def _find_initials(self, document: Document) -> Iterator[Finding]:
        """Two or three of the person's initials with dots, which no abbreviation of the clinic is."""
        if len(self.initials) < 2:
            return
        for found in _INITIALS.finditer(document.text):
            letters = [letter for letter in document.lower[found.start() : found.end()] if letter.isalpha()]
            if self.initials.issuperset(letters) and not is_clinical_term("".join(letters)):
                yield self._finding(*found.span(), Identifier.NAME)

    def _with_initials(self, text: str, start: int, end: int) -> tuple[int, int]:
        """The span with an initial of the same person before or behind it: ``J Smith``, ``Smith, J.``."""
        before, behind = _BEFORE.search(text, max(0, start - 4), start), _BEHIND.match(text, end)
        if before and before[1].lower() in self.initials and (before[1].isupper() or text[start].islower()):
            start = before.start()
        if behind and behind[1].lower() in self.initials and behind[1].isupper():
            end = behind.end()
        return start, end

    def _is_word_in_place(self, document: Document, start: int, end: int) -> bool:
        """A known name that is a word of the language, where only a name can stand."""
        word = document.lower[start:end]
        if word not in self.parts and word not in self.nicknames:
            return False
        return is_name_here(document.lower, start, end, self.initials, self.parts.__contains__)

    def _is_split(self, text: str, one: tuple[int, int], other: tuple[int, int]) -> bool:
        """A name that is written in two: ``Mc Donald``, ``Van-Dyke``."""
        between = text[one[1] : other[0]]
        joined = text[one[0] : one[1]] + text[other[0] : other[1]]
        return len(between) == 1 and joined.lower() in self.parts and not is_common_word(joined.lower())

    def _phrase_length(self, words: list[str], index: int) -> int:
        lengths = (
            len(phrase)
            for phrase in self.phrases.get(words[index], ())
            if len(phrase) > 1 and tuple(words[index : index + len(phrase)]) == phrase
        )
        return max(lengths, default=0)

    def _is_part(self, word: str, first: str) -> bool:
        if word in self.parts or word.rstrip("0123456789") in self.parts:
            return first.isupper() or not first.isalpha() or not (is_everyday_word(word) or is_clinical_term(word))
        if word in self.nicknames and first.isupper() and not is_everyday_word(word):
            return True
        if len(word) < SHORTEST or _is_a_word(word):
            return False
        return word in self.nicknames or self._is_plural(word) or self.near.has(word)

    def _is_plural(self, word: str) -> bool:
        return len(word) >= _SHORTEST_PLURAL and word.endswith("s") and word[:-1] in self.parts

    def _finding(self, start: int, end: int, identifier: Identifier) -> Finding:
        return Finding(start, end, identifier, self.name, 1.0)


def _is_a_word(word: str) -> bool:
    """A word of the language or of the clinic is no misspelling."""
    known = is_common_word(word) or is_clinical_term(word) or is_eponym(word)
    return known or word in resources.phrases("safe_words.txt.gz")
