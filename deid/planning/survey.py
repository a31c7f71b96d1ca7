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
        unique: whether hardly any of at least three values stands in two rows.
        nameless: whether hardly any value has a word that may be somebody's name, or a long number.
    """

    name: str
    classification: Classification
    filled: float
    distinct: int
    keys: frozenset[int] = field(default_factory=frozenset, repr=False)
    shapes: frozenset[str] = frozenset()
    unique: bool = False
    nameless: bool = False


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
        """Whether it is no reference data: a column tells of a person, or no code or wording has a row of its own.

        Rows that repeat the same codes are events, and what nothing explains beside them may be a person's number.
        """
        kinds = [column.classification.kind for column in self.columns]
        if any(kind.identifier is not None and kind.name not in _OF_REFERENCE for kind in kinds):
            return True
        return not any(
            column.unique and kind.name in _CONCEPTS for column, kind in zip(self.columns, kinds, strict=True)
        )


_OF_REFERENCE = frozenset({"record_key", "unknown", "unique_number", "year"})
"""Kinds with an identifier that reference data has, too."""
_CONCEPTS = frozenset({"public_code", "description", "payer", "unit", "state", "country"})
"""Kinds of which reference data has a row for each value."""


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
