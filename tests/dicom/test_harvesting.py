from __future__ import annotations

from pydicom.dataset import Dataset

from deid.dicom.harvesting import Harvested, harvest
from deid.dicom.reading import read
from deid.identifiers import Identifier


def values(dataset: Dataset, kind: str) -> set[str]:
    return {item.value for item in harvest(dataset) if item.kind == kind}


def test_names_come_from_every_component_group_and_in_natural_order(make_object):
    dataset = make_object(
        PatientName="Yamada^Tarou^K=山田^太郎=やまだ^たろう", OtherPatientNames=["Roe^Ann", "Poe^Eve"]
    )
    assert values(dataset, "name") == {
        "Yamada^Tarou^K",
        "Tarou K Yamada",
        "山田^太郎",
        "太郎 山田",
        "やまだ^たろう",
        "たろう やまだ",
        "Roe^Ann",
        "Ann Roe",
        "Poe^Eve",
        "Eve Poe",
    }


def test_values_are_found_at_every_depth_and_in_private_elements(make_object):
    item = Dataset()
    item.PatientID = "OLD-99"
    item.PatientBirthDate = "19500102"
    dataset = make_object(OtherPatientIDsSequence=[item], AccessionNumber="ACC77", StationName="CTROOM3")
    dataset.add_new(0x00091001, "PN", "Hidden^Name")
    assert {"MRN-4711", "OLD-99", "ACC77", "CTROOM3"} <= values(dataset, "number")
    assert values(dataset, "date") == {"19500102"}
    assert "Hidden^Name" in values(dataset, "name")


def test_addresses_institutions_and_telephones(make_object):
    dataset = make_object(
        PatientAddress="12 Elm St", InstitutionName="North Hospital", PatientTelephoneNumbers="555-0100"
    )
    found = set(harvest(dataset))
    assert Harvested(Identifier.GEOGRAPHY, "address", "12 Elm St") in found
    assert Harvested(Identifier.GEOGRAPHY, "text", "North Hospital") in found
    assert Harvested(Identifier.TELEPHONE, "number", "555-0100") in found


def test_registered_uids_free_text_and_placeholders_are_not_taken(make_object):
    dataset = make_object(PatientID="UNKNOWN", StudyDescription="CT of Jane Doe", PatientComments="Jane")
    found = {item.value for item in harvest(dataset)}
    assert not {"UNKNOWN", "CT of Jane Doe", "Jane", "1.2.840.10008.5.1.4.1.1.2"} & found
    assert "1.2.3.4.5.6" in found


def test_a_person_in_a_code_is_a_name(make_object):
    code = Dataset()
    code.CodeValue, code.CodingSchemeDesignator, code.CodeMeaning = "P-12", "99HOSP", "Dr. Ada Byron"
    performer = Dataset()
    performer.PersonIdentificationCodeSequence = [code]
    dataset = make_object(OperatorIdentificationSequence=[performer])
    assert "Dr. Ada Byron" in values(dataset, "name")
    assert "P-12" in values(dataset, "number")


def test_file_meta_information_is_harvested(make_object, encoded):
    dataset = read(encoded(make_object(), SourceApplicationEntityTitle="NORTHCT1"))
    assert "NORTHCT1" in values(dataset, "number")
