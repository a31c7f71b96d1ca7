"""The spool and its memory of what came lately: nothing is lost, and most repeats are not written again."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from deid.vault.spool import Recent, Room, Spool, read_partitions


@given(st.lists(st.integers(1, 2**64 - 1), max_size=300), st.integers(1, 4))
def test_every_hash_is_new_at_least_once(hashes: list[int], bits: int) -> None:
    recent = Recent(bits)
    rows = recent.new(np.array(hashes, np.uint64))
    assert set(np.array(hashes, np.uint64)[rows].tolist()) == set(hashes)


def test_two_values_of_one_place_do_not_drive_each_other_out() -> None:
    recent = Recent(16)
    pair = np.array([5, 5 | 1 << 40], np.uint64)
    for one in (pair[:1], pair[1:]):
        assert len(recent.new(one)) == 1
    for _ in range(5):
        assert not len(recent.new(pair[:1]))
        assert not len(recent.new(pair[1:]))


def test_it_grows_where_little_is_known_again_and_rests_where_nothing_is() -> None:
    chance = np.random.default_rng(3)
    repeated = chance.integers(1, 2**63, 40_000).astype(np.uint64)
    recent = Recent(19)
    for _ in range(9):
        new = len(recent.new(repeated))
    assert new < 400
    assert not recent.idle
    alone = Recent(19)
    for _ in range(12):
        alone.new(chance.integers(1, 2**63, 50_000).astype(np.uint64))
    assert alone.idle


def test_memories_that_share_a_room_do_not_outgrow_it() -> None:
    chance = np.random.default_rng(5)
    repeated = chance.integers(1, 2**63, 300_000).astype(np.uint64)
    known = []
    for room in (Room(1 << 20), Room(0)):
        recent = Recent(20, room)
        new = [len(recent.new(repeated)) for _ in range(9)]
        known.append(new[-1])
        assert not room.take(1 << 20)
    assert known[0] < 6_000 < 30_000 < known[1]


def test_a_spool_keeps_every_pair_in_the_partition_of_its_hash(tmp_path: Path) -> None:
    chance = np.random.default_rng(4)
    hashes = chance.integers(1, 2**64 - 1, 150_000, np.uint64)
    spool = Spool(tmp_path, "one", keep_values=True)
    for start in range(0, len(hashes), 10_000):
        part = hashes[start : start + 10_000]
        spool.add(part, pa.array(part).cast(pa.string()))
    spool.close()
    read = pa.concat_tables(read_partitions(tmp_path))
    assert sorted(read["hash"].to_pylist()) == sorted(set(hashes.tolist()))
    assert read["value"].to_pylist() == [str(value) for value in read["hash"].to_pylist()]
    leading = (read["hash"].to_numpy() >> np.uint64(60)).tolist()
    assert leading == sorted(leading)
