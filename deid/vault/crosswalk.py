"""Random codes for keys, and the way back: which code stands for which person, encounter, document or UID.

A code is drawn from the vault's random stream, which the operating system seeded when the vault was made; it is
not computed from the key that it stands for (45 CFR 164.514(c)(1)). Keys draw in the order of their keyed hashes,
which says nothing of the input's order and makes a run repeatable whatever the number of workers.

On disk: immutable segments, each sorted by hash, listed in ``segments.json``; a new run appends a segment.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.ipc

from deid.errors import Unreadable, VaultError
from deid.vault.hashing import Hashes, among, from_buffers, hash_strings
from deid.vault.spool import Spool, read_partitions

CODE_LENGTH = 16
_DRAW = 16
_ALPHABET = np.frombuffer(b"ABCDEFGHJKMNPQRSTVWXYZ0123456789", np.uint8)
_LETTERS = 22
Draws = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the crosswalk: the code in the releases and the key in the source."""

    domain: str
    code: str
    key: str


@dataclass(frozen=True, slots=True)
class Aliases:
    """Keys that stand for the same person as another key: two columns of places, ascending by alias."""

    alias: Hashes
    canonical: Hashes


class Crosswalk:
    """The keys of one domain (persons, encounters, UIDs ...) and their random draws."""

    def __init__(self, folder: Path, domain: str, secret: bytes):
        self.domain = domain
        self._folder = folder
        self._stream = hashlib.blake2b(domain.encode(), key=secret, digest_size=32, person=b"deid-draws").digest()
        digest = hashlib.blake2b(domain.encode(), key=secret, digest_size=8, person=b"deid-places").digest()
        self._seed = int.from_bytes(digest, "little")
        self._segments: list[tuple[Hashes, Draws, Path]] | None = None

    def writer(self, name: str, staging: Path) -> KeyWriter:
        """A writer of keys met in the source, with files of its own under `staging`."""
        return KeyWriter(Spool(staging, name, keep_values=True), self._seed)

    def place(self, keys: pa.Array) -> Hashes:
        """Where each key stands in the crosswalk's order: its keyed hash, shape (n,)."""
        return hash_strings(keys, self._seed)

    def settle(self, staging: Path, aliases: Aliases | None = None, met: Path | None = None) -> int:
        """Draw a code for every staged key that has none yet; returns how many stand for themselves.

        Keys that `aliases` names draw nothing: they take the code of the key that they stand for. The places of all
        staged keys are added to the file `met`: whom this run was about.
        """
        standing = 0
        held_back = []
        for table in read_partitions(staging):
            hashes, keys = _distinct(table)
            if met is not None:
                with met.open("ab") as sink:
                    hashes.tofile(sink)
            new = ~self._find(hashes)[1]
            is_alias = among(hashes, aliases.alias) if aliases is not None else np.zeros(len(hashes), np.bool_)
            held_back.append((hashes[new & is_alias], keys.take(pa.array(np.flatnonzero(new & is_alias)))))
            fresh = np.flatnonzero(new & ~is_alias)
            if len(fresh):
                self._append(hashes[fresh], keys.take(pa.array(fresh)), None)
            standing += int(np.count_nonzero(~is_alias))
        for hashes, keys in held_back:
            if aliases is not None and len(hashes):
                draws, found = self._find(aliases.canonical[np.searchsorted(aliases.alias, hashes)])
                if not found.all():
                    raise VaultError("two keys of one person were linked, but one of them was never met")
                self._append(hashes, keys, draws)
        shutil.rmtree(staging, ignore_errors=True)
        return standing

    def has(self, keys: pa.Array) -> npt.NDArray[np.bool_]:
        """Which of these keys (n,) have a code."""
        return self._find(self.place(keys))[1]

    def codes(self, keys: pa.Array) -> pa.Array:
        """The code of each key, shape (n,); null stays null.

        Raises:
            Unreadable: a key was never staged and settled.
        """
        return _as_codes(self.draws(keys), keys)

    def uids(self, keys: pa.Array) -> list[str]:
        """A DICOM UID under 2.25 for each key: the draw as an integer (PS3.5 B.2)."""
        draws = self.draws(keys)
        return [f"2.25.{int.from_bytes(row.tobytes(), 'big')}" for row in draws]

    def draws(self, keys: pa.Array) -> Draws:
        """The 16 random bytes of each key, shape (n, 16)."""
        result, found = self._find(self.place(keys))
        if keys.null_count:
            found = found | pc.is_null(keys).to_numpy(zero_copy_only=False)
        if not found.all():
            raise Unreadable(f"a key of the domain '{self.domain}' appeared that the survey had not met")
        return result

    def entries(self) -> Iterator[Entry]:
        """Every key with its code, segment by segment."""
        for _, draws, path in self._open():
            try:
                with pa.memory_map(str(path.with_suffix(".arrow"))) as source:
                    keys = pa.ipc.open_file(source).read_all()["key"].combine_chunks()
            except (OSError, pa.ArrowException, KeyError):
                raise self._damaged() from None
            if len(keys) != len(draws):
                raise self._damaged()
            codes = _as_codes(draws, keys)
            for code, key in zip(codes.to_pylist(), keys.to_pylist(), strict=True):
                yield Entry(self.domain, code, key)

    def forget(self, codes: frozenset[str]) -> Hashes:
        """Destroy every row of these codes; returns the places of the keys that stood there.

        The segments are written anew without them: what is not named keeps its code.
        """
        gone: list[Hashes] = [np.zeros(0, np.uint64)]
        for index, draws, path in self._open():
            keys = pa.array(np.zeros(len(draws)))
            wanted = np.isin(_as_codes(draws, keys).to_numpy(zero_copy_only=False), sorted(codes))
            if wanted.any():
                gone.append(np.array(index[wanted]))
                self._rewrite(path, index, draws, ~wanted)
        self._segments = None
        return np.concatenate(gone)

    def _rewrite(self, path: Path, index: Hashes, draws: Draws, kept: npt.NDArray[np.bool_]) -> None:
        """One segment without some of its rows: each file is written beside and renamed, the listing last."""
        with pa.OSFile(str(path.with_suffix(".arrow"))) as source:
            table = pa.ipc.open_file(source).read_all().filter(pa.array(kept))
        contents = {".u64": index[kept].tobytes(), ".draws": draws[kept].tobytes()}
        listed = [
            {**entry, "keys": int(kept.sum())} if entry["name"] == path.name else entry for entry in self._listed()
        ]
        for suffix, content in contents.items():
            path.with_suffix(f"{suffix}.new").write_bytes(content)
        with pa.ipc.new_file(str(path.with_suffix(".arrow.new")), table.schema) as sink:
            sink.write_table(table)
        for suffix in (*contents, ".arrow"):
            path.with_suffix(f"{suffix}.new").replace(path.with_suffix(suffix))
        self._write_listing(listed)

    def _write_listing(self, listed: list[dict[str, Any]]) -> None:
        staged = self._folder / "segments.json.new"
        staged.write_text(json.dumps(listed))
        staged.replace(self._folder / "segments.json")

    def _find(self, hashes: Hashes) -> tuple[Draws, npt.NDArray[np.bool_]]:
        result: Draws = np.zeros((len(hashes), _DRAW), np.uint8)
        found = np.zeros(len(hashes), np.bool_)
        segments = self._open()
        if not segments or not len(hashes):
            return result, found
        order = np.argsort(hashes)
        wanted = hashes[order]
        for index, draws, _ in segments:
            low, high = np.searchsorted(wanted, index[0]), np.searchsorted(wanted, index[-1], "right")
            places = np.searchsorted(index, wanted[low:high])
            match = index[places] == wanted[low:high]
            rows = order[low:high][match]
            result[rows] = draws[places[match]]
            found[rows] = True
        return result, found

    def _open(self) -> list[tuple[Hashes, Draws, Path]]:
        if self._segments is None:
            # A segment whose every row was forgotten keeps its number, which later draws count on.
            self._segments = [self._segment(entry) for entry in self._listed() if not _is_bare(entry)]
        return self._segments

    def _segment(self, entry: dict[str, Any]) -> tuple[Hashes, Draws, Path]:
        try:
            path = self._folder / entry["name"]
            index = np.asarray(np.memmap(path.with_suffix(".u64"), np.uint64, "r"))
            draws = np.asarray(np.memmap(path.with_suffix(".draws"), np.uint8, "r")).reshape(-1, _DRAW)
            whole = len(index) == entry["keys"] == len(draws)
        except (OSError, ValueError, KeyError, TypeError):
            raise self._damaged() from None
        if not whole:
            raise self._damaged()
        return index, draws, path

    def _listed(self) -> list[dict[str, Any]]:
        listing = self._folder / "segments.json"
        try:
            return list(json.loads(listing.read_text())) if listing.exists() else []
        except (OSError, ValueError, TypeError):
            raise self._damaged() from None

    def _damaged(self) -> VaultError:
        return VaultError(f"the crosswalk of '{self.domain}' is damaged: restore the vault from a backup")

    def _append(self, hashes: Hashes, keys: pa.Array, draws: Draws | None) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        listed = self._listed()
        path = self._folder / f"{len(listed):05d}"
        hashes.tofile(path.with_suffix(".u64"))
        content = self._draw(len(listed), len(hashes)) if draws is None else draws.tobytes()
        path.with_suffix(".draws").write_bytes(content)
        table = pa.table({"key": keys})
        with pa.ipc.new_file(str(path.with_suffix(".arrow")), table.schema) as sink:
            sink.write_table(table)
        self._write_listing([*listed, {"name": path.name, "keys": len(hashes)}])
        self._segments = None

    def _draw(self, segment: int, count: int) -> bytes:
        """The next `count` draws of the random stream: SHAKE-256 as an extendable output of the secret seed."""
        return hashlib.shake_256(self._stream + segment.to_bytes(8, "big")).digest(count * _DRAW)


