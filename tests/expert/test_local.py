"""Local recoding: every record stays, every class holds, labels are true, and the loss is what it is said to be."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deid.errors import UsageError
from deid.expert import (
    AverageRisk,
    DistinctLDiversity,
    EntropyLDiversity,
    Hierarchy,
    KAnonymity,
    PrivacyModel,
    TCloseness,
    anonymize,
    measure,
    recode_locally,
)
from deid.expert.recoding import cheapest_first

TREE = Hierarchy(tuple((value, "low" if value in "01" else "high", "*") for value in "0123"))
PAIR = Hierarchy((("x", "*"), ("y", "*"), ("z", "*")))
HIERARCHIES = {"a": TREE, "b": PAIR}
ROWS = st.lists(
    st.tuples(st.sampled_from("0123"), st.sampled_from("xyz"), st.sampled_from("uvw")), min_size=1, max_size=40
)


def cost(label: str, hierarchy: Hierarchy) -> float:
    """The share of a hierarchy that a label covers, from 0 to 1."""
    covered = max(sum(row[level] == label for row in hierarchy.rows) for level in range(hierarchy.depth))
    size = len(hierarchy.rows)
    return (covered / size - 1 / size) / (1 - 1 / size)


@pytest.mark.parametrize(
    "models",
    [
        [KAnonymity(3)],
        [KAnonymity(2), DistinctLDiversity("s", 2)],
        [EntropyLDiversity("s", 1.5)],
        [TCloseness("s", 0.3), KAnonymity(2)],
    ],
    ids=str,
)
@settings(max_examples=60, deadline=None)
@given(rows=ROWS)
def test_classes_hold_and_labels_are_true(models: list[PrivacyModel], rows: list[tuple[str, ...]]) -> None:
    data = pd.DataFrame(rows, columns=["a", "b", "s"])
    try:
        whole = anonymize(data, HIERARCHIES, models)
    except UsageError:
        with pytest.raises(UsageError, match="no generalisation"):
            recode_locally(data, HIERARCHIES, models)
        return
    result = recode_locally(data, HIERARCHIES, models)
    assert result.data.index.tolist() == data.index.tolist()
    assert result.data["s"].tolist() == data["s"].tolist()
    for name, hierarchy in HIERARCHIES.items():
        for value, label in zip(data[name], result.data[name], strict=True):
            assert label in next(row for row in hierarchy.rows if row[0] == value)
    again = measure(result.data, ["a", "b"], models=models, original=data)
    assert all(holds for _, holds in again.models)
    costs = [cost(label, each) for name, each in HIERARCHIES.items() for label in result.data[name]]
    assert result.loss == pytest.approx(sum(costs) / len(costs))
    assert result.loss <= whole.loss + 1e-12


def test_the_nodes_come_in_order() -> None:
    costs = [[0.0, 0.3, 1.0], [0.0, 0.2]]
    nodes = list(cheapest_first(costs, 100))
    assert nodes == [(0, 0), (0, 1), (1, 0), (1, 1), (2, 0), (2, 1)]
    assert list(cheapest_first(costs, 2)) == nodes[:2]


def test_many_attributes_end_in_time() -> None:
    names = [f"q{i}" for i in range(40)]
    data = pd.DataFrame({name: list("xyz" * 20) for name in names})
    data.loc[0, names[:20]] = "y"
    result = recode_locally(data, dict.fromkeys(names, PAIR), [KAnonymity(5)], max_nodes=200)
    assert result.risk.k >= 5
    # The odd record takes half the columns of its class of 20 to the top: a third of the records, half the cells.
    assert result.loss == pytest.approx(1 / 6)


def test_models_of_more_than_a_class_are_refused() -> None:
    with pytest.raises(UsageError, match="single classes"):
        recode_locally(pd.DataFrame({"a": ["0"]}), {"a": TREE}, [AverageRisk(0.5)])
