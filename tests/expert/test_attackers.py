"""What somebody may know: some events, few attributes, a register; and how often they try."""

from __future__ import annotations

import math
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deid.errors import UsageError
from deid.expert import (
    PRESETS,
    Hierarchy,
    Input,
    KAnonymity,
    Permit,
    anonymize,
    context_risk,
    intruder_test,
    longitudinal_risk,
    rate,
    special_uniques,
    synthesise_register,
    threshold,
    wilson,
)

VISITS = st.lists(st.tuples(st.integers(0, 6), st.sampled_from("abcd"), st.sampled_from("xy")), min_size=1, max_size=30)


@settings(deadline=None)
@given(VISITS, st.integers(1, 3), st.booleans())
def test_events_that_somebody_knows(rows: list[tuple[int, str, str]], power: int, with_fixed: bool) -> None:
    sex = {who: min(each for other, _, each in rows if other == who) for who, _, _ in rows}
    data = pd.DataFrame([(who, event, sex[who]) for who, event, _ in rows], columns=["who", "event", "sex"])
    histories = {who: {event for other, event, _ in rows if other == who} for who, _, _ in rows}
    means, worst = [], []
    for who, history in histories.items():
        risks = []
        for known in combinations(sorted(history), min(power, len(history))):
            same = [o for o, h in histories.items() if set(known) <= h and (not with_fixed or sex[o] == sex[who])]
            risks.append(1 / len(same))
        means.append(sum(risks) / len(risks))
        worst.append(max(risks))
    risk = longitudinal_risk(data, "who", ["event"], ["sex"] if with_fixed else [], power)
    assert risk.exact
    assert risk.highest == pytest.approx(max(worst))
    assert risk.average == pytest.approx(sum(means) / len(means))
    assert risk.unique == pytest.approx(sum(each == 1 for each in worst) / len(worst))


def test_draws_come_near_the_whole() -> None:
    chance = np.random.default_rng(3)
    data = pd.DataFrame({"who": chance.integers(0, 300, 3000), "event": chance.integers(0, 12, 3000)})
    exact = longitudinal_risk(data, "who", ["event"], power=2, most=10**6)
    drawn = longitudinal_risk(data, "who", ["event"], power=2, most=2000)
    assert exact.exact
    assert not drawn.exact
    assert drawn.looked_at < exact.looked_at
    assert drawn.average == pytest.approx(exact.average, rel=0.2)
    everything = longitudinal_risk(data, "who", ["event"], power=None)
    assert everything.average >= exact.average


@settings(deadline=None)
@given(st.lists(st.tuples(*[st.integers(0, 2)] * 4), min_size=1, max_size=25), st.integers(1, 4))
def test_special_uniques(rows: list[tuple[int, ...]], most: int) -> None:
    def alone(row: tuple[int, ...], places: tuple[int, ...]) -> bool:
        return sum(all(other[p] == row[p] for p in places) for other in rows) == 1

    found = special_uniques(pd.DataFrame(rows, columns=list("abcd")), list("abcd"), most)
    last = min(most, 3)
    for row, score in zip(rows, found.scores, strict=True):
        expected = 0
        for size in range(1, most + 1):
            for places in combinations(range(4), size):
                parts = [part for part in combinations(places, size - 1) if part]
                if alone(row, places) and not any(alone(row, part) for part in parts):
                    expected += math.prod(4 - i for i in range(size, last + 1))
        assert score == expected
    assert found.special == int((found.scores > 0).sum())


def test_the_context() -> None:
    """Prevalence 1 % and 150 acquaintances: 1 - 0.99^150 = 0.7785."""
    risk = context_risk(
        0.1, Input(0.4, "controls medium"), Input(0.01, "registry"), Input(0.27, "survey of breaches of 2012")
    )
    assert {attack.name: round(attack.risk, 4) for attack in risk.attacks} == {
        "deliberate": 0.04,
        "acquaintance": 0.0779,
        "breach": 0.027,
    }
    assert risk.overall == pytest.approx(0.1 * (1 - 0.99**150))
    assert context_risk(0.1, public=True).overall == 0.1
    with pytest.raises(UsageError, match="source"):
        Input(0.1, " ")
    with pytest.raises(UsageError, match="at least one attack"):
        context_risk(0.1)
    with pytest.raises(UsageError, match="between 0 and 1"):
        context_risk(0.1, Input(1.1, "a slip"))


