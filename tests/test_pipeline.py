from __future__ import annotations

import errno
import gzip
import shutil
from pathlib import Path

import pandas as pd
import pytest

from deid import pipeline
from deid.batch import applying
from deid.errors import CheckFailed, ConfigurationError, Refused, UsageError
from deid.planning import load
from deid.profile import load as load_profile
from deid.release.verification import verify
from deid.safe_harbor.vocabulary import is_common_word
from deid.tables.applying import Keys
from deid.treatments.removing import Remove
from deid.vault import Vault


@pytest.fixture(scope="module")
def sealed(hospital, tmp_path_factory):
    target = tmp_path_factory.mktemp("sealed") / "release"
    return pipeline.run(hospital.folder, target)


def test_no_planted_value_stands_in_any_byte(sealed, hospital, search):
    planted = [
        entry.value
        for entry in hospital.planted
        if entry.distinctive and len(entry.value) >= 4 and not is_common_word(entry.value)
    ]
    assert len(planted) > 500
    assert search(sealed.path).found(planted) == []


def test_the_release_verifies(sealed):
    found = verify(sealed.path)
    assert found.passed, [check for check in found.checks if not check.passed]
    assert found.method == "safe-harbor"


def test_what_cannot_be_released_is_quarantined_with_a_reason(sealed):
    places = {entry.place.rsplit("/", 1)[-1] for entry in sealed.evidence.quarantined}
    assert {"broken.dcm", "readme.txt", "thumbs.db"} <= places
    assert all(entry.reason for entry in sealed.evidence.quarantined)


def test_joins_give_the_same_row_counts(sealed, hospital):
    def joined(folder: Path, left: str, right: str, key: str) -> int:
        frames = [pd.read_csv(folder / name, dtype=str) for name in (left, right)]
        return len(frames[0].merge(frames[1], on=key))

    released = sealed.path / "data" / "tables"
    for left, right, key in (
        ("patients.csv", "encounters.csv", "mrn"),
        ("encounters.csv", "labs.csv", "encounter_id"),
        ("patients.csv", "devices.csv", "mrn"),
    ):
        assert joined(released, left, right, key) == joined(hospital.folder, left, right, key) > 0


def test_a_person_has_one_code_in_tables_and_dicom(sealed):
    import pydicom

    codes = set(pd.read_csv(sealed.path / "data" / "tables" / "patients.csv", dtype=str)["mrn"])
    objects = [pydicom.dcmread(path) for path in (sealed.path / "data" / "dicom").rglob("*.dcm")]
    assert objects
    assert {str(dataset.PatientID) for dataset in objects} <= codes


def test_clinical_columns_stay_whole(sealed, hospital):
    before = pd.read_csv(hospital.folder / "labs.csv", dtype=str)
    after = pd.read_csv(sealed.path / "data" / "tables" / "labs.csv", dtype=str)
    for column in ("loinc_code", "test_name", "value", "unit", "reference_range", "abnormal_flag"):
        assert after[column].equals(before[column]), column


def test_the_same_bytes_for_any_number_of_workers_and_after_an_interruption(hospital, tmp_path, monkeypatch):
    Vault.create(tmp_path / "vault")
    for copy in ("a", "b", "c"):
        shutil.copytree(tmp_path / "vault", tmp_path / f"vault-{copy}")
        (tmp_path / f"vault-{copy}").chmod(0o700)
    pipeline.run(hospital.folder, tmp_path / "a", vault=tmp_path / "vault-a")
    pipeline.run(hospital.folder, tmp_path / "b", vault=tmp_path / "vault-b", workers=2)
    with monkeypatch.context() as patched:
        patched.setattr(pipeline, "apply_all", _interrupted)
        with pytest.raises(KeyboardInterrupt):
            pipeline.run(hospital.folder, tmp_path / "c", vault=tmp_path / "vault-c")
    assert not (tmp_path / "c").exists()
    assert not list(tmp_path.glob(".c*"))
    pipeline.run(hospital.folder, tmp_path / "c", vault=tmp_path / "vault-c")
    assert _files(tmp_path / "a") == _files(tmp_path / "b") == _files(tmp_path / "c")


def _interrupted(*_args: object) -> None:
    raise KeyboardInterrupt


def _files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_fresh_vault_gives_other_codes_and_the_same_vault_the_same(small, tmp_path):
    first = pipeline.run(small, tmp_path / "one", vault=tmp_path / "vault")
    again = pipeline.run(small, tmp_path / "two", vault=tmp_path / "vault")
    other = pipeline.run(small, tmp_path / "three")
    codes = [set(pd.read_csv(run.path / "data/tables/visits.csv", dtype=str)["mrn"]) for run in (first, again, other)]
    assert codes[0] == codes[1]
    assert not codes[0] & codes[2]


