"""Hierarchies: files, builders, and what is refused."""

from __future__ import annotations

import datetime
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deid.errors import UsageError
from deid.expert import (
    Hierarchy,
    Table,
    bands,
    dates,
    equal_width,
    icd10,
    intervals,
    ordered,
    prefixes,
    quantiles,
    redaction,
    set_valued,
)


def test_shares_count_the_hierarchys_rows() -> None:
    hierarchy = Hierarchy((("a", "A", "*"), ("b", "A", "*"), ("c", "C", "*")))
    assert hierarchy.depth == 3
    assert hierarchy.labels == (("a", "b", "c"), ("A", "C"), ("*",))
    assert [share.tolist() for share in hierarchy.shares] == [[1 / 3] * 3, [2 / 3, 2 / 3, 1 / 3], [1.0] * 3]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ((), "empty"),
        ((("secret", "*"), ("other",)), "row 2 of the hierarchy has 1 levels and row 1 has 2"),
        ((("secret", "*"), ("secret", "*")), "twice"),
        ((("secret", "A", "x"), ("other", "A", "y")), "not monotone: one at level 1 has two labels at level 2"),
    ],
)
def test_what_is_refused(rows: tuple, message: str) -> None:
    with pytest.raises(UsageError, match=message) as caught:
        Hierarchy(rows)
    assert "secret" not in str(caught.value)


def test_a_missing_value_is_counted_not_named() -> None:
    with pytest.raises(UsageError, match="the hierarchy of city lacks 1 of the column's 2 distinct values") as caught:
        Hierarchy((("a", "*"),)).locate("city", ("a", "secret"))
    assert "secret" not in str(caught.value)


CELLS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=5)


@settings(deadline=None)
@given(st.lists(CELLS, min_size=1, max_size=8, unique=True))
def test_a_file_is_read_as_written(tmp_path_factory: pytest.TempPathFactory, values: list[str]) -> None:
    hierarchy = Hierarchy(tuple((value, value[:1] + ";", '"*"') for value in values))
    path = tmp_path_factory.mktemp("hierarchy") / "h.csv"
    hierarchy.write(path)
    assert Hierarchy.read(path) == hierarchy


