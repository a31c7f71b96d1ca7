"""Files that a command writes: whole, or not at all."""

from __future__ import annotations

from pathlib import Path


def write_whole(path: Path, text: str) -> None:
    """Write a text beside its place, and rename it there.

    Raises:
        UsageError: it cannot be written.
    """
    from deid.errors import UsageError

    beside = path.with_name(f".{path.name}.partial")
    try:
        beside.write_text(text, encoding="utf-8")
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
    from deid.errors import UsageError

    if path.exists():
        raise UsageError(f"{path}: exists already; name a new file")
    write_whole(path, text)
