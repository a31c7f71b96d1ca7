"""The vault: a folder, closed to others, that holds what must never leave."""

from __future__ import annotations

import fcntl
import json
import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from deid.errors import VaultError
from deid.vault import offsets, owners
from deid.vault.crosswalk import Crosswalk, Entry
from deid.vault.harvest import Harvest
from deid.vault.hashing import sorted_distinct
from deid.vault.persons import DICOM, LINKABLE, MET, Links, person_keys
from deid.vault.secret import FORMAT, MARK, SECRET_LENGTH, commitment, harvest_seed, key_for, secret_of

DOMAINS = ("person", "record", "uid")
_RELEASES = "releases"


@dataclass(frozen=True, slots=True)
class Recorded:
    """A release that was made with a vault.

    Attributes:
        name: of the release.
        data_sha256: digest of its payload manifest.
        folder: where it stood when it was made.
    """

    name: str
    data_sha256: str
    folder: Path


class Vault:
    """Keys, the crosswalk and harvested values of one data holder's releases.

    Releases that are made with one vault link: a person keeps the code. For a release that must not link to
    another, use a fresh vault.
    """

    def __init__(self, path: Path, secret: bytes):
        self.path = path
        self._secret = secret

    @classmethod
    def create(cls, path: str | Path) -> Vault:
        """Make a new vault, readable by its owner alone.

        Raises:
            VaultError: something stands at the path already.
        """
        path = Path(path)
        if path.is_symlink() or (path.exists() and any(path.iterdir() if path.is_dir() else [path])):
            raise VaultError("there is something at the vault's path already; name a new folder")
        try:
            path.mkdir(mode=0o700, parents=True, exist_ok=True)
            path.chmod(0o700)
            _write_private(path / "secret", secrets.token_bytes(SECRET_LENGTH))
            _write_private(path / MARK, json.dumps({"deid_vault": FORMAT}).encode())
        except OSError as error:
            raise VaultError(f"{path}: the vault cannot be made: {os.strerror(error.errno or 0)}") from None
        return cls.open(path)

    @classmethod
    def open(cls, path: str | Path) -> Vault:
        """Open an existing vault.

        Raises:
            VaultError: it is missing, is no vault, or can be read by others.
        """
        path = Path(path)
        return cls(path, secret_of(path))

    @classmethod
    def open_or_create(cls, path: str | Path) -> Vault:
        """Open the vault at the path, or make one where nothing stands."""
        path = Path(path)
        return cls.open(path) if path.is_dir() and any(path.iterdir()) else cls.create(path)

    @classmethod
    @contextmanager
    def passing(cls) -> Iterator[Vault]:
        """A vault in a private temporary folder, destroyed afterwards: its codes cannot be looked up again."""
        folder = Path(tempfile.mkdtemp(prefix="deid-vault-"))
        try:
            yield cls.create(folder)
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the vault alone while codes are drawn and used.

        Raises:
            VaultError: another run holds it.
        """
        with (self.path / "lock").open("w") as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise VaultError(f"another run is using the vault {self.path}; wait for it to end") from None
            self._clear_after_killed_runs()
            yield

    def _clear_after_killed_runs(self) -> None:
        """Destroy what a run that was killed had spilled; only while nobody else holds the vault."""
        for left in self.path.glob("run-*"):
            shutil.rmtree(left, ignore_errors=True)

    @contextmanager
    def workspace(self) -> Iterator[Path]:
        """A folder inside the vault for what a run must spill to disk; gone afterwards."""
        folder = Path(tempfile.mkdtemp(prefix="run-", dir=self.path))
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def crosswalk(self, domain: str) -> Crosswalk:
        """The crosswalk of one domain: ``person``, ``record`` or ``uid``."""
        return Crosswalk(self.path / "crosswalk" / domain, domain, self._secret)

    def links(self, workspace: Path) -> Links:
        """Pairs of person keys met in this run."""
        return Links(self.crosswalk("person"), workspace / "links")

    def harvest(self, workspace: Path) -> Harvest:
        """The harvest of this run."""
        return Harvest(workspace / "harvest", harvest_seed(self._secret))

    def commitment(self, label: str, content: bytes) -> str:
        """A keyed digest for naming something in a release without letting anyone confirm a guess at it."""
        return commitment(self._secret, label, content)

    def key_for(self, purpose: str) -> bytes:
        """A key for treatments that derive values, such as ``shift``."""
        return key_for(self._secret, purpose)

    def lookup(self, code: str) -> list[Entry]:
        """Everything that stands behind a code: re-identification, for whoever holds the vault."""
        wanted = code.strip()
        return [entry for domain in DOMAINS for entry in self.crosswalk(domain).entries() if entry.code == wanted]

    def lookup_key(self, key: str) -> frozenset[str]:
        """The codes of the person who has this key in the source, in any namespace; of an unknown key, none."""
        spelled = pa.concat_arrays([person_keys(space, pa.array([key.strip()])) for space in (*LINKABLE, DICOM)])
        crosswalk = self.crosswalk("person")
        known = spelled.filter(pa.array(crosswalk.has(spelled)))
        return frozenset(crosswalk.codes(known).to_pylist())

    def record_release(
        self, release: str, data_sha256: str, workspace: Path, folder: Path, left_behind: Sequence[tuple[str, str]] = ()
    ) -> None:
        """Remember whom a release is about, by the keyed places of the run's person keys, and what it left behind.

        Args:
            release: its name.
            data_sha256: digest of its payload manifest.
            workspace: of the run that made it.
            folder: where it will stand.
            left_behind: the place and the reason of each object that went into quarantine.
        """
        met = workspace / MET
        places = sorted_distinct(np.fromfile(met, np.uint64)) if met.exists() else np.zeros(0, np.uint64)
        records = self.path / _RELEASES
        records.mkdir(mode=0o700, exist_ok=True)
        places.tofile(records / f"{release}.u64")
        owners.keep(workspace, records / f"{release}.owners")
        offsets.keep(workspace, records / f"{release}{offsets.ENDING}")
        told = {"release": release, "data_sha256": data_sha256, "folder": str(folder.absolute())}
        quarantine = [{"place": place, "reason": reason} for place, reason in left_behind]
        (records / f"{release}.json").write_text(json.dumps({**told, "quarantine": quarantine}))

    def offsets_of(self, release: str) -> Iterator[dict[str, Any]]:
        """Where the replaced values of the release's scrubbed texts stood, an entry a text.

        Raises:
            VaultError: the vault knows no such release, or none of its texts was scrubbed.
        """
        path = self.path / _RELEASES / f"{release}{offsets.ENDING}"
        if Path(release).name != release or not path.is_file():
            raise VaultError("the vault has no offsets of such a release: it is not the vault's, or scrubbed no text")
        return offsets.read(path)

    def releases(self) -> list[Recorded]:
        """The releases that were made with this vault, by name.

        Raises:
            VaultError: a record is damaged.
        """
        try:
            told = [json.loads(path.read_bytes()) for path in sorted((self.path / _RELEASES).glob("*.json"))]
            return [Recorded(one["release"], one["data_sha256"], Path(one.get("folder", ""))) for one in told]
        except (OSError, ValueError, KeyError, TypeError):
            raise VaultError(f"{self.path}: a record of its releases is damaged") from None

    def held_in(self, codes: frozenset[str]) -> list[str]:
        """The names of the releases that hold a person, by the codes of the person."""
        places = self.crosswalk("person").places_of(codes)
        return [record.stem for record in self._records() if np.isin(np.fromfile(record, np.uint64), places).any()]

    def forget(self, codes: frozenset[str]) -> int:
        """Destroy the crosswalk's rows of these codes in every domain, and their traces in the records of releases.

        UIDs that stood in the person's DICOM objects alone go, too, also of objects that were never released.

        Args:
            codes: of a person, and of what belongs to the person.

        Returns:
            How many rows there were.
        """
        gone = {domain: self.crosswalk(domain).forget(codes) for domain in DOMAINS}
        images = owners.forget(sorted((self.path / _RELEASES).glob("*.owners")), gone["person"])
        gone["image"] = self.crosswalk("uid").forget_places(images)
        for record in self._records():
            places = np.fromfile(record, np.uint64)
            beside = record.with_suffix(".new")
            places[~np.isin(places, gone["person"])].tofile(beside)
            beside.replace(record)
        return sum(map(len, gone.values()))

    def _records(self) -> list[Path]:
        return sorted((self.path / _RELEASES).glob("*.u64"))

    def entries(self, domain: str) -> Iterator[Entry]:
        """The whole crosswalk of a domain."""
        return self.crosswalk(domain).entries()


def _write_private(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as sink:
        sink.write(content)
