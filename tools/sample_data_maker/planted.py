"""What is planted where: every identifying value that the maker writes, with its letter in the rule."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

# Names in the cast that are also words, states or diagnoses: finding one in a release proves nothing.
_ORDINARY_WORDS = frozenset({"grant", "hope", "parkinson", "young", "boston", "albany", "portland", "child"})


@dataclass(frozen=True, slots=True)
class Planted:
    """One identifying value that stands in the sample.

    Attributes:
        letter: the identifier's letter in 45 CFR 164.514(b)(2)(i), ``A`` to ``R``.
        kind: what it is, for example ``last_name`` or ``accession``. Kinds that start with ``provider_`` or
            ``facility`` are not the patient's own, and a policy may keep them.
        value: the value as text, in the form in which the file holds it.
        distinctive: whether finding it as a whole token in a release proves a leak. False for short values,
            ages and names that are ordinary words.
    """

    letter: str
    kind: str
    value: str
    distinctive: bool = True


@dataclass(frozen=True, slots=True)
class Manifest:
    """What one run of the maker wrote.

    Attributes:
        folder: the export's root.
        files: paths below it, with forward slashes, sorted.
        planted: every identifying value, without repeats, sorted.
    """

    folder: Path
    files: tuple[str, ...]
    planted: tuple[Planted, ...]


def plant(label: str, value: object) -> Planted:
    """One planted value; ``label`` is ``letter:kind``, for example ``"A:last_name"``."""
    letter, kind = label.split(":")
    text = as_text(value)
    return Planted(letter, kind, text, _is_distinctive(text))


def plant_columns(rows: Iterable[Mapping[str, object]], labels: Mapping[str, str]) -> tuple[Planted, ...]:
    """The planted values of a table's rows; ``labels`` maps a column to ``letter:kind``. No blanks."""
    found: dict[Planted, None] = {}
    for row in rows:
        for column, label in labels.items():
            value = row.get(column)
            if value is not None and value != "":
                found.update(dict.fromkeys(_forms(label, value)))
    return tuple(found)


def _forms(label: str, value: object) -> list[Planted]:
    """A moment counts twice: whole, and its date alone, which is what survives a careless truncation."""
    if isinstance(value, datetime):
        return [plant(label, value), plant(label, value.date())]
    return [plant(label, value)]


def as_text(value: object) -> str:
    """A cell as the text that files hold: ISO dates, ``YYYY-MM-DD HH:MM:SS`` moments, blanks as nothing."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def _is_distinctive(text: str) -> bool:
    if text.lower() in _ORDINARY_WORDS:
        return False
    return len(text) >= (5 if text.isalpha() else 6)
