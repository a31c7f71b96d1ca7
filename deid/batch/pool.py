"""Tasks in order, in this process or in several; the results come in the tasks' order whatever the number."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")


Progress = Callable[[str, int, int], None]
"""Hears of the work as it is done: the step, how many of its tasks are finished, and how many there are."""


def silent(_step: str, _done: int, _total: int) -> None:
    """The progress of a library call: nobody listens."""


def run_all(
    step: str, function: Callable[[Task], Result], tasks: Sequence[Task], workers: int, progress: Progress
) -> Iterator[Result]:
    """The function's result for each task, in order.

    With one worker, or one task, everything happens in this process.
    """
    progress(step, 0, len(tasks))
    if workers < 2 or len(tasks) < 2:
        for done, task in enumerate(tasks, 1):
            yield function(task)
            progress(step, done, len(tasks))
        return
    with ProcessPoolExecutor(min(workers, len(tasks)), mp_context=get_context("spawn")) as pool:
        for done, result in enumerate(pool.map(function, tasks), 1):
            yield result
            progress(step, done, len(tasks))
