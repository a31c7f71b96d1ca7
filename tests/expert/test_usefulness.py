"""What generalising costs: known on tables whose answer can be told beforehand."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from deid.expert import usefulness


def table(rows: int = 4000) -> pd.DataFrame:
    chance = np.random.default_rng(2)
    ages = chance.integers(0, 4, rows)
    return pd.DataFrame(
        {
            "age": ages.astype(str),
            "sex": chance.choice(["F", "M"], rows),
            "sick": np.where(ages >= 2, "yes", "no"),
        }
    )


def test_nothing_changed_costs_nothing() -> None:
    found = usefulness(table(), table(), ["age", "sex"], "sick")
    assert (found.rows, found.association) == (1.0, 0.0)
    assert found.information == {"age": 1.0, "sex": 1.0}
    assert found.score_before == found.score_after == 1.0


def test_half_of_the_information() -> None:
    """Four equally frequent ages in two bands keep one bit of two; bands across the limit cost the model."""
    before = table()
    bands = before.assign(age=before["age"].map({"0": "low", "1": "low", "2": "high", "3": "high"}))
    found = usefulness(before, bands, ["age", "sex"], "sick")
    assert found.information["age"] == pytest.approx(0.5, abs=0.01)
    assert found.score_after == 1.0
    across = before.assign(age=before["age"].map({"0": "outer", "3": "outer", "1": "inner", "2": "inner"}))
    found = usefulness(before, across, ["age", "sex"], "sick")
    assert found.score_after == pytest.approx(0.5, abs=0.06)
    assert found.score_guess == pytest.approx(0.5, abs=0.05)


def test_an_association_that_is_lost() -> None:
    before = table().assign(group=lambda t: t["age"])
    found = usefulness(before, before.assign(group="*"), ["age", "group"])
    assert found.association == pytest.approx(1.0, abs=0.01)
    assert found.information["group"] == 0.0
    independent = usefulness(before, before.assign(sex="*"), ["age", "sex"])
    assert independent.association is not None
    assert independent.association < 0.05


def test_what_cannot_be_predicted() -> None:
    before = table(100)
    found = usefulness(before, before[:30], ["age"], "sick")
    assert math.isclose(found.rows, 0.3)
    assert found.association is None
    assert usefulness(before, before[:0], ["age"], "sick").score_after is None
    assert usefulness(before.assign(sick=range(100)), before.assign(sick=range(100)), ["age"], "sick").target == ""
