"""The street with free text that a profile scrubs: nothing planted survives, and the check passes."""

from __future__ import annotations

import gzip
import os

import pandas as pd
import pytest

from deid import pipeline
from deid.errors import DeidError, VaultError
from deid.release.verification import verify
from deid.safe_harbor.names import given_name_frequency
from deid.safe_harbor.vocabulary import is_common_word
from deid.vault import Vault
from deid.vault.offsets import ENDING

PROFILE = """deid_profile: 1
name: scrubbed
inherits: safe-harbor
treatments: {free_text: scrub_reduced}
text: {recall_floor: 0.5}
"""


@pytest.fixture(scope="module")
def scrubbed(hospital, tmp_path_factory):
    folder = tmp_path_factory.mktemp("scrubbed")
    (folder / "p.yaml").write_text(PROFILE)
    return pipeline.run(hospital.folder, folder / "release", profile=folder / "p.yaml", vault=os.fspath(folder / "v"))


def test_notes_stay_without_what_was_planted_in_them(scrubbed, hospital):
    notes = gzip.decompress((scrubbed.path / "data/tables/notes.csv.gz").read_bytes()).decode("utf-8-sig")
    texts = pd.read_csv(scrubbed.path / "data/tables/notes.csv.gz", sep="|")["text"]
    assert texts.notna().mean() > 0.9
    assert "[NAME]" in notes and "blood pressure" in notes and "Parkinson's disease" in notes
    planted = {e.value for e in hospital.planted if e.distinctive and len(e.value) >= 5 and not is_common_word(e.value)}
    assert sorted(value for value in planted if value in notes) == []


def test_the_scrubbed_release_verifies_and_says_how_good_the_finder_is(scrubbed):
    found = verify(scrubbed.path)
    assert found.passed, [check for check in found.checks if not check.passed]
    assert found.method == "safe-harbor"
    page = (scrubbed.path / "deid/report.html").read_text()
    assert "scrubbed" in page and "recall" in page


@pytest.mark.parametrize(("treatment", "method"), [("scrub_surrogates", "safe-harbor"), ("scrub_surrogates_keyed", "")])
def test_surrogates_stand_where_names_stood(hospital, tmp_path, treatment, method):
    (tmp_path / "p.yaml").write_text(PROFILE.replace("scrub_reduced", treatment))
    if not method:
        with pytest.raises(DeidError):
            pipeline.run(hospital.folder, tmp_path / "release", profile=tmp_path / "p.yaml", vault=str(tmp_path / "v"))
        return
    release = pipeline.run(
        hospital.folder, tmp_path / "release", profile=tmp_path / "p.yaml", vault=str(tmp_path / "v")
    )
    notes = pd.read_csv(release.path / "data/tables/notes.csv.gz", sep="|")["text"]
    assert notes.notna().mean() > 0.9
    text = "\n".join(notes.dropna())
    assert "[NAME]" not in text and "[DATE]" in text
    planted = {e.value for e in hospital.planted if e.distinctive and len(e.value) >= 5 and not is_common_word(e.value)}
    drawn = {
        name for name in planted if given_name_frequency(name.lower()) > 0
    }  # a made-up name may be somebody's, too
    assert sorted(value for value in planted - drawn if value in text) == []
    found = verify(release.path)
    assert found.passed and found.method == "safe-harbor", [check for check in found.checks if not check.passed]
    assert "made-up" in (release.path / "deid/report.html").read_text()


def test_the_vault_knows_where_the_values_stood(scrubbed, hospital):
    original = pd.read_csv(hospital.folder / "notes.csv.gz", sep="|", dtype=str)["text"]
    texts = pd.read_csv(scrubbed.path / "data/tables/notes.csv.gz", sep="|", dtype=str)["text"]
    (release,) = (path.name.removesuffix(ENDING) for path in (scrubbed.path.parent / "v/releases").glob(f"*{ENDING}"))
    assert release in (scrubbed.path / "deid/report.json").read_text()
    entries = list(Vault.open(scrubbed.path.parent / "v").offsets_of(release))
    assert ("data/tables/notes.csv.gz", "text") in {(entry["table"], entry["column"]) for entry in entries}
    for entry in (entry for entry in entries if entry["column"] == "text"):
        before, after, last = original[entry["row"]], texts[entry["row"]], [0, 0]
        for start, end, new_start, new_end, letter in entry["places"]:
            assert letter in "ABCDEFGHIJKLMNOPQR"
            if new_end > last[1]:
                assert before[last[0] : start] == after[last[1] : new_start]
            last = [end, new_end]
        assert before[last[0] :] == after[last[1] :]
    with pytest.raises(VaultError):
        Vault.open(scrubbed.path.parent / "v").offsets_of("../other")


def test_a_note_may_tell_the_time(tmp_path):
    (tmp_path / "in").mkdir()
    rows = ['p1,"14:30 BP 120/80. Dr. Okafor on 3/4/2020, stable."', 'p2,"Seen 8:15 am, pain at 3am."']
    (tmp_path / "in" / "notes.csv").write_text("\n".join(["patient_id,note", *rows, ""]), "utf-8")
    (tmp_path / "p.yaml").write_text(PROFILE)
    release = pipeline.run(tmp_path / "in", tmp_path / "out", profile=tmp_path / "p.yaml")
    notes = (release.path / "data/tables/notes.csv").read_text("utf-8")
    assert "14:30 BP 120/80." in notes and "8:15 am, pain at 3am" in notes and "Okafor" not in notes
