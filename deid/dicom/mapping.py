"""Which new UID and Patient ID stands for which old one: for whoever holds the vault, and for nobody else."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final, Literal

from deid.arrow import texts
from deid.dicom.vaulted import keyed_uid
from deid.errors import UsageError
from deid.vault import Vault

_COLUMNS: Final = ("kind", "old", "issuer", "new")
_AT_ONCE: Final = 10_000


@dataclass(frozen=True, slots=True)
class Mapping:
    """One line of the mapping.

    Attributes:
        kind: whose it is.
        old: the UID or Patient ID of the source.
        issuer: of the Patient ID, where the source states one.
        new: the UID or code of the releases.
    """

    kind: Literal["patient", "uid"]
    old: str
    issuer: str
    new: str


def mapping(vault: Vault, *, keyed: bool = False) -> Iterator[Mapping]:
    """Every person's key and every UID that releases made with the vault have met.

    Args:
        vault: the vault.
        keyed: whether the releases' UIDs are keyed ones (``uids: keyed`` in the profile).
    """
    for entry in vault.entries("person"):
        old, _, issuer = entry.key.partition("^")
        yield Mapping("patient", old, issuer, entry.code)
    crosswalk, key = vault.crosswalk("uid"), vault.key_for("uid")
    entries = vault.entries("uid")
    while old_uids := [entry.key for entry in islice(entries, _AT_ONCE)]:
        drawn = [keyed_uid(uid, key) for uid in old_uids] if keyed else crosswalk.uids(texts([*old_uids]))
        for uid, new in zip(old_uids, drawn, strict=True):
            yield Mapping("uid", uid, "", new)


def export(vault: Vault, path: Path, *, keyed: bool = False) -> int:
    """Write the mapping as CSV, readable by its owner alone; returns how many lines it has.

    Raises:
        UsageError: something stands at the path already, or it cannot be written.
    """
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise UsageError(f"{path}: cannot be made ({error.strerror})") from None
    count = 0
    with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as sink:
        writer = csv.writer(sink)
        writer.writerow(_COLUMNS)
        for line in mapping(vault, keyed=keyed):
            writer.writerow((line.kind, line.old, line.issuer, line.new))
            count += 1
    return count
