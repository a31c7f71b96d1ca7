"""Workbooks: every sheet, values only, the same bytes every time."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pytest

from deid.errors import Unreadable
from deid.tables.excel import WorkbookWriter
from deid.tables.opening import open_table


def workbook(path: Path, **sheets: list[list[object]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        if name == "Hidden":
            sheet.sheet_state = "hidden"
    book.properties.creator = "Jane Okafor"
    book.save(path)
    return path


def test_every_sheet_with_its_types(tmp_path: Path, cells_of: Callable[..., Any]) -> None:
    rows = [["id", "n", "d", "yes", "f", "mixed"],
            [1, 2.5, datetime.datetime(2020, 1, 2, 3, 4), True, "=A1+1", 4711.0],
            [2, 1e20, datetime.date(2020, 1, 2), False, None, "x"]]  # fmt: skip
    path = workbook(tmp_path / "w.xlsx", One=rows, Empty=[], Hidden=[["q"], ["v"]])
    table = open_table(path)
    assert [sheet.name for sheet in table.sheets] == ["One", "Hidden"]
    one, hidden = cells_of(table)
    assert one == {"id": [1, 2], "n": [2.5, 1e20], "d": ["2020-01-02T03:04:00", "2020-01-02"], "yes": [True, False],
                   "f": [None, None], "mixed": ["4711", "x"]}  # fmt: skip
    assert hidden == {"q": ["v"]}


def test_a_first_row_of_data_is_no_header(tmp_path: Path, cells_of: Callable[..., Any]) -> None:
    path = workbook(tmp_path / "w.xlsx", One=[["Okafor", 4711001, "x"], ["Smith", 4711002, "y"]])
    (one,) = cells_of(open_table(path))
    assert one == {"column_1": ["Okafor", "Smith"], "column_2": [4711001, 4711002], "column_3": ["x", "y"]}


def test_it_is_known_by_its_content(tmp_path: Path) -> None:
    path = workbook(tmp_path / "w.xlsx", One=[["status"], ["final"]]).rename(tmp_path / "w.csv")
    assert open_table(path).format == "xlsx"


@pytest.mark.parametrize("content", [b"PK\x03\x04nonsense", b"\xd0\xcf\x11\xe0nonsense"])
def test_broken_workbooks_are_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "w.xlsx").write_bytes(content)
    with pytest.raises(Unreadable, match="workbook"):
        open_table(tmp_path / "w.xlsx")


def test_a_cut_workbook_and_an_empty_one_are_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "w.xlsx", One=[["status"], ["final"]])
    path.write_bytes(path.read_bytes()[:2000])
    with pytest.raises(Unreadable):
        open_table(path)
    with pytest.raises(Unreadable, match="without a filled sheet"):
        open_table(workbook(tmp_path / "e.xlsx", One=[]))


def test_values_only_and_the_same_bytes(tmp_path: Path, street: Any, keeping: Callable[..., Any]) -> None:
    rows = [["status", "SSN", "count"], ["final", "521-00-4711", 3], ['=HYPERLINK("x")', "521-00-4712", 4]]
    path = workbook(tmp_path / "w.xlsx", Visits=rows, Hidden=[["status"], ["draft"]])
    decide = keeping("status", "count")
    first, _ = street.run(path, decide)
    content = first.read_bytes()
    second, _ = street.run(path, decide)
    assert second.read_bytes() == content
    book = openpyxl.load_workbook(first)
    assert book.sheetnames == ["Visits", "Hidden"]
    assert [[cell.value for cell in row] for row in book["Visits"]] == [["status", "count"], ["final", 3], [None, 4]]
    assert book.properties.creator in (None, "")


@pytest.mark.parametrize("name", ["x" * 32, "a/b", "a:b", "[x]", "One", "ONE"])
def test_sheet_names_that_cannot_be_are_refused_without_naming_them(tmp_path: Path, name: str) -> None:
    book = WorkbookWriter(tmp_path / "w.xlsx")
    book.sheet("One", ["x"])
    with pytest.raises(Unreadable) as raised:
        book.sheet(name, ["x"])
    assert name not in str(raised.value)
    book.close()


def test_a_workbook_that_cannot_be_written_is_an_error_of_the_system(tmp_path: Path) -> None:
    book = WorkbookWriter(tmp_path / "nowhere" / "w.xlsx")
    book.sheet("One", ["x"]).write(pa.record_batch([pa.array(["y"])], ["x"]))
    with pytest.raises(OSError):
        book.close()
