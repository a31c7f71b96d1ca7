"""Hashes on their way to a sorted index: spilled to disk by their leading bits, so that memory stays flat."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.ipc

from deid.arrow import TEXT
from deid.vault.hashing import Hashes

PARTITIONS = 16
_PARTITION_SHIFT = np.uint64(60)
_FEW = 16
_PORTION = 1 << 13
_SECOND_SHIFT = np.uint64(32)
_FEWEST, _STEP, _TELLING = 11, 3, 17
_ENOUGH = 1 << 14
_WORTH, _WELL = 0.2, 0.95
_HELD = 1 << 18
Rows = npt.NDArray[np.int64]


class Room:
    """How many places the memories of several columns may still take together."""

    def __init__(self, places: int) -> None:
        self._left = places

    def take(self, places: int) -> bool:
        """Take so many of them, if there are as many."""
        granted = places <= self._left
        self._left -= places if granted else 0
        return granted


class Recent:
    """Remembers the hashes met lately, in two tables: most repeats of a column are known at a glance.

    What is new takes its place in the first table and moves what stood there to the second, so that two frequent
    values of one place do not drive each other out. The tables begin small, and grow step by step while too little is
    known again; where no size that they may have would know enough, they rest.
    """

    def __init__(self, most: int = _FEW, room: Room | None = None) -> None:
        """The tables' places are chosen by at most `most` bits of the hash: sixteen bytes for each place.

        Args:
            most: bits.
            room: what the places of large tables are taken from.
        """
        self._most = most
        self._room = room
        self.idle = False
        """Whether to ask again is a waste."""
        self._learnt = self._seen = self._known = 0
        self._make(min(most, _FEWEST))

    def new(self, hashes: Hashes) -> Rows:
        """The rows whose hash was not met lately; portion by portion, so that a batch's own repeats drop, too."""
        starts = range(0, len(hashes), _PORTION)
        found = [self._new(hashes[start : start + _PORTION]) + start for start in starts]
        rows: Rows = np.concatenate([np.zeros(0, np.int64), *found])
        self._count(len(hashes), len(rows))
        return rows

    def _count(self, met: int, new: int) -> None:
        """Once the tables are filled, see how many they know again, and grow or rest."""
        self._learnt += met
        if self._learnt - met < 2 << self._bits:
            return
        self._seen += met
        self._known += met - new
        if self._seen < _ENOUGH:
            return
        share = self._known / self._seen
        self._seen = self._known = 0
        if share >= _WELL:
            return
        bits = min(self._bits + _STEP, self._most)
        promised = share * (1 << (self._most - self._bits))
        if bits > self._bits and (bits <= _TELLING or promised >= _WORTH) and self._has_room(bits):
            self._make(bits, (self._second, self._first))
        else:
            self.idle = self._bits >= min(_TELLING, self._most) and share < _WORTH

    def _has_room(self, bits: int) -> bool:
        return bits <= _TELLING or self._room is None or self._room.take(1 << bits)

    def _make(self, bits: int, known: Sequence[Hashes] = ()) -> None:
        """Tables of this size, which begin with what is known."""
        self._bits = bits
        self._mask = np.uint64((1 << bits) - 1)
        self._first: Hashes = np.zeros(1 << bits, np.uint64)
        self._second: Hashes = np.zeros(1 << bits, np.uint64)
        for hashes in known:
            self._new(hashes[hashes != 0])
        self._learnt = self._seen = self._known = 0

    def _new(self, hashes: Hashes) -> Rows:
        places = (hashes & self._mask).view(np.int64)
        new: Rows = np.flatnonzero(self._first[places] != hashes)
        fresh = hashes[new]
        unknown = self._second[self._elsewhere(fresh)] != fresh
        new, fresh = new[unknown], fresh[unknown]
        moved = self._first[places[new]]
        self._second[self._elsewhere(moved)] = moved
        self._first[places[new]] = fresh
        return new

    def _elsewhere(self, hashes: Hashes) -> Rows:
        places: Rows = ((hashes >> _SECOND_SHIFT) & self._mask).view(np.int64)
        return places


class Spool:
    """Distinct (hash, value) pairs of one domain, partitioned by the leading bits of the hash.

    Values may be left out (hashes alone). Repeats that come soon after each other are dropped on the way;
    the rest is removed by whoever reads. Each writing process has files of its own, named by `writer`.
    """

    def __init__(self, folder: Path, writer: str, *, keep_values: bool):
        self._folder = folder
        self._writer = writer
        self._keep_values = keep_values
        self._recent = Recent()
        self._sinks: dict[int, pa.ipc.RecordBatchStreamWriter] = {}
        self._held: list[tuple[Hashes, pa.Array | None]] = []
        folder.mkdir(parents=True, exist_ok=True)

    def add(self, hashes: Hashes, values: pa.Array | None = None) -> None:
        """Take in one batch: hashes of shape (n,), and the n values if this spool keeps values."""
        if self._keep_values == (values is None):
            raise ValueError("a spool keeps values always or never")
        if not self._recent.idle:
            new = self._recent.new(hashes)
            hashes = hashes[new]
            values = values.take(pa.array(new)) if values is not None else None
        if len(hashes):
            self._held.append((hashes, values.cast(TEXT) if values is not None else None))
        if sum(len(held) for held, _ in self._held) >= _HELD:
            self._write()

    def _write(self) -> None:
        """Write what is held, ordered by partition."""
        hashes = np.concatenate([np.zeros(0, np.uint64), *(held for held, _ in self._held)])
        partitions = (hashes >> _PARTITION_SHIFT).astype(np.uint8)
        order = np.argsort(partitions, kind="stable")
        columns = [pa.array(hashes[order])]
        if self._keep_values:
            values = pa.concat_arrays([values for _, values in self._held])
            columns.append(values.take(pa.array(order)))
        self._held.clear()
        batch = pa.record_batch(columns, schema=self._schema())
        start = 0
        for partition, size in enumerate(np.bincount(partitions, minlength=PARTITIONS).tolist()):
            if size:
                self._sink(partition).write_batch(batch.slice(start, size))
            start += size

    def close(self) -> None:
        """Finish this writer's files."""
        if self._held:
            self._write()
        for sink in self._sinks.values():
            sink.close()
        self._sinks.clear()

    def _schema(self) -> pa.Schema:
        fields = [pa.field("hash", pa.uint64())]
        if self._keep_values:
            fields.append(pa.field("value", TEXT))
        return pa.schema(fields)

    def _sink(self, partition: int) -> pa.ipc.RecordBatchStreamWriter:
        if partition not in self._sinks:
            path = self._folder / f"{self._writer}-{partition:02d}.arrows"
            self._sinks[partition] = pa.ipc.new_stream(str(path), self._schema())
        return self._sinks[partition]


def read_partitions(folder: Path) -> Iterator[pa.Table]:
    """One table a partition, in the order of the hashes, from all writers' finished files.

    Rows inside a table are neither sorted nor distinct.
    """
    for partition in range(PARTITIONS):
        tables = []
        for path in sorted(folder.glob(f"*-{partition:02d}.arrows")):
            with pa.OSFile(str(path)) as source:
                tables.append(pa.ipc.open_stream(source).read_all())
        if tables:
            yield pa.concat_tables(tables)
