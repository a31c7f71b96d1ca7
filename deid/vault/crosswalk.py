"""Random codes for keys, and the way back: which code stands for which person, encounter, document or UID.

A code is drawn from the vault's random stream, which the operating system seeded when the vault was made; it is
not computed from the key that it stands for (45 CFR 164.514(c)(1)). Keys draw in the order of their keyed hashes,
which says nothing of the input's order and makes a run repeatable whatever the number of workers.

On disk: immutable segments, each sorted by hash; a new run appends a segment.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from deid.errors import Unreadable, VaultError
from deid.vault.hashing import Hashes, among, from_buffers, hash_strings
from deid.vault.secret import places_seed
from deid.vault.segments import Draws, Segments
from deid.vault.spool import Spool, read_partitions

CODE_LENGTH = 16
_ALPHABET = np.frombuffer(b"ABCDEFGHJKMNPQRSTVWXYZ0123456789", np.uint8)
_LETTERS = 22
_NEW_UID = "2.25."
_TEN_BITS = np.uint64(0x3FF)


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
        self._segments = Segments(folder, domain)
        self._stream = hashlib.blake2b(domain.encode(), key=secret, digest_size=32, person=b"deid-draws").digest()
        self._seed = places_seed(secret, domain)

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
        alias = aliases.alias if aliases is not None else np.zeros(0, np.uint64)
        standing = 0
        held_back = []
        with self._segments.new(self._stream) as writer:
            for table in read_partitions(staging):
                hashes, keys = _distinct(table)
                if met is not None:
                    with met.open("ab") as sink:
                        hashes.tofile(sink)
                new, is_alias = ~self._segments.find(hashes)[1], among(hashes, alias)
                standing_alone, waiting = new & ~is_alias, new & is_alias
                writer.write(hashes[standing_alone], keys.filter(pa.array(standing_alone)))
                held_back.append((hashes[waiting], keys.filter(pa.array(waiting))))
                standing += int(np.count_nonzero(~is_alias))
        if aliases is not None:
            self._settle_aliases(held_back, aliases)
        shutil.rmtree(staging, ignore_errors=True)
        return standing

    def _settle_aliases(self, held_back: list[tuple[Hashes, pa.Array]], aliases: Aliases) -> None:
        with self._segments.new(self._stream) as writer:
            for hashes, keys in held_back:
                draws, found = self._segments.find(aliases.canonical[np.searchsorted(aliases.alias, hashes)])
                if not found.all():
                    raise VaultError("two keys of one person were linked, but one of them was never met")
                writer.write(hashes, keys, draws)

    def has(self, keys: pa.Array) -> npt.NDArray[np.bool_]:
        """Which of these keys (n,) have a code."""
        return self._segments.find(self.place(keys))[1]

    def codes(self, keys: pa.Array) -> pa.Array:
        """The code of each key, shape (n,); null stays null.

        Raises:
            Unreadable: a key was never staged and settled.
        """
        return _as_codes(self.draws(keys), keys)

    def uids(self, keys: pa.Array) -> list[str]:
        """A DICOM UID under 2.25 for each key: the draw as an integer (PS3.5 B.2)."""
        draws = self.draws(keys)
        return [f"{_NEW_UID}{int.from_bytes(row.tobytes(), 'big')}" for row in draws]

    def draws(self, keys: pa.Array) -> Draws:
        """The 16 random bytes of each key, shape (n, 16)."""
        result, found = self._segments.find(self.place(keys))
        if keys.null_count:
            found = found | pc.is_null(keys).to_numpy(zero_copy_only=False)
        if not found.all():
            raise Unreadable(f"a key of the domain '{self.domain}' appeared that the survey had not met")
        return result

    def entries(self) -> Iterator[Entry]:
        """Every key with its code, segment by segment."""
        for draws, keys in self._segments.entries():
            codes = _as_codes(draws, keys)
            for code, key in zip(codes.to_pylist(), keys.to_pylist(), strict=True):
                yield Entry(self.domain, code, key)

    def places_of(self, codes: frozenset[str]) -> Hashes:
        """The places of the keys that stand for these codes."""
        written = pa.array(sorted(codes), pa.large_string())
        found = [one.index[_is_code_in(one.draws, written)] for one in self._segments]
        return np.concatenate([np.zeros(0, np.uint64), *found])

    def forget(self, codes: frozenset[str]) -> Hashes:
        """Destroy every row of these codes, or new UIDs; returns the places of the keys that stood there.

        What is not named keeps its code.
        """
        uids = {code.removeprefix(_NEW_UID) for code in codes if code.startswith(_NEW_UID)}
        numbers = {int(uid) for uid in uids if uid.isdecimal()}
        written = pa.array(sorted(codes), pa.large_string())
        return self._segments.forget(lambda one: _is_code_in(one.draws, written) | _is_uid_in(one.draws, numbers))

    def forget_places(self, places: Hashes) -> Hashes:
        """Destroy the rows of the keys that stand at these places; returns those that stood there."""
        return self._segments.forget(lambda one: np.isin(one.index, places))


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
    order = np.argsort(hashes)
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


def _is_code_in(draws: Draws, written: pa.Array) -> npt.NDArray[np.bool_]:
    codes = _as_codes(draws, pa.array(np.zeros(len(draws))))
    return np.asarray(pc.is_in(codes, written).to_numpy(zero_copy_only=False), np.bool_)


def _is_uid_in(draws: Draws, numbers: set[int]) -> npt.NDArray[np.bool_]:
    """Which draws are one of these numbers below 2**128: by their upper half, and then whole."""
    upper = np.ascontiguousarray(draws).view(">u8")[:, 0]
    found = np.isin(upper, [number >> 64 for number in numbers if number < 1 << 128]) if numbers else upper < 0
    for row in np.flatnonzero(found):
        found[row] = int.from_bytes(draws[row].tobytes(), "big") in numbers
    return found


def _as_codes(draws: Draws, keys: pa.Array) -> pa.Array:
    """Ten random bytes as 16 letters and digits, a letter in front and never more than four digits in a row."""
    high, low = np.ascontiguousarray(draws).view(">u8").astype(np.uint64).T
    halves = (high >> np.uint64(24), ((high & np.uint64(0xFFFFFF)) << np.uint64(16)) | (low >> np.uint64(48)))
    written = np.empty((len(draws), CODE_LENGTH // 2), np.uint16)
    for place, pairs in enumerate(_pairs_by_place()):
        number = halves[place // 4] >> np.uint64(10 * (place % 4))
        written[:, place] = pairs[(number & _TEN_BITS).view(np.int64)]
    offsets = np.arange(0, (len(draws) + 1) * CODE_LENGTH, CODE_LENGTH, dtype=np.int64)
    codes = from_buffers(offsets, written.view(np.uint8).reshape(-1))
    return pc.if_else(pc.is_valid(keys), codes, pa.scalar(None, pa.large_string())) if keys.null_count else codes


@cache
def _pairs_by_place() -> list[npt.NDArray[np.uint16]]:
    """For each two places of a code what ten bits are written as, five bits a character, the low ones first.

    At every fifth place stands a letter: no run of digits looks like a number of somebody.
    """
    numbers = np.arange(1 << 10)
    characters = np.stack([numbers & 31, numbers >> 5], 1)
    found = []
    for place in range(0, CODE_LENGTH, 2):
        lettered = [at % 5 == 0 for at in (place, place + 1)]
        chosen = np.where(lettered, characters % _LETTERS, characters)
        found.append(np.ascontiguousarray(_ALPHABET[chosen]).view(np.uint16).reshape(-1))
    return found
