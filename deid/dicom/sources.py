"""Where an object's bytes are, and how those that stay as they are reach the output without being held in memory."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from deid.errors import Unreadable

_AT_ONCE: Final = 1 << 20
"""What an unprivileged pipe may hold (pipe(7)): pages in runs of this length cost a third less than by sixteen."""


class Source(Protocol):
    """An object's bytes."""

    size: int

    def read(self, start: int, length: int) -> bytes:
        """The bytes of a stretch; fewer where the object ends."""

    def stretch(self, start: int, length: int) -> bytes | Stretch:
        """The bytes of a stretch, or where they are."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A run of bytes of a file.

    Attributes:
        path: the file.
        start: its offset.
        length: how many bytes.
        stamp: what shows that the file is still the one that was read.
    """

    path: Path
    start: int
    length: int
    stamp: tuple[int, int, int]

    def read(self) -> bytes:
        """The bytes themselves.

        Raises:
            Unreadable: the file changed since.
        """
        with _opened(self.path) as source:
            self._demand_same(source)
            return os.pread(source, self.length, self.start)

    def copy(self, target: int) -> None:
        """Append the bytes to an open file, from file to file where the system can.

        Raises:
            Unreadable: the file changed since.
        """
        with _opened(self.path) as source, _pipe() as (outlet, inlet):
            self._demand_same(source)
            at, end = self.start, self.start + self.length
            while at < end:
                held = os.splice(source, inlet, min(end - at, _AT_ONCE), offset_src=at)
                if not held:
                    raise Unreadable("the file changed while it was read")
                at += held
                while held:
                    held -= os.splice(outlet, target, held)

    def _demand_same(self, source: int) -> None:
        if _stamp(source) != self.stamp:
            raise Unreadable("the file changed while it was read")


class Memory:
    """An object in memory."""

    def __init__(self, data: bytes):
        self._data = data
        self.size = len(data)

    def __enter__(self) -> Memory:
        """Nothing has to be closed."""
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing has to be closed."""

    def read(self, start: int, length: int) -> bytes:
        """The bytes of a stretch."""
        return self._data[start : start + length]

    def stretch(self, start: int, length: int) -> bytes:
        """The bytes of a stretch."""
        return self._data[start : start + length]


class File:
    """An object in a file, which is opened again where more of it is wanted after the block that held it open."""

    def __init__(self, path: Path, descriptor: int):
        self._path = path
        self._descriptor: int | None = descriptor
        self._stamp = _stamp(descriptor)
        self.size = self._stamp[1]

    def __enter__(self) -> File:
        """Close the file at the end of the block, if something in it opened it."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the file."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            os.close(descriptor)

    def read(self, start: int, length: int) -> bytes:
        """The bytes of a stretch.

        Raises:
            Unreadable: the file changed since it was opened first.
        """
        if self._descriptor is None:
            self._descriptor = _open(self._path)
            if _stamp(self._descriptor) != self._stamp:
                raise Unreadable("the file changed while it was read")
        return os.pread(self._descriptor, length, start)

    def stretch(self, start: int, length: int) -> Stretch:
        """Where the bytes of a stretch are."""
        return Stretch(self._path, start, length, self._stamp)


def opened(source: bytes | Path) -> Memory | File:
    """An object's bytes; a file is open until the end of the block.

    Raises:
        Unreadable: the file cannot be opened; the reason does not name it.
    """
    return Memory(source) if isinstance(source, bytes) else File(source, _open(source))


@contextmanager
def _opened(path: Path) -> Iterator[int]:
    descriptor = _open(path)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


@contextmanager
def _pipe() -> Iterator[tuple[int, int]]:
    """A pipe as wide as the system lets it be; pages pass through it without being copied into the process."""
    ends = os.pipe()
    try:
        # A user who holds many pipes gets them as they are (pipe(7), pipe-user-pages-soft).
        with suppress(OSError):
            fcntl.fcntl(ends[1], fcntl.F_SETPIPE_SZ, _AT_ONCE)
        yield ends
    finally:
        for end in ends:
            os.close(end)


def _open(path: Path) -> int:
    try:
        return os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError as error:
        # The error's own text quotes the file name, which may hold a patient's.
        raise Unreadable(f"cannot be opened: {type(error).__name__}") from None


def _stamp(descriptor: int) -> tuple[int, int, int]:
    status = os.fstat(descriptor)
    return status.st_ino, status.st_size, status.st_mtime_ns
