"""Privacy models on published examples, and what they say of finer nodes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deid.errors import UsageError
from deid.expert import (
    BetaLikeness,
    DeltaDisclosure,
    DistinctLDiversity,
    EntropyLDiversity,
    Hierarchy,
    KAnonymity,
    RecursiveCLDiversity,
    TCloseness,
)
from deid.expert.models import Classes, Histogram, PrivacyModel


def classes(counts: list[list[int]], whole: list[float], values: tuple[str, ...]) -> Classes:
    table = np.array(counts, np.int64)
    return Classes(table.sum(axis=1), {"s": Histogram(table, np.array(whole), values)})


def test_salaries_of_li_2007() -> None:
    """Section 3.1 of Li, Li and Venkatasubramanian: D[P1, Q] = 0.375 and D[P2, Q] = 0.167, ordered distance."""
    salaries = tuple(f"{thousands}000" for thousands in range(3, 12))
    rows = [[1, 1, 1, 0, 0, 0, 0, 0, 0], [0, 0, 0, 1, 0, 1, 0, 0, 1]]
    distances = TCloseness("s", 0.2, "ordered").distances(classes(rows, [1 / 9] * 9, salaries))
    assert distances == pytest.approx([0.375, 1 / 6])


def test_the_hierarchical_distance_of_one_move() -> None:
    """Between siblings half the height of a tree with two levels, across the root all of it (section 3.2)."""
    tree = Hierarchy((("a", "A", "*"), ("b", "A", "*"), ("c", "C", "*")))
    model = TCloseness("s", 0.2, "hierarchical", hierarchy=tree)
    assert model.distances(classes([[0, 1, 0], [0, 0, 1]], [1.0, 0.0, 0.0], ("a", "b", "c"))) == pytest.approx([0.5, 1])


def test_margins_of_rounding() -> None:
    """Three values equally often are entropy 3-diverse, though the logarithms' sum may fall short by a rounding."""
    even = classes([[7, 7, 7], [7, 7, 6]], [1 / 3] * 3, ("a", "b", "c"))
    assert EntropyLDiversity("s", 3).fulfilled(even).tolist() == [True, False]


@pytest.mark.parametrize(
    "make",
    [
        lambda: KAnonymity(0),
        lambda: DistinctLDiversity("s", 0),
        lambda: EntropyLDiversity("s", 0.5),
        lambda: RecursiveCLDiversity("s", 0, 2),
        lambda: TCloseness("s", 1.5),
        lambda: TCloseness("s", 0.5, "hierarchical"),
        lambda: DeltaDisclosure("s", 0),
        lambda: BetaLikeness("s", -1),
    ],
)
def test_parameters_without_sense(make: object) -> None:
    with pytest.raises(UsageError):
        make()  # type: ignore[operator]


TREE = Hierarchy((("0", "x", "*"), ("1", "x", "*"), ("2", "y", "*")))
ALL: list[PrivacyModel] = [
    KAnonymity(4),
    DistinctLDiversity("s", 2),
    EntropyLDiversity("s", 2),
    RecursiveCLDiversity("s", 2, 2),
    TCloseness("s", 0.2),
    TCloseness("s", 0.2, "ordered"),
    TCloseness("s", 0.2, "hierarchical", hierarchy=TREE),
    DeltaDisclosure("s", 0.8),
    BetaLikeness("s", 0.5),
    BetaLikeness("s", 0.5, enhanced=False),
]
PARTS = st.lists(st.lists(st.integers(0, 6), min_size=3, max_size=3).filter(any), min_size=1, max_size=5)


@pytest.mark.parametrize("model", ALL, ids=str)
@settings(deadline=None)
@given(parts=PARTS)
def test_a_class_says_no_more_than_its_parts_lose(model: PrivacyModel, parts: list[list[int]]) -> None:
    whole = [0.5, 0.3, 0.2]
    split = classes(parts, whole, ("0", "1", "2"))
    joined = classes([np.sum(parts, axis=0).tolist()], whole, ("0", "1", "2"))
    lost = int(split.sizes[~model.fulfilled(split)].sum())
    fulfilled, doomed = model.judge(joined)
    assert int(doomed[0]) <= lost
    assert not (fulfilled[0] and doomed[0])
    assert fulfilled.tolist() == model.fulfilled(joined).tolist()
