"""The seam to whatever remembers codes and UIDs, and to whatever recognises identifying text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from deid.dicom.persons import PersonKey

Screen = Callable[[str], bool]
"""True when a text carries something identifying."""


class Codes(Protocol):
    """Gives each person one code and each UID one new UID; the same answer whenever asked again."""

    def person(self, key: PersonKey) -> str:
        """The person's code: at most 64 characters, without a backslash, not derived from the key."""

    def days(self, key: PersonKey) -> int:
        """By how many days the person's dates move: never 0, and the same as in tables."""

    def uid(self, old: str) -> str:
        """The new UID, ``2.25.`` and an integer of at most 39 digits (PS3.5 section B.2)."""
