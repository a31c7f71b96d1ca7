"""One identifier among hundreds of cells of a column of classes, codes or words, met nowhere else in the export."""

from __future__ import annotations

import random

import pandas as pd
import pytest

import deid

ROWS = 300
CLASSES = {
    "status": ["completed", "pending", "cancelled"],
    "unit": ["mg/dL", "mmol/L", "10*3/uL"],
    "sex": ["M", "F"],
    "icd10": ["E11.9", "I10", "J45.909"],
    "diagnosis": ["Essential hypertension", "Asthma", "Major depressive disorder"],
    "medication": ["lisinopril 10 MG Oral Tablet", "metformin 500 MG", "albuterol inhaler"],
    "payer": ["Medicare", "Medicaid", "Self-pay"],
    "loinc": ["2345-7", "718-7", "4548-4"],
}
KINDS = {
    "log-in": [
        "gpemberton16",
        "BAchterberg1942",
        "xvandersloot7",
        "hthistlewaite2",
        "JMokoena2000",
        "IWojciechowski1976",
    ],
    "name": ["ADEBAYO^YUSUF^C", "guadalupe okonkwo", "TANAKA^NGOZI", "Ottilie Delacroix-Murphy", "Mbeki Mokoena"],
    "plate": ["LLB-8788", "MGM-3378", "MFF-9970"],
    "ZIP+4": ["15976-4728", "76893-5983", "89649-7878"],
    "foreign postcode": ["K9H 1G3", "L2C 1C8", "SW4 6FP"],
    "foreign telephone": ["+33 1 7753 7283", "+33 1 4823 3396"],
    "MAC as Cisco writes it": ["12b1.0727.6a7e", "fa44.00ec.a8dd"],
    "hash": ["2866d39854bfd1cd398b467218d6cab1", "81041e591508cc48234db7cf813bea2b"],
    "base64": ["SW5ncmlkIFBlbWJlcnRvbi1JdmFub3Zh", "RmF0aW1hIFppbW1lcm1hbi1BZGViYXlv"],
    "escaped name": ["Jamal%20Hernandez", "Ingrid%20Okafor"],
    "vehicle number": ["1HGCM8VK7UH08S2PD", "1HGCMGHCKFH6TGNFR"],
    "street abroad": ["Rua das Acacias 719", "Via Roma 12", "Hauptstraße 12", "12 rue de la Paix"],
    "number of a country": [
        "131052-308T",
        "211162-1234",
        "811228-9874",
        "1 85 05 78 006 084 91",
        "RSSMRA85T10A562S",
        "2341 2341 2346",
        "046 454 286",
        "12345678Z",
        "111.444.777-35",
    ],
    "unlisted surname": ["okafor", "Ouedraogo", "Quackenbush"],
    "age": ["96 years 8 months", "93 years 4 months"],
}


def _released(plants: list[str]) -> pd.DataFrame:
    """The table with every plant once in every column, de-identified."""
    rng = random.Random(5)
    columns: dict[str, list[str]] = {"patient_id": [f"P{100_000 + 7 * row}" for row in range(ROWS)]}
    for name, classes in CLASSES.items():
        cells = [rng.choice(classes) for _ in range(ROWS)]
        for plant, row in zip(plants, rng.sample(range(ROWS), len(plants)), strict=True):
            cells[row] = plant
        columns[name] = cells
    return deid.deidentify(pd.DataFrame(columns)).data


@pytest.mark.parametrize("kind", KINDS)
def test_strays_go_and_the_classes_stay(kind: str) -> None:
    released = _released(KINDS[kind])
    assert {name: set(released[name].dropna()) for name in CLASSES} == {n: set(c) for n, c in CLASSES.items()}


def test_a_number_of_eight_digits_is_no_amount_among_small_ones() -> None:
    charges = [f"{100 + row}.50" for row in range(ROWS)]
    charges[40] = "31847265"
    frame = pd.DataFrame({"patient_id": [f"P{100_000 + 7 * row}" for row in range(ROWS)], "charge": charges})
    assert list(deid.deidentify(frame).data["charge"].dropna()) == [cell for cell in charges if cell != "31847265"]


def test_a_rare_drug_without_a_list_stays_by_its_stem() -> None:
    drugs = ["lisinopril", "metformin", "albuterol"] * (ROWS // 3)
    drugs[:4] = ["zanubrutinib", "Orelabrutinib", "okafor", "Tirabrutinib"]
    frame = pd.DataFrame({"patient_id": [f"P{100_000 + 7 * row}" for row in range(ROWS)], "drug": drugs})
    assert list(deid.deidentify(frame).data["drug"].dropna()) == [drug for drug in drugs if drug != "okafor"]


def test_a_rare_code_that_its_namespace_marks_stays() -> None:
    """Exports round the long identifiers of SNOMED CT extensions, and their check digits are no longer true."""
    rounded = "10939881000119104"
    codes = ["38341003", "44054006", "195967001", "73211009"] * 60 + [rounded]
    frame = pd.DataFrame({"patient_id": [f"P{100_000 + 7 * row}" for row in range(len(codes))], "snomed": codes})
    assert list(deid.deidentify(frame).data["snomed"]) == codes
