"""Boxes that a profile has blanked: just these pixels, in every frame, and said of the object."""

from __future__ import annotations

import json

import numpy as np
import pydicom
import pytest
from pydantic import ValidationError

from deid import pipeline
from deid.dicom.applying import apply
from deid.dicom.boxes import Image, blanked, boxes_for
from deid.dicom.pixels import admit
from deid.dicom.rules import rules_of
from deid.errors import Unreadable
from deid.pixel_settings import PixelRule
from deid.profile import DicomSettings

US = "1.2.840.10008.5.1.4.1.1.6.1"
WHY = "the banner of these scanners is in the first rows"
OPTION = {"options": ("clean-pixel-data",)}


def settings(**rule):
    return DicomSettings(**OPTION, pixel_rules=(PixelRule(reason=WHY, modality="US", **rule),))


@pytest.fixture
def image(make_object):
    """An ultrasound image of two frames of 6 x 8 pixels in three colours."""
    dataset = make_object(US, "US", pixels=True, Manufacturer="ACME MEDICAL", ManufacturerModelName="Echo 5")
    dataset.Rows, dataset.Columns, dataset.NumberOfFrames = 6, 8, 2
    dataset.SamplesPerPixel, dataset.PlanarConfiguration, dataset.PhotometricInterpretation = 3, 0, "RGB"
    dataset.BitsAllocated = dataset.BitsStored = 8
    dataset.HighBit = 7
    dataset.add_new(0x7FE00010, "OW", bytes(range(1, 256)) + bytes(range(1, 34)))
    return dataset


def array(pixels: bytes, planar: int = 0) -> np.ndarray:
    """Frames, rows, columns, samples."""
    if planar:
        return np.frombuffer(pixels, np.uint8).reshape(2, 3, 6, 8).transpose(0, 2, 3, 1)
    return np.frombuffer(pixels, np.uint8).reshape(2, 6, 8, 3)


@pytest.mark.parametrize("planar", [0, 1])
def test_the_box_is_blank_in_every_frame_and_nothing_else_changes(image, codes, passing, planar):
    image.PlanarConfiguration = planar
    chosen = settings(boxes=((2, 1, 3, 2),), manufacturer="acme*", rows=6, columns=8)
    admit(image, chosen)
    treated = apply(image, rules_of(chosen), codes, passing).dataset
    before, after = array(image.PixelData, planar), array(treated.PixelData, planar)
    inside = np.zeros((6, 8), bool)
    inside[1:3, 2:5] = True
    assert not after[:, inside].any()
    assert (after[:, ~inside] == before[:, ~inside]).all()
    assert treated.PatientIdentityRemoved == "YES"
    assert treated.BurnedInAnnotation == "NO"
    assert [item.CodeValue for item in treated.DeidentificationMethodCodeSequence] == ["113100", "113101"]


def test_all_outside_of_the_ultrasound_regions_is_blank(image, codes, passing):
    image.SequenceOfUltrasoundRegions = pydicom.Sequence([region(1, 1, 3, 4), region(5, 2, 6, 3)])
    treated = apply(image, rules_of(settings(outside_regions=True)), codes, passing).dataset
    before, after = array(image.PixelData), array(treated.PixelData)
    kept = np.zeros((6, 8), bool)
    kept[1:5, 1:4] = kept[2:4, 5:7] = True
    assert not after[:, ~kept].any()
    assert (after[:, kept] == before[:, kept]).all()


def region(left, top, right, bottom):
    item = pydicom.Dataset()
    item.RegionLocationMinX0, item.RegionLocationMinY0 = left, top
    item.RegionLocationMaxX1, item.RegionLocationMaxY1 = right, bottom
    return item


def test_pixels_that_share_their_colours_are_blanked_together():
    pixels, image = bytes(range(1, 17)), Image(1, 8, 1, 2, halved=True)
    assert blanked(pixels, image, boxes_of((3, 0, 2, 1))) == pixels[:4] + bytes(8) + pixels[12:]


def boxes_of(box):
    from deid.dicom.boxes import Box

    left, top, width, height = box
    return [Box(left, top, left + width, top + height)]


def test_an_image_that_no_rule_fits_stays_in_quarantine(image):
    for rule in ({"model": "Other*"}, {"rows": 7}, {"sop_class": "1.2.3"}):
        chosen = settings(boxes=((0, 0, 8, 1),), **rule)
        assert boxes_for(image, chosen) == ()
        with pytest.raises(Unreadable, match="ultrasound can carry"):
            admit(image, chosen)


def test_what_cannot_be_blanked_is_refused(image):
    with pytest.raises(Unreadable, match="regions are not stated"):
        admit(image, settings(outside_regions=True))
    image.RecognizableVisualFeatures = "YES"
    with pytest.raises(Unreadable, match="ultrasound can carry"):
        admit(image, settings(boxes=((0, 0, 8, 1),)))
    image.RecognizableVisualFeatures = "NO"
    image["PixelData"].value = image.PixelData[:-4]
    with pytest.raises(Unreadable, match="another one"):
        admit(image, settings(boxes=((0, 0, 8, 1),)))
    image["PixelData"].is_undefined_length = True
    with pytest.raises(Unreadable, match="compressed"):
        admit(image, settings(boxes=((0, 0, 8, 1),)))


