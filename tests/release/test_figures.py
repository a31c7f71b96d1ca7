from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deid.release.figures import among, figure, least, total, written

NUMBERS = st.integers(0, 40) | st.integers(0, 10**7)


@pytest.mark.parametrize(("number", "shown"), [(0, 0), (1, "<11"), (10, "<11"), (11, 11), (1200, 1200)])
def test_small_counts_are_not_told(number: int, shown: int | str) -> None:
    assert figure(number) == shown


@pytest.mark.parametrize(
    ("number", "whole", "shown"),
    [
        (0, 5, 0),
        (5, 1000, "<11"),
        (1000, 1000, 1000),
        (997, 1000, ">=990"),
        (989, 1000, 989),
        (11, 12, ">=11"),
        (20, 0, 20),
    ],
)
def test_neither_is_the_small_rest_of_a_known_whole(number: int, whole: int, shown: int | str) -> None:
    assert among(number, whole) == shown


@given(number=NUMBERS, whole=NUMBERS)
def test_what_is_shown_leaves_the_small_rest_open(number: int, whole: int) -> None:
    count = among(number, whole)
    assert least(count) <= number
    if isinstance(count, int):
        assert not 0 < count < 11
        assert not (count and 0 < whole - count < 11)


@given(numbers=st.lists(NUMBERS, max_size=8))
def test_a_sum_is_true_and_gives_no_small_part_away(numbers: list[int]) -> None:
    counts = [figure(number) for number in numbers]
    summed, true = total(counts), sum(numbers)
    small = [number for number in numbers if 0 < number < 11]
    if not small:
        assert summed == true
    elif isinstance(summed, str) and summed.startswith("<"):
        assert true < int(summed[1:])
    else:
        assert isinstance(summed, str)
        assert summed == f">={sum(numbers) - sum(small)}"


def test_a_sum_of_floors_is_a_floor() -> None:
    assert total([">=990", 10_000]) == ">=10990"
    assert total([">=990", "<11"]) == ">=990"
    assert total([]) == 0


@pytest.mark.parametrize(
    ("count", "text"),
    [(0, "0"), (1200, "1,200"), ("<11", "<11"), ("<1031", "<1,031"), (">=1200", "at least 1,200")],
)
def test_counts_as_they_are_written(count: int | str, text: str) -> None:
    assert written(count) == text
