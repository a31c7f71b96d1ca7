from __future__ import annotations

import struct
from collections.abc import Callable
from typing import Any

import pytest
from pydicom.dataset import Dataset, FileDataset
from pydicom.encaps import encapsulate
from pydicom.sequence import Sequence as Items
from pydicom.uid import DeflatedExplicitVRLittleEndian, ExplicitVRBigEndian, ImplicitVRLittleEndian, JPEGBaseline8Bit

from .conftest import CODE_A, CODE_B, SERIES, SOP, STUDY, Staged, an_object, failed

Change = Callable[[FileDataset], None]


def setting(**values: Any) -> Change:
    def change(made: FileDataset) -> None:
        for keyword, value in values.items():
            setattr(made, keyword, value)

    return change


def adding(tag: int, vr: str, value: Any) -> Change:
    def change(made: FileDataset) -> None:
        made.add_new(tag, vr, value)

    return change


def nested(change: Callable[[Dataset], None]) -> Change:
    def into(made: FileDataset) -> None:
        inner, outer = Dataset(), Dataset()
        change(inner)
        outer.PurposeOfReferenceCodeSequence = Items([inner])
        made.ReferencedImageSequence = Items([outer])

    return into


def with_syntax(uid: str) -> Change:
    def change(made: FileDataset) -> None:
        made.file_meta.TransferSyntaxUID = uid
        if uid == JPEGBaseline8Bit:
            made.PixelData = encapsulate([b"\xff\xd8\xff\xe0\0\x04ab\xff\xda\0\0Vandermeer\xff\xd9"])
            made["PixelData"].VR = "OB"

    return change


@pytest.mark.parametrize("change", [None, adding(0x00081140, "SQ", [])])
def test_clean_objects_pass(staged: Staged, change: Change | None) -> None:
    assert failed(staged.dicom(change)) == []


@pytest.mark.parametrize("syntax", [ImplicitVRLittleEndian, DeflatedExplicitVRLittleEndian, JPEGBaseline8Bit])
def test_every_encoding_is_walked(staged: Staged, syntax: str) -> None:
    assert failed(staged.dicom(with_syntax(syntax))) == []


def test_big_endian_is_walked(staged: Staged) -> None:
    def change(made: FileDataset) -> None:
        made.file_meta.TransferSyntaxUID = ExplicitVRBigEndian
        made.set_original_encoding(False, False)
        made.ReferencedImageSequence = Items([Dataset()])
        made["ReferencedImageSequence"].is_undefined_length = True

    assert failed(staged.dicom(change)) == []


