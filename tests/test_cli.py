from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from deid.cli import main


@pytest.fixture
def call():
    def run(*arguments: object):
        return CliRunner().invoke(main, [str(argument) for argument in arguments])

    return run


@pytest.fixture
def export(tmp_path):
    folder = tmp_path / "export"
    folder.mkdir()
    (folder / "visits.csv").write_text(
        "mrn,patient_name,visit_date,icd10,age\n"
        "00412345,Zebulon Quackenbush,2019-03-04,E11.9,93\n"
        "00412346,Philippa Oyelaran,2020-05-06,I10,41\n"
    )
    return folder


CANARIES = ("Quackenbush", "Oyelaran", "00412345", "2019-03-04")


def _silent_of_values(result) -> None:
    assert not [canary for canary in CANARIES if canary in result.output]


def test_run_seals_and_verify_passes(call, export, tmp_path):
    made = call("run", export, "-o", tmp_path / "out")
    assert made.exit_code == 0, made.output
    _silent_of_values(made)
    assert "0700" in made.output
    checked = call("verify", tmp_path / "out", "--content-only", "--json")
    assert checked.exit_code == 0
    assert json.loads(checked.stdout)["passed"] is True


def test_an_unsigned_release_is_checked_by_its_content_and_said_to_be_unsigned(call, export, tmp_path):
    call("run", export, "-o", tmp_path / "out")
    checked = call("verify", tmp_path / "out")
    assert checked.exit_code == 0
    assert "Unsigned: " in checked.output
    assert json.loads(call("verify", tmp_path / "out", "--json").stdout)["result"] == "PASS"


def test_what_was_not_checked_is_no_pass(call, export, tmp_path):
    call("run", export, "-o", tmp_path / "out")
    checked = call("verify", tmp_path / "out", "--recipient", "Ardent")
    assert checked.exit_code == 2
    assert "NOT CHECKED  signed by the privacy officer" in checked.output
    assert "FAIL" not in checked.output
    asked = call("verify", tmp_path / "out", "--recipient", "Ardent", "--json")
    assert json.loads(asked.stdout)["result"] == "NOT CHECKED"
    assert call("verify", tmp_path / "out", "--content-only", "--recipient", "Anyone").exit_code == 2


def test_quarantine_is_exit_3(call, export, tmp_path):
    (export / "broken.csv").write_bytes(b"\x00\x01\x02" * 50)
    made = call("run", export, "-o", tmp_path / "out")
    assert made.exit_code == 3
    assert "broken.csv" in made.output
    _silent_of_values(made)


def test_wrong_usage_is_exit_2(call, export, tmp_path):
    assert call("run", tmp_path / "nowhere", "-o", tmp_path / "out").exit_code == 2
    assert call("run", export).exit_code == 2
    assert call("run", export, "-o", tmp_path / "out", "--profile", "no-such").exit_code == 2
    assert call("verify", tmp_path / "nowhere").exit_code == 2
    assert call("survey", tmp_path / "nowhere").exit_code == 2
    assert call("bogus").exit_code == 2


def test_a_refusal_is_exit_1_and_writes_nothing(call, export, tmp_path):
    profile = tmp_path / "p.yaml"
    profile.write_text("deid_profile: 1\nname: p\ninherits: safe-harbor\ntreatments:\n  event_date: shift\n")
    made = call("run", export, "-o", tmp_path / "out", "--profile", profile)
    assert made.exit_code == 1
    assert not (tmp_path / "out").exists()
    _silent_of_values(made)


def test_a_tampered_release_fails_verification(call, export, tmp_path):
    call("run", export, "-o", tmp_path / "out")
    table = tmp_path / "out/data/tables/visits.csv"
    table.write_text(table.read_text().replace("I10", "I11"))
    checked = call("verify", tmp_path / "out")
    assert checked.exit_code == 1
    assert "visits.csv" in checked.output


def test_an_error_of_its_own_shows_no_message(call, export, tmp_path, monkeypatch):
    def fails(*_args: object, **_kwargs: object) -> None:
        raise KeyError("Zebulon Quackenbush")

    monkeypatch.setattr("deid.pipeline.gather", fails)
    made = call("run", export, "-o", tmp_path / "out")
    assert made.exit_code == 1
    assert "KeyError" in made.output
    _silent_of_values(made)
    assert not (tmp_path / "out").exists()


def test_survey_names_fields_and_letters_and_no_values(call, export):
    seen = call("survey", export)
    assert seen.exit_code == 0
    assert "(A) patient_name" in seen.output
    _silent_of_values(seen)
    document = json.loads(call("survey", export, "--json").output)
    assert [field["identifier"] for field in document["tables"][0]["fields"]] == ["H", "A", "C", None, "C"]


