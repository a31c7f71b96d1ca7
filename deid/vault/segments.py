"""The crosswalk's files: immutable segments of keys, sorted by the keys' hashes, with a random draw for each."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.ipc

from deid.arrow import TEXT
from deid.errors import VaultError
from deid.vault.hashing import Hashes

DRAW = 16
"""Random bytes a key."""
Draws = npt.NDArray[np.uint8]
Rows = npt.NDArray[np.int64]
_LISTING = "segments.json"
_SUFFIXES = (".u64", ".draws", ".arrow")
_BLOCK = 1 << 18


@dataclass(slots=True)
class Segment:
    """One run's new keys: hashes of shape (n,), ascending and distinct, and draws of shape (n, 16)."""

    path: Path
    index: Hashes
    draws: Draws
    _starts: npt.NDArray[np.uint32] | None = field(default=None)

    def find(self, hashes: Hashes) -> tuple[Rows, npt.NDArray[np.bool_]]:
        """The row of each hash, shape (n,), and whether it is there.

        Hashes spread evenly, so that their leading bits say within a few rows where one stands; this is several times
        cheaper than to halve a column of millions twenty times, which misses the processor's cache at every step.
        """
        last = len(self.index) - 1
        rows = np.minimum(self._first_rows()[(hashes >> self._shift()).view(np.int64)], last).astype(np.int64)
        standing = self.index[rows]
        behind = np.flatnonzero(standing < hashes)
        while len(behind := behind[rows[behind] < last]):
            further = rows[behind] + 1
            reached = self.index[further]
            rows[behind], standing[behind] = further, reached
            behind = behind[reached < hashes[behind]]
        return rows, standing == hashes

    def draws_of(self, rows: Rows) -> Draws:
        """The draws of these rows, shape (n, 16): each moved as one number, not byte by byte."""
        whole: Draws = self.draws.view(np.complex128).reshape(-1)[rows].view(np.uint8).reshape(-1, DRAW)
        return whole

    def keys(self) -> pa.Array:
        """The keys as the source spells them, in the order of the hashes.

        Raises:
            OSError, pa.ArrowException, KeyError: the file is damaged.
        """
        with pa.memory_map(str(self.path.with_suffix(".arrow"))) as source:
            return pa.ipc.open_file(source).read_all()["key"].combine_chunks()

    def _shift(self) -> np.uint64:
        return np.uint64(64 - max(len(self.index).bit_length() - 1, 1))

    def _first_rows(self) -> npt.NDArray[np.uint32]:
        """The first row of each range of hashes that have the same leading bits; one or two rows a range."""
        if self._starts is None:
            shift = self._shift()
            ranges = 1 << (64 - int(shift))
            self._starts = np.empty(ranges, np.uint32)
            for start in range(0, ranges, _BLOCK):
                bounds = np.arange(start, min(start + _BLOCK, ranges), dtype=np.uint64) << shift
                self._starts[start : start + _BLOCK] = np.searchsorted(self.index, bounds)
        return self._starts


