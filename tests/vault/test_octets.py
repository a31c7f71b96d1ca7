"""What is told of whole columns by their octets agrees with what patterns say of each cell."""

from __future__ import annotations

import re

import pyarrow as pa
from hypothesis import example, given
from hypothesis import strategies as st

from deid.tables.harvesting import add_exact
from deid.treatments.coding import filled
from deid.treatments.dating import years
from deid.vault import person_keys
from deid.vault.octets import Octets

CELLS = st.lists(st.one_of(st.none(), st.text(max_size=12), st.from_regex(r"[0-9.]{0,8}", fullmatch=True)), max_size=8)
EVEN = st.integers(1, 6).flatmap(
    lambda width: st.lists(st.text("aZ09.- é", min_size=width, max_size=width), max_size=6)
)


def _octets(cells: list[str | None]) -> Octets:
    return Octets.of(pa.array(cells, pa.large_string()))


@given(st.one_of(CELLS, EVEN))
@example(["5.", "1"])
@example(["1234567"])
@example(["123456.7", ".5", "7"])
@example(["1.2.3"])
def test_short_decimals(cells: list[str | None]) -> None:
    expected = bool(cells) and all(re.fullmatch(r"(?=.)\d{0,6}(?:\.\d+)?", cell or "", re.ASCII) for cell in cells)
    assert _octets(cells).are_short_decimals(6) == expected


@given(st.one_of(CELLS, EVEN))
def test_digits_and_blanks(cells: list[str | None]) -> None:
    octets = _octets(cells)
    written = [cell or "" for cell in cells]
    assert octets.all_hold_digits() == (bool(cells) and all(re.search(r"[0-9]", cell) for cell in written))
    assert octets.filled == sum(bool(cell) for cell in written)
    if octets.is_trimmed():
        assert all(cell and cell == cell.strip() and cell[0].isprintable() for cell in written)


@given(st.one_of(CELLS, EVEN))
def test_part_of_a_column_is_as_the_whole(cells: list[str | None]) -> None:
    """Columns may begin anywhere in their buffers, and long ones go other ways than short ones."""
    column = pa.array(["x", *cells, "yy"], pa.large_string()).slice(1, len(cells))
    for each in (filled, lambda part: person_keys("mrn", part), lambda part: years(filled(part), 2026)):
        one_by_one = [each(column.slice(place, 1)).to_pylist()[0] for place in range(len(column))]
        assert each(column).to_pylist() == one_by_one


@given(
    st.lists(st.from_regex(r"(?:1[0-9]|2[0-3])[0-9]{2}-[0-2][0-9]-[0-4][0-9]", fullmatch=True), min_size=1, max_size=5)
)
@example(["1799-01-01", "1800-01-01"])
@example(["2099-12-31", "2100-01-01"])
def test_years_of_columns_of_days(days: list[str]) -> None:
    column = pa.array(days, pa.large_string())
    beside_another = pa.concat_arrays([column, pa.array(["May 3, 2001"], pa.large_string())])
    assert years(column, 2026).to_pylist() == years(beside_another, 2026).to_pylist()[:-1]


@given(st.lists(st.from_regex(r"[A-Za-z0.-]{0,3}[0-9]{1,4}[A-Z]?", fullmatch=True), min_size=1, max_size=5))
@example(["007", "7"])
@example(["12.0", "12"])
@example(["mrn-1"])
def test_keys_are_spelled_alike_whatever_stands_beside_them(keys: list[str]) -> None:
    column = pa.array(keys, pa.large_string())
    beside_another = pa.concat_arrays([column, pa.array([" x "], pa.large_string())])
    assert person_keys("mrn", column).to_pylist() == person_keys("mrn", beside_another).to_pylist()[:-1]


class _Writer:
    def __init__(self) -> None:
        self.taken: list[str] = []

    def add_exact(self, values: pa.Array) -> None:
        self.taken += values.to_pylist()


@given(st.lists(st.text("ab 019", min_size=1, max_size=9), min_size=1, max_size=6))
def test_what_is_harvested_does_not_hang_on_the_column(cells: list[str]) -> None:
    together, apart = _Writer(), _Writer()
    add_exact(together, pa.array(cells, pa.large_string()))  # type: ignore[arg-type]
    for cell in cells:
        add_exact(apart, pa.array([cell], pa.large_string()))  # type: ignore[arg-type]
    assert set(together.taken) == set(apart.taken)
