"""Whose image a UID names: pairs of keyed places, so that a person's UIDs go with the person, released or not.

Nothing here can be read back into a UID or a number: a place is a keyed hash.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import numpy.typing as npt

from deid.vault.hashing import Hashes

_FOLDER = "owners"
Pairs = npt.NDArray[np.uint64]
"""Shape (n, 2): the place of a UID, and of the person in whose object it stands."""


def note(workspace: Path, name: str, uids: Hashes, persons: Hashes) -> None:
    """Write down pairs that a worker met: both of shape (n,)."""
    folder = workspace / _FOLDER
    folder.mkdir(exist_ok=True)
    with (folder / name).open("ab") as sink:
        np.column_stack([uids, persons]).tofile(sink)


def keep(workspace: Path, target: Path) -> None:
    """Write all pairs of a run into one file."""
    folder = workspace / _FOLDER
    with target.open("wb") as sink:
        for path in sorted(folder.iterdir()) if folder.exists() else ():
            with path.open("rb") as source:
                shutil.copyfileobj(source, sink)


def forget(files: Iterable[Path], persons: Hashes) -> Hashes:
    """Take persons out of records of pairs; returns the places of the UIDs that were theirs alone."""
    theirs, others = [np.zeros(0, np.uint64)], [np.zeros(0, np.uint64)]
    for path in files:
        pairs = _read(path)
        gone = np.isin(pairs[:, 1], persons)
        theirs.append(pairs[gone, 0])
        others.append(pairs[~gone, 0])
        if gone.any():
            beside = path.with_suffix(".new")
            pairs[~gone].tofile(beside)
            beside.replace(path)
    return np.setdiff1d(np.concatenate(theirs), np.concatenate(others))


def _read(path: Path) -> Pairs:
    return np.fromfile(path, np.uint64).reshape(-1, 2)
