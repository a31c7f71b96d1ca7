"""A table of the people whom a sample is drawn from, such as the Census by ZIP3, age and sex."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from deid.errors import UsageError
from deid.expert.arrays import Counts


@dataclass(frozen=True)
class Population:
    """People by their quasi-identifiers.

    Attributes:
        data: one row a person, or one row a cell with a column of counts.
        count: the column that says how many people a row stands for; one each without it.
    """

    data: pd.DataFrame = field(compare=False, repr=False)
    count: str | None = None

    def __post_init__(self) -> None:
        """Check the counts.

        Raises:
            UsageError: no such column, or counts that are not whole numbers from 0.
        """
        if self.count is None:
            return
        if self.count not in self.data.columns:
            raise UsageError(f"the population has no column {self.count}")
        counts = pd.to_numeric(self.data[self.count], errors="coerce")
        if counts.isna().any() or (counts < 0).any() or (counts % 1 != 0).any():
            raise UsageError("the population's counts are whole numbers from 0")

    @classmethod
    def of(cls, given: Population | pd.DataFrame) -> Population:
        """A population as it is, or a frame with one row a person."""
        return given if isinstance(given, Population) else cls(given)

    @property
    def people(self) -> Counts:
        """How many people each row stands for, shape (rows,)."""
        if self.count is None:
            return np.ones(len(self.data), np.int64)
        return np.asarray(pd.to_numeric(self.data[self.count]), np.int64)

    def columns(self, names: list[str]) -> list[str]:
        """Which of the quasi-identifiers the population has.

        Raises:
            UsageError: none of them.
        """
        shared = [name for name in names if name in self.data.columns and name != self.count]
        if not shared:
            raise UsageError("the population has none of the quasi-identifiers")
        return shared
