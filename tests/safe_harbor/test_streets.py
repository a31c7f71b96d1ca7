"""Streets of this country and others, and clinical wording with a number that is none."""

from __future__ import annotations

import pytest

from deid.safe_harbor.streets import is_street

STREETS = [
    "3840 Soto Key Suite 106", "077 Shea Alley", "561 John Villages", "10248 Danielle Canyon", "7697 Turner Spring",
    "544 White Rapids Apt. 534", "637 Pamela Heights", "Rua das Acacias 719", "Via Roma 12", "VIA ROMA 12",
    "rua das acacias 719", "Hauptstraße 12", "Hauptstr. 12", "Calle Mayor 5", "12 rue de la Paix", "Keizersgracht 174",
    "Mannerheimintie 12 A", "Storgatan 5", "Calle de Alcalá, 45", "ul. Marszałkowska 10", "Kossuth Lajos utca 4",
    "Jalan Sudirman 5", "Via Giuseppe Garibaldi 12", "Vesterbrogade 3B", "Istiklal Caddesi 15",
]  # fmt: skip
OTHERS = [
    "6 Minute Walk", "2 View Chest", "4 Point Walker", "3 Way Stopcock", "10 Minute Walk Test", "BRCA 2", "Grade 2",
    "5 Day Course", "14 Day Course", "Via PEG 12", "Ring 12", "vitamin b 12", "Chest X-ray 2 views", "12 hour fast",
    "Via nasal cannula 2", "PO via tube 5", "12 Lead", "30 day trial", "Interferon gate 4", "2 Week Course", "Plaza 4",
    "Dosing weight 70", "Zone 3 point 4", "Lap band 5", "av fistula 2", "100 calorie course", "500 mg Course",
    "im injection 1", "Lisinopril 10", "100 Meter Walk", "Respiratory rate 12",
]  # fmt: skip


@pytest.mark.parametrize("cell", STREETS)
def test_a_street_is_one(cell: str) -> None:
    assert is_street(cell)


@pytest.mark.parametrize("cell", OTHERS)
def test_clinical_wording_is_none(cell: str) -> None:
    assert not is_street(cell)
