"""The second opinion on published tables: it agrees with the search's predicates, and does not rest on them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deid.errors import UsageError
from deid.expert import (
    AverageRisk,
    BetaLikeness,
    DeltaDisclosure,
    DeltaPresence,
    DistinctLDiversity,
    EntropyLDiversity,
    Hierarchy,
    KAnonymity,
    KMap,
    LKCPrivacy,
    Population,
    PopulationUniquenessRisk,
    PrivacyModel,
    RecursiveCLDiversity,
    StrictAverageRisk,
    TCloseness,
    anonymize,
    confirm,
)
from deid.expert.codes import Table
from deid.expert.problem import Problem

SPREAD = Hierarchy((("1", "low", "*"), ("2", "low", "*"), ("3", "high", "*"), ("4", "high", "*")))
FLAT = {"a": Hierarchy(tuple((v, v) for v in "01")), "b": Hierarchy(tuple((v, v) for v in "xyz"))}
PEOPLE = Population(pd.DataFrame({"a": list("000111"), "b": list("xyzxyz"), "n": [3, 9, 4, 2, 6, 20]}), "n")
MODELS: list[PrivacyModel] = [
    KAnonymity(2),
    KMap(4, PEOPLE),
    DeltaPresence(0.5, PEOPLE),
    DeltaPresence(0.6, PEOPLE, 0.1),
    AverageRisk(0.4),
    StrictAverageRisk(0.5, 2),
    PopulationUniquenessRisk(0.01, 200),
    LKCPrivacy(1, 4),
    LKCPrivacy(1, 2, 0.7, "s"),
    DistinctLDiversity("s", 2),
    EntropyLDiversity("s", 1.8),
    RecursiveCLDiversity("s", 2, 2),
    TCloseness("s", 0.3),
    TCloseness("s", 0.2, "ordered"),
    TCloseness("s", 0.25, "hierarchical", hierarchy=SPREAD),
    DeltaDisclosure("s", 1.2),
    BetaLikeness("s", 0.8),
    BetaLikeness("s", 1.0, enhanced=False),
]
ROWS = st.lists(
    st.tuples(st.sampled_from("01"), st.sampled_from("xyz"), st.sampled_from("1234"), st.integers(0, 6)),
    min_size=1,
    max_size=30,
)


def frame(rows: list[tuple[str, str, str, int]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["a", "b", "s", "who"])


@pytest.mark.parametrize("model", MODELS, ids=repr)
@pytest.mark.parametrize("person", [None, "who"])
@settings(max_examples=12, deadline=None)
@given(rows=ROWS)
def test_both_say_the_same(model: PrivacyModel, person: str | None, rows: list[tuple[str, str, str, int]]) -> None:
    data = frame(rows)
    problem = Problem.of(Table.of(data, ["a", "b", "s", "who"]), FLAT, [model], 0.0, person)
    stays = problem.records(list(problem.generalised((0, 0)).values()), (0, 0)).stays([model]).all()
    assert confirm(data, ["a", "b"], [model], person)[0][1] == stays


@pytest.mark.parametrize("model", [model for model in MODELS if model.people is None], ids=repr)
def test_a_search_that_is_wrong_is_found_out(model: PrivacyModel, monkeypatch: pytest.MonkeyPatch) -> None:
    """The models' own predicates let everything pass: what comes out is said not to hold."""
    rows = frame([("0", "x", "1", 0), ("0", "y", "1", 1), ("1", "x", "2", 2), ("1", "z", "4", 3), ("0", "z", "3", 4)])
    everything = lambda self, classes: np.ones(len(classes.sizes), np.bool_)  # noqa: E731
    for kind in type(model).__mro__[:-1]:
        if "fulfilled" in vars(kind):
            monkeypatch.setattr(kind, "fulfilled", everything)
        if "judge" in vars(kind):
            monkeypatch.setattr(
                kind, "judge", lambda self, classes: (everything(self, classes), np.zeros(len(classes.sizes), np.int64))
            )
    monkeypatch.setattr(TCloseness, "distances", lambda self, classes: np.zeros(len(classes.sizes)))
    out = anonymize(rows, FLAT, [model])
    assert len(out.data) == len(rows)
    assert not confirm(out.data, ["a", "b"], [model], original=rows)[0][1]


def test_values_that_the_original_lacks() -> None:
    data = frame([("0", "x", "1", 0)])
    with pytest.raises(UsageError, match="original lacks"):
        confirm(data, ["a"], [TCloseness("s", 0.5)], original=frame([("0", "x", "2", 0)]))


def test_a_model_without_a_definition_is_not_confirmed() -> None:
    class Own(KAnonymity.__base__):  # type: ignore[misc, name-defined]
        def fulfilled(self, classes: object) -> object:
            return None

    with pytest.raises(NotImplementedError):
        confirm(frame([("0", "x", "1", 0)]), ["a"], [Own()])
