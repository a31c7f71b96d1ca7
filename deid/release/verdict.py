"""What a verification says: PASS, FAIL or NOT CHECKED of each check, and never more than that."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from deid.evidence import CheckResult


class Result(Enum):
    """The outcome of one check."""

    PASS = "PASS"  # noqa: S105 - no password
    FAIL = "FAIL"
    NOT_CHECKED = "NOT CHECKED"


@dataclass(frozen=True, slots=True)
class Check:
    """One check of a verification.

    Attributes:
        name: what was to be checked.
        reach: over what.
        result: what came of it.
        problems: places and classes of problem, or why it was not checked; without values.
    """

    name: str
    reach: str
    result: Result
    problems: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether it was checked and held."""
        return self.result is Result.PASS

    @classmethod
    def of(cls, found: CheckResult) -> Check:
        """A check of the release's content."""
        return cls(found.name, found.reach, Result.PASS if found.passed else Result.FAIL, found.problems)


def judged(name: str, reach: str, problems: list[str] | tuple[str, ...]) -> Check:
    """A check that was made."""
    return Check(name, reach, Result.FAIL if problems else Result.PASS, tuple(problems))


def not_checked(name: str, why: str, reach: str = "") -> Check:
    """A check that could not be made, and why."""
    return Check(name, reach, Result.NOT_CHECKED, (why,))


@dataclass(frozen=True, slots=True)
class Verification:
    """What verification found.

    Attributes:
        method: what the release claims, as its policy has it; empty when that cannot be read.
        checks: every check, in order.
    """

    method: str
    checks: tuple[Check, ...]

    @property
    def result(self) -> Result:
        """FAIL where any check failed; NOT CHECKED where none did and any was not made; else PASS."""
        results = {check.result for check in self.checks}
        if Result.FAIL in results:
            return Result.FAIL
        return Result.PASS if results == {Result.PASS} else Result.NOT_CHECKED

    @property
    def passed(self) -> bool:
        """Whether every check was made and held: what was not checked is no pass."""
        return self.result is Result.PASS
