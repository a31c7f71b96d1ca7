"""Free text whose identifiers are replaced, with what the row and the export know of people."""

from __future__ import annotations

import re
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


def test_surrogates_have_the_form_of_what_they_stand_for(treat: Treat) -> None:
    text = ["Dr. OKAFOR and Zbigniew Okafor, 617-555-0147, MRN 0044812. Okafor agrees on 3/14/2021."]
    made = treat("scrub_surrogates", text, "free_text", known=["Zbigniew Okafor"], persons=["C1"])
    (fresh,) = made.column.to_pylist()
    assert not re.search(r"okafor|zbigniew|0147|44812|3/14", fresh, re.IGNORECASE) and "2021" in fresh
    first, second, third = re.fullmatch(
        r"Dr\. ([A-Z]+) and [A-Z][a-z]+ ([A-Z][a-z]+), \d{3}-\d{3}-\d{4}, MRN \d{7}\. ([A-Z][a-z]+) agrees on 2021\.",
        fresh,
    ).groups()
    assert first.capitalize() == second == third
    assert (
        treat("scrub_surrogates", text, "free_text", known=["x"], persons=[None])
        .column.to_pylist()[0]
        .startswith("[NAME]")
    )


def test_drawn_surrogates_do_not_hang_on_the_name_and_keyed_ones_do(treat: Treat) -> None:
    texts = ["Mr. Okafor slept.", "Mr. Quackenbush slept.", "Mr. Grabowski and Mr. Okafor slept."]
    row = {"known": ["x"] * 3}
    drawn = treat("scrub_surrogates", texts, "free_text", **row, persons=["C1"] * 3).column.to_pylist()
    keyed = treat("scrub_surrogates_keyed", texts, "free_text", **row, persons=["C1"] * 3).column.to_pylist()
    assert drawn[0] == drawn[1]  # the first name of a text, whichever it is
    assert keyed[0] != keyed[1] and keyed[0].split()[1] == keyed[2].split()[4]
    other = treat("scrub_surrogates_keyed", texts, "free_text", **row, persons=["C2"] * 3).column.to_pylist()
    assert other[0] != keyed[0]


def test_a_made_up_value_that_is_somebodys_is_drawn_again_or_blanked(treat: Treat) -> None:
    treated = treat(
        "scrub_surrogates", ["Mr. Okafor wrote quux", "plain"], "free_text", known=["x"] * 2, persons=["C1"] * 2
    )
    assert "quux" not in (treated.column.to_pylist()[0] or "")


def test_places_of_replaced_values_are_told(treat: Treat) -> None:
    treated = treat("scrub", ["Dr. Okafor called on 3/14/2021.", "No change."], "free_text")
    assert treated.moved == {0: ((0, 10, 0, 6, "A"), (21, 30, 17, 23, "C")), 1: ()}
