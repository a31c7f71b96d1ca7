"""An expert's profile from the export to the sealed release, prepared and not determined."""

from __future__ import annotations

import json
import shutil
from collections import defaultdict
from pathlib import Path

import numpy as np
import pandas as pd
import pydicom
import pytest
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import ExplicitVRLittleEndian

import deid
from deid import pipeline
from deid.errors import ConfigurationError, Refused, UsageError
from deid.planning import load
from deid.release.check.classes import check_classes
from deid.release.check.policy import parse
from deid.release.verdict import Result
from deid.release.verification import verify

K = 5
PROFILE = """deid_profile: 1
name: expert-k5
description: five persons in every class
inherits: safe-harbor
method: expert-determination
treatments:
  zip: keep
expert:
  k: 5
  suppression_limit: {limit}
  reason: a precedent of five, for a test of this program
  context:
    recipient: a university's registry
    population: 5000
    attempt: {{value: 0.3, source: judgement of the tester}}
  {permit}
"""


def export(folder: Path, people: int = 240) -> Path:
    chance = np.random.default_rng(9)
    born = chance.integers(1940, 2000, people)
    numbers = [f"MRN{700000 + 37 * i}" for i in range(people)]
    months, days = chance.integers(1, 9, people), chance.integers(1, 9, 3 * people)
    years = chance.integers(2015, 2021, 3 * people)
    patients = pd.DataFrame(
        {
            "mrn": numbers,
            "birth_date": [f"{year}-0{month}-15" for year, month in zip(born, months, strict=True)],
            "sex": chance.choice(["F", "M"], people),
            "zip": chance.choice(["94110", "94112", "10001", "60614"], people, p=[0.4, 0.3, 0.2, 0.1]),
            "race": chance.choice(["White", "Black", "Asian"], people, p=[0.8, 0.15, 0.05]),
        }
    )
    visits = pd.DataFrame(
        {
            "mrn": chance.choice(numbers, 3 * people),
            "admission_date": [f"{year}-03-0{day}" for year, day in zip(years, days, strict=True)],
            "glucose": chance.integers(70, 200, 3 * people),
        }
    )
    folder.mkdir()
    patients.to_csv(folder / "patients.csv", index=False)
    visits.to_parquet(folder / "visits.parquet")
    return folder


def profile(folder: Path, limit: float = 0.05, permit: str = "") -> Path:
    path = folder / "expert.yaml"
    path.write_text(PROFILE.format(limit=limit, permit=permit))
    return path


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> pipeline.Release:
    folder = tmp_path_factory.mktemp("expert")
    permit = "permit: contract 12/2026\n  permit_by: the data holder"
    return pipeline.run(export(folder / "in"), folder / "out", profile=profile(folder, permit=permit))


