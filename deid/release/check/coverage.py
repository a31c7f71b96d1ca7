"""Every file under data/ is accounted for: a table of the policy, or a DICOM object under data/dicom."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from deid.evidence import CheckResult
from deid.release.check.notes import Notes
from deid.release.check.policy import Policy

DATA = "data"
OBJECTS = "data/dicom/"
DIRECTORY = "data/dicom/DICOMDIR"
_NAMED = re.compile(r"data/dicom/.+\.dcm")
# Components of a File ID: eight characters of the default repertoire (PS3.10 section 8.2).
_FILE_ID = re.compile(r"data/dicom(?:/[A-Z0-9_]{1,8}){1,7}")


@dataclass(frozen=True, slots=True)
class Tree:
    """What stands under a folder: paths relative to it, with forward slashes, in order.

    Attributes:
        files: plain files.
        others: links, devices and whatever else is no plain file or folder.
        empty: folders without anything in them.
    """

    files: tuple[str, ...]
    others: tuple[str, ...]
    empty: tuple[str, ...]


def tree_of(top: Path, below: str = "") -> Tree:
    """Everything under a folder; links are not followed."""
    files: list[str] = []
    others: list[str] = []
    empty: list[str] = []
    start = top / below if below else top
    if start.is_symlink():
        return Tree((), (below,), ())
    for folder, entries in _folders(start):
        if not entries:
            empty.append(folder.relative_to(top).as_posix())
        for entry in entries:
            path = (folder / entry.name).relative_to(top).as_posix()
            if entry.is_symlink() or not (entry.is_file() or entry.is_dir()):
                others.append(path)
            elif entry.is_file():
                files.append(path)
    return Tree(tuple(sorted(files)), tuple(sorted(others)), tuple(sorted(empty)))


def _folders(start: Path) -> Iterator[tuple[Path, list[os.DirEntry[str]]]]:
    waiting = [start] if start.is_dir() else []
    while waiting:
        folder = waiting.pop()
        with os.scandir(folder) as listing:
            entries = list(listing)
        yield folder, entries
        waiting += [folder / entry.name for entry in entries if entry.is_dir(follow_symlinks=False)]


def check_coverage(tree: Tree, policy: Policy) -> CheckResult:
    """Whether the files under data/ are exactly those that the policy speaks of."""
    notes = Notes("every file is accounted for")
    present = set(tree.files)
    listed = {table.path for table in policy.tables}
    objects = [path for path in tree.files if path.startswith(OBJECTS) and path not in listed]
    for path in sorted(listed - present):
        notes.add(path, "the policy lists it, and it is missing")
    for path in sorted(path for path in listed if not path.startswith("data/") or ".." in path.split("/")):
        notes.add(path, "stands outside data/")
    notes.count(DATA, len(present - listed - set(objects)), "files", "are not in the policy")
    notes.count(DATA, len(tree.others), "entries", "are links or no plain files")
    notes.count(DATA, len(tree.empty), "folders", "are empty")
    if policy.dicom.file_set:
        objects = [path for path in objects if path != DIRECTORY]
    named = _FILE_ID if policy.dicom.file_set else _NAMED
    strange = sum(named.fullmatch(path) is None for path in objects)
    notes.count("data/dicom", strange, "files", "are not named as DICOM objects")
    if len(objects) != policy.dicom.objects:
        notes.add("data/dicom", "the number of objects is not that of the policy")
    return notes.result(f"{len(present):,} files")
