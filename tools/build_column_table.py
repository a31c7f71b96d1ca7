"""Write docs/columns.md: how the classification of columns does on the labelled set, by identifier.

    ./run python tools/build_column_table.py

The labelled sets stand in tests/safe_harbor; `tests/test_docs.py` keeps the page as this tool writes it.
"""

from __future__ import annotations

import json
import runpy
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import sqrt
from pathlib import Path
from typing import Any

from deid.identifiers import Identifier
from deid.safe_harbor.columns import classify
from deid.safe_harbor.kinds import KINDS

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "columns.md"
SETS = ROOT / "tests" / "safe_harbor"
STAYS, GONE = "stays", "any"
_KEPT = frozenset(name for name, kind in KINDS.items() if kind.identifier is None) - {"empty"}
_INTRODUCTION = """Written by `tools/build_column_table.py` from the sets in `tests/safe_harbor`; a test keeps it
current. Every column has a name as some export has it and made-up values behind it; its label says
what is right for it. A column *leaks* when it carries an identifier and is taken for one that
stays; it is *lost* when it carries none and would go. Cells of columns that stay are screened one
by one behind this, so that a leaked column is not yet a leaked value. Intervals are Wilson's, 95 %."""
_READING = """The columns that are right for a letter (rows), by the letter found. `any` is an identifier of which
no letter is right above others."""
_WHOLE = """Tables with persons, cells and planted strays, through `deid.deidentify` from end to end, measured by
`tools/measure_exports.py`. Each set was measured before a rule was made from it: 21 % of the clinical columns of the
first, 22 % of the second and 11 % of the third were lost then, and 4 %, 1 % and none of the columns with identifiers
had one left. The fourth was frozen before it was measured: 5 of its 43 clinical columns (12 %) were lost under the
rules that stood then, and none had an identifier left. Rules were made from all four since, so none is held out any
longer, and what unseen columns lose is better told by the figures before than by those below. The hand that wrote the
fourth is the one that wrote the rules. A column is lost where nothing of it is as it was. What is left is counted in
the cells of removed, coded and generalised columns and in the planted ones. A clinical column that stays costs the
cells in doubt: codes that collide with numbers of persons, numbers that may be ages over 89, rare words that may be
names."""
_SETS_OF_EXPORTS = {
    "whole_exports.yaml": "first set, rules were made from it",
    "more_exports.yaml": "second set, rules were made from it",
    "held_out_exports.yaml": "third set, rules were made from it",
    "fresh_exports.yaml": "fourth set, rules were made from it",
}
_Z = 1.959964
"""The normal quantile of a two-sided interval of 95 %."""


@dataclass(frozen=True)
class Judged:
    """One labelled column: its schema, what is right for it, and what the classification says.

    Attributes:
        schema: the family that it belongs to.
        truth: the letter of the right identifier, ``any`` for one that is not named, or ``stays``.
        letters: every letter that is right.
        found: the letter found, or ``stays``.
        right: whether the kind itself is one of the right ones.
    """

    schema: str
    truth: str
    letters: frozenset[str]
    found: str
    right: bool

    @property
    def leaked(self) -> bool:
        """Whether an identifier would stay."""
        return STAYS not in self.letters and self.found == STAYS

    @property
    def lost(self) -> bool:
        """Whether a clinical column would go."""
        return self.letters == {STAYS} and self.found != STAYS


def judged(columns: Iterable[Any]) -> list[Judged]:
    """Every labelled column with what the classification says of it."""
    found = []
    for column in columns:
        kind = classify(column.name, column.table, column.sample).kind.name
        letters = sorted(map(_letter, column.kinds))
        own = _found(kind)
        truth = own if own in letters else letters[0]
        right = kind in column.kinds or ("kept" if kind in _KEPT else "gone") in column.kinds
        found.append(Judged(column.schema, truth, frozenset(letters), own, right))
    return found


def _letter(label: str) -> str:
    if label in ("kept", "gone"):
        return STAYS if label == "kept" else GONE
    return _found(label)


def _found(kind: str) -> str:
    if kind in _KEPT:
        return STAYS
    identifier = KINDS[kind].identifier
    return identifier.letter if identifier else "empty"


