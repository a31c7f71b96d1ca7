"""Tables of codes: every column as integers with the dictionary that they index.

Values become text once, here, so that a number in a table meets the same number in a hierarchy's file. No message of
this module names a value: a value of the data may be a patient's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from deid.errors import UsageError
from deid.expert.arrays import Codes


@dataclass(frozen=True, slots=True)
class Column:
    """One column of codes.

    Attributes:
        codes: shape (n,), each an index into `values`.
        values: the column's distinct values, as text.
    """

    codes: Codes
    values: tuple[str, ...]

    def __post_init__(self) -> None:
        if len(self.codes) and not 0 <= int(self.codes.min()) <= int(self.codes.max()) < len(self.values):
            raise UsageError("a code points outside its column's dictionary")


@dataclass(frozen=True, slots=True)
class Table:
    """Columns of codes of one length.

    Attributes:
        columns: by name.
    """

    columns: Mapping[str, Column]

    def __post_init__(self) -> None:
        if len({len(column.codes) for column in self.columns.values()}) > 1:
            raise UsageError("the columns have different lengths")

    def __len__(self) -> int:
        return len(next(iter(self.columns.values())).codes) if self.columns else 0

    @classmethod
    def of(cls, data: pd.DataFrame | Table, names: Iterable[str]) -> Table:
        """The named columns of a frame, encoded; of a table, as they are.

        Raises:
            UsageError: no such column, or a column with missing values.
        """
        wanted = list(dict.fromkeys(names))
        present = data.columns
        missing = [name for name in wanted if name not in present]
        if missing:
            raise UsageError(f"no column {', '.join(missing)}")
        if isinstance(data, Table):
            return cls({name: data.columns[name] for name in wanted})
        return cls({name: encode(name, data[name]) for name in wanted})


def encode(name: str, series: pd.Series[Any]) -> Column:
    """One series as codes.

    Raises:
        UsageError: the series has missing values, or two of its values are the same text.
    """
    codes, uniques = pd.factorize(series)
    if len(codes) and int(codes.min()) < 0:
        raise UsageError(f"column {name} has missing values; give them a value of their own or leave the rows out")
    texts = tuple(text(value) for value in uniques)
    if len(set(texts)) < len(texts):
        raise UsageError(f"column {name} has values of different types that read alike; make the column text")
    return Column(np.asarray(codes, np.int64), texts)


def text(value: object) -> str:
    """A value as hierarchies write it: whole numbers without a decimal point."""
    if isinstance(value, str):
        return value
    if isinstance(value, (float, np.floating)) and float(value).is_integer():
        return str(int(value))
    if isinstance(value, pd.Timestamp) and value == value.normalize():
        return value.date().isoformat()
    return str(value)
