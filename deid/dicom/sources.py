"""Where an object's bytes are, and how those that stay as they are reach the output without being held in memory."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from deid.errors import Unreadable

_AT_ONCE: Final = 1 << 30


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
        with _opened(self.path) as source:
            self._demand_same(source)
            at, end = self.start, self.start + self.length
            while at < end:
                sent = os.sendfile(target, source, at, min(end - at, _AT_ONCE))
                if not sent:
                    raise Unreadable("the file changed while it was read")
                at += sent

    def _demand_same(self, source: int) -> None:
        if _stamp(source) != self.stamp:
            raise Unreadable("the file changed while it was read")


class Memory:
    """An object in memory."""

    def __init__(self, data: bytes):
        self._data = data
        self.size = len(data)

    def read(self, start: int, length: int) -> bytes:
        """The bytes of a stretch."""
        return self._data[start : start + length]

    def stretch(self, start: int, length: int) -> bytes:
        """The bytes of a stretch."""
        return self._data[start : start + length]


class File:
    """An object in an open file."""

    def __init__(self, path: Path, descriptor: int):
        self._path = path
        self._descriptor = descriptor
        self._stamp = _stamp(descriptor)
        self.size = self._stamp[1]

    def read(self, start: int, length: int) -> bytes:
        """The bytes of a stretch."""
        return os.pread(self._descriptor, length, start)

    def stretch(self, start: int, length: int) -> Stretch:
        """Where the bytes of a stretch are."""
        return Stretch(self._path, start, length, self._stamp)


@contextmanager
def opened(source: bytes | Path) -> Iterator[Memory | File]:
    """An object's bytes, for as long as the block runs.

    Raises:
        Unreadable: the file cannot be opened; the reason does not name it.
    """
    if isinstance(source, bytes):
        yield Memory(source)
    else:
        with _opened(source) as descriptor:
            yield File(source, descriptor)


@contextmanager
def _opened(path: Path) -> Iterator[int]:
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError as error:
        # The error's own text quotes the file name, which may hold a patient's.
        raise Unreadable(f"cannot be opened: {type(error).__name__}") from None
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _stamp(descriptor: int) -> tuple[int, int, int]:
    status = os.fstat(descriptor)
    return status.st_ino, status.st_size, status.st_mtime_ns
