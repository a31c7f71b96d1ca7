"""Names of fields: how their words are read, and what the vocabulary says of them."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deid.safe_harbor.attribute_names import kind_of_attribute
from deid.safe_harbor.field_names import kind_by_name, words_of_name
from deid.safe_harbor.identifying_names import file_identifies, name_identifies
from deid.safe_harbor.kinds import KINDS
from deid.safe_harbor.name_rules import rules


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("PatFirstName", "_pat_first_name_"),
        ("SSN#", "_ssn_"),
        ("homephonenumber", "_home_phone_number_"),
        ("PATIENTSSN", "_patient_ssn_"),
        ("licenseplate", "_license_plate_"),
        ("hospitaldischargeyear", "_hospital_discharge_year_"),
        ("medication", "_medication_"),
        ("date", "_date_"),
        ("Straße", "_stra_e_"),
        ("Teléfono", "_telefono_"),
        ("", "__"),
    ],
)
def test_words(name: str, words: str) -> None:
    assert words_of_name(name) == words


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("apellido", "person_name"),
        ("Vorname", "person_name"),
        ("fecha_nacimiento", "birth_date"),
        ("Geburtsdatum", "birth_date"),
        ("Teléfono", "telephone"),
        ("PLZ", "zip"),
        ("PID.7", "birth_date"),
        ("PID.19", "ssn"),
        ("NM103", "person_name"),
        ("MEDREIMB_IP", "amount"),
        ("client_ip", "ip_address"),
        ("domain_id", "category"),
        ("multipleBirthBoolean", "flag"),
        ("state_of_residence", "state"),
        ("country_of_birth", "country"),
        ("SEX_C", "category"),
        ("COUNTY_C", "city"),
        ("hdl_c", "measurement"),
        ("egfr_ckd_epi", "measurement"),
        ("Glucose [mg/dL]", "measurement"),
        ("pack_years", "duration"),
        ("survival_months", "duration"),
        ("age_months", "age_months"),
        ("screening_number", "unique_number"),
        ("QTY_DSPNSD_NUM", "measurement"),
        ("address[].city", "city"),
        ("address[].state", "state"),
        ("geo.city", "city"),
        ("location_cd", "facility"),
        ("wifi_bssid", "device_number"),
    ],
)
def test_the_vocabulary(name: str, kind: str) -> None:
    found = kind_by_name(name)
    assert found is not None
    assert found.kind.name == kind


def test_every_rule_speaks_of_a_known_kind() -> None:
    assert {rule.kind.name for rule in rules()} <= KINDS.keys()
    assert len(rules()) > 300


@settings(deadline=None)  # the first name loads the lists
@given(st.text(max_size=80))
def test_any_name_is_read(name: str) -> None:
    words = words_of_name(name)
    assert words.startswith("_")
    assert words.endswith("_")
    kind_by_name(name, name)
    name_identifies(name)


@pytest.mark.parametrize("piece", ["a", "date_", "_", "pat", "id1", "homephone", "0_", "a."])
def test_long_names_are_read_in_time(piece: str) -> None:
    start = time.process_time()
    kind_by_name(piece * (2000 // len(piece)))
    assert time.process_time() - start < 2


@pytest.mark.parametrize(
    ("name", "identifies"),
    [
        ("glucose_Hernandez", True),
        ("visit_12345", True),
        ("visit_2", False),
        ("Zebulon Okonkwo", True),
        ("OKONKWO, ZEBULON", True),
        ("by_patient.Dawn Oyelaran-Adebayo.hba1c", True),
        ("john_glucose", True),
        ("labs_fpapadopoulos43", True),
        ("glucose_zokonkwo1957", True),
        ("COMPON_LNC_ID", False),
        ("DGNSCD1", False),
        ("Glucose Fasting", False),
        ("diagnosis2023", False),
        ("Karnofsky_Status", False),
    ],
)
def test_names_that_identify(name: str, identifies: bool) -> None:
    assert name_identifies(name) is identifies


def test_a_question_of_a_survey_is_no_label():
    assert kind_of_attribute("What is the highest level of school that you have finished?") is None
    rule = kind_of_attribute("home address")
    assert rule is not None
    assert rule.kind.name == "street_address"


def test_a_grouped_number_in_a_name_identifies():
    assert name_identifies("by_contact.617-555-0142.status")
    assert name_identifies("(617) 555.0142")
    assert not name_identifies("phq_9_total_score")
    assert not name_identifies("icd10_code_2")


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("What address do you live at?", "street_address"),
        ("What city do you live in?", "city"),
        ("Where do you live?", "street_address"),
        ("What is your name?", "person_name"),
        ("When was your last visit?", "event_date"),
        ("Who is your doctor?", "provider_name"),
        ("How old are you?", "age"),
        ("lives at", "street_address"),
        ("created_at", "event_date"),
        ("What is your housing situation", None),
        ("What was the result?", "measurement"),
    ],
)
def test_of_a_question_the_nouns_speak(question: str, kind: str | None) -> None:
    rule = kind_of_attribute(question)
    assert (rule.kind.name if rule else None) == kind


@pytest.mark.parametrize("name", ["okafor", "ouedraogo_2", "Quackenbush", "thistlewaite-m"])
def test_a_file_called_by_nothing_but_an_unlisted_word_identifies(name: str) -> None:
    assert file_identifies(name)


@pytest.mark.parametrize("name", ["patients", "icustays", "cptevents", "careplans", "readme", "d_items", "adae", "dm"])
def test_tables_are_called_by_words(name: str) -> None:
    assert not file_identifies(name)
