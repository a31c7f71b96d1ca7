"""JSON Lines: one object a line, its leaves by path."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import orjson
import pyarrow as pa

from deid.arrow import TEXT
from deid.errors import Unreadable
from deid.release.check.formats.delimited import lines

_ROWS = 20_000
_DEEPEST = 64


def read(path: Path, expected: Sequence[str]) -> tuple[tuple[str, ...], Iterator[list[pa.Array]]]:
    """The paths met and the rows in batches, columns in the order of `expected`.

    The paths are those expected, in their order, when no other path stands in the file; else all that were met.

    Raises:
        Unreadable: a line is no JSON object, or says more than the object that it parses to.
    """
    met: dict[str, None] = {}
    for value in _objects(path):
        for leaf, _ in _leaves(value):
            met.setdefault(leaf)
    header = tuple(expected) if set(met) <= set(expected) else tuple(met)
    return header, _batches(path, header)


def _batches(path: Path, header: Sequence[str]) -> Iterator[list[pa.Array]]:
    rows: list[Any] = []
    for value in _objects(path):
        rows.append(value)
        if len(rows) == _ROWS:
            yield _columns(rows, header)
            rows = []
    if rows:
        yield _columns(rows, header)


def _columns(rows: list[Any], header: Sequence[str]) -> list[pa.Array]:
    cells: dict[str, list[str | None]] = {path: [] if "[]" in path else [None] * len(rows) for path in header}
    for row, value in enumerate(rows):
        for path, leaf in _leaves(value):
            if "[]" in path:
                cells[path].append(leaf)
            elif cells[path][row] is None:
                cells[path][row] = leaf
            elif leaf is not None:
                raise Unreadable("two values of a line have the same path")
    return [pa.array(cells[path], TEXT) for path in header]


def _objects(path: Path) -> Iterator[Any]:
    for line in lines(path):
        if not line:
            continue
        try:
            value = orjson.loads(line)
        except orjson.JSONDecodeError:
            raise Unreadable("a line is no JSON object") from None
        if not isinstance(value, dict):
            raise Unreadable("a line is no JSON object")
        # Repeated keys and what else the parser passes over would not be looked at.
        if orjson.dumps(value) != line:
            raise Unreadable("a line says more than the object that it parses to")
        yield value


def _leaves(value: Any) -> Iterator[tuple[str, str | None]]:
    """Every leaf as text, with its path."""
    waiting: deque[tuple[str, Any, int]] = deque([("", value, 0)])
    while waiting:
        path, node, depth = waiting.popleft()
        if depth > _DEEPEST:
            raise Unreadable("values are nested too deeply")
        if isinstance(node, dict):
            waiting.extend((f"{path}.{key}" if path else key, child, depth + 1) for key, child in node.items())
        elif isinstance(node, list):
            waiting.extend((f"{path}[]", child, depth + 1) for child in node)
        else:
            yield path, _text(node)


def _text(leaf: Any) -> str | None:
    if leaf is None or isinstance(leaf, str):
        return leaf
    if isinstance(leaf, bool):
        return "true" if leaf else "false"
    return orjson.dumps(leaf).decode()
