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


KNOWN = "4000003"


def _codes(cells: list[str], people: list[str] | None, crowded: float, reference: bool = False) -> list[str | None]:
    """A column of codes among which one is somebody's number."""

    class Around:
        latest_year = 2023

        def beside(self, position: int) -> pa.Array:
            return pa.array(people, pa.large_string())

        def identified(self, kind: object, cells: list[str]) -> list[Identifier | None]:
            return [None] * len(cells)

        def crowding(self, cells: list[str]) -> list[float | None]:
            return [crowded if cell.startswith(KNOWN[:3]) else None for cell in cells]

    field = Field(KINDS["public_code"], "code", beside={"person": 1} if people else {}, reference=reference)
    return Keep().apply(pa.array(cells, pa.large_string()), field, Around()).column.to_pylist()  # type: ignore[arg-type]


PEOPLE = [f"P{n % 50}" for n in range(400)]
OTHERS = ["8609751", "2001499", "1049221", "3141761", "6173121"]


def _among(strays: list[str], distinct: int = 5) -> list[str]:
    others = [str(int(code) + 7 * n) for n in range(distinct // 5) for code in OTHERS]
    return strays + [others[n % len(others)] for n in range(400 - len(strays))]


def test_somebodys_number_among_codes_goes_however_often_it_comes_again() -> None:
    assert _codes(_among([KNOWN] * 3), PEOPLE, crowded=0.0)[:3] == [None] * 3
    assert _codes(_among([KNOWN] * 40), ["P1"] * 40 + PEOPLE[40:], crowded=0.0)[:40] == [None] * 40
    assert _codes(_among([KNOWN] * 3), None, crowded=0.0)[:3] == [None] * 3
    assert _codes(_among([KNOWN] * 2), PEOPLE, crowded=0.9)[:2] == [None] * 2


def test_a_code_that_is_somebodys_number_by_chance_stays() -> None:
    many = _among([KNOWN] * 60)
    assert _codes(many, PEOPLE, crowded=0.0) == many
    crowded = _among([f"{KNOWN[:3]}{n % 20:04d}" for n in range(200)])
    assert _codes(crowded, PEOPLE, crowded=0.9) == crowded
    assert _codes([KNOWN, "8609751"], ["P1", "P2"], crowded=0.0, reference=True) == [KNOWN, "8609751"]


def test_numbers_longer_than_the_columns_codes_go() -> None:
    cells = ["99213", "80053", "36415", "99214"] * 100 + ["7744001", "44054006"]
    assert _codes(cells, [f"P{n}" for n in range(402)], crowded=0.0) == [*cells[:400], None, None]
    shared = [*cells[:400], "44054006", "44054006"]
    assert _codes(shared, [f"P{n}" for n in range(402)], crowded=0.0) == shared


def test_a_number_without_the_check_digit_that_all_others_have_goes() -> None:
    cells = ["44054006", "38341003", "195967001", "73211009"] * 50 + ["44054007"]
    assert _codes(cells, None, crowded=0.0) == [*cells[:200], None]


def test_counts_of_seven_digits_stay_where_values_reach_them(treat: Treat) -> None:
    loads = ["20", "4500", "1234567", "560000", "310000", "<20"]
    assert treat("keep", loads, "measurement").column.to_pylist()[2] is None  # the screen of these tests takes any
    field, around = Field(KINDS["measurement"], "value", beside={"unit": 2}), _Units(["copies/mL"] * 4)
    values = pa.array(["1234567", "90", "101", "99"], pa.large_string())
    assert Keep().apply(values, field, around).column.to_pylist()[0] == "1234567"  # type: ignore[arg-type]
    around = _Units(["mg/dL"] * 4)
    assert Keep().apply(values, field, around).column.to_pylist()[0] is None  # type: ignore[arg-type]
    values = pa.array(loads, pa.large_string())
    assert Keep().apply(values, field, _Units(["mg/dL"] * 6)).column.to_pylist() == loads  # type: ignore[arg-type]
    named = Field(KINDS["measurement"], "hiv_viral_load")
    assert Keep().apply(pa.array(["1234567"]), named, _Units([])).column.to_pylist() == ["1234567"]  # type: ignore[arg-type]


class _Units:
    """Surroundings that know nobody, with a column of units beside."""

    latest_year = 2023

    def __init__(self, units: list[str]):
        self._units = units

    def beside(self, position: int) -> pa.Array:
        return pa.array(self._units, pa.large_string())

    def identified(self, kind: object, cells: list[str]) -> list[None]:
        return [None] * len(cells)


def test_a_lonely_name_among_insurers_goes_and_a_common_insurer_stays() -> None:
    insurers = ["Kaiser Permanente", "Blue Cross", "Aetna", "Zebulon Quackenbush"]
    cells = insurers[:3] * 30 + insurers[3:]
    field = Field(KINDS["payer"], "payer", beside={"person": 1})
    around = _Units([f"P{n}" for n in range(91)])
    kept = Keep().apply(pa.array(cells, pa.large_string()), field, around)  # type: ignore[arg-type]
    assert kept.column.to_pylist() == [*cells[:90], None]


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
