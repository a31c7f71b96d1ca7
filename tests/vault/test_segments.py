"""Segments of the crosswalk: every key is found where it stands, whatever the hashes, and nothing else is."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from deid.vault.segments import DRAW, Segment, Segments

HASHES = st.sets(st.integers(0, 2**64 - 1), min_size=1, max_size=200)


def segment(hashes: set[int]) -> Segment:
    index = np.array(sorted(hashes), np.uint64)
    return Segment(Path("unused"), index, np.zeros((len(index), DRAW), np.uint8))


@given(HASHES, st.lists(st.integers(0, 2**64 - 1), max_size=20))
def test_it_finds_what_is_there_and_nothing_else(present: set[int], strangers: list[int]) -> None:
    wanted = [*present, *strangers, 0, 2**64 - 1, *(value ^ 1 for value in present)]
    rows, found = segment(present).find(np.array(wanted, np.uint64))
    order = sorted(present)
    for value, row, here in zip(wanted, rows.tolist(), found.tolist(), strict=True):
        assert here == (value in present)
        assert not here or order[row] == value


@given(st.sets(st.integers(0, 500), min_size=1, max_size=100))
def test_hashes_that_crowd_at_one_end_are_found_too(crowded: set[int]) -> None:
    for offset in (0, 2**64 - 501):
        present = {value + offset for value in crowded}
        rows, found = segment(present).find(np.array(sorted(present), np.uint64))
        assert found.all()
        assert rows.tolist() == list(range(len(present)))


def test_a_segment_counts_only_once_it_is_whole(tmp_path: Path) -> None:
    segments = Segments(tmp_path, "person")
    with pytest.raises(KeyboardInterrupt), segments.new(b"secret") as writer:
        writer.write(np.array([7], np.uint64), pa.array(["seven"]))
        raise KeyboardInterrupt
    assert not segments.find(np.array([7], np.uint64))[1].any()
    with segments.new(b"secret") as writer:
        writer.write(np.array([], np.uint64), pa.array([], pa.large_string()))
    assert list(segments) == []


def test_portions_of_one_segment_draw_differently(tmp_path: Path) -> None:
    segments = Segments(tmp_path, "person")
    with segments.new(b"secret") as writer:
        writer.write(np.array([1, 2], np.uint64), pa.array(["a", "b"]))
        writer.write(np.array([3, 4], np.uint64), pa.array(["c", "d"]))
    draws, found = segments.find(np.array([1, 2, 3, 4], np.uint64))
    assert found.all()
    assert len({row.tobytes() for row in draws}) == 4
