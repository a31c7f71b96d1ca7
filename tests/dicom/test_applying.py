from __future__ import annotations

import copy

import pytest
from pydicom.dataset import Dataset

from deid.dicom.applying import apply
from deid.dicom.persons import PersonKey
from deid.dicom.treating import deidentify_dataset
from deid.errors import Unreadable

OF_NO_KNOWN_IOD = "1.2.840.10008.5.1.4.1.1.5"
SR = "1.2.840.10008.5.1.4.1.1.88.33"


@pytest.fixture
def treat(rules, codes, passing):
    return lambda dataset, screen=passing: apply(dataset, rules, codes, screen)


def test_the_patient_gets_a_code_and_no_name(make_object, treat, codes):
    treated = treat(make_object(PatientBirthDate="19500102", PatientSex="F")).dataset
    assert treated.PatientID == "CODE0001"
    assert codes.people == {PersonKey("MRN-4711"): "CODE0001"}
    assert treated.PatientName == ""
    assert treated.PatientBirthDate == treated.PatientSex == ""


def test_blank_patient_ids_do_not_merge_people(make_object, treat):
    first = treat(make_object(PatientID="", StudyInstanceUID="1.2.1")).dataset
    second = treat(make_object(PatientID="UNKNOWN", StudyInstanceUID="1.2.2")).dataset
    again = treat(make_object(PatientID="", StudyInstanceUID="1.2.1")).dataset
    assert first.PatientID != second.PatientID
    assert first.PatientID == again.PatientID


def test_the_input_is_not_changed(make_object, encoded, treat):
    inner = Dataset()
    inner.PatientName = "Doe^Jane"
    dataset = make_object(ReferencedSeriesSequence=[inner], ImageType=["ORIGINAL", "PRIMARY"])
    before = copy.deepcopy(dataset)
    treated = treat(dataset).dataset
    treated.ImageType[0] = "DERIVED"
    assert dataset == before


def test_rules_hold_at_every_depth(make_object, treat):
    leaf = Dataset()
    leaf.PatientName, leaf.SeriesDescription, leaf.StudyDate = "Doe^Jane", "Jane", "20200101"
    leaf.ReferencedSOPInstanceUID = "1.2.3.4.5.6"
    leaf.ReferencedSOPClassUID = "1.2.840.10008.5.1.4.1.1.2"
    middle = Dataset()
    middle.ReferencedSOPSequence = [leaf]
    treated = treat(make_object(ReferencedSeriesSequence=[middle])).dataset
    item = treated.ReferencedSeriesSequence[0].ReferencedSOPSequence[0]
    assert item.PatientName == item.StudyDate == ""
    assert "SeriesDescription" not in item
    assert item.ReferencedSOPInstanceUID == treated.SOPInstanceUID
    assert item.ReferencedSOPClassUID == "1.2.840.10008.5.1.4.1.1.2"


def test_private_unknown_overlay_and_curve_elements_go(make_object, treat):
    dataset = make_object(pixels=True)
    block = dataset.private_block(0x0009, "ACME", create=True)
    block.add_new(1, "LO", "Jane")
    dataset.add_new(0x00189999, "LO", "Jane")
    dataset.add_new(0x60000010, "US", 4)
    dataset.add_new(0x60003000, "OW", b"Jane")
    dataset.add_new(0x60004000, "LT", "Jane")
    dataset.add_new(0x50003000, "OW", b"Jane")
    applied = treat(dataset)
    groups = {element.tag.group for element in applied.dataset}
    assert not groups & {0x0009, 0x6000, 0x5000}
    assert 0x00189999 not in applied.dataset
    assert applied.evidence.private_removed == 2
    assert applied.evidence.unknown_removed == 1


def test_dates_outside_the_table_and_names_outside_the_table_go(make_object, treat):
    dataset = make_object()
    dataset.add_new(0x00141020, "DA", "20300101")
    dataset.add_new(0x00142006, "PN", "Doe^Jane")
    dataset.add_new(0x00081167, "UI", "1.9.9")
    treated = treat(dataset).dataset
    assert 0x00141020 not in treated
    assert treated[0x00142006].value == ""
    assert treated[0x00081167].value.startswith("2.25.")


