"""Which cells of a column of words are none of its classes: a name alone, a city, a bare number.

Many words are surnames, too, and a column of classes may use any of them. What tells a stray is the company that it
keeps: a class is shared by many persons, and what only a few rows hold has to be more than a word that people bear.
"""

from __future__ import annotations

import re

from deid.identifiers import Identifier
from deid.safe_harbor import geography, resources, vocabulary
from deid.safe_harbor.kinds import FieldKind
from deid.safe_harbor.likely_names import holds_named_person, may_name_alone
from deid.treatments.spread import Spread

_OF_WORDS = frozenset({"category", "description", "flag", "unit", "measurement", "payer", "public_code"})
_OF_CLASSES = frozenset({"category", "flag"})
_NUMBER = re.compile(r"\d{2,6}")
_OLDEST, _LONGEST_LIFE = 90, 125
_MOSTLY = 0.9
"""Where common cells fill so large a share of the rows, the column holds classes."""
_MOST_DISTINCT = 5000
_ROWS_TO_TELL = 20


def loners(kind: FieldKind, cells: list[str], spread: Spread) -> dict[int, Identifier]:
    """The places of the cells that only few persons have and that look like none of the column's classes."""
    if kind.name not in _OF_WORDS or len(cells) > _MOST_DISTINCT or spread.filled < _ROWS_TO_TELL:
        return {}
    suspects = {place: found for place, cell in enumerate(cells) if (found := _suspected(kind, cell)) is not None}
    if not suspects:
        return {}
    common = spread.common(range(len(cells)))
    if not spread.rows[:-1][common].sum() >= _MOSTLY * spread.filled:
        suspects = {place: found for place, found in suspects.items() if _is_sure(cells[place])}
    rare = {place: found for place, found in suspects.items() if not common[place]}
    usual = [cell for cell, often in zip(cells, common, strict=True) if often]
    return {place: found for place, found in rare.items() if not _is_in_company(cells[place], usual)}


def _is_in_company(cell: str, usual: list[str]) -> bool:
    """Whether a rare cell is of the sort of the common ones: a colour among colours, a number among numbers."""
    if vocabulary.is_class_word(cell):
        return any(vocabulary.is_class_word(other) and _is_colour_or_people(other) for other in usual)
    return _is_number_among(cell, usual)


def _is_colour_or_people(cell: str) -> bool:
    return cell.strip().lower() in resources.section_words("class_words.txt", "colours", "races, peoples and nations")


def _suspected(kind: FieldKind, cell: str) -> Identifier | None:
    if may_name_alone(cell) or holds_named_person(cell):
        return Identifier.NAME
    if kind.name not in _OF_CLASSES:
        return None
    if _is_city(cell):
        return Identifier.GEOGRAPHY
    return Identifier.OTHER_UNIQUE if _NUMBER.fullmatch(cell) else None


def _is_sure(cell: str) -> bool:
    """Whether a word among many rare ones is a name rather than one of them."""
    words = re.findall(r"[^\W\d_]+", cell)
    return not any(vocabulary.is_everyday_word(word) for word in words) or holds_named_person(cell)


def _is_city(cell: str) -> bool:
    if vocabulary.is_everyday_word(cell) or vocabulary.is_clinical_term(cell) or vocabulary.is_class_word(cell):
        return False
    return len(cell) > 3 and geography.is_us_city(cell)


def _is_number_among(cell: str, usual: list[str]) -> bool:
    """Whether a number stands among numbers of its size, and is no age over 89 among the points of a scale."""
    if not _NUMBER.fullmatch(cell):
        return False
    numbers = [int(other) for other in usual if other.isascii() and other.isdigit()]
    if len(numbers) < 0.3 * len(usual) or not numbers:
        return False
    is_age = _OLDEST <= int(cell) <= _LONGEST_LIFE
    return int(cell) <= 10 * max(*numbers, 10) and not (is_age and max(numbers) <= _OLDEST // 4)
