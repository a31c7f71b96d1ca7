"""A release whose source has a DICOMDIR has its own: over the released objects, from what they say."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import warnings
from pathlib import Path

import pydicom
import pytest
from pydicom.dataset import Dataset
from pydicom.fileset import FileSet
from pydicom.uid import ExplicitVRLittleEndian

from deid import pipeline
from deid.dicom.media import naming
from deid.dicom.media.directory import Entry, directory
from deid.dicom.media.kinds import kind_for
from deid.errors import CheckFailed
from deid.release.check.objects.directory import problems_of

SR = "1.2.840.10008.5.1.4.1.1.88.11"
RTPLAN = "1.2.840.10008.5.1.4.1.1.481.5"
HANGING = "1.2.840.10008.5.1.4.38.1"


@pytest.fixture
def export(tmp_path, make_object, encoded):
    """Two patients, one study of two series, and the directory of the disc."""
    folder = tmp_path / "disc"
    (folder / "KOWALSKI").mkdir(parents=True)
    kinds = [("1.2.840.10008.5.1.4.1.1.2", "CT", True), (SR, "SR", False), (RTPLAN, "RTPLAN", False)]
    for person in range(2):
        for number, (sop_class, modality, pixels) in enumerate(kinds):
            one = make_object(sop_class, modality, pixels=pixels, StudyID="K-1962", AccessionNumber="ACC4471")
            one.PatientID, one.PatientName = f"MRN-88{person}7123", "Kowalski^Ewa"
            one.StudyInstanceUID, one.SeriesInstanceUID = f"1.2.3.{person}", f"1.2.3.{person}.{number}"
            one.SOPInstanceUID, one.InstanceNumber = f"1.2.3.{person}.{number}.1", 1
            (folder / "KOWALSKI" / f"IM{person}{number}").write_bytes(encoded(one))
    media = Dataset()
    media.FileSetID, media.DirectoryRecordSequence = "KOWALSKI", []
    data = encoded(media, MediaStorageSOPClassUID="1.2.840.10008.1.3.10", MediaStorageSOPInstanceUID="1.2.3.9")
    (folder / "DICOMDIR").write_bytes(data)
    return folder


def test_the_directory_lists_every_object_and_resolves(export, tmp_path):
    release = pipeline.run(export, tmp_path / "out", profile="safe-harbor")
    top = tmp_path / "out" / "data" / "dicom"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        listed = {Path(instance.path): instance for instance in FileSet(top / "DICOMDIR")}
        assert set(listed) == {path for path in top.rglob("*") if path.is_file() and path.name != "DICOMDIR"}
        for path, instance in listed.items():
            one = pydicom.dcmread(path)
            assert (instance.SOPInstanceUID, instance.PatientID) == (one.SOPInstanceUID, one.PatientID)
    assert len(listed) == 6
    assert b"owalski" not in (top / "DICOMDIR").read_bytes().lower()
    assert [entry.reason for entry in release.evidence.quarantined] == [
        "DICOM directory; the release has its own over the released objects"
    ]
    policy = json.loads((tmp_path / "out" / "deid" / "policy.json").read_text(encoding="utf-8"))
    assert policy["dicom"]["file_set"] is True


def test_programs_that_others_wrote_open_it(export, tmp_path):
    pipeline.run(export, tmp_path / "out", profile="safe-harbor")
    top = tmp_path / "out" / "data" / "dicom"
    for tool in ("dcmdump", "dciodvfy"):
        if shutil.which(tool):
            found = subprocess.run([tool, top / "DICOMDIR"], capture_output=True, text=True, check=False)
            assert "Error" not in found.stdout + found.stderr
            assert found.returncode == 0


def test_a_profile_asks_for_it_or_forbids_it(export, tmp_path):
    asked, forbidden = tmp_path / "asked.yaml", tmp_path / "forbidden.yaml"
    for path, said in ((asked, "true"), (forbidden, "false")):
        path.write_text(f"deid_profile: 1\nname: n\ninherits: safe-harbor\ndicom: {{file_set: {said}}}\n")
    pipeline.run(export, tmp_path / "without", profile=forbidden)
    assert not list((tmp_path / "without" / "data").rglob("DICOMDIR"))
    (export / "DICOMDIR").unlink()
    pipeline.run(export, tmp_path / "with", profile=asked)
    assert (tmp_path / "with" / "data" / "dicom" / "DICOMDIR").is_file()


def test_names_hang_on_the_uids_and_never_meet(monkeypatch):
    uids = [f"2.25.{number}" for number in range(500)]
    shuffled = random.Random(1).sample(uids, len(uids))
    assert naming.names_for(uids) == naming.names_for(shuffled)
    assert all(len(name) == 8 and name.isalnum() and name.isupper() for name in naming.names_for(uids).values())
    monkeypatch.setattr(naming, "_name", lambda uid, attempt: f"{int(uid[5:]) % 7 + attempt:08d}")
    met = naming.names_for(uids)
    assert len(set(met.values())) == len(uids)
    assert met == naming.names_for(shuffled)


def test_the_bytes_are_the_same_in_any_order():
    kind = kind_for("1.2.840.10008.5.1.4.1.1.2", pixels=True)
    entries = [
        Entry(
            kind, ("A", "B", str(n)), "1.2", f"2.25.{n}", ExplicitVRLittleEndian, ("P", "2.25.1", f"2.25.{n % 3}"), {}
        )
        for n in range(9)
    ]
    assert directory(entries) == directory(reversed(entries))


def test_objects_that_the_standard_has_no_record_for():
    assert kind_for(HANGING, pixels=False) is None
    assert kind_for("1.2.840.10008.5.1.4.1.1.481.10", pixels=False) is None
    assert kind_for("1.2.840.10008.5.1.4.1.1.66.4", pixels=True).name == "IMAGE"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda media: media.DirectoryRecordSequence[-1].__setattr__("ReferencedFileID", "XX"), "not there"),
        (lambda media: media.DirectoryRecordSequence[0].__setattr__("PatientName", "Kowalski^Ewa"), "does not say"),
        (lambda media: media.DirectoryRecordSequence[0].__setattr__("PatientID", "X"), "another one"),
        (lambda media: media.__setattr__("FileSetID", "KOWALSKI"), "names a file-set"),
        (lambda media: media.__setattr__("PatientComments", "Kowalski"), "no plain media directory"),
    ],
)
def test_the_check_sees_a_directory_that_says_more(export, tmp_path, change, said):
    pipeline.run(export, tmp_path / "out", profile="safe-harbor")
    top = tmp_path / "out" / "data" / "dicom"
    objects = {path.relative_to(top).parts: path for path in top.rglob("*") if path.is_file()}
    objects.pop(("DICOMDIR",))
    assert list(problems_of(top / "DICOMDIR", objects)) == []
    media = pydicom.dcmread(top / "DICOMDIR")
    change(media)
    media.save_as(top / "CHANGED")
    assert said in " ".join(problems_of(top / "CHANGED", objects))


def test_a_release_without_its_directory_fails_the_check(export, tmp_path, monkeypatch):
    monkeypatch.setattr("deid.batch.file_set.directory", lambda entries: b"")
    with pytest.raises(CheckFailed):
        pipeline.run(export, tmp_path / "out", profile="safe-harbor")


def test_objects_that_no_record_can_list_leave_an_empty_directory(export, tmp_path, make_object, encoded):
    for path in (export / "KOWALSKI").iterdir():
        path.unlink()
    one = make_object("1.2.840.10008.5.1.4.1.1.2", "CT", pixels=False)
    one.StudyInstanceUID, one.SeriesInstanceUID, one.SOPInstanceUID = "1.2.3.7", "1.2.3.7.1", "1.2.3.7.1.1"
    (export / "KOWALSKI" / "IM1").write_bytes(encoded(one))
    pipeline.run(export, tmp_path / "out", profile="safe-harbor")
    assert list(FileSet(tmp_path / "out" / "data" / "dicom" / "DICOMDIR")) == []


def test_a_full_name_of_two_words_goes_from_every_text(tmp_path, make_object, encoded):
    folder = tmp_path / "in"
    folder.mkdir()
    one = make_object("1.2.840.10008.5.1.4.1.1.2", "CT", pixels=True)
    one.PatientName, one.ManufacturerModelName, one.ContrastBolusRoute = "LEE^MIN", "LEE MIN", "Min, Lee"
    (folder / "one.dcm").write_bytes(encoded(one))
    pipeline.run(folder, tmp_path / "out", profile="safe-harbor")
    (released,) = (tmp_path / "out" / "data").rglob("*.dcm")
    written = released.read_bytes().upper()
    assert b"LEE MIN" not in written and b"MIN, LEE" not in written
