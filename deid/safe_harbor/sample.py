"""What was seen of one column before it is judged."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Sample:
    """What was seen of one column.

    Attributes:
        values: distinct filled values, in the order met, at most a thousand.
        rows: rows looked at.
        filled: rows in which the column had a value.
        distinct: distinct values among them; exact up to the sample's size.
        prevalent: values that fill a tenth of the rows or more each, with their share of the filled rows.
    """

    values: tuple[str, ...]
    rows: int
    filled: int
    distinct: int
    prevalent: Mapping[str, float] = field(default_factory=dict)

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
