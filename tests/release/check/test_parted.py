from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deid.release.check.parted import Parted

HASHES = st.integers(0, 40) | st.integers(0, (1 << 64) - 1)


@settings(deadline=None)
@given(st.lists(st.lists(HASHES, max_size=12), max_size=8), st.integers(1, 30))
def test_hashes_are_counted_whether_on_disk_or_not(batches: list[list[int]], held: int) -> None:
    everything = [number for batch in batches for number in batch]
    with Parted(3, held) as parted:
        for batch in batches:
            parted.add(np.array(batch, np.uint64))
            assert parted.repeats() in (True, False)
        counted = sorted(min(int(one), 3) for counts in parted.counts() for one in counts)
        assert counted == sorted(min(one, 3) for one in Counter(everything).values())
        assert len(parted) == len(everything)
        assert parted.repeats() == (len(set(everything)) < len(everything))


def test_nothing_stays_on_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with Parted(2, 2) as parted:
        parted.add(np.arange(5, dtype=np.uint64))
        assert list(tmp_path.iterdir())
    assert not list(tmp_path.iterdir())
