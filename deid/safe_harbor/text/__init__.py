"""Finding identifiers in free text, and screening single cells.

The search is loaded when it is asked for: screening needs few of its patterns.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from deid.safe_harbor.text.document import Document, Word
from deid.safe_harbor.text.finder import Finder, PatternFinder
from deid.safe_harbor.text.known import KnownValues
from deid.safe_harbor.text.resolve import resolve
from deid.safe_harbor.text.screening import screen

if TYPE_CHECKING:
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


def __getattr__(name: str) -> Any:
    """Load the search.

    Raises:
        AttributeError: there is no such name.
    """
    if name not in ("FINDERS", "find"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from deid.safe_harbor.text import search

    value = globals()[name] = getattr(search, name)
    return value
