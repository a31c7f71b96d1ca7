"""Finding identifiers in free text, and screening single cells."""

from __future__ import annotations

from deid.safe_harbor.text.document import Document, Word
from deid.safe_harbor.text.finder import Finder, PatternFinder
from deid.safe_harbor.text.known import KnownValues
from deid.safe_harbor.text.resolve import resolve
from deid.safe_harbor.text.screening import screen
from deid.safe_harbor.text.search import FINDERS, find

__all__ = [
    "FINDERS",
    "Document",
    "Finder",
    "KnownValues",
    "PatternFinder",
    "Word",
    "find",
    "resolve",
    "screen",
]
