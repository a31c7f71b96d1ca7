"""Many hashes, held by their leading bits: on disk once they are many, and counted part by part."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt

Hashes = npt.NDArray[np.uint64]
_BITS = 6
_SHIFT = np.uint64(64 - _BITS)
_HELD = 1 << 21
"""Hashes in memory before they go to disk: 16 megabytes."""


class Parted:
    """64-bit hashes; equal ones stand in the same part, so that each part is counted alone.

    Use it as a context: what went to disk is gone when it ends.

    Args:
        enough: beyond so many nobody asks how often a hash stands here: what all share takes no more room.
        held: hashes in memory.
    """

    def __init__(self, enough: int, held: int = _HELD) -> None:
        self._enough = enough
        self._most = held
        self._held: list[Hashes] = []
        self._rows = self._written = 0
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._held.clear()
        if self._folder is not None:
            self._folder.cleanup()

    def __len__(self) -> int:
        return self._rows

    def add(self, hashes: Hashes) -> None:
        """Take in some hashes."""
        self._held.append(hashes)
        self._rows += len(hashes)
        if self._rows - self._written >= self._most:
            self._write()

    def counts(self) -> Iterator[npt.NDArray[np.int64]]:
        """How often each hash stands here, part by part; of those that are enough, no less than that."""
        for part in self._parts():
            yield np.diff(_starts(np.sort(part)))

    def repeats(self) -> bool:
        """Whether a hash stands here twice."""
        return any((counts > 1).any() for counts in self.counts())

    def _parts(self) -> Iterator[Hashes]:
        if self._folder is None:
            yield np.concatenate([np.zeros(0, np.uint64), *self._held])
            return
        self._write()
        for path in sorted(Path(self._folder.name).iterdir()):
            yield np.fromfile(path, np.uint64)

    def _write(self) -> None:
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="deid-check-")
        hashes = np.sort(np.concatenate([np.zeros(0, np.uint64), *self._held]))
        starts = _starts(hashes)
        place_among_equals = np.arange(len(hashes)) - np.repeat(starts[:-1], np.diff(starts))
        hashes = hashes[place_among_equals < self._enough]
        bounds = np.searchsorted(hashes >> _SHIFT, np.arange((1 << _BITS) + 1, dtype=np.uint64))
        for part, (begin, end) in enumerate(pairwise(bounds.tolist())):
            if end > begin:
                with (Path(self._folder.name) / f"{part:02d}.u64").open("ab") as sink:
                    hashes[begin:end].tofile(sink)
        self._held.clear()
        self._written = self._rows


def _starts(ascending: Hashes) -> npt.NDArray[np.int64]:
    """Where each distinct value begins, and the end."""
    if not len(ascending):
        return np.zeros(1, np.int64)
    return np.concatenate([[0], np.flatnonzero(ascending[1:] != ascending[:-1]) + 1, [len(ascending)]])
