"""Silence and containment around pydicom: its warnings, log lines and errors quote values."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from deid.errors import DeidError, Unreadable


@contextmanager
def quiet() -> Iterator[None]:
    """Drop every warning and every pydicom log line while the block runs."""
    logger = logging.getLogger("pydicom")
    before = logger.disabled
    logger.disabled = True
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.disabled = before


@contextmanager
def contained() -> Iterator[None]:
    """Be quiet, and turn whatever goes wrong into ``Unreadable``; errors raised on purpose pass.

    Raises:
        Unreadable: names the class of the error, never its message.
    """
    try:
        with quiet():
            yield
    except DeidError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever the object raises, its message may quote a value
        raise Unreadable(f"cannot be parsed: {type(error).__name__}") from None
