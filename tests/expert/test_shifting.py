"""Dates moved person by person, and their intervals blurred."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deid.errors import UsageError
from deid.expert import shift_dates

ROWS = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 400), st.integers(0, 400)), min_size=1, max_size=20)


@settings(max_examples=50, deadline=None)
@given(rows=ROWS, blur=st.integers(0, 30))
def test_order_and_ties_stay(rows: list[tuple[int, int, int]], blur: int) -> None:
    start = pd.Timestamp("2015-01-01")
    data = pd.DataFrame(
        [(who, start + pd.Timedelta(days=a), start + pd.Timedelta(days=b)) for who, a, b in rows],
        columns=["who", "in", "out"],
    )
    moved = shift_dates(data, "who", ["in", "out"], most=100, blur=blur)
    for _, mine in data.groupby("who"):
        before = pd.concat([mine["in"], mine["out"]])
        after = pd.concat([moved.loc[mine.index, "in"], moved.loc[mine.index, "out"]])
        pairs = pd.DataFrame({"before": before.to_numpy(), "after": after.to_numpy()}).sort_values(["before", "after"])
        assert pairs["after"].is_monotonic_increasing
        assert pairs.groupby("before")["after"].nunique().max() == 1
        days = (after.to_numpy() - before.to_numpy()).astype("timedelta64[D]").astype(int)
        assert days.max() - days.min() <= 2 * blur
        if not blur:
            assert len(set(days)) == 1
            assert days[0] != 0


def test_missing_dates_and_wrong_calls() -> None:
    data = pd.DataFrame({"who": [1, 2], "in": pd.to_datetime(["2020-01-05", None])})
    moved = shift_dates(data, "who", ["in"])
    assert moved["in"].isna().tolist() == [False, True]
    for arguments in ({"person": "no"}, {"most": 0}, {"blur": -1}):
        with pytest.raises(UsageError):
            shift_dates(data, **{"person": "who", "dates": ["in"], **arguments})
    with pytest.raises(UsageError, match="are dates"):
        shift_dates(data.astype(str), "who", ["in"])
