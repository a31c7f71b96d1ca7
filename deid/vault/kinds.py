"""The kinds of harvested values."""

from __future__ import annotations

from enum import Enum


class Kind(Enum):
    """How a harvested value is recognised again."""

    EXACT = "exact"
    """A whole number, address, e-mail or full name: its letters and digits, at least five."""
    NAME = "name"
    """One part of a person's name that is no ordinary word: at least three letters."""
    DATE = "date"
    """A full date, as eight digits, year first."""
    PLACE = "place"
    """A place smaller than a State that is no ordinary word."""


def salt(kind: Kind) -> int:
    """What parts the hashes of one kind from those of the others."""
    return {Kind.EXACT: 0x11, Kind.NAME: 0x22, Kind.DATE: 0x33, Kind.PLACE: 0x44}[kind] << 40
