"""Every value of an object as text, at every depth."""

from __future__ import annotations

import logging
import math
import warnings
from collections.abc import Iterator, MutableSequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from deid.errors import Unreadable

if TYPE_CHECKING:
    from pydicom.dataelem import DataElement
    from pydicom.dataset import Dataset

_TEXT = frozenset("AE AS CS DA DS DT IS LO LT PN SH ST TM UC UI UR UT".split())
_DEEPEST = 64
_LONG = 100_000


@dataclass(frozen=True, slots=True)
class Value:
    """One value.

    Attributes:
        tag: of its element.
        vr: of its element.
        text: the value as text; of bytes, and of binary numbers of less than six digits, nothing.
        depth: 0 outermost.
    """

    tag: int
    vr: str
    text: str
    depth: int

    @property
    def place(self) -> str:
        """How problems name the attribute."""
        return f"({self.tag >> 16:04X},{self.tag & 0xFFFF:04X})"


def parsed(path: Path) -> Dataset:
    """The object without its pixels.

    Raises:
        Unreadable: the library cannot parse it.
    """
    import pydicom

    with quiet():
        try:
            return pydicom.dcmread(path, stop_before_pixels=True)
        except Exception as error:  # noqa: BLE001 - its messages quote values
            raise Unreadable(f"cannot be parsed: {type(error).__name__}") from None


def values_of(dataset: Dataset) -> list[Value]:
    """Every value at every depth.

    Raises:
        Unreadable: a value cannot be decoded.
    """
    with quiet():
        try:
            return list(_values(dataset, 0))
        except Unreadable:
            raise
        except Exception as error:  # noqa: BLE001 - its messages quote values
            raise Unreadable(f"cannot be decoded: {type(error).__name__}") from None


def _values(dataset: Dataset, depth: int) -> Iterator[Value]:
    if depth > _DEEPEST:
        raise Unreadable("its sequences are nested too deeply")
    for element in dataset:
        yield from _of_element(element, depth)


def _of_element(element: DataElement, depth: int) -> Iterator[Value]:
    tag, vr = int(element.tag), str(element.VR)
    if vr == "SQ":
        yield Value(tag, vr, "", depth)
        for item in element.value:
            yield from _values(item, depth + 1)
        return
    stated = element.value
    several = stated if isinstance(stated, MutableSequence) else [stated]
    for value in several or [None]:
        yield Value(tag, vr, _text(value) if vr in _TEXT and value is not None else long_number(value), depth)


def long_number(value: object) -> str:
    """A binary number that is long enough for somebody's, as text; nothing of any other value."""
    if not isinstance(value, int | float) or not _LONG <= abs(value) < math.inf or value != value // 1:
        return ""
    return str(int(abs(value)))


def _text(value: object) -> str:
    original = getattr(value, "original_string", None)
    text = original if isinstance(original, str) else str(value)
    return text.strip(" \0")


@contextmanager
def quiet() -> Iterator[None]:
    """No warning and no log line of the library while the block runs: they quote values."""
    import pydicom

    logger = logging.getLogger("pydicom")
    before, logger.disabled = logger.disabled, True
    try:
        with warnings.catch_warnings(), pydicom.config.disable_value_validation():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.disabled = before
