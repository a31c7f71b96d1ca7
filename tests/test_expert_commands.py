"""What a statistician does without Python: `deid risk` and `deid expert`."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner, Result
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import ExplicitVRLittleEndian

from deid.cli import main
from deid.expert import Column, JoinedHistories, measure
from deid.riskfile import measure_file, measure_release


def call(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    chance = np.random.default_rng(5)
    ages = chance.integers(20, 80, 300)
    frame = pd.DataFrame(
        {
            "who": chance.integers(0, 150, 300),
            "age": ages,
            "sex": chance.choice(["F", "M"], 300),
            "sick": np.where(ages > 50, "yes", "no"),
        }
    )
    path = tmp_path_factory.mktemp("expert") / "people.csv"
    frame.to_csv(path, index=False)
    return path


def test_risk_with_everything(table: Path) -> None:
    words = ("risk", table, "-q", "age,sex", "--person", "who", "--special-uniques", 2, "--population", 5000)
    found = call(*words, "--events", 1, "--above", 0.2)
    assert found.exit_code == 0, found.output
    for said in ("persons 132", "Special uniques", "Dankar", "knows 1 rows", "risk above 0.2"):
        assert said in found.output
    document = json.loads(call(*words, "--events", 1, "--json").output)
    assert set(document) >= {"k", "special_uniques", "population", "longitudinal"}
    assert "scores" not in document["special_uniques"]


def test_events_ask_for_persons(table: Path) -> None:
    found = call("risk", table, "-q", "age", "--events", 1)
    assert found.exit_code == 2
    assert "--person" in found.output


def test_headers_of_a_folder(tmp_path: Path) -> None:
    for place in range(4):
        dataset = Dataset()
        dataset.SOPClassUID, dataset.SOPInstanceUID = "1.2.840.10008.5.1.4.1.1.2", f"1.2.{place}"
        dataset.PatientID, dataset.PatientSex, dataset.StudyDate = f"P{place // 2}", "F", "20190304"
        dataset.file_meta = FileMetaDataset()
        dataset.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
        dataset.save_as(tmp_path / f"{place}.dcm", enforce_file_format=True)
    risk = measure_file(tmp_path, ["PatientSex", "StudyYear"])
    assert (risk.records, risk.persons, risk.k) == (4, 2, 2)
    assert measure_file(tmp_path / "0.dcm", ["PatientSex"]).k == 1
    found = call("risk", tmp_path, "-q", "PatientSex,ShoeSize")
    assert found.exit_code == 2
    assert "no attribute of that keyword" in found.output


def test_a_release_and_its_tables_joined(tmp_path: Path) -> None:
    (tmp_path / "deid").mkdir()
    (tmp_path / "data").mkdir()
    pd.DataFrame({"c": ["A", "B", "C"], "sex": ["F", "F", "M"]}).to_csv(tmp_path / "data/p.csv", index=False)
    visits = pd.DataFrame({"c": ["A", "B", "B", "C"], "year": [2019, 2019, 2020, 2019]})
    visits.to_parquet(tmp_path / "data/v.parquet")
    rules = [
        {"path": "data/p.csv", "columns": ["sex"], "person": "c", "k": 1},
        {"path": "data/v.parquet", "columns": ["year"], "person": "c", "k": 1},
    ]
    (tmp_path / "deid/policy.json").write_text(json.dumps({"classes": rules}))
    risks, joined = measure_release(tmp_path)
    assert {place: risk.k for place, risk in risks.items()} == {"data/p.csv": 1, "data/v.parquet": 1}
    assert (joined.persons, joined.tables, joined.highest, joined.unique) == (3, 2, 1.0, 1.0)
    found = call("risk", tmp_path)
    assert "Joined, 2 tables" in found.output
    (tmp_path / "deid/policy.json").write_text("{}")
    assert call("risk", tmp_path).exit_code == 2


def test_joined_in_parts_is_joined_at_once() -> None:
    chance = np.random.default_rng(1)
    who, what = chance.integers(0, 40, 400), chance.integers(0, 3, 400)
    people, things = tuple(f"p{i}" for i in range(40)), ("x", "y", "z")
    whole, parts = JoinedHistories(), JoinedHistories()
    whole.add("t", Column(who, people), {"a": Column(what, things)})
    for rows in np.array_split(chance.permutation(400), 7):
        parts.add("t", Column(who[rows], people), {"a": Column(what[rows], things)})
    assert whole.risk() == parts.risk()
    histories = pd.DataFrame({"who": who, "what": what}).groupby("who")["what"].apply(lambda v: tuple(sorted(v)))
    sizes = histories.value_counts()
    assert whole.risk().average == len(sizes) / len(histories)
    assert whole.risk().highest == 1 / sizes.min()


def test_context() -> None:
    found = call("expert", "context", 0.05, "--attempt", 0.3, "judgement of NN", "--breach", 0.27, "survey of 2020")
    assert found.exit_code == 0, found.output
    assert "0.0150" in found.output
    assert "survey of 2020" in found.output
    assert call("expert", "context", 0.05).exit_code == 2
    assert call("expert", "context", 0.05, "--attempt", "often", "me").exit_code == 2


def test_frontier_and_generalise(table: Path, tmp_path: Path) -> None:
    how = ("--hierarchy", "age=ages", "--hierarchy", "sex=categories", "--person", "who")
    points = call("expert", "frontier", table, *how, "--k", "2,5", "--limits", "0")
    assert points.exit_code == 0, points.output
    assert len(points.output.splitlines()) == 3
    out = tmp_path / "out.csv"
    made = call("expert", "generalise", table, *how, "--k", 5, "-o", out)
    assert made.exit_code == 0, made.output
    assert "proven optimal" in made.output
    result = pd.read_csv(out, dtype=str)
    assert measure(result, ["age", "sex"], person="who").k >= 5
    assert call("expert", "generalise", table, *how, "--k", 5, "-o", out).exit_code == 2
    assert call("expert", "frontier", table, "--hierarchy", "age").exit_code == 2
    assert call("expert", "frontier", table, "--hierarchy", "shoe=ages").exit_code == 2


def test_methods_side_by_side(table: Path) -> None:
    found = call("expert", "methods", table, "-q", "age,sex", "--k", 5, "--target", "sick")
    assert found.exit_code == 0, found.output
    for method in ("untouched", "MDAV", "PRAM", "noise", "sample of", "cells suppressed", "top and bottom"):
        assert method in found.output
    first = next(line for line in found.output.splitlines() if line.startswith("untouched"))
    assert float(first.split()[-1]) > 0.9  # ages tell the target


def test_an_attack_asks_logs_and_forgets(table: Path, tmp_path: Path) -> None:
    log = tmp_path / "attacks.log"
    words = ("expert", "attack", table, "-q", "age,sex", "--person", "who", "--log", log, "--attempts", 200)
    assert call(*words, "--made-up", 500).exit_code == 2
    allowed = ("--permit", "contract 7", "--granted-by", "the holder")
    found = call(*words, "--made-up", 500, *allowed)
    assert found.exit_code == 0, found.output
    assert "Matches are destroyed" in found.output
    started, ended = [json.loads(line) for line in log.read_text().splitlines()]
    assert (started["event"], started["reference"], ended["matches"]) == ("started", "contract 7", "destroyed")
    assert call(*words, *allowed).exit_code == 2


def test_an_attack_with_a_list(table: Path, tmp_path: Path) -> None:
    """Everybody is on the list with a shoe size of their own: all are named; with ages only, few."""
    frame = pd.read_csv(table, dtype=str).drop_duplicates("who")
    frame.to_csv(tmp_path / "t.csv", index=False)
    others = pd.DataFrame({"age": ["30"] * 50, "sex": ["F"] * 50, "code": [""] * 50})
    listed = pd.concat([frame[["age", "sex"]].assign(code=frame["who"]), others])
    listed.to_csv(tmp_path / "list.csv", index=False)
    words = ("--person", "who", "--register", tmp_path / "list.csv", "--permit", "c", "--granted-by", "h")
    words = (*words, "--log", tmp_path / "log")
    found = call("expert", "attack", tmp_path / "t.csv", "-q", "age,sex", *words)
    assert found.exit_code == 0, found.output
    assert f"a list of {len(listed)} people" in found.output
    twice = pd.concat([listed, listed])
    twice.to_csv(tmp_path / "list.csv", index=False)
    assert "twice" in call("expert", "attack", tmp_path / "t.csv", "-q", "age,sex", *words).output
