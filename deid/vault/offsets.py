"""Where the replaced values of scrubbed texts stood: what moves annotations from the original texts to the scrubbed.

Positions and letters only, no text. During a run every table file has a part of its own under the workspace; a release
that is sealed takes them over, in the order of their tables.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

FOLDER = "offsets"
ENDING = ".offsets.jsonl"
Places = tuple[tuple[int, int, int, int, str], ...]


class OffsetWriter:
    """Writes the places of one table's texts, row by row.

    Args:
        workspace: of the run.
        table: the table's path in the release.
        sheet: its sheet, where it has sheets.
    """

    def __init__(self, workspace: Path, table: str, sheet: str = ""):
        name = hashlib.sha256(f"{table}\0{sheet}".encode()).hexdigest()
        self._path = workspace / FOLDER / f"{name}.jsonl"
        self._about = {"table": table} | ({"sheet": sheet} if sheet else {})

    def add(self, column: str, first: int, rows: Mapping[int, Places]) -> None:
        """Append the places of one column of a batch.

        Args:
            column: its name in the release.
            first: the number of the batch's first row in the table, from 0.
            rows: places by row of the batch.
        """
        if not any(rows.values()):
            return
        self._path.parent.mkdir(mode=0o700, exist_ok=True)
        with self._path.open("a", encoding="utf-8") as sink:
            for row, places in rows.items():
                if places:
                    line = self._about | {"column": column, "row": first + row, "places": places}
                    sink.write(json.dumps(line) + "\n")


def keep(workspace: Path, target: Path) -> None:
    """Take over the parts of a run, in an order that does not hang on how the work was divided, if there are any."""
    parts = sorted((workspace / FOLDER).glob("*.jsonl"))
    if not parts:
        return
    beside = target.with_suffix(".new")
    with beside.open("wb") as sink:
        for part in parts:
            sink.write(part.read_bytes())
    beside.chmod(0o600)
    beside.replace(target)


def read(path: Path) -> Iterator[dict[str, Any]]:
    """One entry a text: ``{"table", "column", "row", "places": [[start, end, new start, new end, letter], ...]}``."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)
