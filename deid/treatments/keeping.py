"""What stays, cell by cell: a kept column still lets no identifier through."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from deid.arrow import as_text
from deid.identifiers import Identifier
from deid.safe_harbor import codes
from deid.safe_harbor.field_names import kind_of_attribute, words_of_name
from deid.safe_harbor.kinds import KINDS, FieldKind
from deid.safe_harbor.strays import is_serial
from deid.treatments.base import Field, Surroundings, Treated, Treatment

_PLAIN = {
    "amount": r"^\s*[+-]?\$?(?:\d{0,6}(?:\.\d+)?|\d{1,3},\d{3}(?:\.\d+)?|\d{7,8}\.\d+)\s*$",
    "measurement": r"^\s*[<>]?=?\s*[+-]?\d{0,6}(?:\.\d+)?\s*%?\s*$",
}

_NUMERIC_SYSTEM = re.compile(r"_(?:concept_id|rxnorm|rx_norm|rx_?cui|cui|snomed|snomedct|sct|cpt|drg|cvx)_")
_SHORT_CODE = re.compile(r"[1-9]\d{0,6}(?:\.0)?")


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
        suspects = _suspects(cells, field.kind)
        if suspects is not None and not len(suspects):
            return Treated(_used_categories(column))
        chosen = cells if suspects is None else cells.take(pa.array(suspects))
        bad, caught = _identified(chosen, field, around)
        if not len(bad):
            return Treated(_used_categories(column))
        mask = np.zeros(len(cells), np.bool_)
        mask[bad if suspects is None else suspects[bad]] = True
        return Treated(_used_categories(pc.if_else(pa.array(mask), pa.scalar(None, column.type), column)), caught)

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
        result = Keep().apply(others, Field(KINDS["measurement"], field.name), around)
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


def _suspects(cells: pa.Array, kind: FieldKind) -> np.ndarray | None:
    """The rows that must be looked at one by one; None for all of them."""
    pattern = _PLAIN.get(kind.name)
    if pattern is None:
        return None
    plain = pc.fill_null(pc.match_substring_regex(cells, pattern), True)
    rows: np.ndarray = np.flatnonzero(~plain.to_numpy(zero_copy_only=False))
    return rows


def _identified(cells: pa.Array, field: Field, around: Surroundings) -> tuple[np.ndarray, dict[str, int]]:
    """The rows whose cell carries an identifier, and how many by letter."""
    encoded = cells.dictionary_encode()
    places = pc.fill_null(encoded.indices, len(encoded.dictionary)).to_numpy(zero_copy_only=False)
    findings = _judged(encoded.dictionary, np.bincount(places, minlength=len(encoded.dictionary) + 1), field, around)
    if not any(findings):
        return np.zeros(0, np.int64), {}
    letters = np.array([finding.letter if finding else "" for finding in findings] + [""])
    of_row = letters[places]
    rows = np.flatnonzero(of_row != "")
    return rows, dict(Counter(of_row[rows].tolist()))


def _judged(
    distinct: pa.Array, counts: npt.NDArray[np.int64], field: Field, around: Surroundings
) -> list[Identifier | None]:
    """For each distinct cell the identifier that it carries; `counts` says how often each stands in the batch."""
    cells: list[str] = distinct.to_pylist()
    if field.kind.name != "public_code":
        return around.identified(field.kind, cells)
    found: dict[str, Identifier | None] = {}
    for cell in _strays_among_codes(cells, counts):
        found[cell] = Identifier.OTHER_UNIQUE
    for cell in _plain_codes(cells, counts, field):
        found[cell] = None
    rest = [cell for cell in cells if cell not in found]
    found.update(zip(rest, around.identified(field.kind, rest), strict=True))
    return [found[cell] for cell in cells]


def _strays_among_codes(cells: list[str], counts: npt.NDArray[np.int64]) -> list[str]:
    """Long numbers, or serial numbers, in a column whose codes are none: one row in a hundred or fewer."""
    total = int(counts[: len(cells)].sum())
    numbers = [place for place, cell in enumerate(cells) if cell.strip().isdigit()]
    serials = [place for place, cell in enumerate(cells) if is_serial(cell.strip())]
    rare = [place for group in (numbers, serials) if int(counts[group].sum()) <= 0.01 * total for place in group]
    return [cells[place] for place in rare if len(cells[place]) >= 6 and not codes.is_snomed_ct(cells[place])]


def _plain_codes(cells: list[str], counts: npt.NDArray[np.int64], field: Field) -> list[str]:
    """Numbers of a system whose codes are short numbers: that somebody's record number is the same is chance.

    They must come again, as codes do, or stand in reference data.
    """
    if not _NUMERIC_SYSTEM.search(words_of_name(field.name)):
        return []
    return [
        cell
        for cell, number in zip(cells, counts.tolist(), strict=False)
        if _SHORT_CODE.fullmatch(cell) and (number > 1 or field.reference)
    ]


def _used_categories(column: pa.Array) -> pa.Array:
    """A dictionary column with only the labels that its rows use: unused labels are data, too."""
    if not pa.types.is_dictionary(column.type):
        return column
    return column.dictionary_decode().dictionary_encode().cast(column.type)
