from __future__ import annotations

import gzip
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import orjson
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter

from deid.evidence import CheckResult
from deid.release.check import check_data, check_table

from .conftest import CODE_A, CODE_B, Staged, a_field, failed

CLEAN = [
    a_field("id", "code", "record_key"),
    a_field("patient", "code", "person_key"),
    a_field("birth_year", "year_or_90+", "birth_date"),
    a_field("death_year", "year", "death_date"),
    a_field("start_year", "year", "event_date"),
    a_field("age", "age", "age"),
    a_field("zip3", "zip3", "zip"),
    a_field("state", "screened", "state"),
    a_field("days", "number", "duration", "duration"),
    a_field("code", "screened", "public_code"),
    a_field("description", "screened", "description"),
    a_field("value", "screened", "measurement"),
    a_field("cost", "screened", "amount"),
    a_field("left", "empty", "unknown"),
]
ROW = [
    CODE_A,
    CODE_A,
    "1958",
    "2019",
    "2019",
    "61",
    "021",
    "MA",
    "3",
    "73211009",
    "Diabetes, type 2",
    "7.1",
    "12345.67",
    "",
]


def with_cell(name: str, cell: str, **others: str) -> list[str]:
    row = list(ROW)
    for column, value in {name: cell, **others}.items():
        row[[field["name"] for field in CLEAN].index(column)] = value
    return row


def test_a_clean_release_passes(staged: Staged) -> None:
    staged.table([ROW, with_cell("birth_year", "90+"), with_cell("zip3", "000"), [CODE_A] + [""] * 13], CLEAN)
    staged.table([ROW], CLEAN, "packed/u.csv.gz")
    staged.put()
    results = staged.check()
    assert failed(results) == []
    assert all(result.passed for result in results)
    assert len({result.name for result in results}) == len(results) == 12


@pytest.mark.parametrize(
    ("column", "cell", "others"),
    [
        ("id", "P0061818", {}),
        ("id", "AB12CD34EF56GH7I", {}),
        ("id", "1B12CD34EF56GH78", {}),
        ("patient", "2.25.012", {}),
        ("birth_year", "1924", {}),
        ("birth_year", "1931", {"death_year": ""}),
        ("birth_year", "1929", {}),
        ("birth_year", "1958-03-01", {}),
        ("death_year", "1933", {}),
        ("start_year", "2019-01", {}),
        ("start_year", "90+", {}),
        ("age", "90", {}),
        ("age", "85-94", {}),
        ("age", "Smith", {}),
        ("zip3", "036", {}),
        ("zip3", "772", {}),
        ("zip3", "02139", {}),
        ("zip3", "100", {}),
        ("zip3", "063", {"state": "NY"}),
        ("days", "3", {"death_year": "2018"}),
        ("days", "1234567", {}),
        ("days", "3 Smith", {}),
        ("left", "x", {}),
        ("description", "seen 03/14/2021", {}),
        ("description", "of Ottilie", {}),
        ("description", "in thornbury", {}),
        ("value", "7123456", {}),
        ("cost", "123456789", {}),
        ("code", "A48243084", {}),
    ],
)
def test_each_planted_cell_is_found(staged: Staged, column: str, cell: str, others: dict[str, str]) -> None:
    staged.table([ROW] * 20 + [with_cell(column, cell, **others)], CLEAN)
    found = failed(staged.check())
    assert found
    assert all(cell not in problem or len(cell) < 3 for problem in found)
    assert any(f"field '{column}': <11 cells" in problem for problem in found)


@pytest.mark.parametrize(
    "cell",
    [
        "Víctor O\u2019Malley",
        "VANDERMEER",
        "Pt Vandermeer",
        "mrn 0061818 P-0061818",
        "A 4824 3084",
        "242791039",
        "(617) 555-0134",
        "Averill Springs",
        "19240312",
        "91514 PATEL PLAINS",
        "\uff36andermeer",
        "1.2.840.99.1.2.3",
        "x 72858 y",
        "14.3.21",
        CODE_B,
    ],
)
def test_harvested_values_are_found_in_kept_text(staged: Staged, cell: str) -> None:
    results = {result.name: result for result in staged.column(["plain words", cell], "screened", "description")}
    assert not results["no value of the source stands in a table"].passed


