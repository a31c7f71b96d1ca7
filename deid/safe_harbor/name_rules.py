"""The rules on names of fields, read from the vocabulary: patterns over words, and the kinds that they speak for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from deid.safe_harbor import resources
from deid.safe_harbor.kinds import KINDS, FieldKind


@dataclass(frozen=True, slots=True)
class NameRule:
    """A pattern over the words of a field's name, and the kind that it speaks for.

    Attributes:
        kind: what the field then holds.
        pattern: matched anywhere in ``_word_word_``.
        sure: whether the name alone suffices, or the content must agree.
        otherwise: what the name means where the values are not of the kind that it speaks of first.
    """

    kind: FieldKind
    pattern: re.Pattern[str]
    sure: bool = True
    otherwise: FieldKind | None = None

    def failing(self) -> NameRule:
        """What the name says where the values are not what it speaks of first."""
        return self if self.otherwise is None else NameRule(self.otherwise, self.pattern)


@cache
def rules() -> tuple[NameRule, ...]:
    """Every rule on names, in the order in which they are tried."""
    found: list[NameRule] = []
    kind, sure, otherwise = "", True, None
    for line in _lines():
        if line.startswith("["):
            kind, mark, other = line.strip("[]").partition(" ?")
            sure, otherwise = not mark, KINDS[other.strip()] if other.strip() else None
        elif not _is_list(line):
            found.append(NameRule(KINDS[kind], re.compile(expanded(line)), sure, otherwise))
    return tuple(found)


def _lines() -> list[str]:
    text = resources.read_text("field_names.txt")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def _is_list(line: str) -> bool:
    return line.startswith("{") and " " in line


@cache
def lists() -> dict[str, str]:
    """The named lists of words, each as the body of an alternation."""
    lists: dict[str, list[str]] = {}
    for line in filter(_is_list, _lines()):
        name, *words = line.split()
        lists.setdefault(name, []).extend(words)
    return {name: "|".join(words) for name, words in lists.items()}


@lru_cache(maxsize=4096)
def is_analyte(code: str) -> bool:
    """Whether a short code is the name of something that the laboratory measures: ``A1C``, ``PCO2``."""
    return len(code) <= _LONGEST_ANALYTE and _analyte().fullmatch(code.lower()) is not None


_LONGEST_ANALYTE = 8


@cache
def _analyte() -> re.Pattern[str]:
    return re.compile(expanded("{analyte}"))


def expanded(pattern: str) -> str:
    """A pattern in which the names of lists, as ``{person}``, are replaced by alternations of their words."""
    for name, body in lists().items():
        pattern = pattern.replace(name, f"(?:{body})")
    return pattern