def wilson(hits: int, total: int) -> tuple[float, float]:
    """The interval of 95 % of a share (Wilson 1927)."""
    if not total:
        return 0.0, 1.0
    share, square = hits / total, _Z * _Z
    middle = share + square / (2 * total)
    width = _Z * sqrt(share * (1 - share) / total + square / (4 * total * total))
    scale = 1 + square / total
    return max((middle - width) / scale, 0.0), min((middle + width) / scale, 1.0)


def page() -> str:
    """The whole page."""
    sets = runpy.run_path(str(SETS / "labelled_columns.py"))
    known, held = judged(sets["labelled_columns"]()), judged(sets["held_out_columns"]())
    parts = [
        "# Columns: what the classification finds",
        _INTRODUCTION,
        "## Figures\n\n" + _figures(known, held),
        f"## Whole exports\n\n{_WHOLE}\n\n" + _whole(),
        f"## By identifier, {len(known):,} columns\n\n{_READING}\n\n" + _matrix(known),
        f"## By identifier, {len(held):,} held-out columns\n\n" + _matrix(held),
        "## By family\n\n" + _families(known, held),
    ]
    return "\n\n".join(parts) + "\n"


def _figures(known: Sequence[Judged], held: Sequence[Judged]) -> str:
    rows = ["| set | measure | columns | share | interval |", "|---|---|---|---|---|"]
    for title, columns in (("labelled, rules were made from it", known), ("held out", held)):
        carrying = [column for column in columns if STAYS not in column.letters]
        clinical = [column for column in columns if column.letters == {STAYS}]
        rows.append(_share(title, "identifiers that leak", carrying, lambda column: column.leaked))
        rows.append(_share(title, "clinical columns lost", clinical, lambda column: column.lost))
        rows.append(_share(title, "right kind", columns, lambda column: column.right))
    return "\n".join(rows)


def _whole() -> str:
    """The figures that tools/measure_exports.py kept."""
    measured = json.loads((SETS / "exports_measured.json").read_text("utf-8"))
    rows = ["| set | measure | | share | interval |", "|---|---|---|---|---|"]
    for name, title in _SETS_OF_EXPORTS.items():
        for measure, hits, total in measured[name]:
            low, high = wilson(hits, total)
            share = f"{hits / max(total, 1):.2%} | {low:.2%} to {high:.2%}"
            rows.append(f"| {title} | {measure} | {hits} of {total:,} | {share} |")
    return "\n".join(rows)


def _share(title: str, measure: str, columns: Sequence[Judged], test: Callable[[Judged], bool]) -> str:
    hits = sum(map(test, columns))
    low, high = wilson(hits, len(columns))
    share = hits / max(len(columns), 1)
    return f"| {title} | {measure} | {hits} of {len(columns):,} | {share:.2%} | {low:.2%} to {high:.2%} |"


def _matrix(columns: Sequence[Judged]) -> str:
    order = [identifier.letter for identifier in Identifier]
    counted = Counter((column.truth, column.found) for column in columns)
    found = [letter for letter in (*order, STAYS) if any(seen == letter for _, seen in counted)]
    rows = [f"| | {' | '.join(f'({f})' if f != STAYS else f for f in found)} |", "|---" * (len(found) + 1) + "|"]
    for truth in (*order, GONE, STAYS):
        cells = [counted[truth, letter] for letter in found]
        if any(cells):
            rows.append(f"| {_titled(truth)} | {' | '.join(str(cell) if cell else '' for cell in cells)} |")
    return "\n".join(rows)


def _titled(letter: str) -> str:
    named = next((identifier for identifier in Identifier if identifier.letter == letter), None)
    return letter if named is None else f"({letter}) {named.name.lower().replace('_', ' ')}"


def _families(known: Sequence[Judged], held: Sequence[Judged]) -> str:
    rows = ["| family | columns | leaked | clinical | lost |", "|---|---|---|---|---|"]
    for columns, mark in ((known, ""), (held, " (held out)")):
        for schema in dict.fromkeys(column.schema for column in columns):
            own = [column for column in columns if column.schema == schema]
            clinical = sum(column.letters == {STAYS} for column in own)
            leaked, lost = sum(column.leaked for column in own), sum(column.lost for column in own)
            rows.append(f"| {schema}{mark} | {len(own)} | {leaked} | {clinical} | {lost} |")
    return "\n".join(rows)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
