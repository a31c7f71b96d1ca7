"""Surroundings of a batch, as treatments see them, without a vault."""

from __future__ import annotations

import re
from collections.abc import Callable

import pyarrow as pa
import pytest

from deid.identifiers import Finding, Identifier
from deid.safe_harbor.kinds import KINDS, FieldKind
from deid.treatments import Field, Treated, treatments

PROFILE = {"person_name": "remove", "ssn": "remove", "birth_date": "birth_year", "zip": "zip3", "event_date": "year"}


class Around:
    """Codes count up; what contains the word secret is an identifier."""

    def __init__(self, latest_year: int, columns: dict[int, pa.Array]):
        self.latest_year = latest_year
        self._columns = columns

    def beside(self, position: int) -> pa.Array | None:
        return self._columns.get(position)

    def _codes(self, keys: pa.Array) -> pa.Array:
        encoded = keys.dictionary_encode()
        made = [f"C{place:015d}" for place in range(len(encoded.dictionary))]
        return pa.array(made, pa.large_string()).take(encoded.indices)

    person_codes = record_codes = uids = _codes

    def identified(self, kind: FieldKind, cells: list[str]) -> list[Identifier | None]:
        return [Identifier.NAME if re.search(r"secret|\d{7}", cell) else None for cell in cells]

    def harvested(self, text: str) -> list[Finding]:
        return [
            Finding(m.start(), m.end(), Identifier.OTHER_UNIQUE, "harvested_value") for m in re.finditer("quux", text)
        ]

    def known_of_rows(self) -> list[list[str]]:
        known = self._columns.get(2)
        return [[cell] for cell in known.to_pylist()] if known is not None else []

    def persons_of_rows(self) -> list[str | None]:
        persons = self._columns.get(3)
        return persons.to_pylist() if persons is not None else [None] * 1000

    def crowding(self, cells: list[str]) -> list[float | None]:
        return [None] * len(cells)

    def secret(self, purpose: str) -> bytes:
        return purpose.encode()

    def treated_as(self, kind: FieldKind, cells: pa.Array) -> Treated:
        return treatments()[PROFILE.get(kind.name, "remove")].apply(cells, Field(kind, "", "patient"), self)


@pytest.fixture
def treat() -> Callable[..., Treated]:
    """Apply a treatment by its name to values."""

    def call(
        name: str, values: object, kind: str = "category", latest: int = 2023, **beside: list[str | None]
    ) -> Treated:
        column = values if isinstance(values, pa.Array) else pa.array(values, pa.large_string())
        columns = {place: pa.array(cells, pa.large_string()) for place, cells in enumerate(beside.values(), 2)}
        field = Field(KINDS[kind], "field", "patient", {role: place for place, role in enumerate(beside, 2)})
        return treatments()[name].apply(column, field, Around(latest, columns))

    return call
