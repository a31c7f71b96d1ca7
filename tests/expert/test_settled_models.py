"""Persons, populations and overlapping classes against a search through every node, written the slow way."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from itertools import combinations, product

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deid.errors import UsageError
from deid.expert import (
    AverageRisk,
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
    StrictAverageRisk,
    TCloseness,
    anonymize,
    measure,
    population_uniqueness,
)

TREE = Hierarchy(tuple((value, "low" if value in "01" else "high", "*") for value in "0123"))
PAIR = Hierarchy((("x", "*"), ("y", "*"), ("z", "*")))
CHAIN = Hierarchy((("p", "pq", "*"), ("q", "pq", "*"), ("r", "r", "*")))
HIERARCHIES = {"a": TREE, "b": PAIR, "c": CHAIN}
NAMES = list(HIERARCHIES)
CELLS = st.tuples(st.sampled_from("0123"), st.sampled_from("xyz"), st.sampled_from("pqr"))
ROWS = st.lists(st.tuples(CELLS, st.sampled_from("uvw"), st.integers(0, 9)), min_size=1, max_size=40)
NODES = list(product(range(3), range(2), range(3)))
LIMITS = st.sampled_from([0.0, 0.2, 0.5, 1.0])
FAST = settings(max_examples=25, deadline=None)

Row = tuple[tuple[str, str, str], str, int]


def up(cells: tuple[str, ...], node: tuple[int, ...]) -> tuple[str, ...]:
    return tuple(
        next(row[level] for row in each.rows if row[0] == cell)
        for each, cell, level in zip(HIERARCHIES.values(), cells, node, strict=True)
    )


def settle(rows: list[Row], node: tuple[int, ...], rules: list, persons: bool) -> set[int]:
    """Places that stay: whoever stands in a failing class goes, until nothing changes."""
    keys = [up(cells, node) for cells, _, _ in rows]
    stay = set(range(len(rows)))
    changed = True
    while changed:
        changed = False
        for places, rule in rules:
            classes = defaultdict(list)
            for i in stay:
                classes[tuple(keys[i][place] for place in places)].append(i)
            sizes = {key: len({rows[i][2] for i in mine} if persons else mine) for key, mine in classes.items()}
            failing = rule(classes, sizes, rows)
            gone = {i for key in failing for i in classes[key]}
            if persons:
                gone = {i for i in stay if rows[i][2] in {rows[j][2] for j in gone}}
            changed |= bool(gone)
            stay -= gone
    return stay


def loss(rows: list[Row], node: tuple[int, ...], stay: set[int]) -> float:
    total = 0.0
    for place, (each, level) in enumerate(zip(HIERARCHIES.values(), node, strict=True)):
        size = len(each.rows)
        labels = [row[level] for row in each.rows]
        share = {row[0]: labels.count(row[level]) / size for row in each.rows}
        mean = sum(share[row[0][place]] if i in stay else 1 for i, row in enumerate(rows)) / len(rows)
        total += (mean - 1 / size) / (1 - 1 / size)
    return total / len(HIERARCHIES)


ALL = (0, 1, 2)


def least(k: int):
    return lambda classes, sizes, rows: [key for key in classes if sizes[key] < k]


def distinct(count: int):
    return lambda classes, sizes, rows: [key for key in classes if len({rows[i][1] for i in classes[key]}) < count]


def shannon(count: float):
    def rule(classes, sizes, rows):
        def entropy(mine: list[int]) -> float:
            shares = [n / len(mine) for n in Counter(rows[i][1] for i in mine).values()]
            return -sum(p * math.log(p) for p in shares)

        return [key for key in classes if entropy(classes[key]) < math.log(count) - 1e-12]

    return rule


def surest(share: float):
    def rule(classes, sizes, rows):
        return [
            key
            for key, mine in classes.items()
            if max(Counter(rows[i][1] for i in mine).values()) / len(mine) > share + 1e-12
        ]

    return rule


def average(threshold: float):
    def rule(classes, sizes, rows):
        kept = dict(sizes)
        while kept and len(kept) > threshold * sum(kept.values()):
            smallest = min(kept.values())
            kept = {key: size for key, size in kept.items() if size > smallest}
        return [key for key in classes if key not in kept]

    return rule


def uniques(threshold: float, population: int):
    def rule(classes, sizes, rows):
        if not sizes:
            return []
        estimate = population_uniqueness(sorted(Counter(sizes.values()).items()), population).estimate
        return [key for key in classes if sizes[key] == 1] if estimate > threshold else []

    return rule


def both(first, second):
    """The second looks at what the first leaves."""

    def rule(classes, sizes, rows):
        gone = first(classes, sizes, rows)
        rest = {key: mine for key, mine in classes.items() if key not in gone}
        return [*gone, *second(rest, {key: sizes[key] for key in rest}, rows)]

    return rule


def lkc(size: int, rule) -> list:
    return [(places, rule) for places in combinations(ALL, size)]


SETTLED: list[tuple[list[PrivacyModel], list, bool]] = [
    ([KAnonymity(2)], [(ALL, least(2))], True),
    ([KAnonymity(3), DistinctLDiversity("s", 2)], [(ALL, least(3)), (ALL, distinct(2))], True),
    ([EntropyLDiversity("s", 1.5), KAnonymity(2)], [(ALL, least(2)), (ALL, shannon(1.5))], True),
    ([AverageRisk(0.4)], [(ALL, average(0.4))], True),
    ([LKCPrivacy(2, 2)], lkc(2, least(2)), False),
    ([LKCPrivacy(1, 4)], lkc(1, least(4)), True),
    ([LKCPrivacy(2, 2, 0.8, "s")], lkc(2, lambda c, s, r: {*least(2)(c, s, r), *surest(0.8)(c, s, r)}), False),
    ([StrictAverageRisk(0.4, 2)], [(ALL, both(least(2), average(0.4)))], False),
    ([StrictAverageRisk(0.5, 3)], [(ALL, both(least(3), average(0.5)))], True),
    ([PopulationUniquenessRisk(0.05, 400)], [(ALL, uniques(0.05, 400))], False),
    ([PopulationUniquenessRisk(0.02, 60), KAnonymity(1)], [(ALL, uniques(0.02, 60))], False),
]


def frame(rows: list[Row]) -> pd.DataFrame:
    return pd.DataFrame([(*cells, s, who) for cells, s, who in rows], columns=[*NAMES, "s", "who"])


def agree(rows: list[Row], models: list[PrivacyModel], rules: list, limit: float, persons: bool) -> None:
    data, person = frame(rows), "who" if persons else None
    found = {node: settle(rows, node, rules, persons) for node in NODES}
    most = math.floor(limit * len(rows) + 1e-9)
    values = {node: loss(rows, node, stay) for node, stay in found.items() if len(rows) - len(stay) <= most}
    if not values:
        with pytest.raises(UsageError, match="no generalisation"):
            anonymize(data, HIERARCHIES, models, limit, person=person)
        return
    result = anonymize(data, HIERARCHIES, models, limit, person=person)
    assert result.optimal
    assert result.loss == pytest.approx(min(values.values()), abs=1e-9)
    stay = found[tuple(result.levels.values())]
    assert result.data.index.tolist() == sorted(stay)
    again = measure(result.data, NAMES, person, models=models, original=data)
    assert all(holds for _, holds in again.models), again.models


@pytest.mark.parametrize(
    ("models", "rules", "persons"), SETTLED, ids=[f"{len(rules)} {models}" for models, rules, _ in SETTLED]
)
@FAST
@given(rows=ROWS, limit=LIMITS)
def test_every_node(models: list, rules: list, persons: bool, rows: list[Row], limit: float) -> None:
    agree(rows, models, rules, limit, persons)


PEOPLE = st.lists(st.tuples(CELLS, st.integers(1, 4)), min_size=1, max_size=40)


def reach(people: list, columns: tuple[int, ...], node: tuple[int, ...]) -> Counter:
    counts: Counter = Counter()
    for cells, count in people:
        key = up(cells, node)
        counts[tuple(key[place] for place in columns)] += count
    return counts


@pytest.mark.parametrize("columns", [ALL, (0, 2)])
@FAST
@given(rows=ROWS, people=PEOPLE, k=st.integers(1, 6), limit=LIMITS)
def test_k_map_at_every_node(columns: tuple, rows: list[Row], people: list, k: int, limit: float) -> None:
    register = pd.DataFrame([(*cells, count) for cells, count in people], columns=[*NAMES, "n"])
    population = Population(register[[*(NAMES[i] for i in columns), "n"]], "n")
    model, data = KMap(k, population), frame(rows)
    values = {}
    for node in NODES:
        counts = reach(people, columns, node)
        keys = [up(cells, node) for cells, _, _ in rows]
        stay = {i for i, key in enumerate(keys) if counts[tuple(key[place] for place in columns)] >= k}
        if len(rows) - len(stay) <= math.floor(limit * len(rows) + 1e-9):
            values[node] = loss(rows, node, stay)
    if not values:
        with pytest.raises(UsageError, match="no generalisation"):
            anonymize(data, HIERARCHIES, [model], limit)
        return
    result = anonymize(data, HIERARCHIES, [model], limit)
    assert result.loss == pytest.approx(min(values.values()), abs=1e-9)
    there = Population(result.generalise(population.data), "n")
    again = measure(result.data, NAMES, population=there, models=[KMap(k, there)])
    assert all(holds for _, holds in again.models)
    assert again.journalist is None or again.journalist.k_map >= k


@pytest.mark.parametrize("lower", [0.0, 0.1])
@FAST
@given(rows=ROWS, people=PEOPLE, most=st.sampled_from([0.2, 0.5, 1.0]), limit=LIMITS)
def test_delta_presence_at_every_node(lower: float, rows: list[Row], people: list, most: float, limit: float) -> None:
    register = pd.DataFrame([(*cells, count) for cells, count in people], columns=[*NAMES, "n"])
    model, data = DeltaPresence(most, Population(register, "n"), lower), frame(rows)
    values = {}
    for node in NODES:
        counts = reach(people, ALL, node)
        mine = Counter(up(cells, node) for cells, _, _ in rows)
        fine = {key for key, size in mine.items() if size <= most * counts[key] + 1e-9}
        if lower and (fine != set(counts) or any(mine[key] < lower * counts[key] - 1e-9 for key in fine)):
            fine = set()
        stay = {i for i, row in enumerate(rows) if up(row[0], node) in fine}
        if len(rows) - len(stay) <= math.floor(limit * len(rows) + 1e-9):
            values[node] = loss(rows, node, stay)
    if not values:
        with pytest.raises(UsageError, match="no generalisation"):
            anonymize(data, HIERARCHIES, [model], limit)
        return
    result = anonymize(data, HIERARCHIES, [model], limit)
    assert result.loss == pytest.approx(min(values.values()), abs=1e-9)
    there = DeltaPresence(most, Population(result.generalise(register), "n"), lower)
    assert all(holds for _, holds in measure(result.data, NAMES, models=[there]).models)


CONFIRMED: list[list[PrivacyModel]] = [
    [TCloseness("s", 0.3), KAnonymity(2)],
    [EntropyLDiversity("s", 1.5)],
    [StrictAverageRisk(0.3, 3), LKCPrivacy(2, 3)],
]


@pytest.mark.parametrize("models", CONFIRMED, ids=str)
@pytest.mark.parametrize("person", [None, "who"])
@FAST
@given(rows=ROWS)
def test_measure_confirms_the_output(models: list, person: str | None, rows: list[Row]) -> None:
    result = anonymize(frame(rows), HIERARCHIES, models, 1.0, person=person)
    again = measure(result.data, NAMES, person, models=models, original=frame(rows))
    assert all(holds for _, holds in again.models), again.models
    assert again.k == result.risk.k
    if person and len(result.data):
        gone = set(range(len(rows))) - set(result.data.index)
        assert not {rows[i][2] for i in gone} & set(result.data["who"])


def test_models_that_do_not_hold_are_said_not_to() -> None:
    data = pd.DataFrame({"a": ["0", "0", "1"], "s": ["u", "v", "u"]})
    risk = measure(data, ["a"], models=[KAnonymity(2), KAnonymity(1), DistinctLDiversity("s", 2)])
    assert risk.models == (
        ("KAnonymity(k=2)", False),
        ("KAnonymity(k=1)", True),
        ("DistinctLDiversity(sensitive='s', l=2)", False),
    )


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: KMap(0, pd.DataFrame({"a": ["0"]})), "k must"),
        (lambda: DeltaPresence(1.5, pd.DataFrame({"a": ["0"]})), "bounds"),
        (lambda: LKCPrivacy(0, 2), "1 or more"),
        (lambda: LKCPrivacy(2, 2, 0.5), "sensitive"),
        (lambda: StrictAverageRisk(0.1, 0), "1 record"),
        (lambda: PopulationUniquenessRisk(2, 5), "threshold"),
        (lambda: Population(pd.DataFrame({"a": ["0"], "n": [0.5]}), "n"), "whole numbers"),
        (lambda: Population(pd.DataFrame({"a": ["0"]}), "n"), "no column n"),
        (lambda: anonymize(DATA, {"a": TREE}, [KMap(1, pd.DataFrame({"z": ["0"]}))]), "none of the quasi"),
        (lambda: anonymize(DATA, {"a": TREE, "b": PAIR}, [DeltaPresence(1, DATA[["a"]])]), "lacks b"),
        (lambda: anonymize(DATA, {"a": TREE}, [KAnonymity(1)], person="a"), "cannot be a quasi"),
    ],
)
def test_what_cannot_be_done_is_said(make: object, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        make()  # type: ignore[operator]


DATA = pd.DataFrame({"a": ["0", "1"], "b": ["x", "y"]})
