from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deid.safe_harbor import ages

AGED = [
    "90",
    "92",
    "92.5",
    "92 y",
    "092Y",
    "92 years old",
    "101yo",
    "92 y/o",
    "1100 months",
    "1080 months",
    "P92Y3M",
    "92y 3m",
    "90+",
    ">89",
    "> 89 years",
    "\u226590",
    "85-94",
    "85 to 90",
    "(85, 90]",
    "85 and over",
    "90 or older",
    "89+",
    "ninety-two",
    "nonagenarian",
    "\uff19\uff12",
    "4750 wks",
    "33000 days",
]
KEPT = [
    "0",
    "5",
    "89",
    "89.9",
    "080Y",
    "999M",
    "011M",
    "3 wks",
    "12 hours",
    "2y 3m",
    "85-89",
    "[85, 90)",
    "<90",
    "under 5",
    "1079 months",
    "nineteen",
    "P2Y",
    "<1",
    "0-4",
]
UNDECIDED = ["", "abc", "unknown", "18-120", "94-85", "N/A", "5/7", "1e3"]


@pytest.mark.parametrize("text", AGED)
def test_over_89_goes_to_the_one_category(text):
    assert ages.cap(text) == "90+"
    assert ages.is_over_89(text)


@pytest.mark.parametrize("text", KEPT)
def test_others_stay_as_they_are(text):
    assert ages.cap(text) == text
    assert not ages.is_over_89(text)


@pytest.mark.parametrize("text", ["18+", "65 and over", ">65", "79+"])
def test_open_bands_from_below_80_are_wider_than_the_category_and_stay(text):
    assert ages.cap(text) == text


@pytest.mark.parametrize("text", UNDECIDED)
def test_what_cannot_be_decided_is_not_kept(text):
    assert ages.cap(text) is None


def test_the_unit_of_a_bare_number():
    assert ages.cap("1080", "months") == "90+"
    assert ages.cap("1079", "months") == "1079"
    assert ages.cap("92", "days") == "92"
    with pytest.raises(KeyError):
        ages.cap("5", "fortnights")


@given(st.integers(0, 130))
def test_whole_years(age):
    assert ages.cap(str(age)) == (str(age) if age <= 89 else "90+")


@given(st.integers(0, 129), st.integers(0, 40))
def test_no_band_past_89_survives(low, width):
    capped = ages.cap(f"{low}-{low + width}")
    assert (capped == f"{low}-{low + width}") == (low + width <= 89)


@given(st.text(max_size=60))
def test_never_raises(text):
    assert ages.cap(text) in (text, "90+", None)
