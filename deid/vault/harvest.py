"""What identifies the persons of an export, harvested so that the check can prove that none of it survived.

Kept as keyed hashes on disk, with a bit map in front: looking a value up costs the same for a thousand persons
as for ten million. Nothing here can be read back into a value.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from deid.vault.hashing import Hashes, hash_strings, sorted_distinct, squeeze
from deid.vault.kinds import Kind, salt
from deid.vault.octets import Octets
from deid.vault.spelling import squeeze_texts
from deid.vault.spool import Spool, read_partitions

_FEWEST_BITS, _MOST_BITS = 16, 30
_BLOCK = 1 << 18
SHORTEST = 5
SHORTEST_NAME = 3
_WORD = re.compile(r"[^\W_]+")


class Harvest:
    """Collects values while an export is read, then answers which strings are among them."""

    def __init__(self, folder: Path, seed: int):
        self._folder = folder
        self._seed = seed
        self._spools: dict[Kind, Spool] = {}
        self._index: dict[Kind, Hashes] = {}
        self._map: tuple[npt.NDArray[np.uint8], np.uint64] | None = None

    def writer(self, name: str) -> HarvestWriter:
        """A writer with files of its own, for one worker or one file of the export."""
        return HarvestWriter(self._folder, self._seed, name)

    def seal(self) -> dict[Kind, int]:
        """Sort what all writers brought into the index; returns how many distinct values of each kind."""
        counts = {}
        self._folder.mkdir(parents=True, exist_ok=True)
        for kind in Kind:
            spooled = self._folder / kind.value
            target = self._folder / f"{kind.value}.u64"
            counts[kind] = _write_sorted(spooled, target)
            shutil.rmtree(spooled, ignore_errors=True)
        return counts

    def which(self, kind: Kind, values: pa.Array) -> npt.NDArray[np.bool_]:
        """Which of these squeezed strings (n,) were harvested under this kind."""
        return self._contains(kind, hash_strings(values, self._seed ^ salt(kind)))

    def places(self, kind: Kind, squeezed: Sequence[str]) -> list[int]:
        """The places of those squeezed strings that were harvested under this kind."""
        if not squeezed:
            return []
        return [int(place) for place in self.which(kind, pa.array(squeezed, pa.large_string())).nonzero()[0]]

    def which_text(self, kind: Kind, texts: Sequence[str]) -> list[bool]:
        """The same for a few Python strings, which are squeezed here."""
        if not texts:
            return []
        squeezed = pa.array(squeeze_texts(list(texts)), pa.large_string())
        return [bool(hit) for hit in self.which(kind, squeezed)]

    def _contains(self, kind: Kind, hashes: Hashes) -> npt.NDArray[np.bool_]:
        index = self._open(kind)
        result = np.zeros(len(hashes), np.bool_)
        if not len(index):
            return result
        bitmap, shift = self._bitmap()
        places = hashes >> shift
        candidates = np.flatnonzero((bitmap[places >> np.uint64(3)] >> (places & np.uint64(7)).astype(np.uint8)) & 1)
        wanted = hashes[candidates]
        order = np.argsort(wanted)
        found = np.searchsorted(index, wanted[order])
        result[candidates[order]] = index[np.minimum(found, len(index) - 1)] == wanted[order]
        return result

    def _open(self, kind: Kind) -> Hashes:
        if kind not in self._index:
            path = self._folder / f"{kind.value}.u64"
            empty = not path.exists() or not path.stat().st_size
            self._index[kind] = np.zeros(0, np.uint64) if empty else np.asarray(np.memmap(path, np.uint64, "r"))
        return self._index[kind]

    def _bitmap(self) -> tuple[npt.NDArray[np.uint8], np.uint64]:
        """A bit for each place that a harvested hash may have, some 16 places a hash, and how hashes become places."""
        if self._map is None:
            total = sum(len(self._open(kind)) for kind in Kind)
            bits = min(max((total * 16).bit_length(), _FEWEST_BITS), _MOST_BITS)
            bitmap, shift = np.zeros(1 << (bits - 3), np.uint8), np.uint64(64 - bits)
            for kind in Kind:
                for ascending in _blocks(self._folder / f"{kind.value}.u64"):
                    _set_bits(bitmap, ascending >> shift)
            self._map = bitmap, shift
        return self._map


class HarvestWriter:
    """Takes in identifying values as they are met; one writer a worker or file."""

    def __init__(self, folder: Path, seed: int, name: str):
        self._folder = folder
        self._seed = seed
        self._name = name
        self._spools: dict[Kind, Spool] = {}

    def add_exact(self, values: pa.Array) -> None:
        """Numbers, addresses, e-mails, full names: each as its letters and digits, zeros in front also left out."""
        squeezed = _long_enough(squeeze(values))
        self._add(Kind.EXACT, squeezed)
        zeros = np.flatnonzero(Octets.of(squeezed).first == ord("0")) if len(squeezed) else ()
        if len(zeros):
            stripped = pc.utf8_ltrim(squeezed.take(pa.array(zeros)), "0")
            self._add(Kind.EXACT, _long_enough(stripped))

    def add_words(self, kind: Kind, words: Iterable[str]) -> None:
        """Parts of names, or places, that the caller knows to be no ordinary words; or dates as YYYYMMDD."""
        kept = sorted({word for word in squeeze_texts(list(words)) if len(word) >= SHORTEST_NAME})
        if kept:
            self._add(kind, pa.array(kept, pa.large_string()))

    def close(self) -> None:
        """Finish this writer's files."""
        for spool in self._spools.values():
            spool.close()

    def _add(self, kind: Kind, squeezed: pa.Array) -> None:
        if not len(squeezed):
            return
        if kind not in self._spools:
            self._spools[kind] = Spool(self._folder / kind.value, self._name, keep_values=False)
        self._spools[kind].add(hash_strings(squeezed, self._seed ^ salt(kind)))


def words_of(text: str) -> list[str]:
    """The runs of letters and digits of a text, in order, as they are looked up."""
    return _WORD.findall(text)


def _long_enough(squeezed: pa.Array) -> pa.Array:
    """Those that are long enough to be nobody else's by chance; the column itself where all are."""
    enough = Octets.of(squeezed).lengths >= SHORTEST
    return squeezed if enough.all() else squeezed.filter(pa.array(enough))


def _blocks(path: Path) -> Iterator[Hashes]:
    """An index, portion by portion: read, not mapped, so that what is met once does not stay in memory."""
    if path.exists():
        with path.open("rb") as stored:
            while len(block := np.fromfile(stored, np.uint64, _BLOCK)):
                yield block


def _set_bits(bitmap: npt.NDArray[np.uint8], ascending: Hashes) -> None:
    """Set the bits at these places, ascending: all bits of one byte together."""
    bits = np.left_shift(np.uint8(1), (ascending & np.uint64(7)).astype(np.uint8))
    of_byte = ascending >> np.uint64(3)
    first = np.flatnonzero(np.concatenate([[True], of_byte[1:] != of_byte[:-1]]))
    bitmap[of_byte[first]] |= np.bitwise_or.reduceat(bits, first)


def _write_sorted(spooled: Path, target: Path) -> int:
    total = 0
    with target.open("wb") as sink:
        if spooled.exists():
            for table in read_partitions(spooled):
                distinct = sorted_distinct(table["hash"].to_numpy())
                distinct.tofile(sink)
                total += len(distinct)
    return total
