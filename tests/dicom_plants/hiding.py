"""Places in any object where a value can hide, whatever its kind."""

from __future__ import annotations

from dicom_plants.drafting import Draft
from dicom_plants.modules import uid
from dicom_plants.people import physician
from pydicom.datadict import dictionary_VR


def everywhere(d: Draft) -> None:
    """Plant in the places of this object's turn."""
    vendor(d)
    places = (private, unknown, graphics, misfits, kept_tags, signatures, originals, values, retired, deep, coded)
    number = d.book.number
    for step in (0, 3, 5, 8):
        places[(number + step) % len(places)](d)


def vendor(d: Draft) -> None:
    """Private attributes of vendors: those known to be safe, those known not to be, and names hidden in safe ones."""
    p, n = d.person, d.book.number
    if n % 3 == 0:
        d.safe(0x00430010, "GEMS_PARM_01", "LO")
        d.safe(0x00431039, ["1000", "8", "0", "0"], "IS")
        d.plant(0x00431061, uid(p.number, 21), "uid", vr="UI")
        d.safe(0x00190011, "GEMS_ACQU_01", "LO")
        d.safe(0x00191118, "160.5", "DS")
        d.safe(0x0019119E, "FSE", "LO")
    elif n % 3 == 1:
        d.safe(0x20050010, "Philips MR Imaging DD 001", "LO")
        d.plant(0x2005101D, p.family, "name", vr="CS")
    else:
        d.safe(0x70530010, "Philips PET Private Group", "LO")
        d.safe(0x70531000, "0.000412", "DS")
        d.safe(0x70531009, "1.5", "DS")
        d.plant(0x70531077, f"{p.given} {p.mrn}", "name", vr="LO")


def private(d: Draft) -> None:
    """Private elements of every VR, nested, without a creator, and a creator that names somebody."""
    p, n = d.person, d.book.number
    d.put(0x00190010, "SIEMENS CT VA0  COAD", "LO")
    d.plant(0x00191001, f"{p.given} {p.family}", "name", vr="LO")
    d.plant(0x00191002, p.birth, "date", (p.birth,), vr="DA")
    d.plant(0x00191003, p.name, "name", vr="PN")
    d.plant(0x00191004, uid(p.number, 18, n), "uid", vr="UI")
    d.plant(0x00191005, f"{p.mrn} {p.phone}".encode() + b" ", "number", (p.mrn, p.phone), vr="UN")
    d.plant(0x00191006, f"<xml>{p.family}</xml>".encode().ljust(40), "name", (p.family,), vr="OB")
    block = d.item(0x00191007, "SQ")
    block.plant("PatientID", p.mrn, "number")
    block.plant(0x00191008, f"{p.email}", "contact", vr="UT")
    d.plant(0x00111001, f"orphan {p.family}", "name", (p.family,), vr="LO")
    d.plant(0x00310010, f"CREATOR {p.family}".upper(), "name", (p.family,), vr="LO")
    d.put(0x00311001, "x", "LO")


def unknown(d: Draft) -> None:
    """Tags of no dictionary, and known ones declared UN."""
    p = d.person
    d.plant(0x00189F9F, f"{p.family} here", "name", (p.family,), vr="LO")
    d.plant(0x00420099, f"{p.mrn}", "number", vr="LT")
    d.plant(0x00104000, f"note on {p.family}".encode().ljust(40), "name", (p.family,), vr="UN")
    d.plant(0x00081040, f"{p.town} unit".encode().ljust(40), "place", (p.town,), vr="UN")
    d.plant(0x00181030, f"protocol {p.family}".encode().ljust(40), "name", (p.family,), vr="UN")


