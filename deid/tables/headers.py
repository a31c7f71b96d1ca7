"""Where the header of a table stands, and whether its first row is a header at all.

A first row that is data must not become names of columns: names are shown and kept. In doubt it is taken for data,
which costs the columns their names and nobody anything.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from deid.safe_harbor import dates
from deid.safe_harbor.cells import names_in
from deid.safe_harbor.content_rules import is_person
from deid.safe_harbor.field_names import kind_by_name

Rows = Sequence[Sequence[str]]
_TITLES = 8
"""So many lines above a header may be a title, a date of printing and the like."""
_SHAPE = re.compile(r"[^\W\d_a-z][\w'.-]*(?:,?\s[^\W\d_a-z][\w'.-]*){0,4}")
_MOST = 200
_LONG_NUMBER = re.compile(r"[-_ (]{0,2}\d[-\d(). /]{4,}")


def header_at(rows: Rows, width: int) -> int:
    """The place of the first row that can be the header: lines above it fill less than half of the table's width."""
    for place, row in enumerate(rows[: _TITLES + 1]):
        if 2 * _filled(row) >= width or width < 3:
            return place
    return 0


def is_data(row: Sequence[str], below: Rows = ()) -> bool:
    """Whether a first row looks like the rows below it rather than like names of columns."""
    cells = [cell.strip() for cell in row]
    filled = [(place, cell) for place, cell in enumerate(cells) if cell]
    columns = {place: [line[place].strip() for line in below[:_MOST] if place < len(line)] for place, _ in filled}
    again = sum(cell in columns[place] for place, cell in filled)
    if any(_is_value(cell) for cell in cells):
        return again > 0 or not _names_fields([cell for _, cell in filled])
    speaking = sum(_speaks(cell) for _, cell in filled)
    if 0 < again < len(filled) and (again > 1 or 2 * speaking < len(filled)):
        return True
    if 5 * speaking >= 2 * len(filled):
        return False
    return any(is_person(cell) for _, cell in filled) or _is_like_below(filled, columns)


def _filled(row: Sequence[str]) -> int:
    return sum(bool(cell.strip()) for cell in row)


def _is_value(cell: str) -> bool:
    digits = sum(character.isdigit() for character in cell)
    if bool(cell) and (cell.lstrip("+-").replace(".", "", 1).isdigit() or "@" in cell or digits >= 6):
        return True
    return digits >= 3 and dates.is_date(cell)


def _names_fields(cells: list[str]) -> bool:
    """Whether most cells speak of fields by the vocabulary, so that values among them stand in names of fields."""
    if not all(any(map(str.isalpha, cell)) for cell in cells):
        return False
    named = sum(kind_by_name(_LONG_NUMBER.sub("", cell)) is not None for cell in cells)
    return named >= 2 and 2 * named >= len(cells)


def _speaks(cell: str) -> bool:
    """Whether a cell is a name of a field: by the vocabulary of names, or as technical as only names are."""
    return kind_by_name(cell) is not None or "_" in cell or not any(map(str.isalpha, cell))


def _is_like_below(filled: list[tuple[int, str]], columns: dict[int, list[str]]) -> bool:
    """Whether the row is capitalised as the rows below it are, and holds a word that may be a name."""
    if not filled or not any(names_in(cell) for _, cell in filled):
        return False
    alike = [_has_shape(cell) and _mostly(columns[place]) for place, cell in filled]
    return len(filled) > 1 and 2 * sum(alike) > len(alike)


def _mostly(cells: list[str]) -> bool:
    present = [cell for cell in cells if cell]
    return bool(present) and 2 * sum(map(_has_shape, present)) > len(present)


def _has_shape(cell: str) -> bool:
    return _SHAPE.fullmatch(cell) is not None
