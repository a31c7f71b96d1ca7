"""Numbers of countries by their check digits, as their authorities publish them as examples or as made here."""

from __future__ import annotations

import pytest

from deid.safe_harbor.numbers.national import is_national_number

NUMBERS = {
    "131052-308T": "Finland",
    "211162-1234": "Denmark",
    "811228-9874": "Sweden",
    "19811228-9874": "Sweden",
    "900101-1234567": "Korea",
    "943 476 5919": "England",
    "1 85 05 78 006 084 91": "France",
    "255081416802538": "France",
    "RSSMRA85T10A562S": "Italy",
    "12345678Z": "Spain",
    "X1234567L": "Spain",
    "2341 2341 2346": "India",
    "ABCPK1234F": "India",
    "046 454 286": "Canada",
    "93.05.18-223.61": "Belgium",
    "756.9217.0769.85": "Switzerland",
    "111.444.777-35": "Brazil",
    "12.345.678-5": "Chile",
    "AB123456C": "United Kingdom",
    "S1234567D": "Singapore",
}
CHECKED = [text for text, country in NUMBERS.items() if country not in ("Denmark", "Sweden", "Korea", "United Kingdom")]
OTHERS = [
    "718-7", "99213", "120/80", "0093-7214-01", "12345-678-90", "E11.9", "1234-5678", "T12-L1", "10-20-30",
    "123 456 789", "45378-0", "991399-1234", "G2P1A0", "10939881000119104", "4.5 mg", "2019", "",
]  # fmt: skip


@pytest.mark.parametrize("text", NUMBERS)
def test_a_countrys_number_is_one(text: str) -> None:
    assert is_national_number(text)
    assert is_national_number(f" {text.lower()} ")


@pytest.mark.parametrize("text", [text for text in CHECKED if not text.startswith("ABCPK")])
def test_a_digit_that_is_off_makes_it_none(text: str) -> None:
    place = max(at for at, character in enumerate(text[:-1]) if character.isdigit())
    other = str((int(text[place]) + 1) % 10)
    assert not is_national_number(text[:place] + other + text[place + 1 :])


@pytest.mark.parametrize("text", OTHERS)
def test_codes_and_quantities_are_none(text: str) -> None:
    assert not is_national_number(text)
