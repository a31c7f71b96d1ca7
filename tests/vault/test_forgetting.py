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
from deid.vault import Vault

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
    assert [record.suffix for record in records] == [".json", ".u64"]
    assert set(json.loads(records[0].read_text())) == {"release", "data_sha256"}
    assert len(np.fromfile(records[1], np.uint64)) == 2


def test_a_broken_register_stops_the_deletion(folder: Path) -> None:
    _, codes = made(folder, ROWS, "one")
    vault = Vault.open(folder / "vault")
    (vault.path / "register.jsonl").write_text("{}\n")
    with pytest.raises(Refused):
        forget(vault, code=codes["I10"])
    assert vault.lookup(codes["I10"])
