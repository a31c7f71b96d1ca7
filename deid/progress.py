"""Progress of long work: a bar on a terminal, lines for machines elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from deid.batch.pool import Progress


@contextmanager
def reporter() -> Iterator[Progress]:
    """A progress that writes to standard error."""
    if not sys.stderr.isatty():
        yield _line
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bars

    columns = (TextColumn("{task.description:8}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Bars(*columns, console=Console(stderr=True)) as bars:
        steps = {}

        def report(step: str, done: int, total: int) -> None:
            if step not in steps:
                steps[step] = bars.add_task(step, total=total)
            bars.update(steps[step], completed=done, total=total)

        yield report


def _line(step: str, done: int, total: int) -> None:
    if done in (0, total) or done % max(total // 10, 10) == 0:
        sys.stderr.write(f"progress step={step} done={done} total={total}\n")