PLANTED: list[tuple[Change, str]] = [
    (setting(PatientName="Roe^Jane"), "a name in (0010,0010) (A)"),
    (setting(PatientName="REMOVED"), ""),
    (nested(lambda item: setattr(item, "PersonName", "Roe^Jane")), "a name in (0040,A123) (A)"),
    (setting(PatientBirthDate="19580301"), "a date in (0010,0030) (C)"),
    (setting(StudyTime="094300"), "a time in (0008,0030) (C)"),
    (setting(AcquisitionDateTime="20210314094300"), "a date in (0008,002A) (C)"),
    (setting(AcquisitionDateTime="19000101000000"), ""),
    (setting(PatientAge="091Y"), "an age over 89"),
    (setting(PatientAge="1081M"), "an age over 89"),
    (setting(PatientAge="000Y"), ""),
    (setting(PatientID="P0061818"), "a Patient ID that is no code (H)"),
    (setting(PatientID=""), "a Patient ID that is no code (H)"),
    (lambda made: made.__delitem__("PatientID"), "have no Patient ID"),
    (adding(0x00080055, "AE", "SCANNER1"), "an application entity in (0008,0055) (M)"),
    (setting(FrameOfReferenceUID="1.2.3.4.5"), "a UID in (0020,0052) that is not a new one (R)"),
    (setting(FrameOfReferenceUID="1.2.840.10008.1.4.1.1"), ""),
    (nested(lambda item: setattr(item, "MappingResourceUID", "1.2.840.99.7")), "a UID in (0008,0118)"),
    (adding(0x00091001, "LO", "x"), "private"),
    (adding(0x60003000, "OW", b"\0\0"), "overlay"),
    (adding(0x60020022, "LO", "x"), "overlay"),
    (adding(0x50003000, "OW", b"\0\0"), "curve"),
    (adding(0x00880200, "SQ", []), "an icon image"),
    (adding(0x04000500, "SQ", []), "encrypted attributes"),
    (adding(0x04000561, "SQ", []), "original attributes"),
    (adding(0xFFFCFFFC, "OB", b"\0\0"), "behind the pixels"),
    (nested(lambda item: item.add_new(0xFFFAFFFA, "SQ", [])), "a digital signature"),
    (setting(PatientIdentityRemoved="NO"), "(0012,0062)"),
    (setting(DeidentificationMethod="by hand"), "(0012,0063)"),
    (lambda made: made.__delitem__("DeidentificationMethodCodeSequence"), "(0012,0064)"),
    (setting(LongitudinalTemporalInformationModified="MODIFIED"), "(0028,0303)"),
    (setting(SeriesDescription="call (617) 555-0199"), "a telephone number in (0008,103E) (D)"),
    (setting(SeriesDescription="Thorax 14.3.2021"), "a date in (0008,103E) (C)"),
    (nested(lambda item: setattr(item, "CodeMeaning", "jane@example.org")), "an e-mail address in (0008,0104) (F)"),
    (setting(SeriesDescription="Thorax of OTTILIE"), "a name of the source in (0008,103E)"),
    (nested(lambda item: setattr(item, "CodeMeaning", "Thornbury")), "a place of the source in (0008,0104)"),
    (adding(0x00080014, "UN", b"\1\2Vandermeer^J\0\0\0"), "a name of the source in its bytes"),
    (adding(0x00280120, "OB", b"\xff242-79-1039\0"), "a value of the source in its bytes"),
    (adding(0x00181405, "IS", "7123456"), "a value of the source in (0018,1405)"),
    (adding(0x00181405, "IS", "72858"), ""),
    (adding(0x00280120, "OB", "242-79-1039".encode("utf-16-le")), "a value of the source in its bytes"),
    (
        adding(0x00280120, "OB", b"\xff" + "242-79-1039".encode("utf-16-be") + b"\0"),
        "a value of the source in its bytes",
    ),
    (adding(0x00281200, "OW", "Vandermeer^J".encode("utf-16-le")), "a name of the source in its bytes"),
    (adding(0x00189073, "FD", 7123456.0), "a value of the source in (0018,9073)"),
    (adding(0x00186036, "UL", 7123456), "a value of the source in (0018,6036)"),
    (nested(lambda item: item.add_new(0x00186020, "SL", -7123456)), "a value of the source in (0018,6020)"),
    (adding(0x00189073, "FD", 7123456.5), ""),
    (adding(0x00091010, "LO", "Vandermeer^J"), "a name of the source in (0009,1010)"),
    (adding(0x00090010, "LO", "ACME Vandermeer"), "a name of the source in (0009,0010)"),
    (adding(0x00204000, "LT", "AX \0\0\0Vandermeer"), "a name of the source"),
    (setting(Modality="US"), "burned-in text"),
    (setting(BurnedInAnnotation="YES"), "burned-in text"),
    (setting(ImageType=["DERIVED", "SECONDARY", "SCREEN SAVE"]), "burned-in text"),
    (setting(SOPClassUID="1.2.840.10008.5.1.4.1.1.7"), "burned-in text"),
    (adding(0x00420011, "OB", b"%PDF"), "burned-in text"),
    (setting(PixelData=bytes(32) + b"Roe^Jane"), "bytes behind their pixels"),
]


@pytest.mark.parametrize(("change", "says"), PLANTED)
def test_each_planted_attribute_is_found(staged: Staged, change: Change, says: str) -> None:
    found = failed(staged.dicom(change))
    assert any(says in problem for problem in found) if says else found == []
    assert not any("Roe" in problem or "Ottilie" in problem or "OTTILIE" in problem for problem in found)


def _behind_meta(extra: bytes) -> Callable[[bytes], bytes]:
    """Put an element at the end of the file meta information, and correct its length."""

    def edit(data: bytes) -> bytes:
        (length,) = struct.unpack_from("<I", data, 140)
        end = 144 + length
        return data[:140] + struct.pack("<I", length + len(extra)) + data[144:end] + extra + data[end:]

    return edit


