"""Nobody is named in a statement who neither states nor receives it; those who do may name themselves."""

from __future__ import annotations

import pytest

from deid.errors import ConfigurationError
from deid.release.signing.roles import APPROVER, EXPERT, OFFICER
from deid.release.signing.screening import screen_statement
from deid.release.signing.stated import Approval, Determination, Knowledge

from ..signed_house import DETERMINATION, KNOWLEDGE, House


@pytest.mark.parametrize(
    "considered",
    [
        "The case of Zebulon Quackenbush was in the press, and the recipient reads the press.",
        "The recipient once treated John Smith, who is a rare case in this town.",
        "Mr. Oyelaran is known to the press as a rare case of this disease.",
        "Patient Maria Gonzalez was taken out by hand because the recipient knows her.",
        "The patient with MRN 00412345 was left out by hand, since the recipient knows the case.",
        "A case with record number 4711-8823 was in the news and was taken out.",
    ],
)
def test_a_patient_has_no_place_in_a_statement(considered: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        screen_statement(Knowledge.model_validate(KNOWLEDGE | {"considered": considered}))
    (line,) = caught.value.problems
    assert line.startswith("considered: ")
    assert not any(word in line for word in ("Quackenbush", "Smith", "Oyelaran", "Gonzalez", "412345", "8823"))


@pytest.mark.parametrize(
    "considered",
    [
        KNOWLEDGE["considered"],
        "I, Ruth Adler, asked Ardent Analytics which other data it holds: claims of payers, and no notes.",
        "The press was searched on 2026-03-01 for cases in Springfield, Illinois; none was found.",
        "Cases of Parkinson's disease and of Kawasaki disease are too many to be known to anybody.",
        "The recipient holds no voter lists of Florida or Texas and has agreed in contract MSA 2026-14.",
    ],
)
def test_what_a_privacy_officer_may_say(considered: str) -> None:
    screen_statement(Knowledge.model_validate(KNOWLEDGE | {"considered": considered}))


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"credentials": "Ph.D. Johns Hopkins University; with Prof. Latanya Moore at Harvard; formerly Mayo Clinic"},
        {"methods": "Prosecutor risk and k-anonymity with k = 11, l-diversity, and Laplace noise on the counts."},
        {"methods": "As in EMA policy 0070 and the guidance of Health Canada; Benjamini-Hochberg for the tests."},
        {"results": "Ingrid Halvorsen found a highest risk of 0.05, below the threshold of 0.09 in every class."},
        {"threshold_reason": "See doi.org/10.1016/12345678 for this threshold, and the contract of the recipient."},
    ],
)
def test_an_expert_may_give_name_credentials_and_methods(changes: dict[str, object]) -> None:
    screen_statement(Determination.model_validate(DETERMINATION | changes))


@pytest.mark.parametrize("field", Determination.FREE)
def test_each_free_text_of_an_expert_is_looked_at(field: str) -> None:
    said = "The record of Zebulon Quackenbush was looked at by hand and was taken out."
    value: object = (said,) if field == "conditions" else said
    with pytest.raises(ConfigurationError, match=f"{field}: names a person"):
        screen_statement(Determination.model_validate(DETERMINATION | {field: value}))


def test_a_purpose_names_no_patient() -> None:
    asked = {"dated": "2026-03-02", "recipient": "Ardent Analytics", "name": "Iris Okonkwo", "kind": "sale"}
    asked |= {"country": "US", "contract": "MSA 1", "register_entry": "0" * 64}
    purpose = "Research on the case of Zebulon Quackenbush and others"
    with pytest.raises(ConfigurationError, match="purpose: names a person"):
        screen_statement(Approval.model_validate(asked | {"purpose": purpose}))
    screen_statement(Approval.model_validate(asked | {"purpose": "Research for Ardent Analytics, said Iris Okonkwo"}))


def test_signing_asks_for_it(house: House) -> None:
    before = (house.release / OFFICER.path).read_bytes()
    with pytest.raises(ConfigurationError, match="names a person"):
        house.sign("privacy-officer", KNOWLEDGE | {"considered": "The case of Zebulon Quackenbush was in the press."})
    assert (house.release / OFFICER.path).read_bytes() == before


def test_every_field_of_free_text_is_one_of_its_statement() -> None:
    for role in (OFFICER, EXPERT, APPROVER):
        assert set(role.stated.FREE) <= set(role.stated.model_fields)  # type: ignore[attr-defined]
        assert role.stated.FREE  # type: ignore[attr-defined]
