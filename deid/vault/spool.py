"""Hashes on their way to a sorted index: spilled to disk by their leading bits, so that memory stays flat."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.ipc

from deid.vault.hashing import Hashes

PARTITIONS = 16
_PARTITION_SHIFT = np.uint64(60)
_FEW = 16
_PORTION = 1 << 13


class Recent:
    """Remembers the hashes met lately, in a fixed table: most repeats of a column are known at a glance."""

    def __init__(self, bits: int = _FEW) -> None:
        """`bits` of the hash choose its place: eight bytes for each of two to the power of `bits` places."""
        self._mask = np.uint64((1 << bits) - 1)
        self._table: Hashes = np.zeros(1 << bits, np.uint64)

    def new(self, hashes: Hashes) -> npt.NDArray[np.int64]:
        """The rows whose hash was not met lately; portion by portion, so that a batch's own repeats drop, too."""
        slots = (hashes & self._mask).astype(np.int64)
        found = [np.zeros(0, np.int64)]
        for start in range(0, len(hashes), _PORTION):
            rows = slice(start, start + _PORTION)
            new = np.flatnonzero(self._table[slots[rows]] != hashes[rows]) + start
            self._table[slots[new]] = hashes[new]
            found.append(new)
        return np.concatenate(found)


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
        folder.mkdir(parents=True, exist_ok=True)

    def add(self, hashes: Hashes, values: pa.Array | None = None) -> None:
        """Take in one batch: hashes of shape (n,), and the n values if this spool keeps values."""
        if self._keep_values == (values is None):
            raise ValueError("a spool keeps values always or never")
        new = self._recent.new(hashes)
        if not len(new):
            return
        hashes = hashes[new]
        values = values.take(pa.array(new)) if values is not None else None
        partitions = (hashes >> _PARTITION_SHIFT).astype(np.uint8)
        order = np.argsort(partitions, kind="stable")
        columns = [pa.array(hashes[order])]
        if values is not None:
            columns.append(values.take(pa.array(order)).cast(pa.large_string()))
        batch = pa.record_batch(columns, schema=self._schema())
        start = 0
        for partition, size in enumerate(np.bincount(partitions, minlength=PARTITIONS).tolist()):
            if size:
                self._sink(partition).write_batch(batch.slice(start, size))
            start += size

    def close(self) -> None:
        """Finish this writer's files."""
        for sink in self._sinks.values():
            sink.close()
        self._sinks.clear()

    def _schema(self) -> pa.Schema:
        fields = [pa.field("hash", pa.uint64())]
        if self._keep_values:
            fields.append(pa.field("value", pa.large_string()))
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
