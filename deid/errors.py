"""Every error that deid raises on purpose.

::

    DeidError
    |-- UsageError             the call cannot be carried out as asked (exit 2)
    |   |-- ConfigurationError a profile or plan is wrong; all problems at once, each with file and line
    |   `-- VaultError         the vault is missing, open to others, or not a vault
    |-- Refused                no release was written (exit 1)
    |   `-- CheckFailed        the check found something in what was written
    `-- Unreadable             one object cannot be read or decided: it goes to quarantine, the run goes on

No message of these carries a value from the data: a place and a class of problem, never a value.
"""

from __future__ import annotations

from collections.abc import Sequence


class DeidError(Exception):
    """The root: catch this to catch everything that deid raises on purpose."""


class UsageError(DeidError):
    """The call cannot be carried out as asked; the message says what to change."""


class ConfigurationError(UsageError):
    """A profile or plan is wrong.

    Attributes:
        problems: one line each, ``file:line: what is wrong; what to do``.
    """

    def __init__(self, problems: Sequence[str]):
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


class VaultError(UsageError):
    """The vault is missing, readable by others, or not a vault."""


class Refused(DeidError):
    """The run came to an end without a release, on purpose.

    Attributes:
        reasons: one line each, naming places and classes of problem.
    """

    def __init__(self, reasons: Sequence[str] | str):
        self.reasons = (reasons,) if isinstance(reasons, str) else tuple(reasons)
        super().__init__("\n".join(self.reasons))


class CheckFailed(Refused):
    """The check found something in what was written; the staged release was destroyed."""


class Unreadable(DeidError):
    """One object cannot be parsed, decided or verified. It goes to quarantine with this reason.

    Attributes:
        reason: a class of problem for the reader, without any value from the object.
    """

    def __init__(self, reason: str):
        self.reason = reason
        super().__init__(reason)
