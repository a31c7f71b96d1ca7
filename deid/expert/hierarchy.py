"""Generalisation hierarchies: what each value becomes at each level.

The file format is ARX's: one row a value, no header, separated by semicolons; the first cell is the value, the others
its generalisations, from the finest to the coarsest.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd

from deid.errors import UsageError
from deid.expert.arrays import Codes, Counts, Floats
from deid.expert.codes import text


@dataclass(frozen=True)
class Hierarchy:
    """What each value becomes at each level; level 0 is the value itself.

    Attributes:
        rows: one row a value: the value, then its label at level 1, 2 and so on.
    """

    rows: tuple[tuple[str, ...], ...]

    def __post_init__(self) -> None:
        """Check the shape.

        Raises:
            UsageError: no rows, rows of different lengths, a value twice, or a label whose values part again higher up.
        """
        if not self.rows or not self.rows[0]:
            raise UsageError("the hierarchy is empty")
        depth = len(self.rows[0])
        for place, row in enumerate(self.rows, 1):
            if len(row) != depth:
                raise UsageError(f"row {place} of the hierarchy has {len(row)} levels and row 1 has {depth}")
        if len(self.positions) < len(self.rows):
            raise UsageError("the hierarchy has a value twice")
        for level in range(1, depth - 1):
            pairs = {(row[level], row[level + 1]) for row in self.rows}
            if len(pairs) > len(self.labels[level]):
                raise UsageError(f"labels are not monotone: one at level {level} has two labels at level {level + 1}")

    @property
    def depth(self) -> int:
        """How many levels there are, level 0 among them."""
        return len(self.rows[0])

    @cached_property
    def positions(self) -> dict[str, int]:
        """The row of each value."""
        return {row[0]: place for place, row in enumerate(self.rows)}

    @cached_property
    def labels(self) -> tuple[tuple[str, ...], ...]:
        """The distinct labels of each level, in the order of the rows."""
        return tuple(tuple(dict.fromkeys(level)) for level in zip(*self.rows, strict=True))

    @cached_property
    def codes(self) -> tuple[Codes, ...]:
        """For each level, the label of each row: shape (rows,), an index into that level's labels."""
        coded = []
        for level, labels in zip(zip(*self.rows, strict=True), self.labels, strict=True):
            index = {label: code for code, label in enumerate(labels)}
            coded.append(np.array([index[label] for label in level], np.int64))
        return tuple(coded)

    @cached_property
    def shares(self) -> tuple[Floats, ...]:
        """For each level, the share of the hierarchy's rows that carry a row's label: shape (rows,) (Iyengar 2002)."""
        counts: list[Counts] = [np.bincount(codes) for codes in self.codes]
        return tuple(count[codes] / len(self.rows) for count, codes in zip(counts, self.codes, strict=True))

    def locate(self, name: str, values: Sequence[str]) -> Codes:
        """The row of each of a column's values, shape (values,).

        Raises:
            UsageError: a value is not in the hierarchy.
        """
        found = [self.positions.get(value, -1) for value in values]
        missing = found.count(-1)
        if missing:
            raise UsageError(f"the hierarchy of {name} lacks {missing} of the column's {len(values)} distinct values")
        return np.array(found, np.int64)

    @classmethod
    def of(cls, given: Hierarchy | pd.DataFrame | str | Path) -> Hierarchy:
        """A hierarchy as it is, from a data frame (first column the value), or from a file in ARX's format."""
        if isinstance(given, Hierarchy):
            return given
        if isinstance(given, pd.DataFrame):
            if given.isna().to_numpy().any():
                raise UsageError("the hierarchy has empty cells")
            return cls(tuple(tuple(text(cell) for cell in row) for row in given.itertuples(index=False, name=None)))
        return cls.read(given)

    @classmethod
    def read(cls, path: str | Path, separator: str = ";") -> Hierarchy:
        """Read a file in ARX's format.

        Raises:
            UsageError: no such file, not UTF-8, or not a hierarchy.
        """
        try:
            content = Path(path).read_text("utf-8-sig")
        except FileNotFoundError:
            raise UsageError(f"{path}: no such file") from None
        except UnicodeDecodeError:
            raise UsageError(f"{path}: not UTF-8 text") from None
        rows = csv.reader(io.StringIO(content, newline=""), delimiter=separator)
        try:
            return cls(tuple(tuple(row) for row in rows if row))
        except UsageError as error:
            raise UsageError(f"{path}: {error}") from None

    def to_csv(self, separator: str = ";") -> str:
        """The hierarchy in ARX's format."""
        lines = io.StringIO(newline="")
        csv.writer(lines, delimiter=separator, lineterminator="\n").writerows(self.rows)
        return lines.getvalue()

    def write(self, path: str | Path, separator: str = ";") -> None:
        """Write the file that `read` reads, in ARX's format."""
        Path(path).write_text(self.to_csv(separator), "utf-8")
