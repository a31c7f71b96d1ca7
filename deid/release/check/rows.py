"""What several fields of one row say together: ZIP3 and State, birth and death, years and lengths of time."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from deid.arrow import as_text
from deid.release.check import spans
from deid.release.check.fields import Demands
from deid.release.check.notes import Notes
from deid.release.check.policy import SAFE_HARBOR, FieldPolicy
from deid.release.check.reference import small_parts, state_code, state_of_zip3

Years = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
_NONE = -1
_EVENTS = frozenset({"event_date", "death_date"})


class RowRules:
    """The rules that need more than one field of a row."""

    def __init__(self, place: str, fields: tuple[FieldPolicy, ...], demands: Demands, notes: Notes):
        self._place = place
        self._fields = fields
        self._demands = demands
        self._notes = notes
        self._zips = self._where(lambda field: field.form == "zip3")
        self._states = self._where(lambda field: field.kind == "state" and field.form == "screened")
        self._births = self._where(lambda field: field.form == "year_or_90+")
        self._deaths = self._where(lambda field: field.kind == "death_date" and field.form == "year")
        self._spans = self._where(lambda field: field.kind == "duration" and field.form != "empty")
        self._events = self._where(lambda field: field.kind in _EVENTS and field.form == "year")

    def _where(self, wanted: Callable[[FieldPolicy], bool]) -> tuple[int, ...]:
        return tuple(place for place, field in enumerate(self._fields) if wanted(field) and "[]" not in field.name)

    def scan(self, columns: Sequence[pa.Array]) -> None:
        """Take in the columns of one batch, aligned by row."""
        if self._states:
            for place in self._zips:
                self._zip(place, columns)
        if self._births:
            deaths = [years(columns[place]) for place in self._deaths]
            for place in self._births:
                self._birth(place, years(columns[place]), deaths)
        if self._spans and len(self._events) > 1 and self._demands.method == SAFE_HARBOR:
            self._span(columns)

    def _zip(self, place: int, columns: Sequence[pa.Array]) -> None:
        """A ZIP3 must be that of the row's State; of several States one is enough, since one is the address's."""
        apart: Mask | None = None
        for state in self._states:
            here = _apart(columns[place], columns[state])
            apart = here if apart is None else apart & here
        number = 0 if apart is None else int(np.count_nonzero(apart))
        self._count(place, number, "hold a ZIP3 that is not the State's, or in its State has too few people (B)")

    def _birth(self, place: int, born: Years, deaths: list[Years]) -> None:
        last = np.full(len(born), self._demands.latest_year, np.int64)
        for died in deaths:
            last = np.where(died != _NONE, died, last)
        aged = (born != _NONE) & (last - born >= 90)
        self._count(place, int(np.count_nonzero(aged)), "hold a year of birth that tells of an age over 89 (C)")

    def _span(self, columns: Sequence[pa.Array]) -> None:
        """A length of time beside the years of the dates between which it lies."""
        found = {place: years(columns[place]) for place in self._events}
        for place in self._spans:
            differ = np.zeros(len(columns[place]), np.bool_)
            for span in spans.between(self._fields[place].name, {at: self._fields[at].name for at in self._events}):
                lowest = np.min([np.where(found[at] == _NONE, 9999, found[at]) for at in span], axis=0)
                highest = np.max([found[at] for at in span], axis=0)
                differ |= (highest != _NONE) & (lowest < highest)
            number = int(np.count_nonzero(differ & _is_filled(columns[place]))) if differ.any() else 0
            self._count(place, number, "hold a length of time between two kept years (C)")

    def _count(self, place: int, number: int, problem: str) -> None:
        self._notes.count(f"{self._place}: field '{self._fields[place].name}'", number, "cells", problem)


def years(column: pa.Array) -> Years:
    """The year in each cell, -1 where there is none."""
    encoded = as_text(column).dictionary_encode()
    numbers = [
        int(cell) if cell and len(cell) == 4 and cell.isdecimal() else _NONE for cell in encoded.dictionary.to_pylist()
    ]
    places = encoded.indices.fill_null(len(numbers)).to_numpy(zero_copy_only=False)
    found: Years = np.array([*numbers, _NONE], np.int64)[places]
    return found


def _is_filled(column: pa.Array) -> Mask:
    encoded = as_text(column).dictionary_encode()
    filled = np.array([bool(cell and cell.strip()) for cell in encoded.dictionary.to_pylist()] + [False])
    places = encoded.indices.fill_null(len(filled) - 1).to_numpy(zero_copy_only=False)
    return np.asarray(filled[places])


def _apart(zips: pa.Array, states: pa.Array) -> Mask:
    """The rows whose ZIP3 and State do not belong together."""
    one, other = as_text(zips).dictionary_encode(), as_text(states).dictionary_encode()
    prefixes = [*one.dictionary.to_pylist(), ""]
    codes = [
        *((state_code(text) or "?") if text.strip() else "" for text in other.dictionary.to_pylist()),
        "",
    ]
    wrong = np.array([[_is_apart(prefix, code) for code in codes] for prefix in prefixes])
    rows = one.indices.fill_null(len(prefixes) - 1).to_numpy(zero_copy_only=False)
    columns = other.indices.fill_null(len(codes) - 1).to_numpy(zero_copy_only=False)
    return np.asarray(wrong[rows, columns])


def _is_apart(prefix: str, state: str) -> bool:
    if prefix in ("", "000") or not state:
        return False
    return (prefix, state) in small_parts() or state_of_zip3().get(prefix) != state
