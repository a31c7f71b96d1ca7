"""Every table of a release: its columns, forms, rows and texts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from pathlib import Path

import pyarrow as pa

from deid.arrow import TEXT
from deid.errors import Unreadable
from deid.evidence import CheckResult, shown
from deid.release.check import formats
from deid.release.check.fields import Books, Demands, FieldScan
from deid.release.check.formats.columnar import plain_column
from deid.release.check.known import Scope, known_in
from deid.release.check.patterns import findings
from deid.release.check.policy import FieldPolicy, Policy, TablePolicy
from deid.release.check.rows import RowRules
from deid.vault import Harvest


def check_tables(
    staged: Path, policy: Policy, harvest: Harvest | None, seen: Callable[[int], None]
) -> tuple[CheckResult, ...]:
    """Look at every cell of every table of the policy; `seen` hears of each batch's rows."""
    books, demands = Books(seen=seen), Demands(policy.method, policy.latest_year, harvest)
    by_path = sorted(policy.tables, key=lambda table: table.path)
    for path, group in groupby(by_path, key=lambda table: table.path):
        tables = list(group)
        _check_around(staged / path, tables, books)
        for table in tables:
            _check_file(staged / path, table, demands, books)
    return results(books, demands)


def check_memory(table: pa.Table, fields: tuple[FieldPolicy, ...], demands: Demands) -> tuple[CheckResult, ...]:
    """Look at every cell of one table in memory."""
    books = Books()
    batches = ([plain_column(column) for column in batch.columns] for batch in table.to_batches(max_chunksize=1 << 17))
    _check_sheet("table", table.column_names, batches, fields, demands, books)
    return results(books, demands)


def results(books: Books, demands: Demands) -> tuple[CheckResult, ...]:
    """The finished checks; look-ups are left out where the source's values are not at hand."""
    reach = f"{books.tables:,} tables, {shown(books.cells)} cells"
    notes = [books.columns, books.forms, books.rows, books.patterns]
    return tuple(note.result(reach) for note in (notes if demands.harvest is None else [*notes, books.known]))


def _check_around(path: Path, tables: list[TablePolicy], books: Books) -> None:
    place = tables[0].path
    if len({table.format for table in tables}) > 1 or (len(tables) > 1 and tables[0].format != "xlsx"):
        books.columns.add(place, "the policy lists it more than once")
    try:
        for problem in formats.around(path, tables):
            books.columns.add(place, problem)
    except Unreadable as error:
        books.columns.add(place, error.reason)


def _check_file(path: Path, table: TablePolicy, demands: Demands, books: Books) -> None:
    try:
        sheet = formats.read(path, table)
        rows = _check_sheet(table.place, sheet.header, sheet.batches, table.fields, demands, books)
        if table.fields and table.rows not in (None, rows):
            books.columns.add(table.place, "it has more or fewer rows than the policy says")
    except Unreadable as error:
        books.columns.add(table.place, error.reason)
    except (pa.ArrowException, ValueError, TypeError, IndexError, ArithmeticError) as error:
        # Whatever cannot be looked at counts as found; the message could quote a cell.
        books.columns.add(table.place, f"cannot be looked at: {type(error).__name__}")


def _check_sheet(
    place: str,
    header: Sequence[str],
    batches: Iterable[Sequence[pa.Array]],
    fields: tuple[FieldPolicy, ...],
    demands: Demands,
    books: Books,
) -> int:
    """Look at one sheet; returns how many rows it has."""
    books.tables += 1
    _check_names(place, header, demands, books)
    if list(header) != [field.name for field in fields]:
        books.columns.add(place, "its columns are not those of the policy, in their order")
        return -1
    for field in fields:
        problem = field.forbidden(demands.method)
        if problem is not None:
            books.forms.add(f"{place}: field '{field.name}'", problem)
    scans = [FieldScan(f"{place}: field '{field.name}'", field, demands, books) for field in fields]
    rules = RowRules(place, fields, demands, books.rows)
    rows = 0
    for columns in batches:
        for scan, column in zip(scans, columns, strict=True):
            scan.scan(column)
        rules.scan(columns)
        rows += len(columns[0]) if columns else 0
        books.seen(len(columns[0]) if columns else 0)
    return rows


def _check_names(place: str, header: Sequence[str], demands: Demands, books: Books) -> None:
    """Names of columns are text, too; a name that gives something away is not repeated."""
    for position, name in enumerate(header, 1):
        for letter, says in _shown(name):
            books.patterns.add(f"{place}: name of column {position}", f"holds {says} ({letter})")
    if demands.harvest is not None and header:
        for position, seen in known_in(demands.harvest, pa.array(list(header), TEXT), Scope()).items():
            for says in seen:
                books.known.add(f"{place}: name of column {position + 1}", f"holds {says}")


_ADDRESSED = re.compile(r"://|(?<![^\W_])www\d?\.", re.IGNORECASE)


def _shown(name: str) -> frozenset[tuple[str, str]]:
    """What a name gives away; the dots of a path of keys, as in ``contact.info``, make no web address of it."""
    found = findings(name)
    return found if _ADDRESSED.search(name) else frozenset(each for each in found if each[0] != "N")
