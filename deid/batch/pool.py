"""Tasks in order, in this process or in several; the results come in the tasks' order whatever the number."""

from __future__ import annotations

import logging
import os
import signal
import threading
import warnings
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import partial
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import TypeVar

from deid.batch.containing import contained
from deid.errors import Refused
from deid.lean import lean

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

    With one worker, or one task, everything happens in this process. Worker processes end with this one, however
    it ends, and at once when the results are no longer wanted.

    Raises:
        Refused: a task ended in an unexpected error, or a worker process was ended from outside.
    """
    progress(step, 0, len(tasks))
    if workers < 2 or len(tasks) < 2:
        for done, task in enumerate(tasks, 1):
            yield function(task)
            progress(step, done, len(tasks))
        return
    with _pool(min(workers, len(tasks))) as pool:
        try:
            with _interrupts_held():
                results = pool.map(partial(_call, function), tasks)
            for done, result in enumerate(results, 1):
                yield result
                progress(step, done, len(tasks))
        except BrokenProcessPool:
            raise Refused(
                "a worker process was ended from outside; with too little memory, try fewer workers, "
                "and in a script of your own, call deid under: if __name__ == '__main__'"
            ) from None


@contextmanager
def _pool(workers: int) -> Iterator[ProcessPoolExecutor]:
    """Processes that live no longer than this block: they end when their end of the line falls silent."""
    context = get_context("spawn")
    line, end = context.Pipe(duplex=False)
    pool = ProcessPoolExecutor(workers, mp_context=context, initializer=_begin, initargs=(line,))
    try:
        yield pool
        pool.shutdown()
    finally:
        end.close()
        pool.shutdown(cancel_futures=True)
        line.close()


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Processes that start in here leave Ctrl-C to this one, which hears of it afterwards."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin(line: Connection) -> None:
    """In a worker: be lean, end with the parent, and print nothing: other libraries' warnings quote values."""
    lean()
    warnings.simplefilter("ignore")
    logging.disable()
    threading.Thread(target=_end_with_parent, args=(line,), daemon=True).start()


def _end_with_parent(line: Connection) -> None:
    line.poll(None)
    os._exit(1)


def _call(function: Callable[[Task], Result], task: Task) -> Result:
    """In a worker: an error's message and traceback must not travel."""
    return contained(function)(task)
