"""From overlapping findings to one list without overlaps, which covers no character less."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from deid.identifiers import Finding

_UNNAMED = frozenset(("known_value", "harvested_value", "tagger"))
"""Finders that are sure of the place, and less of what stands there."""


def _better(one: Finding, other: Finding) -> Finding:
    """The longer, then the more confident; a finder that knows what it found goes before one that does not."""
    long, short = sorted((one, other), key=lambda f: (f.end - f.start, f.confidence), reverse=True)
    if (
        long.finder in _UNNAMED
        and short.finder not in _UNNAMED
        and 2 * (short.end - short.start) >= long.end - long.start
    ):
        return short
    return long


def resolve(findings: Iterable[Finding]) -> list[Finding]:
    """Merge overlapping findings; of each group the longest finding, then the most confident, gives the name.

    A known or harvested value gives it only where no other finder covers half of it.
    """
    merged: list[Finding] = []
    best: Finding | None = None
    for finding in sorted(findings, key=lambda f: (f.start, -f.end, -f.confidence)):
        if best is None or finding.start >= merged[-1].end:
            merged.append(finding)
            best = finding
            continue
        best = _better(best, finding)
        merged[-1] = replace(best, start=merged[-1].start, end=max(merged[-1].end, finding.end))
    return merged
