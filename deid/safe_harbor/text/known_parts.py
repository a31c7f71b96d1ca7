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
_UNITS = frozenset("apt apartment unit suite ste floor fl room rm bldg building lot po box".split())
_LEAST_OF_MANY, _MOST_OF_MANY = 3, 6
_MONTHS, _DAYS = 12, 31
_ISO = re.compile(r"(?P<y>(?:19|20)\d\d)(?P<s>[-/.]?)(?P<m>\d{2})(?P=s)(?P<d>\d{2})(?!\d)")
_OTHER_ORDER = re.compile(r"(?P<a>\d{1,2})(?P<s>[-/.])(?P<b>\d{1,2})(?P=s)(?P<y>(?:19|20)\d\d)(?!\d)")
_NO_SEPARATORS = str.maketrans("", "", " -./()")


@dataclass(slots=True)
class Parts:
    """The parts of values.

    Attributes:
        words: their words in lower case.
        numbers: their digits, without separators and leading zeros.
        phrases: whole values as sequences of words, by their first word.
        initials: first letters of the words of names, in lower case.
        days: months and days of dates, as ``7/9``.
        nicknames: what the given names among them are called, and what nicknames among them stand for.
    """

    words: set[str] = field(default_factory=set)
    numbers: set[str] = field(default_factory=set)
    phrases: dict[str, set[tuple[str, ...]]] = field(default_factory=dict)
    initials: set[str] = field(default_factory=set)
    days: set[str] = field(default_factory=set)
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
        for phrase in _phrases(value, runs):
            parts.phrases.setdefault(phrase[0], set()).add(phrase)
        letters = (run.rstrip("0123456789") for run in runs)
        parts.words.update(
            run for run in (*runs, *letters, "".join(runs)) if len(run) >= SHORTEST and not run.isdigit()
        )
        parts.numbers.update(n for n in (bare(value), *map(bare, runs), *_shortened(value)) if len(n) >= SHORTEST)
        _add_date(parts, value)
    parts.words -= _FUNCTION_WORDS
    parts.nicknames -= parts.words
    return parts


def _phrases(value: str, runs: list[str]) -> Iterator[tuple[str, ...]]:
    """The value as words, its names in several parts (``O'Brien``), a street without its number, a beginning."""
    yield tuple(runs)
    pieces = [tuple(RUN.findall(piece)) for piece in normalise(value).lower().split()]
    yield from (piece for piece in pieces if len(piece) > 1)
    street = [run for run in runs if not run[0].isdigit()]
    unit = next((index for index, run in enumerate(street) if run in _UNITS), len(street))
    if runs[0][0].isdigit() and len(street[:unit]) > 1:
        yield tuple(street[:unit])
        yield tuple(runs[: runs.index(street[0]) + unit])
    elif _LEAST_OF_MANY <= len(runs) <= _MOST_OF_MANY and all(run.isalpha() for run in runs):
        yield from (tuple(runs[:count]) for count in range(2, len(runs)) if len(runs[count - 1]) >= SHORTEST)


def _shortened(value: str) -> Iterator[str]:
    """The last seven digits of a telephone number of ten."""
    digits = "".join(filter(str.isdigit, value))
    if len(digits) in (10, 11) and len(digits) == len(value.translate(_NO_SEPARATORS).lstrip("+")):
        yield bare(digits[-7:])


def _add_date(parts: Parts, value: str) -> None:
    """The ways to write a date in digits alone, and its month and day; a date of two orders counts in both."""
    iso, other = _ISO.match(value), _OTHER_ORDER.match(value)
    if iso:
        year, pairs = iso["y"], [(int(iso["m"]), int(iso["d"]))]
    elif other:
        year, pairs = other["y"], [(int(other["a"]), int(other["b"])), (int(other["b"]), int(other["a"]))]
    else:
        return
    for month, day in pairs:
        if not (1 <= month <= _MONTHS and 1 <= day <= _DAYS):
            continue
        one, two, short = f"{month:02}", f"{day:02}", year[-2:]
        written = (f"{one}{two}{short}", f"{two}{one}{short}", f"{one}{two}{year}", f"{two}{one}{year}")
        parts.numbers.update(map(bare, (*written, f"{short}{one}{two}", f"{year}{one}{two}")))
        parts.days.update(f"{m}{sign}{d}" for m in (one, str(month)) for d in (two, str(day)) for sign in "/-")


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
