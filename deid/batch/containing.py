"""What may come of an unexpected error: a reason for quarantine, or a refusal, and never the error's own message."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import ParamSpec, TypeVar

from deid.errors import DeidError, Refused, Unreadable, UsageError

_Arguments = ParamSpec("_Arguments")
_Result = TypeVar("_Result")

_NOT_THE_OBJECTS_FAULT = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EMFILE, errno.ENOMEM})


def reason_of(error: Exception) -> str:
    """Why an object goes to quarantine.

    Raises:
        Exception: the same error again, when it is not the object's: a full disk, a vault that is gone.
    """
    if isinstance(error, Unreadable):
        return error.reason
    if isinstance(error, UsageError | MemoryError):
        raise error
    if isinstance(error, OSError) and error.errno in _NOT_THE_OBJECTS_FAULT:
        raise error
    return f"cannot be treated: {type(error).__name__}"


def contained(function: Callable[_Arguments, _Result]) -> Callable[_Arguments, _Result]:
    """The function, whose unexpected errors end as :class:`Refused`.

    Messages and tracebacks of other libraries may hold values of the data, so neither is carried over: the class
    of the error and the line of deid that it came from have to do. Nothing of the old error hangs on the new one.
    """

    @wraps(function)
    def inner(*args: _Arguments.args, **kwargs: _Arguments.kwargs) -> _Result:
        try:
            return function(*args, **kwargs)
        except DeidError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, its message may hold a value
            refusal = refused(error)
        raise refusal

    return inner


def refused(error: Exception) -> Refused:
    """An unexpected error as a refusal, without its message."""
    if isinstance(error, MemoryError):
        return Refused("there is not enough memory")
    if isinstance(error, OSError) and error.errno:
        return Refused(f"the operating system said: {os.strerror(error.errno)} ({_place(error)})")
    return Refused(f"stopped by an error of its own: {type(error).__name__} at {_place(error)}; please report it")


def _place(error: Exception) -> str:
    """The innermost line of deid that an error came through."""
    trace, place = error.__traceback__, "an unknown place"
    while trace is not None:
        path = Path(trace.tb_frame.f_code.co_filename)
        if "deid" in path.parts:
            place = f"{path.name}:{trace.tb_lineno}"
        trace = trace.tb_next
    return place
