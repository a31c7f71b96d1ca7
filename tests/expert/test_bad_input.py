"""Input that is wrong or odd: a clear error, without a value, or a stated result."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from deid.errors import UsageError
from deid.expert import Hierarchy, KAnonymity, anonymize, measure

TWO = Hierarchy((("x", "*"), ("y", "*")))


def frame(*values: object) -> pd.DataFrame:
    return pd.DataFrame({"a": list(values)}, dtype=object)


def test_a_value_missing_from_its_hierarchy() -> None:
    with pytest.raises(UsageError, match="lacks 1 of the column's 2 distinct values") as caught:
        anonymize(frame("x", "secret"), {"a": TWO}, [KAnonymity(1)])
    assert "secret" not in str(caught.value)


def test_hierarchies_of_unequal_depth() -> None:
    with pytest.raises(UsageError, match="row 2 of the hierarchy has 3 levels and row 1 has 2"):
        Hierarchy((("x", "*"), ("y", "z", "*")))


def test_labels_that_are_not_monotone() -> None:
    with pytest.raises(UsageError, match="not monotone"):
        Hierarchy((("x", "low", "A"), ("y", "low", "B")))


@pytest.mark.parametrize("nothing", [None, np.nan, pd.NA, pd.NaT])
def test_missing_values(nothing: object) -> None:
    for call in (lambda d: anonymize(d, {"a": TWO}, [KAnonymity(1)]), lambda d: measure(d, ["a"])):
        with pytest.raises(UsageError, match="column a has missing values"):
            call(frame("x", nothing))


def test_an_empty_table() -> None:
    with pytest.raises(UsageError, match="the table is empty"):
        anonymize(frame(), {"a": TWO}, [KAnonymity(1)])
    assert (measure(frame(), ["a"]).records, measure(frame(), ["a"]).k) == (0, 0)


def test_one_row() -> None:
    assert anonymize(frame("x"), {"a": TWO}, [KAnonymity(1)]).levels == {"a": 0}
    with pytest.raises(UsageError, match="no generalisation fulfils the models within the suppression limit"):
        anonymize(frame("x"), {"a": TWO}, [KAnonymity(2)])


def test_k_larger_than_n() -> None:
    with pytest.raises(UsageError, match="no generalisation fulfils"):
        anonymize(frame("x", "y"), {"a": TWO}, [KAnonymity(3)], 0.5)
    everything = anonymize(frame("x", "y"), {"a": TWO}, [KAnonymity(3)], 1.0)
    assert (everything.suppressed, everything.loss, len(everything.data)) == (2, 1.0, 0)


def test_a_constant_column() -> None:
    found = anonymize(frame("x", "x", "x"), {"a": TWO}, [KAnonymity(3)])
    assert (found.levels, found.optimal, found.risk.k) == ({"a": 0}, True, 3)


def test_sixty_quasi_identifiers() -> None:
    chance = np.random.default_rng(7)
    names = [f"q{i}" for i in range(60)]
    data = pd.DataFrame({name: chance.choice(["x", "y"], 100, p=[0.98, 0.02]) for name in names})
    found = anonymize(data, dict.fromkeys(names, TWO), [KAnonymity(5)], 0.1, max_nodes=100)
    assert not found.optimal
    assert "not proven" in str(found)
    assert 0 <= found.bound <= found.loss
    assert measure(found.data, names).k >= 5


def test_a_person_column_among_the_quasi_identifiers() -> None:
    with pytest.raises(UsageError, match="cannot be a quasi-identifier"):
        anonymize(frame("x", "y"), {"a": TWO}, [KAnonymity(1)], person="a")


def test_numbers_and_texts_that_read_alike() -> None:
    with pytest.raises(UsageError, match="read alike"):
        measure(frame(1, "1"), ["a"])
