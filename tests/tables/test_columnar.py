"""Parquet: types survive, metadata does not, and what cannot be looked into is named."""

from __future__ import annotations

import datetime
import decimal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from deid import pipeline
from deid.errors import Unreadable
from deid.tables.columnar import flattened
from deid.tables.opening import open_table


def written(folder: Path, table: pa.Table, **options: Any) -> Path:
    path = folder / "t.parquet"
    pq.write_table(table, path, **options)
    return path


def test_nested_fields_become_columns_by_path(tmp_path: Path) -> None:
    table = pa.table({"s": [{"x": 1, "y": {"z": "q"}}, None], "t": ["a", "b"]})
    reader = open_table(written(tmp_path, table)).sheets[0].reader
    assert reader.header == ("s.x", "s.y.z", "t")
    (batch,) = reader.batches()
    assert batch.to_pydict() == {"0": [1, None], "1": ["q", None], "2": ["a", "b"]}
    assert [batch.to_pydict() for batch in reader.batches([2])] == [{"2": ["a", "b"]}]


def test_broken_files_are_refused(tmp_path: Path) -> None:
    path = written(tmp_path, pa.table({"a": ["x"] * 100}))
    whole = path.read_bytes()
    for cut in (whole[:50], whole[:-5], b"PAR1" + bytes(100) + b"PAR1"):
        path.write_bytes(cut)
        with pytest.raises(Unreadable, match="Parquet"):
            list(open_table(path).sheets[0].reader.batches())


def test_text_that_is_no_text_is_refused(tmp_path: Path) -> None:
    offsets = pa.py_buffer(np.array([0, 2], np.int32))
    broken = pa.Array.from_buffers(pa.string(), 1, [None, offsets, pa.py_buffer(b"\xff\xfe")])
    with pytest.raises(Unreadable):
        list(open_table(written(tmp_path, pa.table({"a": broken}))).sheets[0].reader.batches())


def test_types_survive_and_metadata_goes(tmp_path: Path, street: Any, keeping: Callable[..., Any]) -> None:
    zone = pa.timestamp("us", "Europe/Berlin")
    table = pa.table(
        {
            "status": pa.DictionaryArray.from_arrays(pa.array([0, 1, 0]), pa.array(["final", "draft", "Jane Okafor"])),
            "potassium": [5.5, None, 4.0],
            "count": pa.array([1, None, 3], pa.int16()),
            "cost": pa.array([decimal.Decimal("1.50"), None, decimal.Decimal("2.25")]),
            "seen": pa.array([datetime.datetime(2019, 5, 4, tzinfo=datetime.UTC)] * 3, zone),
            "flags": [["a", None], None, []],
            "raw": [b"Okafor"] * 3,
            "deep": [[{"name": "Okafor"}]] * 3,
        }
    ).replace_schema_metadata({"author": "Jane Okafor"})
    source = written(tmp_path, table, row_group_size=2)
    names = ("status", "potassium", "count", "cost", "flags")
    target, _ = street.run(source, keeping(*names))
    result = pq.read_table(target)
    for name in names:
        assert result[name].to_pylist() == table[name].to_pylist()
        assert result.schema.field(name).type == table.schema.field(name).type
    assert not {"raw", "deep"} & set(result.column_names)
    assert result["seen_year"].to_pylist() == ["2019"] * 3
    assert b"Okafor" not in target.read_bytes()


def test_a_blanked_label_keeps_the_column_a_category(tmp_path: Path, street: Any, keeping: Callable[..., Any]) -> None:
    labels = pa.array(["final"] * 200_000 + ["jane@okafor.org", "draft"]).dictionary_encode()
    target, sheets = street.run(written(tmp_path, pa.table({"status": labels})), keeping("status"))
    result = pq.read_table(target)["status"]
    assert result.null_count == 1
    assert pa.types.is_dictionary(result.type)
    assert set(result.drop_null().to_pylist()) == {"final", "draft"}
    assert sheets[""].rows == 200_002


def test_a_table_without_rows_has_its_columns(tmp_path: Path, street: Any, keeping: Callable[..., Any]) -> None:
    table = pa.table({"status": pa.array([], pa.string()), "n": pa.array([], pa.int64())})
    target, _ = street.run(written(tmp_path, table), keeping("status", "n"))
    assert pq.read_table(target).column_names == ["status", "n"]


def test_types_without_text_are_refused_and_end_no_run(
    tmp_path: Path, street: Any, keeping: Callable[..., Any]
) -> None:
    for column in (
        pa.array([b"\xff\xfe"]),
        pa.array([[[{"a": "x"}]]]),
        pa.array([[("k", "v")]], pa.map_(pa.string(), pa.string())),
    ):
        source = written(tmp_path, pa.table({"c": column, "status": ["final"]}))
        with pytest.raises(Unreadable, match="type"):
            street.run(source, keeping("c", "status"))


def test_lists_of_structs_become_lists_by_path() -> None:
    drugs = [[{"name": "metformin", "by": {"who": "Zorblat"}}, {"name": None, "by": None}], None, []]
    flat = flattened(pa.table({"mrn": ["1", "2", "3"], "drugs": drugs}).slice(0, 3))
    assert flat.column_names == ["mrn", "drugs[].name", "drugs[].by.who"]
    assert flat.column("drugs[].name").to_pylist() == [["metformin", None], None, []]
    assert flat.column("drugs[].by.who").to_pylist() == [["Zorblat", None], None, []]
    assert flattened(pa.table({"drugs": drugs}).slice(1)).column("drugs[].name").to_pylist() == [None, []]


def test_what_stands_in_lists_of_structs_is_treated_by_path(tmp_path, search) -> None:
    rows = 60
    names = [["metformin", "lisinopril"][row % 2] for row in range(rows)]
    days = [f"2019-03-{row % 28 + 1:02d}" for row in range(rows)]
    common = {"rxnorm": "860975", "prescribed_by": "Zorblat Kvimholt"}
    drugs = [[{"drug_name": name, "start_date": day, **common}] for name, day in zip(names, days, strict=True)]
    table = pa.table({"mrn": [str(7_700_100 + row) for row in range(rows)], "drugs": drugs})
    (tmp_path / "export").mkdir()
    written(tmp_path / "export", table)
    released = pipeline.run(tmp_path / "export", tmp_path / "release").path
    after = pq.read_table(released / "data/tables/t.parquet")
    assert search(released).found(["Zorblat", "Kvimholt", "2019-03-02"]) == []
    assert after.column("drugs[].drug_name").to_pylist() == [[name] for name in names]
    assert after.column("drugs[].rxnorm").to_pylist() == [["860975"]] * rows
    assert after.column("drugs[].start_date_year").to_pylist() == [["2019"]] * rows
