"""How many persons share each combination of quasi-identifiers, counted from the release's bytes.

Nothing of the search that chose the generalisation is used: cells and headers are read by the check's own readers and
counted one combination after the other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa

from deid.arrow import as_text
from deid.errors import Unreadable
from deid.evidence import CheckResult, shown
from deid.release.check import formats
from deid.release.check.coverage import OBJECTS
from deid.release.check.notes import Notes
from deid.release.check.objects.values import parsed
from deid.release.check.policy import ClassPolicy, Policy, classes_from

_SLACK = 1e-12
Row = tuple[str, ...]


def check_classes(staged: Path, policy: Policy) -> tuple[CheckResult, ...]:
    """One result where the policy has rules on classes; nothing otherwise."""
    if not policy.classes:
        return ()
    notes = _notes()
    counted = 0
    for rule in policy.classes:
        try:
            counted += _count(_rows(staged, policy, rule), rule, notes)
        except Unreadable as error:
            notes.add(_place(rule), error.reason)
        except (pa.ArrowException, OSError, ValueError, TypeError) as error:
            # The message of a library could quote a cell.
            notes.add(_place(rule), f"its classes cannot be counted: {type(error).__name__}")
    return (notes.result(f"{shown(counted)} combinations in {len(policy.classes)} tables"),)


def check_classes_in_memory(table: pa.Table, entry: Mapping[str, Any]) -> tuple[CheckResult, ...]:
    """The same of one table in memory, by a rule as in ``deid/policy.json``."""
    rule = classes_from(entry)
    notes, counted = _notes(), 0
    if set(_wanted(rule)) <= set(table.column_names):
        counted = _count(_aligned([table.column(name).combine_chunks() for name in _wanted(rule)]), rule, notes)
    else:
        notes.add(_place(rule), "lacks a column that the rule on its classes names")
    return (notes.result(f"{shown(counted)} combinations in 1 table"),)


def _notes() -> Notes:
    return Notes("every combination of quasi-identifiers is shared by enough persons")


def _place(rule: ClassPolicy) -> str:
    return f"{rule.path}, sheet {rule.sheet}" if rule.sheet else rule.path


def _wanted(rule: ClassPolicy) -> list[str]:
    return [*rule.columns, *([rule.person] if rule.person else [])]


def _count(rows: Iterator[Row], rule: ClassPolicy, notes: Notes) -> int:
    """Count the combinations; what breaks the rule is noted."""
    persons: defaultdict[Row, set[str | int]] = defaultdict(set)
    for number, values in enumerate(rows):
        people = persons[values[: len(rule.columns)]]
        people.add(values[-1] if rule.person else number)
        if rule.average is None and len(people) > rule.k:
            # Nobody beyond k needs to be remembered: a class that is large enough stays so.
            people.pop()
    small = sum(len(people) < rule.k for people in persons.values())
    notes.count(_place(rule), small, "combinations", f"are shared by fewer than {rule.k} persons")
    members = sum(map(len, persons.values()))
    if rule.average is not None and len(persons) > rule.average * members + _SLACK:
        notes.add(_place(rule), "its average risk is higher than the policy says")
    return len(persons)


def _rows(staged: Path, policy: Policy, rule: ClassPolicy) -> Iterator[Row]:
    if f"{rule.path}/" == OBJECTS:
        yield from _headers(staged, rule)
        return
    table = next((table for table in policy.tables if (table.path, table.sheet) == (rule.path, rule.sheet)), None)
    if table is None:
        raise Unreadable("the policy has a rule on its classes, and does not list it")
    sheet = formats.read(staged / table.path, table)
    if not set(_wanted(rule)) <= set(sheet.header):
        raise Unreadable("lacks a column that the rule on its classes names")
    places = [sheet.header.index(name) for name in _wanted(rule)]
    for columns in sheet.batches:
        yield from _aligned([columns[place] for place in places])


def _aligned(columns: list[pa.Array]) -> Iterator[Row]:
    cells = [as_text(_plain(column)).to_pylist() for column in columns]
    for values in zip(*cells, strict=True):
        yield tuple(value or "" for value in values)


def _headers(staged: Path, rule: ClassPolicy) -> Iterator[Row]:
    """The attributes of each DICOM object, at its outermost level."""
    files = (path for path in (staged / rule.path).rglob("*") if path.is_file() and path.name != "DICOMDIR")
    for path in sorted(files):
        dataset = parsed(path)
        yield tuple("" if dataset.get(name) is None else str(dataset.get(name)).strip() for name in _wanted(rule))


def _plain(column: pa.Array) -> pa.Array:
    return column.dictionary_decode() if pa.types.is_dictionary(column.type) else column
