"""JSON Lines in and out: nested objects as columns by path, put back into their shape on the way out.

``{"user": {"ip": ..., "tags": [...]}}`` has the columns ``user.ip`` and ``user.tags[]``; a column whose path runs
through a list holds the list of all its leaves, in order.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import orjson
import pyarrow as pa

from deid.arrow import TEXT, texts
from deid.errors import Unreadable
from deid.tables.dialect import chunks

_ROWS = 20_000
_DEEPEST = 64
_MARK = b"\xef\xbb\xbf"
_LONG_NUMBER = re.compile(rb"\d{19}")
_NUMBER = re.compile(r"[1-9]\d?|[1-9]\d{3}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Shaped:
    """A batch of rows and the objects that they came from.

    Attributes:
        batch: the columns by position.
        objects: the parsed objects, one a row.
    """

    batch: pa.RecordBatch
    objects: list[Any]


class JsonLinesReader:
    """Reads one file of one JSON object a line; a line that is none is left out and counted."""

    def __init__(self, path: Path):
        self.path = path
        self.skipped = 0
        paths: dict[str, None] = {}
        for objects in self._objects():
            for value in objects:
                for leaf, _ in leaves(value):
                    paths.setdefault(leaf)
        self.header = tuple(paths)
        if not self.header:
            raise Unreadable("no JSON object in any line")

    def batches(self, columns: Sequence[int] | None = None) -> Iterator[pa.RecordBatch]:
        """The rows in order, columns named by position; all are text or lists of text."""
        for shaped in self.shaped():
            names = shaped.batch.schema.names
            yield (shaped.batch if columns is None else shaped.batch.select([names[column] for column in columns]))

    def shaped(self) -> Iterator[Shaped]:
        """The rows in order, with their objects."""
        self.skipped = 0
        for objects in self._objects():
            yield Shaped(self._columns(objects), objects)

    def _columns(self, objects: list[Any]) -> pa.RecordBatch:
        cells: dict[str, list[Any]] = {path: [None] * len(objects) for path in self.header}
        for row, value in enumerate(objects):
            for path, leaf in leaves(value):
                column = cells.get(path)
                if column is None:
                    continue
                if "[]" not in path:
                    column[row] = _text(leaf)
                elif column[row] is None:
                    column[row] = [_text(leaf)]
                else:
                    column[row].append(_text(leaf))
        arrays = [pa.array(cells[path], pa.list_(TEXT)) if "[]" in path else texts(cells[path]) for path in self.header]
        return pa.record_batch(arrays, [str(position) for position in range(len(self.header))])

    def _objects(self) -> Iterator[list[Any]]:
        batch: list[Any] = []
        for line in _lines(self.path):
            value = _parsed(line)
            if value is None:
                self.skipped += 1
                continue
            batch.append(value)
            if len(batch) == _ROWS:
                yield batch
                batch = []
        if batch:
            yield batch


class JsonLinesWriter:
    """Writes objects back, each leaf as its column's treatment left it."""

    def __init__(self, path: Path, names: dict[str, str]):
        """`names` maps the path of each column that is kept to its new path.

        A column that keeps its parents stays where it was, under its new key. One that does not is lifted out of them,
        since their keys may identify, too: it becomes a key of the whole object, a list where it ran through lists.
        """
        self._sink = path.open("wb")
        self._names = {path: new for path, new in names.items() if _same_parents(path, new)}
        self._lifted = {path: _bare(new) for path, new in names.items() if path not in self._names}
        self._keys = {_bare(path): _bare(new) for path, new in self._names.items()}

    def write(self, shaped: Shaped, treated: dict[str, pa.Array]) -> None:
        """Append rows; `treated` holds the new column of each kept path."""
        columns = {path: column.to_pylist() for path, column in treated.items()}
        for row, value in enumerate(shaped.objects):
            taken: dict[str, Iterator[str | None]] = {
                path: iter(column[row] or () if "[]" in path else (column[row],)) for path, column in columns.items()
            }
            treat = partial(_next_leaf, taken)
            rebuilt = _rebuild(value, "", treat, self._names, self._keys)
            whole = {**({} if rebuilt is _NOTHING else rebuilt), **_lifted(value, treat, self._lifted)}
            self._sink.write(orjson.dumps(whole) + b"\n")

    def close(self) -> None:
        """Finish the file."""
        self._sink.close()


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every leaf of a JSON value with its path, in order."""
    if isinstance(value, dict):
        for key, child in value.items():
            yield from leaves(child, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for child in value:
            yield from leaves(child, f"{path}[]")
    else:
        yield path, value


def _same_parents(path: str, new: str) -> bool:
    return new.rpartition(".")[0] == path.rpartition(".")[0]


def _lifted(value: Any, treat: Callable[[str, Any], Any], keys: dict[str, str]) -> dict[str, Any]:
    """The treated leaves of the paths that leave their parents, by their new keys."""
    found: dict[str, Any] = {}
    for path, leaf in leaves(value) if keys else ():
        if path in keys:
            treated = treat(path, leaf)
            found[keys[path]] = [*found.get(keys[path], ()), treated] if "[]" in path else treated
    return found


def _next_leaf(taken: dict[str, Iterator[str | None]], path: str, leaf: Any) -> Any:
    return _leaf(leaf, next(taken[path]))


def _rebuild(
    value: Any, path: str, treat: Callable[[str, Any], Any], names: dict[str, str], keys: dict[str, str]
) -> Any:
    """The value with treated leaves, kept keys under their new names, and nothing else; _NOTHING if nothing is left."""
    if isinstance(value, dict):
        kept = {}
        for key, child in value.items():
            below = f"{path}.{key}" if path else key
            rebuilt = _rebuild(child, below, treat, names, keys)
            if rebuilt is not _NOTHING:
                kept[_new_key(below, key, keys)] = rebuilt
        return kept if kept else _NOTHING
    if isinstance(value, list):
        items = [_rebuild(child, f"{path}[]", treat, names, keys) for child in value]
        kept_items = [item for item in items if item is not _NOTHING]
        return kept_items if kept_items else _NOTHING
    return treat(path, value) if path in names else _NOTHING


_NOTHING: Any = object()


def _new_key(path: str, key: str, keys: dict[str, str]) -> str:
    """The key under its column's new name; a list's column is that of its leaves."""
    return keys[path].removeprefix(path.removesuffix(key)) if path in keys else key


def _bare(path: str) -> str:
    """The path of a list itself, not of what stands in it."""
    while path.endswith("[]"):
        path = path.removesuffix("[]")
    return path


def _leaf(before: Any, after: str | None) -> Any:
    if after is None:
        return None
    if after == _text(before):
        return before
    # Years and ages stay numbers; three digits made of a number are a ZIP3, whose zeros in front count.
    return int(after) if isinstance(before, int) and _NUMBER.fullmatch(after) else after


def _text(leaf: Any) -> str | None:
    if leaf is None:
        return None
    if isinstance(leaf, bool):
        return "true" if leaf else "false"
    return leaf if isinstance(leaf, str) else orjson.dumps(leaf).decode()


def _depth(value: Any) -> int:
    depth, level = 0, [value]
    while level and depth <= _DEEPEST:
        depth += 1
        level = [
            child
            for parent in level
            if isinstance(parent, dict | list)
            for child in (parent.values() if isinstance(parent, dict) else parent)
        ]
    return depth


def _parsed(line: bytes) -> dict[str, Any] | None:
    """The object of a line; None for what is none, too deep, or has two values under one path."""
    try:
        value = orjson.loads(line)
    except orjson.JSONDecodeError:
        return None
    if not isinstance(value, dict) or _depth(value) > _DEEPEST:
        return None
    if _LONG_NUMBER.search(line):
        value = json.loads(line, parse_int=_whole)
    return None if _is_ambiguous(value) else value


def _whole(digits: str) -> int | str:
    """Numbers beyond 64 bits as their digits: no float is to round them."""
    return int(digits) if -(1 << 63) <= int(digits) < 1 << 64 else digits


def _is_ambiguous(value: dict[str, Any]) -> bool:
    """Whether keys with dots or without a character give two leaves one path."""
    if not _has_odd_key(value):
        return False
    paths = [path for path, _ in leaves(value) if "[]" not in path]
    return len(paths) != len(set(paths))


def _has_odd_key(value: Any) -> bool:
    if isinstance(value, dict):
        return any(not key or "." in key or "[]" in key or _has_odd_key(child) for key, child in value.items())
    return isinstance(value, list) and any(_has_odd_key(child) for child in value)


def _lines(path: Path) -> Iterator[bytes]:
    rest, first = b"", True
    for chunk in chunks(path):
        *lines, rest = (rest + (chunk.removeprefix(_MARK) if first else chunk)).split(b"\n")
        first = False
        yield from (line for line in lines if line.strip())
    if rest.strip():
        yield rest
