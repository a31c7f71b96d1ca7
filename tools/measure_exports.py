"""Run whole exports through de-identification and count, cell by cell, what was left and what was lost.

    ./run python tools/measure_exports.py [whole_exports.yaml] [EXPORT ...] [--text] [--files] [--write]

The exports stand in tests/safe_harbor. They go through ``deid.deidentify`` as DataFrames with the types that pandas
finds (``--text``: all text), or as CSV through ``deid.run`` (``--files``). ``--write`` keeps the figures of a whole
set for docs/columns.md, which tools/build_column_table.py then takes.
"""

from __future__ import annotations

import io
import json
import runpy
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import pandas as pd

import deid
from deid.errors import DeidError
from deid.planning.plan import FieldPlan, Plan

SETS = Path(__file__).parents[1] / "tests" / "safe_harbor"
MEASURED = SETS / "exports_measured.json"
WHOLE = "whole_exports.yaml"
_STAY = ("keep", "eav")
_OLDEST = 89
_SHORTEST = 6
"""Values shorter than this stand by chance in other cells; they are looked for in their own cell only."""


@dataclass(frozen=True)
class Outcome:
    """What became of one column.

    Attributes:
        export: the export that it belongs to.
        place: table and name.
        fate: what is right for it.
        found: kind and treatment that the plan gave it.
        cells: how many filled cells should stay.
        lost: how many of them are gone or changed, all of them where the column is.
        identifying: how many cells hold an identifier, planted ones included.
        left: in how many of them it is still there.
        dropped: whether the column is gone, or nothing of it as it was.
    """

    export: str
    place: str
    fate: str
    found: str
    cells: int
    lost: int
    identifying: int
    left: int
    dropped: bool

    @property
    def clinical(self) -> bool:
        """Whether the column should stay."""
        return self.fate in _STAY and self.cells > 0


def exports(name: str) -> Iterator[tuple[str, list[Any]]]:
    """The tables of every export of a file in tests/safe_harbor."""
    tables = runpy.run_path(str(SETS / "whole_exports.py"))["read"](name)
    for export, members in groupby(tables, key=lambda table: table.export):
        yield export, list(members)


def frame_of(table: Any, typed: bool = True) -> pd.DataFrame:
    """A table as pandas reads it from a file, or all of it as text."""
    if not typed:
        return pd.DataFrame({column.name: column.cells for column in table.columns}, dtype=object)
    text = _csv(table)
    return pd.read_csv(io.StringIO(text), low_memory=False)


def _csv(table: Any) -> str:
    return pd.DataFrame({column.name: column.cells for column in table.columns}, dtype=object).to_csv(index=False)


def run_frames(tables: Sequence[Any], typed: bool = True) -> list[Outcome]:
    """One export through ``deid.deidentify``."""
    frames = {table.name: frame_of(table, typed) for table in tables}
    result = deid.deidentify(frames)
    return judged(tables, frames, result.data, result.plan)


