"""The modules that objects share, with a plant at every place that can identify."""

from __future__ import annotations

from dicom_plants.drafting import Draft
from dicom_plants.people import physician

ROOT = "1.3.6.1.4.1.5962.99"


def uid(*parts: int) -> str:
    """An instance UID of the source."""
    return ".".join([ROOT, *map(str, parts)])


def patient(d: Draft, name: str) -> None:
    """Patient, Patient Study and Visit."""
    p, n = d.person, d.book.number
    d.plant("PatientName", name)
    d.plant("PatientID", p.mrn, "number")
    d.plant("IssuerOfPatientID", p.issuer, "number")
    d.plant("PatientBirthDate", p.birth, "date")
    d.plant("PatientBirthTime", f"0{n % 10}1733.41{n:03d}", "time")
    d.put("PatientSex", "F" if n % 2 else "M")
    d.put("PatientAge", f"0{30 + n % 50}Y")
    d.put("PatientWeight", f"{60 + n % 40}.5")
    d.put("PatientSize", "1.71")
    d.plant("OtherPatientNames", [f"{p.mother}^{p.given}", f"{p.family}^Zsazsa{n}"])
    d.plant("PatientBirthName", f"{p.mother}^{p.given}")
    d.plant("PatientMotherBirthName", f"{p.mother}^Theophania")
    d.plant("PatientAddress", f"{p.street}, {p.town}", "place", (p.street, p.town))
    d.plant("PatientTelephoneNumbers", [p.phone, f"555-0{n:03d}-77"], "contact")
    d.plant("PatientTelecomInformation", p.email, "contact")
    d.plant("PatientComments", f"Sister {p.mother} calls {p.phone}", "name", (p.mother, p.phone))
    d.plant("AdditionalPatientHistory", f"Seen at {p.town}, MRN {p.mrn}", "place", (p.town, p.mrn))
    d.plant("Occupation", f"Mayor of {p.town}", "place", (p.town,))
    d.plant("CountryOfResidence", "Liechtenstein", "place")
    d.plant("RegionOfResidence", p.town, "place")
    d.plant("ResponsiblePerson", f"{p.mother}^Ruprecht")
    d.plant("ResponsibleOrganization", f"{p.town} Orphanage", "place", (p.town,))
    d.plant("MedicalRecordLocator", f"Shelf-{p.mrn}-B", "number")
    d.plant("MedicalAlerts", f"HIV positive, see {p.mother}", "name", (p.mother,))
    d.plant("PatientReligiousPreference", "Zoroastrian", "place")
    d.plant("InsurancePlanIdentification", f"PLAN{p.mrn}", "number")
    other = d.item("OtherPatientIDsSequence")
    other.plant("PatientID", f"OTH-{p.mrn}-{n}", "number")
    other.plant("IssuerOfPatientID", f"Clinic{p.town}", "place")
    insured = d.item("PatientInsurancePlanCodeSequence")
    insured.plant("CodeValue", f"INS{p.mrn}", "number")
    insured.plant("CodingSchemeDesignator", "99INSURE", "number")
    insured.plant("CodeMeaning", f"Plan of {p.family}", "name", (p.family,))
    used = d.item(0x00100011)
    used.plant(0x00100012, f"Nickname {p.given}", "name", (p.given,), vr="LT")
    d.plant("AdmissionID", f"ADM{p.mrn}-{n}", "number")
    d.plant("AdmittingDiagnosesDescription", f"Fracture, {p.family}", "name", (p.family,))
    d.plant("CurrentPatientLocation", f"Ward Kappa-{n} bed 17", "place", (f"Kappa-{n}",))
    d.plant("VisitComments", f"Visited by {p.mother}", "name", (p.mother,))


