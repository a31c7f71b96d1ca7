"""The proven optimum against a search through every node, written the slow way."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable
from fractions import Fraction
from itertools import product
from math import log2
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from deid.errors import UsageError
from deid.expert import (
    AverageRisk,
    BetaLikeness,
    DeltaDisclosure,
    DistinctLDiversity,
    EntropyLDiversity,
    Hierarchy,
    KAnonymity,
    PrivacyModel,
    RecursiveCLDiversity,
    TCloseness,
    anonymize,
    measure,
)

Rows = list[tuple[str, ...]]
Node = tuple[int, ...]


@st.composite
def hierarchies(draw: st.DrawFn, most: int = 5) -> Hierarchy:
    """Each level joins labels of the one before at random."""
    rows = [[str(value)] for value in range(draw(st.integers(1, most)))]
    labels = [row[0] for row in rows]
    for level in range(1, draw(st.integers(1, 3))):
        parent = {label: f"{level}.{draw(st.integers(0, 2))}" for label in dict.fromkeys(labels)}
        labels = [parent[label] for label in labels]
        for row, label in zip(rows, labels, strict=True):
            row.append(label)
    if draw(st.booleans()):
        for row in rows:
            row.append("*")
    return Hierarchy(tuple(tuple(row) for row in rows))


@st.composite
def problems(draw: st.DrawFn) -> tuple[dict[str, Hierarchy], Rows]:
    """Up to three quasi-identifiers `a`, `b`, `c`, and a last column for the sensitive attribute."""
    chosen = {name: draw(hierarchies()) for name in "abc"[: draw(st.integers(1, 3))]}
    cells = [st.sampled_from([row[0] for row in hierarchy.rows]) for hierarchy in chosen.values()]
    return chosen, draw(st.lists(st.tuples(*cells, st.sampled_from("0123")), min_size=1, max_size=40))


def generalise(hierarchies: dict[str, Hierarchy], rows: Rows, node: Node) -> list[tuple[str, ...]]:
    """The quasi-identifiers of each row at a node."""
    tables = [{row[0]: row[level] for row in each.rows} for each, level in zip(hierarchies.values(), node, strict=True)]
    return [tuple(table[cell] for table, cell in zip(tables, row, strict=False)) for row in rows]


def classes(generalised: list[tuple[str, ...]]) -> dict[tuple[str, ...], list[int]]:
    """The rows of each class."""
    members = defaultdict(list)
    for place, row in enumerate(generalised):
        members[row].append(place)
    return members


def nodes(hierarchies: dict[str, Hierarchy]) -> list[Node]:
    """The whole lattice."""
    return list(product(*(range(each.depth) for each in hierarchies.values())))


def loss(hierarchies: dict[str, Hierarchy], rows: Rows, node: Node, gone: set[int]) -> float:
    """Written out cell by cell from its definition."""
    total = 0.0
    for place, (hierarchy, level) in enumerate(zip(hierarchies.values(), node, strict=True)):
        size = len(hierarchy.rows)
        if size == 1:
            continue
        labels = [row[level] for row in hierarchy.rows]
        table = {row[0]: labels.count(row[level]) / size for row in hierarchy.rows}
        mean = sum(1 if i in gone else table[row[place]] for i, row in enumerate(rows)) / len(rows)
        total += (mean - 1 / size) / (1 - 1 / size)
    return total / len(hierarchies)


def entropy(hierarchies: dict[str, Hierarchy], rows: Rows, node: Node, gone: set[int]) -> float:
    """Non-uniform entropy, record by record."""
    total = 0.0
    generalised = generalise(hierarchies, rows, node)
    for place in range(len(hierarchies)):
        values, labels = [row[place] for row in rows], [row[place] for row in generalised]
        total += sum(log2(labels.count(b) / values.count(a)) for a, b in zip(values, labels, strict=True))
        lost = [labels[i] for i in gone]
        total += sum(log2(len(lost) / lost.count(label)) for label in lost)
    return total


def discernibility(hierarchies: dict[str, Hierarchy], rows: Rows, node: Node, gone: set[int]) -> float:
    """Record by record."""
    members = classes(generalise(hierarchies, rows, node)).values()
    return sum(len(rows) if i in gone else len(mine) for mine in members for i in mine)


UTILITIES = {"loss": loss, "entropy": entropy, "discernibility": discernibility}
FLAT = Hierarchy(tuple((value, "low" if value in "01" else "high", "*") for value in "0123"))
SLACK = 1e-12


def k(values: list[str], _: list[str], size: int) -> bool:
    return len(values) >= size


def distinct(values: list[str], _: list[str], least: int) -> bool:
    return len(set(values)) >= least


def shannon(values: list[str], _: list[str], least: float) -> bool:
    shares = [count / len(values) for count in Counter(values).values()]
    return -sum(p * math.log(p) for p in shares) >= math.log(least) - SLACK


def recursive(values: list[str], _: list[str], c: float, rank: int) -> bool:
    ranked = sorted(Counter(values).values(), reverse=True)
    return ranked[0] < c * sum(ranked[rank - 1 :])


def share(values: list[str], value: str) -> Fraction:
    return Fraction(values.count(value), len(values))


def equal(values: list[str], whole: list[str], t: float) -> bool:
    return sum(abs(share(values, v) - share(whole, v)) for v in set(whole)) / 2 <= t + SLACK


def by_rank(values: list[str], whole: list[str], t: float) -> bool:
    domain = sorted(set(whole))
    running = [share(values, v) - share(whole, v) for v in domain]
    carried = sum(abs(sum(running[: i + 1])) for i in range(len(domain) - 1))
    return carried / max(1, len(domain) - 1) <= t + SLACK


def by_tree(values: list[str], whole: list[str], t: float) -> bool:
    """Moves between 0 and 1, or 2 and 3, cost half of moves across: what is left of each pair moves across."""
    extra = {v: share(values, v) - share(whole, v) for v in "0123"}
    within = sum(
        min(max(extra[a], 0) + max(extra[b], 0), max(-extra[a], 0) + max(-extra[b], 0)) for a, b in ("01", "23")
    )
    across = abs(extra["0"] + extra["1"])
    return within / 2 + across <= t + SLACK


def disclosure(values: list[str], whole: list[str], delta: float) -> bool:
    return all(v in values and abs(math.log(float(share(values, v) / share(whole, v)))) < delta for v in set(whole))


def likeness(values: list[str], whole: list[str], beta: float, enhanced: bool) -> bool:
    def bound(v: str) -> float:
        return min(beta, -math.log(float(share(whole, v)))) if enhanced else beta

    return all(float(share(values, v) / share(whole, v)) - 1 <= bound(v) + SLACK for v in set(values))


Rule = Callable[[list[str], list[str]], bool]
MODELS: list[tuple[list[PrivacyModel], list[Rule]]] = [
    ([KAnonymity(2)], [lambda v, w: k(v, w, 2)]),
    ([KAnonymity(4)], [lambda v, w: k(v, w, 4)]),
    ([DistinctLDiversity("s", 2)], [lambda v, w: distinct(v, w, 2)]),
    ([DistinctLDiversity("s", 3), KAnonymity(4)], [lambda v, w: distinct(v, w, 3), lambda v, w: k(v, w, 4)]),
    ([EntropyLDiversity("s", 2)], [lambda v, w: shannon(v, w, 2)]),
    ([KAnonymity(3), EntropyLDiversity("s", 1.5)], [lambda v, w: k(v, w, 3), lambda v, w: shannon(v, w, 1.5)]),
    ([RecursiveCLDiversity("s", 2.0, 2)], [lambda v, w: recursive(v, w, 2.0, 2)]),
    ([RecursiveCLDiversity("s", 1.5, 3)], [lambda v, w: recursive(v, w, 1.5, 3)]),
    ([TCloseness("s", 0.3)], [lambda v, w: equal(v, w, 0.3)]),
    ([TCloseness("s", 0.2, "ordered"), KAnonymity(2)], [lambda v, w: by_rank(v, w, 0.2), lambda v, w: k(v, w, 2)]),
    ([TCloseness("s", 0.25, "hierarchical", hierarchy=FLAT)], [lambda v, w: by_tree(v, w, 0.25)]),
    ([DeltaDisclosure("s", 1.0)], [lambda v, w: disclosure(v, w, 1.0)]),
    ([BetaLikeness("s", 0.8)], [lambda v, w: likeness(v, w, 0.8, True)]),
    ([BetaLikeness("s", 0.8, enhanced=False)], [lambda v, w: likeness(v, w, 0.8, False)]),
]
AVERAGE = [
    ([AverageRisk(0.3)], []),
    ([AverageRisk(0.5), KAnonymity(2)], [lambda v, w: k(v, w, 2)]),
    ([AverageRisk(0.4), TCloseness("s", 0.4)], [lambda v, w: equal(v, w, 0.4)]),
]


def frame(rows: Rows, names: list[str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=[*names, "s"], dtype=object)


def lost(groups: list[list[int]], rows: Rows, rules: list[Rule], average: float | None) -> set[int]:
    """The rows of failing classes, and of the smallest ones while the average is too high."""
    whole = [row[-1] for row in rows]
    gone = {i for mine in groups for i in mine if not all(rule([rows[j][-1] for j in mine], whole) for rule in rules)}
    kept = [mine for mine in groups if mine[0] not in gone]
    while average is not None and kept and len(kept) > average * sum(map(len, kept)):
        smallest = min(map(len, kept))
        gone |= {i for mine in kept if len(mine) == smallest for i in mine}
        kept = [mine for mine in kept if len(mine) > smallest]
    return gone


def agree(problem: tuple, models: list[PrivacyModel], rules: list[Rule], limit: float, utility: str) -> None:
    hierarchies, rows = problem
    average = next((model.threshold for model in models if isinstance(model, AverageRisk)), None)
    values = {}
    for node in nodes(hierarchies):
        gone = lost(list(classes(generalise(hierarchies, rows, node)).values()), rows, rules, average)
        if len(gone) <= math.floor(limit * len(rows) + 1e-9):
            values[node] = (UTILITIES[utility](hierarchies, rows, node, gone), len(gone))
    data = frame(rows, list(hierarchies))
    if not values:
        with pytest.raises(UsageError, match="no generalisation"):
            anonymize(data, hierarchies, models, limit, utility)
        return
    result = anonymize(data, hierarchies, models, limit, utility)
    best = min(value for value, _ in values.values())
    value, gone = values[tuple(result.levels.values())]
    assert result.optimal
    assert result.loss == pytest.approx(best, abs=1e-9)
    assert (value, gone) == (pytest.approx(best, abs=1e-9), result.suppressed)
    assert len(result.data) == len(rows) - gone


LIMITS = st.sampled_from([0.0, 0.1, 0.3, 1.0])


@pytest.mark.parametrize(("models", "rules"), MODELS, ids=[" ".join(type(m).__name__ for m in ms) for ms, _ in MODELS])
@settings(max_examples=60, deadline=None)
@given(problem=problems(), limit=LIMITS, utility=st.sampled_from(list(UTILITIES)))
def test_every_model_against_every_node(
    models: list[PrivacyModel], rules: list[Rule], problem: tuple, limit: float, utility: str
) -> None:
    agree(problem, models, rules, limit, utility)


@pytest.mark.parametrize(("models", "rules"), AVERAGE)
@settings(max_examples=60, deadline=None)
@given(problem=problems(), limit=LIMITS, utility=st.sampled_from(list(UTILITIES)))
def test_average_risk_against_every_node(
    models: list[PrivacyModel], rules: list[Rule], problem: tuple, limit: float, utility: str
) -> None:
    agree(problem, models, rules, limit, utility)


@settings(max_examples=100, deadline=None)
@given(problems(), st.integers(1, 5), st.integers(1, 3))
def test_measure_confirms_what_was_asked(problem: tuple, size: int, least: int) -> None:
    hierarchies, rows = problem
    models = [KAnonymity(size), DistinctLDiversity("s", least)]
    result = anonymize(frame(rows, list(hierarchies)), hierarchies, models, 1.0)
    again = measure(result.data, list(hierarchies), sensitive="s")
    assert again.records == len(rows) - result.suppressed
    assert not again.records or (again.k >= size and again.l is not None and again.l >= least)
    assert (result.risk.k, result.risk.class_sizes) == (again.k, again.class_sizes)


@settings(max_examples=60, deadline=None)
@given(problems(), st.sampled_from([0.1, 0.5, 1.0]), st.integers(1, 4))
def test_a_search_that_is_stopped_says_so(problem: tuple, limit: float, checks: int) -> None:
    hierarchies, rows = problem
    data = frame(rows, list(hierarchies))
    try:
        best = anonymize(data, hierarchies, [KAnonymity(2)], limit)
        found = anonymize(data, hierarchies, [KAnonymity(2)], limit, max_nodes=checks)
    except UsageError:
        assume(False)
    assert found.loss >= best.loss - 1e-12
    assert found.bound <= best.loss + 1e-12
    if not found.optimal:
        assert "not proven" in str(found)
        assert found.loss - found.gap * found.loss == pytest.approx(found.bound)


def test_labels_replace_values_and_other_columns_stay() -> None:
    ages = Hierarchy((("30", "30-39", "*"), ("31", "30-39", "*"), ("40", "40-49", "*")))
    data = pd.DataFrame({"age": [30, 31, 40, 30, 31], "note": list("vwxyz")}, index=[5, 6, 7, 8, 9])
    result = anonymize(data, {"age": ages}, [KAnonymity(3)], 0.2)
    assert result.levels == {"age": 1}
    assert result.data["age"].tolist() == ["30-39"] * 4
    assert result.data["note"].tolist() == list("vwyz")
    assert result.data.index.tolist() == [5, 6, 8, 9]
    assert data["age"].tolist() == [30, 31, 40, 30, 31]
    assert (result.suppressed, result.risk.k) == (1, 4)


def test_hierarchies_from_a_file_and_from_a_frame(tmp_path: Path) -> None:
    (tmp_path / "sex.csv").write_text("M;*\nF;*\n")
    data = pd.DataFrame({"sex": ["M", "M", "F"], "zip": [10001, 10002, 10001]})
    zips = pd.DataFrame({"zip": [10001, 10002], "3": ["100**", "100**"]})
    result = anonymize(data, {"sex": tmp_path / "sex.csv", "zip": zips}, [KAnonymity(3)])
    assert result.levels == {"sex": 1, "zip": 1}
    assert result.data["zip"].tolist() == ["100**"] * 3


TWO = Hierarchy((("x", "*"), ("y", "*")))


def test_nothing_is_generalised_for_nothing() -> None:
    data = pd.DataFrame({"c": ["x"] * 8, "a": ["1", "2"] * 4, "d": ["z"] * 8})
    constant = Hierarchy((("x", "xy", "*"),))
    other = Hierarchy((("z", "*"),))
    found = anonymize(data, {"c": constant, "a": Hierarchy((("1", "*"), ("2", "*"))), "d": other}, [KAnonymity(4)])
    assert found.levels == {"c": 0, "a": 0, "d": 0}


def test_hard_cases() -> None:
    one = pd.DataFrame({"a": ["x"]})
    assert anonymize(one, {"a": TWO}, [KAnonymity(1)]).loss == 0
    with pytest.raises(UsageError, match="no generalisation"):
        anonymize(one, {"a": TWO}, [KAnonymity(2)])
    nothing_left = anonymize(one, {"a": TWO}, [KAnonymity(2)], 1.0)
    assert (nothing_left.loss, nothing_left.suppressed, len(nothing_left.data)) == (1.0, 1, 0)
    constant = pd.DataFrame({"a": ["x"] * 3})
    assert anonymize(constant, {"a": TWO}, [KAnonymity(3)]).levels == {"a": 0}


@pytest.mark.parametrize(
    ("data", "arguments", "message"),
    [
        ({"a": []}, {}, "empty"),
        ({"a": ["x", None]}, {}, "missing values"),
        ({"a": ["x", "secret"]}, {}, "lacks 1 of the column's 2"),
        ({"b": ["x"]}, {}, "no column a"),
        ({"a": ["x"]}, {"models": []}, "model"),
        ({"a": ["x"]}, {"hierarchies": {}}, "quasi-identifier"),
        ({"a": ["x"]}, {"suppression_limit": 5}, "share"),
        ({"a": ["x"]}, {"utility": "beauty"}, "no utility"),
    ],
)
def test_what_cannot_be_done_is_said(data: dict, arguments: dict, message: str) -> None:
    call = {"hierarchies": {"a": TWO}, "models": [KAnonymity(1)], **arguments}
    with pytest.raises(UsageError, match=message) as caught:
        anonymize(pd.DataFrame(data, dtype=object), **call)
    assert "secret" not in str(caught.value)
