"""Excel workbooks: the cells of their sheets, and whatever else the package holds."""

from __future__ import annotations

import datetime
import re
import zipfile
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pyarrow as pa
import python_calamine

from deid.arrow import TEXT
from deid.errors import Unreadable

_MEMBERS = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|docProps/(?:app|core)\.xml|xl/(?:workbook|styles|sharedStrings)\.xml"
    r"|xl/_rels/workbook\.xml\.rels|xl/theme/theme\d+\.xml|xl/worksheets/sheet\d+\.xml"
)
_PERSONAL = re.compile(
    rb"<(?:dc:creator|cp:lastModifiedBy|dc:title|dc:subject|dc:description|cp:keywords|cp:category|Company|Manager)>[^<]+<"
)
_SHEET_EXTRAS = re.compile(
    rb"<f[ >/]|<f>|<legacyDrawing|<drawing|<hyperlink |<headerFooter|<dataValidation |<oleObject"
)
_STRING = re.compile(rb"<si>(.*?)</si>", re.DOTALL)
_TEXT = re.compile(rb"<t(?: [^>]*)?>(.*?)</t>", re.DOTALL)


def read(path: Path, sheet: str) -> tuple[tuple[str, ...], Iterator[list[pa.Array]]]:
    """The first row of a sheet, and the others as one batch.

    Raises:
        Unreadable: no workbook, or one without that sheet.
    """
    rows = _rows(path, sheet)
    header = tuple(_text(cell) or "" for cell in rows[0]) if rows else ()
    return header, iter([[_column(rows, place) for place in range(len(header))]] if len(rows) > 1 else [])


def _rows(path: Path, sheet: str) -> list[list[object]]:
    try:
        book = python_calamine.CalamineWorkbook.from_path(str(path))
        name = sheet or book.sheet_names[0]
        return [list(row) for row in book.get_sheet_by_name(name).to_python(skip_empty_area=False)]
    except (python_calamine.CalamineError, OSError, ValueError, LookupError):
        raise Unreadable("broken workbook, or a sheet is missing") from None


def _column(rows: list[list[object]], place: int) -> pa.Array:
    return pa.array([_text(row[place]) for row in rows[1:]], TEXT)


def _text(cell: object) -> str | None:
    if cell is None or cell == "":
        return None
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime.date | datetime.datetime | datetime.time):
        return cell.isoformat()
    return str(cell)


def around(path: Path, sheets: list[str]) -> list[str]:
    """Sheets, parts, properties, formulas and strings that no cell accounts for.

    Raises:
        Unreadable: no workbook.
    """
    try:
        with zipfile.ZipFile(path) as package:
            names = package.namelist()
            parts = {name: package.read(name) for name in names if not _is_sheet(name)}
            extras = any(_SHEET_EXTRAS.search(package.read(name)) for name in names if _is_sheet(name))
            tagged = bool(package.comment) or any(entry.comment or entry.extra for entry in package.infolist())
        present = python_calamine.CalamineWorkbook.from_path(str(path)).sheet_names
    except (zipfile.BadZipFile, python_calamine.CalamineError, OSError, ValueError, RuntimeError, KeyError):
        raise Unreadable("broken workbook") from None
    wrong = {
        "its sheets are not those of the policy": sorted(present) != sorted(filter(None, sheets)) and any(sheets),
        "it holds parts that are no sheets: comments, pictures, macros or links": not all(
            _MEMBERS.fullmatch(name) for name in names
        ),
        "its properties name a person, title or company": any(_PERSONAL.search(part) for part in parts.values()),
        "a sheet holds formulas, links, drawings or headers": extras,
        "its package carries comments or extra fields": tagged,
        "it holds strings that stand in no cell": bool(_unused(path, present, parts)),
    }
    return [problem for problem, is_so in wrong.items() if is_so]


def _is_sheet(name: str) -> bool:
    return name.startswith("xl/worksheets/")


def _unused(path: Path, sheets: list[str], parts: dict[str, bytes]) -> set[str]:
    shared = {
        unescape("".join(piece.decode("utf-8", "replace") for piece in _TEXT.findall(entry)))
        for entry in _STRING.findall(parts.get("xl/sharedStrings.xml", b""))
    }
    if not shared:
        return shared
    cells = {_bare(str(cell)) for sheet in sheets for row in _rows(path, sheet) for cell in row}
    return {text for text in shared if _bare(text) not in cells}


def _bare(text: str) -> str:
    """Without blanks and escapes, on which readers differ."""
    return re.sub(r"_x[0-9A-Fa-f]{4}_|&#?\w+;|[\s\x00-\x1f]+", "", text)