def study(d: Draft) -> None:
    """General Study."""
    p, n = d.person, d.book.number
    d.uid("StudyInstanceUID", uid(p.number, 1), required=True)
    d.plant("StudyDate", p.study_day, "date")
    d.plant("StudyTime", f"14{n % 60:02d}17.38{n:03d}", "time")
    d.plant("AccessionNumber", p.accession, "number")
    d.plant("StudyID", f"ST{p.mrn}", "number")
    if n % 3:
        d.describe("StudyDescription", ("CT CHEST W CONTRAST", "MR BRAIN W/O CONTRAST", "XR KNEE LEFT 2 VIEWS")[n % 3])
    else:
        d.plant("StudyDescription", f"CHEST PA {p.family} {p.mrn}", "name", (p.family, p.mrn))
    d.plant("ReferringPhysicianName", physician(n))
    d.plant("ReferringPhysicianAddress", f"{n} {p.town} Road", "place", (p.town,))
    d.plant("ReferringPhysicianTelephoneNumbers", f"(508) 555-{2000 + n}", "contact")
    who = d.item("ReferringPhysicianIdentificationSequence")
    who.plant("InstitutionName", f"{p.town} General", "place", (p.town,))
    who.plant("PersonAddress", p.street, "place")
    coded = who.item("PersonIdentificationCodeSequence")
    coded.plant("CodeValue", f"DR{9000 + n}X", "number")
    coded.plant("CodingSchemeDesignator", "99STAFF", "number")
    coded.plant("CodeMeaning", physician(n + 1))
    d.plant("PhysiciansOfRecord", [physician(n + 2), physician(n + 3)])
    d.plant("NameOfPhysiciansReadingStudy", physician(n + 4))
    d.plant("RequestingService", f"{p.town} Oncology", "place", (p.town,))
    d.plant("RequestingPhysician", physician(n + 5))
    d.plant("RequestedProcedureDescription", f"for {p.given} {p.family}", "name", (p.given, p.family))
    d.plant("RequestedProcedureComments", f"call {p.email}", "contact", (p.email,))
    d.plant("ReasonForTheRequestedProcedure", f"wish of {p.mother}", "name", (p.mother,))


