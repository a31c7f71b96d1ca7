"""Methods that perturb or leave out, and what they cost and bring."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deid.errors import UsageError
from deid.expert import (
    Hierarchy,
    KAnonymity,
    add_noise,
    anonymize,
    compare,
    frontier,
    microaggregate,
    model_score,
    pram,
    sample,
    suppress_cells,
    suppress_records,
    top_and_bottom,
)

ROWS = st.lists(st.tuples(st.integers(20, 30), st.sampled_from("xyz"), st.sampled_from("pq")), min_size=1, max_size=40)


def frame(rows: list[tuple[int, str, str]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["age", "b", "c"])


@settings(deadline=None, max_examples=60)
@given(ROWS, st.integers(1, 6))
def test_groups_of_microaggregation_are_large_and_alike(rows: list[tuple[int, str, str]], k: int) -> None:
    data = frame(rows)
    if k > len(rows):
        with pytest.raises(UsageError, match="between 1"):
            microaggregate(data, ["age", "b"], k)
        return
    result = microaggregate(data, ["age", "b"], k)
    assert min(Counter(zip(result["age"], result["b"], strict=True)).values()) >= k
    assert result["age"].mean() == pytest.approx(data["age"].mean())
    assert result["c"].tolist() == data["c"].tolist()


def test_mdav_of_two_clusters() -> None:
    data = pd.DataFrame({"a": [1.0, 2.0, 3.0, 101.0, 102.0, 103.0]})
    assert microaggregate(data, ["a"], 3)["a"].tolist() == [2.0] * 3 + [102.0] * 3


@settings(deadline=None, max_examples=60)
@given(ROWS, st.integers(1, 6))
def test_suppression(rows: list[tuple[int, str, str]], k: int) -> None:
    data, names = frame(rows), ["age", "b", "c"]
    kept = suppress_records(data, names, k)
    assert kept.index.tolist() == [i for i, row in enumerate(rows) if Counter(rows)[row] >= k]
    if k > len(rows):
        with pytest.raises(UsageError, match="fewer records"):
            suppress_cells(data, names, k)
        return
    starred = suppress_cells(data, names, k)
    assert starred.groupby(names).size().min() >= k
    assert all(
        after in (before, "*") for name in names for before, after in zip(data[name], starred[name], strict=True)
    )


def test_perturbation() -> None:
    ages = pd.Series(np.random.default_rng(1).integers(0, 100, 5000))
    assert top_and_bottom(ages, 18, 90).between(18, 90).all()
    noisy = add_noise(ages, 0.1, seed=1)
    assert (noisy - ages).std() == pytest.approx(0.1 * ages.std(), rel=0.1)
    sexes = pd.Series(["F"] * 4000 + ["M"] * 1000)
    changed = pram(sexes, 0.3, seed=1)
    assert (changed != sexes).mean() == pytest.approx(0.3 * 2 * 0.8 * 0.2, rel=0.15)
    assert (changed == "F").mean() == pytest.approx(0.8, abs=0.02)
    assert len(sample(ages.to_frame("a"), 0.25, seed=1)) == 1250
    for wrong in (lambda: pram(sexes, 2, 1), lambda: add_noise(ages, -1, 1), lambda: top_and_bottom(ages, 2, 1)):
        with pytest.raises(UsageError):
            wrong()
    with pytest.raises(UsageError, match="share"):
        sample(ages.to_frame("a"), 2, 1)


def test_side_by_side() -> None:
    chance = np.random.default_rng(4)
    data = pd.DataFrame({"age": chance.integers(20, 60, 300), "pay": chance.normal(50, 10, 300).round(1)})
    same = compare(data, data, ["age", "pay"])
    assert (same.correlations, same.marginals) == (0, {"age": 0, "pay": 0})
    # What is there twice is told apart by lot.
    assert same.linked == pytest.approx(data.drop_duplicates().shape[0] / 300)
    grouped = compare(data, microaggregate(data, ["age", "pay"], 5), ["age", "pay"])
    assert grouped.after.k >= 5
    assert grouped.linked < 0.5
    assert grouped.average_class >= 5
    half = compare(data, sample(data, 0.5, 1), ["age", "pay"])
    assert half.kept == 0.5
    assert half.discernibility > grouped.discernibility
    with pytest.raises(UsageError, match="records"):
        compare(data, data.set_axis(range(900, 1200)), ["age"])


def test_a_model_that_learns_from_the_result() -> None:
    chance = np.random.default_rng(4)
    sex = chance.choice(["F", "M"], 2000)
    pay = np.where(chance.random(2000) < np.where(sex == "F", 0.8, 0.3), "low", "high")
    data = pd.DataFrame({"sex": sex, "noise": chance.choice(list("abc"), 2000), "pay": pay})
    train, test = data[:1500], data[1500:]
    score = model_score(train, test, "pay", ["sex", "noise"])
    assert score == pytest.approx(0.75, abs=0.05)
    shuffled = train.assign(sex=chance.permutation(train["sex"]))
    assert model_score(shuffled, test, "pay", ["sex", "noise"]) < score - 0.1


def test_the_frontier() -> None:
    chance = np.random.default_rng(2)
    ages = Hierarchy(tuple((str(age), f"{age // 5}", f"{age // 20}", "*") for age in range(20, 60)))
    data = pd.DataFrame({"age": chance.integers(20, 60, 300).astype(str)})
    points = frontier(data, {"age": ages}, ks=(2, 5, 20, 400), limits=(0.0, 0.1))
    assert [(point.k, point.limit) for point in points] == [(k, limit) for limit in (0.0, 0.1) for k in (2, 5, 20)]
    for point in points:
        assert point.loss == anonymize(data, {"age": ages}, [KAnonymity(point.k)], point.limit).loss
        worse = [o for o in points if o.loss <= point.loss and o.highest <= point.highest and o != point]
        strictly = [o for o in worse if (o.loss, o.highest) != (point.loss, point.highest)]
        assert point.efficient is not bool(strictly)
