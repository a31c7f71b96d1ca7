from __future__ import annotations

import struct

import pytest
from pydicom.dataset import Dataset

from deid.dicom.frames import fragments_of, identifying_comment, surplus
from deid.dicom.pixels import admit, pixels_can_carry_text
from deid.errors import Unreadable
from deid.profile import DicomSettings

ROOT = "1.2.840.10008.5.1.4.1.1."


@pytest.mark.parametrize(
    ("sop_class", "modality"),
    [
        (ROOT + "2", "CT"),
        (ROOT + "4", "MR"),
        (ROOT + "1", "CR"),
        (ROOT + "1.1", "DX"),
        (ROOT + "128", "PT"),
        (ROOT + "20", "NM"),
        (ROOT + "481.2", "RTDOSE"),
        (ROOT + "66.4", "SEG"),
    ],
)
def test_plain_images_are_admitted(make_object, sop_class, modality):
    dataset = make_object(sop_class, modality, pixels=True, ImageType=["ORIGINAL", "PRIMARY"])
    assert pixels_can_carry_text(dataset) is None
    admit(dataset)


@pytest.mark.parametrize(
    ("sop_class", "modality"),
    [(ROOT + "88.33", "SR"), (ROOT + "88.59", "KO"), (ROOT + "11.1", "PR"), (ROOT + "481.3", "RTSTRUCT")],
)
def test_objects_without_pixels_are_admitted(make_object, sop_class, modality):
    assert pixels_can_carry_text(make_object(sop_class, modality)) is None


@pytest.mark.parametrize(
    ("sop_class", "modality", "word"),
    [
        (ROOT + "6.1", "US", "ultrasound"),
        (ROOT + "3.1", "US", "ultrasound"),
        (ROOT + "7", "OT", "secondary capture"),
        (ROOT + "7.4", "CT", "secondary capture"),
        (ROOT + "12.1", "XA", "angiography"),
        (ROOT + "12.2.1", "RF", "angiography"),
        (ROOT + "77.1.1", "ES", "photographs"),
        (ROOT + "77.1.4", "XC", "photographs"),
        (ROOT + "77.1.6", "SM", "photographs"),
        (ROOT + "77.1.5.1", "OP", "ophthalmic"),
        (ROOT + "104.1", "DOC", "encapsulated document"),
        (ROOT + "104.2", "DOC", "encapsulated document"),
        (ROOT + "104.3", "M3D", "encapsulated document"),
        (ROOT + "2", "US", "ultrasound"),
    ],
)
def test_kinds_that_can_show_text_are_refused(make_object, sop_class, modality, word):
    dataset = make_object(sop_class, modality, pixels=True)
    with pytest.raises(Unreadable, match=word):
        admit(dataset)


@pytest.mark.parametrize(
    ("attributes", "word"),
    [
        ({"BurnedInAnnotation": "YES"}, "burned-in annotation"),
        ({"RecognizableVisualFeatures": "YES"}, "recognizable"),
        ({"ImageType": ["DERIVED", "SECONDARY"], "SamplesPerPixel": 3}, "secondary"),
        ({"ImageType": ["DERIVED", "SECONDARY", "OTHER", "CT_SOM5 PROT"]}, "screen"),
        ({"ImageType": ["DERIVED", "PRIMARY", "SCREEN SAVE"]}, "screen"),
        ({"ConversionType": "DF"}, "digitized"),
    ],
)
def test_what_the_object_says_of_itself_counts(make_object, attributes, word):
    reason = pixels_can_carry_text(make_object(pixels=True, **attributes))
    assert reason is not None
    assert word in reason


def test_a_reformatted_slice_is_no_picture_of_a_screen(make_object):
    assert pixels_can_carry_text(make_object(pixels=True, ImageType=["DERIVED", "SECONDARY", "MPR"])) is None


def test_a_profile_may_say_why_pixels_are_clean(make_object):
    kept = DicomSettings(burned_in_text="keep", burned_in_reason="images of a phantom")
    ultrasound = make_object(ROOT + "6.1", "US", pixels=True)
    admit(ultrasound, kept)
    ultrasound.PixelData += b"JANE DOE"
    with pytest.raises(Unreadable, match="behind the pixels"):
        admit(ultrasound, kept)


@pytest.mark.parametrize(("mime", "fate"), [("application/pdf", None), ("image/x-unknown", "encapsulated document")])
def test_a_document_gives_way_to_a_blank_one_where_there_is_one(make_object, mime, fate):
    dataset = make_object(ROOT + "104.1", "DOC", MIMETypeOfEncapsulatedDocument=mime, EncapsulatedDocument=b"Jane")
    if fate is None:
        admit(dataset)
    for settings in (DicomSettings(documents="quarantine"), *([] if fate is None else [DicomSettings()])):
        with pytest.raises(Unreadable, match="encapsulated document"):
            admit(dataset, settings)


