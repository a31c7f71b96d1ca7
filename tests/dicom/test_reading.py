from __future__ import annotations

import struct
import warnings
import zlib
from pathlib import Path

import pydicom
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydicom.dataset import Dataset
from pydicom.uid import (
    DeflatedExplicitVRLittleEndian,
    ExplicitVRBigEndian,
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
    JPEGBaseline8Bit,
)

from deid.dicom.reading import read
from deid.errors import Unreadable

SYNTAXES = [
    ImplicitVRLittleEndian,
    ExplicitVRLittleEndian,
    ExplicitVRBigEndian,
    DeflatedExplicitVRLittleEndian,
]


@pytest.mark.parametrize("syntax", SYNTAXES)
def test_every_uncompressed_transfer_syntax_is_read(make_object, encoded, syntax):
    dataset = read(encoded(make_object(pixels=True), syntax))
    assert dataset.PatientName == "Doe^Jane"
    assert dataset.Rows == 4
    assert dataset.file_meta.TransferSyntaxUID == syntax


@pytest.mark.parametrize("syntax", SYNTAXES[:3])
def test_objects_without_preamble_or_file_meta_are_read(make_object, encoded, syntax):
    data = encoded(make_object(), syntax)
    mark = b"\x00\x08\x00\x16" if syntax == ExplicitVRBigEndian else b"\x08\x00\x16\x00"
    assert read(data[132:]).PatientID == "MRN-4711"
    bare = read(data[data.rindex(mark) :])
    assert bare.PatientID == "MRN-4711"
    assert bare.file_meta.TransferSyntaxUID == syntax


def test_a_file_is_read_and_a_missing_one_is_refused_without_its_name(tmp_path, make_object, encoded):
    path = tmp_path / "Doe_Jane.dcm"
    path.write_bytes(encoded(make_object()))
    assert read(path).Modality == "CT"
    with pytest.raises(Unreadable) as caught:
        read(tmp_path / "Doe_John.dcm")
    assert "Doe" not in caught.value.reason


@pytest.mark.parametrize("cut", [1, 2, 3, 8, 20, 40, 50])
def test_a_truncated_object_is_refused(make_object, encoded, cut):
    data = encoded(make_object(pixels=True))
    with pytest.raises(Unreadable, match="truncated"):
        read(data[:-cut])


def test_a_truncated_sequence_is_refused(make_object, encoded):
    item = Dataset()
    item.ReferencedSOPInstanceUID = "1.2.3"
    dataset = make_object(ReferencedImageSequence=[item])
    data = encoded(dataset)
    at = data.index(struct.pack("<HH", 0xFFFE, 0xE000)) + 4
    broken = data[:at] + struct.pack("<I", 0x4000) + data[at + 4 :]
    with pytest.raises(Unreadable, match="truncated"):
        read(broken)


def test_a_deflated_object_that_was_cut_is_refused(make_object, encoded):
    with pytest.raises(Unreadable, match="flated"):
        read(encoded(make_object(), DeflatedExplicitVRLittleEndian)[:-12])


def test_a_media_directory_is_refused(make_object, encoded):
    dataset = make_object("1.2.840.10008.1.3.10")
    with pytest.raises(Unreadable, match="DICOM directory; the release has its own"):
        read(encoded(dataset))


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"SOPClassUID": "1.2.840.113619.4.26"}, "SOP Class is not one of the standard's"),
        ({"SOPClassUID": ""}, "no SOP Class UID"),
        ({"SOPInstanceUID": ""}, "no SOP Instance UID"),
    ],
)
def test_objects_without_identity_are_refused(make_object, encoded, change, reason):
    meta = {"MediaStorageSOPClassUID": "1.2.3", "MediaStorageSOPInstanceUID": "1.2.3"}
    with pytest.raises(Unreadable, match=reason):
        read(encoded(make_object(**change), **meta))


def test_a_private_transfer_syntax_is_refused(make_object, encoded):
    data = encoded(make_object()).replace(b"1.2.840.10008.1.2.1\0", b"1.2.840.113619.5.2\0\0")
    with pytest.raises(Unreadable, match="transfer syntax is not one"):
        read(data)


