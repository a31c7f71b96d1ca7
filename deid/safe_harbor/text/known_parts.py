"""What a person's structured values are taken apart into, before they are searched for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from deid.identifiers import Identifier
from deid.safe_harbor import resources
from deid.safe_harbor.attribute_names import kind_of_attribute
from deid.safe_harbor.numbers.normalise import normalise

RUN = re.compile(r"[^\W_]+")
SHORTEST = 3
_FUNCTION_WORDS = frozenset(resources.word_list("parts of values that identify nobody"))
_MOST_NAME_WORDS = 5


@dataclass(slots=True)
class Parts:
    """The parts of values.

    Attributes:
        words: their words in lower case.
        numbers: their digits, without separators and leading zeros.
        phrases: whole values as sequences of words, by their first word.
        initials: first letters of the words of names, in lower case.
        nicknames: what the given names among them are called, and what nicknames among them stand for.
    """

    words: set[str] = field(default_factory=set)
    numbers: set[str] = field(default_factory=set)
    phrases: dict[str, set[tuple[str, ...]]] = field(default_factory=dict)
    initials: set[str] = field(default_factory=set)
    nicknames: set[str] = field(default_factory=set)


def parts_of(values: Iterable[Any] | Mapping[str, Any]) -> Parts:
    """The parts of values, or of a row: its columns' names with their values, which may be lists or rows themselves.

    Of a row what no column of an identifying kind holds is left out (sex, race, a State).
    """
    parts = Parts()
    for value, is_name in _values(values):
        runs = RUN.findall(normalise(value).lower())
        if is_name and len(runs) <= _MOST_NAME_WORDS:
            parts.initials.update(run[0] for run in runs if run[0].isalpha())
            parts.nicknames.update(name for run in runs for name in nicknames_of(run.rstrip("0123456789")))
        if len("".join(runs)) < SHORTEST:
            continue
        parts.phrases.setdefault(runs[0], set()).add(tuple(runs))
        letters = (run.rstrip("0123456789") for run in runs)
        parts.words.update(
            run for run in (*runs, *letters, "".join(runs)) if len(run) >= SHORTEST and not run.isdigit()
        )
        parts.numbers.update(n for n in (bare(value), *map(bare, runs)) if len(n) >= SHORTEST)
    parts.words -= _FUNCTION_WORDS
    parts.nicknames -= parts.words
    return parts


def bare(digits: str) -> str:
    """The digits alone, without leading zeros."""
    return "".join(filter(str.isdigit, digits)).lstrip("0")


def nicknames_of(name: str) -> tuple[str, ...]:
    """What an English given name, in lower case, is also called; of a nickname the names that it stands for."""
    return _nicknames().get(name, ())


@cache
def _nicknames() -> dict[str, tuple[str, ...]]:
    pairs: dict[str, set[str]] = {}
    for line in resources.phrases("nicknames.txt.gz"):
        name, _, others = line.partition(":")
        for other in others.split():
            pairs.setdefault(name, set()).add(other)
            pairs.setdefault(other, set()).add(name)
    return {name: tuple(sorted(others)) for name, others in pairs.items()}


def _values(values: Iterable[Any] | Mapping[str, Any], named: bool = True) -> Iterator[tuple[str, bool]]:
    """The single values that tell of somebody, and whether each is, or may be, a name."""
    if isinstance(values, Mapping):
        for label, value in values.items():
            rule = kind_of_attribute(str(label))
            if rule is None or rule.kind.identifier is not None:
                yield from _values([value], rule is not None and rule.kind.identifier is Identifier.NAME)
        return
    for value in values:
        if isinstance(value, Mapping) or (isinstance(value, Iterable) and not isinstance(value, str | bytes)):
            yield from _values(value, named)
        elif value is not None and not isinstance(value, bool):
            text = str(value)
            yield text, named and not any(map(str.isdigit, text.rstrip("0123456789")))
