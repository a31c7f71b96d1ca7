"""Cells and columns of the clinic that look like identifiers and are none stay, from end to end."""

from __future__ import annotations

import random

import pandas as pd
import pytest

import deid
from deid.safe_harbor import codes, vocabulary
from deid.safe_harbor.cells import is_staged, is_term
from deid.safe_harbor.likely_names import holds_unknown_word
from deid.safe_harbor.name_rules import is_analyte

_DX = ["E11.9", "I10", "E78.5", "J45.909", "M54.50", "Z00.00"]
_CPT = ["99213", "99214", "80053", "85025", "36415", "83036"]
_ROWS = 200


def _drawn(seed: str) -> random.Random:
    return random.Random(seed)


def _listed(pool: list[str], mark: str) -> list[str]:
    draw = _drawn(mark)
    return [mark.join(draw.sample(pool, draw.randint(1, 3))) for _ in range(_ROWS)]


def _picked(*classes: str) -> list[str]:
    draw = _drawn("".join(classes))
    return [draw.choice(classes) for _ in range(_ROWS)]


def _with_few(rare: str, *classes: str) -> list[str]:
    cells = _picked(*classes)
    cells[3] = cells[90] = rare
    return cells


_WHOLE = {
    "cpt": _listed(_CPT, " "),
    "icd": _listed(_DX, ", "),
    "dx": _listed(_DX, ";"),
    "icd10": _listed(_DX, "|"),
    "f7": _listed(_DX, " | "),
    "cpt_units": _picked("97110x2", "97140x1", "97530x2"),
    "drug_name": _with_few("Trelegy Ellipta", "Metformin", "Lisinopril", "Ozempic"),
    "diagnosis": _with_few("Ehlers-Danlos syndrome", "Asthma", "Migraine", "Epilepsy"),
    "problem_class": _with_few("Ehlers-Danlos", "Asthma", "Migraine", "Epilepsy"),
    "lab_code": _picked("A1C", "GLU", "NA", "K"),
    "loinc": _with_few("A1C", "2345-7", "2951-2", "2823-3", "2160-0"),
    "age_group": _picked("0-17", "18-44", "45-64", "65+"),
    "ndc": _picked("00093-7214-01", "00093721401", "0093-7214-01", "50580-449-05", "60505-2671-8"),
    "drug_code": _picked("00093-7214-01", "00093721401", "0093-7214-01", "60505-2671-8"),
    "gravida_para": _picked("G2P1", "G1P0", "G3P2", "G4P2"),
    "gravida_para_c": _picked("2/1", "1/0", "3/2", "4/2"),
    "disp_class": _picked("Dischgd", "Home", "Transferred"),
    "enc_class": _picked("Televisit", "Office", "ED"),
    "fin_class": _picked("SELFPAY", "MCARE", "MCAID"),
    "pay_class": _picked("Selfpay", "Medicare", "Medicaid"),
    "phq_total": [str(_drawn(f"phq{row}").randint(0, 27)) for row in range(_ROWS)],
    "kccq_overall": [str(_drawn(f"kccq{row}").randint(0, 100)) for row in range(_ROWS)],
}


@pytest.fixture(scope="module")
def released() -> tuple[pd.DataFrame, pd.DataFrame]:
    """A table of every such column, and what was made of it."""
    people = {"patient_id": [f"{_drawn(f'p{row % 90}').randrange(10**7, 10**8)}" for row in range(_ROWS)]}
    wellbeing = [str(_drawn(f"w{row}").randint(0, 100)) for row in range(_ROWS)]
    frame = pd.DataFrame(people | _WHOLE | {"wellbeing_idx": wellbeing})
    return frame, deid.deidentify({"visits": frame}).data["visits"]


@pytest.mark.parametrize("column", _WHOLE)
def test_a_clinical_column_stays_whole(released: tuple[pd.DataFrame, pd.DataFrame], column: str) -> None:
    before, after = released
    assert list(after[column].astype(str)) == list(before[column])


def test_a_score_under_an_unknown_name_loses_only_what_may_be_an_age_over_89(
    released: tuple[pd.DataFrame, pd.DataFrame],
) -> None:
    before, after = released
    pairs = list(zip(before["wellbeing_idx"], after["wellbeing_idx"].astype(str), strict=True))
    assert all(new == ("90+" if int(old) >= 90 else old) for old, new in pairs)


def test_numbers_of_persons_are_no_list_of_codes() -> None:
    draw = _drawn("numbers")
    numbers = [f"{draw.randrange(10**6, 10**7)} {draw.randrange(10**6, 10**7)}" for _ in range(_ROWS)]
    phones = [f"617 555 {draw.randrange(10**4):04d}" for _ in range(_ROWS)]
    named = [f"{one};{draw.choice(['Okonjo', 'Szabo', 'Brzezin'])}" for one in _listed(_DX, ";")]
    frame = pd.DataFrame({"patient_id": numbers, "cpt": numbers, "dx": phones, "icd": named})
    after = deid.deidentify({"visits": frame}).data["visits"].astype(str).to_csv()
    assert not any(cell in after for cell in [*numbers, *phones, "Okonjo", "Szabo", "Brzezin"])


def test_a_list_has_parts_that_may_be_codes() -> None:
    assert codes.listed("99214 80053") == ("99214", "80053")
    assert codes.listed("E11.9, I10|J45.909") == ("E11.9", "I10", "J45.909")
    assert codes.listed("97110x2") == ("97110",)
    for no_list in ("E11.9", "Type 2 diabetes", "99214 John", "12 31", ""):
        assert codes.listed(no_list) == ()


def test_words_that_charts_shorten_and_join() -> None:
    assert all(map(vocabulary.is_contraction, ("Dischgd", "Admtd", "EXPIRD")))
    assert not any(map(vocabulary.is_contraction, ("Smith", "Okafor", "Discharged", "Delgado", "Martinez")))
    assert not holds_unknown_word("Ehlers-Danlos syndrome")
    assert holds_unknown_word("Danlosse-Okafor")
    assert is_staged("G2P1") and is_staged("T2N0M0") and not is_staged("GH21") and not is_staged("B1234")
    assert is_analyte("A1C") and not is_analyte("JS12") and not is_analyte("OKAFOR1")
    assert is_term("Vitamin D") and not is_term("Okafor D")
