"""What every object of a study shares: patient, study, series, equipment, and who asked for it."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime

from pydicom.dataset import Dataset
from pydicom.sequence import Sequence as Items

from sample_data_maker.chance import uid
from sample_data_maker.encounters import HOSPITAL, HOSPITAL_ADDRESS, Encounter


@dataclass(frozen=True, slots=True)
class Equipment:
    """A scanner: ``station`` is its name in the hospital, ``serial`` the maker's number."""

    manufacturer: str
    model: str
    station: str
    serial: str


@dataclass(frozen=True, slots=True)
class Study:
    """One imaging study of one visit."""

    visit: Encounter
    uid: str
    number: str
    description: str
    at: datetime
    technologist: str


def code(value: str, scheme: str, meaning: str) -> Dataset:
    """A code sequence item (PS3.3 table 8.8-1)."""
    item = Dataset()
    item.CodeValue, item.CodingSchemeDesignator, item.CodeMeaning = value, scheme, meaning
    return item


def da(moment: datetime) -> str:
    """A date as DICOM writes it."""
    return f"{moment:%Y%m%d}"


def tm(moment: datetime) -> str:
    """A time as DICOM writes it."""
    return f"{moment:%H%M%S}"


def new_object(rng: random.Random, study: Study, sop_class: str, modality: str) -> Dataset:
    """A dataset with the patient, general study and SOP common modules; the caller adds the rest."""
    ds = Dataset()
    ds.SpecificCharacterSet = "ISO_IR 192" if study.visit.person.role.ideographic else "ISO_IR 100"
    ds.SOPClassUID, ds.SOPInstanceUID, ds.Modality = sop_class, uid(rng), modality
    ds.InstanceCreationDate, ds.InstanceCreationTime = da(study.at), tm(study.at)
    _patient(ds, study)
    _study(ds, study)
    return ds


def add_series(ds: Dataset, series_uid: str, number: int, instance: int, description: str) -> None:
    """The general series module, and the instance's number in it."""
    ds.SeriesInstanceUID, ds.SeriesNumber, ds.InstanceNumber = series_uid, number, instance
    ds.SeriesDescription = description


def add_equipment(ds: Dataset, study: Study, scanner: Equipment) -> None:
    """The general equipment module; institution and station say where the patient was."""
    ds.Manufacturer, ds.ManufacturerModelName = scanner.manufacturer, scanner.model
    ds.InstitutionName, ds.InstitutionAddress = HOSPITAL, HOSPITAL_ADDRESS
    ds.InstitutionalDepartmentName = "Radiology East"
    ds.StationName, ds.DeviceSerialNumber = scanner.station, scanner.serial
    ds.SoftwareVersions = "4.2.1"
    ds.OperatorsName = study.technologist


def add_request(ds: Dataset, study: Study) -> None:
    """Request attributes, nested as modality worklists leave them."""
    step, procedure = Dataset(), code("71250", "C4", "CT thorax without contrast")
    step.RequestedProcedureID = f"RP{study.number[1:]}"
    step.RequestedProcedureDescription = study.description
    step.RequestedProcedureCodeSequence = Items([procedure])
    step.ScheduledProcedureStepID = f"SPS{study.number[1:]}"
    step.ScheduledProcedureStepDescription = f"{study.description} for Dr. {study.visit.provider.last}"
    ds.RequestAttributesSequence = Items([step])
    ds.PerformedProcedureStepStartDate, ds.PerformedProcedureStepStartTime = da(study.at), tm(study.at)
    ds.PerformedProcedureStepID = f"PPS{study.number[1:]}"


def add_private(ds: Dataset, study: Study) -> None:
    """A site's private group that repeats the name and the telephone number, and a maker's harmless one."""
    person = study.visit.person
    ours = ds.private_block(0x0009, "RIVERMONT PACS 1.0", create=True)
    ours.add_new(0x01, "LO", f"{person.role.last}, {person.role.first}")
    ours.add_new(0x02, "SH", person.phone)
    inner = Dataset()
    inner.PatientID, inner.PatientBirthDate = person.mrn, f"{person.role.born:%Y%m%d}"
    ours.add_new(0x03, "SQ", Items([inner]))
    ours.add_new(0x04, "UN", f"ROUTED {study.visit.accession}".encode().ljust(24))
    # GEMS_ACQU_01 (0019,xx23) is on the safe list of PS3.15 table E.3.10-1.
    ds.private_block(0x0019, "GEMS_ACQU_01", create=True).add_new(0x23, "DS", "39.37")


def person_name(study: Study) -> str:
    """The patient's name as PN; with an ideographic group where the person has one."""
    role = study.visit.person.role
    plain = f"{role.last}^{role.first}^{role.middle}^{role.prefix.rstrip('.')}".rstrip("^")
    return f"{plain}={role.ideographic}" if role.ideographic else plain


def _patient(ds: Dataset, study: Study) -> None:
    person, role = study.visit.person, study.visit.person.role
    ds.PatientName, ds.PatientID = person_name(study), person.mrn
    ds.IssuerOfPatientID = "RIVERMONT"
    ds.PatientBirthDate, ds.PatientSex = f"{role.born:%Y%m%d}", role.sex
    other = Dataset()
    other.PatientID, other.TypeOfPatientID = person.member_id, "TEXT"
    ds.OtherPatientIDsSequence = Items([other])
    ds.PatientAge = f"{person.age_on(study.at.date()):03d}Y"
    ds.PatientWeight, ds.PatientSize = "74.5", "1.68"
    ds.PatientComments = f"Call {person.contact_name} ({person.contact_relation}) at {person.contact_phone}"
    if role.maiden:
        ds.PatientBirthName = f"{role.maiden}^{role.first}"


def _study(ds: Dataset, study: Study) -> None:
    visit = study.visit
    ds.StudyInstanceUID, ds.StudyID, ds.StudyDescription = study.uid, study.number, study.description
    ds.StudyDate = ds.SeriesDate = da(study.at)
    ds.StudyTime = ds.SeriesTime = tm(study.at)
    ds.AccessionNumber = visit.accession
    ds.ReferringPhysicianName = f"{visit.provider.last}^{visit.provider.first}^^Dr"
    ds.AdmissionID = visit.number
