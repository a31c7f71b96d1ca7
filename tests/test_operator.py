"""What an operator may do wrong, and what must not come of it."""

from __future__ import annotations

import copy
import shutil
import signal
import subprocess
import sys
import traceback
import warnings
from pathlib import Path

import pandas as pd
import pydicom
import pytest
from click.testing import CliRunner
from pydicom.data import get_testdata_file

import deid
from deid.batch.walk import walk
from deid.cli import main
from deid.dicom.applying import Applied
from deid.dicom.evidence import Tally
from deid.release.verification import verify

ROWS = (
    "mrn,patient_name,visit_date,icd10,age\n"
    "00412345,Zebulon Quackenbush,2019-03-04,E11.9,93\n"
    "00412346,Philippa Oyelaran,2020-05-06,I10,41\n"
)


@pytest.fixture
def call():
    return lambda *arguments: CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture
def export(tmp_path):
    (tmp_path / "export").mkdir()
    (tmp_path / "export" / "visits.csv").write_text(ROWS)
    return tmp_path / "export"


@pytest.fixture(scope="module")
def sealed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sealed")
    (folder / "visits.csv").write_text(ROWS)
    return deid.run(folder / "visits.csv", folder / "out").path


def test_wrong_calls_are_named_and_leave_nothing(call, export, tmp_path):
    (tmp_path / "empty").mkdir()
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
    before = sorted(tmp_path.iterdir())
    for arguments, said in (
        (("run", tmp_path / "empty", "-o", tmp_path / "out"), "there is no file in it"),
        (("run", export, "-o", tmp_path / "dangling"), "exists already"),
        (("run", export, "-o", ""), "exists already|no name"),
        (("run", export, "-o", tmp_path / "out", "--plan", tmp_path / "no.yaml"), "no.yaml"),
        (("plan", export, "-o", export / "plan.yaml"), "inside the input"),
        (("plan", export, "-o", tmp_path / "no" / "plan.yaml"), "does not exist"),
        (("risk", export / "visits.csv", "-q", " , "), "no quasi-identifiers"),
        (("risk", export, "-q", "age"), "a folder"),
    ):
        made = call(*arguments)
        assert made.exit_code == 2, made.output
        assert any(part in made.output for part in said.split("|")), made.output
    assert sorted(tmp_path.iterdir()) == before
    assert sorted(export.iterdir()) == [export / "visits.csv"]


def test_a_refused_run_leaves_no_vault_of_its_own(call, tmp_path):
    (tmp_path / "export").mkdir()
    (tmp_path / "export" / "a.bin").write_bytes(b"\0\1" * 99)
    assert call("run", tmp_path / "export", "-o", tmp_path / "out").exit_code == 1
    assert [path.name for path in tmp_path.iterdir()] == ["export"]


def test_risk_shows_no_column_name_that_identifies(call, tmp_path):
    (tmp_path / "t.csv").write_text("age,Quackenbush,521-00-4711\n30,1,2\n40,2,3\n")
    made = call("risk", tmp_path / "t.csv", "-q", "height")
    assert made.exit_code == 2
    assert "Quackenbush" not in made.output
    assert "4711" not in made.output


def test_names_in_any_part_of_a_file_name_are_not_shown(call, tmp_path):
    (tmp_path / "export").mkdir()
    for name in ("scan.Quackenbush.csv", "file 2", "two\nlines.csv"):
        (tmp_path / "export" / name).write_text(ROWS)
    places = [entry.place for entry in walk(tmp_path / "export")]
    assert places == ["file 1", "file 2", "file 3"]
    assert "Quackenbush" not in call("survey", tmp_path / "export").output


def test_an_input_that_is_a_link_to_a_file_is_that_file(export, tmp_path):
    (tmp_path / "link.csv").symlink_to(export / "visits.csv")
    assert [entry.content for entry in walk(tmp_path / "link.csv")] == ["table"]
    (device,) = walk(Path("/dev/null"))
    assert (device.source, device.reason) == ("null", "no regular file")


