"""What was seen of one column before it is judged."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

_ROWS_TO_TELL = 20
_LEAST_ROWS = 3
_LEAST_SHARE = 0.005
"""A class fills at least so many rows, and so large a share of them."""
_MOST_CLASSES = 60
_MOST_ROWS_OF_ONE, _COMMON_SHARE, _MOSTLY = 5, 0.02, 0.88
_STRAYS = 0.03
"""So large a share of the rows may hold what is none of the classes."""


@dataclass(frozen=True, slots=True)
class Sample:
    """What was seen of one column.

    Attributes:
        values: distinct filled values, in the order met, at most a thousand.
        rows: rows looked at.
        filled: rows in which the column had a value.
        distinct: distinct values among them; exact up to the sample's size.
        prevalent: values that fill a tenth of the rows or more each, with their share of the filled rows.
        counts: how many rows each of the values has, where the rows were counted.
    """

    values: tuple[str, ...]
    rows: int
    filled: int
    distinct: int
    prevalent: Mapping[str, float] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)

    @property
    def nearly_unique(self) -> bool:
        """Whether almost every filled row has a value of its own."""
        return self.filled >= 10 and self.distinct >= 0.9 * self.filled

    @property
    def recurring(self) -> bool:
        """Whether values come again and again; never said of a handful of rows."""
        return self.filled >= 10 and self.distinct < 0.9 * self.filled

    @property
    def few(self) -> bool:
        """Whether the values are a short list that the rows pick from, as classes are."""
        return self.recurring and len(self.values) <= max(12, 0.05 * self.filled)

    @property
    def classes(self) -> tuple[str, ...]:
        """The values of a column of classes: few, each in many rows, and together in all but a few stray rows.

        Empty where the values are no classes, or where the rows were not counted.
        """
        if self.filled < _ROWS_TO_TELL or not self.counts:
            return ()
        least = max(_LEAST_ROWS, _LEAST_SHARE * self.filled)
        often = tuple(value for value in self.values if self.counts.get(value, 0) >= least)
        strays = self.filled - sum(self.counts[value] for value in often)
        if not 0 < len(often) <= _MOST_CLASSES or strays > max(2, _STRAYS * self.filled):
            return ()
        return often

    def of_common(self) -> Sample | None:
        """The sample of the values that stand out, each in a fiftieth of the rows and together in nearly nine of ten.

        None where there are no such values, or no others.
        """
        least = max(_MOST_ROWS_OF_ONE, _COMMON_SHARE * self.filled)
        often = {value: self.counts[value] for value in self.values if self.counts.get(value, 0) >= least}
        rows = sum(often.values())
        if len(often) == len(self.values) or rows < _MOSTLY * max(self.filled, _ROWS_TO_TELL):
            return None
        prevalent = {value: count / rows for value, count in often.items() if count >= 0.1 * rows}
        return Sample(tuple(often), rows, rows, len(often), prevalent, often)

    def share(self, test: Callable[[str], bool]) -> float:
        """The share of the distinct values, 0 to 1, that pass a test."""
        return sum(map(test, self.values)) / len(self.values) if self.values else 0.0

    def reaches(self, test: Callable[[str], bool], share: float) -> bool:
        """Whether at least this share of the distinct values pass a test; stops as soon as it is decided."""
        allowed = (1 - share) * len(self.values) + 1e-9
        for value in self.values:
            if not test(value):
                allowed -= 1
                if allowed < 0:
                    return False
        return bool(self.values)
