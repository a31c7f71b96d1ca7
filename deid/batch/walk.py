"""The files of an export: walked in one order, each recognised by its content, none followed out of the folder."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from deid.dicom.recognise import looks_like_dicom
from deid.errors import Unreadable, UsageError
from deid.planning.survey import Dialect
from deid.planning.targets import texts_of
from deid.safe_harbor.identifying_names import file_identifies
from deid.tables.dialect import chunks

_HEAD = 4096


@dataclass(frozen=True, slots=True)
class Found:
    """One file of the export.

    Attributes:
        path: where it is.
        source: its path under the input, with slashes.
        place: the same as a reader may see it: ``file 7`` where the name itself may identify a person.
        content: what its first bytes say.
        reason: why it cannot be read.
        dialect: of delimited text, once the survey has found it out.
    """

    path: Path
    source: str
    place: str
    content: Literal["dicom", "table", "unreadable"]
    reason: str = ""
    dialect: Dialect | None = None


def walk(top: Path) -> tuple[Found, ...]:
    """Every file under the input, in the order of their names.

    Raises:
        UsageError: the input does not exist.
    """
    if not top.exists():
        raise UsageError(f"{top}: no such file or folder")
    if not top.is_dir():
        return (_found(top.resolve(), top.name, 1),)
    files = sorted(_files(top), key=lambda path: path.relative_to(top).as_posix())
    return tuple(_found(path, path.relative_to(top).as_posix(), order) for order, path in enumerate(files, 1))


def _files(folder: Path) -> Iterator[Path]:
    closed: list[Path] = []
    for where, folders, names in os.walk(folder, onerror=lambda error: closed.append(Path(error.filename))):
        folders.sort()
        yield from (Path(where) / name for name in names)
        yield from (Path(where) / name for name in folders if (Path(where) / name).is_symlink())
    yield from closed


def _found(path: Path, source: str, order: int) -> Found:
    shown = source if may_be_shown(source) else f"file {order}"
    try:
        if path.is_symlink():
            raise Unreadable("a symbolic link; it is not followed")
        if not _is_text(source):
            raise Unreadable("a file name that is no text")
        if path.is_dir():
            raise Unreadable("a folder that cannot be opened")
        if not stat.S_ISREG(path.stat().st_mode):
            raise Unreadable("no regular file")
        with path.open("rb") as stream:
            head = stream.read(_HEAD)
        if looks_like_dicom(head):
            return Found(path, source, shown, "dicom")
        next(chunks(path), b"")
    except Unreadable as error:
        return Found(path, source, shown, "unreadable", error.reason)
    except PermissionError:
        return Found(path, source, shown, "unreadable", "no permission to read the file")
    except OSError as error:
        return Found(path, source, shown, "unreadable", f"cannot be read: {error.__class__.__name__}")
    return Found(path, source, shown, "table")


def _is_text(source: str) -> bool:
    """Whether the name's bytes are UTF-8: others can be neither planned nor reported."""
    return not any("\ud800" <= character <= "\udfff" for character in source)


_NUMBERED = re.compile(r"file \d+")


def may_be_shown(source: str) -> bool:
    """Whether the name is fit for a reader: no person in any part of it, one line, and no place of another file."""
    if not _is_text(source) or not source.isprintable() or _NUMBERED.fullmatch(source):
        return False
    return not any(file_identifies(part) for name in source.split("/") for part in texts_of(name))
