"""Cells that do not belong where they stand: a name among numbers, a plate among classes.

A column is judged by its beginning. What comes later is judged cell by cell, and here by what its column holds: a name
that no list of this export knows is still no unit of measure.
"""

from __future__ import annotations

import re

from deid.identifiers import Identifier
from deid.safe_harbor import codes, names, vocabulary
from deid.safe_harbor.cells import mentions_a_name

_WITHOUT_NAMES = frozenset({"measurement", "amount", "unit", "flag", "public_code", "state", "country"})
"""Kinds of which no value holds a person's name."""
_OF_CLASSES = frozenset({"measurement", "amount", "unit", "flag", "category", "description", "payer"})
"""Kinds whose values are no numbers of things."""
_OFTEN_BORNE = 0.02
"""From this share of the people (per cent) on, a word of the language is a surname as much as a word."""
_WORDS = re.compile(r"[^\W\d_]+")
_CAPITALISED = re.compile(r"[^\W\d_a-z][\w'.-]*,?(?:\s[^\W\d_a-z][\w'.-]*){1,3}")
_PAIR = re.compile(r"(?<![\w-])(?=([^\W\d_a-z][^\W\d_]+,?\s[^\W\d_a-z][^\W\d_]+)(?![\w-]))")
_TITLED = re.compile(
    r"(?<!\w)(?:[Pp]t|[Pp]atient|Mr|Mrs|Ms|Dr|Miss)\.?\s([^\W\d_a-z][^\W\d_]+\s[^\W\d_a-z][^\W\d_]+)(?![\w-])"
)
_SURNAME_FIRST = re.compile(r"[^\W\d_]{2,}(?:['-][^\W\d_]+)*,\s?[^\W\d_]{2,}(?:\s[^\W\d_]\.?)?")
_TOKEN = re.compile(r"(?=[^\W_]*[^\W\d_])(?=[^\W_]*\d)[^\W_]{6,12}|[A-Za-z]{1,3}[- ]?\d{5,6}|\d[A-Za-z]{3}[- ]?\d{3}")
_RUNS = re.compile(r"\d+|[^\W\d_]+")


def out_of_place(kind: str, cell: str) -> Identifier | None:
    """The identifier that a cell must be taken for, since its column's kind has no such values; else None.

    Args:
        kind: the name of what the column holds.
        cell: one of its values, filled.
    """
    if kind in _WITHOUT_NAMES and _tells_a_name(cell):
        return Identifier.NAME
    if kind in ("category", "description") and (_is_a_name_alone(cell) or _has_titled_name(cell)):
        return Identifier.NAME
    if kind == "payer" and _SURNAME_FIRST.fullmatch(cell) and _is_a_name_alone(cell):
        return Identifier.NAME
    if kind in _OF_CLASSES and is_serial(cell):
        return Identifier.OTHER_UNIQUE
    return None


def _tells_a_name(cell: str) -> bool:
    if codes.is_unit(cell):
        return False
    if _CAPITALISED.fullmatch(cell) and mentions_a_name(cell):
        return True
    return any(_is_a_name_alone(found[1]) for found in _PAIR.finditer(cell))


def _is_a_name_alone(cell: str) -> bool:
    """Capitalised words of which none is a word of the clinic or the language, and one a name."""
    words = [word for word in _WORDS.findall(cell) if len(word) > 1]
    if not 2 <= len(words) <= 4:
        return False
    if not (_SURNAME_FIRST.fullmatch(cell) or _CAPITALISED.fullmatch(cell)):
        return False
    if any(_is_word(word) for word in words):
        return False
    return any(names.given_name_frequency(word) or names.surname_frequency(word) for word in words)


def may_be_person(cell: str) -> bool:
    """Whether a cell is two to four capitalised words, none of them a word of the clinic, the language or a company.

    So are the names of many insurers and makers, which only the company that they keep tells from a person's.
    """
    words = [word for word in _WORDS.findall(cell) if len(word) > 1]
    if not 2 <= len(words) <= 4 or not (_SURNAME_FIRST.fullmatch(cell) or _CAPITALISED.fullmatch(cell)):
        return False
    return not any(_is_word(word) and not names.surname_frequency(word) >= _OFTEN_BORNE for word in words)


def _has_titled_name(cell: str) -> bool:
    """A name of two words behind ``Pt``, ``Mrs`` and the like."""
    return any(_is_a_name_alone(found[1]) for found in _TITLED.finditer(cell))


def _is_word(word: str) -> bool:
    return vocabulary.is_common_word(word) or vocabulary.is_clinical_term(word) or vocabulary.is_eponym(word)


def is_serial(cell: str) -> bool:
    """Whether a cell is one token of letters and digits in turns, or with five digits, that no code system has."""
    if not _TOKEN.fullmatch(cell) or any(codes.share_of([cell], system) for system in _SHAPES):
        return False
    runs = _RUNS.findall(cell)
    digits = sum(len(run) for run in runs if run.isdigit())
    return digits >= 5 or (digits >= 4 and len(runs) >= 3 and len(cell) >= 7)


_SHAPES = ("ICD-10-CM", "ICD-9-CM", "LOINC", "SNOMED CT", "CPT", "HCPCS", "provider taxonomy", "ATC", "UCUM")