def test_every_value_of_a_multi_valued_uid_is_replaced(make_object, treat):
    dataset = make_object()
    dataset.add_new(0x00080058, "UI", ["1.9.1", "1.9.2", "1.9.1"])
    new = list(treat(dataset).dataset[0x00080058].value)
    assert len(new) == 3
    assert new[0] == new[2] != new[1]
    assert all(uid.startswith("2.25.") for uid in new)


def test_well_known_uids_stay(make_object, treat, codes):
    treated = treat(make_object(FrameOfReferenceUID="1.2.840.10008.1.4.1.1")).dataset
    assert treated.FrameOfReferenceUID == "1.2.840.10008.1.4.1.1"
    assert treated.SOPClassUID == "1.2.840.10008.5.1.4.1.1.2"
    assert codes.asked == {"1.2.3.4.5.6", "1.2.3.4", "1.2.3.4.5"}


def test_dummies_replace_what_may_be_required_and_empty_stays_empty(make_object, treat):
    stated = {"InstitutionName": "North", "StationName": "", "AcquisitionDateTime": "20200101101010"}
    treated = treat(make_object(OF_NO_KNOWN_IOD, **stated)).dataset
    assert treated.InstitutionName == "REMOVED"
    assert treated.StationName == ""
    assert treated.AcquisitionDateTime == "19000101000000"


def test_the_type_in_the_iod_decides_a_compound_action(make_object, treat):
    plain = treat(make_object(InstitutionName="North", ContentDate="20200101", AcquisitionDateTime="20200101")).dataset
    assert "InstitutionName" not in plain
    assert "AcquisitionDateTime" not in plain
    assert plain.ContentDate == ""
    report = treat(make_object(SR, "SR", ContentDate="20200101")).dataset
    assert report.ContentDate == "19000101"


def test_the_type_decides_at_nested_places_too(make_object, treat):
    person = Dataset()
    person.InstitutionName = "North"
    observer = Dataset()
    observer.VerifyingObserverName = "Roe^Ann"
    treated = treat(make_object(SR, "SR", VerifyingObserverSequence=[observer], ProcedureCodeSequence=[person])).dataset
    assert treated.VerifyingObserverSequence[0].VerifyingObserverName == "REMOVED"
    assert treated.ProcedureCodeSequence[0].InstitutionName == "REMOVED"


def test_a_code_that_names_a_person_or_an_institution_is_replaced(make_object, treat):
    code = Dataset()
    code.CodeValue, code.CodingSchemeDesignator, code.CodeMeaning = "121071", "DCM", "Finding"
    treated = treat(make_object(InstitutionCodeSequence=[code, code])).dataset
    assert [item.CodeMeaning for item in treated.InstitutionCodeSequence] == ["REMOVED"]


def test_the_claim_says_what_was_done(make_object, treat):
    old = Dataset()
    old.CodeValue, old.CodingSchemeDesignator, old.CodeMeaning = "113105", "DCM", "Clean Descriptors Option"
    dataset = make_object(
        pixels=True,
        PatientIdentityRemoved="YES",
        DeidentificationMethod="by Jane",
        DeidentificationMethodCodeSequence=[old],
        LongitudinalTemporalInformationModified="UNMODIFIED",
    )
    treated = treat(dataset).dataset
    assert treated.PatientIdentityRemoved == "YES"
    assert treated.DeidentificationMethod.startswith("PS3.15 2026d Basic Profile, deid")
    assert [item.CodeValue for item in treated.DeidentificationMethodCodeSequence] == ["113100"]
    assert treated.LongitudinalTemporalInformationModified == "REMOVED"


def test_identity_is_not_said_to_be_removed_where_pixels_can_carry_text(make_object, treat):
    assert treat(make_object(pixels=True, BurnedInAnnotation="YES")).dataset.PatientIdentityRemoved == "NO"


def test_kept_text_that_is_not_ascii_is_declared(make_object, treat):
    plain = treat(make_object(Manufacturer="ACME")).dataset
    assert "SpecificCharacterSet" not in plain
    dataset = make_object(SpecificCharacterSet="ISO_IR 100", Manufacturer="Müller", ReferencedSeriesSequence=[])
    treated = treat(dataset).dataset
    assert treated.SpecificCharacterSet == "ISO_IR 192"
    assert treated.Manufacturer == "Müller"


