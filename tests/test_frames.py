"""pandas in and out: what stays has its type, what goes is gone, and the input is as it was."""

from __future__ import annotations

import uuid
from typing import Any

import numpy as np
import pandas as pd
import pytest

import deid


def treated(frame: pd.DataFrame, **options: Any) -> pd.DataFrame:
    before = frame.copy(deep=True)
    result: pd.DataFrame = deid.deidentify(frame, **options).data
    pd.testing.assert_frame_equal(frame, before)
    return result


def labs(rows: int = 40) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "mrn": [4711000 + place % 7 for place in range(rows)],
            "last_name": ["Okafor", "Lindqvist"] * (rows // 2),
            "drawn": pd.date_range("2019-03-04", periods=rows),
            "sex": pd.Categorical(["F", "M"] * (rows // 2), categories=["F", "M", "U", "Jane Okafor"]),
            "potassium": np.linspace(3.5, 5.5, rows).round(2),
            "count": np.arange(rows) % 5,
            "code": ["2823-3"] * rows,
        }
    )


def test_types_that_survive_do_survive() -> None:
    frame = labs()
    result = treated(frame)
    assert list(result.columns) == ["mrn", "drawn_year", "sex", "potassium", "count", "code"]
    assert isinstance(result["sex"].dtype, pd.CategoricalDtype)
    assert list(result["sex"].cat.categories) == ["F", "M"]
    assert result["potassium"].equals(frame["potassium"])
    assert pd.api.types.is_integer_dtype(result["drawn_year"].dtype)
    assert pd.api.types.is_integer_dtype(result["count"].dtype)
    assert set(result["drawn_year"]) == {2019}
    assert sorted(result.groupby("mrn").size()) == sorted(frame.groupby("mrn").size())


def test_a_blanked_cell_leaves_integers_integers() -> None:
    frame = labs()
    frame.loc[3, "count"] = 521004711
    result = treated(frame)
    if "count" in result:
        assert pd.api.types.is_integer_dtype(result["count"].dtype)
        assert 521004711 not in set(result["count"].dropna())


def test_the_index_is_treated_as_any_column() -> None:
    frame = labs().set_index("mrn")
    result = treated(frame)
    assert result.index.name == "mrn"
    assert not set(map(str, frame.index)) & set(map(str, result.index))
    named = labs().set_index("last_name")
    assert "Okafor" not in treated(named).reset_index().to_csv()
    several = labs().set_index(["mrn", "sex"])
    assert treated(several).index.names == ["mrn", "sex"]


def test_an_index_that_repeats_and_one_that_counts() -> None:
    frame = labs()
    frame.index = pd.Index(["x", "y"] * (len(frame) // 2))
    assert len(treated(frame)) == len(frame)
    later = labs()
    later.index = pd.RangeIndex(4711000, 4711000 + len(later))
    assert treated(later).index.equals(pd.RangeIndex(len(later)))


def test_names_of_columns_that_repeat_or_are_no_text() -> None:
    frame = labs()[["sex", "potassium", "count"]]
    frame.columns = pd.Index(["x", "x", 3])
    result = treated(frame)
    assert len(result.columns) == len(set(result.columns))


@pytest.mark.parametrize("rows", [0, 1])
def test_few_rows(rows: int) -> None:
    assert len(treated(labs().iloc[:rows])) == rows


@pytest.mark.parametrize(
    "values",
    [
        [b"Okafor", b"x"], [uuid.uuid4(), uuid.uuid4()], [{"name": "Okafor"}, None], [["Okafor"], []], [1, "Okafor"],
        pd.array([pd.Period("2019-03"), pd.Period("2019-04")]), pd.IntervalIndex.from_breaks([0, 1, 2]),
        [1 + 2j, 3j], [pd.Timedelta("1D"), None], pd.arrays.SparseArray([0, 1]), [np.float16(1), np.float16(2)],
    ],
    ids=lambda values: type(values[0]).__name__,
)  # fmt: skip
def test_odd_types_end_no_call_and_let_nothing_through(values: Any) -> None:
    frame = pd.DataFrame({"sex": ["F", "M"], "odd": values, "last_name": ["Okafor", "Smith"]})
    assert "Okafor" not in treated(frame).to_csv()


@pytest.mark.parametrize("labels", [["status", "grade"], [0, 1], [("a", "status"), ("b", "grade")]])
def test_labels_of_columns_that_keep_their_names_keep_their_type(labels: list[Any]) -> None:
    frame = pd.DataFrame({"x": ["M", "F"] * 10, "y": ["E11.9", "I10", "J45.909", "N18.3"] * 5})
    frame.columns = pd.Index(labels, name="Jane Okafor") if isinstance(labels[0], str) else pd.Index(labels)
    result = treated(frame)
    assert isinstance(result.columns, pd.MultiIndex) is isinstance(pd.Index(labels), pd.MultiIndex)
    assert list(result.columns) == labels
    assert "Jane Okafor" not in result.columns.names
