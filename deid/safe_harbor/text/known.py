"""The person's own values, searched for in the text: what the structured fields already say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from deid.identifiers import Finding, Identifier
from deid.safe_harbor import resources
from deid.safe_harbor.field_names import kind_of_attribute
from deid.safe_harbor.numbers.normalise import normalise
from deid.safe_harbor.text.document import Document
from deid.safe_harbor.vocabulary import is_clinical_term, is_everyday_word

_RUN = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"(?<!\d)\d(?:[-. /()]{0,2}\d){2,24}(?!\d)")
_SHORTEST = 3
_FUNCTION_WORDS = frozenset(resources.word_list("parts of values that identify nobody"))


def _values(values: Iterable[Any] | Mapping[str, Any]) -> Iterator[str]:
    """The single values of a row or a list, without those that tell of nobody."""
    if isinstance(values, Mapping):
        for name, value in values.items():
            rule = kind_of_attribute(str(name))
            if rule is None or rule.kind.identifier is not None:
                yield from _values([value])
        return
    for value in values:
        if isinstance(value, Mapping) or (isinstance(value, Iterable) and not isinstance(value, str | bytes)):
            yield from _values(value)
        elif value is not None and not isinstance(value, bool):
            yield str(value)


def _runs(value: str) -> list[str]:
    return _RUN.findall(normalise(value).lower())


def _bare(digits: str) -> str:
    return "".join(filter(str.isdigit, digits)).lstrip("0")


@dataclass(frozen=True)
class KnownValues:
    """Finds given values and their parts, whatever their letter case, separators, accents and leading zeros.

    Attributes:
        parts: words of the values; a word of the language counts only when the text capitalises it.
        numbers: digits of the values, without separators and leading zeros.
        phrases: whole values as sequences of words, by their first word.
    """

    parts: frozenset[str]
    numbers: frozenset[str]
    phrases: dict[str, tuple[tuple[str, ...], ...]] = field(repr=False)
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
        parts: set[str] = set()
        numbers: set[str] = set()
        phrases: dict[str, set[tuple[str, ...]]] = {}
        for value in _values(values):
            runs = _runs(value)
            if len("".join(runs)) < _SHORTEST:
                continue
            phrases.setdefault(runs[0], set()).add(tuple(runs))
            letters = (run.rstrip("0123456789") for run in runs)
            parts.update(run for run in (*runs, *letters, "".join(runs)) if len(run) >= _SHORTEST and not run.isdigit())
            numbers.update(n for n in (_bare(value), *map(_bare, runs)) if len(n) >= _SHORTEST)
        return cls(
            frozenset(parts - _FUNCTION_WORDS),
            frozenset(numbers),
            {first: tuple(sorted(s)) for first, s in phrases.items()},
        )

    def find(self, document: Document) -> Iterator[Finding]:
        """See :class:`~deid.safe_harbor.text.finder.Finder`."""
        runs = [(found.start(), found.end()) for found in _RUN.finditer(document.text)]
        words = [document.lower[start:end] for start, end in runs]
        for index, (start, end) in enumerate(runs):
            length = self._phrase_length(words, index)
            if length:
                yield self._finding(start, runs[index + length - 1][1], Identifier.NAME)
            elif self._is_part(words[index], document.text[start]):
                yield self._finding(start, end, Identifier.NAME)
        if self.numbers:
            yield from self._find_numbers(document)

    def _find_numbers(self, document: Document) -> Iterator[Finding]:
        for found in _NUMBER.finditer(document.text):
            if _bare(found[0]) in self.numbers:
                yield self._finding(*found.span(), Identifier.OTHER_UNIQUE)
        for found in re.finditer(r"\d{3,24}", document.text):
            if found[0].lstrip("0") in self.numbers:
                yield self._finding(*found.span(), Identifier.OTHER_UNIQUE)

    def _phrase_length(self, words: list[str], index: int) -> int:
        lengths = (
            len(phrase)
            for phrase in self.phrases.get(words[index], ())
            if len(phrase) > 1 and tuple(words[index : index + len(phrase)]) == phrase
        )
        return max(lengths, default=0)

    def _is_part(self, word: str, first: str) -> bool:
        if word not in self.parts and word.rstrip("0123456789") not in self.parts:
            return False
        return first.isupper() or not first.isalpha() or not (is_everyday_word(word) or is_clinical_term(word))

    def _finding(self, start: int, end: int, identifier: Identifier) -> Finding:
        return Finding(start, end, identifier, self.name, 1.0)