@pytest.mark.parametrize(
    ("kind", "cell"),
    [
        ("measurement", "72858"),
        ("measurement", "72858.5"),
        ("measurement", "72-858"),
        ("amount", "7123456"),
        ("amount", "72,858.00"),
        ("public_code", "72858"),
        ("public_code", "1004821"),
        ("state", "Thornbury"),
        ("description", "rate 72858.5 of it"),
        ("description", "Ottomar"),
    ],
)
def test_numbers_and_words_that_only_look_harvested_pass(staged: Staged, kind: str, cell: str) -> None:
    assert failed(staged.column([cell], "screened", kind)) == []


def test_without_a_harvest_patterns_are_still_seen(staged: Staged) -> None:
    staged.harvest = None
    results = staged.column(["Ottilie", "a@example.org"], "screened", "description")
    assert failed(results) == ["data/tables/t.csv: field 'column': <11 cells hold an e-mail address (F)"]
    assert "no value of the source stands in a table" not in {result.name for result in results}


def test_a_code_that_is_a_value_of_the_source_is_found(staged: Staged) -> None:
    assert failed(staged.column([CODE_B], "code", "person_key")) == [
        "data/tables/t.csv: field 'column': <11 cells are a value of the source"
    ]


def test_values_by_attribute_may_be_codes_years_and_categories(staged: Staged) -> None:
    cells = ["146", "former", CODE_A, "2.25.99", "1987", "021", "90+", "latex"]
    assert failed(staged.column(cells, "by_attribute", "attribute_value")) == []


@pytest.mark.parametrize("cell", ["Ottilie", "242-79-1039", CODE_B])
def test_values_by_attribute_are_screened(staged: Staged, cell: str) -> None:
    assert failed(staged.column(["146", cell], "by_attribute", "attribute_value"))


def test_counts_above_ten_are_given(staged: Staged) -> None:
    assert failed(staged.column(["a@example.org"] * 1500, "screened", "description")) == [
        "data/tables/t.csv: field 'column': 1,500 cells hold an e-mail address (F)"
    ]


@pytest.mark.parametrize(
    "age",
    [
        "90+",
        "89",
        "089Y",
        "89 years",
        "80-84",
        "[85, 90)",
        "<90",
        "under 18",
        "2 y 3 mo",
        "0.5",
        "eighty-nine",
        "17 to 20",
    ],
)
def test_ages_up_to_89_fit(staged: Staged, age: str) -> None:
    assert failed(staged.column([age], "age", "age")) == []


@pytest.mark.parametrize(
    "age",
    [
        "90",
        "120",
        "85-90",
        "80+",
        ">=85",
        "over 80",
        "80 and older",
        "65+ 95",
        "18-120",
        "1080 months",
        "five",
        "89 y 13 mo",
        "ninety",
    ],
)
def test_ages_over_89_and_open_bands_from_80_do_not_fit(staged: Staged, age: str) -> None:
    assert (failed(staged.column([age], "age", "age")) == []) == (age == "five")


@pytest.mark.parametrize("age", ["65+", ">=65", "18 and over", "75 or older", "over 50"])
def test_open_bands_from_below_80_fit(staged: Staged, age: str) -> None:
    assert failed(staged.column([age], "age", "age")) == []


@pytest.mark.parametrize(("age", "fits"), [("1079", True), ("1080", False), ("1100 months", False), ("89 y", True)])
def test_ages_in_months(staged: Staged, age: str, fits: bool) -> None:
    assert (failed(staged.column([age], "age", "age_months")) == []) == fits


@pytest.mark.parametrize(
    ("form", "kind", "treatment"),
    [
        ("date", "event_date", "shift"),
        ("digest", "person_key", "hash"),
        ("screened", "person_name", "keep"),
        ("year", "birth_date", "year"),
        ("anything", "unknown", "keep"),
    ],
)
def test_forms_that_safe_harbor_does_not_allow(staged: Staged, form: str, kind: str, treatment: str) -> None:
    assert failed(staged.column([""], form, kind, treatment))


