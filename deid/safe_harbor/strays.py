"""Cells that do not belong where they stand: a name among numbers, a plate among classes.

A column is judged by its beginning. What comes later is judged cell by cell, and here by what its column holds: a name
that no list of this export knows is still no unit of measure.
"""

from __future__ import annotations

import re

from deid.identifiers import Identifier
from deid.safe_harbor import codes, names
from deid.safe_harbor.cells import is_reference, mentions_a_name
from deid.safe_harbor.likely_names import CAPITALISED, SURNAME_FIRST, WORDS, is_known_word
from deid.safe_harbor.streets import is_street

_WITHOUT_NAMES = frozenset({"measurement", "amount", "unit", "flag", "public_code", "state", "country"})
"""Kinds of which no value holds a person's name."""
_OF_CLASSES = frozenset({"measurement", "amount", "unit", "flag", "category", "description", "payer"})
"""Kinds whose values are no numbers of things."""
_PAIR = re.compile(r"(?<![\w-])(?=([^\W\d_a-z][^\W\d_]+,?\s[^\W\d_a-z][^\W\d_]+)(?![\w-]))")
_TITLED = re.compile(
    r"(?<!\w)(?:[Pp]t|[Pp]atient|Mr|Mrs|Ms|Dr|Miss)\.?\s([^\W\d_a-z][^\W\d_]+\s[^\W\d_a-z][^\W\d_]+)(?![\w-])"
)
_NAMED = re.compile(
    r"(?<!\w)(?:[Pp]t|[Pp]atient|Mr|Mrs|Ms|Dr|Miss|[Nn]urse|[Ww]ife|[Hh]usband|[Ss]on|[Dd]aughter|[Mm]other|[Ff]ather|[Ss]ister"
    r"|[Bb]rother|[Ss]pouse|[Aa]unt|[Uu]ncle)\.?\s([^\W\d_a-z][^\W\d_]{2,}(?:\s[^\W\d_a-z][^\W\d_]{2,})?)(?![\w-])"
)
_TOKEN = re.compile(r"(?=[^\W_]*[^\W\d_])(?=[^\W_]*\d)[^\W_]{6,12}|[A-Za-z]{1,3}[- ]?\d{5,6}|\d[A-Za-z]{3}[- ]?\d{3}")
_LONG_ZIP = re.compile(r"\d{5}-\d{4}")
_RUNS = re.compile(r"\d+|[^\W\d_]+")


def out_of_place(kind: str, cell: str) -> Identifier | None:
    """The identifier that a cell must be taken for, since its column's kind has no such values; else None.

    Args:
        kind: the name of what the column holds.
        cell: one of its values, filled.
    """
    if is_reference(cell):
        return Identifier.OTHER_UNIQUE
    if is_street(cell):
        return Identifier.GEOGRAPHY
    if kind in _WITHOUT_NAMES and _tells_a_name(cell):
        return Identifier.NAME
    if kind in ("category", "description") and _is_a_name_alone(cell):
        return Identifier.NAME
    if kind not in ("state", "country") and _has_titled_name(cell):
        return Identifier.NAME
    if kind == "payer" and SURNAME_FIRST.fullmatch(cell) and _is_a_name_alone(cell):
        return Identifier.NAME
    if kind in _OF_CLASSES and is_serial(cell):
        return Identifier.OTHER_UNIQUE
    if kind in _OF_CLASSES and _LONG_ZIP.fullmatch(cell):
        return Identifier.GEOGRAPHY
    return None


def _tells_a_name(cell: str) -> bool:
    if codes.is_unit(cell):
        return False
    if CAPITALISED.fullmatch(cell) and mentions_a_name(cell):
        return True
    return any(_is_a_name_alone(found[1]) for found in _PAIR.finditer(cell))


def _is_a_name_alone(cell: str) -> bool:
    """Capitalised words of which none is a word of the clinic or the language, and one a name."""
    words = [word for word in WORDS.findall(cell) if len(word) > 1]
    if not 2 <= len(words) <= 4:
        return False
    if not (SURNAME_FIRST.fullmatch(cell) or CAPITALISED.fullmatch(cell)):
        return False
    if any(is_known_word(word) for word in words):
        return False
    return any(names.given_name_frequency(word) or names.surname_frequency(word) for word in words)


def _has_titled_name(cell: str) -> bool:
    """A name behind ``Pt``, ``Mrs``, ``wife`` and the like: of two words, or one that is in no vocabulary."""
    if any(_is_a_name_alone(found[1]) for found in _TITLED.finditer(cell)):
        return True
    return any(not is_known_word(word) for found in _NAMED.finditer(cell) for word in found[1].split())


def is_serial(cell: str) -> bool:
    """Whether a cell is one token of letters and digits in turns, or with five digits, that no code system has."""
    if not _TOKEN.fullmatch(cell) or any(codes.share_of([cell], system) for system in _SHAPES):
        return False
    runs = _RUNS.findall(cell)
    digits = sum(len(run) for run in runs if run.isdigit())
    return digits >= 5 or (digits >= 4 and len(runs) >= 3 and len(cell) >= 7)


_SHAPES = (
    "ICD-10-CM",
    "ICD-9-CM",
    "LOINC",
    "SNOMED CT",
    "CPT",
    "HCPCS",
    "provider taxonomy",
    "ATC",
    "UCUM",
    "dbSNP",
    "HGVS",
)
