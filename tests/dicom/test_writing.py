from __future__ import annotations

import io
from pathlib import Path

import pydicom
import pytest
from pydicom.dataset import Dataset
from pydicom.uid import (
    DeflatedExplicitVRLittleEndian,
    ExplicitVRBigEndian,
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
)

from deid.dicom.reading import read
from deid.dicom.surveying import summary
from deid.dicom.writing import IMPLEMENTATION_CLASS, encode
from deid.errors import Unreadable

SYNTAXES = [
    ImplicitVRLittleEndian,
    ExplicitVRLittleEndian,
    ExplicitVRBigEndian,
    DeflatedExplicitVRLittleEndian,
]


@pytest.mark.parametrize("syntax", SYNTAXES)
def test_the_transfer_syntax_and_the_pixels_stay(make_object, encoded, reread, syntax):
    source = make_object(pixels=True)
    data = encode(read(encoded(source, syntax)))
    back = reread(data)
    assert back.file_meta.TransferSyntaxUID == syntax
    assert back.PixelData == source.PixelData
    assert data == encode(read(encoded(source, syntax)))


def test_the_prelude_is_fresh(make_object, encoded, reread):
    source = encoded(
        make_object(),
        preamble=b"Jane Doe".ljust(128, b"x"),
        SourceApplicationEntityTitle="NORTHCT1",
        SendingApplicationEntityTitle="NORTHCT2",
        PrivateInformationCreatorUID="1.9.9",
        PrivateInformation=b"Jane",
        ImplementationVersionName="NORTH_1",
    )
    data = encode(read(source))
    assert data[:132] == bytes(128) + b"DICM"
    meta = reread(data).file_meta
    assert [element.tag.element for element in meta] == [0x00, 0x01, 0x02, 0x03, 0x10, 0x12, 0x13]
    assert meta.ImplementationClassUID == IMPLEMENTATION_CLASS
    assert meta.MediaStorageSOPInstanceUID == "1.2.3.4.5.6"
    prelude = data[: data.index(b"\x08\x00\x16\x00")]
    assert not any(word in prelude for word in (b"NORTH", b"Jane", b"1.9.9"))


def test_compressed_pixels_stay_as_they_are(encoded, reread):
    bundled = Path(pydicom.__file__).parent / "data" / "test_files" / "SC_rgb_rle_2frame.dcm"
    source = pydicom.dcmread(bundled)
    back = reread(encode(read(bundled)))
    assert back.PixelData == source.PixelData
    assert back[0x7FE00010].is_undefined_length


def test_a_data_set_by_hand_is_written_explicit_little_endian(make_object, reread):
    assert reread(encode(make_object())).file_meta.TransferSyntaxUID == ExplicitVRLittleEndian


def test_no_identity_is_refused():
    with pytest.raises(Unreadable, match="no SOP Class UID"):
        encode(Dataset())


def test_a_value_that_cannot_be_encoded_is_refused_without_the_value(make_object):
    dataset = make_object()
    dataset.add_new(0x00280010, "US", 1)
    dataset[0x00280010]._value = "Jane Doe"
    with pytest.raises(Unreadable) as caught:
        encode(dataset)
    assert "Jane" not in caught.value.reason
    assert caught.value.__cause__ is None


def test_text_is_written_in_the_declared_character_set(make_object):
    dataset = make_object(SpecificCharacterSet="ISO_IR 192", Manufacturer="Müller")
    assert "Müller".encode() in encode(dataset)
    assert pydicom.dcmread(io.BytesIO(encode(dataset))).Manufacturer == "Müller"


def test_a_summary_says_the_kind_and_no_value(make_object):
    item = Dataset()
    item.PatientName = "Doe^Jane"
    dataset = make_object(pixels=True, ReferencedSeriesSequence=[item])
    dataset.add_new(0x00091001, "LO", "Jane")
    found = summary(dataset)
    assert (found.modality, found.sop_class, found.has_pixels) == ("CT", "CT Image Storage", True)
    assert (found.elements, found.private_elements) == (len(dataset) + 1, 1)
    assert summary(make_object(modality="JANE DOE")).modality == ""