FRAMES: list[tuple[Callable[[bytes], bytes], str]] = [
    (lambda data: b"Roe^Jane".ljust(128, b"\0") + data[128:], "preamble"),
    (_behind_meta(b"\x02\0\x16\0AE\x08\0SCANNER1"), "besides the required ones"),
    (lambda data: data[:140] + struct.pack("<I", 8) + data[144:], "length of its file meta"),
    (lambda data: data + b"Roe^Jane", "longer than the file|add up|unknown VR|out of order|behind"),
    (lambda data: data[:-20], "longer than the file|add up"),
    (lambda data: data + b"\xfc\xff\xfc\xffOB\0\0\4\0\0\0\0\0\0\0", "behind the pixels"),
    (lambda data: data[:64], "no DICOM file"),
    (lambda data: b"", "empty"),
    (lambda data: data.replace(b"5.1.4.1.1.2\0", b"5.1.4.1.1.4\0", 1), "name another object in their file meta"),
    (lambda data: data.replace(b"DEID_0.1.0", b"VANDERMEER"), "in its bytes"),
]


@pytest.mark.parametrize(("edit", "says"), FRAMES)
def test_what_the_frame_of_a_file_hides_is_found(staged: Staged, edit: Callable[[bytes], bytes], says: str) -> None:
    found = failed(staged.dicom(edit=edit))
    assert any(part in problem for part in says.split("|") for problem in found)


@pytest.mark.parametrize(
    "path",
    [
        f"{STUDY}/{SERIES}/2.25.9.dcm",
        f"{STUDY}/2.25.9/{SOP}.dcm",
        f"{SOP}.dcm",
        f"Roe/{STUDY}/{SERIES}/{SOP}.dcm",
        f"{STUDY}/{SERIES}/{SOP}",
    ],
)
def test_names_of_files_and_folders_are_the_uids(staged: Staged, path: str) -> None:
    found = failed(staged.dicom(path=path))
    assert found
    assert not any("Roe" in problem for problem in found)


def test_comments_in_compressed_frames_are_found(staged: Staged) -> None:
    def change(made: FileDataset) -> None:
        made.file_meta.TransferSyntaxUID = JPEGBaseline8Bit
        made.PixelData = encapsulate([b"\xff\xd8\xff\xfe\0\x0cVandermeer\xff\xda\0\0\xff\xd9"])
        made["PixelData"].VR = "OB"

    assert any("in its bytes" in problem for problem in failed(staged.dicom(change)))


def test_kinds_that_show_text_may_be_kept_when_they_say_so(staged: Staged) -> None:
    staged.burned_in_text = "keep"
    assert failed(staged.dicom(setting(Modality="US", PatientIdentityRemoved="NO"))) == []
    staged.objects = 0
    assert any("(0012,0062)" in problem for problem in failed(staged.dicom(setting(Modality="US"))))


def test_the_number_of_objects_is_the_policys(staged: Staged) -> None:
    staged.put()
    staged.objects = 2
    assert failed(staged.check()) == ["data/dicom: the number of objects is not that of the policy"]
    staged.objects, staged.tables = 0, []
    (staged.top / "data" / "dicom" / STUDY / SERIES / f"{SOP}.dcm").rename(staged.top / "data" / "dicom" / "x.txt")
    assert failed(staged.check())


def _second(sop: str, **values: Any) -> Change:
    def change(made: FileDataset) -> None:
        made.SOPInstanceUID = made.file_meta.MediaStorageSOPInstanceUID = sop
        setting(**values)(made)

    return change


def test_without_a_harvest_nothing_is_looked_up(staged: Staged) -> None:
    staged.harvest = None
    results = staged.dicom(setting(SeriesDescription="of Ottilie"))
    assert failed(results) == []
    assert not any("source" in result.name for result in results)


def test_a_new_uid_that_is_a_value_of_the_source_is_found(staged: Staged) -> None:
    assert CODE_A != CODE_B
    found = failed(staged.dicom(setting(PatientID=CODE_B)))
    assert any("a value of the source in (0010,0020)" in problem for problem in found)
    assert an_object().PatientID == CODE_A