def graphics(d: Draft) -> None:
    """Overlays, curves, icons and annotation."""
    p, n = d.person, d.book.number
    for group in (0x6000, 0x6002):
        d.put((group << 16) | 0x10, 16)
        d.put((group << 16) | 0x11, 16)
        d.put((group << 16) | 0x40, "G")
        d.plant((group << 16) | 0x22, f"overlay {p.family}", "name", (p.family,), vr="LO")
        d.plant((group << 16) | 0x1500, f"label {p.mrn}", "number", (p.mrn,), vr="LO")
        d.plant((group << 16) | 0x4000, f"{p.given} {p.birth}", "name", (p.given, p.birth), vr="LT")
        d.plant((group << 16) | 0x3000, f"{p.family:<32}".encode(), "name", (p.family,), vr="OW")
    d.plant(0x50000022, f"curve of {p.family}", "name", (p.family,), vr="LO")
    d.plant(0x50003000, f"{p.family:<32}".encode(), "name", (p.family,), vr="OW")
    d.plant(0x50000030, f"{p.mother}", "name", vr="SH")
    icon = d.item("IconImageSequence")
    for keyword, value in (("Rows", 2), ("Columns", 16), ("SamplesPerPixel", 1), ("BitsAllocated", 8)):
        icon.put(keyword, value)
    icon.plant("PixelData", f"{p.family:<32}".encode(), "name", (p.family,), vr="OB")
    mark = d.item("GraphicAnnotationSequence")
    mark.item("TextObjectSequence").plant("UnformattedTextValue", f"{p.family} {n}", "name", (p.family,))


def misfits(d: Draft) -> None:
    """Values that do not fit their VR."""
    p, n = d.person, d.book.number
    d.plant("TableHeight", p.family, "name", vr="DS")
    d.plant("AcquisitionNumber", f"{p.mrn}A", "number", vr="IS")
    d.plant("Laterality", p.given, "name", vr="CS")
    d.plant("ScheduledStudyStartDate", f"born {p.birth}", "date", (p.birth,), vr="DA")
    d.plant("PatientSize", f"tall {p.mother}", "name", (p.mother,), vr="DS")
    d.plant("TreatmentTime", f"by {p.mother}", "name", (p.mother,), vr="TM")
    d.plant("SynchronizationFrameOfReferenceUID", f"1.2.{p.family}", "name", (p.family,), vr="UI")
    d.plant("SimpleFrameList", f"{p.family:<16}".encode(), "name", (p.family[:12],), vr="UN")
    d.plant("TriggerTime", f"{p.mrn}{n:03d}", "number", (p.mrn,), vr="DS")
    d.plant("RedPaletteColorLookupTableData", f"{p.family:<32}".encode(), "name", (p.family,), vr="OW")
    d.plant("ICCProfile", f"{p.given} {p.family}".encode().ljust(128), "name", (p.family,), vr="OB")


def kept_tags(d: Draft) -> None:
    """Text hidden in attributes that stay."""
    p, n = d.person, d.book.number
    d.plant("DetectorManufacturerName", f"{p.given} {p.family}", "name")
    d.plant("AcquisitionDeviceProcessingCode", p.mrn, "number")
    d.plant("OutputPower", p.phone, "contact")
    d.plant("ProcessingFunction", f"DOB {p.birth[:4]}-{p.birth[4:6]}-{p.birth[6:]}", "date", (p.birth[:4] + "-",))
    d.plant("ImageFilter", f"mail {p.email}", "contact", (p.email,))
    d.plant("ScanOptions", p.family.upper()[:16], "name")
    d.plant("ApplicationName", f"acc {p.accession}", "number", (p.accession,))
    d.plant("ReceiveCoilName", [f"{p.family[:12]}", "Head"], "name", (p.family[:12],))
    d.plant("GridAbsorbingMaterial", f"SSN {p.ssn}", "number", (p.ssn,))
    d.plant("AlgorithmName", f"Dr. {physician(n).replace('^', ' ')}", "name", (physician(n).split("^")[0],))


def signatures(d: Draft) -> None:
    """Digital signatures, encrypted attributes, padding and MAC parameters."""
    p = d.person
    mac = d.item("MACParametersSequence")
    mac.put("MACIDNumber", 1)
    mac.put("MACAlgorithm", "SHA256")
    mac.put("DataElementsSigned", 0x00100010)
    signed = d.item("DigitalSignaturesSequence")
    signed.put("MACIDNumber", 1)
    signed.uid("DigitalSignatureUID", uid(p.number, 19))
    signed.plant("DigitalSignatureDateTime", f"{p.study_day}090000", "date", (p.study_day,))
    signed.plant("CertificateOfSigner", f"CN={p.mother}".encode().ljust(40), "name", (p.mother,))
    signed.put("Signature", b"\1\2\3\4")
    hidden = d.item("EncryptedAttributesSequence")
    hidden.plant("EncryptedContent", f"{p.family} {p.mrn}".encode().ljust(40), "name", (p.family, p.mrn))
    d.plant(0xFFFCFFFC, f"{p.family} behind".encode().ljust(40), "name", (p.family,), vr="OB")


