"""How a command ends: errors, signals and gone readers as messages and exit codes, never with a value of the data."""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

import click

REFUSED, USAGE, QUARANTINED = 1, 2, 3


def guarded(command: Callable[..., int | None]) -> Callable[..., None]:
    """Errors as messages and exit codes; the exit happens here and nowhere in the library."""

    @wraps(command)
    def inner(*args: Any, **kwargs: Any) -> None:
        from deid.errors import DeidError, UsageError

        makes = command.__name__ in ("run", "demo")
        ended = ", no release was written" if makes else ""
        code: int | None = REFUSED
        try:
            with _quiet(), _ending_on_signals():
                code = command(*args, **kwargs)
        except UsageError as error:
            _complain("cannot run", str(error))
            code = USAGE
        except DeidError as error:
            _complain(f"refused{ended}", str(error))
        except KeyboardInterrupt:
            _complain("interrupted", "nothing half-written is left" if makes else "")
        except BrokenPipeError:
            _silence_output()
        except Exception as error:  # noqa: BLE001 - its message and traceback may hold values of the data
            from deid.batch.containing import refused

            _complain(f"refused{ended}", str(refused(error)))
        sys.exit(code or 0)

    return inner


@contextmanager
def _quiet() -> Iterator[None]:
    """No warning and no log line of another library: they quote the values that they stumble over."""
    before = logging.root.manager.disable
    logging.disable()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(before)


@contextmanager
def _ending_on_signals() -> Iterator[None]:
    """The first Ctrl-C, SIGTERM or SIGHUP ends the work in good order; later ones find it cleaning up already."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    signals = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

    def end(_number: int, _frame: object) -> None:
        for number in signals:
            signal.signal(number, signal.SIG_IGN)
        raise KeyboardInterrupt

    before = {number: signal.getsignal(number) for number in signals}
    for number in signals:
        if before[number] is not signal.SIG_IGN:  # nohup
            signal.signal(number, end)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _silence_output() -> None:
    """Whoever read the output has gone: Python must not complain of it on its way out."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _complain(what: str, message: str) -> None:
    first, *rest = message.splitlines() or [""]
    click.echo(f"deid: {what}: {first}" if first else f"deid: {what}", err=True)
    for line in rest:
        click.echo(f"  {line}", err=True)
