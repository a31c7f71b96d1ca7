"""The option clean-recognizable-visual-features: what may show a face stays behind, the rest says so."""

from __future__ import annotations

import pytest
from pydicom.dataset import Dataset

from deid import pipeline
from deid.dicom.faces import _BESIDE, _ELSEWHERE, face_shown
from deid.dicom.rules import rules_of
from deid.dicom.standard.dictionary import registered, uid_type
from deid.dicom.treating import deidentify_object
from deid.errors import Unreadable
from deid.profile import DicomSettings
from deid.release.check.objects.faces import _FAR, _NEAR, may_show_a_face
from deid.release.check.objects.raw import Element, Layout

CT, MR, PET, CR, DX = (f"1.2.840.10008.5.1.4.1.1.{kind}" for kind in ("2", "4", "128", "1", "1.1"))
MG, US, SC, VL, SR, RTSTRUCT, SURFACE, SEG = (
    f"1.2.840.10008.5.1.4.1.1.{kind}" for kind in ("1.2", "6.1", "7", "77.1.4", "88.11", "481.3", "66.5", "66.4")
)
OPTION = "clean-recognizable-visual-features"


def region(meaning: str) -> list[Dataset]:
    item = Dataset()
    item.CodeValue, item.CodingSchemeDesignator, item.CodeMeaning = "51185008", "SCT", meaning
    return [item]


@pytest.mark.parametrize(
    ("sop_class", "pixels", "said", "shown"),
    [
        (CT, True, {"BodyPartExamined": "CHEST"}, False),
        (CT, True, {"BodyPartExamined": "CHESTABDPELVIS", "SliceThickness": "1"}, False),
        (CT, True, {"BodyPartExamined": "LSPINE"}, False),
        (CT, True, {"BodyPartExamined": "HEAD", "SliceThickness": "10"}, True),
        (CT, True, {"BodyPartExamined": "HEADNECK"}, True),
        (CT, True, {"BodyPartExamined": "CHEST_NECK"}, True),
        (CT, True, {"BodyPartExamined": "WHOLEBODY"}, True),
        (CT, True, {"BodyPartExamined": "MUSTERTEIL"}, True),
        (MR, True, {"SliceThickness": "1.2"}, True),
        (MR, True, {"SliceThickness": "8"}, False),
        (MR, True, {}, True),
        (PET, True, {"AnatomicRegionSequence": region("Chest")}, False),
        (PET, True, {"AnatomicRegionSequence": region("Brain")}, True),
        (PET, True, {"BodyPartExamined": "CHEST", "AnatomicRegionSequence": region("Head and neck")}, True),
        (CR, True, {"BodyPartExamined": "HAND"}, False),
        (DX, True, {"BodyPartExamined": "SKULL"}, True),
        (MG, True, {}, False),
        (US, True, {}, False),
        (SC, True, {"BodyPartExamined": "CHEST"}, True),
        (VL, True, {"BodyPartExamined": "HAND"}, True),
        (SR, False, {}, False),
        (RTSTRUCT, False, {}, True),
        (RTSTRUCT, False, {"BodyPartExamined": "PROSTATE"}, False),
        (SURFACE, False, {"AnatomicRegionSequence": region("Head")}, True),
        (SEG, True, {"AnatomicRegionSequence": region("Left kidney")}, False),
    ],
)
def test_what_may_show_a_face(make_object, sop_class, pixels, said, shown):
    assert (
        face_shown(make_object(sop_class, "OT" if sop_class == SC else "MR", pixels=pixels, **said)) is not None
    ) == shown


def test_regions_of_frames_count(make_object):
    frame, group = Dataset(), Dataset()
    frame.AnatomicRegionSequence = region("Head")
    group.FrameAnatomySequence = [frame]
    one = make_object(MR, "MR", pixels=True, SharedFunctionalGroupsSequence=[group], BodyPartExamined="ABDOMEN")
    assert face_shown(one)


def test_an_object_that_stays_says_so_and_another_is_refused(make_object, encoded, codes, passing, reread):
    rules = rules_of(DicomSettings(options=(OPTION,)))
    good = make_object(CT, "CT", pixels=True, BodyPartExamined="CHEST")
    out = reread(deidentify_object(encoded(good), rules, codes, passing).data)
    assert {item.CodeValue for item in out.DeidentificationMethodCodeSequence} == {"113100", "113102"}
    assert out.RecognizableVisualFeatures == "NO"
    with pytest.raises(Unreadable, match="face"):
        deidentify_object(encoded(make_object(CT, "CT", pixels=True)), rules, codes, passing)


def test_the_check_lets_pass_what_the_treatment_lets_pass():
    assert all(_FAR.search(word) for word in _ELSEWHERE)
    assert not any(_NEAR.search(word) for word in _ELSEWHERE | _BESIDE)


def test_the_whole_street(make_object, encoded, tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    for number, part in enumerate(("CHEST", "HEAD")):
        one = make_object(CT, "CT", pixels=True, BodyPartExamined=part)
        one.SOPInstanceUID = f"1.2.3.{number}"
        (folder / f"{number}.dcm").write_bytes(encoded(one))
    profile = tmp_path / "p.yaml"
    profile.write_text(f"deid_profile: 1\nname: n\ninherits: safe-harbor\ndicom: {{options: [{OPTION}]}}\n")
    release = pipeline.run(folder, tmp_path / "out", profile=profile)
    assert release.evidence.dicom.objects == {"CT": 1}
    assert [entry.place for entry in release.evidence.quarantined] == ["1.dcm"]


def test_the_check_agrees_on_every_class():
    for uid in registered():
        if uid_type(uid) != "SOP Class" or not uid.startswith("1.2.840.10008.5.1.4.1.1."):
            continue
        for pixels in ((), (Element(0x7FE00010, b"OW", 0, 2, False),)):
            for said in ({}, {"BodyPartExamined": "CHEST"}, {"BodyPartExamined": "HEAD"}, {"SliceThickness": "9"}):
                one = Dataset()
                one.SOPClassUID, one.Modality = uid, "MR"
                one.update(_dataset(said))
                if pixels:
                    one.add_new(0x7FE00010, "OW", bytes(2))
                if face_shown(one) is None:
                    assert not may_show_a_face(one, Layout({}, bytes(2), pixels, ())), (uid, said)


def _dataset(said: dict[str, str]) -> Dataset:
    result = Dataset()
    for keyword, value in said.items():
        setattr(result, keyword, value)
    return result
