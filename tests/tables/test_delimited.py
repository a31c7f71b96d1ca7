"""Delimited text: whatever its dialect every cell comes through, and what is broken says so without a value."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deid.errors import Unreadable
from deid.planning.survey import Dialect
from deid.tables.delimited import DelimitedReader, DelimitedWriter
from deid.tables.dialect import detect
from deid.tables.opening import TableFile

Opened = Callable[[str, bytes], TableFile]
Cells = Callable[[TableFile], list[dict[str, list[object]]]]
CELL = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12) | st.sampled_from(
    ['"', '""', ",", ";", "\n", "\r\n", "\r", "a\nb", " x ", "\ufeff", "é", "=1+1", "\t", "|", "'"]
)


@pytest.mark.parametrize("delimiter", [",", "\t", "|", ";"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-16-le", "latin-1"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_dialects(opened: Opened, cells_of: Cells, delimiter: str, encoding: str, line_end: str) -> None:
    rows = [["name", "place"], ["José", f'a {delimiter} "b"'], ["x", "two" + line_end + "lines"], ["", "Köln"]]
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator=line_end).writerows(rows)
    mark = b"\xfe\xff" if encoding == "utf-16-be" else b""
    table = opened("t.csv", mark + text.getvalue().encode(encoding))
    assert cells_of(table) == [{"name": ["José", "x", ""], "place": [row[1] for row in rows[1:]]}]
    found = table.sheets[0].reader.dialect  # type: ignore[attr-defined]
    assert (found.delimiter, found.line_end) == (delimiter, line_end)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"MSH|^~\\&|LAB|H|||20230101||ADT^A01|1|P|2.3\rPID|1||00412345||OKAFOR^JANE\r", "HL7 v2"),
        (b"\x0bMSH|^~\\&|LAB|H\rPID|1||2||A^B\r", "HL7 v2"),
        (b"ISA*00*          *00*          *ZZ*SENDER~GS*HC*X~", "X12"),
        (b"SQLite format 3\0" + bytes(100), "SQLite"),
    ],
)
def test_files_of_other_kinds_are_called_by_their_name(opened: Opened, content: bytes, kind: str) -> None:
    with pytest.raises(Unreadable, match=kind):
        opened("t.csv", content)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=80)
@given(
    st.integers(1, 4).flatmap(lambda width: st.lists(st.lists(CELL, min_size=width, max_size=width), min_size=1)),
    st.sampled_from([",", "\t", "|", ";"]),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
)
def test_what_is_written_is_read_again(
    tmp_path: Path, rows: list[list[str]], delimiter: str, line_end: str, packed: bool
) -> None:
    names = tuple(f"n{place}" for place in range(len(rows[0])))
    dialect = Dialect("utf-8", delimiter, line_end, names, 1)
    path = tmp_path / "round.csv"
    writer = DelimitedWriter(path, dialect, names, packed=packed)
    columns = [pa.array(column, pa.large_string()) for column in zip(*rows, strict=True)]
    writer.write(pa.record_batch(columns, list(names)))
    writer.close()
    content = gzip.decompress(path.read_bytes()) if packed else path.read_bytes()
    with_python = list(csv.reader(io.StringIO(content.decode(), newline=""), delimiter=delimiter))
    assert with_python == [list(names), *rows]
    batches = list(DelimitedReader(path, dialect).batches())
    assert [list(row.values()) for batch in batches for row in batch.to_pylist()] == rows


def test_nulls_become_empty_and_bytes_repeat(tmp_path: Path) -> None:
    made = set()
    for name in ("a.csv.gz", "b.csv.gz"):
        writer = DelimitedWriter(tmp_path / name, Dialect("utf-8", ",", "\n", ("x", "y"), 1), ["x", "y"], packed=True)
        writer.write(pa.record_batch([pa.array([None, "q"]), pa.array([1, None])], ["x", "y"]))
        writer.close()
        made.add((tmp_path / name).read_bytes())
    (packed,) = made
    assert gzip.decompress(packed) == b"x,y\n,1\nq,\n"
    assert b"a.csv" not in packed


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"), (b"\n \n", "empty"), (b"a,b\nx\0,y\n", "NUL"), (bytes(range(256)) * 9, "binary"),
        (b"\x89\x01\x02\x03\x04\x05" * 200, "binary"), (b'a,b\n1x,"Okafor\n2x,d\n3x,e\n', "quotation"),
        (b"a,b\n" + b"x,y\n" * 9000 + b'1x,"Okafor\n2x,d\n', "quotation"),
        (b"a,b\n" + "José,y\n".encode() * 999 + b"Jos\xe9,Okafor\n", "not valid"),
        ("a,b\nx,Okafor\n".encode("utf-16") + b"x", "not valid"),
        (gzip.compress(b"a,b\n" + b"Okafor,y\n" * 9999)[:-20], "truncated"), (b"\x1f\x8bnonsense", "gzip"),
        (b"a,b,c\n" + b"Okafor,y\n" * 9, "header"), (b"a,b\n1,2,3\n1\n1,2,3,4\n5,6\nOkafor,7,8,9,0\n", "different"),
        (b"Okafor went home.\nHe was well.\n", "no table|no delimiter|header only"),
        (b"a,b", "header only|one column|no rows"),
    ],
)  # fmt: skip
def test_broken_files_say_what_is_wrong_without_a_value(opened: Opened, content: bytes, reason: str) -> None:
    name = "t.txt" if content.startswith(b"Okafor went") else "t.csv"
    with pytest.raises(Unreadable, match=reason) as raised:
        list(opened(name, content).sheets[0].reader.batches())
    assert "Okafor" not in str(raised.value)


def test_a_header_alone_has_no_rows(opened: Opened) -> None:
    table = opened("t.csv", b"a,b\n")
    assert table.sheets[0].reader.header == ("a", "b")
    assert sum(batch.num_rows for batch in table.sheets[0].reader.batches()) == 0


@pytest.mark.parametrize(
    ("content", "header", "rows"),
    [
        (b"\n\na,b\nx,y\n", ("a", "b"), [["x", "y"]]),
        (b'"a\nx",b\nx,y\n', ("a\nx", "b"), [["x", "y"]]),
        (b"1234567,b\n4567,y\n", ("column_1", "column_2"), [["1234567", "b"], ["4567", "y"]]),
        (b"\xef\xbb\xbf1234567,b\n", ("column_1", "column_2"), [["1234567", "b"]]),
        (b"a,a,,\nx,y,z,w\n", ("a", "a", "", ""), [["x", "y", "z", "w"]]),
        (b'a\nx\n""\ny\n', ("a",), [["x"], [""], ["y"]]),
        (b"a,b\rx,y\rz,w\r", ("a", "b"), [["x", "y"], ["z", "w"]]),
        (b"a,b,\nx,y,\n", ("a", "b", ""), [["x", "y", ""]]),
        (b'a,b\n"=HYPERLINK(""x"")",y\n', ("a", "b"), [['=HYPERLINK("x")', "y"]]),
        (b"a,b\n5'10\" tall,y\nx,z\n", ("a", "b"), [["5'10\" tall", "y"], ["x", "z"]]),
        (b'a,b\nx,"y"', ("a", "b"), [["x", "y"]]),
        (b'a,b\nz"z,"two\nlines"\n', ("a", "b"), [['z"z', "two\nlines"]]),
    ],
)
def test_odd_tables(opened: Opened, content: bytes, header: tuple[str, ...], rows: list[list[str]]) -> None:
    reader = opened("t.csv", content).sheets[0].reader
    assert reader.header == header
    assert [list(row.values()) for batch in reader.batches() for row in batch.to_pylist()] == rows


def test_rows_of_another_width_are_left_out_and_counted(opened: Opened) -> None:
    reader = opened("t.csv", b"a,b,c\n" + b"x,y,z\n" * 30 + b"x,y\nx,y,z,w\n\n" + b"x,y,z\n").sheets[0].reader
    for _ in range(2):
        assert sum(batch.num_rows for batch in reader.batches()) == 31
        assert reader.skipped == 2


def test_fields_beyond_the_header_get_names(opened: Opened) -> None:
    reader = opened("t.csv", b"a,b\n" + b"x,y,\n" * 30).sheets[0].reader
    assert reader.header == ("a", "b", "column_3")
    assert sum(batch.num_rows for batch in reader.batches()) == 30


def test_wide_tables_and_long_cells(opened: Opened) -> None:
    wide = opened("w.csv", (",".join(f"c{i}" for i in range(2000)) + "\n" + ",".join(["v"] * 2000) + "\n").encode())
    assert len(wide.sheets[0].reader.header) == 2000
    assert [batch.num_columns for batch in wide.sheets[0].reader.batches([1999, 0])] == [2]
    long = opened("l.csv", b'a,b\nx,"' + b"q\n" * (1 << 19) + b'"\nz,w\n').sheets[0].reader
    assert [len(row["1"]) for batch in long.batches() for row in batch.to_pylist()] == [1 << 20, 1]


def test_a_cell_longer_than_a_block_is_whole_or_refused(opened: Opened) -> None:
    reader = opened("l.csv", b"a,b\nx,y\nx," + b"q" * (17 << 20) + b"\nz,w\n").sheets[0].reader
    try:
        lengths = [len(row["1"]) for batch in reader.batches() for row in batch.to_pylist()]
    except Unreadable as error:
        assert "longer" in error.reason
    else:
        assert lengths == [1, 17 << 20, 1]


def test_packed_files_of_several_members_are_read_whole(opened: Opened) -> None:
    reader = opened("t.csv.gz", gzip.compress(b"a,b\nx,y\n") + gzip.compress(b"z,w\n")).sheets[0].reader
    assert sum(batch.num_rows for batch in reader.batches()) == 2


def test_a_packed_file_is_known_by_its_content(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes(gzip.compress(b"a;b\nx;y\n"))
    assert detect(tmp_path / "t.csv").delimiter == ";"