def test_dates_and_digests_under_an_experts_method(staged: Staged) -> None:
    staged.method = "expert-determination"
    fields = [a_field("day", "date", "event_date", "shift"), a_field("key", "digest", "person_key", "hash")]
    staged.table([["2021-03-14", "0" * 32], ["2021-03-14 10:00:00", "a" * 32], ["", ""]], fields)
    assert failed(staged.check()) == []
    staged.table([["14.3.2021", "0" * 31]], fields, "u.csv")
    assert len(failed(staged.check())) == 2


def test_a_limited_data_set_may_keep_dates_and_zip_codes_and_nothing_else(staged: Staged) -> None:
    staged.method = "limited-data-set"
    fields = [
        a_field("day", "screened", "event_date"),
        a_field("zip", "screened", "zip"),
        a_field("note", "screened", "description"),
    ]
    staged.table([["2021-03-14", "Charlestown NH 03603", "seen 3/14/2021"]], fields)
    assert failed(staged.check()) == []
    staged.table([["2021-03-14", "03603", "call (617) 555-0134"]], fields, "u.csv")
    assert len(failed(staged.check())) == 2


def test_lengths_between_kept_years_may_stand_under_an_experts_method(staged: Staged) -> None:
    staged.method = "expert-determination"
    staged.table([with_cell("days", "3", death_year="2018")], CLEAN)
    assert failed(staged.check()) == []


@pytest.mark.parametrize("header", ["Vandermeer", "seen 2021-03-14", "MRN P0061818"])
def test_names_of_columns_are_looked_at_and_not_repeated(staged: Staged, header: str) -> None:
    staged.table([["x"]], [a_field(header, "screened", "category")])
    found = failed(staged.check())
    assert found
    assert not any(header in problem for problem in found)


@pytest.mark.parametrize("text", ["id\n", "other,id\nA,B\n", "", 'id\n"a', "id\na,b\n", "id\n\xff"])
def test_a_table_that_is_not_as_listed_fails(staged: Staged, text: str) -> None:
    path = staged.table([], [a_field("id", "code", "record_key")])
    assert failed(staged.check()) == []
    path.write_bytes(text.replace("id\n", "id\n", 1).encode("latin-1") if text != "id\n" else b"ID\n")
    assert failed(staged.check())


def test_gzip_tells_no_name_no_time_and_nothing_behind(staged: Staged) -> None:
    fields = [a_field("id", "code", "record_key")]
    path = staged.table([[CODE_A]], fields, "t.csv.gz")
    assert failed(staged.check()) == []
    text = gzip.decompress(path.read_bytes())
    path.write_bytes(gzip.compress(text))
    assert any("time" in problem for problem in failed(staged.check()))
    with path.open("wb") as raw, gzip.GzipFile("vandermeer.csv", "wb", fileobj=raw, mtime=0) as sink:
        sink.write(text)
    assert any("name" in problem for problem in failed(staged.check()))
    path.write_bytes(gzip.compress(text, mtime=0) + b"Vandermeer")
    assert failed(staged.check())
    path.write_bytes(gzip.compress(text, mtime=0)[:-9])
    assert failed(staged.check())


def _parquet(staged: Staged, table: pa.Table, fields: Sequence[dict[str, object]]) -> Path:
    path = staged.top / "data" / "tables" / "t.parquet"
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(table, path, compression="zstd")
    staged.list_table("data/tables/t.parquet", "parquet", fields)
    return path


