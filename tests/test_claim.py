"""The claim is computed from the treatments; nobody can declare it."""

from __future__ import annotations

from typing import Any

import pytest

from deid import profile as profiles
from deid.claim import claim_of, unsigned
from deid.planning import FieldPlan, Plan, TablePlan
from deid.planning.survey import ColumnLook, Survey, TableLook
from deid.safe_harbor.columns import Classification
from deid.safe_harbor.kinds import KINDS
from deid.treatments import treatments

OPEN = {"unknown", "unique_number", "free_text", "occupation", "empty", "attribute_value"}


def plan_with(profile: str = "safe-harbor", **field: Any) -> Plan:
    settings = profiles.load(profile)
    kind = field.pop("kind", "category")
    letter = KINDS[kind].identifier
    column = FieldPlan(
        position=1,
        name="c",
        kind=kind,
        output="c",
        reason="test",
        identifier=letter.letter if letter else None,
        **field,
    )
    table = TablePlan(source="t.csv", target="data/tables/t.csv", shown="t.csv", format="csv", columns=(column,))
    return Plan(
        profile=settings.name, profile_digest=settings.digest, method=settings.method, as_of=2026,
        treatments=settings.treatments, dicom=settings.dicom, tables=(table,),
    )  # fmt: skip


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_the_default_profile_earns_the_claim_for_every_kind(kind: str) -> None:
    treatment = profiles.load("safe-harbor").treatment_of(kind)
    claim = claim_of(plan_with(kind=kind, treatment=treatment))
    assert claim.method == "safe-harbor"
    assert not claim.obstacles


@pytest.mark.parametrize("kind", sorted(KINDS))
@pytest.mark.parametrize("treatment", [name for name, entry in treatments().items() if entry.derived])
def test_a_derived_value_never_earns_it(kind: str, treatment: str) -> None:
    claim = claim_of(plan_with(kind=kind, treatment=treatment, decided_by="J. Doe"))
    assert claim.method == "expert-determination"
    assert claim.obstacles == (f"t.csv: c: '{treatment}' derives its values from the person (164.514(c)(1))",)


@pytest.mark.parametrize("kind", sorted(name for name, kind in KINDS.items() if kind.identifier))
def test_keeping_an_identifier_never_earns_it(kind: str) -> None:
    assert claim_of(plan_with(kind=kind, treatment="keep")).method == "expert-determination"


@pytest.mark.parametrize("kind", sorted(name for name, kind in KINDS.items() if kind.identifier))
def test_a_person_can_decide_only_on_what_nothing_explained(kind: str) -> None:
    claim = claim_of(plan_with(kind=kind, treatment="keep", decided_by="J. Doe"))
    assert (claim.method == "safe-harbor") == (kind in OPEN)
    assert claim.decisions == ("t.csv: c: kept as decided by J. Doe",)


@pytest.mark.parametrize(
    ("kind", "treatment"),
    [("ssn", "zip3"), ("ssn", "year"), ("room", "age"), ("person_key", "duration"), ("account_number", "birth_year"),
     ("person_name", "by_attribute"), ("birth_date", "duration"), ("zip", "age")],
)  # fmt: skip
def test_a_treatment_made_for_another_kind_does_not_earn_it(kind: str, treatment: str) -> None:
    claim = claim_of(plan_with(kind=kind, treatment=treatment))
    assert claim.method == "expert-determination"
    assert claim.obstacles


def test_a_limited_data_set_is_never_more() -> None:
    claim = claim_of(plan_with("limited-data-set", treatment="keep"))
    assert claim.method == "limited-data-set"
    assert "protected health information" in claim.grounds[0]


def test_an_experts_profile_claims_nothing_by_itself() -> None:
    assert claim_of(plan_with("expert-shifted-dates", treatment="keep")).method == "expert-determination"


def test_rows_by_attribute_answer_for_their_treatments() -> None:
    plan = plan_with(kind="attribute_value", treatment="by_attribute")
    derived = plan.model_copy(update={"treatments": {**plan.treatments, "ssn": "hash"}})
    assert claim_of(plan).method == "safe-harbor"
    assert claim_of(derived).method == "expert-determination"


def test_pixels_that_may_carry_text_stand_against_it() -> None:
    plan = plan_with(treatment="keep")
    kept = plan.dicom.model_copy(update={"burned_in_text": "keep", "burned_in_reason": "looked at each of them"})
    assert claim_of(plan.model_copy(update={"dicom": kept})).method == "expert-determination"


@pytest.mark.parametrize(
    ("change", "safe"),
    [
        ({"options": ("clean-descriptors", "clean-graphics", "clean-structured-content")}, True),
        ({"options": ("retain-patient-characteristics", "retain-safe-private")}, True),
        ({"options": ("retain-full-dates",)}, False),
        ({"options": ("retain-modified-dates",)}, False),
        ({"options": ("retain-uids",)}, False),
        ({"options": ("retain-institution-identity",)}, False),
        ({"options": ("retain-device-identity",)}, False),
        ({"options": ("retain-safe-private",), "safe_private": "tcia"}, False),
        ({"uids": "keyed"}, False),
    ],
)
def test_dicom_settings_cost_the_claim_what_they_keep(change: dict[str, Any], safe: bool) -> None:
    plan = plan_with(treatment="keep")
    claim = claim_of(plan.model_copy(update={"dicom": plan.dicom.model_copy(update=change)}))
    assert (claim.method == "safe-harbor") == safe
    assert all(obstacle.startswith("DICOM") for obstacle in claim.obstacles)


def test_obstacles_do_not_name_a_column_whose_name_identifies() -> None:
    claim = claim_of(plan_with(kind="ssn", treatment="keep", identifying_name=True))
    assert claim.obstacles[0].startswith("t.csv: column 1: ")


def _survey(about_persons: bool, kind: str, only: str = "", nameless: bool = False) -> Survey:
    found = Classification(KINDS[kind], "test", "content", only)
    beside = Classification(KINDS["person_key" if about_persons else "public_code"], "test", "name")
    key = ColumnLook("k", beside, 1.0, 9, unique=True)
    column = ColumnLook("c", found, 1.0, 9, nameless=nameless)
    look = TableLook("t.csv", "", "csv", 9, (column, key))
    assert look.about_persons == about_persons
    return Survey((look,), {}, ())


def _about(plan: Plan, about: str) -> Plan:
    return plan.model_copy(update={"tables": (plan.tables[0].model_copy(update={"about": about}),)})


def test_an_identifier_left_in_reference_data_wants_a_name() -> None:
    plan = _about(plan_with(treatment="keep"), "reference")
    assert len(unsigned(plan, _survey(False, "record_key"))) == 1
    assert unsigned(plan, _survey(False, "unknown", nameless=True)) == ()
    assert len(unsigned(plan, _survey(False, "unknown"))) == 1
    assert (
        unsigned(_about(plan_with(treatment="keep", decided_by="J. Doe"), "reference"), _survey(False, "record_key"))
        == ()
    )


def test_persons_are_no_reference_data_because_a_plan_says_so() -> None:
    plan = plan_with(treatment="keep")
    assert unsigned(plan, _survey(True, "category")) == ()
    assert len(unsigned(_about(plan, "reference"), _survey(True, "category"))) == 1


def test_a_column_of_which_only_a_part_may_stay_does_not_stay_whole() -> None:
    assert len(unsigned(plan_with(treatment="keep"), _survey(True, "category", only="shared"))) == 1
    assert unsigned(plan_with(treatment="keep", only="shared"), _survey(True, "category", only="shared")) == ()
