"""Counting what a validator of IODs finds before and after."""

from __future__ import annotations

import shutil

import pytest

from deid import pipeline
from deid.dicom import validating
from deid.dicom.validating import VALIDATOR, Validating, errors_in, together
from deid.evidence import Validity


@pytest.fixture
def program(tmp_path, monkeypatch):
    """A validator that finds an error in each line of a file."""
    path = tmp_path / VALIDATOR
    path.write_text('#!/bin/sh\nwhile read line; do echo "Error - $line" >&2; done < "$1"\necho Module >&2\n')
    path.chmod(0o755)
    monkeypatch.setattr(validating, "validator", lambda: str(path))
    return str(path)


def test_errors_are_counted_without_their_values(tmp_path, program):
    (tmp_path / "one").write_text("value <Jane> of 17\nvalue <Joan> of 18\n")
    found = errors_in(tmp_path / "one", program)
    assert found.total() == 2
    assert len(found) == 1
    assert "Jan" not in str(found)


def test_what_was_wrong_and_what_is_new_are_told_apart(tmp_path, program):
    before, after = tmp_path / "before", tmp_path / "after"
    before.write_text("first\nsecond\n")
    after.write_text("second\nthird\n")
    looked = Validating()
    for _ in range(3):
        looked.look("CT", before, after)
    assert looked.found == {"CT": Validity(2, 4, 2)}
    assert together([looked.found, looked.found, {}]) == {"CT": Validity(4, 8, 4)}


def test_without_a_validator_nothing_is_found(tmp_path, monkeypatch):
    monkeypatch.setattr(validating, "validator", lambda: None)
    looked = Validating()
    looked.look("CT", tmp_path, tmp_path)
    assert not looked.found


def test_a_validator_that_breaks_is_not_counted(tmp_path):
    assert errors_in(tmp_path, str(tmp_path / "missing")) is None


def test_the_report_says_whether_validity_was_tested(make_object, encoded, tmp_path, monkeypatch):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "one.dcm").write_bytes(encoded(make_object()))
    monkeypatch.setattr(validating, "validator", lambda: None)
    pipeline.run(tmp_path / "in", tmp_path / "out", workers=1)
    report = next((tmp_path / "out").rglob("report.html")).read_text()
    assert "Validity was not tested" in report


def test_a_run_counts_what_was_wrong_where_the_validator_is_installed(make_object, encoded, tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "one.dcm").write_bytes(encoded(make_object()))
    release = pipeline.run(tmp_path / "in", tmp_path / "out", workers=1)
    validity, report = release.evidence.dicom.validity, next((tmp_path / "out").rglob("report.html")).read_text()
    assert list(validity) == (["CT"] if shutil.which(VALIDATOR) else [])
    assert all(one.wrong > 0 and one.new == 0 for one in validity.values())
    assert ("Errors that dciodvfy finds" in report) == bool(validity)
