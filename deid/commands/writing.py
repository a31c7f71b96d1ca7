"""Files that a command writes: whole, or not at all."""

from __future__ import annotations

from pathlib import Path


def write_whole(path: Path, text: str) -> None:
    """Write a text beside its place, and rename it there.

    Raises:
        UsageError: it cannot be written.
    """
    _write(path, text.encode("utf-8"))


def _write(path: Path, content: bytes) -> None:
    from deid.errors import UsageError

    beside = path.with_name(f".{path.name}.partial")
    try:
        beside.write_bytes(content)
        beside.replace(path)
    except OSError as error:
        raise UsageError(f"{path}: cannot be written ({error.strerror})") from None
    finally:
        beside.unlink(missing_ok=True)


def write_new(path: Path, text: str) -> None:
    """The same, where nothing may stand yet.

    Raises:
        UsageError: something stands there, or it cannot be written.
    """
    write_new_bytes(path, text.encode("utf-8"))


def write_new_bytes(path: Path, content: bytes) -> None:
    """The same for bytes.

    Raises:
        UsageError: something stands there, or it cannot be written.
    """
    from deid.errors import UsageError

    if path.exists():
        raise UsageError(f"{path}: exists already; name a new file")
    _write(path, content)