def test_presets_name_their_source() -> None:
    assert all(preset.source for preset in PRESETS)
    assert threshold("cms-cell").value == 11
    with pytest.raises(UsageError, match="no threshold"):
        threshold("none")


def test_ratings() -> None:
    data = pd.DataFrame({"ZipCode": ["94110"] * 30 + ["10001"], "lab_result": range(31), "BloodType": ["A"] * 31})
    zips, result, blood = rate(data, list(data.columns))
    assert (zips.replicability, zips.availability, zips.distinguishability) == ("high", "high", "high")
    assert zips.rare == pytest.approx(1 / 31)
    assert (zips.proposed, result.proposed, blood.proposed) == (True, False, False)


AGES = Hierarchy(tuple((str(age), f"{age // 10}0s", "*") for age in range(20, 90)))
SEXES = Hierarchy((("F", "*"), ("M", "*")))
PERMIT = Permit("contract 7", "data holder")


def people() -> pd.DataFrame:
    chance = np.random.default_rng(5)
    return pd.DataFrame({"age": chance.integers(20, 90, 400).astype(str), "sex": chance.choice(["F", "M"], 400)})


def test_an_intruder_is_right_as_often_as_classes_say() -> None:
    mine = people()
    register, truth = synthesise_register(mine, 400)
    raw = intruder_test(mine, register, ["age", "sex"], truth, PERMIT)
    classes = mine.groupby(["age", "sex"]).ngroups
    assert (raw.attacked, raw.claimed) == (400, 400)
    assert raw.expected == pytest.approx(classes)
    assert raw.interval[0] <= classes / 400 <= raw.interval[1]
    out = anonymize(mine, {"age": AGES, "sex": SEXES}, [KAnonymity(20)], 0.1)
    after = intruder_test(out.data, out.generalise(register), ["age", "sex"], truth, PERMIT)
    assert after.expected / after.attacked <= 1 / 20
    assert after.interval[0] < 1 / 20


def test_a_larger_list_with_fewer_of_the_people_is_worth_less() -> None:
    mine = people()
    names = ["age", "sex"]
    whole, truth = synthesise_register(mine, 5000, {"sex": {"F": 0.5, "M": 0.5}}, seed=1)
    half, known = synthesise_register(mine, 5000, coverage=0.5, seed=1)
    assert int(known.notna().sum()) == 200
    assert (whole.loc[truth.astype(int), names].to_numpy() == mine[names].to_numpy()).all()
    first = intruder_test(mine, whole, names, truth, PERMIT)
    second = intruder_test(mine, half, names, known, PERMIT)
    assert second.expected < first.expected < 100


def test_no_permit_no_test(caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(UsageError, match=r"1798\.148\(a\)\(4\)"):
        Permit("", "holder")
    mine = people()
    register, truth = synthesise_register(mine, 400)
    with caplog.at_level("INFO"):
        intruder_test(mine, register, ["age"], truth, PERMIT, attempts=10)
    assert "contract 7" in caplog.text
    assert "matches destroyed" in caplog.text
    with pytest.raises(UsageError, match="twice"):
        intruder_test(mine, pd.concat([register, register]), ["age"], truth, PERMIT)


def test_intervals_of_wilson() -> None:
    """Newcombe (1998), table I: 81 of 263 gives 0.2553 to 0.3662, 0 of 20 gives 0 to 0.1611."""
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert wilson(0, 20) == pytest.approx((0, 0.1611), abs=5e-5)
    assert wilson(0, 0) == (0.0, 1.0)
