"""The registry's tables: patients, encounters, laboratory, vitals, medications, and the LOINC code table."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sample_data_maker import codes
from sample_data_maker.chance import digits, stream
from sample_data_maker.encounters import Encounter
from sample_data_maker.people import EXPORTED_ON, Person, phone
from sample_data_maker.planted import Planted, plant_columns

Rows = tuple[Mapping[str, object], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows, each with the same columns, and the identifying values in them."""

    name: str
    rows: Rows
    planted: tuple[Planted, ...] = ()


def patients(people: Sequence[Person]) -> Table:
    """``patients.csv``: one row a person, every direct identifier a registration desk asks for."""
    rows = tuple(_patient_row(p) for p in people)
    labels = {
        "patient_key": "R:record_key", "mrn": "H:mrn", "first_name": "A:first_name",
        "middle_name": "A:middle_name", "last_name": "A:last_name", "maiden_name": "A:maiden_name",
        "birth_date": "C:birth_date", "death_date": "C:death_date", "ssn": "G:ssn",
        "drivers_licence": "K:drivers_licence", "passport": "K:passport", "address": "B:street",
        "city": "B:city", "county": "B:county", "zip": "B:zip", "latitude": "B:latitude",
        "longitude": "B:longitude", "phone": "D:phone", "mobile": "D:mobile", "fax": "E:fax",
        "email": "F:email", "employer": "A:employer", "emergency_contact_name": "A:relative_name",
        "emergency_contact_phone": "D:relative_phone", "insurance_member_id": "I:member_id",
        "photo_file": "Q:photo_file",
    }  # fmt: skip
    rare = [{"occupation": r["occupation"]} for r in rows if "President" in str(r["occupation"])]
    planted = (*plant_columns(rows, labels), *plant_columns(rare, {"occupation": "R:rare_occupation"}))
    return Table("patients", rows, planted)


def _patient_row(p: Person) -> dict[str, object]:
    return {
        "patient_key": p.key, "mrn": p.mrn, "prefix": p.role.prefix, "first_name": p.role.first,
        "middle_name": p.role.middle, "last_name": p.role.last, "maiden_name": p.role.maiden,
        "sex": p.role.sex, "birth_date": p.role.born, "death_date": p.role.died, "ssn": p.ssn,
        "drivers_licence": p.drivers_licence, "passport": p.passport, "address": p.address,
        "city": p.home.city, "county": p.home.county, "state": p.home.state, "zip": p.home.zip_code,
        "country": p.home.country, "latitude": p.latitude, "longitude": p.longitude, "phone": p.phone,
        "mobile": p.mobile, "fax": p.fax, "email": p.email, "employer": p.employer,
        "occupation": p.occupation, "emergency_contact_name": p.contact_name,
        "emergency_contact_phone": p.contact_phone, "emergency_contact_relation": p.contact_relation,
        "marital_status": p.marital_status, "race": p.race, "ethnicity": p.ethnicity,
        "language": p.language, "insurance_member_id": p.member_id, "photo_file": f"photos/{p.mrn}.jpg",
    }  # fmt: skip


def encounters(visits: Sequence[Encounter]) -> Table:
    """``encounters.csv``: one row a visit."""
    rows = tuple(_encounter_row(v) for v in visits)
    labels = {
        "encounter_id": "R:encounter_number", "mrn": "H:mrn", "admitted_at": "C:admission",
        "discharged_at": "C:discharge", "facility": "B:facility", "ward": "B:facility_ward",
        "room": "B:facility_room", "attending_provider": "A:provider_name", "attending_npi": "K:provider_npi",
    }  # fmt: skip
    old = [r for r in rows if int(str(r["age_at_admission"])) > 89]
    planted = (*plant_columns(rows, labels), *plant_columns(old, {"age_at_admission": "C:age_over_89"}))
    return Table("encounters", rows, planted)


def _encounter_row(v: Encounter) -> dict[str, object]:
    return {
        "encounter_id": v.number, "mrn": v.person.mrn, "class": v.kind, "admitted_at": v.admitted,
        "discharged_at": v.discharged, "length_of_stay_days": v.days,
        "age_at_admission": v.person.age_on(v.admitted.date()), "facility": v.facility, "ward": v.ward,
        "room": v.room, "attending_provider": v.provider.signature, "attending_npi": v.provider.npi,
        "reason_code": v.diagnosis[0], "reason_description": v.diagnosis[1],
    }  # fmt: skip


def labs(seed: int, visits: Sequence[Encounter]) -> Table:
    """``labs.csv``: four to nine results a visit; a few comments name a person or a telephone number."""
    rng = stream(seed, "labs")
    rows = tuple(_lab_row(rng, v, test) for v in visits for test in rng.sample(codes.LAB_TESTS, rng.randint(4, 9)))
    labels = {"accession_number": "R:accession", "mrn": "H:mrn", "encounter_id": "R:encounter_number",
              "collected_at": "C:collected_at"}  # fmt: skip
    return Table("labs", rows, plant_columns(rows, labels))


