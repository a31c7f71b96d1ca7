"""A run as the pipeline would hand it to the release room: five tables and thirty DICOM objects."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest

from deid import profile as profiles
from deid.claim import Claim, claim_of
from deid.evidence import CheckResult, DicomEvidence, Evidence, FieldEvidence, Quarantined, TableEvidence
from deid.planning.plan import FieldPlan, Plan, TablePlan
from deid.release.material import Material
from deid.release.papers import policy_of
from deid.release.report import report_of
from deid.safe_harbor.kinds import KINDS
from deid.treatments import treatments

Columns = list[tuple[str, str]]
PROFILES = ("safe-harbor", "expert-shifted-dates", "limited-data-set")

PATIENTS: Columns = [
    ("Id", "person_key"), ("BIRTHDATE", "birth_date"), ("DEATHDATE", "death_date"), ("SSN", "ssn"),
    ("DRIVERS", "licence"), ("PASSPORT", "licence"), ("PREFIX", "name_affix"), ("FIRST", "person_name"),
    ("LAST", "person_name"), ("SUFFIX", "name_affix"), ("MAIDEN", "person_name"), ("MARITAL", "category"),
    ("RACE", "category"), ("ETHNICITY", "category"), ("GENDER", "category"), ("BIRTHPLACE", "city"),
    ("ADDRESS", "street_address"), ("CITY", "city"), ("STATE", "state"), ("COUNTY", "city"), ("ZIP", "zip"),
    ("LAT", "coordinate"), ("LON", "coordinate"), ("EMAIL", "email"), ("PHONE", "telephone"),
    ("HEALTHCARE_EXPENSES", "amount"), ("HEALTHCARE_COVERAGE", "amount"), ("INCOME", "amount"),
]  # fmt: skip
ENCOUNTERS: Columns = [
    ("Id", "record_key"), ("START", "event_date"), ("STOP", "event_date"), ("PATIENT", "person_key"),
    ("ORGANIZATION", "facility"), ("PROVIDER", "provider_number"), ("PAYER", "payer"),
    ("ENCOUNTERCLASS", "category"),
    ("CODE", "public_code"), ("DESCRIPTION", "description"), ("BASE_ENCOUNTER_COST", "amount"),
    ("TOTAL_CLAIM_COST", "amount"), ("PAYER_COVERAGE", "amount"), ("REASONCODE", "public_code"),
    ("REASONDESCRIPTION", "description"),
]  # fmt: skip
OBSERVATIONS: Columns = [
    ("DATE", "event_date"), ("PATIENT", "person_key"), ("ENCOUNTER", "record_key"), ("CATEGORY", "category"),
    ("CODE", "public_code"), ("DESCRIPTION", "description"), ("VALUE", "attribute_value"), ("UNITS", "unit"),
    ("TYPE", "category"),
]  # fmt: skip
MEDICATIONS: Columns = [
    ("START", "event_date"), ("STOP", "event_date"), ("PATIENT", "person_key"), ("PAYER", "payer"),
    ("ENCOUNTER", "record_key"), ("CODE", "public_code"), ("DESCRIPTION", "description"),
    ("BASE_COST", "amount"),
    ("DISPENSES", "measurement"), ("TOTALCOST", "amount"), ("NOTE", "free_text"), ("REMARK", "unknown"),
]  # fmt: skip
PORTAL: Columns = [
    ("user.mrn", "person_key"), ("user.login", "user_name"), ("user.device.os", "category"),
    ("user.ip", "ip_address"),
    ("url", "url"), ("time", "event_date"), ("session", "session"), ("tags[]", "category"),
]  # fmt: skip
TABLES: list[tuple[str, str, str, int, Columns]] = [
    ("patients.csv", "", "csv", 1163, PATIENTS),
    ("encounters.csv", "", "csv", 61459, ENCOUNTERS),
    ("observations.csv.gz", "", "csv", 531144, OBSERVATIONS),
    ("pharmacy.xlsx", "Medications", "xlsx", 56430, MEDICATIONS),
    ("portal_log.jsonl", "", "jsonl", 9, PORTAL),
]
ACTIONS = {
    "(0008,0005) K": 30, "(0008,0012) X": 30, "(0008,0018) U": 30, "(0008,0020) Z": 30, "(0008,0050) Z": 30,
    "(0008,0080) X": 28, "(0008,0090) Z": 30, "(0008,1010) X": 24, "(0008,1030) X": 30, "(0008,103E) X": 22,
    "(0010,0010) Z": 30, "(0010,0020) Z": 30, "(0010,0030) Z": 30, "(0010,1010) X": 4, "(0018,1000) X": 24,
    "(0020,000D) U": 30, "(0020,0010) Z": 30, "(0040,0275) X": 9, "(0040,A730) C": 2, "(7FE0,0010) K": 29,
}  # fmt: skip


@dataclass(frozen=True)
class Run:
    plan: Plan
    claim: Claim
    evidence: Evidence
    policy: dict[str, Any]
    report: dict[str, Any]


def _plan_field(position: int, name: str, kind: str, profile: profiles.Profile) -> FieldPlan:
    treatment = profile.treatment_of(kind)
    decided = name == "REMARK"
    treatment = "keep" if decided else treatment
    letter = KINDS[kind].identifier
    return FieldPlan(
        position=position,
        name=name,
        kind=kind,
        treatment=treatment,
        output="" if treatment == "remove" else name + treatments()[treatment].suffix,
        identifier=letter.letter if letter else None,
        reason="dispensing class A or B, set by the pharmacy"
        if decided
        else f"its name speaks of {KINDS[kind].meaning}",
        decided_by="J. Doe, privacy officer" if decided else "",
        identifying_name=name == "MAIDEN",
    )


def _evidence_field(field: FieldPlan, rows: int) -> FieldEvidence:
    filled = {"DEATHDATE": 163, "SUFFIX": 9, "MAIDEN": 331, "SSN": rows - 3, "REMARK": rows // 3}.get(field.name, rows)
    return FieldEvidence(
        name=field.shown_name,
        output=field.output or None,
        kind=field.kind,
        identifier=field.identifier,
        treatment=field.treatment,
        form=treatments()[field.treatment].form,
        reason=field.reason,
        filled=filled,
        caught={"A": 4, "D": 17} if field.name == "DESCRIPTION" else {},
        lost=3 if field.name == "START" else 0,
    )


def make_plan(profile: str) -> Plan:
    settings = profiles.load(profile)
    tables = tuple(
        TablePlan(
            source=f"/secret/export/{name}",
            sheet=sheet,
            target=f"data/tables/{name}",
            target_sheet=sheet,
            shown=name + (f", sheet {sheet}" if sheet else ""),
            format=form,  # type: ignore[arg-type]
            columns=tuple(_plan_field(i, *column, settings) for i, column in enumerate(columns, 1)),
        )
        for name, sheet, form, _, columns in TABLES
    )
    return Plan(
        profile=settings.name,
        profile_digest=settings.digest,
        method=settings.method,
        as_of=2026,
        treatments=settings.treatments,
        dicom=settings.dicom,
        tables=tables,
    )


def make_evidence(plan: Plan) -> Evidence:
    tables = tuple(
        TableEvidence(
            source=table.shown,
            target=table.target,
            sheet=table.target_sheet,
            format=table.format,
            delimiter="," if table.format == "csv" else "",
            rows=rows,
            skipped=2 if table.shown.startswith("portal") else 0,
            fields=tuple(_evidence_field(field, rows) for field in table.columns),
        )
        for table, (_, _, _, rows, _) in zip(plan.tables, TABLES, strict=True)
    )
    letters = {"A": 98, "B": 52, "C": 154, "H": 30, "M": 48, "R": 180}
    dicom = DicomEvidence({"CR": 2, "CT": 18, "MR": 9, "SR": 1}, ACTIONS, letters, 312, 5, 14)
    quarantined = (
        Quarantined("dicom/broken.dcm", "broken DICOM: the data set ends inside an element"),
        Quarantined("dicom/readme.txt", "text, but not a table: no delimiter separates it into columns"),
        Quarantined("dicom/us/US000001.dcm", "ultrasound can carry burned-in text"),
        Quarantined("dicom/us/US000002.dcm", "ultrasound can carry burned-in text"),
        Quarantined("object 5", "encapsulated document: its text is not cleaned"),
    )
    checks = (
        CheckResult("Every file is one that the policy names", "35 files", True),
        CheckResult("Every value has the form that its field states", "41 columns, 5,012,345 cells", True),
        CheckResult("No harvested value stands in what stays", "5,012,345 cells, 30 headers, 65 file names", True),
        CheckResult("No identifier's pattern stands in what stays", "2,114,008 cells", True),
        CheckResult("DICOM headers carry what the profile lets stay", "30 objects, 3,912 elements", True),
    )
    return Evidence(1163, tables, dicom, quarantined, {"exact": 18231, "name": 3042, "place": 611, "date": 8}, checks)


def make_run(profile: str = "safe-harbor", **changes: Any) -> Run:
    plan = make_plan(profile)
    claim, evidence = claim_of(plan), replace(make_evidence(plan), **changes)
    policy = policy_of(plan, claim, evidence, 2023)
    report = report_of(Material(plan, claim, evidence, policy, 2023, "3f9c2a7be01d4c58", "0.1.0"))
    return Run(plan, claim, evidence, policy, report)


@pytest.fixture(scope="session")
def runs() -> dict[str, Run]:
    """One run by each profile's name."""
    return {name: make_run(name) for name in PROFILES}


@pytest.fixture(scope="session", params=PROFILES)
def any_run(runs: dict[str, Run], request: pytest.FixtureRequest) -> Run:
    return runs[request.param]


@pytest.fixture(scope="session")
def safe_harbor_run(runs: dict[str, Run]) -> Run:
    return runs["safe-harbor"]


@pytest.fixture(scope="session")
def run_of() -> Callable[..., Run]:
    """Make a run by a profile's name, with changed evidence."""
    return make_run