def test_other_libraries_warnings_are_not_printed(call, export, monkeypatch):
    def warns(*_arguments: object) -> None:
        warnings.warn("Invalid value Quackenbush", stacklevel=1)
        raise ValueError("Quackenbush")

    monkeypatch.setattr("deid.pipeline.survey_export", warns)
    made = call("survey", export)
    assert made.exit_code == 1
    assert "ValueError" in made.output
    assert "Quackenbush" not in made.output
    assert "release" not in made.output


@pytest.mark.parametrize(
    "stage",
    [
        "deid.batch.gathering.Gatherer.close",
        "deid.batch.gathering.settle_persons",
        "deid.batch.applying.CellScreen.__init__",
        "deid.pipeline.check_data",
        "deid.pipeline.check_papers",
        "deid.release.bag.write",
    ],
)
def test_an_error_in_any_stage_carries_no_value_and_leaves_nothing(stage, export, tmp_path, monkeypatch):
    def fails(*_arguments: object, **_named: object) -> None:
        raise ValueError("could not convert Quackenbush")

    monkeypatch.setattr(stage, fails)
    with pytest.raises(deid.Refused) as caught:
        deid.run(export, tmp_path / "out")
    assert "Quackenbush" not in "".join(traceback.format_exception(caught.value))
    assert caught.value.__context__ is None
    assert [path.name for path in tmp_path.iterdir()] == ["export"]


@pytest.mark.parametrize("place", ["memory.from_frame", "memory.look_at", "memory_street.apply", "memory.to_frame"])
def test_an_error_on_data_in_memory_carries_no_value(place, monkeypatch):
    def fails(*_arguments: object) -> None:
        raise ValueError("could not convert Quackenbush")

    monkeypatch.setattr(f"deid.{place}", fails)
    with pytest.raises(deid.Refused) as caught:
        deid.deidentify(pd.DataFrame({"mrn": ["M0012345"], "icd10": ["E11.9"]}))
    assert "Quackenbush" not in "".join(traceback.format_exception(caught.value))


def _interrupt(export: Path, target: Path, vault: Path, number: int, step: str, workers: int) -> int:
    command = [
        sys.executable,
        "-m",
        "deid.cli",
        "run",
        export,
        "-o",
        target,
        "--vault",
        vault,
        "--workers",
        str(workers),
    ]
    run = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=Path(deid.__file__).parents[1])
    assert run.stderr is not None
    for line in run.stderr:
        if f"step={step}" in line:
            break
    run.send_signal(number)
    return run.wait(20)


def test_an_interrupted_run_leaves_nothing_and_the_next_gives_the_same_bytes(tmp_path, search):
    export = tmp_path / "export"
    export.mkdir()
    for part in range(3):
        rows = [f"{n:07d}8,Zebulon Quackenbush,2019-03-{n % 28 + 1:02d},E11.9,{n % 99}" for n in range(1000)]
        (export / f"part{part}.csv").write_text("\n".join([ROWS.splitlines()[0], *rows, ""]))
    vault = deid.Vault.create(tmp_path / "vault").path
    shutil.copytree(vault, tmp_path / "copy")
    work = tmp_path / "work"
    work.mkdir()
    assert _interrupt(export, work / "out", vault, signal.SIGTERM, "gather", 1) == 1
    assert [*work.iterdir()] == []
    assert _interrupt(export, work / "out", vault, signal.SIGKILL, "apply", 1) < 0
    assert search(work).found(["quackenbush"]) == []
    again = deid.run(export, work / "out", vault=vault)
    assert [path.name for path in work.iterdir()] == ["out"]
    assert not list(vault.glob("run-*"))
    whole = deid.run(export, tmp_path / "whole", vault=tmp_path / "copy")
    assert _files(again.path) == _files(whole.path)