def test_the_vault_finds_the_key_behind_a_code(small, tmp_path):
    made = pipeline.run(small, tmp_path / "out")
    code = pd.read_csv(made.path / "data/tables/visits.csv", dtype=str)["mrn"][0]
    assert [entry.key for entry in Vault.open(made.vault).lookup(code)] == ["00412345"]


@pytest.fixture
def small(tmp_path):
    folder = tmp_path / "export"
    folder.mkdir()
    (folder / "visits.csv").write_text(
        "mrn,patient_name,visit_date,icd10,los_days\n"
        "00412345,Zebulon Quackenbush,2019-03-04,E11.9,3\n"
        "00412346,Philippa Oyelaran,2020-05-06,I10,2\n"
    )
    return folder


def test_a_derived_value_is_refused_under_safe_harbor(small, tmp_path):
    profile = tmp_path / "p.yaml"
    profile.write_text(
        "deid_profile: 1\nname: mine\ninherits: safe-harbor\nmethod: safe-harbor\ntreatments:\n  person_key: hash\n"
    )
    with pytest.raises(Refused, match="derives"):
        pipeline.run(small, tmp_path / "out", profile=profile)
    assert not (tmp_path / "out").exists()


def test_an_expert_profile_is_sealed_as_prepared_only(small, tmp_path):
    made = pipeline.run(small, tmp_path / "out", profile="expert-shifted-dates")
    assert made.claim.method == "expert-determination"
    assert "not determined" in (made.path / "deid/report.html").read_text().lower()
    dates = pd.read_csv(made.path / "data/tables/visits.csv", dtype=str)["visit_date"]
    assert set(dates) & {"2019-03-04", "2020-05-06"} == set()
    assert verify(made.path).passed


def test_a_limited_data_set_is_never_called_de_identified(small, tmp_path):
    made = pipeline.run(small, tmp_path / "out", profile="limited-data-set")
    assert made.claim.method == "limited-data-set"
    page = (made.path / "deid/report.html").read_text()
    assert "limited data set" in page.lower()
    assert "Safe Harbor, 45 CFR" not in page


def test_a_decision_in_the_plan_is_carried_out_and_named(small, tmp_path):
    (small / "visits.csv").write_text("mrn,zq7,icd10\n" + "".join(f"M{n:05d},zyqx{n % 7},E11.9\n" for n in range(40)))
    made = pipeline.plan(pipeline.survey(small), "safe-harbor")
    text = made.to_yaml()
    assert "name: zq7" in text
    before, _, after = text.partition("name: zq7")
    after = after.replace("treatment: remove", "treatment: keep\n        decided_by: J. Roe", 1)
    (tmp_path / "plan.yaml").write_text(before + "name: zq7" + after)
    released = pipeline.run(small, tmp_path / "out", plan=load(tmp_path / "plan.yaml"))
    assert released.claim.method == "safe-harbor"
    assert released.claim.decisions
    assert "zq7" in pd.read_csv(released.path / "data/tables/visits.csv").columns


def test_a_plan_for_another_export_is_refused(small, tmp_path):
    made = pipeline.plan(pipeline.survey(small), "safe-harbor")
    (small / "visits.csv").write_text("mrn,other\nM00001,2\nM00002,3\n")
    with pytest.raises(ConfigurationError, match="columns"):
        pipeline.run(small, tmp_path / "out", plan=made)


@pytest.mark.parametrize(
    ("target", "vault", "message"),
    [
        ("export/out", "v", "inside the input"),
        ("out", "export/v", "inside the input"),
        ("nowhere/out", "v", "does not exist"),
        ("out", "out/v", "does not exist|inside each other"),
    ],
)
def test_wrong_places_are_refused_before_anything_is_read(small, tmp_path, target, vault, message):
    with pytest.raises(UsageError, match=message):
        pipeline.run(small, tmp_path / target, vault=tmp_path / vault)


