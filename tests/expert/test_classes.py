"""Equivalence classes against a count by hand."""

from __future__ import annotations

from collections import Counter, defaultdict

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from deid.expert import measure_codes

ROWS = st.lists(
    st.tuples(st.integers(-2, 3), st.integers(0, 2), st.integers(0, 4), st.integers(0, 2)), min_size=1, max_size=60
)


def columns(rows: list[tuple[int, ...]]) -> list[np.ndarray]:
    return list(np.array(rows, np.int64).T)


@given(ROWS)
def test_records(rows: list[tuple[int, ...]]) -> None:
    first, second, _, _ = columns(rows)
    sizes = Counter(row[:2] for row in rows)
    risk = measure_codes([first, second])
    assert (risk.records, risk.persons, risk.classes) == (len(rows), len(rows), len(sizes))
    assert risk.k == min(sizes.values())
    assert dict(risk.class_sizes) == Counter(sizes.values())
    assert [size for size, _ in risk.class_sizes] == sorted(set(sizes.values()))
    assert risk.unique == sum(size == 1 for size in sizes.values())
    assert risk.highest == pytest.approx(1 / risk.k)
    assert risk.average == pytest.approx(len(sizes) / len(rows))
    assert risk.l is None


@given(ROWS)
def test_persons_count_once_in_a_class(rows: list[tuple[int, ...]]) -> None:
    first, second, person, sensitive = columns(rows)
    members, values = defaultdict(set), defaultdict(set)
    for a, b, who, what in rows:
        members[a, b].add(who)
        values[a, b].add(what)
    risk = measure_codes([first, second], person, sensitive)
    sizes = [len(people) for people in members.values()]
    assert risk.persons == len({row[2] for row in rows})
    assert risk.classes == len(members)
    assert risk.k == min(sizes)
    assert dict(risk.class_sizes) == Counter(sizes)
    assert risk.average == pytest.approx(len(members) / sum(sizes))
    assert risk.l == min(len(kinds) for kinds in values.values())


@given(ROWS, st.randoms())
def test_the_order_of_rows_and_columns_means_nothing(rows: list[tuple[int, ...]], chance: object) -> None:
    first, second, person, _ = columns(rows)
    chance.shuffle(rows)  # type: ignore[attr-defined]
    other_first, other_second, other_person, _ = columns(rows)
    assert measure_codes([first, second], person) == measure_codes([other_second, other_first], other_person)


def test_many_wide_columns_do_not_overflow() -> None:
    chance = np.random.default_rng(1)
    wide = [chance.integers(0, 2**62, 1000) for _ in range(20)]
    risk = measure_codes(wide)
    assert (risk.classes, risk.k, risk.unique) == (1000, 1, 1000)


def test_an_empty_table() -> None:
    none = np.zeros(0, np.int64)
    assert measure_codes([none]).k == 0
    assert measure_codes([none], none, none).l == 0


def test_wrong_calls() -> None:
    with pytest.raises(ValueError, match="quasi-identifier"):
        measure_codes([])
    with pytest.raises(ValueError, match="lengths"):
        measure_codes([np.zeros(2, np.int64)], np.zeros(3, np.int64))
