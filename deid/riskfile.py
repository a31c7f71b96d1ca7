"""The risk of one table: its columns as codes, for the measures of `deid.expert`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from deid.batch.containing import contained
from deid.errors import Unreadable, UsageError
from deid.expert import KeyCounter, Risk, TooWideError, measure_codes
from deid.safe_harbor.field_names import name_identifies
from deid.tables.coding import ColumnCoder, coded
from deid.tables.columnar import ParquetReader
from deid.tables.opening import open_table


@contained
def measure_file(
    path: str | Path,
    quasi_identifiers: Sequence[str],
    person: str | None = None,
    sensitive: str | None = None,
) -> Risk:
    """Measure one table file.

    Args:
        path: the table; of a workbook the first sheet that has all columns.
        quasi_identifiers: names of columns.
        person: the column that says whose row it is.
        sensitive: the column whose diversity is measured.

    Raises:
        UsageError: no such file or column, or no table.
    """
    wanted = [*quasi_identifiers, *([person] if person else []), *([sensitive] if sensitive else [])]
    if not quasi_identifiers:
        raise UsageError("no quasi-identifiers: name at least one column")
    if not Path(path).is_file():
        raise UsageError(f"{path}: {'a folder, not a table' if Path(path).is_dir() else 'no such file'}")
    try:
        sheets = open_table(Path(path)).sheets
    except Unreadable as error:
        raise UsageError(f"{path}: {error.reason}") from None
    sheet = next((sheet for sheet in sheets if set(wanted) <= set(sheet.reader.header)), None)
    if sheet is None:
        header = sheets[0].reader.header
        missing = sorted(set(wanted) - set(header))
        there = [f"(column {n})" if name_identifies(name) else name for n, name in enumerate(header, 1)]
        raise UsageError(f"{path}: no column {', '.join(missing)}; it has {', '.join(there)}")
    positions = [sheet.reader.header.index(name) for name in wanted]
    if isinstance(sheet.reader, ParquetReader) and person is None and sensitive is None:
        streamed = _streamed(sheet.reader, positions)
        if streamed is not None:
            return streamed
    columns, _ = coded(sheet.reader, positions)
    count = len(quasi_identifiers)
    return measure_codes(columns[:count], columns[count] if person else None, columns[-1] if sensitive else None)


def _streamed(reader: ParquetReader, positions: Sequence[int]) -> Risk | None:
    """The risk of a Parquet file of any length, in memory for its distinct combinations; None where too wide."""
    counter = KeyCounter(len(positions))
    coders = [ColumnCoder() for _ in positions]
    try:
        for batch in reader.batches(list(positions)):
            counter.add([coder.codes(column) for coder, column in zip(coders, batch.columns, strict=True)])
    except TooWideError:
        return None
    return counter.result().risk()