def test_an_output_that_exists_is_left_alone(small, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine")
    with pytest.raises(UsageError, match="exists already"):
        pipeline.run(small, tmp_path / "out")
    assert (tmp_path / "out" / "mine.txt").read_text() == "mine"


def test_a_leak_is_found_by_the_check_and_nothing_is_released(small, tmp_path, monkeypatch):
    known = dict(applying.known_treatments())

    class Leaky(Remove):
        def apply(self, column, field, around):
            from deid.treatments import Treated

            return Treated(column)

    known["remove"] = Leaky(form="screened")
    profile = load_profile("safe-harbor")
    plan = pipeline.plan(pipeline.survey(small), profile)
    columns = tuple(c.model_copy(update={"output": c.output or "innocent"}) for c in plan.tables[0].columns)
    plan = plan.model_copy(update={"tables": (plan.tables[0].model_copy(update={"columns": columns}),)})
    monkeypatch.setattr("deid.tables.applying.known_treatments", lambda: known)
    monkeypatch.setattr("deid.batch.applying.known_treatments", lambda: known)
    with pytest.raises(CheckFailed) as caught:
        pipeline.run(small, tmp_path / "out", plan=plan)
    assert "innocent" in str(caught.value)
    assert "Quackenbush" not in str(caught.value)
    assert not (tmp_path / "out").exists()
    assert not list(tmp_path.glob(".out*"))


def test_a_full_disk_ends_the_run_without_a_trace(small, tmp_path, monkeypatch):
    def full(*_args: object, **_kwargs: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("deid.tables.delimited.DelimitedWriter.write", full)
    with pytest.raises(Refused, match="No space"):
        pipeline.run(small, tmp_path / "out")
    assert not (tmp_path / "out").exists()
    assert not list(tmp_path.glob(".out*"))


def _bad_inputs(folder: Path) -> dict[str, bytes]:
    packed = gzip.compress(b"mrn,icd10\nM00001,E11.9\n" * 2000)
    return {
        "empty.csv": b"",
        "blank.csv": b"\n\n  \n",
        "cut.csv.gz": packed[: len(packed) // 2],
        "binary.csv": bytes(range(256)) * 40,
        "nul.csv": b"mrn,icd10\nM1\x00,E11.9\n",
        "broken.parquet": b"PAR1" + b"\x00" * 50,
        "broken.xlsx": b"PK\x03\x04" + b"junk" * 40,
        "prose.txt": b"Dear colleague,\nthank you for sending Mr. Quackenbush.\n" * 5,
        "picture.png": b"\x89PNG\r\n\x1a\n" + b"\x00" * 99,
        "letter.pdf": b"%PDF-1.4\n1 0 obj\n",
    }


def test_bad_inputs_are_quarantined_one_by_one_and_the_rest_is_released(small, tmp_path, search):
    bad = _bad_inputs(small)
    for name, content in bad.items():
        (small / name).write_bytes(content)
    (small / "outside.csv").symlink_to("/etc/hostname")
    (tmp_path / "elsewhere").mkdir()
    (small / "folder").symlink_to(tmp_path / "elsewhere")
    made = pipeline.run(small, tmp_path / "out")
    reasons = {entry.place: entry.reason for entry in made.evidence.quarantined}
    assert set(bad) | {"outside.csv", "folder"} == set(reasons)
    assert all(len(reason) > 8 for reason in reasons.values())
    assert [table.source for table in made.evidence.tables] == ["visits.csv"]
    assert search(made.path).found(["quackenbush"]) == []


def test_an_export_of_nothing_readable_is_refused(tmp_path):
    (tmp_path / "export").mkdir()
    (tmp_path / "export" / "a.bin").write_bytes(b"\x00\x01" * 100)
    with pytest.raises(Refused, match="nothing could be released"):
        pipeline.run(tmp_path / "export", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_names_in_file_sheet_and_column_names_do_not_come_out(tmp_path, search):
    export = tmp_path / "export"
    export.mkdir()
    (export / "Quackenbush_labs.csv").write_text(
        "mrn,Quackenbush glucose,patient_name\nM0012345,5.4,Zebulon Quackenbush\nM0012346,5.9,Philippa Oyelaran\n"
    )
    frame = pd.DataFrame({"mrn": ["M0012345"], "result_412-55-9911": [3.5]})
    with pd.ExcelWriter(export / "book.xlsx", engine="xlsxwriter") as book:
        frame.to_excel(book, sheet_name="Zebulon Quackenbush", index=False)
    made = pipeline.run(export, tmp_path / "out")
    assert search(made.path).found(["quackenbush", "zebulon", "412-55-9911", "oyelaran"]) == []
    assert len(made.evidence.tables) == 2


def test_the_pure_function_needs_settled_keys(small, tmp_path):
    """Keys is built once a worker: a vault without a crosswalk gives no codes."""
    vault = Vault.create(tmp_path / "vault")
    with vault.workspace() as workspace:
        from deid.tables.screening import CellScreen

        keys = Keys(vault, CellScreen(vault.harvest(workspace)), 2024, {})
        assert keys.persons.domain == "person"


def test_another_kind_for_an_identifier_needs_a_name(small, tmp_path):
    made = pipeline.plan(pipeline.survey(small), "safe-harbor")
    table = made.tables[0]
    renamed = {"kind": "category", "treatment": "keep", "identifier": None, "output": "patient_name"}

    def with_name(name: str):
        columns = tuple(
            c.model_copy(update={**renamed, "decided_by": name}) if c.name == "patient_name" else c
            for c in table.columns
        )
        return made.model_copy(update={"tables": (table.model_copy(update={"columns": columns}),)})

    with pytest.raises(Refused, match="decided_by"):
        pipeline.run(small, tmp_path / "out", plan=with_name(""))
    assert not (tmp_path / "out").exists()
