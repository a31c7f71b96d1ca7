"""What stays, stays as it was; what carries an identifier goes, cell by cell."""

from __future__ import annotations

import datetime
import decimal
from collections.abc import Callable

import pyarrow as pa
import pytest

from deid.treatments import Treated

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
    assert treat("keep", [cell, "1234.56", "$1,234,567.89", "12345678"], "amount").column.to_pylist() == [
        None, "1234.56", "$1,234,567.89", "12345678"
    ]  # fmt: skip


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
