"""Excel workbooks in and out: values only. Formulas, comments, pictures, names and properties are not carried over."""

from __future__ import annotations

import datetime
import errno
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import python_calamine

from deid.arrow import texts
from deid.errors import Unreadable
from deid.tables.headers import header_at, is_data

if TYPE_CHECKING:
    import xlsxwriter

_EXACT = 1 << 53
_HEAD = 200

_EPOCH = datetime.datetime(1980, 1, 1, tzinfo=datetime.UTC).replace(tzinfo=None)
Cell = str | int | float | bool | datetime.date | datetime.datetime | datetime.time | datetime.timedelta | None


class Workbook:
    """One workbook, opened for reading."""

    def __init__(self, path: Path):
        self.path = path
        try:
            self._book = python_calamine.CalamineWorkbook.from_path(str(path))
            self.sheets = tuple(self._book.sheet_names)
        except (python_calamine.CalamineError, OSError, ValueError):
            raise Unreadable("no readable Excel workbook: broken, protected, or of another format") from None

    def reader(self, sheet: int) -> SheetReader:
        """A reader of the sheet at this position."""
        try:
            rows = self._book.get_sheet_by_index(sheet).to_python(skip_empty_area=True)
        except (python_calamine.CalamineError, OSError, ValueError):
            raise Unreadable("broken Excel sheet") from None
        return SheetReader(rows)


class SheetReader:
    """One sheet as a table: the first row that is not empty is the header, unless it looks like data."""

    def __init__(self, rows: Sequence[Sequence[Cell]]):
        filled = [row for row in rows if any(cell not in ("", None) for cell in row)]
        self.skipped = 0
        head = [[_text(cell) or "" for cell in row] for row in filled[:_HEAD]]
        place = header_at(head, len(head[0])) if head else 0
        first, filled = (head[place], filled[place:]) if head else ([], [])
        nameless = is_data(first, head[place + 1 :])
        self.header = tuple(f"column_{i + 1}" for i in range(len(first))) if nameless else tuple(first)
        self._rows = filled if nameless else filled[1:]

    def batches(self, columns: Sequence[int] | None = None) -> Iterator[pa.RecordBatch]:
        """All rows as one batch, columns named by position and typed by their values."""
        wanted = range(len(self.header)) if columns is None else columns
        if self._rows:
            arrays = [_column([row[position] for row in self._rows]) for position in wanted]
            yield pa.record_batch(arrays, [str(position) for position in wanted])


class WorkbookWriter:
    """Writes the sheets of one workbook, with a fixed date in its properties, so that bytes repeat."""

    def __init__(self, path: Path):
        import xlsxwriter  # a run without workbooks need not load it

        self._book = xlsxwriter.Workbook(
            str(path), {"constant_memory": False, "strings_to_formulas": False, "strings_to_urls": False}
        )
        self._book.set_properties({"created": _EPOCH})

    def sheet(self, name: str, header: Sequence[str]) -> SheetWriter:
        """A writer of one more sheet."""
        from xlsxwriter.exceptions import XlsxInputError

        try:
            sheet = self._book.add_worksheet(name)
        except XlsxInputError:
            raise Unreadable("a sheet whose name a workbook cannot carry, or carries already") from None
        for column, title in enumerate(header):
            sheet.write_string(0, column, title)
        return SheetWriter(sheet)

    def close(self) -> None:
        """Finish the file.

        Raises:
            OSError: it cannot be written.
        """
        from xlsxwriter.exceptions import FileCreateError

        try:
            self._book.close()
        except FileCreateError as error:
            code = error.args[0].errno if error.args and isinstance(error.args[0], OSError) else errno.EIO
            raise OSError(code, os.strerror(code or errno.EIO)) from None


class SheetWriter:
    """Appends rows to one sheet."""

    def __init__(self, sheet: xlsxwriter.worksheet.Worksheet):
        self._sheet = sheet
        self._row = 1

    def write(self, batch: pa.RecordBatch) -> None:
        """Append rows; nulls become empty cells; text is never read as a formula."""
        for column, values in enumerate(batch.columns):
            for offset, value in enumerate(values.to_pylist()):
                if value is None:
                    continue
                if isinstance(value, bool):
                    self._sheet.write_boolean(self._row + offset, column, value)
                elif isinstance(value, int | float):
                    self._sheet.write_number(self._row + offset, column, value)
                else:
                    self._sheet.write_string(self._row + offset, column, str(value))
        self._row += batch.num_rows

    def close(self) -> None:
        """Nothing to do: the workbook is finished as a whole."""


def _column(cells: list[Cell]) -> pa.Array:
    filled = [cell for cell in cells if cell not in ("", None)]
    if filled and all(isinstance(cell, bool) for cell in filled):
        return pa.array([cell if isinstance(cell, bool) else None for cell in cells])
    if filled and all(isinstance(cell, int | float) and not isinstance(cell, bool) for cell in filled):
        whole = all(
            abs(cell) <= _EXACT and float(cell).is_integer() for cell in filled if isinstance(cell, int | float)
        )
        numbers = [cell if isinstance(cell, int | float) else None for cell in cells]
        if whole:
            return pa.array([None if number is None else int(number) for number in numbers])
        return pa.array(numbers, pa.float64())
    return texts([_text(cell) for cell in cells])


def _text(cell: Cell) -> str | None:
    if cell is None or cell == "":
        return None
    if isinstance(cell, datetime.datetime | datetime.date | datetime.time):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
