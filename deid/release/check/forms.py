"""The forms that a field's values can have, each as one vectorised test."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from deid.release.check.ages import fits_age
from deid.release.check.policy import FieldPolicy
from deid.release.check.reference import kept_zip3
from deid.vault.hashing import squeeze

Mask = npt.NDArray[np.bool_]
_CODE_LENGTH = 16
_CODE = r"^[A-HJ-NP-Z][A-HJ-NP-Z0-9]{15}$"
_UID = r"^2\.25\.(?:0|[1-9]\d{0,38})$"
_DIGEST = r"^[0-9a-f]{32}$"
_TIME = r"[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?: ?(?:Z|UTC|[+-]\d\d:?\d\d))?"
_DATE = rf"^(?:1[6-9]|2[0-3])\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?:{_TIME})?$"
_UNITS = "s|secs?|seconds?|min|mins|minutes?|h|hrs?|hours?|d|days?|nights?|w|wks?|weeks?|mos?|months?|y|yrs?|years?"
_NUMBER = rf"^[+-]?(?:\d{{1,6}}(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d{{1,3}})?(?: ?(?:{_UNITS})\.?)?$"
# Everything, a band of numbers, the ages from 90, or the first characters of a code.
_GENERALISED = r"^(?:\*|\d{1,4}-\d{1,4}|90\+|\d{1,5}\*{1,4})$"
_LATEST = 2200
_OF_CODES = b"ABCDEFGHJKLMNPQRSTUVWXYZ0123456789"
_LOWERED = bytes(ord(chr(byte).lower()) if byte in _OF_CODES else 0 for byte in range(256))
"""The lower case of each byte that codes are made of; 0 for others."""


@dataclass(frozen=True, slots=True)
class Codes:
    """What a column of codes holds.

    Attributes:
        right: which cells are random codes, or UIDs under 2.25.
        lowered: the cells in lower case, as harvested values are.
    """

    right: Mask
    lowered: pa.Array


def codes(cells: pa.Array) -> Codes:
    """Test cells (large_string, without null) for being codes."""
    if not len(cells):
        return Codes(np.zeros(0, np.bool_), cells)
    _, offsets, data = cells.buffers()
    bounds = np.frombuffer(offsets, np.int64)[cells.offset : cells.offset + len(cells) + 1]
    content = np.frombuffer(data, np.uint8)[bounds[0] : bounds[-1]] if data is not None else np.zeros(0, np.uint8)
    if len(content) == _CODE_LENGTH * len(cells) and bool((np.diff(bounds) == _CODE_LENGTH).all()):
        lowered = np.frombuffer(content.tobytes().translate(_LOWERED), np.uint8)
        letters = content[::_CODE_LENGTH] >= ord("A")
        if letters.all() and lowered.all():
            return Codes(np.ones(len(cells), np.bool_), _strings(bounds - bounds[0], lowered))
    right = _matches(cells, _CODE) | _matches(cells, _UID)
    return Codes(right, squeeze(cells))


def _strings(offsets: npt.NDArray[np.int64], content: npt.NDArray[np.uint8]) -> pa.Array:
    buffers = [None, pa.py_buffer(offsets), pa.py_buffer(content)]
    return pa.Array.from_buffers(pa.large_string(), len(offsets) - 1, buffers)


def test_of(field: FieldPolicy, latest_year: int) -> Callable[[pa.Array], Mask] | None:
    """The test of distinct values (large_string, without null); None where the form takes any text."""
    oldest = latest_year - 90
    tests: dict[str, Callable[[pa.Array], Mask]] = {
        "empty": lambda cells: np.zeros(len(cells), np.bool_),
        "code": lambda cells: codes(cells).right,
        "year": lambda cells: _years(cells, oldest),
        "year_or_90+": lambda cells: _years(cells, 0) | _equal(cells, "90+"),
        "age": lambda cells: _ages(cells, field.kind),
        "number": lambda cells: _matches(cells, _NUMBER),
        "zip3": _zip3,
        "digest": lambda cells: _matches(cells, _DIGEST),
        "date": lambda cells: _matches(cells, _DATE),
        "generalised": lambda cells: _matches(cells, _GENERALISED),
    }
    return tests.get(field.form)


def _matches(cells: pa.Array, pattern: str) -> Mask:
    return np.asarray(pc.match_substring_regex(cells, pattern).to_numpy(zero_copy_only=False), np.bool_)


def _equal(cells: pa.Array, text: str) -> Mask:
    return np.asarray(pc.equal(cells, pa.scalar(text, cells.type)).to_numpy(zero_copy_only=False), np.bool_)


def _years(cells: pa.Array, oldest: int) -> Mask:
    """Four digits, after `oldest`: an event that long ago tells of an age over 89."""
    shape = _matches(cells, r"^(?:1[6-9]|2[0-2])\d\d$")
    numbers = pc.if_else(pa.array(shape), cells, pa.scalar("0", cells.type)).cast(pa.int64()).to_numpy()
    return np.asarray(shape & (numbers > oldest) & (numbers <= _LATEST))


def _ages(cells: pa.Array, kind: str) -> Mask:
    whole = _matches(cells, r"^0{0,2}[1-8]?\d(?:\.\d{1,6})?$")
    rest = np.flatnonzero(~whole)
    for place in rest:
        whole[place] = fits_age(cells[int(place)].as_py(), kind)
    return whole


def _zip3(cells: pa.Array) -> Mask:
    allowed = pa.array(sorted(kept_zip3() | {"000"}), cells.type)
    return np.asarray(pc.is_in(cells, value_set=allowed).to_numpy(zero_copy_only=False), np.bool_)