def _lab_row(rng: random.Random, v: Encounter, test: codes.LabTest) -> dict[str, object]:
    middle, spread = (test.low + test.high) / 2, (test.high - test.low) / 2
    value = round(max(test.low / 2, rng.gauss(middle, spread * 0.9)), test.decimals)
    flag = "L" if value < test.low else "H" if value > test.high else ""
    return {
        "accession_number": v.accession, "mrn": v.person.mrn, "encounter_id": v.number,
        "loinc_code": test.loinc, "test_name": test.name,
        "value": f"{value:.{test.decimals}f}", "unit": test.unit,
        "reference_range": f"{test.low:g}-{test.high:g}", "abnormal_flag": flag,
        "collected_at": v.admitted + timedelta(minutes=rng.randint(5, 90)),
        "comment": _lab_comment(rng, v),
    }  # fmt: skip


def _lab_comment(rng: random.Random, v: Encounter) -> str:
    person = v.person
    said = (
        "Specimen slightly hemolyzed.",
        "Repeat confirmed by second analyzer.",
        f"Critical value called to Dr. {v.provider.last} at {v.admitted:%H:%M} on {v.admitted:%m/%d/%Y}.",
        f"Pt {person.role.last} asked that results be left at {person.phone}.",
        f"Label read {person.full_name.upper()}, relabeled as {person.mrn}.",
    )
    return rng.choice(said) if rng.random() < 0.12 else ""


def vitals(seed: int, people: Sequence[Person]) -> Table:
    """``observations_eav.tsv``: one row an attribute, clinical and identifying ones in one column."""
    rng = stream(seed, "vitals")
    wide = [(p, _clinical(rng, p), _identifying(rng, p)) for p in people]
    rows = tuple(
        {"patient": p.mrn, "attribute": name, "value": value}
        for p, clinical, identifying in wide
        for name, value in _shuffled(rng, {**clinical, **identifying})
        if value
    )
    labels = {"home_phone": "D:phone", "ssn": "G:ssn", "next_of_kin": "A:relative_name", "email": "F:email",
              "date_of_birth": "C:birth_date", "pager": "D:pager"}  # fmt: skip
    return Table("observations_eav", rows, plant_columns([i for _, _, i in wide], labels))


def _clinical(rng: random.Random, p: Person) -> dict[str, str]:
    infant = p.role.born.year > 2020
    return {
        "weight_kg": f"{rng.uniform(3, 9) if infant else rng.gauss(76, 14):.1f}",
        "height_cm": f"{rng.uniform(50, 75) if infant else rng.gauss(168, 9):.0f}",
        "bp_systolic": str(round(rng.gauss(80 if infant else 128, 12))),
        "bp_diastolic": str(round(rng.gauss(50 if infant else 78, 8))),
        "heart_rate": str(round(rng.gauss(76, 10))),
        "smoking_status": rng.choice(("never", "never", "former", "current")),
        "allergy": rng.choice(("none known", "penicillin", "latex", "sulfa")),
    }


def _identifying(rng: random.Random, p: Person) -> dict[str, str]:
    return {
        "home_phone": p.phone,
        "ssn": p.ssn,
        "next_of_kin": p.contact_name,
        "email": p.email,
        "date_of_birth": f"{p.role.born:%m/%d/%Y}",
        "pager": phone(rng, p.home.area_code) if rng.random() < 0.05 else "",
    }


def _shuffled(rng: random.Random, attributes: dict[str, str]) -> list[tuple[str, str]]:
    return rng.sample(list(attributes.items()), len(attributes))


def medications(seed: int, visits: Sequence[Encounter]) -> Table:
    """``medications.parquet``: one to three prescriptions a visit."""
    rng = stream(seed, "medications")
    pharmacies = [phone(rng, "508") for _ in range(6)]
    rows = tuple(
        _medication_row(rng, v, drug, rng.choice(pharmacies))
        for v in visits
        for drug in rng.sample(codes.DRUGS, rng.randint(1, 3))
    )
    labels = {"prescription_number": "R:prescription_number", "mrn": "H:mrn", "start_date": "C:start_date",
              "stop_date": "C:stop_date", "prescriber": "A:provider_name", "prescriber_dea": "K:provider_dea",
              "pharmacy_phone": "D:facility_phone"}  # fmt: skip
    return Table("medications", rows, plant_columns(rows, labels))


def _medication_row(
    rng: random.Random, v: Encounter, drug: tuple[str, str, float, str], pharmacy: str
) -> dict[str, object]:
    start = v.discharged.date()
    stop = start + timedelta(days=rng.choice((10, 30, 90, 180)))
    return {
        "prescription_number": f"RX{digits(rng, 9)}", "mrn": v.person.mrn, "encounter_id": v.number,
        "rxnorm_code": drug[0], "drug": drug[1], "dose": drug[2], "dose_unit": drug[3],
        "start_date": start, "stop_date": stop if stop <= EXPORTED_ON else None,
        "dispensed_at": datetime.combine(start, time(rng.randint(8, 20), rng.randint(0, 59))),
        "prescriber": v.provider.signature, "prescriber_dea": v.provider.dea, "pharmacy_phone": pharmacy,
    }  # fmt: skip


def loinc_reference() -> Table:
    """``loinc_reference.csv``: a code table without persons; nothing in it needs to change."""
    rows = tuple({"code": t.loinc, "name": t.name, "class": t.group, "unit": t.unit} for t in codes.LAB_TESTS)
    return Table("loinc_reference", rows)
