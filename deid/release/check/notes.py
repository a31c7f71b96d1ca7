"""What the checks write down: places and classes of problem, counted, and never a value."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from deid.evidence import CheckResult, shown

_MOST = 200


@dataclass(slots=True)
class Notes:
    """The problems of one check, gathered while it runs."""

    name: str
    _problems: Counter[tuple[str, str, str]] = field(default_factory=Counter)

    def add(self, place: str, problem: str) -> None:
        """Note a problem of a place as a whole."""
        self._problems[place, "", problem] += 1

    def count(self, place: str, number: int, unit: str, problem: str) -> None:
        """Note a problem of some cells, rows or objects of a place."""
        if number:
            self._problems[place, unit, problem] += number

    def result(self, reach: str) -> CheckResult:
        """The finished check."""
        lines = [
            f"{place}: {shown(number)} {unit} {problem}" if unit else f"{place}: {problem}"
            for (place, unit, problem), number in sorted(self._problems.items())
        ]
        if len(lines) > _MOST:
            lines = [*lines[:_MOST], f"and {len(lines) - _MOST:,} more"]
        return CheckResult(self.name, reach, not lines, tuple(lines))
