"""What is in an export: tables, their columns and what each holds; DICOM objects by kind. No values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from deid.evidence import Quarantined
from deid.safe_harbor.columns import Classification


@dataclass(frozen=True, slots=True)
class Dialect:
    r"""The form of a delimited text file.

    Attributes:
        encoding: a Python codec name.
        delimiter: one character.
        line_end: ``\\n`` or ``\\r\\n``.
        header: the column names as they stand, or generated ones where the first row is data.
        header_lines: physical lines that the header takes; 0 where there is none.

    """

    encoding: str
    delimiter: str
    line_end: str
    header: tuple[str, ...]
    header_lines: int


@dataclass(frozen=True, slots=True)
class ColumnLook:
    """What was seen of one column.

    Attributes:
        name: as in the source.
        classification: what it holds, and why that is thought.
        filled: share of the rows looked at that had a value.
        distinct: how many different values were seen, at most a thousand.
        keys: of a person key: the first places of the values seen, to see which columns hold the same persons' numbers.
        shapes: of a person key: the forms of its values, ``A9999`` for a letter and four digits.
    """

    name: str
    classification: Classification
    filled: float
    distinct: int
    keys: frozenset[int] = field(default_factory=frozenset, repr=False)
    shapes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class TableLook:
    """What was seen of one table.

    Attributes:
        source: its path under the input.
        sheet: of a workbook.
        format: ``csv``, ``parquet``, ``xlsx``, ``jsonl`` or ``memory``.
        rows: rows looked at, from the beginning.
        columns: in order.
        dialect: of delimited text.
    """

    source: str
    sheet: str
    format: str
    rows: int
    columns: tuple[ColumnLook, ...]
    dialect: Dialect | None = None

    @property
    def about_persons(self) -> bool:
        """Whether any column tells of a person; a table without is reference data."""
        return any(
            column.classification.kind.identifier is not None
            and column.classification.kind.name not in ("record_key", "unknown", "unique_number", "year")
            for column in self.columns
        )


@dataclass(frozen=True, slots=True)
class Survey:
    """The whole export.

    Attributes:
        objects: DICOM objects by modality.
        quarantined: what could not be read, and why.
    """

    tables: tuple[TableLook, ...]
    objects: Mapping[str, int]
    quarantined: tuple[Quarantined, ...]
