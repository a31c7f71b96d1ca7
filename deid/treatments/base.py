"""What a treatment is: a small object that changes one column and describes itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from deid.identifiers import Finding, Identifier
from deid.safe_harbor.kinds import FieldKind
from deid.vault.offsets import Places


@dataclass(frozen=True, slots=True)
class Field:
    """The column that a treatment works on, as the plan has it.

    Attributes:
        kind: what the column holds.
        name: its name in the source, for units that a name carries.
        namespace: of a person key: whose numbers they are.
        beside: other columns of the row that the treatment needs, by role, as positions.
        reference: whether it stands in a table of which no column tells of a person.
        only: what alone may stay: ``shared`` for what many persons share, or the name of a closed list; empty for all.
    """

    kind: FieldKind
    name: str = ""
    namespace: str = ""
    beside: Mapping[str, int] = field(default_factory=dict)
    reference: bool = False
    only: str = ""


class Surroundings(Protocol):
    """What a treatment may ask of the batch, the vault and the run."""

    latest_year: int
    """The last year of the export's dates, which decides what a birth year says of age."""

    def beside(self, position: int) -> pa.Array | None:
        """Another column of the same rows, as text."""

    def person_codes(self, keys: pa.Array) -> pa.Array:
        """The code of each person key (namespace and value); null for nobody's key."""

    def record_codes(self, keys: pa.Array) -> pa.Array:
        """The code of each record's key."""

    def uids(self, keys: pa.Array) -> pa.Array:
        """The new UID of each UID."""

    def identified(self, kind: FieldKind, cells: list[str]) -> list[Identifier | None]:
        """For each distinct cell of a column that is to stay: the identifier that it carries."""

    def crowding(self, cells: list[str]) -> list[float | None]:
        """For each code None, or if it is an identifying value of the export the share of its neighbours that are."""

    def harvested(self, text: str) -> list[Finding]:
        """Where values that were harvested from this export stand in a text."""

    def known_of_rows(self) -> list[list[str]]:
        """For each row of the batch the values of its identifying columns; empty when there are none."""

    def persons_of_rows(self) -> list[str | None]:
        """For each row of the batch the code of its person, as the vault drew it; None where no column tells."""

    def secret(self, purpose: str) -> bytes:
        """A key of the vault for treatments that derive values."""

    def treated_as(self, kind: FieldKind, cells: pa.Array) -> Treated:
        """What the plan's profile makes of cells of another kind: for values whose meaning stands in the row."""


@dataclass(frozen=True, slots=True)
class Treated:
    """A treated column, and what was found in it on the way.

    Attributes:
        column: the new column, as long as the old one.
        caught: cells blanked because they carried an identifier that the column should not hold, by letter.
        lost: cells blanked because they could not be parsed.
        moved: of scrubbed texts by row of the batch: where each value stood, where its replacement stands, its letter.
    """

    column: pa.Array
    caught: Mapping[str, int] = field(default_factory=dict)
    lost: int = 0
    moved: Mapping[int, Places] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Treatment:
    """One thing that can be done to a column.

    Attributes:
        name: as plans and profiles write it.
        summary: what it does, for readers.
        derived: whether its values are computed from the person's, which rules Safe Harbor out
            (45 CFR 164.514(c)(1); OCR guidance 2012, 3.5).
        form: what every value of the result looks like, for the check; empty for a removed column.
        suffix: put behind the column's name where its meaning changed.
    """

    name: str
    summary: str
    derived: bool = False
    form: str = ""
    suffix: str = ""

    def apply(self, column: pa.Array, field: Field, around: Surroundings) -> Treated:
        """Treat one column of a batch; pure, and never changes its input."""
        raise NotImplementedError

    def removes(self, kind: FieldKind) -> bool:
        """Whether nothing of the kind's identifier is left in the result, as Safe Harbor asks."""
        return not self.derived


def count(mask: npt.NDArray[np.bool_]) -> int:
    """How many rows a mask picks."""
    return int(np.count_nonzero(mask))
