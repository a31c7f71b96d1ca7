"""How many persons share each combination of quasi-identifiers, counted from the release's bytes.

Nothing of the search that chose the generalisation is used: cells are read by the check's own readers and counted one
combination after the other.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pyarrow as pa

from deid.arrow import as_text
from deid.errors import Unreadable
from deid.evidence import CheckResult, shown
from deid.release.check import formats
from deid.release.check.notes import Notes
from deid.release.check.policy import ClassPolicy, Policy, TablePolicy


def check_classes(staged: Path, policy: Policy) -> tuple[CheckResult, ...]:
    """One result where the policy has rules on classes; nothing otherwise."""
    if not policy.classes:
        return ()
    notes = Notes("every combination of quasi-identifiers is shared by enough persons")
    counted = 0
    for rule in policy.classes:
        table = next((table for table in policy.tables if table.path == rule.path), None)
        if table is None:
            notes.add(rule.path, "the policy has a rule on its classes, and does not list it")
            continue
        try:
            counted += _check(staged, table, rule, notes)
        except (Unreadable, pa.ArrowException, ValueError, TypeError) as error:
            # The message of a library could quote a cell.
            notes.add(table.place, f"its classes cannot be counted: {type(error).__name__}")
    return (notes.result(f"{shown(counted)} combinations in {len(policy.classes)} tables"),)


def _check(staged: Path, table: TablePolicy, rule: ClassPolicy, notes: Notes) -> int:
    sheet = formats.read(staged / table.path, table)
    wanted = [*rule.columns, *([rule.person] if rule.person else [])]
    missing = [name for name in wanted if name not in sheet.header]
    if missing:
        notes.add(table.place, "lacks a column that the rule on its classes names")
        return 0
    places = [sheet.header.index(name) for name in wanted]
    persons: defaultdict[tuple[str, ...], set[str | int]] = defaultdict(set)
    row = 0
    for columns in sheet.batches:
        cells = [as_text(_plain(columns[place])).to_pylist() for place in places]
        for values in zip(*cells, strict=True):
            row += 1
            texts = tuple(value or "" for value in values)
            persons[texts[: len(rule.columns)]].add(texts[-1] if rule.person else row)
            _forget(persons[texts[: len(rule.columns)]], rule.k)
    small = sum(len(people) < rule.k for people in persons.values())
    notes.count(table.place, small, "combinations", f"are shared by fewer than {rule.k} persons")
    return len(persons)


def _plain(column: pa.Array) -> pa.Array:
    return column.dictionary_decode() if pa.types.is_dictionary(column.type) else column


def _forget(people: set[str | int], k: int) -> None:
    """Beyond k nobody needs to be remembered: a class that is large enough stays so."""
    while len(people) > k:
        people.pop()