def test_plan_is_written_without_values_and_runs(call, export, tmp_path):
    made = call("plan", export, "-o", tmp_path / "plan.yaml")
    assert made.exit_code == 0
    text = (tmp_path / "plan.yaml").read_text()
    assert not [canary for canary in CANARIES if canary in text]
    assert call("plan", export, "-o", tmp_path / "plan.yaml").exit_code == 2
    assert call("run", export, "-o", tmp_path / "out", "--plan", tmp_path / "plan.yaml").exit_code == 0


def test_a_broken_plan_names_every_problem_with_its_line(call, export, tmp_path):
    call("plan", export, "-o", tmp_path / "plan.yaml")
    text = (tmp_path / "plan.yaml").read_text()
    (tmp_path / "plan.yaml").write_text(text.replace("treatment: year", "treatment: yaer").replace("as_of:", "as_off:"))
    made = call("run", export, "-o", tmp_path / "out", "--plan", tmp_path / "plan.yaml")
    assert made.exit_code == 2
    assert made.output.count("plan.yaml:") >= 2
    assert "unknown treatment 'yaer'" in made.output


def test_risk_counts_classes(call, tmp_path):
    (tmp_path / "t.csv").write_text("age,sex,person\n30,F,a\n30,F,b\n30,F,b\n40,M,c\n")
    measured = json.loads(call("risk", tmp_path / "t.csv", "-q", "age,sex", "--person", "person", "--json").output)
    assert (measured["k"], measured["classes"], measured["persons"], measured["unique"]) == (1, 2, 3, 1)
    assert call("risk", tmp_path / "t.csv", "-q", "height").exit_code == 2


def test_profiles(call, tmp_path):
    assert "safe-harbor" in call("profiles", "list").output
    assert "birth_date: birth_year" in call("profiles", "show", "safe-harbor").output
    assert json.loads(call("profiles", "schema").output)["title"] == "Profile"
    wrong = tmp_path / "p.yaml"
    wrong.write_text("deid_profile: 1\nname: P!\ninherits: safe-harbor\ntreatments:\n  ssn: kep\n  sssn: keep\n")
    checked = call("profiles", "check", wrong)
    assert checked.exit_code == 2
    assert checked.output.count("p.yaml:") == 3


def test_the_vaults_holder_exports_what_became_of_uids_and_patient_ids(call, export, tmp_path):
    call("run", export, "-o", tmp_path / "out", "--vault", tmp_path / "v")
    made = call("vault", "export-dicom", tmp_path / "v", "-o", tmp_path / "map.csv")
    assert made.exit_code == 0
    assert (tmp_path / "map.csv").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "map.csv").read_text().splitlines()[0] == "kind,old,issuer,new"
    assert call("vault", "export-dicom", tmp_path / "v", "-o", tmp_path / "map.csv").exit_code == 2


def test_vault(call, export, tmp_path):
    assert call("vault", "init", tmp_path / "v").exit_code == 0
    assert call("vault", "init", tmp_path / "v").exit_code == 2
    call("run", export, "-o", tmp_path / "out", "--vault", tmp_path / "v")
    code = (tmp_path / "out/data/tables/visits.csv").read_text().splitlines()[1].split(",")[0]
    assert "00412345" in call("vault", "lookup", tmp_path / "v", code).output
    assert call("vault", "lookup", tmp_path / "v", "NOSUCHCODE").exit_code == 1
    (tmp_path / "v").chmod(0o755)
    assert call("vault", "lookup", tmp_path / "v", code).exit_code == 2


def test_find_says_where_and_not_what(call, tmp_path):
    (tmp_path / "note.txt").write_text("Seen today.\nCall Mr. Quackenbush at (617) 555-0147.\n")
    found = call("find", tmp_path / "note.txt")
    assert found.exit_code == 0
    assert "\tA\t" in found.output
    assert "\tD\t" in found.output
    _silent_of_values(found)


def test_find_takes_known_values_from_a_file(call, tmp_path):
    (tmp_path / "note.txt").write_text("quackenbosh was well, lasix given\n")
    (tmp_path / "known.txt").write_text("\nQuackenbush\n")
    found = call("find", "--known-file", tmp_path / "known.txt", tmp_path / "note.txt")
    assert "1:1-11\tA" in found.output
    assert call("find", "--known-file", "-").exit_code == 2


def test_help_answers_at_once():
    command = [sys.executable, "-m", "deid.cli", "--help"]
    times = []
    for _ in range(3):
        begun = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True, cwd=Path(__file__).parents[1])
        times.append(time.perf_counter() - begun)
    assert min(times) < 2  # half a second on a quiet machine; `benchmarks/` measures, this only guards


def test_help_imports_no_heavy_library():
    script = "import sys, deid.cli; print([m for m in ('pandas', 'pyarrow', 'numpy', 'pydicom') if m in sys.modules])"
    printed = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    assert printed.stdout.strip() == "[]"