def test_pixels_that_contradict_the_transfer_syntax_are_refused(raw_object):
    pixels = (0x7FE00010, "OB", bytes(16))
    data = raw_object(pixels).replace(b"1.2.840.10008.1.2.1\0", JPEGBaseline8Bit.encode()[:20].ljust(20, b"\0"))
    with pytest.raises(Unreadable):
        read(data)


def test_an_element_that_occurs_twice_is_refused(raw_object):
    twice = raw_object() + struct.pack("<HH2sH", 0x0020, 0x000D, b"UI", 8) + b"1.2.3.4\0"
    with pytest.raises(Unreadable, match=r"\(0020,000D\) occurs twice"):
        read(twice)


def test_bytes_behind_the_pixels_are_left_out(raw_object):
    dataset = read(raw_object((0x7FE00010, "OW", bytes(32)), trailer=b"Jane Doe was here"))
    assert dataset[0x7FE00010].value == bytes(32)
    assert max(dataset.keys()) == 0x7FE00010


def test_zeros_behind_the_last_element_are_left_out(raw_object):
    assert read(raw_object(trailer=bytes(64))).Modality == "CT"


def test_sequences_may_not_nest_without_end(raw_object):
    value = b""
    for _ in range(200):
        item = struct.pack("<HHI", 0xFFFE, 0xE000, len(value)) + value
        value = struct.pack("<HH2sHI", 0x0008, 0x1115, b"SQ", 0, len(item)) + item
    with pytest.raises(Unreadable, match="nested too deeply"):
        read(raw_object((0x00081115, "SQ", value[12:])))


def test_a_sequence_written_as_un_is_read_as_implicit(raw_object):
    inner = struct.pack("<HHI", 0x0010, 0x0010, 8) + b"Doe^Jane"
    item = struct.pack("<HHI", 0xFFFE, 0xE000, len(inner)) + inner
    dataset = read(raw_object((0x00081115, "UN", item)))
    assert dataset[0x00081115].value[0].PatientName == "Doe^Jane"


def test_a_value_that_cannot_be_decoded_becomes_un_and_says_nothing(raw_object):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        dataset = read(raw_object((0x00280010, "US", b"abc\0\0"), (0x00200013, "IS", b"Jane Doe")))
    assert dataset[0x00280010].VR == "UN"
    assert caught == []


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.integers(0, 400), patch=st.binary(min_size=1, max_size=6))
def test_damage_anywhere_ends_in_unreadable_or_in_an_object(raw_object, at, patch):
    data = bytearray(raw_object((0x00100010, "PN", b"Doe^Jane"), (0x7FE00010, "OW", bytes(32))))
    at %= len(data)
    data[at : at + len(patch)] = patch
    try:
        dataset = read(bytes(data))
    except Unreadable as refused:
        assert "Doe" not in refused.reason
    else:
        assert isinstance(dataset, Dataset)


def test_every_bundled_file_is_read_or_refused():
    bundled = Path(pydicom.__file__).parent / "data" / "test_files"
    paths = [path for path in bundled.glob("*.dcm") if path.stat().st_size < 50_000]
    outcomes = {path.name: _outcome(path) for path in paths}
    assert sum(reason is None for reason in outcomes.values()) > 50
    assert "truncated" in str(outcomes["rtplan_truncated.dcm"])
    assert "truncated" in str(outcomes["MR_truncated.dcm"])
    assert not [name for name, reason in outcomes.items() if reason and "cannot be parsed" in reason]


def _outcome(path: Path) -> str | None:
    try:
        read(path)
    except Unreadable as refused:
        return refused.reason
    return None


def test_deflated_data_cannot_blow_up(monkeypatch, make_object, encoded):
    monkeypatch.setattr("deid.dicom.reading.LARGEST", 64)
    data = encoded(make_object(), DeflatedExplicitVRLittleEndian)
    assert len(zlib.compress(data)) > 64
    with pytest.raises(Unreadable):
        read(data)
