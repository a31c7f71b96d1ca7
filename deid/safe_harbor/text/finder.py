"""What a finder is, and the two plain kinds of it: a pattern, and a pattern with a test."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

from deid.identifiers import Finding, Identifier
from deid.safe_harbor.text.document import Document


class Finder(Protocol):
    """A rule that finds one identifier in a text, and describes itself.

    Attributes:
        name: what a finding calls it.
        identifier: which of the 18 it finds.
        description: one line for the documentation's tables.
    """

    @property
    def name(self) -> str: ...  # noqa: D102

    @property
    def identifier(self) -> Identifier: ...  # noqa: D102

    @property
    def description(self) -> str: ...  # noqa: D102

    def find(self, document: Document) -> Iterator[Finding]:
        """Findings with offsets in the normal form, in any order; they may overlap."""
        ...


def _accept(_: str) -> bool:
    return True


@dataclass(frozen=True)
class Pattern:
    """A pattern that is compiled when it first searches: a process that looks at a few short texts needs few of them.

    Attributes:
        written: the pattern.
        flags: how it is read.
    """

    written: str
    flags: re.RegexFlag

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self.written, self.flags)

    @property
    def groupindex(self) -> Mapping[str, int]:
        """The named groups."""
        return self._compiled.groupindex

    def finditer(self, text: str, start: int = 0, end: int = sys.maxsize) -> Iterator[re.Match[str]]:
        """As of :mod:`re`."""
        return self._compiled.finditer(text, start, end)

    def findall(self, text: str) -> list[Any]:
        """As of :mod:`re`."""
        return self._compiled.findall(text)

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """As of :mod:`re`."""
        return self._compiled.search(text, start, end)

    def match(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """As of :mod:`re`."""
        return self._compiled.match(text, start, end)

    def fullmatch(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """As of :mod:`re`."""
        return self._compiled.fullmatch(text, start, end)

    def sub(self, replacement: str | Callable[[re.Match[str]], str], text: str) -> str:
        """As of :mod:`re`."""
        return self._compiled.sub(replacement, text)


DIGITS = tuple("0123456789")
"""What a pattern over numbers needs."""


def at_digits(pattern: Pattern | re.Pattern[str], document: Document) -> Iterator[re.Match[str]]:
    """What a pattern matches that can only begin where a number does; tried there alone, which is much quicker."""
    match, text, last = pattern.match, document.text, 0
    for start in document.number_starts:
        if start >= last and (found := match(text, start)):
            last = found.end()
            yield found


def at_words(pattern: Pattern | re.Pattern[str], document: Document, first: Iterable[str]) -> Iterator[re.Match[str]]:
    """What a pattern matches that can only begin with one of some words in lower case; tried there alone."""
    places, last = document.word_places, 0
    for start in sorted(place for word in first if word in places for place in places[word]):
        if start >= last and (found := pattern.match(document.text, start)):
            last = found.end()
            yield found


@dataclass(frozen=True, slots=True)
class PatternFinder:
    """Finds what a pattern matches and a test does not reject.

    A pattern must be linear on any text: it begins with a look-behind or a rare literal, and its repetitions are
    bounded or possessive.

    Attributes:
        name: what a finding calls it.
        identifier: which of the 18 it finds.
        description: one line for the documentation's tables.
        pattern: searched in the normal form; the group ``value``, where it took part, is what is found.
        needs: lower-case strings one of which must occur in the text; a cheap reason not to search.
        accept: the test of what was found.
        confidence: of a finding.
        at_digits: the pattern can only begin at a run of digits, or at a sign before it; it is tried nowhere else.
        first: words in lower case one of which the pattern begins with, where it is tried alone.
    """

    name: str
    identifier: Identifier
    description: str
    pattern: Pattern | re.Pattern[str]
    needs: tuple[str, ...] = ()
    accept: Callable[[str], bool] = _accept
    confidence: float = 0.9
    at_digits: bool = False
    first: frozenset[str] = frozenset()

    def find(self, document: Document) -> Iterator[Finding]:
        """See :class:`Finder`."""
        if self.needs is DIGITS or self.at_digits:
            if not document.has_digits:
                return
        elif self.needs and not any(literal in document.lower for literal in self.needs):
            return
        group = "value" if "value" in self.pattern.groupindex else 0
        for found in self._matches(document):
            start, end = found.span(group if found.start(group) >= 0 else 0)
            if start < end and self.accept(document.text[start:end]):
                yield Finding(start, end, self.identifier, self.name, self.confidence)

    def _matches(self, document: Document) -> Iterator[re.Match[str]]:
        if self.at_digits:
            return at_digits(self.pattern, document)
        if self.first:
            return at_words(self.pattern, document, self.first)
        return self.pattern.finditer(document.text)


def words_of(text: str) -> frozenset[str]:
    """Words in lower case, written with blanks between them."""
    return frozenset(text.lower().split())


def compile_pattern(pattern: str, case: bool = False) -> Pattern:
    """A pattern written with blanks and comments; letter case matters only when ``case`` says so."""
    return Pattern(pattern, re.VERBOSE | (re.RegexFlag(0) if case else re.IGNORECASE))
