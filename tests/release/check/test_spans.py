"""Dates between which a length of time lies: the plan and the check tell the same from names."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deid.planning.spans import span_of
from deid.release.check.spans import between

STAYS = [
    ("los", ["admit_date", "discharge_date", "lab_date", "last_updated"], [{0, 1}]),
    ("LengthOfStay", ["AdmitDate", "DischargeDate", "PaidDate"], [{0, 1}]),
    ("duration", ["START", "STOP", "created_at"], [{0, 1}]),
    ("icu_los", ["admittime", "dischtime", "icu_intime", "icu_outtime"], [{2, 3}]),
    ("days_supply", ["drug_exposure_start_date", "drug_exposure_end_date", "order_date"], [{0, 1}]),
    ("los", ["came", "left_on", "lab_date"], [{0, 1, 2}]),
    ("turnaround", ["collected_at", "resulted_at"], []),
    ("survival_months", ["enrollment_date", "death_date", "lab_date"], [{0, 1}]),
    ("los", ["dateofadmission", "dateofdischarge", "resultdate"], [{0, 1}]),
    ("hosp_days", ["hosp_admsn_time", "hosp_disch_time", "surgery"], [{0, 1}]),
]


def _planned(name: str, dates: list[str]) -> list[set[int]]:
    sets: dict[str, set[int]] = {}
    for role, place in span_of(name, [(date, place) for place, date in enumerate(dates)]).items():
        sets.setdefault(role[-1] if role[0] in "se" else "", set()).add(place)
    return [found for found in sets.values() if len(found) > 1]


@pytest.mark.parametrize(("name", "dates", "expected"), STAYS)
def test_only_the_dates_of_the_same_event_count(name: str, dates: list[str], expected: list[set[int]]) -> None:
    assert _planned(name, dates) == expected
    assert [set(span) for span in between(name, dict(enumerate(dates)))] == expected


_EVENT = st.sampled_from(
    "admit admission discharge start stop end begin onset in out lab order paid seen visit".split()
)
_THING = st.sampled_from(["", "icu", "hospital", "drug", "stay"])
_DATE = st.sampled_from(["date", "dt", "time", "", "date_time"])
_NAMES = st.builds(
    lambda event, thing, date, way: way([part for part in (thing, event, date) if part]),
    _EVENT, _THING, _DATE,
    st.sampled_from(["_".join, "".join, lambda parts: "".join(map(str.capitalize, parts))]),
).filter(lambda name: len(name) >= 6)  # fmt: skip


@settings(deadline=None, max_examples=300)
@given(
    st.sampled_from(["los", "icu_los", "duration", "days_supply", "stay_days"]),
    st.lists(_NAMES, min_size=2, max_size=5, unique=True),
)
def test_the_check_never_demands_more_than_the_plan(name: str, dates: list[str]) -> None:
    planned = _planned(name, dates)
    for span in between(name, dict(enumerate(f"{date}_year" for date in dates))):
        pairs = [{a, b} for a in span for b in span if a < b]
        assert all(any(pair <= found for found in planned) for pair in pairs)
