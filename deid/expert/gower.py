"""Distances between records of numbers and categories (Gower 1971): the mean over columns, each from 0 to 1."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd

from deid.expert.arrays import Floats


@dataclass(frozen=True)
class Gower:
    """A table ready for distances.

    Attributes:
        numbers: numeric columns over their range, shape (n, numeric columns).
        kinds: categories as codes, shape (n, other columns).
    """

    numbers: Floats
    kinds: np.typing.NDArray[np.int64]

    @classmethod
    def of(cls, *tables: pd.DataFrame) -> tuple[Gower, ...]:
        """Tables with the same columns, over the ranges and categories of all of them."""
        whole = pd.concat(tables, ignore_index=True)
        numeric = [name for name in whole.columns if pd.api.types.is_numeric_dtype(whole[name])]
        others = [name for name in whole.columns if name not in numeric]
        numbers = whole[numeric].to_numpy(np.float64)
        low = numbers.min(axis=0, initial=np.inf)
        spread = numbers.max(axis=0, initial=-np.inf) - low
        scaled = (numbers - low) / np.where(spread > 0, spread, 1.0)
        codes = [pd.factorize(whole[name])[0] for name in others]
        kinds = np.stack(codes, axis=1).astype(np.int64) if codes else np.zeros((len(whole), 0), np.int64)
        ends = np.cumsum([0, *map(len, tables)])
        return tuple(cls(scaled[a:b], kinds[a:b]) for a, b in pairwise(ends))

    def to(self, number: Floats, kind: np.typing.NDArray[np.int64]) -> Floats:
        """The distance of every record to one, shape (n,)."""
        width = self.numbers.shape[1] + self.kinds.shape[1]
        return np.asarray(
            (np.abs(self.numbers - number).sum(axis=1) + (self.kinds != kind).sum(axis=1)) / max(1, width), np.float64
        )

    def rows(self, chosen: np.typing.NDArray[np.int64]) -> Gower:
        """Some of the records."""
        return Gower(self.numbers[chosen], self.kinds[chosen])
