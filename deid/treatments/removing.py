"""Taking a column or its cells away."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

from deid.arrow import TEXT
from deid.treatments.base import Field, Surroundings, Treated, Treatment


@dataclass(frozen=True, slots=True)
class Remove(Treatment):
    """The column is left out of the release."""

    name: str = "remove"
    summary: str = "left out of the release"

    def apply(self, column: pa.Array, field: Field, around: Surroundings) -> Treated:
        """All null; the writer leaves the column out."""
        return Treated(pa.nulls(len(column), TEXT))


@dataclass(frozen=True, slots=True)
class Blank(Treatment):
    """The column stays, without values, for readers that expect it."""

    name: str = "blank"
    summary: str = "kept as an empty column"
    form: str = "empty"

    def apply(self, column: pa.Array, field: Field, around: Surroundings) -> Treated:
        """All null."""
        return Treated(pa.nulls(len(column), TEXT))
