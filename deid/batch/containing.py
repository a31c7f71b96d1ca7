"""One bad object never ends a run: whatever it raises becomes a reason for quarantine, without its message."""

from __future__ import annotations

import errno

from deid.errors import Unreadable, UsageError

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
