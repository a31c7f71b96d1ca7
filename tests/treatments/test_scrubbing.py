"""Free text whose identifiers are replaced, with what the row and the export know of people."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from deid.safe_harbor.kinds import KINDS
from deid.treatments import Treated, treatments

Treat = Callable[..., Treated]


def test_what_is_found_is_replaced_and_counted(treat: Treat) -> None:
    treated = treat("scrub", ["Dr. Okafor called on 3/14/2021.", None, "", "No change."], "free_text")
    assert treated.column.to_pylist() == ["[NAME] called on [DATE].", None, "", "No change."]
    assert treated.caught == {"A": 1, "C": 1} and treated.lost == 0


def test_the_rows_own_values_and_the_harvest_go(treat: Treat) -> None:
    treated = treat("scrub", ["Value 4417 is fine", "Value 4417 and quux"], "free_text", known=["Abc", "4417"])
    assert treated.column.to_pylist() == ["Value 4417 is fine", "Value [ID] and [ID]"]


def test_a_text_that_still_shows_an_identifier_is_blanked(treat: Treat) -> None:
    treated = treat("scrub", ["this is secret", "this is not"], "free_text")
    assert treated.column.to_pylist() == [None, "this is not"] and treated.lost == 1


def test_years_stay_where_the_profile_asks(treat: Treat) -> None:
    assert treat("scrub_reduced", ["seen on 3/14/2021 again"], "free_text").column.to_pylist() == ["seen on 2021 again"]
    assert treat("scrub_away", ["Dr. Okafor called"], "free_text").column.to_pylist() == [" called"]


@pytest.mark.parametrize("name", ["scrub", "scrub_reduced", "scrub_away"])
def test_only_sentences_are_scrubbed(name: str) -> None:
    treatment = treatments()[name]
    assert treatment.removes(KINDS["free_text"]) and not treatment.derived and treatment.form == "screened"
    assert not treatment.removes(KINDS["person_name"])
