from __future__ import annotations

import pytest
from pydicom.dataset import Dataset

from deid.dicom.persons import PersonKey, is_placeholder, person_of
from deid.dicom.uids import instance_uids, is_registered


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "0",
        "00000",
        "UNKNOWN",
        "unk",
        "ANON",
        "Anonymous",
        "NONE",
        "N/A",
        "TEST",
        "Test 1",
        "XXXX",
        "-",
        "no id",
    ],
)
def test_placeholders_say_nothing(text):
    assert is_placeholder(text)


@pytest.mark.parametrize("text", ["4711", "MRN-1", "00012", "TEST-4711-2", "A1", "Annon", "999-12-3456"])
def test_real_numbers_are_no_placeholders(text):
    assert not is_placeholder(text)


def test_a_person_is_known_by_number_and_issuer(make_object):
    assert person_of(make_object(PatientID=" 4711 ")) == PersonKey("4711", "")
    assert person_of(make_object(PatientID="4711", IssuerOfPatientID="North")) == PersonKey("4711", "North")
    assert person_of(make_object(PatientID="UNKNOWN")) is None
    dataset = make_object()
    del dataset.PatientID
    assert person_of(dataset) is None


def test_the_universal_entity_id_stands_in_for_the_issuer(make_object):
    qualifiers = Dataset()
    qualifiers.UniversalEntityID = "2.16.1"
    dataset = make_object(IssuerOfPatientIDQualifiersSequence=[qualifiers])
    assert person_of(dataset) == PersonKey("MRN-4711", "2.16.1")


def test_uids_of_the_standard_stay():
    assert is_registered("1.2.840.10008.5.1.4.1.1.2")
    assert is_registered("1.2.840.10008.1.4.1.1")  # Talairach, a well-known frame of reference
    assert is_registered("2.16.840.1.113883.6.96")
    assert not is_registered("2.16.840.1.113883.6.96.123456789")
    assert not is_registered("1.2.840.10008.9.9.9.4711")


def test_uids_are_found_at_every_depth(make_object):
    inner = Dataset()
    inner.ReferencedSOPClassUID = "1.2.840.10008.5.1.4.1.1.2"
    inner.ReferencedSOPInstanceUID = "1.9.9"
    outer = Dataset()
    outer.ReferencedSOPSequence = [inner]
    dataset = make_object(ReferencedSeriesSequence=[outer], FrameOfReferenceUID="1.2.840.10008.1.4.1.1")
    dataset.add_new(0x00091001, "UI", ["1.8.1", "1.8.2"])
    assert instance_uids(dataset) == {"1.2.3.4.5.6", "1.2.3.4", "1.2.3.4.5", "1.9.9", "1.8.1", "1.8.2"}