def test_other_objects_do_not_claim_the_method(make_object, codes, passing):
    treated = apply(make_object(pixels=True), rules_of(settings(boxes=((0, 0, 8, 1),))), codes, passing).dataset
    assert [item.CodeValue for item in treated.DeidentificationMethodCodeSequence] == ["113100"]


@pytest.mark.parametrize(
    "rule",
    [
        {"modality": "US"},
        {"boxes": ((0, 0, 8, 1),)},
        {"modality": "US", "boxes": ((0, 0, 0, 1),)},
        {"modality": "US", "boxes": ((0, 0, 8, 1),), "reason": "short"},
    ],
)
def test_a_rule_names_images_boxes_and_its_reason(rule):
    with pytest.raises(ValidationError):
        PixelRule(**{"reason": WHY, **rule})


def test_the_option_and_its_boxes_go_together():
    with pytest.raises(ValidationError, match="go together"):
        DicomSettings(**OPTION)


PROFILE = """
deid_profile: 1
name: blanked
inherits: safe-harbor
dicom:
  options: [clean-pixel-data]
  pixel_rules:
    - {modality: US, boxes: [[0, 0, 8, 2]], reason: the banner of these scanners is in the first rows}
"""


@pytest.fixture
def released(image, encoded, tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "one.dcm").write_bytes(encoded(image))
    (tmp_path / "blanked.yaml").write_text(PROFILE)
    pipeline.run(tmp_path / "in", tmp_path / "out", profile=tmp_path / "blanked.yaml", workers=1)
    return tmp_path / "out"


def test_a_run_releases_the_blanked_image_and_the_check_agrees(released):
    (path,) = released.rglob("*.dcm")
    assert not array(pydicom.dcmread(path).PixelData)[:, :2].any()
    policy = json.loads(next(released.rglob("policy.json")).read_text())
    assert policy["dicom"]["pixel_rules"][0]["boxes"] == [[0, 0, 8, 2]]


def test_the_check_sees_a_box_that_is_not_blank(released):
    from deid.release.check.objects import boxes
    from deid.release.check.objects.raw import layout

    (path,) = released.rglob("*.dcm")
    rules = ({"modality": "US", "boxes": [[0, 0, 8, 2]]},)
    data = bytearray(path.read_bytes())
    assert boxes.are_blank(pydicom.dcmread(path), layout(bytes(data)), rules)
    data[-1 - 3 * 8 * 4] = 7  # the last pixel of the second row in the last frame
    assert not boxes.are_blank(pydicom.dcmread(path), layout(bytes(data)), rules)
    assert not boxes.are_blank(pydicom.dcmread(path), layout(path.read_bytes()), ())


def compressed(image, syntax):
    image.file_meta = pydicom.dataset.FileMetaDataset()
    image.file_meta.TransferSyntaxUID = pydicom.uid.ExplicitVRLittleEndian
    image.compress(syntax, generate_instance_uid=False)
    return image


@pytest.mark.parametrize("bits", [8, 16])
def test_compressed_pixels_are_decoded_blanked_and_written_uncompressed(
    image, codes, passing, encoded, reread, tmp_path, bits
):
    from deid.dicom.treating import deidentify_object

    if bits == 16:
        image.SamplesPerPixel, image.PhotometricInterpretation = 1, "MONOCHROME2"
        del image.PlanarConfiguration
        image.BitsAllocated = image.BitsStored = 16
        image.HighBit, image.NumberOfFrames = 15, 3
        image.add_new(0x7FE00010, "OW", bytes(range(1, 256)) + bytes(range(1, 34)))
    before = bytes(image.PixelData)
    rle = compressed(image, pydicom.uid.RLELossless)
    chosen = settings(boxes=((0, 0, 8, 2),))
    data = encoded(rle, pydicom.uid.RLELossless)
    out = reread(deidentify_object(data, rules_of(chosen), codes, passing).data)
    assert out.file_meta.TransferSyntaxUID == pydicom.uid.ExplicitVRLittleEndian
    assert out.BurnedInAnnotation == "NO"
    if bits == 8:
        found, wanted = array(out.PixelData, out.PlanarConfiguration), array(before).copy()
    else:
        found, wanted = (np.frombuffer(data, np.uint16).reshape(3, 6, 8).copy() for data in (out.PixelData, before))
    wanted[:, :2] = 0
    assert (found == wanted).all()


def test_what_no_codec_decodes_stays_in_quarantine(image, codes, passing, encoded, monkeypatch):
    from deid.dicom.treating import deidentify_object

    data = encoded(compressed(image, pydicom.uid.RLELossless), pydicom.uid.RLELossless)
    chosen = settings(boxes=((0, 0, 8, 2),))
    broken = data[:-40] + bytes(30) + data[-10:]
    with pytest.raises(Unreadable):
        deidentify_object(broken, rules_of(chosen), codes, passing)
    monkeypatch.setattr("deid.dicom.boxes.is_decodable", lambda dataset: False)
    with pytest.raises(Unreadable, match="no codec"):
        deidentify_object(data, rules_of(chosen), codes, passing)
