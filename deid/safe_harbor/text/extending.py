"""Places with what belongs to their name: the State behind a city, the word for a facility behind its name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from deid.identifiers import Finding, Identifier
from deid.safe_harbor import resources

_ROWS = resources.table("us_states.csv")
_STATES = "|".join(row["name"].replace(" ", r"\s") for row in _ROWS)
_CODES = "|".join(row["code"] for row in _ROWS)
_BEHIND = re.compile(
    rf"(?:,\s?(?:{_CODES}|{_STATES})(?![\w.]))|\s(?:(?:downtown|main)\s)?(?:clinic|facility|hospital|ER|ED|campus|location|branch)(?!\w)"
)
_MOST = 2


def extended(text: str, findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings, in order; a place takes the State and the word for a facility right behind it along."""
    for finding in findings:
        if finding.identifier is Identifier.GEOGRAPHY:
            end = finding.end
            for _ in range(_MOST):
                behind = _BEHIND.match(text, end)
                end = behind.end() if behind else end
            finding = replace(finding, end=end)
        yield finding
