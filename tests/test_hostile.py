"""Exports that are hostile and realistic: what the survey's sample did not see, and what looks like what it is not."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pandas as pd
import pytest
from faker import Faker

from deid import pipeline
from deid.release.check.patterns import findings
from deid.safe_harbor.kinds import KINDS
from deid.tables.screening import CellScreen
from deid.vault import Vault

LATE, ROWS = 21_000, 24_000
STRAYS = {
    "A": ["Quackenbush, Zebulon", "Zebulon Quackenbush", "Pt Zebulon Quackenbush called"],
    "B": ["17 Wexcombe Street", "17 Wexcombe St, Springfield, MA 01101", "PO Box 4417", "42.3687744, -71.1516858"],
    "C": ["2019-03-17", "03/18/2019", "19 Mar 2019", "March 21, 2019", "21.03.2019", "3/5/19", "2019-03", "2018-Q3",
          "18-MAR-19", "March 2019", "14:32:07", "aged 93"],
    "D": ["(617) 555-0199", "617-555-0198", "617 555 0197", "+1 617 555 0196", "+44 20 7946 0958"],
    "F": ["zebq@example.org", "zebq [at] example.org"],
    "G": ["512-44-9917", "512 44 9919", "SSN 512449918"],
    "H": ["MRN 8804322"],
    "I": ["1EG4-TE5-MK73"],
    "J": ["4111 1111 1111 1111"],
    "L": ["1HGCM82633A004352", "7XKD921"],
    "M": ["00:1B:44:11:3A:B9", "(01)00643169007222(17)220101(21)SN88123"],
    "N": ["https://ex.example.org/p/7", "portal.zebq.org"],
    "O": ["203.0.113.77", "2001:db8::42:1"],
    "R": ["3fa85f64-5717-4562-b3fc-2c963f66af10", "D88127701", "88127701553", "pat-8804322x", "99-88-7766554"],
}  # fmt: skip
PLANTED = [cell for cells in STRAYS.values() for cell in cells]
KEPT = {
    "icd10": ["E11.9", "I10", "J45.909", "B20"],
    "status": ["final", "prelim"],
    "reason": ["may resume diet", "will follow up", "cough", "white count", "rose colored rash"],
    "glucose": [str(number) for number in range(60, 300)],
    "unit": ["mg/dL", "mmol/L"],
    "state": ["MA", "NY"],
    "flag": ["Y", "N"],
    "sex": ["M", "F"],
    "drug": ["metformin 500 MG Oral Tablet", "Carbidopa 25 MG / Levodopa 100 MG", "St. John's Wort"],
    "diagnosis": ["Parkinson's disease", "Graves disease", "May-Thurner syndrome", "Bell's palsy"],
    "loinc": ["2345-7", "718-7", "4548-4"],
}


@pytest.fixture(scope="module")
def late(tmp_path_factory):
    """Every stray in every kept column, behind all that the survey looks at."""
    chance = random.Random(5)
    columns: dict[str, list[str]] = {
        "patient_id": [str(8_000_000 + chance.randrange(4000)) for _ in range(ROWS)],
        **{name: [chance.choice(cells) for _ in range(ROWS)] for name, cells in KEPT.items()},
    }
    row = LATE
    for cells in (columns[name] for name in KEPT):
        for stray in PLANTED:
            cells[row] = stray
            row = row + 1 if row + 1 < ROWS else LATE
    export = tmp_path_factory.mktemp("late") / "export"
    export.mkdir()
    pd.DataFrame(columns).to_csv(export / "big.csv", index=False)
    released = pipeline.run(export, export.parent / "release")
    return pd.DataFrame(columns), pd.read_csv(released.path / "data/tables/big.csv", dtype=str, keep_default_na=False)


@pytest.mark.parametrize("name", sorted(KEPT))
def test_what_the_survey_did_not_see_is_caught_by_cell(late, name):
    before, after = late
    assert not set(after[name][LATE:]) & set(PLANTED)
    honest = ~before[name].isin(PLANTED)
    assert (after[name][honest] == before[name][honest]).all()


@pytest.mark.parametrize("kind", ["category", "description", "measurement", "unit", "amount", "public_code", "flag"])
def test_what_the_check_would_refuse_is_blanked_before(tmp_path, kind):
    """The two look with eyes of their own; what the check sees, the step before it must have seen."""
    screen = CellScreen(Vault.create(tmp_path / "vault").harvest(tmp_path / "work"))
    cells = PLANTED + _cells()
    verdicts = screen.identified(KINDS[kind], cells)
    assert [cell for cell, seen in zip(cells, verdicts, strict=True) if seen is None and findings(cell, kind)] == []


def _cells() -> list[str]:
    """Identifiers in many spellings, each also within words."""
    faker = Faker()
    faker.seed_instance(3)
    plain: list[str] = []
    for number in range(60):
        day = date(1990, 1, 1) + timedelta(days=97 * number)
        plain += [
            day.strftime(form) for form in ("%Y-%m-%d", "%m/%d/%Y", "%m/%d/%y", "%d %B %Y", "%b %d, %Y", "%d%b%Y")
        ]
        plain += [day.strftime("%d.%m.%Y"), day.strftime("%B %Y"), day.strftime("%Y-%m-%dT%H:%M:%SZ")]
        plain += [faker.ssn(), faker.numerify("(617) ###-####"), faker.numerify("617.5##.####"), faker.email()]
        plain += [faker.url(), faker.ipv4(), faker.ipv6(), faker.mac_address(), faker.uuid4(), faker.vin()]
        plain += [faker.street_address(), faker.address().replace("\n", ", "), faker.credit_card_number()]
    return plain + [f"seen {cell} again" for cell in plain]


def test_codes_survive_record_numbers_that_are_the_same(tmp_path):
    """Record numbers in the range of RxNorm, and names that are words of the clinic."""
    chance = random.Random(1)
    people = ["May Will", "Grant Rose", "Rose White", "Joy Burns", "Mark Parkinson", "Crystal Stone"] * 60
    patients = pd.DataFrame({"mrn": [860_975 + n for n in range(360)], "patient_name": people})
    orders = pd.DataFrame({
        "mrn": [860_975 + chance.randrange(360) for _ in range(2000)],
        "rxnorm_code": [chance.choice(["860975", "861007", "861132", "1049221"]) for _ in range(2000)],
        "drug_name": [chance.choice(KEPT["drug"]) for _ in range(2000)],
        "diagnosis": [chance.choice(KEPT["diagnosis"]) for _ in range(2000)],
        "reason": [chance.choice(KEPT["reason"]) for _ in range(2000)],
        "height": [chance.choice(["5' 11\"", "6' 0\"", "4' 9\""]) for _ in range(2000)],
        "concept_cd": [chance.choice(["NDC:00093721401", "ICD10:E11.9", "LOINC:2345-7"]) for _ in range(2000)],
        "modifier_cd": ["@"] * 2000,
        "histology": [chance.choice(["8500/3", "8140/3", "8070/3"]) for _ in range(2000)],
        "level_of_service": [chance.choice(["99213", "99214", "99203"]) for _ in range(2000)],
    })  # fmt: skip
    export = tmp_path / "export"
    export.mkdir()
    patients.to_csv(export / "patients.csv", index=False)
    orders.to_csv(export / "orders.csv", index=False)
    released = pipeline.run(export, tmp_path / "release").path
    after = pd.read_csv(released / "data/tables/orders.csv", dtype=str, keep_default_na=False)
    for name in orders.columns.drop("mrn"):
        assert (after[name] == orders[name]).all(), name
    joined = after.merge(pd.read_csv(released / "data/tables/patients.csv", dtype=str), on="mrn")
    assert len(joined) == len(orders)


def test_amounts_among_names_do_not_refuse_the_release(tmp_path):
    """A column that is taken for names may hold numbers: their digits are nobody's name."""
    faker = Faker()
    faker.seed_instance(9)
    answers = [faker.name() if row % 3 else "$75,000 or more" for row in range(3000)]
    table = pd.DataFrame({"person_id": range(3000), "value_as_string": answers, "icd10": ["E11.9"] * 3000})
    (tmp_path / "export").mkdir()
    table.to_csv(tmp_path / "export" / "observation.csv", index=False)
    assert pipeline.run(tmp_path / "export", tmp_path / "release").path.exists()


