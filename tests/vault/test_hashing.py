"""Hashes of columns, and the one spelling in which identifying values meet."""

from __future__ import annotations

import time

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from deid.vault.hashing import among, hash_strings, sorted_distinct, squeeze
from deid.vault.spelling import squeeze_text

TEXTS = st.lists(st.one_of(st.none(), st.text(max_size=40)), max_size=30)


@given(TEXTS, st.integers(0, 2**64 - 1))
def test_equal_strings_have_equal_hashes_wherever_they_stand(values: list[str | None], seed: int) -> None:
    column = pa.array([*values, *reversed(values)], pa.large_string())
    hashes = hash_strings(column, seed)
    assert (hashes[: len(values)] == hashes[len(values) :][::-1]).all()
    for start in range(0, len(column), 7):
        assert (hash_strings(column.slice(start, 5), seed) == hashes[start : start + 5]).all()
    assert (hash_strings(pa.array(column.to_pylist(), pa.string()), seed) == hashes).all()


@given(st.lists(st.text(max_size=30), max_size=30, unique=True), st.integers(0, 2**64 - 1))
def test_different_strings_have_different_hashes(values: list[str], seed: int) -> None:
    assert len(set(hash_strings(pa.array(values, pa.large_string()), seed).tolist())) == len(values)


def test_a_million_numbers_do_not_collide() -> None:
    column = pa.array(np.arange(1_000_000)).cast(pa.large_string())
    assert len(sorted_distinct(hash_strings(column, 7))) == 1_000_000


@pytest.mark.parametrize("length", [7, 8, 9, 511, 512, 513, 520, 1024])
def test_the_last_character_counts_at_every_length(length: int) -> None:
    column = pa.array(["x" * length, "x" * (length - 1) + "y", "x" * (length + 1)], pa.large_string())
    assert len(set(hash_strings(column, 1).tolist())) == 3


def test_the_seed_decides() -> None:
    column = pa.array(["a", "b" * 600], pa.large_string())
    assert (hash_strings(column, 1) != hash_strings(column, 2)).all()


def test_one_long_cell_among_many_costs_no_minute() -> None:
    column = pa.array(["x"] * 100_000 + ["q" * (1 << 20)], pa.large_string())
    start = time.perf_counter()
    hash_strings(column, 1)
    assert time.perf_counter() - start < 1


@given(TEXTS)
def test_columns_and_single_texts_are_squeezed_alike(values: list[str | None]) -> None:
    expected = [squeeze_text(value or "") for value in values]
    column = pa.array(values, pa.large_string())
    assert squeeze(column).to_pylist() == expected
    assert squeeze(column.slice(1)).to_pylist() == expected[1:]


@given(st.text())
def test_upper_and_lower_case_meet(value: str) -> None:
    assert squeeze_text(value.casefold()) == squeeze_text(value)
    assert squeeze_text(value + "") == squeeze(pa.array([value], pa.large_string()))[0].as_py()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("(617) 555-0134", "617.555.0134"),
        ("Víctor", "VICTOR"),
        ("Vi\u0301ctor", "Víctor"),
        ("İnci", "inci"),
        ("Groß", "GROSS"),
        ("\uff21\uff22\uff11\uff12", "ab12"),
        ("O\u2019Neil", "O'NEIL"),
        ("", " -./"),
    ],
)
def test_spellings_of_one_value_meet(one: str, other: str) -> None:
    assert squeeze_text(one) == squeeze_text(other)
    assert len(set(squeeze(pa.array([one, other], pa.large_string())).to_pylist())) == 1


def test_a_null_beside_accents_stays_empty() -> None:
    assert squeeze(pa.array(["é", None, "x"], pa.large_string())).to_pylist() == ["e", "", "x"]


@given(st.lists(st.integers(0, 50)), st.lists(st.integers(0, 50)))
def test_among_is_membership(wanted: list[int], known: list[int]) -> None:
    ordered = sorted_distinct(np.array(known, np.uint64))
    assert among(np.array(wanted, np.uint64), ordered).tolist() == [value in known for value in wanted]
