"""Dates, ages and lengths of time: (C) of the rule."""

from __future__ import annotations

import datetime
import hashlib
import hmac
import re
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from deid.arrow import NO_TEXT, as_text, map_distinct, scalar, texts
from deid.safe_harbor import ages, dates
from deid.safe_harbor.kinds import FieldKind
from deid.treatments.base import Field, Surroundings, Treated, Treatment
from deid.treatments.coding import filled
from deid.vault import person_keys
from deid.vault.octets import Octets

AGED = "90+"
_FULL_DAY = re.compile(r"[12]\d{3}-\d\d-\d\d(?!\d)")
_DAYS = (b"1000-00-00", b"2999-19-39")
"""Between what the octets of a column of days lie that need not be matched one by one."""
_ISO = r"^(?:1[89]|20)\d\d-[01]\d(?:-[0-3]\d)?(?:[T ].*)?$"


def years(cells: pa.Array, latest: int) -> pa.Array:
    """The four-digit year of each cell; null where it cannot be told."""
    octets = Octets.of(cells)
    if octets.fits(*_DAYS) and _are_of_our_time(octets):
        return octets.beginnings(4)
    plain = pc.match_substring_regex(cells, _ISO)
    cut = pc.utf8_slice_codeunits(cells, 0, 4)
    if pc.all(plain, min_count=0).as_py() is not False:
        return cut
    rest = pc.if_else(plain, NO_TEXT, cells)

    def read(distinct: list[str]) -> list[str | None]:
        return [_year(cell, latest) for cell in distinct]

    return pc.if_else(plain, cut, map_distinct(rest, read))


def _are_of_our_time(octets: Octets) -> bool:
    """Whether all cells, which begin with 1 or 2, are of the years from 1800 to 2099."""
    thousand, hundred = octets.at(0) == ord("2"), octets.at(1)
    return bool((np.where(thousand, hundred == ord("0"), hundred >= ord("8"))).all())


def _year(cell: str, latest: int) -> str | None:
    cell = cell.strip()
    if not cell.isascii() and not cell.isprintable():
        return None
    if cell.isdecimal() and len(cell) in (10, 13):
        moment = dates.parse_epoch(cell, "s" if len(cell) == 10 else "ms")
        return None if moment is None or moment.year > _LAST_EPOCH else str(moment.year)
    found = cell if cell.isdecimal() and len(cell) == 4 else dates.year_of(cell, latest)
    return str(int(found)) if found is not None and 1800 <= int(found) <= 2200 else None


_LAST_EPOCH = 2100
"""Ten digits that would be a later moment are rather a telephone number."""


@dataclass(frozen=True, slots=True)
class Year(Treatment):
    """Only the year of a date stays; a year so long ago that it tells of an age over 89 goes."""

    name: str = "year"
    summary: str = "only the year stays"
    form: str = "year"
    suffix: str = "_year"

    def apply(self, column: pa.Array, field: Field, around: Surroundings) -> Treated:
        """Years as text of four digits."""
        cells = filled(as_text(column))
        found = years(cells, around.latest_year)
        lost = found.null_count - cells.null_count
        oldest = scalar(f"{around.latest_year - 90:04d}")
        aged = pc.fill_null(pc.less_equal(found, oldest), False)
        caught = pc.sum(aged).as_py() or 0
        return Treated(pc.if_else(aged, NO_TEXT, found), {"C": caught} if caught else {}, lost)

    def removes(self, kind: FieldKind) -> bool:
        """Of dates only: four digits of another number would stay."""
        return kind.identifier is None or kind.family == "date"


@dataclass(frozen=True, slots=True)
class BirthYear(Treatment):
    """The year of birth, unless it tells of an age over 89 (OCR guidance 2012, 3.3): then the one category 90+.

    The age is counted up to the year of death where the row has one, else up to the last year of the export.
    """

    name: str = "birth_year"
    summary: str = "only the year stays, and 90+ where it tells of an age over 89"
    form: str = "year_or_90+"
    suffix: str = "_year"

    def apply(self, column: pa.Array, field: Field, around: Surroundings) -> Treated:
        """Years as text of four digits, or ``90+``."""
        cells = filled(as_text(column))
        born = years(cells, around.latest_year)
        death = around.beside(field.beside["death"]) if "death" in field.beside else None
        if death is None:
            aged = pc.fill_null(pc.less_equal(born, scalar(f"{around.latest_year - 90:04d}")), False)
        else:
            aged = _died_aged(born, years(filled(death), around.latest_year), around.latest_year)
        if born.null_count > cells.null_count:
            aged = pc.or_(aged, pc.fill_null(pc.equal(cells, scalar(AGED)), False))
        result = pc.if_else(aged, scalar(AGED), born)
        return Treated(result, {}, result.null_count - cells.null_count)

    def removes(self, kind: FieldKind) -> bool:
        """Of dates only: four digits of another number would stay."""
        return kind.identifier is None or kind.family == "date"


def _died_aged(born: pa.Array, died: pa.Array, latest: int) -> pa.Array:
    """Which were or are over 89: at their death, or in the latest year without one."""
    last = pc.fill_null(pc.cast(died, pa.int64()), latest).to_numpy(zero_copy_only=False)
    number = pc.fill_null(pc.cast(born, pa.int64()), latest).to_numpy(zero_copy_only=False)
    # A death before the birth is no death (1900-01-01 for "none"): it must not make anybody younger.
    last = np.where(last < number, latest, last)
    return pa.array(last - number >= 90)


