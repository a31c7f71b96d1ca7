"""The whole room at once: whatever is planted, and wherever, does not come out."""

from __future__ import annotations

import io
import warnings

import pydicom
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydicom import config
from pydicom.datadict import DicomDictionary
from pydicom.dataelem import DataElement
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence as Items
from pydicom.uid import ExplicitVRBigEndian, ExplicitVRLittleEndian, ImplicitVRLittleEndian

from deid.dicom.harvesting import harvest
from deid.dicom.reading import read
from deid.dicom.treating import deidentify_dataset, deidentify_object
from deid.errors import Unreadable

PLANTED = "QZXKANARY"
SYNTAXES = [ImplicitVRLittleEndian, ExplicitVRLittleEndian, ExplicitVRBigEndian]
RESERVED = {0x00080005, 0x00080016, 0x00080018, 0x00420011, 0x00041220}
TEXT = {"AE", "CS", "LO", "LT", "PN", "SH", "ST", "UC", "UI", "UR", "UT", "OB", "UN"}
ATTRIBUTES = sorted(
    (tag, entry[0])
    for tag, entry in DicomDictionary.items()
    if (tag >> 16) >= 8 and not (tag >> 16) & 1 and entry[0] in TEXT and tag not in RESERVED
)
SEQUENCES = [0x00081115, 0x00081199, 0x00540016, 0x00400275, 0x00081140, 0x0040A730, 0x52009229, 0x00101002]

some_planted = st.lists(
    st.tuples(
        st.one_of(
            st.sampled_from(ATTRIBUTES),
            st.tuples(st.integers(0x00090010, 0x00110FFF), st.sampled_from(["LO", "UN", "PN"])),
        ),
        st.lists(st.sampled_from(SEQUENCES), max_size=4),
        st.sampled_from(["{}", "Jane {}", "A^B={}", "{}^X", "X\\{}", "{}1234"]),
    ),
    min_size=1,
    max_size=12,
)


def screen(text: str) -> bool:
    return PLANTED in text.upper()


def plant(dataset: Dataset, plants: list[tuple[tuple[int, str], list[int], str]]) -> None:
    for (tag, vr), path, form in plants:
        level = dataset
        for sequence in path:
            if sequence not in level:
                level[sequence] = DataElement(sequence, "SQ", Items([Dataset()]))
            level = level[sequence].value[0]
        text = form.format(PLANTED)
        value = text.encode().ljust((len(text) + 1) // 2 * 2) if vr in ("OB", "UN") else text
        try:
            level[tag] = DataElement(tag, vr, value, validation_mode=config.IGNORE)
        except TypeError:  # pydicom itself will not hold this form
            continue


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(plants=some_planted, syntax=st.sampled_from(SYNTAXES))
def test_nothing_planted_survives(make_object, encoded, rules, codes, plants, syntax):
    dataset = make_object()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        plant(dataset, plants)
        source = encoded(dataset, syntax)
        try:
            released = deidentify_object(source, rules, codes, screen)
        except Unreadable as refused:
            assert PLANTED not in refused.reason
            return
        assert PLANTED.encode() not in released.data.upper()
        assert PLANTED not in str(pydicom.dcmread(io.BytesIO(released.data))).upper()
        assert PLANTED not in repr(released.evidence)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(plants=some_planted)
def test_the_same_object_gives_the_same_bytes_and_twice_changes_nothing(make_object, encoded, rules, codes, plants):
    dataset = make_object()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        plant(dataset, plants)
        source = encoded(dataset)
    first = _data(source, rules, codes)
    assert first == _data(source, rules, codes)
    if first is not None:
        assert _data(first, rules, codes) == first


def _data(source: bytes, rules, codes) -> bytes | None:
    try:
        return deidentify_object(source, rules, codes, screen).data
    except Unreadable:
        return None


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(noise=st.binary(max_size=400), start=st.sampled_from([0, 132, 300]))
def test_noise_never_raises_anything_but_unreadable(make_object, encoded, rules, codes, noise, start):
    source = encoded(make_object())
    for data in (noise, source[:start] + noise, source[: start + 60] + noise + source[start + 60 :]):
        try:
            released = deidentify_object(data, rules, codes, screen)
        except Unreadable as refused:
            assert "MRN-4711" not in refused.reason
        else:
            assert b"MRN-4711" not in released.data


def test_what_is_released_carries_its_new_identity(make_object, encoded, rules, codes, reread, passing):
    released = deidentify_object(encoded(make_object(pixels=True)), rules, codes, passing)
    back = reread(released.data)
    assert back.file_meta.MediaStorageSOPInstanceUID == back.SOPInstanceUID == released.sop_uid
    assert (back.StudyInstanceUID, back.SeriesInstanceUID) == (released.study_uid, released.series_uid)
    assert released.sop_uid == codes.uid("1.2.3.4.5.6")
    assert released.modality == "CT"


def test_no_harvested_value_is_in_the_output(make_object, encoded, rules, codes, passing):
    dataset = make_object(
        PatientBirthDate="19500102",
        AccessionNumber="ACC7701",
        InstitutionName="North Hospital",
        OperatorsName=["Roe^Ann", "Poe^Eve"],
        PatientAddress="12 Elm St",
        DeviceSerialNumber="SN-99-17",
    )
    source = encoded(dataset, SourceApplicationEntityTitle="NORTHCT1")
    released = deidentify_object(source, rules, codes, passing)
    values = [found.value for found in harvest(read(source))]
    assert len(values) > 12
    assert not [value for value in values if value.encode() in released.data]


@pytest.mark.parametrize("vr", ["UN", "LO", "US", "DS", "OB", "ST", "FD", "PN", "IS", "AT"])
def test_text_under_a_wrong_vr_does_not_survive(raw_object, rules, codes, vr):
    chosen = [tag for tag, entry in sorted(DicomDictionary.items()) if entry[0] in (*TEXT, "US", "DS", "IS", "FD")]
    skipped = {*RESERVED, 0x0020000D, 0x00080060}
    value = f"{PLANTED} QZXKANARY".encode()[:16]
    plants = [(tag, vr, value) for tag in chosen if tag >> 16 >= 8 and tag not in skipped]
    released = deidentify_object(raw_object(*plants), rules, codes, screen)
    assert len(plants) > 2000
    assert PLANTED[:7].encode() not in released.data


def test_nothing_is_printed_and_nothing_is_warned(raw_object, rules, codes, passing, capfd):
    source = raw_object((0x00080005, "CS", b"JANE DOE"), (0x00080020, "DA", b"Jane Doe"), (0x00200013, "IS", b"Jane"))
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        deidentify_object(source, rules, codes, passing)
    assert caught == []
    assert capfd.readouterr() == ("", "")


def test_an_unexpected_error_is_refused_without_its_message(make_object, encoded, rules, passing):
    class Broken:
        def person(self, key):
            raise KeyError("Jane Doe")

        uid = person

    with pytest.raises(Unreadable) as caught:
        deidentify_object(encoded(make_object()), rules, Broken(), passing)
    assert caught.value.reason == "cannot be parsed: KeyError"
    assert caught.value.__cause__ is None


def test_pixels_and_numbers_of_an_object_made_in_memory_stay(make_object, codes, passing, rules):
    dataset = make_object(pixels=True)
    del dataset.PixelData
    dataset.PixelData, dataset.SmallestImagePixelValue = bytes(32), 3
    treated = deidentify_dataset(dataset, rules, codes, passing).dataset
    assert treated.PixelData == bytes(32)
    assert treated.SmallestImagePixelValue == 3