def test_an_overlay_inside_the_pixels_is_refused(make_object):
    dataset = make_object(pixels=True)
    dataset.add_new(0x60000102, "US", 12)
    assert pixels_can_carry_text(dataset) == "an overlay inside the pixels can carry text"
    dataset.add_new(0x60003000, "OW", bytes(2))
    assert pixels_can_carry_text(dataset) is None


def test_bytes_behind_the_last_frame_are_refused(make_object):
    dataset = make_object(pixels=True)
    dataset.PixelData += b"Jane Doe"
    assert pixels_can_carry_text(dataset) == "bytes behind the pixels can carry text"
    dataset.PixelData = dataset.PixelData[:32] + bytes(8)
    assert pixels_can_carry_text(dataset) is None


def test_an_image_without_a_size_is_refused(make_object):
    dataset = make_object(pixels=True)
    del dataset.Rows
    assert "size of the image" in str(pixels_can_carry_text(dataset))


def test_surplus_counts_bits():
    assert not surplus(bytes(2), 9)
    assert not surplus(b"\1\1", 9)
    assert surplus(b"\1\1\1", 9)


def _item(value: bytes) -> bytes:
    return b"\xfe\xff\x00\xe0" + struct.pack("<I", len(value)) + value


def _segment(marker: int, value: bytes) -> bytes:
    return bytes((0xFF, marker)) + struct.pack(">H", len(value) + 2) + value


@pytest.mark.parametrize(
    "stream",
    [
        b"\xff\xd8" + _segment(0xFE, b"Jane Doe") + _segment(0xDA, b"\0\0") + b"\0\xff\xd9",
        b"\xff\xd8" + _segment(0xE1, b"Exif Jane Doe ") + _segment(0xDA, b"\0\0") + b"\0\xff\xd9",
        b"\xff\x4f" + _segment(0x51, bytes(8)) + _segment(0x64, b"\0\1Jane Doe") + b"\xff\x90\0\0\xff\xd9",
        b"\xff\xd8" + _segment(0xDA, b"\0\0") + b"\0\xff\xd9Jane Doe",
    ],
)
def test_comments_in_compressed_frames_are_seen(stream):
    value = _item(b"") + _item(stream)
    assert identifying_comment(fragments_of(value), lambda text: "Jane" in text)
    assert not identifying_comment(fragments_of(value), lambda text: "John" in text)


def test_picture_data_are_no_comment():
    value = _item(b"") + _item(b"\xff\xd8" + _segment(0xDA, b"\0\0") + b"Jane Doe\xff\xd9")
    assert not identifying_comment(fragments_of(value), lambda text: True)


def test_pixels_in_two_attributes_are_refused(make_object):
    dataset = make_object(pixels=True)
    dataset.add_new(0x7FE00008, "OF", b"Quillfeather    ")
    assert "more than one attribute" in str(pixels_can_carry_text(dataset))


def test_float_pixels_have_just_the_size_that_is_stated(make_object):
    dataset = make_object(pixels=True)
    size = dataset.Rows * dataset.Columns * dataset.BitsAllocated // 8
    del dataset.PixelData
    dataset.add_new(0x7FE00008, "OF", bytes(size))
    assert pixels_can_carry_text(dataset) is None
    dataset[0x7FE00008].value += b"Jane"
    assert "another size" in str(pixels_can_carry_text(dataset))


def test_the_check_finds_nothing_in_what_is_admitted():
    """Else a class of objects would have a whole release refused."""
    from deid.dicom.standard.dictionary import registered, uid_type
    from deid.release.check.objects.pixels import shows_text
    from deid.release.check.objects.raw import Element, Layout

    for uid in registered():
        if uid_type(uid) != "SOP Class" or not uid.startswith("1.2.840.10008.5.1.4.1.1."):
            continue
        for pixels in ((), (Element(0x7FE00010, b"OW", 0, 2, False),)):
            dataset = Dataset()
            dataset.SOPClassUID, dataset.Modality = uid, "MR"
            if pixels:
                dataset.SamplesPerPixel = dataset.Rows = dataset.Columns = 1
                dataset.BitsAllocated = 16
                dataset.add_new(0x7FE00010, "OW", bytes(2))
            admitted = pixels_can_carry_text(dataset) is None
            assert not (admitted and shows_text(dataset, Layout({}, bytes(2), pixels, ()))), uid
