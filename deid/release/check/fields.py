"""One field of a table, batch by batch: its form, and what its kept text gives away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from deid.arrow import TEXT, as_text
from deid.release.check import forms
from deid.release.check.known import Scope, known_in, known_wholes
from deid.release.check.notes import Notes
from deid.release.check.patterns import findings
from deid.release.check.policy import FieldPolicy
from deid.vault import Harvest

_REMEMBERED = 100_000
_NUMERIC = frozenset({"measurement", "amount", "duration", "age", "age_months", "age_weeks", "age_days"})
# Cells that no pattern and no look-up can say anything of.
_IDLE = r"^(?:\s*|[+-]?\d{1,4}|[+-]?\d{0,6}\.\d+)$"
_IDLE_NUMBER = r"^\s*[<>]?=?\s*[+-]?(?:\d{1,6}(?:\.\d*)?|\.\d+)\s*%?\s*$|^\s*$"
_LDS = "limited-data-set"


@dataclass(slots=True)
class Books:
    """Where the checks of all tables write down what they see."""

    columns: Notes = field(default_factory=lambda: Notes("columns are those of the policy"))
    forms: Notes = field(default_factory=lambda: Notes("every value fits its form"))
    rows: Notes = field(default_factory=lambda: Notes("no row combines to more than the rule lets stay"))
    patterns: Notes = field(default_factory=lambda: Notes("no identifier shows in kept text"))
    known: Notes = field(default_factory=lambda: Notes("no value of the source stands in a table"))
    seen: Callable[[int], None] = lambda _rows: None
    tables: int = 0
    cells: int = 0


@dataclass(frozen=True, slots=True)
class Demands:
    """What the release claims, for every field alike.

    Attributes:
        method: the method of the release.
        latest_year: the last year of the data.
        harvest: the values of the source; None where they are not at hand.
    """

    method: str
    latest_year: int
    harvest: Harvest | None


class FieldScan:
    """Looks at every cell of one field.

    Args:
        place: how problems name the field.
        policy: what it may hold.
        demands: what the release claims.
        books: where problems go.
    """

    def __init__(self, place: str, policy: FieldPolicy, demands: Demands, books: Books):
        self._place = place
        self._field = policy
        self._demands = demands
        self._books = books
        self._test = forms.test_of(policy, demands.latest_year)
        self._clean: set[str] = set()
        self._scope = Scope(policy.kind, places=demands.method != _LDS, dates=demands.method != _LDS)
        self._released = demands.method != "safe-harbor" and policy.may_hold(policy.letter or "", demands.method)

    def scan(self, column: pa.Array) -> None:
        """Take in one batch of any plain type; of a dictionary also the labels that no row uses."""
        self._books.cells += len(column)
        if pa.types.is_dictionary(column.type):
            self._scan(_unused(column))
            column = column.dictionary_decode()
        self._scan(column)

    def _scan(self, column: pa.Array) -> None:
        if self._field.form in ("screened", "by_attribute", "surrogates"):
            self._screen(_telling(column, self._field.kind))
        elif self._field.form == "code":
            self._codes(_filled(as_text(column)))
        elif self._test is not None:
            self._distinct(_filled(as_text(column)))

    def _codes(self, cells: pa.Array) -> None:
        found = forms.codes(cells)
        self._misfits(int(len(cells) - np.count_nonzero(found.right)))
        self._note_wholes(found.lowered)

    def _distinct(self, cells: pa.Array) -> None:
        encoded = cells.dictionary_encode()
        assert self._test is not None  # noqa: S101 - as scan has seen
        right = self._test(encoded.dictionary)
        if not right.all():
            numbers = np.bincount(encoded.indices.to_numpy(), minlength=len(right))
            self._misfits(int(numbers[~right].sum()))
        if self._field.form == "digest":
            self._note_wholes(encoded.dictionary)

    def _misfits(self, number: int) -> None:
        letter = f" ({self._field.letter})" if self._field.letter else ""
        self._books.forms.count(self._place, number, "cells", f"do not fit the form '{self._field.form}'{letter}")

    def _note_wholes(self, squeezed: pa.Array) -> None:
        if self._demands.harvest is not None:
            number = known_wholes(self._demands.harvest, squeezed)
            self._books.known.count(self._place, number, "cells", "are a value of the source")

    def _screen(self, cells: pa.Array) -> None:
        if self._field.form == "by_attribute":
            found = forms.codes(cells)
            if found.right.any():
                self._note_wholes(found.lowered.filter(pa.array(found.right)))
                cells = cells.filter(pa.array(~found.right))
        if self._field.kind in _NUMERIC and _are_short_numbers(cells):
            return
        encoded = cells.dictionary_encode()
        idle = pc.match_substring_regex(encoded.dictionary, _IDLE_NUMBER if self._field.kind in _NUMERIC else _IDLE)
        telling = np.flatnonzero(~idle.to_numpy(zero_copy_only=False))
        texts = encoded.dictionary.take(pa.array(telling)).to_pylist()
        places = [int(place) for place, text in zip(telling, texts, strict=True) if text not in self._clean]
        if places:
            self._judge(encoded, places)

    def _judge(self, encoded: pa.DictionaryArray, places: list[int]) -> None:
        cells = encoded.dictionary.take(pa.array(places, pa.int64()))
        texts = cells.to_pylist()
        shown = {at: seen for at, text in enumerate(texts) if (seen := self._shown(text))}
        known: dict[int, set[str]] = {}
        if self._demands.harvest is not None and not self._released:
            known = known_in(self._demands.harvest, cells, self._scope)
        if len(self._clean) + len(texts) > _REMEMBERED:
            self._clean.clear()
        self._clean.update(text for at, text in enumerate(texts) if at not in shown and at not in known)
        if shown or known:
            numbers = np.bincount(encoded.indices.to_numpy(), minlength=len(encoded.dictionary))
            _report(self._books.patterns, self._place, {places[at]: seen for at, seen in shown.items()}, numbers)
            _report(self._books.known, self._place, {places[at]: seen for at, seen in known.items()}, numbers)

    def _shown(self, text: str) -> set[str]:
        """The identifiers that a kept text gives away and that the method does not let stay.

        Made-up values look like identifiers: where they stand, only the values of the source tell what survived.
        """
        if self._field.form == "surrogates":
            return set()
        return {
            f"{says} ({letter})"
            for letter, says in findings(text, self._field.kind)
            if not self._field.may_hold(letter, self._demands.method)
            and not (self._demands.method == _LDS and (letter == "C" or says == "a ZIP code"))
            and not (self._field.kind == "free_text" and says == "a time of day")  # a note's days are gone
        }


def _are_short_numbers(cells: pa.Array) -> bool:
    """Whether each cell has at most six digits, and one point or none: as idle as what the pattern finds so."""
    _, offsets, data = cells.buffers()
    if data is None or not len(cells):
        return True
    bounds = np.frombuffer(offsets, np.int64)[cells.offset : cells.offset + len(cells) + 1]
    if memoryview(data)[bounds[0] : bounds[-1]].tobytes().translate(None, b"0123456789."):
        return False
    points = pc.count_substring(cells, ".").to_numpy()
    return bool((points <= 1).all() and (np.diff(bounds) - points <= 6).all())


def _report(notes: Notes, place: str, seen: dict[int, set[str]], numbers: npt.NDArray[np.int64]) -> None:
    for distinct, problems in seen.items():
        for problem in problems:
            notes.count(place, int(numbers[distinct]), "cells", f"hold {problem}")


def _unused(column: pa.DictionaryArray) -> pa.Array:
    """The labels of a dictionary column that stand in none of its rows."""
    used = np.zeros(len(column.dictionary), np.bool_)
    used[column.indices.drop_null().to_numpy()] = True
    return column.dictionary.filter(pa.array(~used))


def _filled(cells: pa.Array) -> pa.Array:
    """The cells that hold anything."""
    if cells.null_count:
        cells = cells.drop_null()
    empty = pc.equal(cells, pa.scalar("", TEXT))
    return cells.filter(pc.invert(empty)) if pc.any(empty).as_py() else cells


def _telling(column: pa.Array, kind: str) -> pa.Array:
    """The cells of a kept column that can give anything away, as text without null."""
    if pa.types.is_boolean(column.type):
        return pa.array([], TEXT)
    if pa.types.is_floating(column.type) or pa.types.is_integer(column.type):
        numbers = np.asarray(column.drop_null().to_numpy(zero_copy_only=False))
        least = 1e6 if kind in _NUMERIC else 1e4
        big = np.abs(numbers.astype(np.float64)) >= least
        if pa.types.is_floating(column.type):
            whole = np.equal(np.floor(numbers), numbers) & np.isfinite(numbers)
            return pa.array([str(int(number)) for number in numbers[big & whole]], TEXT)
        return pa.array(numbers[big].astype(str).tolist(), TEXT)
    cells = as_text(column)
    return cells.drop_null() if cells.null_count else cells
