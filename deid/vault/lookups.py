"""Look-ups of a few values at a time, without arrays: numpy and pyarrow take long to load.

They read what :class:`~deid.vault.crosswalk.Crosswalk` and :class:`~deid.vault.harvest.Harvest` wrote and answer alike.
"""

from __future__ import annotations

import hashlib
import json
import mmap
import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Final

from deid.errors import Unreadable, VaultError
from deid.vault.kinds import Kind, salt
from deid.vault.secret import harvest_seed, key_for, places_seed, secret_of
from deid.vault.spelling import squeeze_texts

_MASK: Final = 0xFFFFFFFFFFFFFFFF
_MULTIPLIER: Final = 0xFF51AFD7ED558CCD
_FINISHER: Final = 0xC4CEB9FE1A85EC53
_LONGEST_IN_STEP: Final = 512
_DRAW: Final = 16
_ALPHABET: Final = "ABCDEFGHJKMNPQRSTVWXYZ0123456789"
_LETTERS: Final = 22
# Something to tell people apart by: no placeholder has such a digit.
_PLAIN_NUMBER: Final = re.compile(r"(?=.*[1-9])[A-Z0-9][A-Z0-9-]{1,62}[A-Z0-9]")


def hash_text(text: str, seed: int) -> int:
    """The hash that :func:`deid.vault.hashing.hash_strings` gives a value."""
    content = text.encode()
    state = ((len(content) + 1) * _FINISHER & _MASK) ^ (seed & _MASK)
    for at in range(0, min(max(len(content), 1), _LONGEST_IN_STEP), 8):
        state = _mix(state ^ int.from_bytes(content[at : at + 8], "little"))
    if len(content) > _LONGEST_IN_STEP:
        key = (seed & _MASK).to_bytes(8, "little")
        rest = hashlib.blake2b(content[_LONGEST_IN_STEP:], key=key, digest_size=8)
        state ^= int.from_bytes(rest.digest(), "little")
    return _mix(state)


def _mix(state: int) -> int:
    state = (state ^ (state >> 33)) * _MULTIPLIER & _MASK
    state = (state ^ (state >> 33)) * _FINISHER & _MASK
    return state ^ (state >> 33)


def _mapped(path: Path) -> memoryview:
    """A file's bytes; none for one that is missing or empty."""
    if not path.exists() or not path.stat().st_size:
        return memoryview(b"")
    with path.open("rb") as stored:
        return memoryview(mmap.mmap(stored.fileno(), 0, access=mmap.ACCESS_READ))


@dataclass(slots=True)
class HarvestLookups:
    """What was harvested, for a few texts at a time."""

    folder: Path
    seed: int
    _index: dict[Kind, memoryview] = field(default_factory=dict)

    def places(self, kind: Kind, squeezed: Sequence[str]) -> list[int]:
        """The places of those squeezed strings that were harvested under this kind."""
        index = self._open(kind)
        seed = self.seed ^ salt(kind)
        return [place for place, text in enumerate(squeezed) if len(index) and _row(index, hash_text(text, seed)) >= 0]

    def which_text(self, kind: Kind, texts: Sequence[str]) -> list[bool]:
        """Which of these texts were harvested under this kind; they are squeezed here."""
        found = set(self.places(kind, squeeze_texts(list(texts)))) if texts else set()
        return [place in found for place in range(len(texts))]

    def _open(self, kind: Kind) -> memoryview:
        if kind not in self._index:
            self._index[kind] = _mapped(self.folder / f"{kind.value}.u64").cast("Q")
        return self._index[kind]


@dataclass(frozen=True)
class CrosswalkLookups:
    """The keys of one domain and what stands for them."""

    folder: Path
    domain: str
    seed: int

    @cached_property
    def _segments(self) -> list[tuple[memoryview, memoryview]]:
        listing = self.folder / "segments.json"
        try:
            listed = json.loads(listing.read_text()) if listing.exists() else []
            paths = [self.folder / entry["name"] for entry in listed if entry.get("keys") != 0]
            found = [(_mapped(path.with_suffix(".u64")), _mapped(path.with_suffix(".draws"))) for path in paths]
        except (OSError, ValueError, TypeError, KeyError):
            found = [(memoryview(b"?"), memoryview(b""))]
        if any(len(draws) * 8 != len(index) * _DRAW for index, draws in found):
            raise VaultError(f"the crosswalk of '{self.domain}' is damaged: restore the vault from a backup")
        return [(index.cast("Q"), draws) for index, draws in found]

    def _drawn(self, key: str | None) -> bytes:
        """The random bytes that were drawn for a key."""
        hashed = 0 if key is None else hash_text(key, self.seed)
        for index, draws in self._segments if key is not None else ():
            row = _row(index, hashed)
            if row >= 0:
                return bytes(draws[row * _DRAW : (row + 1) * _DRAW])
        raise Unreadable(f"a key of the domain '{self.domain}' appeared that the survey had not met")

    def uid(self, key: str) -> str:
        """A DICOM UID under 2.25 for a key (PS3.5 section B.2).

        Raises:
            Unreadable: the key was never met.
        """
        return f"2.25.{int.from_bytes(self._drawn(key), 'big')}"

    def code(self, key: str | None) -> str:
        """The code of a key.

        Raises:
            Unreadable: the key was never met, or is nobody's.
        """
        drawn = self._drawn(key)
        halves = [int.from_bytes(drawn[start : start + 5], "big") for start in (0, 5)]
        places = [number >> 5 * place & 31 for number in halves for place in range(8)]
        return "".join(_ALPHABET[at % _LETTERS if not place % 5 else at] for place, at in enumerate(places))


def _row(index: memoryview, hashed: int) -> int:
    """Where a hash stands in an ascending index; -1 where it does not."""
    row = bisect_left(index, hashed)
    return row if row < len(index) and index[row] == hashed else -1


class Lookups:
    """A vault, for those who look a few values up and write nothing.

    Args:
        path: of an existing vault.

    Raises:
        VaultError: it is missing, is no vault, is damaged, or can be read by others.
    """

    def __init__(self, path: str | Path):
        self._path = Path(path)
        self._secret = secret_of(self._path)

    def crosswalk(self, domain: str) -> CrosswalkLookups:
        """The crosswalk of one domain: ``person``, ``record`` or ``uid``."""
        return CrosswalkLookups(self._path / "crosswalk" / domain, domain, places_seed(self._secret, domain))

    def harvest(self, workspace: Path) -> HarvestLookups:
        """The harvest of a run."""
        return HarvestLookups(workspace / "harvest", harvest_seed(self._secret))

    def key_for(self, purpose: str) -> bytes:
        """A key for treatments that derive values, such as ``shift``."""
        return key_for(self._secret, purpose)


def dicom_key(patient_id: str, issuer: str) -> str | None:
    """The key of a Patient ID (0010,0020) with its issuer (0010,0021); None where it is nobody's."""
    spelled = patient_id.strip(" ").upper() if patient_id.isascii() else patient_id
    if _PLAIN_NUMBER.fullmatch(spelled):
        return f"dicom:{spelled.lstrip('0') if spelled.isdecimal() else spelled}" + (f"^{issuer}" if issuer else "")
    # Whatever is less plain is spelled by the same steps as in tables.
    from deid.vault.persons import dicom_keys

    known = dicom_keys([patient_id], [issuer])[0].as_py()
    return None if known is None else str(known)
