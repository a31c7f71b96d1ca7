"""Hierarchies of ICD-10-CM codes, and of sets of codes."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib import resources

from deid.errors import UsageError
from deid.expert.builders import TOP
from deid.expert.hierarchy import Hierarchy

UNKNOWN = "other"


def icd10(values: Iterable[str]) -> Hierarchy:
    """Codes to their three-character category, block, chapter (ICD-10-CM tabular list), then ``*``.

    Codes with or without the dot, of any case. A category outside every block stands for its own block, and what is no
    code of ICD-10-CM goes to ``other``.
    """
    rows = []
    for value in sorted(set(values)):
        category = value.strip().upper().replace(".", "")[:3]
        chapter = _range_of(category, "chapter")
        if len(category) < 3 or chapter is None:
            rows.append((value, UNKNOWN, UNKNOWN, UNKNOWN, TOP))
            continue
        rows.append((value, category, _range_of(category, "block") or category, chapter, TOP))
    return Hierarchy(tuple(rows))


def set_valued(values: Iterable[str], items: Hierarchy, separator: str = "|") -> Hierarchy:
    """Sets of items in one cell, such as all diagnoses of a stay: each item goes up, doubles become one, then ``*``.

    Args:
        values: the domain, items joined by the separator.
        items: the hierarchy of one item.
        separator: what stands between items.

    Raises:
        UsageError: an item that is missing from its hierarchy.
    """
    rows = []
    for value in sorted(set(values)):
        members = [member.strip() for member in value.split(separator) if member.strip()]
        if any(member not in items.positions for member in members):
            raise UsageError("an item of a set is missing from the items' hierarchy")
        levels = []
        for level in range(1, items.depth):
            labels = {items.rows[items.positions[member]][level] for member in members}
            levels.append(separator.join(sorted(labels)) or TOP)
        rows.append((value, *levels, TOP))
    return Hierarchy(tuple(rows))


@cache
def _ranges(kind: str) -> tuple[tuple[str, str], ...]:
    """First and last category of each chapter or block, ascending."""
    content = resources.files("deid.expert").joinpath("icd10cm.csv").read_text("utf-8")
    rows = [line.split(";") for line in content.splitlines() if line and not line.startswith("#")]
    return tuple(sorted((first, last) for each, first, last, *_ in rows if each == kind))


def _range_of(category: str, kind: str) -> str | None:
    # C7A stands apart from C76-C80, though it lies between: the range that begins last is the one.
    found = [each for each in _ranges(kind) if each[0] <= category <= each[1]]
    if not found:
        return None
    first, last = found[-1]
    return first if first == last else f"{first}-{last}"
