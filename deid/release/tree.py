"""The files of a release folder: in order, and only such as a recipient can take in without surprise."""

from __future__ import annotations

import os
import stat
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that stands in a release folder.

    Attributes:
        path: where, from the folder, with ``/`` between the parts.
        problem: the class of problem that bars it from a release; empty for a plain file.
    """

    path: str
    problem: str = ""


def walk(folder: Path) -> Iterator[Entry]:
    """Every file below a folder, sorted by its whole path, and every thing that is not to be there.

    Symbolic links are reported and never followed. Memory grows with the largest folder only.
    """
    yield from _walk(os.fspath(folder), "")


def _walk(folder: str, prefix: str) -> Iterator[Entry]:
    with os.scandir(folder) as found:
        entries = sorted((_sort_key(entry), entry.name) for entry in found)
    if not entries and prefix:
        yield Entry(printable(prefix.rstrip("/")), "empty folder, which no manifest can list")
    seen: dict[str, str] = {}
    for key, name in entries:
        path, full = prefix + name, os.path.join(folder, name)  # noqa: PTH118 - a million objects are walked here
        problem = problem_of_name(name) or _clash(name, seen)
        if problem:
            yield Entry(printable(path), problem)
        elif key.endswith("/"):
            yield from _walk(full, path + "/")
        else:
            yield Entry(path, _problem_of_file(full))


def _sort_key(entry: os.DirEntry[str]) -> str:
    """A key under which a walk in depth gives the order of the whole paths."""
    return entry.name + "/" if entry.is_dir(follow_symlinks=False) else entry.name


def problem_of_name(name: str) -> str:
    """What bars a single file or folder name from a release; empty where nothing does."""
    if name in ("", ".", ".."):
        return "path that leaves the folder or stands still"
    if name.startswith("."):
        return "hidden file or folder"
    if "\\" in name or "\0" in name:
        return "backslash or NUL in a name"
    if any(unicodedata.category(character) == "Cs" for character in name):
        return "name that is not valid Unicode"
    return ""


def prune(folder: Path) -> None:
    """Take away empty folders below a folder: no manifest can list them."""
    for path, _, _ in os.walk(folder, topdown=False):
        if path != os.fspath(folder) and not os.listdir(path):  # noqa: PTH208 - a million objects are walked here
            os.rmdir(path)  # noqa: PTH106


def printable(path: str) -> str:
    """A path fit for a message: what cannot be printed is escaped."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in path)


def folded(path: str) -> str:
    """A path as a file system sees it that tells neither case nor Unicode composition apart."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())


def _clash(name: str, seen: dict[str, str]) -> str:
    if folded(name) in seen:
        return "name that differs from another only in case or composition"
    seen[folded(name)] = name
    return ""


def _problem_of_file(path: str) -> str:
    found = os.lstat(path)
    if stat.S_ISLNK(found.st_mode):
        return "symbolic link"
    if not stat.S_ISREG(found.st_mode):
        return "neither file nor folder"
    if found.st_mode & (stat.S_ISUID | stat.S_ISGID):
        return "a program that runs as somebody else (set-user-ID or set-group-ID)"
    if found.st_nlink > 1:
        return "hard link: under its other name it can be changed after this check; copy the release"
    return ""
