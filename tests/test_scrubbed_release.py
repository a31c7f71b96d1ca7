"""The street with free text that a profile scrubs: nothing planted survives, and the check passes."""

from __future__ import annotations

import gzip
import os

import pandas as pd
import pytest

from deid import pipeline
from deid.release.verification import verify
from deid.safe_harbor.vocabulary import is_common_word

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
