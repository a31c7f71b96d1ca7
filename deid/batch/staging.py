"""Where a run works until it is done: a folder beside the release, and the vault held alone."""

from __future__ import annotations

import ctypes
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from deid.errors import Refused, UsageError
from deid.vault import Vault

_SUFFIX = ".partial"
_MANY = 64


def check_places(top: Path, target: Path, vault: Path) -> None:
    """Whether a run can read and write where it was told to, before anything is read.

    Raises:
        UsageError: something is missing, in the way, or would stand inside something else.
    """
    if not top.exists():
        raise UsageError(f"{top}: no such file or folder")
    if not target.name:
        raise UsageError(f"{target}: no name for a new folder")
    if os.path.lexists(target):
        raise UsageError(f"{target}: exists already; name a new folder")
    for path, what in ((target, "the release"), (vault, "the vault")):
        if top.is_dir() and path.resolve().is_relative_to(top.resolve()):
            raise UsageError(f"{path}: {what} must not lie inside the input")
        if not path.resolve().parent.is_dir():
            raise UsageError(f"{path}: the folder that {what} shall stand in does not exist")
    if top.resolve().is_relative_to(vault.resolve()):
        raise UsageError(f"{top}: the input must not lie inside the vault")
    if vault.resolve().is_relative_to(target.resolve()) or target.resolve().is_relative_to(vault.resolve()):
        raise UsageError("the vault and the release must not lie inside each other")


@contextmanager
def held(path: Path) -> Iterator[Vault]:
    """The vault at a path, made when nothing stands there, and held alone.

    A vault that was made here goes again when the block fails: no release carries its codes.

    Raises:
        VaultError: it is no vault, open to others, or another run holds it.
    """
    fresh = not os.path.lexists(path)
    vault = Vault.open_or_create(path)
    with vault.locked():
        clear_leftovers(vault)
        try:
            yield vault
        except BaseException:
            if fresh:
                shutil.rmtree(path, ignore_errors=True)
            raise


def clear_leftovers(vault: Vault) -> None:
    """Destroy the workspaces of killed runs in a vault that is held alone: nobody uses them any more."""
    for folder in vault.path.glob("run-*"):
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def staged(target: Path) -> Iterator[Path]:
    """A folder beside the release, renamed to it when all is done, and destroyed when anything fails.

    Folders that killed runs left behind are destroyed first; one of a run that is still at work is locked.

    Raises:
        UsageError: the folder that the release shall stand in cannot be written.
        Refused: the release could not be written.
    """
    parent = target.resolve().parent
    try:
        _clear_staged(parent, target.name)
        folder = Path(tempfile.mkdtemp(prefix=f".{target.name}.", suffix=_SUFFIX, dir=parent))
    except OSError as error:
        raise UsageError(f"{target}: cannot be written here ({_said(error)})") from None
    lock = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):  # a file system without locks: then nobody takes the folder for a leftover either
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield folder
        _sync(folder)
        folder.chmod(0o755)
        folder.rename(target)
        _sync_one(parent)
    except OSError as error:
        raise Refused(f"the release could not be written: {_said(error)}") from None
    finally:
        os.close(lock)
        shutil.rmtree(folder, ignore_errors=True)


def _clear_staged(parent: Path, name: str) -> None:
    with os.scandir(parent) as entries:
        found = [Path(e.path) for e in entries if e.name.startswith(f".{name}.") and e.name.endswith(_SUFFIX)]
    for folder in found:
        with suppress(OSError):
            lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(folder)
            finally:
                os.close(lock)


def _said(error: OSError) -> str:
    return os.strerror(error.errno) if error.errno else type(error).__name__


def _sync(folder: Path) -> None:
    """Have everything in a folder on the disk: many files by one request, which a journal answers with one entry."""
    written = [*sorted(folder.rglob("*")), folder]
    if len(written) > _MANY and _sync_file_system(folder):
        return
    for path in written:
        _sync_one(path)


def _sync_file_system(folder: Path) -> bool:
    """Have all of a folder's file system on the disk; whether the system knows how (syncfs(2), of Linux).

    Raises:
        OSError: something could not be written.
    """
    syncfs = getattr(ctypes.CDLL(None, use_errno=True), "syncfs", None)
    if syncfs is None:
        return False
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        if syncfs(descriptor):
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    finally:
        os.close(descriptor)
    return True


def _sync_one(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
