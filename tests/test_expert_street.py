"""An expert's profile from the export to the sealed release, prepared and not determined."""

from __future__ import annotations

import json
import shutil
from collections import defaultdict
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

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


def test_other_formats_lose_their_quasi_identifiers(tmp_path: Path) -> None:
    source = export(tmp_path / "in")
    pd.read_csv(source / "patients.csv", dtype=str).to_json(source / "patients.jsonl", orient="records", lines=True)
    (source / "patients.csv").unlink()
    release = pipeline.run(source, tmp_path / "out", profile=profile(tmp_path))
    kept = json.loads((release.path / "data/tables/patients.jsonl").read_text().splitlines()[0])
    assert set(kept) == {"mrn"}


def test_frames_are_sent_to_the_library(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"deid\.expert\.anonymize"):
        deid.deidentify(pd.DataFrame({"mrn": ["MRN1"], "sex": ["F"]}), profile=profile(tmp_path))


def test_a_plan_with_columns_that_are_not_released(made: pipeline.Release, tmp_path: Path) -> None:
    text = made.plan.to_yaml().replace("column: sex", "column: gender")
    (tmp_path / "plan.yaml").write_text(text)
    with pytest.raises(ConfigurationError, match="does not have"):
        load(tmp_path / "plan.yaml")
