"""Risk of frames, against a population, and estimated for one."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deid.errors import UsageError
from deid.expert import measure, population_uniqueness
from deid.expert.negative_binomial import population_classes, snb
from deid.expert.packing import number, pack

ROWS = st.lists(st.tuples(st.sampled_from("xyz"), st.sampled_from("pq")), min_size=1, max_size=30)


@settings(deadline=None)
@given(ROWS, st.sampled_from([0.09, 0.2, 0.34, 0.5]))
def test_shares_and_cells(rows: list[tuple[str, str]], threshold: float) -> None:
    sizes = Counter(rows)
    risk = measure(pd.DataFrame(rows, columns=["a", "b"]), ["a", "b"])
    assert risk.above(threshold) == pytest.approx(sum(1 / sizes[row] > threshold for row in rows) / len(rows))
    assert risk.uniqueness == pytest.approx(sum(sizes[row] == 1 for row in rows) / len(rows))
    assert risk.small_cells() == sum(size < 11 for size in sizes.values())
    assert risk.marketer == pytest.approx(len(sizes) / len(rows))
    assert risk.strict_average(0.5) == (len(sizes) / len(rows) <= 0.5 and min(sizes.values()) >= 3)


@settings(deadline=None)
@given(ROWS, ROWS)
def test_a_population_table(rows: list[tuple[str, str]], people: list[tuple[str, str]]) -> None:
    theirs = Counter(people)
    reach = [max(1, theirs[row]) for row in rows]
    frames = [pd.DataFrame(each, columns=["a", "b"]) for each in (rows, people)]
    journalist = measure(frames[0], ["a", "b"], population=frames[1]).journalist
    assert journalist is not None
    assert journalist.k_map == min(reach)
    assert journalist.highest == pytest.approx(1 / min(reach))
    assert journalist.average == pytest.approx(sum(1 / each for each in reach) / len(rows))
    assert journalist.missing == sum(row not in theirs for row in rows)
    assert journalist.size == len(people)


def test_wrong_calls() -> None:
    data = pd.DataFrame({"a": ["x", "y"]})
    with pytest.raises(UsageError, match="no column b"):
        measure(data, ["b"])
    with pytest.raises(UsageError, match="quasi-identifier"):
        measure(data, [])
    with pytest.raises(UsageError, match="smaller"):
        measure(data, ["a"], population=1)
    assert measure(data[:0], ["a"], population=10).records == 0


def test_a_census_of_itself_knows_its_uniques() -> None:
    """With everybody in the sample, Zayatz's share is the sample's own."""
    estimate = population_uniqueness([(1, 30), (2, 10), (5, 4)], 70)
    assert estimate.zayatz == pytest.approx(30 / 70)


def drawn(population: int, fraction: float, cells: int) -> tuple[list[tuple[int, int]], float, int]:
    chance = np.random.default_rng(11)
    weights = chance.pareto(1.1, cells) + 0.01
    people = chance.choice(cells, population, p=weights / weights.sum())
    truth = float((np.bincount(people, minlength=cells) == 1).sum()) / population
    sizes = np.bincount(chance.choice(people, int(population * fraction), replace=False))
    return list(Counter(sizes[sizes > 0].tolist()).items()), truth, population


@pytest.mark.parametrize("fraction", [0.05, 0.3])
def test_dankars_choice_comes_near_a_known_population(fraction: float) -> None:
    sizes, truth, population = drawn(40_000, fraction, 30_000)
    estimate = population_uniqueness(sizes, population)
    assert estimate.chosen in ({"pitman"} if fraction <= 0.1 else {"zayatz", "snb"})
    assert truth / 3 < estimate.estimate < truth * 3


# The Adult table over its nine quasi-identifiers: how many classes of each size.
ADULT = ((1, 15512), (2, 2098), (3, 754), (4, 375))


@pytest.mark.parametrize(("population", "classes", "chance"), [(317_238_626, 29_552, 0.368), (301_620, 30_329, 0.3875)])
def test_no_solution_where_there_are_too_few_classes(population: int, classes: int, chance: float) -> None:
    """With the reference tool's number of population classes the sample's uniques are out of reach: decision 0012."""
    sizes, counts = (np.array(column, np.float64) for column in zip(*ADULT, strict=True))
    fraction = 30_162 / population
    members = np.arange(1, 40_000)
    assert (members * fraction * (1 - fraction) ** (members - 1.0)).max() < chance
    assert classes * chance < 15_512
    assert snb(sizes, counts, population, classes) is None


@pytest.mark.parametrize("fraction", [0.2, 0.5])
def test_a_population_that_follows_the_slide_negative_binomial(fraction: float) -> None:
    chance = np.random.default_rng(3)
    members = 1 + chance.negative_binomial(0.5, 0.2, 20_000)
    seen = chance.binomial(members, fraction)
    sizes, counts = np.unique(seen[seen > 0], return_counts=True)
    truth = float((members == 1).sum() / members.sum())
    known = snb(sizes.astype(float), counts.astype(float), int(members.sum()), len(members))
    estimated = population_classes(sizes.astype(float), counts.astype(float), fraction)
    assert known == pytest.approx(truth, rel=0.05)
    assert estimated == pytest.approx(20_000, rel=0.15)


def test_no_uniques_in_the_sample() -> None:
    assert population_uniqueness([(2, 5)], 100).estimate == 0


@settings(deadline=None)
@given(st.lists(st.tuples(*[st.integers(-(2**62), 2**62)] * 2, st.integers(0, 3)), min_size=1, max_size=30))
def test_keys_are_equal_where_rows_are(rows: list[tuple[int, ...]]) -> None:
    columns = [np.array(column, np.int64) for column in zip(*rows, strict=True)]
    wide = [np.array(columns[2], np.uint8), np.array(columns[2] - 2, np.int8)] * 20
    for keys in (pack([*columns, *wide]), number([columns[2], *columns[:2]])):
        assert len(set(keys.tolist())) == len(set(rows))
        assert len(set(zip(keys.tolist(), rows, strict=True))) == len(set(rows))
