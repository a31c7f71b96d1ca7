"""Hierarchies of columns as a release has them: text, with blanks, years next to 90+, ZIP codes of any length.

A blank stays a blank up to the top; what is not of the column's form becomes ``*`` at the first level.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Literal

from deid.expert.builders import TOP
from deid.expert.hierarchy import Hierarchy

Shape = Literal["years", "ages", "postcodes", "categories", "measures", "fixed"]

AGED = "90+"


def released(shape: Shape, values: Iterable[str]) -> Hierarchy:
    """The hierarchy of a released column.

    Years, ages and whole measures go to bands of 5, 10 and 20, ages with 90+ apart (45 CFR 164.514(b)(2)(i)(C));
    postcodes to their first 3 characters, then the first; categories to nothing at once. What is fixed has no level
    but its own: only leaving persons out makes its classes larger.
    """
    if shape == "fixed":
        return Hierarchy(tuple((value,) for value in sorted(set(values))))
    labels = _SHAPES[shape]
    return Hierarchy(tuple((value, *labels(value), TOP) for value in sorted(set(values))))


def described(shape: Shape, level: int) -> str:
    """What a level of a released column's hierarchy makes of a value, in words."""
    return "as it was" if level == 0 else _WORDS[shape][level - 1]


_NOTHING = "left out (*)"
_BANDS = ("bands of 5", "bands of 10", "bands of 20", _NOTHING)
_WORDS: dict[Shape, tuple[str, ...]] = {
    "years": _BANDS,
    "ages": (*(f"{band}, 90+ apart" for band in _BANDS[:3]), _NOTHING),
    "measures": _BANDS,
    "postcodes": ("first 3 digits", "first digit", _NOTHING),
    "categories": (_NOTHING,),
    "fixed": (),
}


def _bands(value: str) -> tuple[str, ...]:
    if not value.strip() or value == AGED:
        return (value, value, value)
    if not re.fullmatch(r"\d{1,4}", value):
        return (TOP, TOP, TOP)
    number = int(value)
    return tuple(f"{number - number % width}-{number - number % width + width - 1}" for width in (5, 10, 20))


def _postcodes(value: str) -> tuple[str, ...]:
    digits = re.match(r"\d{3,5}", value)
    if not value.strip():
        return (value, value)
    if digits is None:
        return (TOP, TOP)
    first = digits[0]
    return (first[:3] + "*" * (len(first) - 3), first[0] + "*" * (len(first) - 1))


def _categories(value: str) -> tuple[str, ...]:  # noqa: ARG001
    return ()


_SHAPES: dict[Shape, Callable[[str], tuple[str, ...]]] = {
    "years": _bands,
    "ages": _bands,
    "postcodes": _postcodes,
    "categories": _categories,
    "measures": _bands,
}
