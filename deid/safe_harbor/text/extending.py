"""Findings with what belongs to them: the title, initials and suffix of a name; the State and the kind of a place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from deid.identifiers import Finding, Identifier
from deid.safe_harbor import resources

_ROWS = resources.table("us_states.csv")
_STATES = "|".join(row["name"].replace(" ", r"\s") for row in _ROWS)
_CODES = "|".join(row["code"] for row in _ROWS)
_BEHIND_PLACE = re.compile(
    rf"(?:,\s?(?:{_CODES}|{_STATES})(?![\w.]))"
    r"|\s(?:(?:downtown|main)\s)?(?:clinic|facility|hospital|ER|ED|campus|location|branch)(?!\w)"
)
_BEFORE_NAME = re.compile(
    r"(?<![^\W_])(?:(?:dr|mr|mrs|ms|miss|prof|doctor)\b\.?\s{1,2})?(?:(?:[a-z]|(?-i:[A-Z]{2}))\.\s?){0,2}"
    r"(?:(?:van|von|der|den|de|del|della|di|da|dos|das|la|le|el|al|bin|ibn|st\.?|ter|ten)\s){0,3}\Z",
    re.IGNORECASE,
)
_BEHIND_NAME = re.compile(r",?\s(?:III|II|IV|Jr|Sr|JR|SR|jr|sr)\b\.?")
_MOST, _REACH = 2, 40


def extended(text: str, findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings, in order; some of them longer, so that neighbours may overlap."""
    for finding in findings:
        if finding.identifier is Identifier.GEOGRAPHY:
            yield _place(text, finding)
        elif finding.identifier is Identifier.NAME:
            yield _name(text, finding)
        else:
            yield finding


def _place(text: str, finding: Finding) -> Finding:
    end = finding.end
    for _ in range(_MOST):
        behind = _BEHIND_PLACE.match(text, end)
        end = behind.end() if behind else end
    return replace(finding, end=end)


def _name(text: str, finding: Finding) -> Finding:
    before = _BEFORE_NAME.search(text, max(0, finding.start - _REACH), finding.start)
    behind = _BEHIND_NAME.match(text, finding.end)
    return replace(
        finding,
        start=before.start() if before else finding.start,
        end=behind.end() if behind else finding.end,
    )