class Segments:
    """All segments of one domain, listed in ``segments.json``; a segment counts once the listing names it."""

    def __init__(self, folder: Path, domain: str):
        self._folder = folder
        self._domain = domain
        self._open: list[Segment] | None = None

    def __iter__(self) -> Iterator[Segment]:
        if self._open is None:
            # A segment whose every row was forgotten keeps its number, which later draws count on.
            self._open = [self._segment(entry) for entry in self._listed() if not _is_bare(entry)]
        return iter(self._open)

    def find(self, hashes: Hashes) -> tuple[Draws, npt.NDArray[np.bool_]]:
        """The draws of these hashes, shape (n, 16), zero where there are none, and which have one."""
        draws: Draws = np.zeros((len(hashes), DRAW), np.uint8)
        found = np.zeros(len(hashes), np.bool_)
        for segment in self if len(hashes) else ():
            rows, here = segment.find(hashes)
            if here.all():
                return segment.draws_of(rows), here
            draws[here] = segment.draws_of(rows[here])
            found |= here
        return draws, found

    def entries(self) -> Iterator[tuple[Draws, pa.Array]]:
        """The draws and the keys of each segment.

        Raises:
            VaultError: a file is damaged.
        """
        for segment in self:
            try:
                keys = segment.keys()
            except (OSError, pa.ArrowException, KeyError):
                raise self.damaged() from None
            if len(keys) != len(segment.draws):
                raise self.damaged()
            yield segment.draws, keys

    def new(self, stream: bytes) -> SegmentWriter:
        """A writer of the next segment, whose draws come from this secret stream."""
        self._folder.mkdir(parents=True, exist_ok=True)
        number = len(self._listed())
        path = self._folder / f"{number:05d}"
        return SegmentWriter(path, stream + number.to_bytes(8, "big"), self._append)

    def forget(self, gone: Callable[[Segment], npt.NDArray[np.bool_]]) -> Hashes:
        """Destroy the rows of each segment that `gone` names; returns their hashes.

        A segment that loses rows is written anew under another name; the old files go once the listing names the new.
        """
        forgotten: list[Hashes] = [np.zeros(0, np.uint64)]
        listed = self._listed()
        places = {entry["name"]: place for place, entry in enumerate(listed)}
        for segment in self:
            lost = gone(segment)
            if lost.any():
                forgotten.append(segment.index[lost])
                place = places[segment.path.name]
                listed[place] = self._rewritten(segment, place, ~lost)
                self._list(listed)
                for suffix in _SUFFIXES:
                    segment.path.with_suffix(suffix).unlink()
        return np.concatenate(forgotten)

    def _rewritten(self, segment: Segment, place: int, kept: npt.NDArray[np.bool_]) -> dict[str, Any]:
        revision = int(segment.path.name.partition("-")[2] or 0) + 1
        path = self._folder / f"{place:05d}-{revision}"
        with SegmentWriter(path, b"", lambda _name, _keys: None) as writer:
            writer.write(segment.index[kept], segment.keys().filter(pa.array(kept)), segment.draws[kept])
        return {"name": path.name, "keys": int(kept.sum())}

    def _append(self, name: str, keys: int) -> None:
        self._list([*self._listed(), {"name": name, "keys": keys}])

    def _list(self, entries: list[dict[str, Any]]) -> None:
        staged = self._folder / f"{_LISTING}.new"
        staged.write_text(json.dumps(entries))
        staged.replace(self._folder / _LISTING)
        self._open = None

    def damaged(self) -> VaultError:
        """What to say of files that do not fit together."""
        return VaultError(f"the crosswalk of '{self._domain}' is damaged: restore the vault from a backup")

    def _segment(self, entry: dict[str, Any]) -> Segment:
        try:
            path = self._folder / entry["name"]
            index = np.asarray(np.memmap(path.with_suffix(".u64"), np.uint64, "r"))
            draws = np.asarray(np.memmap(path.with_suffix(".draws"), np.uint8, "r")).reshape(-1, DRAW)
            whole = len(index) == entry["keys"] == len(draws)
        except (OSError, ValueError, KeyError, TypeError):
            raise self.damaged() from None
        if not whole:
            raise self.damaged()
        return Segment(path, index, draws)

    def _listed(self) -> list[dict[str, Any]]:
        listing = self._folder / _LISTING
        try:
            return list(json.loads(listing.read_text())) if listing.exists() else []
        except (OSError, ValueError, TypeError):
            raise self.damaged() from None


def _is_bare(entry: object) -> bool:
    return isinstance(entry, dict) and entry.get("keys") == 0


class SegmentWriter:
    """Writes one segment, portion by portion in the order of the hashes; told of when it closes without an error."""

    def __init__(self, path: Path, stream: bytes, whole: Callable[[str, int], None]):
        self._path = path
        self._stream = stream
        self._whole = whole
        self._keys = self._portions = 0

    def __enter__(self) -> Self:
        self._open = ExitStack()
        return self

    def write(self, hashes: Hashes, keys: pa.Array, draws: Draws | None = None) -> None:
        """Append keys with their hashes, ascending and behind those before; fresh draws unless draws are given."""
        if not len(hashes):
            return
        if not self._keys:
            self._begin()
        self._index.write(hashes.tobytes())
        self._draws.write(self._draw(len(hashes)) if draws is None else draws.tobytes())
        self._names.write_table(pa.table({"key": keys.cast(TEXT)}))
        self._keys += len(hashes)
        self._portions += 1

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._open.close()
        if kind is None and self._keys:
            self._whole(self._path.name, self._keys)

    def _begin(self) -> None:
        schema = pa.schema([pa.field("key", TEXT)])
        self._index = self._open.enter_context(self._path.with_suffix(".u64").open("wb"))
        self._draws = self._open.enter_context(self._path.with_suffix(".draws").open("wb"))
        self._names = self._open.enter_context(pa.ipc.new_file(str(self._path.with_suffix(".arrow")), schema))

    def _draw(self, count: int) -> bytes:
        """The next `count` draws of the random stream: SHAKE-256 as an extendable output of the secret seed."""
        return hashlib.shake_256(self._stream + self._portions.to_bytes(8, "big")).digest(count * DRAW)
