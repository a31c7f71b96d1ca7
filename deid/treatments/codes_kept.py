"""Which cells of a column of codes are none: numbers of persons and things that only have a code's shape.

Three kinds of evidence count: that the number was met in an identifying column of the export, how long it is beside the
column's other codes, and how many persons share it. That a code and somebody's number are the same is chance only where
such numbers lie close together, and then many codes of the column are met so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from deid.identifiers import Identifier
from deid.safe_harbor import codes
from deid.safe_harbor.field_names import words_of_name
from deid.safe_harbor.strays import is_serial
from deid.treatments.base import Field, Surroundings
from deid.treatments.spread import Spread

_CROWDED = 0.3
_RARE = 0.01
_FEW_ROWS, _ROWS_TO_TELL = 2, 20
_TRUSTED = 0.95
_UNCHECKED = range(8, 12)
"""Of so many digits only a check digit tells a code from another number."""


def strays(cells: list[str], spread: Spread, field: Field, around: Surroundings) -> list[Identifier | None]:
    """For each distinct cell of a column of codes the identifier that it carries."""
    promised = [_is_promised(cell, field) for cell in cells]
    judged = iter(
        around.identified(field.kind, [cell for cell, is_so in zip(cells, promised, strict=True) if not is_so])
    )
    found = [None if is_so else next(judged) for is_so in promised]
    if field.reference:
        return found
    stray = [*_contested(cells, spread, around), *_out_of_line(cells, spread), *_untrue(cells, spread)]
    for place in stray:
        found[place] = found[place] or Identifier.OTHER_UNIQUE
    return found


def _is_promised(cell: str, field: Field) -> bool:
    """A long code of the one system that the column's name speaks of."""
    return "_gpi_" in words_of_name(field.name) and bool(codes.share_of([cell], "GPI"))


def _contested(cells: list[str], spread: Spread, around: Surroundings) -> list[int]:
    """Codes that are somebody's number in this export, and that too few persons share."""
    crowding = around.crowding(cells)
    known = [place for place, crowded in enumerate(crowding) if crowded is not None]
    if not known:
        return []
    by_chance = len(known) >= max(0.1 * len(cells), 2)
    common, shared = spread.common(known), spread.shared(known)
    return [
        place
        for order, place in enumerate(known)
        if _is_unchecked(cells[place])
        or not (common[order] or (by_chance and (crowding[place] or 0) >= _CROWDED and shared[order]))
    ]


def _is_unchecked(cell: str) -> bool:
    return cell.isdigit() and len(cell) in _UNCHECKED and not codes.is_snomed_ct(cell)


def _out_of_line(cells: list[str], spread: Spread) -> list[int]:
    """Long numbers and serials where the codes are none, and numbers longer than the column's."""
    stripped = [cell.strip() for cell in cells]
    numbers = [place for place, cell in enumerate(stripped) if cell.isdigit() and len(cell) >= 6]
    serials = [place for place, cell in enumerate(stripped) if is_serial(cell)]
    groups = [[place for place, cell in enumerate(stripped) if cell.isdigit()], serials]
    found = {place for group in groups if _is_rare(group, spread) for place in group}
    widths: dict[int, list[int]] = {}
    for place in numbers:
        widths.setdefault(len(stripped[place]), []).append(place)
    usual = _usual_width(stripped, spread)
    found |= {p for width, group in widths.items() if width >= 7 > usual and _is_rare(group, spread) for p in group}
    chosen = sorted(place for place in found if len(stripped[place]) >= 6)
    valid = [place for place in chosen if codes.is_snomed_ct(stripped[place])]
    kept = {place for place, is_so in zip(valid, spread.shared(valid), strict=True) if is_so}
    return [place for place in chosen if place not in kept]


def _usual_width(cells: Sequence[str], spread: Spread) -> int:
    """The number of digits that most rows with a number have."""
    rows: Counter[int] = Counter()
    for place, cell in enumerate(cells):
        if cell.isdigit():
            rows[len(cell)] += int(spread.rows[place])
    return rows.most_common(1)[0][0] if rows else 0


def _is_rare(group: Sequence[int], spread: Spread) -> bool:
    rows = int(spread.rows[np.asarray(group, np.int64)].sum())
    return rows <= _RARE * spread.filled or (rows <= _FEW_ROWS and spread.filled >= _ROWS_TO_TELL)


def _untrue(cells: list[str], spread: Spread) -> list[int]:
    """Numbers without SNOMED CT's check digit in a column where nearly all others have it."""
    long = [place for place, cell in enumerate(cells) if cell.isdigit() and 6 <= len(cell) <= 11]
    valid = [place for place in long if codes.is_snomed_ct(cells[place])]
    if len(valid) < 3 or len(valid) == len(long):
        return []
    rows = spread.rows
    if rows[valid].sum() < _TRUSTED * rows[long].sum():
        return []
    rest = sorted(set(long) - set(valid))
    return [place for place, shared in zip(rest, spread.shared(rest), strict=True) if not shared]