def test_parquet(staged: Staged) -> None:
    fields = [
        a_field("id", "code", "record_key"),
        a_field("value", "screened", "measurement"),
        a_field("count", "screened", "measurement"),
        a_field("sex", "screened", "category"),
        a_field("flag", "screened", "flag"),
        a_field("year", "year", "event_date"),
    ]
    table = pa.table(
        {
            "id": [CODE_A, None],
            "value": [7.5, 1e7],
            "count": [72858, None],
            "sex": pa.array(["F", "M"]).dictionary_encode(),
            "flag": [True, None],
            "year": ["2019", None],
        }
    )
    path = _parquet(staged, table, fields)
    assert failed(staged.check()) == []
    whole = path.read_bytes()
    pq.write_table(table.replace_schema_metadata({"owner": "x"}), path)
    assert any("metadata" in problem for problem in failed(staged.check()))
    footer = int.from_bytes(whole[-8:-4], "little") + 8
    path.write_bytes(whole[:-footer] + b"Ottilie Vandermeer" + whole[-footer:])
    assert any("no column accounts for" in problem for problem in failed(staged.check()))
    path.write_bytes(whole[:40])
    assert any("broken Parquet" in problem for problem in failed(staged.check()))


def test_parquet_looks_at_every_type(staged: Staged) -> None:
    table = pa.table(
        {
            "n": [7123456],
            "f": [7123456.0],
            "s": pa.array(["Ottilie"]).dictionary_encode(),
            "l": [["x", "Ottilie"]],
            "b": [b"Ottilie"],
            "t": pa.array([0], pa.timestamp("s")),
        }
    )
    fields = [a_field(name, "screened", "category") for name in table.column_names]
    _parquet(staged, table, fields)
    found = failed(staged.check())
    assert all(any(f"field '{name}'" in problem for problem in found) for name in table.column_names)


@pytest.mark.parametrize("stored", [True, False])
def test_labels_that_no_row_uses_are_seen(staged: Staged, stored: bool) -> None:
    labels = pa.DictionaryArray.from_arrays(pa.array([0, 1, None]), pa.array(["F", "M", "Ottilie"]))
    path = _parquet(staged, pa.table({"sex": labels}), [a_field("sex", "screened", "category")])
    pq.write_table(pa.table({"sex": labels}), path, store_schema=stored)
    assert any("a name of the source" in problem for problem in failed(staged.check()))


def _workbook(path: Path, sheets: dict[str, list[list[object]]], change: Callable[..., None] | None = None) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    book = xlsxwriter.Workbook(str(path), {"strings_to_urls": False})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
        if change is not None:
            change(book, sheet)
    book.close()


XLSX = [
    a_field("id", "code", "record_key"),
    a_field("year", "year", "event_date"),
    a_field("note", "screened", "description"),
]
SHEETS: dict[str, list[list[object]]] = {
    "one": [["id", "year", "note"], [CODE_A, "2019", "R&D <b> at \u00e9"]],
    "two": [["id", "year", "note"], [CODE_A, 2019, "words"]],
}


def _book(
    staged: Staged, change: Callable[..., None] | None = None, sheets: dict[str, list[list[object]]] | None = None
) -> Path:
    path = staged.top / "data" / "tables" / "t.xlsx"
    _workbook(path, sheets or SHEETS, change)
    staged.tables = []
    for name in SHEETS:
        staged.list_table("data/tables/t.xlsx", "xlsx", XLSX, name)
    return path


def test_workbook(staged: Staged) -> None:
    path = _book(staged)
    assert failed(staged.check()) == []
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("xl/media/image1.png", b"x")
    assert any("parts" in problem for problem in failed(staged.check()))
    path.write_bytes(b"PK")
    assert any("broken workbook" in problem for problem in failed(staged.check()))


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda book, sheet: book.set_properties({"author": "J. Roe"}), "properties"),
        (lambda book, sheet: sheet.write_formula(1, 2, "=1+1"), "formulas"),
        (lambda book, sheet: sheet.write_comment(1, 2, "Ottilie"), "comments"),
        (lambda book, sheet: sheet.write(1, 2, "Ottilie"), "a name of the source"),
    ],
)
def test_what_a_workbook_hides_is_found(staged: Staged, change: Callable[..., None], says: str) -> None:
    _book(staged, change)
    assert any(says in problem for problem in failed(staged.check()))