def test_files_that_are_not_hierarchies(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such file"):
        Hierarchy.read(tmp_path / "none.csv")
    (tmp_path / "latin").write_bytes(b"caf\xe9;*\n")
    with pytest.raises(UsageError, match="not UTF-8"):
        Hierarchy.read(tmp_path / "latin")
    (tmp_path / "uneven").write_text("a;*\nb\n")
    with pytest.raises(UsageError, match="uneven: row 2"):
        Hierarchy.read(tmp_path / "uneven")


def test_frames_with_gaps_are_refused() -> None:
    with pytest.raises(UsageError, match="empty cells"):
        Hierarchy.of(pd.DataFrame({"value": ["a", "b"], "up": ["*", None]}))


def test_ages() -> None:
    hierarchy = intervals(range(100), [5, 10, 30], top=90)
    row = {each[0]: each[1:] for each in hierarchy.rows}
    assert row["37"] == ("35-39", "30-39", "30-59", "*")
    assert row["89"] == ("85-89", "80-89", "60-89", "*")
    assert row["95"] == ("90+", "90+", "90+", "*")
    with pytest.raises(UsageError, match="multiple"):
        intervals(range(10), [5, 12])
    with pytest.raises(UsageError, match="topmost"):
        intervals(range(10), [20], top=90)


def test_zip_codes() -> None:
    assert prefixes(["94110", "10001"], [3, 1]).rows[1] == ("94110", "941**", "9****", "*")
    with pytest.raises(UsageError, match="fall"):
        prefixes(["94110"], [1, 3])
    assert redaction(["81", "7"]).rows == (("7", "7*", "**"), ("81", "8*", "**"))


def test_dates() -> None:
    assert dates([datetime.date(2021, 8, 3)]).rows[0] == ("2021-08-03", "2021-08", "2021-Q3", "2021", "2020s", "*")


def test_ordered() -> None:
    rows = ordered(["low", "mid", "high"], [2]).rows
    assert rows == (("low", "low..mid", "*"), ("mid", "low..mid", "*"), ("high", "high", "*"))


@settings(deadline=None)
@given(st.sets(st.integers(0, 120), min_size=1), st.sampled_from([[5, 10], [1, 2, 4], [7]]))
def test_bands_hold_their_values(values: set[int], widths: list[int]) -> None:
    for row in intervals(values, widths).rows:
        for label, width in zip(row[1:-1], widths, strict=True):
            low, _, high = label.partition("-")
            assert int(low) <= int(row[0]) <= int(high or low) < int(low) + width


def test_numbers_meet_their_hierarchy() -> None:
    table = Table.of(
        pd.DataFrame({"a": [1.0, 2.0], "b": [1, 2], "c": pd.to_datetime(["2020-01-02"] * 2)}), ["a", "b", "c"]
    )
    assert [column.values for column in table.columns.values()] == [("1", "2"), ("1", "2"), ("2020-01-02",)]
    with pytest.raises(UsageError, match="read alike"):
        Table.of(pd.DataFrame({"a": pd.Series(["1", 1], dtype=object)}), ["a"])
    with pytest.raises(UsageError, match="missing values"):
        Table.of(pd.DataFrame({"a": [1.0, np.nan]}), ["a"])


NUMBERS = st.sets(st.floats(-1000, 1000, allow_nan=False), min_size=1, max_size=20)


def holds(label: str, value: float) -> bool:
    """Whether a band holds a number."""
    if label.startswith("<"):
        return value < float(label[1:])
    if label.startswith(">="):
        return value >= float(label[2:])
    low, high = label[1:-1].split(", ")
    return float(low) <= value < float(high)


@settings(deadline=None)
@given(NUMBERS, st.sampled_from([0.5, 3.0, 100.0]), st.integers(1, 4))
def test_bands_of_equal_width(values: set[float], width: float, levels: int) -> None:
    for row in equal_width(values, width, levels).rows:
        assert all(holds(label, float(row[0])) for label in row[1:-1])


@settings(deadline=None)
@given(st.lists(st.integers(0, 30), min_size=1, max_size=60), st.sampled_from([[4, 2], [8, 4, 2], [3]]))
def test_bands_of_equal_frequency(values: list[int], parts: list[int]) -> None:
    hierarchy = quantiles(values, parts)
    for row in hierarchy.rows:
        assert all(holds(label, float(row[0])) for label in row[1:-1])
    assert all(len(labels) <= part for labels, part in zip(hierarchy.labels[1:], parts, strict=False))


def test_quartiles_of_distinct_values() -> None:
    labels = [row[1] for row in quantiles(range(100), [4]).rows]
    assert [labels.count(label) for label in dict.fromkeys(labels)] == [25, 25, 25, 25]


def test_given_bands() -> None:
    assert bands([5, 18, 40, 70], [[0, 18, 65], [18]]).rows == (
        ("5", "[0, 18)", "<18", "*"),
        ("18", "[18, 65)", ">=18", "*"),
        ("40", "[18, 65)", ">=18", "*"),
        ("70", ">=65", ">=18", "*"),
    )


@pytest.mark.parametrize(
    "make",
    [
        lambda: bands([1], [[2, 1]]),
        lambda: bands([1], [[1], [2]]),
        lambda: bands([float("nan")], [[1]]),
        lambda: bands([1], [[]]),
        lambda: equal_width([1], 0),
        lambda: equal_width([], 1),
        lambda: quantiles([1], [4, 3]),
        lambda: quantiles([], [2]),
    ],
)
def test_bands_without_sense(make: object) -> None:
    with pytest.raises(UsageError):
        make()  # type: ignore[operator]


def test_diagnoses() -> None:
    rows = {
        row[0]: row[1:] for row in icd10(["E11.9", "e119", "C7A.1", "C80.1", "O9A.111", "U09.9", "250.00", ""]).rows
    }
    assert rows["E11.9"] == rows["e119"] == ("E11", "E08-E13", "E00-E89", "*")
    assert rows["C7A.1"] == ("C7A", "C7A", "C00-D49", "*")
    assert rows["C80.1"] == ("C80", "C76-C80", "C00-D49", "*")
    assert rows["O9A.111"] == ("O9A", "O94-O9A", "O00-O9A", "*")
    assert rows["U09.9"] == ("U09", "U00-U49", "U00-U85", "*")
    assert rows["250.00"] == rows[""] == ("other", "other", "other", "*")


def test_sets_of_diagnoses() -> None:
    items = icd10(["E11.9", "E13.1", "I10"])
    assert set_valued(["E11.9|E13.1|I10", ""], items).rows == (
        ("", "*", "*", "*", "*", "*"),
        ("E11.9|E13.1|I10", "E11|E13|I10", "E08-E13|I10-I16", "E00-E89|I00-I99", "*", "*"),
    )
    with pytest.raises(UsageError, match="missing from the items"):
        set_valued(["E11.9|secret"], items)
