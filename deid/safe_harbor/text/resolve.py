"""From overlapping findings to one list without overlaps, which covers no character less."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from deid.identifiers import Finding


def resolve(findings: Iterable[Finding]) -> list[Finding]:
    """Merge overlapping findings; of each group the longest finding, then the most confident, gives the name."""
    merged: list[Finding] = []
    best: Finding | None = None
    for finding in sorted(findings, key=lambda f: (f.start, -f.end, -f.confidence)):
        if best is None or finding.start >= merged[-1].end:
            merged.append(finding)
            best = finding
            continue
        best = max(best, finding, key=lambda f: (f.end - f.start, f.confidence))
        merged[-1] = replace(best, start=merged[-1].start, end=max(merged[-1].end, finding.end))
    return merged