STRAY = [
    *("Zebuldric Quackenplum", "Quackenplum, Zebuldric", "ZebuldricQ", "Pt Zebuldric Quackenplum"),
    *(
        "Dr. Zorblat notified",
        "wife Zelmira called",
        "88043221",
        "pat-8804322x",
        "22298006",
        "7XKD921",
        "99-88-7766554",
    ),
]
COLUMNS = {
    "rxnorm": ["860975", "314076", "197361", "617312", "1049221"],
    "snomed_code": ["44054006", "38341003", "195967001", "73211009"],
    "cpt_code": ["99213", "80053", "36415", "99214"],
    "code": ["E11.9", "I10", "J45.909"],
    "i2b2_cd": ["ICD10CM:E11.9", "RXNORM:1049221", "NDC:00093721401"],
    "payer": ["Aetna", "Humana", "Kaiser Permanente", "Harvard Pilgrim"],
    "manufacturer": ["Medtronic", "Boston Scientific", "Zimmer Biomet"],
    "glucose": [str(number) for number in range(60, 300)],
    "status": ["final", "prelim"],
    "sig": ["Take 1 tablet at 08:00 daily", "1 puff every 4 hours"],
    "unit": ["mg/dL", "mmol/L"],
}
NO_STRAY = {"22298006": {"snomed_code"}, "ZebuldricQ": {"payer", "manufacturer", "sig"}}
"""Where such a value cannot be told from the others, and is none the worse for it."""


def test_what_nobody_harvested_is_still_out_of_place_among_codes_and_classes(tmp_path):
    """Each stray in each column, on two rows of two persons; and nothing honest is lost."""
    chance, rows = random.Random(3), 3000
    columns = {name: [chance.choice(cells) for _ in range(rows)] for name, cells in COLUMNS.items()}
    for place, cells in enumerate(columns.values()):
        for order, stray in enumerate(STRAY):
            cells[100 + 40 * place + 2 * order] = cells[101 + 40 * place + 2 * order] = stray
    before = pd.DataFrame({"mrn": [str(7_700_000 + chance.randrange(900)) for _ in range(rows)], **columns})
    (tmp_path / "export").mkdir()
    before.to_csv(tmp_path / "export" / "orders.csv", index=False)
    released = pipeline.run(tmp_path / "export", tmp_path / "release").path
    after = pd.read_csv(released / "data/tables/orders.csv", dtype=str, keep_default_na=False)
    for name in COLUMNS:
        left = set(after[name]) & set(STRAY)
        assert all(name in NO_STRAY.get(stray, ()) for stray in left), (name, left)
        honest = ~before[name].isin(STRAY)
        assert (after[name][honest] == before[name][honest]).all(), name
