from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deid.release.check.patterns import findings, is_public_code
from deid.release.check.patterns.base import luhn, verhoeff
from deid.release.check.patterns.dates import days_in

CLEAN = """
10*3/uL
mL/min/{1.73_m2}
4548-4
NDA020800 0.3 ML Epinephrine 1 MG/ML Auto-Injector
Acetaminophen 325 MG / Oxycodone Hydrochloride 5 MG Oral Tablet [Percocet]
Penicillin G 1200000 UNT/ML Prefilled Syringe
insulin isophane, human 70 UNT/ML / insulin, regular, human 30 UNT/ML [Humulin 70/30]
Norethindrone 7 days 0.5 MG/1 MG/0.75 MG 28 Day Pack
120-160
3.5-5.0
136 - 145 mmol/L
1:80
1:1280
1:40 speckled
1,250.75
250000
73211009
22298006
195662009
10939881000119105
E11.9
I10
N18.30
99213
J1885
0002-8215-01
Hemoglobin A1c/Hemoglobin.total in Blood
Glomerular filtration rate/1.73 sq M.predicted
Influenza, seasonal, injectable, preservative free, 2020-2021 season
Pneumococcal polysaccharide vaccine, 65 years and over
Person 90 years and over
Age 90+
90 days old formula
Seen for 95 minutes
L4-L5 disc, T1-T2 weighted, C3/4
12-lead ECG with ST elevation
5 View Chest
Aspirin 81 mg
HLA-B*27:05
HLA-DRB1*15:01:01
GCS 15, BP 120/80, SpO2 98%
1/2/3 step plan
0.9% NaCl 1000 mL
Lactate dehydrogenase (EC 1.1.1.27)
Sodium chloride 9 MG/ML (0.9 %) 10 ML
COVID-19, mRNA, LNP-S, PF, 30 mcg/0.3 mL dose
May repeat in 5 minutes
march fracture of foot
Sept 9 gene
CT 70450
PA 12 mm
1.2.840.10008.5.1.4.1.1.2
0.12345678
1234567.89
12.34567
Blood pressure 24 hour
Road traffic accident
Patient to drive in 6 weeks
90 mg
101.3 F
Thorax 1.5 B31f
White - Non Hispanic
T-cell 5'-nucleotidase
""".strip().splitlines()

FOUND = {
    "write to jane.roe@example.org please": "F",
    "jane.roe [at] example.org": "F",
    "see https://portal.example/x": "N",
    "on www.rivermont-health.com": "N",
    "rivermont-health.com": "N",
    "from 203.0.113.93 today": "O",
    "2001:db8::ff00:42:8329": "O",
    "02:6a:60:a0:47:75": "M",
    "SSN 242-79-1039": "G",
    "ssn: 242791039": "G",
    "call (617) 555-0134": "D",
    "617.555.0134": "D",
    "+44 20 7946 0958": "D",
    "phone 555-0134": "D",
    "seen 2021-03-14": "C",
    "3/14/2021": "C",
    "14.03.2021": "C",
    "03/14/21": "C",
    "March 14, 2021": "C",
    "14-Mar-2021": "C",
    "14-MAR-21": "C",
    "14th of March 2021": "C",
    "in March 2021": "C",
    "on January 5": "C",
    "7 Oak Street": "B",
    "2021-03": "C",
    "Q3 2021": "C",
    "at 09:43": "C",
    "at 3:05 pm": "C",
    "2021-03-14T09:43:00Z": "C",
    "92 year old woman": "C",
    "a 101-year-old man": "C",
    "aged 95": "C",
    "93 y/o": "C",
    "nonagenarian": "C",
    "1M8GDM9AXKP042788": "L",
    "4111 1111 1111 1111": "J",
    "1EG4-TE5-MK73": "I",
    "1EG4TE5MK73": "I",
    "196f37a9-4b4b-4b71-87c2-ab5db4d8b43a": "R",
    "1.2.840.113619.2.55.3.604688.12": "R",
    "(01)00911233542987(11)211203(21)SN94212680": "M",
    "number 9123457": "R",
    "MRN: 72858": "H",
    "43.221854, -72.432520": "B",
    "41°24'12.2\"N": "B",
    "91514 Patel Plains Drive": "B",
    "12 Oak St, Springfield": "B",
    "123 MAIN ST APT 4": "B",
    "77 massachusetts avenue": "B",
    "P.O. Box 123": "B",
    "Charlestown NH 03603": "B",
    "\uff16\uff11\uff17-555-0134": "D",
    "617\u2011555\u20110134": "D",
    "2\u200b42-79-10\u00ad39": "G",
}


@pytest.mark.parametrize("text", CLEAN)
def test_clinical_vocabulary_is_left_in_peace(text: str) -> None:
    assert findings(text) == frozenset()


@pytest.mark.parametrize(("text", "letter"), FOUND.items())
def test_identifiers_are_seen(text: str, letter: str) -> None:
    assert letter in {found for found, _ in findings(text)}


@pytest.mark.parametrize(
    "code", ["4548-4", "E11.9", "I10", "99213", "J1885", "313782", "1049630", "00002821501", "73211009"]
)
def test_public_codes_are_no_long_numbers(code: str) -> None:
    assert is_public_code(code)
    assert findings(code, "public_code") == frozenset()


@pytest.mark.parametrize("code", ["P0061818", "242791039", "jane@example.org", "242-79-1039"])
def test_what_is_no_public_code_is_looked_at_also_in_a_column_of_codes(code: str) -> None:
    assert findings(code, "public_code")


def test_check_digits() -> None:
    assert luhn("4111111111111111")
    assert not luhn("4111111111111112")
    assert verhoeff("73211009")
    assert not verhoeff("73211008")


@given(st.dates())
def test_every_notation_of_a_day_is_read(day) -> None:  # type: ignore[no-untyped-def]
    if not 1800 <= day.year <= 2099:
        return
    packed = day.strftime("%Y%m%d").zfill(8)
    month = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"][day.month - 1]
    spellings = (
        day.isoformat(),
        f"{day.month}/{day.day}/{day.year}",
        f"{day.day}.{day.month}.{day.year}",
        f"{day.day} {month} {day.year}",
        f"{month} {day.day}, {day.year}",
        packed,
    )
    for spelling in spellings:
        assert packed in set(days_in(f"seen {spelling} again"))


@given(st.text(max_size=200))
def test_any_text_can_be_looked_at(text: str) -> None:
    findings(text)


@pytest.mark.parametrize(
    "piece", ["a", "a.b", "1 ", "Ab ", "1.", "12-", "1a", "0:", "a@", " ", "ZIP ", "A 1 ", "-", ",1", "(01)"]
)
def test_long_texts_take_time_in_proportion(piece: str) -> None:
    text = piece * (100_000 // len(piece)) + "1"
    started = time.process_time()
    findings(text)
    assert time.process_time() - started < 5