def test_sheets_are_those_of_the_policy(staged: Staged) -> None:
    _book(staged, sheets={**SHEETS, "three": [["x"]]})
    assert any("sheets" in problem for problem in failed(staged.check()))


def test_strings_that_stand_in_no_cell_are_found(staged: Staged) -> None:
    path = _book(staged)
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts["xl/sharedStrings.xml"] = parts["xl/sharedStrings.xml"].replace(b"</sst>", b"<si><t>Ottilie</t></si></sst>")
    with zipfile.ZipFile(path, "w") as package:
        for name, part in parts.items():
            package.writestr(name, part)
    assert any("stand in no cell" in problem for problem in failed(staged.check()))


JSONL = [
    a_field("user.id", "code", "person_key"),
    a_field("user.device.os", "screened", "category"),
    a_field("tags[]", "screened", "category"),
    a_field("ms", "screened", "measurement"),
]


def _jsonl(staged: Staged, lines: list[bytes]) -> list[str]:
    path = staged.top / "data" / "tables" / "t.jsonl"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"".join(line + b"\n" for line in lines))
    staged.tables = []
    staged.list_table("data/tables/t.jsonl", "jsonl", JSONL)
    return failed(staged.check())


def test_json_lines_pass_also_with_fields_missing(staged: Staged) -> None:
    whole = {"user": {"id": CODE_A, "device": {"os": "iOS"}}, "tags": ["a", "b"], "ms": 698}
    assert _jsonl(staged, [orjson.dumps(whole), orjson.dumps({"ms": None}), b"{}"]) == []


@pytest.mark.parametrize(
    "line",
    [
        b'{"user":{"id":"P0061818"}}',
        b'{"user":{"device":{"os":"Ottilie"}}}',
        b'{"tags":["x","Ottilie"]}',
        b'{"ms":7123456}',
        b'{"other":1}',
        b'{"Ottilie":1}',
        b'{"ms":1,"ms":2}',
        b'{"ms":1} ',
        b"[1]",
        b'{"ms":',
    ],
)
def test_what_a_json_line_hides_is_found(staged: Staged, line: bytes) -> None:
    assert _jsonl(staged, [b'{"ms":1}', line])


def test_coverage(staged: Staged, tmp_path: Path) -> None:
    path = staged.table([[CODE_A]], [a_field("id", "code", "record_key")])
    assert failed(staged.check()) == []
    (path.parent / "ottilie.csv").write_text("x")
    assert failed(staged.check()) == ["data: <11 files are not in the policy"]
    (path.parent / "ottilie.csv").unlink()
    (path.parent / "link").symlink_to(tmp_path)
    assert failed(staged.check()) == ["data: <11 entries are links or no plain files"]
    (path.parent / "link").unlink()
    (path.parent / "empty").mkdir()
    assert failed(staged.check()) == ["data: <11 folders are empty"]
    (path.parent / "empty").rmdir()
    path.unlink()
    assert any("it is missing" in problem for problem in failed(staged.check()))


def test_a_policy_that_cannot_be_read_is_a_failed_check(staged: Staged) -> None:
    for broken in ({}, {**staged.policy(), "method": "magic"}, {**staged.policy(), "tables": [{}]}):
        (result,) = check_data(staged.top, broken, None)
        assert not result.passed


def test_a_table_in_memory(staged: Staged) -> None:
    fields = [a_field("id", "code", "record_key"), a_field("note", "screened", "description")]
    clean = pa.table({"id": [CODE_A], "note": ["plain words"]})
    assert failed(check_table(clean, fields, 2023, "safe-harbor", staged.harvest)) == []
    planted = pa.table({"id": [CODE_A], "note": ["Ottilie"]})
    assert failed(check_table(planted, fields, 2023, "safe-harbor", staged.harvest)) == [
        "table: field 'note': <11 cells hold a name of the source"
    ]
    nested = pa.table({"id": [CODE_A], "note": [[{"a": 1}]]})
    results: tuple[CheckResult, ...] = check_table(nested, fields, 2023, "safe-harbor", None)
    assert failed(results)
