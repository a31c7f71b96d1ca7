"""Which identifier each attribute of the sample's DICOM objects holds."""

from __future__ import annotations

from collections.abc import Iterable

from pydicom.dataset import Dataset

from sample_data_maker.dicom.studies import Object
from sample_data_maker.planted import Planted, plant

_LABELS = {
    "PatientName": "A:dicom_name", "PatientBirthName": "A:dicom_name", "PersonName": "A:dicom_name",
    "OperatorsName": "A:provider_name", "ReferringPhysicianName": "A:provider_name",
    "DocumentTitle": "A:document_title", "PatientID": "H:mrn", "InstitutionName": "B:facility",
    "InstitutionAddress": "B:facility_address", "StationName": "B:facility_station",
    "InstitutionalDepartmentName": "B:facility_department", "PatientBirthDate": "C:dicom_birth_date",
    "StudyDate": "C:dicom_date", "ContentDate": "C:dicom_date", "AcquisitionDateTime": "C:dicom_date",
    "Date": "C:dicom_birth_date", "DeviceSerialNumber": "M:device_serial", "PlateID": "M:plate_id",
    "CassetteID": "M:cassette_id", "AccessionNumber": "R:accession", "StudyID": "R:study_id",
    "AdmissionID": "R:encounter_number", "RequestedProcedureID": "R:request_number",
    "ScheduledProcedureStepID": "R:request_number", "PerformedProcedureStepID": "R:request_number",
    "StudyInstanceUID": "R:uid", "SeriesInstanceUID": "R:uid", "SOPInstanceUID": "R:uid",
    "FrameOfReferenceUID": "R:uid", "PatientComments": "A:comment", "ProtocolName": "A:protocol",
    "SourceApplicationEntityTitle": "R:ae_title", "SendingApplicationEntityTitle": "R:ae_title",
    "ReceivingApplicationEntityTitle": "R:ae_title",
}  # fmt: skip


def planted_in(objects: Iterable[Object]) -> tuple[Planted, ...]:
    """The identifying values of all objects, file meta included; write them first, so that it exists."""
    found: dict[Planted, None] = {}
    for item in objects:
        for ds in (item.dataset, item.dataset.file_meta):
            found.update(dict.fromkeys(_of(ds)))
    return tuple(found)


def _of(ds: Dataset) -> Iterable[Planted]:
    for element in ds.iterall():
        label = _LABELS.get(element.keyword)
        if label and element.value:
            yield plant(label, element.value)
    age = ds.get("PatientAge", "")
    if age.endswith("Y") and int(age[:3]) > 89:
        yield plant("C:age_over_89", age)
