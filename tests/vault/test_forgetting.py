"""Requests for deletion: rows are gone, others keep their codes, and the releases are named."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from deid import pipeline
from deid.errors import Refused
from deid.release.disclosure.forgetting import forget
from deid.release.disclosure.register import Register
from deid.vault import DOMAINS, Vault

ROWS = "mrn,patient_name,icd10\n00412345,Zebulon Quackenbush,E11.9\n00412346,Philippa Oyelaran,I10\n"


def made(folder: Path, rows: str, name: str) -> tuple[str, dict[str, str]]:
    """The release's name, and the codes by row's diagnosis."""
    (folder / f"{name}.csv").write_text(rows)
    release = pipeline.run(folder / f"{name}.csv", folder / name, vault=folder / "vault").path
    lines = [line.split(",") for line in (release / f"data/tables/{name}.csv").read_text().splitlines()[1:]]
    return json.loads((release / "deid/report.json").read_text())["release"], {line[-1]: line[0] for line in lines}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def test_a_persons_rows_are_destroyed_and_their_releases_named(folder: Path) -> None:
    one, codes = made(folder, ROWS, "one")
    other, _ = made(folder, ROWS.splitlines()[0] + "\n00412346,Philippa Oyelaran,I10\n", "other")
    vault = Vault.open(folder / "vault")
    Register(vault.path / "register.jsonl").append(
        {"event": "disclosure", "release": one, "recipient": "Ardent", "date": "2026-01-01", "kind": "sale"}
    )
    before = b"".join(path.read_bytes() for path in sorted((folder / "one").rglob("*")) if path.is_file())
    done = forget(vault, number="412345")
    assert done is not None
    assert (done.rows >= 1, done.releases, [line.number for line in done.disclosures]) == (True, (one,), [1])
    assert vault.lookup(codes["E11.9"]) == []
    assert vault.lookup(codes["I10"]) != []
    assert before == b"".join(path.read_bytes() for path in sorted((folder / "one").rglob("*")) if path.is_file())
    everything = b"".join(path.read_bytes() for path in vault.path.rglob("*") if path.is_file())
    assert b"412345" not in everything
    assert b"412346" in everything
    assert [line.entry["event"] for line in Register(vault.path / "register.jsonl").lines()] == [
        "disclosure",
        "erasure",
    ]
    assert forget(vault, number="412345") is None
    assert forget(vault, code=codes["I10"]).releases == tuple(sorted([one, other]))  # type: ignore[union-attr]


def test_who_was_not_forgotten_keeps_the_code_and_who_was_gets_another(folder: Path) -> None:
    _, before = made(folder, ROWS, "one")
    forget(Vault.open(folder / "vault"), code=before["E11.9"])
    _, after = made(folder, ROWS, "two")
    assert after["I10"] == before["I10"]
    assert after["E11.9"] != before["E11.9"]


def test_everybody_can_be_forgotten(folder: Path) -> None:
    _, codes = made(folder, ROWS, "one")
    vault = Vault.open(folder / "vault")
    for code in codes.values():
        assert forget(vault, code=code) is not None
    assert list(Vault.open(folder / "vault").entries("person")) == []
    _, after = made(folder, ROWS, "two")
    assert not set(after.values()) & set(codes.values())


def test_records_of_releases_hold_no_value(folder: Path) -> None:
    made(folder, ROWS, "one")
    records = sorted((folder / "vault" / "releases").iterdir())
    assert [record.suffix for record in records] == [".json", ".owners", ".u64"]
    assert set(json.loads(records[0].read_text())) == {"release", "data_sha256", "folder", "quarantine"}
    assert len(np.fromfile(records[2], np.uint64)) == 2


def test_a_broken_register_stops_the_deletion(folder: Path) -> None:
    _, codes = made(folder, ROWS, "one")
    vault = Vault.open(folder / "vault")
    (vault.path / "register.jsonl").write_text("{}\n")
    with pytest.raises(Refused):
        forget(vault, code=codes["I10"])
    assert vault.lookup(codes["I10"])


TABLES = {
    "patients.csv": "mrn,birth_date,sex\n00412345,1951-03-04,F\n00412346,1962-05-06,M\n00412347,1970-05-06,M\n",
    # Encounter 900003 is of two persons, ward W-77001 of all.
    "encounters.csv": "encounter_id,mrn,visit_date,ward_id\nE-900001,00412345,2019-03-04,W-77001\n"
    "E-900002,00412346,2020-05-06,W-77001\nE-900003,00412345,2020-01-01,W-77001\n"
    "E-900003,00412346,2020-01-01,W-77001\nE-900004,00412347,2020-01-01,W-77001\n",
    # Says of whom only by the encounter.
    "observations.csv": "observation_id,encounter_id,loinc\nO-5500011,E-900001,2339-0\nO-5500012,E-900002,2339-0\n"
    "O-5500013,E-900003,2339-0\nO-5500014,E-900004,2339-0\n",
}
UIDS = {"00412345": "1.2.840.99.1.20190304", "00412346": "1.2.840.99.2.20200506"}


def export_of(folder: Path) -> Path:
    """Tables and images of three persons."""
    from pydicom import dcmread
    from pydicom.data import get_testdata_file

    export = folder / "export"
    export.mkdir()
    for name, text in TABLES.items():
        (export / name).write_text(text)
    for mrn, uid in UIDS.items():
        made = dcmread(str(get_testdata_file("CT_small.dcm")))
        made.PatientID = mrn
        made.StudyInstanceUID, made.SeriesInstanceUID, made.SOPInstanceUID = f"{uid}.1", f"{uid}.2", f"{uid}.3"
        made.file_meta.MediaStorageSOPInstanceUID = f"{uid}.3"
        made.FrameOfReferenceUID = f"{uid}.4"
        made.save_as(export / f"{mrn}.dcm")
    return export


def bytes_of(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def codes_of(vault: Vault) -> dict[tuple[str, str], str]:
    return {(domain, entry.key): entry.code for domain in DOMAINS for entry in vault.entries(domain)}


def rows_of(vault: Vault) -> int:
    return sum(1 for domain in DOMAINS for _ in vault.entries(domain))


def test_what_is_a_persons_alone_goes_and_nothing_else(folder: Path) -> None:
    export = export_of(folder)
    pipeline.run(export, folder / "out", vault=folder / "vault")
    vault = Vault.open(folder / "vault")
    theirs = [b"412345", b"E-900001", b"O-5500011", UIDS["00412345"].encode()]
    for value in theirs:
        assert value in bytes_of(vault.path), value
    before, rows = codes_of(vault), rows_of(vault)
    done = forget(vault, number="412345")
    assert done is not None
    assert (len(done.releases), done.absent) == (1, ())
    left = bytes_of(vault.path)
    for value in theirs:
        assert value not in left, value
    for value in (b"412346", b"E-900002", b"E-900003", b"W-77001", b"O-5500013", UIDS["00412346"].encode()):
        assert value in left, value
    after = codes_of(vault)
    assert after.items() <= before.items()
    assert done.rows == rows - rows_of(vault) == 8
    made = pipeline.run(export, folder / "again", vault=folder / "vault").path
    again = codes_of(Vault.open(folder / "vault"))
    assert after.items() <= again.items()
    assert not {again[key] for key in set(before) - set(after)} & set(before.values())
    assert set(before) == set(again)
    assert (made / "data").is_dir()


def test_images_that_went_into_quarantine_go_with_their_person(folder: Path) -> None:
    from pydicom import dcmread

    export = export_of(folder)
    for mrn, uid in UIDS.items():
        shown = dcmread(export / f"{mrn}.dcm")
        shown.SOPClassUID = shown.file_meta.MediaStorageSOPClassUID = "1.2.840.10008.5.1.4.1.1.6.1"
        shown.Modality, shown.SOPInstanceUID = "US", f"{uid}.77"
        shown.SeriesInstanceUID, shown.FrameOfReferenceUID = f"{uid}.78", "1.2.840.99.3.1"
        shown.file_meta.MediaStorageSOPInstanceUID = f"{uid}.77"
        shown.save_as(export / f"shown-{mrn}.dcm")
    made = pipeline.run(export, folder / "out", vault=folder / "vault")
    assert len(made.evidence.quarantined) == 2
    vault = Vault.open(folder / "vault")
    assert forget(vault, number="412345") is not None
    left = bytes_of(vault.path)
    assert UIDS["00412345"].encode() not in left
    # Of the other person nothing is lost, nor what both objects name.
    for value in (f"{UIDS['00412346']}.77", f"{UIDS['00412346']}.78", f"{UIDS['00412346']}.1", "1.2.840.99.3.1"):
        assert value.encode() in left, value


def test_a_release_that_is_not_at_hand_stops_the_deletion(folder: Path) -> None:
    export = export_of(folder)
    pipeline.run(export, folder / "out", vault=folder / "vault")
    (folder / "out").rename(folder / "moved")
    vault = Vault.open(folder / "vault")
    before = codes_of(vault)
    with pytest.raises(Refused, match="not at hand as it was made"):
        forget(vault, number="00412345")
    assert codes_of(vault) == before
    register = Register(vault.path / "register.jsonl")
    assert register.lines() == []
    done = forget(vault, number="00412345", folders=[folder / "moved"])
    assert done is not None
    assert b"E-900001" not in bytes_of(vault.path)
    (folder / "moved/data/tables/patients.csv").write_text("changed\n")
    (folder / "moved/manifest-sha256.txt").write_text("changed\n")
    alone = forget(vault, number="00412346", folders=[folder / "moved"], incomplete=True)
    assert alone is not None
    assert alone.absent == alone.releases
    assert b"412346" not in bytes_of(vault.path).replace(b"E-900002", b"")
    assert b"E-900002" in bytes_of(vault.path)