_LENGTH = (
    r"(?i)^[+-]?\d{1,6}(?:\.\d+)? ?(?:(?:m(?:illi)?)?s(?:ec(?:ond)?s?)?|m(?:in(?:ute)?s?)?|h(?:(?:ou)?rs?)?|d(?:ays?)?|"
    r"w(?:ee)?ks?|w|mo(?:n(?:th)?)?s?|y(?:(?:ea)?rs?)?)?\.?$"
)
_PADDED = re.compile(r"(?<!\d)0\d{3}")
"""Zeros in front of a number of four digits or more: a number of another kind."""
_PAIRED = re.compile(r"(?:start|end)(\d+)")
_UNITS = {"age_months": "months", "age_weeks": "weeks", "age_days": "days"}


@dataclass(frozen=True, slots=True)
class Age(Treatment):
    """Ages over 89, in whatever unit or band, in the one category 90+."""

    name: str = "age"
    summary: str = "ages over 89 become the one category 90+; ages in days become years"
    form: str = "age"

    def apply(self, column: pa.Array, field: Field, around: Surroundings) -> Treated:
        """Ages as text; what cannot be read as an age is blanked."""
        unit = _UNITS.get(field.kind.name, "years")
        cells = filled(as_text(column))

        def capped(distinct: list[str]) -> list[str | None]:
            return [_in_years(cell) if unit == "days" else _capped(cell, unit) for cell in distinct]

        result = map_distinct(cells, capped)
        return Treated(result, {}, result.null_count - cells.null_count)

    def removes(self, kind: FieldKind) -> bool:
        """Of ages only: another short number would stay."""
        return kind.identifier is None or kind.family == "age"


@lru_cache(1 << 16)
def _capped(cell: str, unit: str) -> str | None:
    return None if _PADDED.search(cell) else ages.cap(cell, unit)


def _in_years(cell: str) -> str | None:
    age = ages.parse(cell, "days")
    if age is None:
        return None
    return ages.cap(cell, "days") if age.reaches_past_89 else str(int(age.low))


@dataclass(frozen=True, slots=True)
class Duration(Treatment):
    """A length of time stays, except where two kept years differ: there it would pin the dates."""

    name: str = "duration"
    summary: str = "stays, but is blanked in rows where its event spans two kept years and so would pin a date"
    form: str = "number"

    def apply(self, column: pa.Array, field: Field, around: Surroundings) -> Treated:
        """The column, blanked where its row begins and ends in different years."""
        cells = filled(as_text(column))
        numeric = pc.match_substring_regex(cells, _LENGTH)
        pinned = np.zeros(len(cells), np.bool_)
        for span in _spans(field, around):
            differ = pc.not_equal(pc.min_element_wise(*span), pc.max_element_wise(*span))
            pinned |= pc.fill_null(differ, False).to_numpy(zero_copy_only=False)
        keep = pc.and_(pc.fill_null(numeric, False), pa.array(~pinned))
        lost = len(cells) - cells.null_count - (pc.sum(pc.and_(keep, pc.is_valid(cells))).as_py() or 0)
        blank = pa.scalar(None, column.type)
        return Treated(pc.if_else(keep, column, blank), {}, lost)

    def removes(self, kind: FieldKind) -> bool:
        """Only where the kind carries no identifier: short numbers stay as they are."""
        return kind.identifier is None


def _spans(field: Field, around: Surroundings) -> list[list[pa.Array]]:
    """The years of each set of dates between which a length may lie: one beginning with its end, or all dates."""
    places: dict[str, list[int]] = {}
    for role, position in field.beside.items():
        pair = _PAIRED.fullmatch(role)
        places.setdefault(pair[1] if pair else "", []).append(position)
    columns = [[around.beside(position) for position in span] for span in places.values()]
    kept = [[years(filled(cells), around.latest_year) for cells in span if cells is not None] for span in columns]
    return [span for span in kept if len(span) > 1]


@dataclass(frozen=True, slots=True)
class Shift(Treatment):
    """All dates of a person moved by one number of days, drawn once for the person: intervals stay exact."""

    name: str = "shift"
    summary: str = "moved by the person's own number of days, up to a year either way; intervals stay"
    derived: bool = True
    form: str = "date"

    def apply(self, column: pa.Array, field: Field, around: Surroundings) -> Treated:
        """ISO dates (times of day are kept); null where the row names no person or the date cannot be read."""
        cells = filled(as_text(column))
        persons = around.beside(field.beside["person"]) if "person" in field.beside else None
        if persons is None:
            return Treated(pa.nulls(len(cells), cells.type), {}, len(cells) - cells.null_count)
        key = around.secret("shift")
        codes = around.person_codes(person_keys(field.namespace, filled(persons)))
        moved = [_moved(cell, code, key) for cell, code in zip(cells.to_pylist(), codes.to_pylist(), strict=True)]
        result = texts(moved)
        return Treated(result, {}, result.null_count - cells.null_count)

    def removes(self, kind: FieldKind) -> bool:
        """Never: a shifted date is derived from the date."""
        return False


def _moved(cell: str | None, code: str | None, key: bytes) -> str | None:
    """The cell moved by the days that belong to a person's code: the same in every table, in any spelling."""
    if not cell or not code or not _FULL_DAY.match(cell):
        return None
    try:
        day = datetime.date.fromisoformat(cell[:10])
    except ValueError:
        return None
    return (day + datetime.timedelta(days=days_of(code, key))).isoformat() + cell[10:]


def days_of(code: str, key: bytes) -> int:
    """By how many days a person's dates move, in tables and in DICOM objects: up to a year either way, never 0.

    Args:
        code: the person's code.
        key: the vault's key for shifts.
    """
    draw = int.from_bytes(hmac.new(key, code.encode(), hashlib.sha256).digest()[:8], "big") % 730
    return draw - 365 + (draw >= 365)