def run_files(tables: Sequence[Any]) -> list[Outcome]:
    """One export as CSV files through ``deid.run``."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "export", Path(folder) / "release"
        source.mkdir()
        for table in tables:
            (source / f"{table.name}.csv").write_text(_csv(table), encoding="utf-8")
        release = deid.run(source, target)
        names = {entry.source.removesuffix(".csv"): entry for entry in release.plan.tables}
        released = {
            table.name: pd.read_csv(target / names[table.name].target, dtype=str, keep_default_na=False)
            for table in tables
        }
        frames = {table.name: frame_of(table, typed=False) for table in tables}
        return judged(tables, frames, released, release.plan)


def judged(tables: Sequence[Any], sources: dict[str, Any], released: dict[str, Any], plan: Plan) -> list[Outcome]:
    """What became of every column of one export."""
    whole = "\n".join(frame.to_csv(index=False) for frame in released.values())
    plans = {entry.source.removesuffix(".csv"): entry for entry in plan.tables}
    outcomes = []
    for table in tables:
        for column, entry in zip(table.columns, plans[table.name].columns, strict=True):
            before = _texts(sources[table.name][column.name])
            after = _texts(released[table.name][entry.output]) if entry.output else None
            outcomes.append(_judged(table, column, entry, before, after, whole))
    return outcomes


def _texts(cells: Iterable[Any]) -> list[str]:
    return ["" if cell is None or pd.isna(cell) else _text(cell) for cell in cells]


def _text(cell: Any) -> str:
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def _judged(
    table: Any, column: Any, entry: FieldPlan, before: list[str], after: list[str] | None, whole: str
) -> Outcome:
    stays = column.fate in _STAY
    rows = [row for row, cell in enumerate(before) if cell]
    good = [row for row in rows if stays and row not in column.strays and not _other(table, row, column)]
    bad = [row for row in rows if row in column.strays or column.fate not in (*_STAY, "free")]
    lost = len(good) if after is None else sum(before[row] != after[row] for row in good)
    left = 0 if after is None else sum(_survives(before[row], after[row], column.fate) for row in bad)
    elsewhere = any(_distinctive(stray) and stray in whole for stray in column.strays.values())
    place = f"{table.name}.{column.name}"
    found = f"{entry.kind}/{entry.treatment}"
    return Outcome(
        table.export, place, column.fate, found, len(good), lost, len(bad), left or int(elsewhere), lost == len(good)
    )


def _other(table: Any, row: int, column: Any) -> bool:
    """Whether the row of an entity-attribute-value table says that the value is no clinical one."""
    return column.fate == "eav" and any("Contact" in other.cells[row] for other in table.columns)


def _survives(before: str, after: str, fate: str) -> bool:
    if fate == "generalise":
        return before == after and not _coarse(before)
    return before in after


def _coarse(cell: str) -> bool:
    """Whether a cell is a year, or an age that may stay."""
    return cell.isdigit() and (len(cell) == 4 or int(cell) <= _OLDEST)


def _distinctive(value: str) -> bool:
    return len(value) >= _SHORTEST


def _share(hits: int, total: int) -> str:
    return f"{hits} of {total:,} ({hits / max(total, 1):.2%})"


def summary(outcomes: Sequence[Outcome]) -> str:
    """The figures of some outcomes, a line each."""
    return "\n".join(f"{title:<36}{_share(hits, total)}" for title, hits, total in figures(outcomes))


def figures(outcomes: Sequence[Outcome]) -> list[tuple[str, int, int]]:
    """What was measured, how often it was so, and of how many."""
    clinical = [outcome for outcome in outcomes if outcome.clinical]
    kept = [outcome for outcome in clinical if not outcome.dropped]
    identifying = [outcome for outcome in outcomes if outcome.identifying]
    return [
        ("columns with an identifier left", sum(o.left > 0 for o in identifying), len(identifying)),
        ("cells with an identifier left", sum(o.left for o in outcomes), sum(o.identifying for o in outcomes)),
        ("clinical columns lost", sum(o.dropped for o in clinical), len(clinical)),
        ("cells lost in clinical columns kept", sum(o.lost for o in kept), sum(o.cells for o in kept)),
    ]


def _detail(outcome: Outcome) -> str:
    state = "GONE" if outcome.dropped else f"{outcome.lost} lost of {outcome.cells}"
    return f"{outcome.export}: {outcome.place} [{outcome.fate}] {outcome.found} {state}, {outcome.left} left"


def _measured(tables: Sequence[Any], files: bool, typed: bool) -> list[Outcome]:
    """One export; where the run refuses, nothing is left of any column."""
    try:
        return run_files(tables) if files else run_frames(tables, typed)
    except DeidError as problem:
        sys.stdout.write(f"{tables[0].export}: refused: {problem}\n")
        return [_refused(table, column) for table in tables for column in table.columns]


def _refused(table: Any, column: Any) -> Outcome:
    cells = sum(bool(cell) for cell in column.cells) if column.fate in _STAY else 0
    return Outcome(table.export, f"{table.name}.{column.name}", column.fate, "refused", cells, cells, 0, 0, True)


def _main(arguments: Sequence[str]) -> None:
    name = next((argument for argument in arguments if argument.endswith(".yaml")), WHOLE)
    wanted = [argument for argument in arguments if not argument.startswith("--") and ".yaml" not in argument]
    outcomes: list[Outcome] = []
    for export, tables in exports(name):
        if not wanted or export in wanted:
            outcomes += _measured(tables, "--files" in arguments, "--text" not in arguments)
    troubled = [o for o in outcomes if o.left or (o.clinical and o.lost)]
    sys.stdout.write("\n".join([*map(_detail, troubled), summary(outcomes), ""]))
    if "--write" in arguments:
        known = json.loads(MEASURED.read_text("utf-8")) if MEASURED.exists() else {}
        known[name] = figures(outcomes)
        MEASURED.write_text(json.dumps(known, indent=1, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    _main(sys.argv[1:])
