"""Tables that papers print, with what the papers say of them."""

from __future__ import annotations

import pandas as pd

from deid.expert import (
    DistinctLDiversity,
    EntropyLDiversity,
    Hierarchy,
    KAnonymity,
    TCloseness,
    anonymize,
    confirm,
    measure,
)
from deid.expert.published_rows import PublishedRows
from deid.expert.verdicts import holds

SWEENEY = pd.DataFrame(
    [
        ("Black", "1965", "m", "0214*", "short breath"),
        ("Black", "1965", "m", "0214*", "chest pain"),
        ("Black", "1965", "f", "0213*", "hypertension"),
        ("Black", "1965", "f", "0213*", "hypertension"),
        ("Black", "1964", "f", "0213*", "obesity"),
        ("Black", "1964", "f", "0213*", "chest pain"),
        ("White", "1964", "m", "0213*", "chest pain"),
        ("White", "1964", "m", "0213*", "obesity"),
        ("White", "1964", "m", "0213*", "short breath"),
        ("White", "1967", "m", "0213*", "chest pain"),
        ("White", "1967", "m", "0213*", "chest pain"),
    ],
    columns=["race", "birth", "gender", "zip", "problem"],
)
INPATIENTS = pd.DataFrame(
    [
        ("13053", "28", "Heart Disease"),
        ("13068", "29", "Heart Disease"),
        ("13068", "21", "Viral Infection"),
        ("13053", "23", "Viral Infection"),
        ("14853", "50", "Cancer"),
        ("14853", "55", "Heart Disease"),
        ("14850", "47", "Viral Infection"),
        ("14850", "49", "Viral Infection"),
        ("13053", "31", "Cancer"),
        ("13053", "37", "Cancer"),
        ("13068", "36", "Cancer"),
        ("13068", "35", "Cancer"),
    ],
    columns=["zip", "age", "condition"],
)
SALARIES = pd.DataFrame(
    [
        ("4767*", "3", "gastric ulcer"),
        ("4767*", "5", "stomach cancer"),
        ("4767*", "9", "pneumonia"),
        ("4790*", "6", "gastritis"),
        ("4790*", "11", "flu"),
        ("4790*", "8", "bronchitis"),
        ("4760*", "4", "gastritis"),
        ("4760*", "7", "bronchitis"),
        ("4760*", "10", "stomach cancer"),
    ],
    columns=["zip", "salary", "disease"],
)


def test_two_anonymity() -> None:
    """Sweeney 2002, Int J Uncertain Fuzz 10(5):557, figure 2: k = 2 over race, birth, gender and ZIP."""
    assert measure(SWEENEY, ["race", "birth", "gender", "zip"]).k == 2
    assert measure(SWEENEY, ["race", "birth", "gender", "zip"], sensitive="problem").l == 1


def test_inpatients() -> None:
    """Machanavajjhala et al. 2007, ACM TKDD 1(1):3, figures 1 to 3: 4-anonymous but for cancer; and 3-diverse."""
    anonymous = INPATIENTS.assign(
        zip=["130**"] * 4 + ["1485*"] * 4 + ["130**"] * 4, age=["<30"] * 4 + [">=40"] * 4 + ["3*"] * 4
    )
    risk = measure(anonymous, ["zip", "age"], sensitive="condition")
    assert (risk.k, risk.l) == (4, 1)
    diverse = INPATIENTS.assign(
        zip=INPATIENTS["zip"].str[:4] + "*", age=["<=40" if int(age) <= 40 else ">40" for age in INPATIENTS["age"]]
    )
    risk = measure(diverse, ["zip", "age"], sensitive="condition")
    assert (risk.k, risk.l) == (4, 3)
    models = [KAnonymity(4), DistinctLDiversity("condition", 3), EntropyLDiversity("condition", 2.8)]
    assert [held for _, held in confirm(diverse, ["zip", "age"], models)] == [True, True, True]


def test_the_search_finds_the_diverse_table() -> None:
    """Full-domain over the same ZIP codes and ages: the figure's classes are the best for 3-diversity."""
    zips = Hierarchy(tuple((z, z[:4] + "*", z[:2] + "***", "*") for z in sorted(set(INPATIENTS["zip"]))))
    ages = Hierarchy(tuple((a, "<=40" if int(a) <= 40 else ">40", "*") for a in sorted(set(INPATIENTS["age"]))))
    found = anonymize(INPATIENTS, {"zip": zips, "age": ages}, [DistinctLDiversity("condition", 3)])
    assert found.optimal
    assert found.levels == {"zip": 1, "age": 1}
    assert measure(found.data, ["zip", "age"], sensitive="condition").l == 3


def test_salaries() -> None:
    """Li et al. 2007, ICDE, table 5: 0.167-close in salary, ordered distance, and no closer."""
    rows = PublishedRows.of(SALARIES, ["zip"], None, ["salary"], None)
    zips = Hierarchy(tuple((z, "*") for z in ("4767*", "4790*", "4760*")))
    for bound, held in ((1 / 6 + 1e-3, True), (1 / 6 - 1e-3, False)):
        model = TCloseness("salary", bound, "ordered")
        assert holds(model, rows) is held
        assert anonymize(SALARIES, {"zip": zips}, [model]).levels == {"zip": 0 if held else 1}
