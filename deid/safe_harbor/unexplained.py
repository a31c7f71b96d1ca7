"""Columns that no name explains and no vocabulary: what many rows share identifies none of them.

Names of persons and places, dates and their parts, and ages over 89 are identifiers however many rows share them. So a
column stays only where its values are neither, and where its own name, though unknown, is at least a name.
"""

from __future__ import annotations

import re

from deid.safe_harbor import geography, vocabulary
from deid.safe_harbor.cells import is_number, is_quantity, is_staged, is_term, mentions_a_name
from deid.safe_harbor.field_names import words_of_name
from deid.safe_harbor.kinds import KINDS, FieldKind
from deid.safe_harbor.sample import Sample

_USELESS = frozenset(
    "a an the c col cols column columns f fld field fields v var vars variable val value values x y z data item items "
    "attr attribute q k key code codes type info tmp temp test unnamed unknown misc other string str text txt num "
    "number int integer float char raw new old untitled param p r s t u w col1 c1 sheet cell label name id result "
    "status flag score".split()
)
_SMALL = re.compile(r"[<>]?=?\s*[+-]?(?:0|[1-9]\d{0,2})(?:\.\d{1,3})?\+?")
_CYCLES = tuple(
    frozenset(map(str, cycle)) for cycle in (range(1, 8), range(7), range(1, 13), range(12), range(1, 32), range(24))
)
"""Weekdays, months, days of the month and hours."""
_SHORT_CYCLES = (frozenset("1234"), frozenset("12345"))
"""Quarters, and the days from Monday to Friday."""
_MANY_AGES, _OLD, _LONGEST_LIFE = 25, 75, 125
_FEW = 20
_MANY_DAYS = 60
_LEAST_ROWS = 5
_LONGEST = 60


def unexplained(name: str, sample: Sample) -> tuple[FieldKind, str] | None:
    """What may stay of a column that neither its name nor a vocabulary explains, with what was seen.

    Args:
        name: the column's.
        sample: its values; strays may be left out.
    """
    if not sample.recurring or not sample.values:
        return None
    telling = tells(name)
    if sample.reaches(_is_small, 1):
        return _numbers(sample, telling)
    return _classes(sample) if telling else None


def tells(name: str) -> bool:
    """Whether a name has a word in it that could say something: ``KDPI``, but not ``c7`` or ``value_2``."""
    words = re.findall(r"[a-z]{2,}", words_of_name(name))
    return any(word not in _USELESS for word in words)


def _is_small(cell: str) -> bool:
    return _SMALL.fullmatch(cell) is not None


def _numbers(sample: Sample, telling: bool) -> tuple[FieldKind, str] | None:
    """Numbers below a thousand of no fixed width, that count no days, months or hours."""
    found = frozenset(cell.removesuffix(".0") for cell in sample.values)
    if found in _CYCLES or (found in _SHORT_CYCLES and not telling) or len(found) < 2:
        return None
    numbers = [float(cell.strip("<>=+ ")) for cell in found]
    alike = all(100 <= number == int(number) for number in numbers)
    if (alike and len(found) > _FEW) or (max(numbers) >= 100 and not telling):
        return None  # rooms, area codes
    if len(found) > _MANY_DAYS and max(numbers) > _LONGEST_LIFE and all(number == int(number) for number in numbers):
        return None  # days of a year, or since an event
    if len(found) >= _MANY_AGES and _OLD <= max(numbers) <= _LONGEST_LIFE and min(numbers) >= 0:
        return KINDS["age"], "whole numbers that nothing explains and that may be ages"
    return KINDS["measurement"], "small numbers that many rows share"


def _classes(sample: Sample) -> tuple[FieldKind, str] | None:
    """Few short classes, none of which mentions a person or a city, and at most half of which are opaque codes."""
    shared = sample.classes
    if not shared or len(shared) > _FEW or set(shared) != set(sample.values):
        return None
    if any(sample.counts[cell] < _LEAST_ROWS or len(cell) > _LONGEST for cell in shared):
        return None
    if any(mentions_a_name(cell) or _is_place(cell) or _DIGITS.search(cell) for cell in shared):
        return None
    if len(shared) == 1:
        return (KINDS["category"], "one class in every row") if is_term(shared[0]) or len(shared[0]) == 1 else None
    plain = sum(_is_plain(cell) for cell in shared)
    if plain < 0.5 * len(shared):
        return None
    return KINDS["category"], "a few classes that many rows share"


def _is_plain(cell: str) -> bool:
    return is_term(cell) or is_quantity(cell) or is_number(cell) or is_staged(cell) or len(cell) <= 2


_DIGITS = re.compile(r"\d{4}")


def _is_place(cell: str) -> bool:
    known = vocabulary.is_everyday_word(cell) or vocabulary.is_clinical_term(cell) or vocabulary.is_class_word(cell)
    return not known and len(cell) > 3 and (geography.is_us_city(cell) or geography.is_county(cell))
