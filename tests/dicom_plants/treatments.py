"""Radiotherapy objects."""

from __future__ import annotations

from dicom_plants.drafting import Draft
from dicom_plants.modules import image, uid
from dicom_plants.people import physician


def structures(d: Draft) -> None:
    """RT Structure Set."""
    p, n = d.person, d.book.number
    d.plant("StructureSetLabel", f"SS {p.family}"[:16], "name", (p.family[:12],))
    d.plant("StructureSetName", f"{p.given} plan", "name", (p.given,))
    d.plant("StructureSetDate", p.study_day, "date")
    d.plant("StructureSetTime", f"19{n % 60:02d}21.5{n:03d}", "time")
    d.plant("StructureSetDescription", f"for {p.mother}", "name", (p.mother,))
    frame = d.item("ReferencedFrameOfReferenceSequence")
    frame.uid("FrameOfReferenceUID", uid(p.number, 2), required=True)
    whole = frame.item("RTReferencedStudySequence")
    whole.put("ReferencedSOPClassUID", "1.2.840.10008.3.1.2.3.1")
    whole.uid("ReferencedSOPInstanceUID", uid(p.number, 1), required=True)
    one = whole.item("RTReferencedSeriesSequence")
    one.uid("SeriesInstanceUID", uid(p.number, 1, 101), required=True)
    picture = one.item("ContourImageSequence")
    picture.put("ReferencedSOPClassUID", "1.2.840.10008.5.1.4.1.1.2")
    picture.uid("ReferencedSOPInstanceUID", uid(p.number, 3, 1), required=True)
    for number, name in enumerate((f"GTV {p.family}", "Lung_L", f"PTV_{p.given}"), 1):
        roi = d.item("StructureSetROISequence")
        roi.keep("ROINumber", str(number))
        roi.put("ReferencedFrameOfReferenceUID", uid(p.number, 2))
        if number == 2:
            roi.describe("ROIName", name)
        else:
            roi.plant("ROIName", name, "name", (name.split("_")[-1].split(" ")[-1],))
        roi.plant("ROIDescription", f"by {p.mother}", "name", (p.mother,))
        roi.keep("ROIGenerationAlgorithm", "MANUAL")
        contour = d.item("ROIContourSequence")
        contour.keep("ReferencedROINumber", str(number))
        points = contour.item("ContourSequence")
        points.keep("ContourGeometricType", "CLOSED_PLANAR")
        points.keep("NumberOfContourPoints", "3")
        points.keep("ContourData", ["1.5", "2", "3", "4", "5", "6", "7", "8.25", "9"])
        drawn = points.item("ContourImageSequence")
        drawn.put("ReferencedSOPClassUID", "1.2.840.10008.5.1.4.1.1.2")
        drawn.uid("ReferencedSOPInstanceUID", uid(p.number, 3, 1), required=True)
        seen = d.item("RTROIObservationsSequence")
        seen.keep("ObservationNumber", str(number))
        seen.keep("ReferencedROINumber", str(number))
        seen.plant("ROIObservationLabel", f"o {p.given}"[:16], "name", (p.given[:10],))
        seen.plant("ROIInterpreter", physician(n + number))
        seen.keep("RTROIInterpretedType", "GTV")
    d.plant("ReviewDate", p.study_day, "date")
    d.plant("ReviewerName", physician(n + 9))


def plan(d: Draft) -> None:
    """RT Plan."""
    p, n = d.person, d.book.number
    d.plant("RTPlanLabel", f"P{p.family}"[:16], "name", (p.family[:12],))
    d.plant("RTPlanName", f"{p.given} boost", "name", (p.given,))
    d.plant("RTPlanDescription", f"see {p.email}", "contact", (p.email,))
    d.plant("RTPlanDate", p.study_day, "date")
    d.plant("RTPlanTime", f"11{n % 60:02d}45.6{n:03d}", "time")
    d.plant("TreatmentSites", f"Lung of {p.family}", "name", (p.family,))
    d.keep("RTPlanGeometry", "PATIENT")
    dose = d.item("DoseReferenceSequence")
    dose.keep("DoseReferenceNumber", "1")
    dose.plant("DoseReferenceDescription", f"PTV {p.family}", "name", (p.family,))
    dose.uid("DoseReferenceUID", uid(p.number, 15))
    dose.keep("TargetPrescriptionDose", "60.5")
    beam = d.item("BeamSequence")
    beam.keep("BeamNumber", "1")
    beam.plant("BeamName", f"B1 {p.given}", "name", (p.given,))
    beam.plant("BeamDescription", f"for {p.mother}", "name", (p.mother,))
    beam.plant("TreatmentMachineName", f"LINAC{n}QX", "device")
    beam.plant("DeviceSerialNumber", f"LN{88000 + n}", "device")
    beam.plant("InstitutionName", f"{p.town} Radiotherapy", "place", (p.town,))
    beam.keep("BeamType", "STATIC")
    point = beam.item("ControlPointSequence")
    point.keep("GantryAngle", "181.5")
    point.keep("CumulativeMetersetWeight", "0")
    setup = d.item("PatientSetupSequence")
    setup.keep("PatientSetupNumber", "1")
    setup.plant("SetupTechniqueDescription", f"{p.family} on left", "name", (p.family,))
    linked = d.item("ReferencedStructureSetSequence")
    linked.put("ReferencedSOPClassUID", "1.2.840.10008.5.1.4.1.1.481.3")
    linked.uid("ReferencedSOPInstanceUID", uid(p.number, 3, 13), required=True)


def dose(d: Draft) -> None:
    """RT Dose."""
    p = d.person
    d.keep("DoseUnits", "GY")
    d.keep("DoseType", "PHYSICAL")
    d.plant("DoseComment", f"{p.family} fraction 3", "name", (p.family,))
    d.keep("DoseSummationType", "PLAN")
    d.keep("DoseGridScaling", "0.0001")
    d.keep("GridFrameOffsetVector", ["0", "2"])
    linked = d.item("ReferencedRTPlanSequence")
    linked.put("ReferencedSOPClassUID", "1.2.840.10008.5.1.4.1.1.481.5")
    linked.uid("ReferencedSOPInstanceUID", uid(p.number, 3, 14), required=True)
    image(d, frames=2)
