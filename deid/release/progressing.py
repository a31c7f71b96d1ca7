"""Progress of a verification, in steps of one in a hundred."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[str, int, int], None]
"""Hears of the step, how much of it is done, and how much there is."""


def silent(_step: str, _done: int, _total: int) -> None:
    """Nobody listens."""


class Share:
    """Tells a progress each hundredth of a step, however many pieces come."""

    def __init__(self, step: str, total: int, progress: Progress):
        self._step, self._total, self._progress = step, max(total, 1), progress
        self._done, self._told = 0, -1

    def add(self, amount: int) -> None:
        """So much more is done."""
        self._done += amount
        hundredth = min(99, 100 * self._done // self._total)
        if hundredth != self._told:
            self._told = hundredth
            self._progress(self._step, hundredth, 100)

    def end(self) -> None:
        """All is done."""
        self._progress(self._step, 100, 100)
