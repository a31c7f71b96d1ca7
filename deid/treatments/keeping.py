"""What stays, cell by cell: a kept column still lets no identifier through."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from deid.arrow import as_text
from deid.identifiers import Identifier
from deid.safe_harbor.attribute_names import kind_of_attribute
from deid.safe_harbor.kinds import KINDS, FieldKind
from deid.treatments import magnitude
from deid.treatments.base import Field, Surroundings, Treated, Treatment
from deid.treatments.judging import judged
from deid.treatments.spread import RowsOf, Spread
from deid.vault.octets import Octets

_PLAIN = {
    "amount": r"^\s*[+-]?\$?(?:\d{0,6}(?:\.\d+)?|\d{1,3},\d{3}(?:\.\d+)?|\d{7,8}\.\d+)\s*$",
    "measurement": r"^\s*[<>]?=?\s*[+-]?\d{0,6}(?:\.\d+)?\s*%?\s*$",
}
_SHORT = 6
"""A number of so many digits before its point fits the pattern of either kind."""


@dataclass(frozen=True, slots=True)
class Keep(Treatment):
    """The column stays; a cell in it that carries an identifier is blanked and counted."""

    name: str = "keep"
    summary: str = "stays; single cells that carry an identifier are blanked"
    form: str = "screened"

    def apply(self, column: pa.Array, field: Field, around: Surroundings) -> Treated:
        """The column with the same type and values, less the cells that carry an identifier."""
        if pa.types.is_boolean(column.type) or (pa.types.is_floating(column.type) and not _has_long_numbers(column)):
            return Treated(column)
        cells = as_text(column)
        rows = _suspects(cells, field.kind)
        found = _identified(cells, rows, field, around) if len(rows) else np.zeros(0, np.uint8)
        caught = np.flatnonzero(found)
        if not len(caught):
            return Treated(_used_categories(column))
        mask = np.zeros(len(cells), np.bool_)
        mask[rows[caught]] = True
        kept = pc.if_else(pa.array(mask), pa.scalar(None, column.type), column)
        return Treated(_used_categories(kept), dict(Counter(map(chr, found[caught].tolist()))))

    def removes(self, kind: FieldKind) -> bool:
        """Only where the kind carries no identifier."""
        return kind.identifier is None


@dataclass(frozen=True, slots=True)
class ByAttribute(Treatment):
    """Each row's value is treated as what its attribute says it is."""

    name: str = "by_attribute"
    summary: str = "each row by its attribute: identifying attributes are treated as such, the others stay"
    form: str = "by_attribute"

    def removes(self, kind: FieldKind) -> bool:
        """Only where the meaning of each value stands in the row."""
        return kind.identifier is None or kind.name == "attribute_value"

    def apply(self, column: pa.Array, field: Field, around: Surroundings) -> Treated:
        """The values, each row treated by the kind of its attribute."""
        cells = as_text(column)
        attributes = around.beside(field.beside["attribute"]) if "attribute" in field.beside else None
        if attributes is None:  # nothing says what the cells are
            return Treated(pa.nulls(len(cells), cells.type), {}, len(cells) - cells.null_count)
        kinds = _kinds_of(attributes)
        named = np.zeros(len(cells), np.bool_)
        for rows in kinds.values():
            named[rows] = True
        others = pc.if_else(pa.array(named), pa.scalar(None, cells.type), cells)
        result = Keep().apply(others, replace(field, kind=KINDS["measurement"]), around)
        caught = Counter(result.caught)
        treated, lost = as_text(result.column), 0
        for kind, rows in kinds.items():
            part = around.treated_as(kind, cells.take(pa.array(rows)))
            mask = np.zeros(len(cells), np.bool_)
            mask[rows] = True
            treated = pc.replace_with_mask(treated, pa.array(mask), as_text(part.column))
            caught.update(part.caught)
            caught[kind.identifier.letter if kind.identifier else "R"] += len(rows)
            lost += part.lost
        return Treated(treated, dict(caught), lost)


def _kinds_of(attributes: pa.Array) -> dict[FieldKind, np.ndarray]:
    """Rows whose attribute speaks of an identifier, by kind."""
    encoded = attributes.dictionary_encode()
    places = pc.fill_null(encoded.indices, -1).to_numpy(zero_copy_only=False)
    found: dict[FieldKind, list[int]] = {}
    for place, attribute in enumerate(encoded.dictionary.to_pylist()):
        rule = kind_of_attribute(attribute)
        if rule is not None and rule.sure and rule.kind.identifier is not None:
            found.setdefault(rule.kind, []).append(place)
    return {kind: np.flatnonzero(np.isin(places, wanted)) for kind, wanted in found.items()}


def _has_long_numbers(column: pa.Array) -> bool:
    """Whether whole numbers of seven digits or more stand among the floats: gaps make floats of whole numbers."""
    values = np.abs(column.to_numpy(zero_copy_only=False).astype(np.float64))
    return bool(((values >= 1e6) & (values == np.floor(values)) & np.isfinite(values)).any())


def _suspects(cells: pa.Array, kind: FieldKind) -> npt.NDArray[np.int64]:
    """The rows that must be looked at one by one."""
    pattern, octets = _PLAIN.get(kind.name), Octets.of(cells)
    if pattern is None:
        if not octets.has_empty:
            return np.arange(len(cells))
        return np.flatnonzero(pc.fill_null(pc.not_equal(cells, ""), False).to_numpy(zero_copy_only=False))
    if octets.are_short_decimals(_SHORT):
        return np.zeros(0, np.int64)
    plain = pc.fill_null(pc.match_substring_regex(cells, pattern), True)
    return np.flatnonzero(~plain.to_numpy(zero_copy_only=False))


def _identified(
    cells: pa.Array, rows: npt.NDArray[np.int64], field: Field, around: Surroundings
) -> npt.NDArray[np.uint8]:
    """For each of these rows the letter (ASCII) of the identifier that its cell carries, or 0."""
    encoded = (cells if len(rows) == len(cells) else cells.take(pa.array(rows))).dictionary_encode()
    distinct: list[str] = encoded.dictionary.to_pylist()
    places = pc.fill_null(encoded.indices, len(distinct)).to_numpy(zero_copy_only=False).astype(np.int64)
    persons = _beside("person", field, around)
    spread = Spread.of(places, len(distinct), None if persons is None else lambda at: persons(rows[at]))
    findings = judged(distinct, spread, field, around)
    letters = np.array([ord(finding.letter) if finding else 0 for finding in findings] + [0], np.uint8)
    found: npt.NDArray[np.uint8] = letters[places] if letters.any() else np.zeros(len(rows), np.uint8)
    if field.kind.name in _PLAIN:
        measured = field.kind.name == "measurement"
        unit = _beside("unit", field, around)
        large = magnitude.strays(cells, field.name, unit) if measured else magnitude.large_amounts(cells)
        loose = np.isin(rows, large)
        found[loose & (found == 0)] = ord(Identifier.OTHER_UNIQUE.letter)
    return found


def _beside(role: str, field: Field, around: Surroundings) -> RowsOf | None:
    """Another column of the same rows, where the table has one; it is read only when it is asked."""
    column = around.beside(field.beside[role]) if role in field.beside else None
    return None if column is None else lambda rows: column.take(pa.array(rows))


def _used_categories(column: pa.Array) -> pa.Array:
    """A dictionary column with only the labels that its rows use: unused labels are data, too."""
    if not pa.types.is_dictionary(column.type):
        return column
    return column.dictionary_decode().dictionary_encode().cast(column.type)