class KeyWriter:
    """Stages the keys of one domain as one worker or file meets them."""

    def __init__(self, spool: Spool, seed: int):
        self._spool = spool
        self._seed = seed

    def add(self, keys: pa.Array, written: pa.Array | None = None) -> None:
        """Stage these keys; nulls are left out. `written` is each key as the source spells it."""
        hashes = hash_strings(keys, self._seed)
        written = keys if written is None else written
        if keys.null_count:
            valid = pc.is_valid(keys)
            hashes, written = hashes[valid.to_numpy(zero_copy_only=False)], written.filter(valid)
        if len(hashes):
            self._spool.add(hashes, written)

    def close(self) -> None:
        """Finish this writer's files."""
        self._spool.close()


def _is_bare(entry: object) -> bool:
    return isinstance(entry, dict) and entry.get("keys") == 0


def _distinct(table: pa.Table) -> tuple[Hashes, pa.Array]:
    """The distinct hashes, ascending, each with its key; of several spellings the first in order."""
    hashes = table["hash"].to_numpy()
    keys = table["value"].combine_chunks()
    order = np.argsort(hashes, kind="stable")
    ordered = hashes[order]
    first = np.concatenate([[True], ordered[1:] != ordered[:-1]])
    starts = np.flatnonzero(first)
    chosen = order[starts]
    if len(starts) < len(ordered):
        group = np.cumsum(first) - 1
        differs = pc.not_equal(keys.take(pa.array(order)), keys.take(pa.array(chosen[group])))
        for spelled in np.unique(group[differs.to_numpy(zero_copy_only=False)]):
            end = starts[spelled + 1] if spelled + 1 < len(starts) else len(order)
            members = order[starts[spelled] : end]
            chosen[spelled] = min(members.tolist(), key=lambda row: keys[row].as_py())
    return ordered[first], keys.take(pa.array(chosen))


def _as_codes(draws: Draws, keys: pa.Array) -> pa.Array:
    """Ten random bytes as 16 letters and digits, a letter in front and never more than four digits in a row."""
    wide = np.zeros((len(draws), CODE_LENGTH), np.uint8)
    for half in (0, 1):
        number = np.zeros(len(draws), np.uint64)
        for byte in range(5):
            number = (number << np.uint64(8)) | draws[:, half * 5 + byte].astype(np.uint64)
        for place in range(8):
            wide[:, half * 8 + place] = (number >> np.uint64(5 * place)) & np.uint64(31)
    wide[:, ::5] %= _LETTERS  # letters at every fifth place: no run of digits that looks like a number of somebody
    offsets = np.arange(0, (len(draws) + 1) * CODE_LENGTH, CODE_LENGTH, dtype=np.int64)
    codes = from_buffers(offsets, np.ascontiguousarray(_ALPHABET[wide]).reshape(-1))
    return pc.if_else(pc.is_valid(keys), codes, pa.scalar(None, pa.large_string())) if keys.null_count else codes