def series(d: Draft, modality: str, number: int = 1) -> None:
    """General Series, Frame of Reference and Equipment."""
    p, n = d.person, d.book.number
    d.keep("Modality", modality)
    d.uid("SeriesInstanceUID", uid(p.number, 1, 100 + number), required=True)
    d.keep("SeriesNumber", str(number))
    d.plant("SeriesDate", p.study_day, "date")
    d.plant("SeriesTime", f"15{n % 60:02d}22.11{n:03d}", "time")
    if n % 2:
        d.describe("SeriesDescription", ("T2_TSE_SAG", "AXIAL 5MM", "LUNG 1.0 B40f", "COR STIR")[n // 2 % 4])
    else:
        d.plant("SeriesDescription", f"AX {p.given} {p.study_day}", "name", (p.given, p.study_day))
    d.describe("ProtocolName", ("Thorax^Routine", "Head Neck", "Abdomen Pelvis")[n % 3])
    d.plant("PerformingPhysicianName", physician(n + 6))
    d.plant("OperatorsName", [physician(n + 7), f"Tech{n}^Ludmilla"], "name")
    d.plant("PerformedProcedureStepID", f"PPS{p.mrn}-{n}", "number")
    d.plant("PerformedProcedureStepStartDate", p.study_day, "date")
    d.plant("PerformedProcedureStepDescription", f"done by {p.mother}", "name", (p.mother,))
    d.plant("CommentsOnThePerformedProcedureStep", f"SSN {p.ssn}", "number", (p.ssn,))
    asked = d.item("RequestAttributesSequence")
    asked.plant("RequestedProcedureID", f"RP{p.mrn}", "number")
    asked.plant("ScheduledProcedureStepID", f"SPS{p.mrn}", "number")
    asked.plant("ScheduledProcedureStepDescription", f"ask {p.family}", "name", (p.family,))
    asked.plant("AccessionNumber", f"{p.accession}", "number")
    d.keep("Manufacturer", "SIEMENS")
    d.keep("ManufacturerModelName", "SOMATOM Definition AS+")
    d.keep("SoftwareVersions", "syngo CT 2012B")
    d.plant("InstitutionName", f"{p.town} Memorial Hospital", "place", (p.town,))
    d.plant("InstitutionAddress", f"{p.street}", "place")
    d.plant("InstitutionalDepartmentName", f"Radiology {p.town}", "place", (p.town,))
    d.plant("StationName", f"STN{p.town[:6].upper()}{n}", "device")
    d.plant("DeviceSerialNumber", f"SN{66000 + n}77", "device")
    d.plant("GantryID", f"GANTRY{n}Q7", "device")
    d.uid("DeviceUID", uid(p.number, 7, n))
    d.plant("DateOfLastCalibration", ["20100204", f"2010030{1 + n % 9}"], "date")
    udi = d.item(0x0018100A)
    udi.plant("UniqueDeviceIdentifier", f"(01)0088{7000000000 + n}", "device", (f"0088{7000000000 + n}",))


def frame_of_reference(d: Draft) -> None:
    """Frame of Reference, the same in every series of the study."""
    d.uid("FrameOfReferenceUID", uid(d.person.number, 2), required=True)
    d.put("PositionReferenceIndicator", "")


def common(d: Draft, sop_class: str) -> None:
    """SOP Common."""
    p, n = d.person, d.book.number
    d.put("SOPClassUID", sop_class)
    d.uid("SOPInstanceUID", uid(p.number, 3, n), required=True)
    d.plant("InstanceCreationDate", p.study_day, "date")
    d.plant("InstanceCreationTime", f"16{n % 60:02d}31.52{n:03d}", "time")
    d.uid("InstanceCreatorUID", uid(p.number, 8, n))
    d.keep("InstanceNumber", str(1 + n % 9))
    helper = d.item("ContributingEquipmentSequence")
    helper.put("Manufacturer", "ACME")
    helper.plant("InstitutionName", f"{p.town} Imaging", "place", (p.town,))
    helper.plant("StationName", f"PACS{n}ZZ", "device")
    helper.plant("ContributionDateTime", f"{p.study_day}101112.{n:03d}", "date", (p.study_day,))
    helper.code("PurposeOfReferenceCodeSequence", "109101", "DCM", "Acquisition Equipment", kept=False)


def timing(d: Draft) -> None:
    """Dates and times of the image."""
    p, n = d.person, d.book.number
    for keyword in ("AcquisitionDate", "ContentDate"):
        d.plant(keyword, p.study_day, "date")
    d.plant("AcquisitionTime", f"17{n % 60:02d}41.2{n:03d}", "time")
    d.plant("ContentTime", f"18{n % 60:02d}51.7{n:03d}", "time")
    d.plant("AcquisitionDateTime", f"{p.study_day}1742{n % 60:02d}.5", "date", (p.study_day,))
    d.plant("ImageComments", f"{p.given} moved; {p.phone}", "name", (p.given, p.phone))
    d.plant("AcquisitionComments", f"patient {p.family}", "name", (p.family,))
    d.plant("DerivationDescription", f"from {p.family} {p.study_day}", "name", (p.family, p.study_day))


def references(d: Draft) -> None:
    """References to other objects."""
    p, n = d.person, d.book.number
    for keyword, number in (("ReferencedImageSequence", 1), ("SourceImageSequence", 2)):
        other = d.item(keyword)
        other.put("ReferencedSOPClassUID", "1.2.840.10008.5.1.4.1.1.2")
        other.uid("ReferencedSOPInstanceUID", uid(p.number, 3, (n + number) % 90))
        other.code("PurposeOfReferenceCodeSequence", "121311", "DCM", "Localizer")
    before = d.item("ReferencedStudySequence")
    before.put("ReferencedSOPClassUID", "1.2.840.10008.3.1.2.3.1")
    before.uid("ReferencedSOPInstanceUID", uid(p.number, 1))


def image(d: Draft, *, rows: int = 16, bits: int = 16, samples: int = 1, frames: int = 1) -> None:
    """Image Pixel; the pixels say nothing."""
    d.keep("SamplesPerPixel", samples)
    d.keep("PhotometricInterpretation", "RGB" if samples == 3 else "MONOCHROME2")
    if samples == 3:
        d.put("PlanarConfiguration", 0)
    d.keep("Rows", rows)
    d.keep("Columns", rows)
    d.keep("BitsAllocated", bits)
    d.keep("BitsStored", bits)
    d.keep("HighBit", bits - 1)
    d.put("PixelRepresentation", 0)
    if frames > 1:
        d.keep("NumberOfFrames", str(frames))
    size = rows * rows * bits // 8 * samples * frames
    d.put("PixelData", bytes((at * 7 + d.book.number) % 251 for at in range(size)), "OB" if bits == 8 else "OW")