def _files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('"version": "', '"version": "9', "made by deid 9"),
        ('"version": "', '"version": "<b>', "unnamed version"),
        ('"method": "safe-harbor"', '"method": "other"', "another method"),
        ('"policy_sha256": "', '"policy_sha256": "0', "another deid/policy.json"),
    ],
)
def test_a_changed_report_is_told(sealed, tmp_path, before, after, said):
    shutil.copytree(sealed, tmp_path / "out")
    report = tmp_path / "out" / "deid" / "report.json"
    assert before in report.read_text()
    text = report.read_text()
    report.write_text(text[: text.rindex(before)] + text[text.rindex(before) :].replace(before, after, 1))
    if "version" in before:
        report.write_text(text.replace(f'{before}{deid_version()}"', f'{after}{deid_version()}"'))
    problems = [problem for check in verify(tmp_path / "out").checks for problem in check.problems]
    assert any(said in problem for problem in problems), problems


def deid_version() -> str:
    from importlib.metadata import version

    return version("deid-release")


def test_a_report_that_is_none_fails(sealed, tmp_path):
    shutil.copytree(sealed, tmp_path / "out")
    (tmp_path / "out" / "deid" / "report.json").write_text("[]")
    problems = [problem for check in verify(tmp_path / "out").checks for problem in check.problems]
    assert "deid/report.json: no JSON object" in problems


def test_a_plan_of_other_columns_is_refused_in_memory_too(tmp_path):
    frame = pd.DataFrame({"mrn": ["M0012345"], "patient_name": ["Zebulon Quackenbush"], "icd10": ["E11.9"]})
    plan = deid.plan(deid.survey(frame))
    for other in (frame[["mrn"]], frame[["patient_name", "mrn", "icd10"]], frame.assign(more=1)):
        with pytest.raises(deid.ConfigurationError, match="columns"):
            deid.deidentify(other, plan=plan)
    (tmp_path / "plan.yaml").write_text(plan.to_yaml())
    assert list(deid.deidentify(frame, plan=tmp_path / "plan.yaml").data.columns) == ["mrn", "icd10"]


def test_periods_intervals_and_unnamed_indexes():
    frame = pd.DataFrame(
        {
            "visit_date": pd.period_range("2023-12", periods=2, freq="M"),
            "age_band": pd.interval_range(0, 2),
            "heart_rate": [60, 70],
        },
        index=["E11.9", "I10"],
    )
    data = deid.deidentify(frame).data
    assert list(data["visit_date_year"]) == [2023, 2024]
    assert data.index.names == [None]


def test_a_label_that_holds_a_persons_name_is_numbered():
    frame = pd.DataFrame({"patient_name": ["Zebulon Quackenbush"], "Quackenbush glucose": [5.1], "mrn": ["M0012345"]})
    assert not [label for label in deid.deidentify(frame).data.columns if "Quackenbush" in label]


def test_tables_with_one_name_are_refused():
    with pytest.raises(deid.UsageError, match="same name"):
        deid.deidentify({1: pd.DataFrame({"a": [1]}), "1": pd.DataFrame({"a": [1]})})
    with pytest.raises(deid.UsageError, match="vault"):
        deid.deidentify(pd.DataFrame({"a": [1]}), vault=5)  # type: ignore[arg-type]


def test_a_dicom_data_set_is_checked_as_a_release_is(monkeypatch):
    dataset = pydicom.dcmread(get_testdata_file("CT_small.dcm"))
    result = deid.deidentify(dataset)
    assert len(result.evidence.checks) > 5
    assert result.evidence.harvested["exact"] > 0
    assert deid.survey(dataset).objects == {"CT": 1}

    def leaks(source, *_others):
        treated = copy.deepcopy(result.data)
        treated.PatientName = source.PatientName
        return Applied(treated, Tally().evidence())

    monkeypatch.setattr("deid.memory.deidentify_dataset", leaks)
    with pytest.raises(deid.CheckFailed):
        deid.deidentify(dataset)