def originals(d: Draft) -> None:
    """Original Attributes and Modified Attributes."""
    p = d.person
    before = d.item("OriginalAttributesSequence")
    before.plant("SourceOfPreviousValues", f"{p.town} PACS", "place", (p.town,))
    before.plant("AttributeModificationDateTime", f"{p.study_day}080000", "date", (p.study_day,))
    before.plant("ModifyingSystem", f"FIX{p.mrn}", "number")
    before.put("ReasonForTheAttributeModification", "CORRECT")
    old = before.item("ModifiedAttributesSequence")
    old.plant("PatientName", f"{p.mother}^{p.given}")
    old.plant("PatientID", f"OLD{p.mrn}", "number")
    old.plant("PatientBirthDate", p.birth, "date")


def values(d: Draft) -> None:
    """Second and third values, empty first ones, and text behind a null."""
    p, n = d.person, d.book.number
    d.plant("OtherPatientIDs", ["", f"ID-{p.mrn}-{n}", f"X{p.ssn}"], "number", vr="LO")
    d.plant("NamesOfIntendedRecipientsOfResults", ["^", physician(n), f"^{p.given}"])
    d.plant("SecondaryCaptureDeviceSoftwareVersions", ["1.0", f"{p.family} {p.mrn}"], "name")
    d.plant("ConsultingPhysicianName", [physician(n + 17)] * 2)
    d.plant("ScheduledStationAETitle", ["AE1", f"AE{p.mrn}"], "device", (f"AE{p.mrn}",))
    d.plant("RetrieveAETitle", [f"PACS{p.town[:6].upper()}"], "device")


def retired(d: Draft) -> None:
    """Attributes that the standard retired."""
    p, n = d.person, d.book.number
    for tag, text in (
        (0x00080010, f"REC{p.family}"),
        (0x00084000, f"identify {p.family}"),
        (0x00181000 + 0x0011, f"HC{p.mrn}"),
        (0x00204000, f"image of {p.family}"),
        (0x00324000, f"study of {p.mother}"),
        (0x00380011, f"Issuer {p.town}"),
        (0x40000010, f"group 4000 {p.family}"),
        (0x40080040, f"results {p.family}"),
        (0x40080300, f"impression {p.mother}"),
        (0x20300020, f"{p.family} {n}"),
    ):
        needle = text.split(" ")[-1] if " " in text else text
        d.plant(tag, text, "name", (needle if len(needle) > 3 else p.family,), vr=_vr(tag))


def deep(d: Draft) -> None:
    """Ten levels down."""
    p = d.person
    level = d
    for step in range(10):
        level = level.item(
            ("ReferencedSeriesSequence", "ConceptNameCodeSequence", "RequestAttributesSequence")[step % 3]
        )
        level.plant("PatientComments", f"level {step} {p.family}", "name", (p.family,))
        level.plant("PatientName", p.name)
        level.plant("ContentDate", p.birth, "date")


def coded(d: Draft) -> None:
    """Codes of one's own with free meanings, and public codes with somebody's name."""
    p = d.person
    local = d.item("ProcedureCodeSequence")
    local.plant("CodeValue", f"P{p.mrn}", "number")
    local.put("CodingSchemeDesignator", "99HOSP")
    local.plant("CodeMeaning", f"CT of {p.family}", "name", (p.family,))
    public = d.item("AnatomicRegionSequence")
    public.put("CodeValue", "T-D1100")
    public.put("CodingSchemeDesignator", "SRT")
    public.plant("CodeMeaning", f"Head of {p.family}", "name", (p.family,))
    long = d.item("PrimaryAnatomicStructureSequence")
    long.plant("LongCodeValue", f"{p.mrn}-{p.ssn}-LONG", "number")
    long.put("CodingSchemeDesignator", "99HOSP")
    long.plant("CodeMeaning", f"{p.mother}", "name")


def _vr(tag: int) -> str:
    try:
        return dictionary_VR(tag)
    except KeyError:
        return "LT"
