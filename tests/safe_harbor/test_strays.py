"""Words out of place among classes and measured values: what may be a name, and what is none."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from deid.safe_harbor.likely_names import holds_unknown_word, may_name_somebody
from deid.safe_harbor.strays import out_of_place
from deid.safe_harbor.text import screen
from deid.safe_harbor.tokens import holds_log_in, holds_unexplained_token


@pytest.mark.parametrize(
    "word", ["urgentcare", "lifethreatening", "skillednursing", "fulltime", "nonhispanic", "TRANSFEROUT", "TRANSFERIN"]
)
def test_classes_of_two_plain_words_written_as_one_are_no_names(word: str) -> None:
    assert not holds_unknown_word(word)


@pytest.mark.parametrize("word", ["Blackwood", "blackwood", "Longbottom", "Quackenbush", "okafor"])
def test_names_that_look_like_two_words_stay_names(word: str) -> None:
    assert holds_unknown_word(word)


@pytest.mark.parametrize(
    "cell",
    [
        "ADEBAYO^YUSUF^C",
        "guadalupe murphy-papadopoulos",
        "Achterberg-Okonkwo",
        "Ottilie Delacroix-Murphy",
        "lpemberton15",
    ],
)
def test_names_among_descriptions_in_any_letters_order_and_joints(cell: str) -> None:
    assert may_name_somebody(cell)


@pytest.mark.parametrize(
    "cell",
    [
        "Epstein-Barr",
        "Wolff Parkinson White",
        "Hodgkin lymphoma",
        "metformin",
        "Hemoglobin A1c",
        "vitamin B12 1000 MCG",
    ],
)
def test_eponyms_and_drugs_name_nobody(cell: str) -> None:
    assert not may_name_somebody(cell)


@pytest.mark.parametrize("test", [holds_unknown_word, may_name_somebody, holds_unexplained_token, holds_log_in, screen])
@pytest.mark.parametrize("piece", ["x", "x1", "Ab ", "a%", "+1 ", "A1B 2", "a-"])
def test_a_long_cell_is_judged_in_time(test: Callable[[str], object], piece: str) -> None:
    start = time.process_time()
    test(piece * (200_000 // len(piece)))
    assert time.process_time() - start < 5


@pytest.mark.parametrize("cell", ["korhonen", "Nguyen", "TANAKA"])
def test_a_listed_name_alone_among_descriptions(cell: str) -> None:
    assert may_name_somebody(cell)


@pytest.mark.parametrize("cell", ["Trelegy", "Jardiance", "metformin", "Allegra"])
def test_a_drug_alone_among_descriptions(cell: str) -> None:
    assert not may_name_somebody(cell)


@pytest.mark.parametrize("kind", ["category", "measurement", "unit", "description", "payer"])
def test_a_reference_to_a_patient_is_out_of_place(kind: str) -> None:
    assert out_of_place(kind, "Patient/pt-31") is not None