def test_screened_text_is_replaced_and_counted(make_object, treat):
    dataset = make_object(Manufacturer="Jane Doe", ImageType=["ORIGINAL", "DOE"], StudyDescription="Doe")
    applied = treat(dataset, lambda text: "doe" in text.casefold())
    assert applied.dataset.Manufacturer == "REMOVED"
    assert list(applied.dataset.ImageType) == ["ORIGINAL", "REMOVED"]
    assert applied.evidence.screened == 2


def test_evidence_counts_and_holds_no_value(make_object, treat):
    evidence = treat(make_object(AccessionNumber="ACC77", Manufacturer="ACME")).evidence
    assert evidence.actions["(0010,0010)", "Z"] == 1
    assert evidence.actions["(0010,0020)", "D"] == 1
    assert evidence.actions["(0008,0070)", "K"] == 1
    assert evidence.identifiers["A"] == 1
    assert not any(word in repr(evidence) for word in ("Doe", "4711", "ACC77", "ACME", "1.2.3"))


def _item(kind: str, **attributes: object) -> Dataset:
    name = Dataset()
    name.CodeValue, name.CodingSchemeDesignator, name.CodeMeaning = "121071", "DCM", "Finding"
    item = Dataset()
    item.ValueType, item.RelationshipType, item.ConceptNameCodeSequence = kind, "CONTAINS", [name]
    for keyword, value in attributes.items():
        setattr(item, keyword, value)
    return item


def test_a_report_keeps_its_tree_and_loses_its_text(make_object, treat):
    age = _item("NUM")
    age.ConceptNameCodeSequence[0].CodeValue = "121033"
    age.ConceptNameCodeSequence[0].CodeMeaning = "Subject Age"
    age.MeasuredValueSequence = [Dataset()]
    age.MeasuredValueSequence[0].NumericValue = "97"
    size = _item("NUM", MeasuredValueSequence=[Dataset()])
    size.MeasuredValueSequence[0].NumericValue = "12.5"
    children = [
        _item("TEXT", TextValue="Jane fell"),
        _item("PNAME", PersonName="Doe^Jane"),
        _item("DATE", Date="20200101"),
        _item("UIDREF", UID="1.9.9"),
        age,
        size,
    ]
    dataset = make_object(SR, "SR", ContentSequence=[_item("CONTAINER", ContentSequence=children)])
    tree = treat(dataset).dataset.ContentSequence[0].ContentSequence
    assert [item.ValueType for item in tree] == ["TEXT", "PNAME", "DATE", "UIDREF", "NUM", "NUM"]
    assert tree[0].TextValue == "REMOVED"
    assert tree[1].PersonName == "REMOVED"
    assert tree[2].Date == "19000101"
    assert tree[3].UID.startswith("2.25.")
    assert len(tree[4].MeasuredValueSequence) == 0
    assert tree[5].MeasuredValueSequence[0].NumericValue == "12.5"
    assert tree[0].ConceptNameCodeSequence[0].CodeMeaning == "Finding"


def test_a_content_tree_outside_reports_goes(make_object, treat):
    assert "ContentSequence" not in treat(make_object(ContentSequence=[_item("TEXT", TextValue="Jane")])).dataset


def test_the_front_for_data_sets_admits_and_refuses(make_object, rules, codes, passing):
    assert deidentify_dataset(make_object(), rules, codes, passing).dataset.PatientID == "CODE0001"
    with pytest.raises(Unreadable, match="ultrasound"):
        deidentify_dataset(make_object(pixels=True, modality="US"), rules, codes, passing)
    with pytest.raises(Unreadable, match="no SOP Class UID"):
        deidentify_dataset(Dataset(), rules, codes, passing)


def test_a_data_set_that_pydicom_reads_lazily_is_treated(make_object, encoded, reread, treat):
    data = encoded(make_object(OperatorsName="Roe^Ann"))
    dataset = reread(data)
    fresh = reread(data)
    assert "OperatorsName" not in treat(dataset).dataset
    assert dataset == fresh
