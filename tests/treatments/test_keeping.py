"""What stays, stays as it was; what carries an identifier goes, cell by cell."""

from __future__ import annotations

import datetime
import decimal
from collections.abc import Callable

import pyarrow as pa
import pytest

from deid.identifiers import Identifier
from deid.safe_harbor.kinds import KINDS
from deid.treatments import Field, Keep, Treated

Treat = Callable[..., Treated]


def test_only_the_cell_with_an_identifier_goes(treat: Treat) -> None:
    treated = treat("keep", ["final", "secret", None, "", "final", "a secret b"])
    assert treated.column.to_pylist() == ["final", None, None, "", "final", None]
    assert treated.caught == {"A": 2}


@pytest.mark.parametrize(
    "column",
    [
        pa.array([1, 2, None]),
        pa.array([1.5, None, 2.0]),
        pa.array([True, None, False]),
        pa.array(["a", None, "b"]),
        pa.array(["a", None, "b"]).dictionary_encode(),
        pa.array([decimal.Decimal("1.50"), None]),
        pa.array([datetime.date(2019, 1, 1), None]),
        pa.array([datetime.datetime(2019, 1, 1, 2, 3, 4, 567, tzinfo=datetime.UTC), None]),
        pa.DictionaryArray.from_arrays(pa.array([0, None, 1], pa.int8()), pa.array(["a", "b"]), ordered=True),
        pa.DictionaryArray.from_arrays(pa.array([1, 0], pa.int8()), pa.array([10, 20])),
    ],
)
def test_types_and_values_survive(treat: Treat, column: pa.Array) -> None:
    treated = treat("keep", column).column
    assert treated.type == column.type
    assert treated.to_pylist() == column.to_pylist()


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        (pa.array([5, 521004711, None]), [5, None, None]),
        (pa.array([5.5, 6175550134.0, None]), [5.5, None, None]),
        (pa.array(["a", "secret", "b"]).dictionary_encode(), ["a", None, "b"]),
        (pa.array([decimal.Decimal("1.5"), decimal.Decimal(52100471)]), [decimal.Decimal("1.5"), None]),
    ],
)
@pytest.mark.parametrize("kind", ["category", "measurement", "unit"])
def test_types_survive_a_blanked_cell(treat: Treat, column: pa.Array, expected: list[object], kind: str) -> None:
    treated = treat("keep", column, kind).column
    assert treated.type == column.type
    assert treated.to_pylist() == expected


@pytest.mark.parametrize("cell", ["521004711", "521004711.00", "$6175550134", "52100471123"])
def test_long_numbers_are_looked_at_in_amounts_too(treat: Treat, cell: str) -> None:
    assert treat("keep", [cell, "1234.56", "$1,234,567.89", "123456"], "amount").column.to_pylist() == [
        None, "1234.56", "$1,234,567.89", "123456"
    ]  # fmt: skip


def test_what_an_amount_is_not_is_looked_at() -> None:
    cells = ["21.03.2019", "1234567", "1234567.50"]
    seen: list[str] = []

    class Looking:
        latest_year = 2023

        def identified(self, kind: object, cells: list[str]) -> list[None]:
            seen.extend(cells)
            return [None] * len(cells)

    Keep().apply(pa.array(cells, pa.large_string()), Field(KINDS["amount"], "paid"), Looking())  # type: ignore[arg-type]
    assert seen == ["21.03.2019", "1234567"]


@pytest.mark.parametrize(
    ("name", "reference", "stays"), [("rxnorm_code", False, True), ("code", False, False), ("rxnorm_code", True, True)]
)
def test_codes_that_are_somebodys_number_by_chance_stay(name: str, reference: bool, stays: bool) -> None:
    class Known:
        latest_year = 2023

        def identified(self, kind: object, cells: list[str]) -> list[Identifier | None]:
            return [Identifier.MEDICAL_RECORD if cell == "4000003" else None for cell in cells]

    cells = pa.array(["4000003", "860975"] * (1 if reference else 2), pa.large_string())
    field = Field(KINDS["public_code"], name, reference=reference)
    kept = Keep().apply(cells, field, Known()).column.to_pylist()  # type: ignore[arg-type]
    assert ("4000003" in kept) is stays and "860975" in kept


def test_numbers_and_serials_that_stray_into_codes_go(treat: Treat) -> None:
    cells = ["E11.9", "I10"] * 400 + ["77440019", "7XKD921", "D88127701"]
    kept = treat("keep", cells, "public_code").column.to_pylist()
    assert kept[:800] == cells[:800] and kept[800:] == [None, None, None]


def test_labels_that_no_row_uses_go(treat: Treat) -> None:
    column = pa.DictionaryArray.from_arrays(pa.array([0, 2]), pa.array(["a", "Jane Okafor", "secret"]))
    assert treat("keep", column).column.dictionary.to_pylist() == ["a"]


def test_each_row_by_its_attribute(treat: Treat) -> None:
    values = ["Okafor", "1960-02-03", "02139", "5.5", "521-00-4711", "secret", None, "Okafor"]
    names = ["Last name", "Date of birth", "ZIP code", "Potassium", "SSN", "Potassium", "SSN", None]
    treated = treat("by_attribute", values, "attribute_value", attribute=names)
    assert treated.column.to_pylist()[:7] == [None, "1960", "021", "5.5", None, None, None]


def test_without_an_attribute_nothing_stays(treat: Treat) -> None:
    treated = treat("by_attribute", ["Okafor", None], "attribute_value")
    assert treated.column.to_pylist() == [None, None]
    assert treated.lost == 1
