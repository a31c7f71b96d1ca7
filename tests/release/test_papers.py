from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from deid.dicom.standard import profile_table
from deid.release import documents, papers, reference_data
from deid.release.datapackage import datapackage_of
from deid.safe_harbor import geography, resources


def test_the_policy_says_what_each_field_may_hold(safe_harbor_run: Any) -> None:
    policy = safe_harbor_run.policy
    assert policy["deid_policy"] == 1
    assert policy["method"] == "safe-harbor"
    assert policy["latest_year"] == 2023
    assert policy["dicom"] == {
        "header": "basic",
        "edition": profile_table().edition,
        "burned_in_text": "quarantine",
        "options": [],
        "uids": "random",
        "safe_private": "standard",
        "pixel_rules": [],
        "documents": "replace",
        "file_set": False,
        "objects": 30,
    }
    patients = next(table for table in policy["tables"] if table["path"] == "data/tables/patients.csv")
    assert patients["fields"][:2] == [
        {"name": "Id", "form": "code", "kind": "person_key", "identifier": "H", "treatment": "code"},
        {
            "name": "BIRTHDATE_year",
            "form": "year_or_90+",
            "kind": "birth_date",
            "identifier": "C",
            "treatment": "birth_year",
        },
    ]
    assert {"name": "SSN", "kind": "ssn", "identifier": "G", "treatment": "remove"} in patients["left_out"]
    assert {"name": "column 11", "kind": "person_name", "identifier": "A", "treatment": "remove"} in patients[
        "left_out"
    ]


def test_every_column_of_the_source_is_either_released_or_left_out(any_run: Any) -> None:
    for table, evidence in zip(
        any_run.policy["tables"], sorted(any_run.evidence.tables, key=lambda one: one.target), strict=True
    ):
        assert len(table["fields"]) + len(table["left_out"]) == len(evidence.fields)
        assert all(field["form"] for field in table["fields"])
        assert table["path"].startswith("data/tables/")


def test_the_order_in_which_tables_were_made_does_not_matter(safe_harbor_run: Any) -> None:
    run = safe_harbor_run
    turned = replace(run.evidence, tables=run.evidence.tables[::-1])
    assert papers.policy_of(run.plan, run.claim, turned, 2023) == run.policy


def test_the_papers_are_written_the_same_each_time(any_run: Any, tmp_path: Path) -> None:
    for name in ("one", "two"):
        papers.write_policy(tmp_path / name, json.loads(documents.text_of(any_run.policy)))
    written = sorted(path.relative_to(tmp_path / "one").as_posix() for path in (tmp_path / "one").rglob("*.json"))
    assert written == ["datapackage.json", "deid/policy.json", "deid/tables.json"]
    for path in written:
        assert (tmp_path / "one" / path).read_bytes() == (tmp_path / "two" / path).read_bytes()
    assert json.loads((tmp_path / "one" / "deid/policy.json").read_text()) == any_run.policy


def test_no_paper_names_the_source(any_run: Any, tmp_path: Path) -> None:
    papers.write_policy(tmp_path, any_run.policy)
    for path in tmp_path.rglob("*.json"):
        assert "/secret/export" not in path.read_text()
        assert "MAIDEN" not in path.read_text()


def test_reference_data_is_named_with_vintage_and_digest() -> None:
    tables = {table["name"]: table for table in reference_data.tables()}
    census = tables["zip3_population.csv"]
    assert census["vintage"] == geography.provenance()["vintage"]
    assert census["sha256"] == resources.digest("zip3_population.csv")
    dicom = tables["dicom/ps315_e1_1.json"]
    assert (dicom["vintage"], dicom["sha256"]) == (profile_table().edition, profile_table().digest)
    assert tables["surnames.tsv.gz"]["vintage"] == "1990-2020"
    licences = {"LICENSE-SCOWL.txt", "LICENSE-PHILTER.txt", "LICENSE-MINILM.txt"}
    assert set(resources.names()) - set(tables) == {"README.md", *licences}
    assert all(len(table["sha256"]) == 64 for table in tables.values())


def test_the_release_is_named_by_the_vault() -> None:
    assert papers.release_id("3f9c2a7be01d4c58" + "0" * 48) == "3f9c2a7be01d4c58"


@pytest.mark.parametrize("commitment", ["", "patients", "3f9c", "A" * 64])
def test_what_is_no_commitment_names_no_release(commitment: str) -> None:
    with pytest.raises(ValueError, match="commitment"):
        papers.release_id(commitment)


def resources_of(run: Any) -> dict[str, Any]:
    return {resource["name"]: resource for resource in datapackage_of(run.policy)["resources"]}


def test_the_data_package_describes_every_table(safe_harbor_run: Any) -> None:
    described = resources_of(safe_harbor_run)
    assert list(described) == [
        "encounters",
        "observations",
        "patients",
        "pharmacy-medications",
        "portal_log",
        "dicom-objects",
    ]
    assert described["patients"]["dialect"]["delimiter"] == ","
    assert described["observations"]["compression"] == "gz"
    assert described["pharmacy-medications"]["dialect"]["sheetName"] == "Medications"
    assert described["portal_log"]["format"] == "jsonl"
    assert described["dicom-objects"]["path"] == "manifest-sha256.txt"


def test_fields_carry_their_identifier_treatment_and_form(safe_harbor_run: Any) -> None:
    fields = {field["name"]: field for field in resources_of(safe_harbor_run)["patients"]["schema"]["fields"]}
    assert fields["ZIP_zip3"] == {
        "name": "ZIP_zip3",
        "type": "string",
        "constraints": {"pattern": "[0-9]{3}"},
        "description": "a ZIP code; the first three digits where more than 20,000 people live there "
        "(2020 Census), else 000",
        "deid:identifier": "B",
        "deid:treatment": "zip3",
        "deid:form": "zip3",
    }
    assert fields["DEATHDATE_year"]["type"] == "year"
    assert fields["INCOME"]["type"] == "any"


def test_names_of_resources_are_unique_and_in_the_allowed_letters(safe_harbor_run: Any) -> None:
    table = safe_harbor_run.policy["tables"][0]
    paths = ["data/tables/A b.csv", "data/tables/a-b.csv", "data/tables/a-b-2.csv", "data/tables/Ä.csv"]
    policy = {**safe_harbor_run.policy, "tables": [{**table, "path": path} for path in paths]}
    names = [resource["name"] for resource in datapackage_of(policy)["resources"]]
    assert len(set(names)) == len(names)
    assert all(set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-._") for name in names)
