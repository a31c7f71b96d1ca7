"""Counting in parts gives what counting at once gives."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deid.expert import KeyCounter, KeyCounts, TooWideError, measure_codes
from deid.expert import counting as module

ROWS = st.lists(st.tuples(st.integers(0, 300), st.integers(0, 2), st.integers(0, 2**20)), max_size=60)


@settings(deadline=None)
@given(ROWS, st.lists(st.integers(0, 60), max_size=4), st.sampled_from([1, 1 << 22]))
def test_parts(rows: list[tuple[int, ...]], cuts: list[int], held: int) -> None:
    before, module.HELD = module.HELD, held
    try:
        columns = np.array(rows, np.int64).reshape(-1, 3).T
        counter = KeyCounter(3)
        for part in np.split(columns, sorted(min(cut, len(rows)) for cut in cuts), axis=1):
            counter.add(list(part))
        found = counter.result()
    finally:
        module.HELD = before
    assert sorted(found.counts.tolist()) == sorted(Counter(rows).values())
    if rows:
        assert found.risk() == measure_codes(list(columns))
    else:
        assert found.risk().records == 0


@settings(deadline=None)
@given(st.lists(st.lists(st.integers(0, 9), max_size=12), max_size=5))
def test_partitions_merge_in_any_order(parts: list[list[int]]) -> None:
    counted = [KeyCounts.of(np.array(part, np.uint64)) for part in parts]
    one, other = KeyCounts.merged(counted), KeyCounts.merged(counted[::-1])
    assert dict(zip(one.keys.tolist(), one.counts.tolist(), strict=True)) == Counter(
        key for part in parts for key in part
    )
    assert (one.keys.tolist(), one.counts.tolist()) == (other.keys.tolist(), other.counts.tolist())


def test_keys_that_do_not_fit() -> None:
    with pytest.raises(TooWideError):
        KeyCounter(3).add([np.array([2**40]), np.array([2**20]), np.array([2**10])])
