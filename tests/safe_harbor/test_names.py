from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deid.safe_harbor import facilities, names


@pytest.mark.parametrize(
    "text",
    [
        "John Smith",
        "SMITH, John Q.",
        "Smith^John^Q",
        "Dr. Steven L.",
        "Nicholas Kov\u00e1\u010dov\u00e1",
        "Mary-Ann O'Neil",
        "van der Berg",
        "Maynard46 Mosciski958",
        "Jos\u00e9 Eduardo181 G\u00f3mez206",
        "tammy gyarmathy",
        "Mark Brown",
        "Robert Jones Jr.",
        "Mr. Mosciski",
    ],
)
def test_persons(text):
    assert names.looks_like_person_name(text) >= 0.5


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Latex (substance)",
        "Body Height",
        "Chest",
        "Loratadine",
        "Brown",
        "May",
        "Acute bronchitis",
        "Penicillin V Potassium",
        "Middlesex County",
        "white",
        "Digital Radiography",
        "Well child",
        "Medication Reconciliation",
        "CLOSED",
        "Green Bay",
        "Blue Cross",
        "12345",
        "mg/dL",
        "Emergency Department",
    ],
)
def test_no_persons(text):
    assert names.looks_like_person_name(text) < 0.5


def test_frequencies():
    assert names.given_name_frequency("Mary") > names.given_name_frequency("Maynard") > 0
    assert names.surname_frequency("SMITH") == pytest.approx(1.006)
    assert names.surname_frequency("O'Neil") > 0
    assert names.given_name_frequency("zzz") == 0


def test_share_counts_filled_cells_only():
    assert names.person_name_share(["John Smith", "", "Chest"]) == 0.5
    assert names.person_name_share([]) == 0


def test_facilities_and_employers():
    assert facilities.looks_like_facility("STURDY MEMORIAL HOSPITAL")
    assert facilities.looks_like_facility("Cambridge Health Alliance")
    assert not facilities.looks_like_facility("Hospital") and not facilities.looks_like_facility("Acute bronchitis")
    assert facilities.looks_like_ward("Ward 7") and not facilities.looks_like_ward("Ward")
    assert facilities.looks_like_employer("Acme Widgets, Inc.") and not facilities.looks_like_employer("Inc")


@given(st.text(max_size=80))
def test_never_raises(text):
    assert 0.0 <= names.looks_like_person_name(text) <= 1.0
    for test in (
        facilities.looks_like_facility,
        facilities.looks_like_ward,
        facilities.looks_like_employer,
        names.is_ordinary,
    ):
        assert test(text) in (True, False)
