from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deid.identifiers import Identifier
from deid.safe_harbor.text import screen

FOUND = [
    ("123-45-6789", Identifier.SOCIAL_SECURITY),
    ("write to first.last@example.org", Identifier.EMAIL),
    ("https://example.org/a", Identifier.URL),
    ("see www.example.org", Identifier.URL),
    ("10.218.6.131", Identifier.IP_ADDRESS),
    ("00:1B:44:11:3A:B7", Identifier.DEVICE),
    ("(617) 665-2300", Identifier.TELEPHONE),
    ("1-877-267-2323", Identifier.TELEPHONE),
    ("2023-01-27T16:17:47Z", Identifier.DATE_OR_AGE),
    ("1/27/2023", Identifier.DATE_OR_AGE),
    ("given March 4, 2021", Identifier.DATE_OR_AGE),
    ("9d188916-8390-282b-3ec2-73fce6e08649", Identifier.OTHER_UNIQUE),
    ("1.2.840.99999999.1.98060115.1686052808412", Identifier.OTHER_UNIQUE),
    ("42.36877442769006, -71.15168585038569", Identifier.GEOGRAPHY),
    ("1M8GDM9AXKP042788", Identifier.VEHICLE),
    ("4111 1111 1111 1111", Identifier.ACCOUNT),
    ("+33 1 77 53 72 83", Identifier.TELEPHONE),
    ("2464.9829.238a", Identifier.DEVICE),
    ("filled.count.soap", Identifier.GEOGRAPHY),
    ("K9H 1G3", Identifier.GEOGRAPHY),
    ("l2c 1c8", Identifier.GEOGRAPHY),
    ("SW4 6FP", Identifier.GEOGRAPHY),
    ("96 years 8 months", Identifier.DATE_OR_AGE),
    ("93 yrs", Identifier.DATE_OR_AGE),
    ("1130 months", Identifier.DATE_OR_AGE),
    ("2866d39854bfd1cd398b467218d6cab1", Identifier.OTHER_UNIQUE),
    ("SW5ncmlkIFBlbWJlcnRvbi1JdmFub3Zh", Identifier.OTHER_UNIQUE),
    ("1HGCM8VK7UH08S2PD", Identifier.OTHER_UNIQUE),
    ("Jamal%20Hernandez", Identifier.OTHER_UNIQUE),
    ("1EG4-TE5-MK73", Identifier.HEALTH_PLAN),
    ("(01)13465995954590(11)760704(21)488266988", Identifier.DEVICE),
    ("Tammy Wilson", Identifier.NAME),
    ("John Smith", Identifier.NAME),
    ("Wilson, Tammy R.", Identifier.NAME),
    ("as told by Karen Johnson on the phone", Identifier.NAME),
    ("Maynard46 Mosciski958", Identifier.NAME),
]
KEPT = [
    "",
    "T2N0M0",
    "G2P1L1",
    "89 years 8 months",
    "24 months",
    "+1 2 3",
    "L4 5 mm",
    "diphtheria-tetanus-pertussis",
    "NDA020800 0.3 ML Epinephrine 1 MG/ML Auto-Injector",
    "Acute viral pharyngitis (disorder)",
    "Loratadine 5 MG Chewable Tablet",
    "195662009",
    "428211000124100",
    "374031000124102",
    "127.9",
    "8302-2",
    "0002-1433-80",
    "Pain severity - 0-10 verbal numeric rating [Score] - Reported",
    "{score}",
    "mm[Hg]",
    "mL/min/{1.73_m2}",
    "Influenza  seasonal  injectable  preservative free",
    "Epstein Barr virus infection",
    "Jackson Pratt drain",
    "Charcot Marie Tooth disease",
    "Mary Jane shoes",
    "Guillain-Barre syndrome",
    "St. John's wort",
    "120/80",
    "25/100/200 MG",
    "Body mass index (BMI) [Ratio]",
    "General Medicine",
    "1.2.840.10008.5.1.4.1.1.1.1",
    "Carbidopa 25 MG / Levodopa 100 MG",
    "Medication Reconciliation (procedure)",
    "77.49",
    "2021",
    "White",
    "Chest X-Ray 2 views",
]


@pytest.mark.parametrize(("cell", "identifier"), FOUND)
def test_finds(cell, identifier):
    found = screen(cell)
    assert found is not None and found.identifier is identifier


@pytest.mark.parametrize("cell", KEPT)
def test_keeps(cell):
    assert screen(cell) is None


@given(st.text(max_size=100))
def test_never_raises(text):
    found = screen(text)
    assert found is None or 0 <= found.start < found.end <= len(text)
