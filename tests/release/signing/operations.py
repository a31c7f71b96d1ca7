"""What can be done to a release: each operation changes a copy at random and says which paths must be named."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from hypothesis import assume
from hypothesis import strategies as st

OUTSIDE = "/etc/hostname"
Operation = Callable[[st.DataObject, Path], set[str]]


def files_of(folder: Path) -> list[Path]:
    """The plain files of a release."""
    return sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def _drawn(data: st.DataObject, top: Path) -> Path:
    return data.draw(st.sampled_from(files_of(top)), label="file")


def _folder(data: st.DataObject, top: Path) -> Path:
    return data.draw(st.sampled_from(sorted({path.parent for path in files_of(top)})), label="folder")


def _names(top: Path, *paths: Path) -> set[str]:
    return {path.relative_to(top).as_posix() for path in paths}


def flipped(data: st.DataObject, top: Path) -> set[str]:
    """One bit."""
    path = _drawn(data, top)
    content = bytearray(path.read_bytes())
    content[data.draw(st.integers(0, len(content) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    path.write_bytes(content)
    return _names(top, path)


def replaced(data: st.DataObject, top: Path) -> set[str]:
    """One byte by any other."""
    path = _drawn(data, top)
    content = bytearray(path.read_bytes())
    content[data.draw(st.integers(0, len(content) - 1))] ^= data.draw(st.integers(1, 255))
    path.write_bytes(content)
    return _names(top, path)


def removed(data: st.DataObject, top: Path) -> set[str]:
    """A file taken out, and its folder where nothing else stands in it."""
    path = _drawn(data, top)
    path.unlink()
    if not any(path.parent.iterdir()) and data.draw(st.booleans()):
        path.parent.rmdir()
    return _names(top, path)


def added(data: st.DataObject, top: Path) -> set[str]:
    """A file more, of any name."""
    names = ["more.csv", "notes.txt", ".hidden", "deid.json", "x.dcm", "CLAIM.dsse.json", "fetch.txt", "a b%25.csv"]
    path = _folder(data, top) / data.draw(st.sampled_from(names))
    path.write_bytes(data.draw(st.binary(max_size=40)))
    return _names(top, path)


def swapped(data: st.DataObject, top: Path) -> set[str]:
    """Two files in each other's place."""
    one, other = data.draw(st.lists(st.sampled_from(files_of(top)), min_size=2, max_size=2, unique=True))
    first, second = one.read_bytes(), other.read_bytes()
    assume(first != second)
    one.write_bytes(second)
    other.write_bytes(first)
    return _names(top, one, other)


def renamed(data: st.DataObject, top: Path) -> set[str]:
    """A file under another name, here or in another folder."""
    path = _drawn(data, top)
    target = _folder(data, top) / data.draw(st.sampled_from(["a.csv", "b.json", path.name + "_", path.name]))
    assume(not target.exists())
    path.rename(target)
    return _names(top, path, target)


def recased(data: st.DataObject, top: Path) -> set[str]:
    """A file whose name differs in case alone; the former may stay beside it."""
    path = _drawn(data, top)
    target = path.with_name(path.name.swapcase())
    assume(target.name != path.name)
    content = path.read_bytes()
    gone = data.draw(st.booleans())
    if gone:
        path.unlink()
    target.write_bytes(content)
    # Of two names that differ in case alone, the second in order is the one too many.
    return _names(top, path, target) if gone else {max(*_names(top, path), *_names(top, target))}


def cut(data: st.DataObject, top: Path) -> set[str]:
    """The end taken off: often one byte, the end of the last line."""
    path = _drawn(data, top)
    content = path.read_bytes()
    path.write_bytes(content[: data.draw(st.one_of(st.just(len(content) - 1), st.integers(0, len(content) - 1)))])
    return _names(top, path)


def lengthened(data: st.DataObject, top: Path) -> set[str]:
    """Bytes behind the end: often such as no reader sees."""
    path = _drawn(data, top)
    more = data.draw(
        st.one_of(st.sampled_from([b"\n", b"\r\n", b" ", b"\0", b"\t"]), st.binary(min_size=1, max_size=9))
    )
    path.write_bytes(path.read_bytes() + more)
    return _names(top, path)


def linked(data: st.DataObject, top: Path) -> set[str]:
    """A symbolic link in a file's place, to the same content or elsewhere."""
    path = _drawn(data, top)
    kept = path.rename(top.parent / "kept")
    path.symlink_to(data.draw(st.sampled_from([str(kept), OUTSIDE, path.name, "nowhere"])))
    return _names(top, path)


def folder_linked(data: st.DataObject, top: Path) -> set[str]:
    """A symbolic link in a folder's place."""
    folder = data.draw(st.sampled_from(sorted({path.parent for path in files_of(top)} - {top})))
    kept = folder.rename(top.parent / "kept")
    folder.symlink_to(kept)
    return _names(top, folder)


def hard_linked(data: st.DataObject, top: Path) -> set[str]:
    """A file that has a second name outside, through which it can be changed later."""
    path = _drawn(data, top)
    os.link(path, top.parent / "other")
    return _names(top, path)


def emptied(data: st.DataObject, top: Path) -> set[str]:
    """An empty folder more."""
    folder = _folder(data, top) / data.draw(st.sampled_from(["nothing", "Data", ".git"]))
    folder.mkdir()
    return _names(top, folder)


def piped(data: st.DataObject, top: Path) -> set[str]:
    """Something that is neither file nor folder."""
    path = _folder(data, top) / "pipe"
    os.mkfifo(path)
    return _names(top, path)


def run_as_owner(data: st.DataObject, top: Path) -> set[str]:
    """A file that runs as its owner."""
    path = _drawn(data, top)
    path.chmod(0o4755)
    return _names(top, path)


def reordered(data: st.DataObject, top: Path) -> set[str]:
    """Two lines of a text in each other's place."""
    path = data.draw(st.sampled_from([path for path in files_of(top) if path.read_bytes().count(b"\n") > 1]))
    lines = path.read_bytes().splitlines(keepends=True)
    at = data.draw(st.integers(0, len(lines) - 2))
    lines[at], lines[at + 1] = lines[at + 1], lines[at]
    assume(b"".join(lines) != path.read_bytes())
    path.write_bytes(b"".join(lines))
    return _names(top, path)


OPERATIONS: tuple[Operation, ...] = (
    flipped, flipped, replaced, removed, added, swapped, renamed, recased, cut, lengthened, linked, folder_linked,
    hard_linked, emptied, piped, run_as_owner, reordered,
)  # fmt: skip
