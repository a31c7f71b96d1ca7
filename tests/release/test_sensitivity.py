"""Each assumption is changed by itself, and each change is in the list."""

from __future__ import annotations

import pytest

from deid.expert_settings import Assumption, Context
from deid.release.sensitivity import in_context, sensitivity_of

NUMBERS = {
    "tables": [
        {
            "path": "t",
            "without": [{"column": "age", "highest": 0.1, "average": 0.01}],
            "after": {
                "population_uniqueness": {
                    "population": 1000,
                    "estimate": 0.2,
                    "estimator": "pitman",
                    "estimators": [{"name": "pitman", "estimate": 0.2}, {"name": "snb", "estimate": None}],
                    "otherwise": [{"population": 500, "estimate": 0.3, "estimator": "snb"}],
                }
            },
        }
    ],
    "joined": {"tables": 2, "highest": 1.0, "average": 0.5},
}


def lines(context: Context) -> dict[tuple[str, str, str], float]:
    found = sensitivity_of(context, NUMBERS, 0.05, 0.2)
    return {(each["assumption"].split(",")[0], each["if"], each["measure"]): each["value"] for each in found}


def test_one_at_a_time() -> None:
    context = Context(
        attempt=Assumption(value=0.4, source="judgement"),
        prevalence=Assumption(value=0.01, source="registry"),
        breach=Assumption(value=0.3, source="survey"),
    )
    found = lines(context)
    acquainted = 1 - 0.99**150
    assert in_context(context, 0.05, 0.2).overall == pytest.approx(0.05 * acquainted)
    assert found["prevalence", "half as large", "in context"] == pytest.approx(0.05 * (1 - 0.995**150))
    assert found["deliberate attempt by the recipient", "twice as large", "in context"] == pytest.approx(0.05 * 0.8)
    # The breach is not the greatest attack: doubled it is 0.6, still below.
    assert found["breach at the recipient", "twice as large", "in context"] == pytest.approx(0.05 * acquainted)
    assert found["150 acquaintances", "75", "by acquaintance"] == pytest.approx(0.05 * (1 - 0.99**75))
    assert found["t: age is known", "nobody can know it", "highest"] == 0.1
    assert found["t: drawn from 1", "from 500", "unique in the population (snb)"] == 0.3
    assert found["tables are attacked one by one", "all rows of a person in all tables are known", "average"] == 0.5


def test_without_assumptions_only_what_was_measured() -> None:
    found = lines(Context())
    assert in_context(Context(), 0.05, 0.2) is None
    assert not [key for key in found if key[2] == "in context"]
    assert found["nobody tries to re-identify", "somebody tries for certain", "average"] == 0.05


def test_public_data_are_attacked_at_their_weakest() -> None:
    assert in_context(Context(public=True), 0.05, 0.2).overall == 0.2