def tables(release: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    patients = pd.read_csv(release / "data/tables/patients.csv", dtype=str, keep_default_na=False)
    return patients, pd.read_parquet(release / "data/tables/visits.parquet")


def test_classes_hold_enough_persons(made: pipeline.Release) -> None:
    patients, visits = tables(made.path)
    names = ["birth_date_year", "sex", "zip", "race"]
    assert patients.groupby(names).size().min() >= K
    assert visits.groupby("admission_date_year")["mrn"].nunique().min() >= K
    assert set(visits["mrn"]) <= set(patients["mrn"])


def test_whoever_is_left_out_is_left_out_everywhere(made: pipeline.Release) -> None:
    found = json.loads((made.path / "deid/determination.json").read_text())["identifiability"]
    patients, _ = tables(made.path)
    assert found["suppression"] == "allowed"
    assert len(patients) < 240
    assert found["persons_left_out"] in (240 - len(patients), "<11")


def test_the_plan_holds_the_levels_that_were_chosen(made: pipeline.Release, tmp_path: Path) -> None:
    assert made.plan.expert is not None
    levels = {each.column: each.level for table in made.plan.expert.tables for each in table.quasi_identifiers}
    assert None not in levels.values()
    assert levels["birth_date_year"]
    (tmp_path / "plan.yaml").write_text(made.plan.to_yaml())
    assert load(tmp_path / "plan.yaml").expert == made.plan.expert
    again = pipeline.run(export(tmp_path / "in"), tmp_path / "out", plan=made.plan, vault=made.vault)
    assert [(path.name, path.read_bytes()) for path in sorted((again.path / "data").rglob("*.*"))] == [
        (path.name, path.read_bytes()) for path in sorted((made.path / "data").rglob("*.*"))
    ]


def test_the_paper_prepares_and_does_not_determine(made: pipeline.Release) -> None:
    paper = json.loads((made.path / "deid/determination.json").read_text())
    assert paper["status"] == "Prepared, not determined"
    assert set(paper["expert"].values()) == {None}
    assert [paper[part]["clause"].split()[2] for part in ("context", "data", "identifiability", "governance")] == list(
        "6789"
    )
    table = next(each for each in paper["identifiability"]["tables"] if each["path"].endswith("patients.csv"))
    assert table["before"]["highest"] == 1
    assert table["after"]["highest"] <= 1 / K
    assert table["attack"]["permit"] == "contract 12/2026"
    assert table["attack"]["matches"] == "destroyed"
    assert paper["identifiability"]["residual"]["attacks"][0]["happens"] == 0.3
    assert paper["context"]["recipient"] == "a university's registry"
    page = (made.path / "deid/report.html").read_text()
    assert "Prepared, not determined" in page.split("<main")[0] + page.split("<main")[1][:4000]
    assert "Risk against loss" in page
    assert "ISO/IEC 27559:2022" in page


def test_it_verifies_and_a_changed_paper_does_not(made: pipeline.Release, tmp_path: Path) -> None:
    assert verify(made.path).result is not Result.FAIL
    copy = Path(shutil.copytree(made.path, tmp_path / "copy"))
    paper = copy / "deid/determination.json"
    paper.write_text(paper.read_text().replace("Prepared, not determined", "Determined"))
    problems = [problem for check in verify(copy).checks for problem in check.problems]
    assert "deid/determination.json: is not what deid/report.json gives" in problems


def test_the_check_counts_for_itself(made: pipeline.Release, tmp_path: Path) -> None:
    policy = json.loads((made.path / "deid/policy.json").read_text())
    rules = {entry["path"]: entry for entry in policy["classes"]}
    assert rules["data/tables/patients.csv"]["k"] == K
    assert check_classes(made.path, parse(policy))[0].passed
    for entry in policy["classes"]:
        entry["k"] = 100
    (found,) = check_classes(made.path, parse(policy))
    assert not found.passed
    assert "shared by fewer than 100 persons" in found.problems[0]


def test_the_check_counts_persons_and_not_rows(made: pipeline.Release) -> None:
    policy = json.loads((made.path / "deid/policy.json").read_text())
    _, visits = tables(made.path)
    people = defaultdict(set)
    for year, who in zip(visits["admission_date_year"], visits["mrn"], strict=True):
        people[year].add(who)
    smallest = min(map(len, people.values()))
    entry = next(each for each in policy["classes"] if each["path"].endswith("visits.parquet"))
    for k, passes in ((smallest, True), (smallest + 1, False)):
        document = {**policy, "classes": [{**entry, "k": k}]}
        assert check_classes(made.path, parse(document))[0].passed is passes


def test_too_few_people(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="no generalisation"):
        pipeline.run(export(tmp_path / "in", 4), tmp_path / "out", profile=profile(tmp_path, 0.0))
    assert not (tmp_path / "out").exists()


def test_frames_are_generalised_as_files_are(tmp_path: Path) -> None:
    source = export(tmp_path / "in")
    patients, visits = pd.read_csv(source / "patients.csv", dtype=str), pd.read_parquet(source / "visits.parquet")
    before = patients.copy(deep=True)
    found = deid.deidentify({"patients": patients, "visits": visits}, profile=profile(tmp_path))
    pd.testing.assert_frame_equal(patients, before)
    out = found.data["patients"]
    assert out.groupby(["birth_date_year", "sex", "zip", "race"]).size().min() >= K
    assert len(out) < len(patients)
    assert set(found.data["visits"]["mrn"]) <= set(out["mrn"])
    assert pd.api.types.is_integer_dtype(found.data["visits"]["glucose"].dtype)
    assert found.evidence.risk["tables"][0]["after"]["highest"] <= 1 / K
    assert any("combination" in check.name for check in found.evidence.checks)
    assert found.claim.method == "expert-determination"


def test_one_frame_and_its_index(tmp_path: Path) -> None:
    frame = pd.read_csv(export(tmp_path / "in") / "patients.csv", dtype=str).set_index("mrn")
    out = deid.deidentify(frame, profile=profile(tmp_path)).data
    assert out.index.name == "mrn"
    assert out.groupby(["birth_date_year", "sex", "zip", "race"]).size().min() >= K


def test_one_object_is_no_release(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="one object is one"):
        deid.deidentify(dicom(1, "CT"), profile=profile(tmp_path))


@pytest.mark.parametrize("form", ["xlsx", "jsonl"])
def test_any_format_is_generalised(form: str, tmp_path: Path) -> None:
    source = export(tmp_path / "in")
    patients = pd.read_csv(source / "patients.csv", dtype=str)
    (source / "patients.csv").unlink()
    if form == "xlsx":
        with pd.ExcelWriter(source / "patients.xlsx", engine="openpyxl") as book:
            patients.to_excel(book, sheet_name="people", index=False)
            pd.DataFrame({"mrn": patients["mrn"], "weight": 70}).to_excel(book, sheet_name="weights", index=False)
    else:
        patients["seen"] = [{"dates": ["2019-02-03", "2020-01-01"]}] * len(patients)
        patients.to_json(source / "patients.jsonl", orient="records", lines=True)
    release = pipeline.run(source, tmp_path / "out", profile=profile(tmp_path))
    path = release.path / "data/tables" / f"patients.{form}"
    if form == "xlsx":
        out = pd.read_excel(path, sheet_name="people", engine="openpyxl", dtype=str, keep_default_na=False)
        weights = pd.read_excel(path, sheet_name="weights", engine="openpyxl")
        assert set(weights["mrn"]) == set(out["mrn"])
    else:
        out = pd.read_json(path, lines=True, dtype=str)
        assert "seen" not in out
    assert out.groupby(["birth_date_year", "sex", "zip", "race"]).size().min() >= K
    assert out["mrn"].nunique() < len(patients)
    rules = json.loads((release.path / "deid/policy.json").read_text())["classes"]
    assert len(rules) == 2


def dicom(number: int, modality: str, **attributes: object) -> Dataset:
    dataset = Dataset()
    dataset.SOPClassUID = "1.2.840.10008.5.1.4.1.1.2"
    dataset.SOPInstanceUID = f"1.2.3.{number}.3"
    dataset.StudyInstanceUID, dataset.SeriesInstanceUID = f"1.2.3.{number}.1", f"1.2.3.{number}.2"
    dataset.Modality, dataset.PatientName = modality, "Doe^Jane"
    for name, value in attributes.items():
        setattr(dataset, name, value)
    dataset.file_meta = FileMetaDataset()
    dataset.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    return dataset


def images(source: Path, numbers: list[str]) -> None:
    """One object a patient: the last is alone with her modality, and the others with their ages."""
    chance = np.random.default_rng(4)
    for place, number in enumerate(numbers):
        nested = Dataset()
        nested.PatientAge = f"{20 + place % 60:03d}Y"
        told = {"PatientAge": f"{20 + place % 60:03d}Y", "PatientSex": "FM"[place % 2], "PatientSize": "1.7"}
        dataset = dicom(place, "PT" if place == len(numbers) - 1 else "CT", PatientID=number, **told)
        dataset.Rows = dataset.Columns = 4
        dataset.BitsAllocated = dataset.BitsStored = 16
        dataset.HighBit, dataset.PixelRepresentation, dataset.SamplesPerPixel = 15, 0, 1
        dataset.PhotometricInterpretation = "MONOCHROME2"
        dataset.PixelData = chance.integers(0, 99, 16, dtype=np.uint16).tobytes()
        dataset.save_as(source / f"{place}.dcm", enforce_file_format=True)


@pytest.fixture(scope="module")
def pictured(tmp_path_factory: pytest.TempPathFactory) -> pipeline.Release:
    folder = tmp_path_factory.mktemp("pictured")
    source = export(folder / "in")
    images(source, pd.read_csv(source / "patients.csv")["mrn"].tolist()[:200])
    (pd.read_csv(source / "patients.csv")[["mrn"]].assign(potassium=4.1)).to_csv(source / "labs.csv", index=False)
    path = profile(folder)
    path.write_text(path.read_text() + "dicom: {options: [retain-patient-characteristics]}\n")
    return pipeline.run(source, folder / "out", profile=path)


def headers(release: Path) -> pd.DataFrame:
    objects = [pydicom.dcmread(path) for path in (release / "data/dicom").rglob("*.dcm")]
    names = ["PatientID", "PatientAge", "PatientSex", "PatientSize", "Modality"]
    return pd.DataFrame([{name: str(o.get(name) or "") for name in names} for o in objects])


def test_headers_of_objects_are_generalised(pictured: pipeline.Release) -> None:
    found = headers(pictured.path)
    names = ["PatientAge", "PatientSex", "PatientSize", "Modality"]
    assert found.groupby(names)["PatientID"].nunique().min() >= K
    assert "PT" not in set(found["Modality"])
    assert set(found["PatientSize"]) == {"1.7"}
    pixels = [pydicom.dcmread(path).PixelData for path in (pictured.path / "data/dicom").rglob("*.dcm")]
    assert {len(data) for data in pixels} == {32}
    assert len(set(pixels)) == len(pixels)


def test_who_is_left_out_goes_from_tables_and_objects(pictured: pipeline.Release) -> None:
    patients, visits = tables(pictured.path)
    labs = pd.read_csv(pictured.path / "data/tables/labs.csv")
    people = set(patients["mrn"])
    assert set(visits["mrn"]) | set(headers(pictured.path)["PatientID"]) <= people
    assert set(labs["mrn"]) == people
    evidence = pictured.evidence
    assert sum(evidence.dicom.objects.values()) == len(headers(pictured.path))
    assert evidence.risk["suppression"] == "allowed"
    assert evidence.risk["joined"]["tables"] == 3
    assert verify(pictured.path).result is not Result.FAIL


def test_the_check_counts_headers_for_itself(pictured: pipeline.Release) -> None:
    policy = json.loads((pictured.path / "deid/policy.json").read_text())
    (entry,) = [each for each in policy["classes"] if each["path"] == "data/dicom"]
    shown = [name for name in entry["columns"] if name in headers(pictured.path)]
    smallest = headers(pictured.path).groupby(shown)["PatientID"].nunique().min()
    for k, passes in ((smallest, True), (smallest + 1, False)):
        document = {**policy, "classes": [{**entry, "k": int(k)}]}
        assert check_classes(pictured.path, parse(document))[0].passed is passes


def test_the_check_counts_the_average(made: pipeline.Release) -> None:
    policy = json.loads((made.path / "deid/policy.json").read_text())
    entry = next(each for each in policy["classes"] if each["path"].endswith("patients.csv"))
    patients, _ = tables(made.path)
    average = patients.groupby(entry["columns"]).ngroups / len(patients)
    for threshold, passes in ((average, True), (average * 0.999, False)):
        document = {**policy, "classes": [{**entry, "average": threshold}]}
        assert check_classes(made.path, parse(document))[0].passed is passes


def test_rows_without_a_person_are_left_out_one_by_one(tmp_path: Path) -> None:
    source = export(tmp_path / "in")
    pd.read_csv(source / "patients.csv", dtype=str).drop(columns="mrn").to_csv(source / "survey.csv", index=False)
    release = pipeline.run(source, tmp_path / "out", profile=profile(tmp_path))
    out = pd.read_csv(release.path / "data/tables/survey.csv", dtype=str, keep_default_na=False)
    assert out.groupby(list(out.columns)).size().min() >= K
    assert 200 < len(out) < 240
    assert "1 tables about persons carry no person's code" not in release.evidence.risk["suppression"]


def test_a_plan_with_columns_that_are_not_released(made: pipeline.Release, tmp_path: Path) -> None:
    text = made.plan.to_yaml().replace("column: sex", "column: gender")
    (tmp_path / "plan.yaml").write_text(text)
    with pytest.raises(ConfigurationError, match="does not have"):
        load(tmp_path / "plan.yaml")
