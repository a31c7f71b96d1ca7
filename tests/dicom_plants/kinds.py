"""Every kind of object that is generated: its SOP Class and what its own modules hold."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from dicom_plants import documents, modules, reports, treatments
from dicom_plants.drafting import Draft

_ROOT = "1.2.840.10008.5.1.4.1.1."


@dataclass(frozen=True)
class Kind:
    """One kind of object.

    Attributes:
        sop_class: the part behind the common root of storage classes.
        modality: Modality (0008,0060).
        build: adds what is its own.
        text: whether its pixels may carry text, so that it is quarantined.
    """

    name: str
    sop_class: str
    modality: str
    build: Callable[[Draft], None]
    text: bool = False

    @property
    def whole(self) -> str:
        """The whole SOP Class UID."""
        return _ROOT + self.sop_class


def _slice(d: Draft) -> None:
    d.keep("ImageOrientationPatient", ["1", "0", "0", "0", "1", "0"])
    d.keep("ImagePositionPatient", ["-158.1", "-179.0", str(-75 - d.book.number)])
    d.keep("PixelSpacing", ["0.66", "0.66"])
    d.keep("SliceThickness", "1.5")


def _ct(d: Draft) -> None:
    d.keep("ImageType", ["ORIGINAL", "PRIMARY", "AXIAL"])
    _slice(d)
    d.keep("KVP", "120")
    d.keep("XRayTubeCurrent", "221")
    d.keep("ConvolutionKernel", "B40f")
    d.keep("PatientPosition", "HFS")
    d.keep("BodyPartExamined", "CHEST")
    d.keep("RescaleIntercept", "-1024")
    d.keep("RescaleSlope", "1")
    d.keep("ExposureTime", "500")
    d.keep("FilterType", "FLAT")
    d.keep("DataCollectionDiameter", "500")
    d.keep("WindowCenterWidthExplanation", ["WINDOW1", "WINDOW2"])
    d.keep("WindowCenter", ["40", "-600"])
    d.keep("WindowWidth", ["400", "1200"])
    d.uid("IrradiationEventUID", modules.uid(d.person.number, 9, d.book.number))
    modules.image(d)


def _mr(d: Draft) -> None:
    d.keep("ImageType", ["ORIGINAL", "PRIMARY", "M", "ND", "NORM"])
    _slice(d)
    for keyword, value in (
        ("ScanningSequence", "SE"),
        ("SequenceVariant", ["SK", "SP"]),
        ("ScanOptions", "PFP"),
        ("MRAcquisitionType", "2D"),
        ("SequenceName", "*tse2d1_15"),
        ("RepetitionTime", "4000"),
        ("EchoTime", "97"),
        ("EchoTrainLength", "15"),
        ("MagneticFieldStrength", "1.5"),
        ("FlipAngle", "150"),
        ("TransmitCoilName", "Body"),
        ("BodyPartExamined", "BRAIN"),
    ):
        d.keep(keyword, value)
    modules.image(d)


def _frames(d: Draft, tag: str) -> None:
    p, n = d.person, d.book.number
    shared = d.item("SharedFunctionalGroupsSequence")
    measures = shared.item("PixelMeasuresSequence")
    measures.keep("PixelSpacing", ["0.5", "0.5"])
    measures.keep("SliceThickness", "2")
    for frame in range(3):
        group = d.item("PerFrameFunctionalGroupsSequence")
        content = group.item("FrameContentSequence")
        content.plant("FrameAcquisitionDateTime", f"{p.study_day}1201{frame:02d}.{n:03d}", "date", (p.study_day,))
        content.plant("FrameReferenceDateTime", f"{p.study_day}1202{frame:02d}", "date", (p.study_day,))
        content.plant("FrameComments", f"{p.family} breathes", "name", (p.family,))
        content.plant("FrameLabel", f"L{p.mrn}", "number")
        content.keep("FrameAcquisitionNumber", frame + 1)
        position = group.item("PlanePositionSequence")
        position.keep("ImagePositionPatient", ["0", "0", str(frame)])
        derived = group.item("DerivationImageSequence")
        derived.plant("DerivationDescription", f"by {p.mother}", "name", (p.mother,))
        source = derived.item("SourceImageSequence")
        source.put("ReferencedSOPClassUID", "1.2.840.10008.5.1.4.1.1.2")
        source.uid("ReferencedSOPInstanceUID", modules.uid(p.number, 3, frame), required=True)
        private = group.item(0x00211001, "SQ")
        private.plant(0x00100010, p.name)
        group.put(0x00210010, tag, "LO")
    shape = d.item("DimensionOrganizationSequence")
    shape.uid("DimensionOrganizationUID", modules.uid(p.number, 11))
    modules.image(d, frames=3)


def _enhanced_ct(d: Draft) -> None:
    d.keep("ImageType", ["ORIGINAL", "PRIMARY", "VOLUME", "NONE"])
    _frames(d, "ENHANCED PRIV")


def _enhanced_mr(d: Draft) -> None:
    d.keep("ImageType", ["ORIGINAL", "PRIMARY", "T1", "NONE"])
    d.keep("MagneticFieldStrength", 3.0)
    d.keep("PulseSequenceName", "TSE")
    _frames(d, "ENHANCED PRIV")


def _projection(d: Draft) -> None:
    d.keep("ImageType", ["ORIGINAL", "PRIMARY"])
    d.keep("BodyPartExamined", "CHEST")
    d.keep("ViewPosition", "PA")
    d.keep("KVP", "85")
    d.keep("BurnedInAnnotation", "NO")
    d.plant("PlateID", f"PLATE{d.book.number}Z9", "device")
    d.plant("CassetteID", f"CASS{d.book.number}Z9", "device")
    d.plant("DetectorID", f"DET{d.book.number}Z9X", "device")
    d.plant("DateOfLastDetectorCalibration", d.person.study_day, "date")
    d.keep("DetectorType", "SCINTILLATOR")
    modules.image(d)


def _mammography(d: Draft) -> None:
    _projection(d)
    d.keep("ImageLaterality", "L")
    d.keep("PositionerType", "MAMMOGRAPHIC")
    view = d.code("ViewCodeSequence", "R-10242", "SRT", "cranio-caudal")
    view.item("ViewModifierCodeSequence").put("CodeValue", "R-102D6")


def _nuclear(d: Draft) -> None:
    d.keep("ImageType", ["ORIGINAL", "PRIMARY", "STATIC", "EMISSION"])
    _pharmaceutical(d)
    d.keep("CountsAccumulated", "48211")
    window = d.item("EnergyWindowInformationSequence")
    window.keep("EnergyWindowName", "Tc-99m")
    modules.image(d)


def _pet(d: Draft) -> None:
    d.keep("ImageType", ["ORIGINAL", "PRIMARY"])
    _slice(d)
    for keyword, value in (
        ("Units", "BQML"),
        ("DecayCorrection", "START"),
        ("CorrectedImage", ["DECY", "ATTN", "SCAT"]),
        ("AttenuationCorrectionMethod", "CT"),
        ("ReconstructionMethod", "OSEM3D 2i21s"),
        ("DoseCalibrationFactor", "1"),
    ):
        d.keep(keyword, value)
    _pharmaceutical(d)
    modules.image(d)


def _pharmaceutical(d: Draft) -> None:
    p, n = d.person, d.book.number
    given = d.item("RadiopharmaceuticalInformationSequence")
    given.keep("Radiopharmaceutical", "FDG")
    given.keep("RadionuclideTotalDose", "356000000")
    given.keep("RadionuclideHalfLife", "6586.2")
    given.plant("RadiopharmaceuticalStartTime", f"1340{n % 60:02d}.7{n:03d}", "time")
    given.plant("RadiopharmaceuticalStartDateTime", f"{p.study_day}1340{n % 60:02d}", "date", (p.study_day,))
    given.code("RadionuclideCodeSequence", "C-111A1", "SRT", "^18^Fluorine")


def _ultrasound(d: Draft) -> None:
    d.put("ImageType", ["ORIGINAL", "PRIMARY"])
    modules.image(d, bits=8, samples=3)


def _angiography(d: Draft) -> None:
    d.put("ImageType", ["ORIGINAL", "PRIMARY", "SINGLE PLANE"])
    modules.image(d, bits=8, frames=2)


def _capture(d: Draft) -> None:
    d.put("ConversionType", "WSD")
    d.plant("DateOfSecondaryCapture", d.person.study_day, "date")
    d.plant("SecondaryCaptureDeviceID", f"SCD{d.book.number}KK", "device")
    modules.image(d, bits=8)


def _slide(d: Draft) -> None:
    p, n = d.person, d.book.number
    d.put("ImageType", ["ORIGINAL", "PRIMARY", "LABEL", "NONE"])
    d.plant("ContainerIdentifier", f"CONT{p.mrn}", "number")
    d.plant("BarcodeValue", f"BAR{p.mrn}", "number")
    d.plant("LabelText", f"{p.family} {p.given}")
    specimen = d.item("SpecimenDescriptionSequence")
    specimen.plant("SpecimenIdentifier", f"SPEC{p.mrn}", "number")
    specimen.uid("SpecimenUID", modules.uid(p.number, 12, n))
    modules.image(d, bits=8, samples=3)


def _raw(d: Draft) -> None:
    d.plant("AcquisitionDateTime", f"{d.person.study_day}101010", "date", (d.person.study_day,))
    d.put(0x00290010, "ACME RAW", "LO")
    d.plant(0x00291001, d.person.name.encode() * 3, "name", (d.person.family,), vr="OB")
    d.uid("CreatorVersionUID", modules.uid(d.person.number, 13))


def _waveform(d: Draft) -> None:
    p, n = d.person, d.book.number
    group = d.item("WaveformSequence")
    for keyword, value in (
        ("WaveformOriginality", "ORIGINAL"),
        ("NumberOfWaveformChannels", 1),
        ("NumberOfWaveformSamples", 8),
        ("SamplingFrequency", "500"),
        ("WaveformBitsAllocated", 16),
        ("WaveformSampleInterpretation", "SS"),
    ):
        group.keep(keyword, value)
    group.plant("MultiplexGroupLabel", f"Rhythm {p.family}", "name", (p.family,))
    channel = group.item("ChannelDefinitionSequence")
    channel.plant("ChannelLabel", f"I {p.given}", "name", (p.given,))
    channel.code("ChannelSourceSequence", "2:1", "MDC", "Lead I")
    channel.keep("WaveformBitsStored", 16)
    group.put("WaveformData", bytes(range(16)), "OW")
    note = d.item("WaveformAnnotationSequence")
    note.plant("UnformattedTextValue", f"confirmed by {p.mother} on {p.study_day}", "name", (p.mother, p.study_day))
    note.put("AnnotationGroupNumber", 1)
    note.put("ReferencedWaveformChannels", [1, 0])
    d.plant("AcquisitionDateTime", f"{p.study_day}093010.{n:03d}", "date", (p.study_day,))


def _segmentation(d: Draft) -> None:
    p, n = d.person, d.book.number
    d.keep("ImageType", ["DERIVED", "PRIMARY"])
    d.put("ContentLabel", "SEGMENTATION")
    d.plant("ContentDescription", f"lesion of {p.family}", "name", (p.family,))
    d.plant("ContentCreatorName", f"{p.mother}^Segmenter")
    d.keep("SegmentationType", "FRACTIONAL")
    segment = d.item("SegmentSequence")
    segment.keep("SegmentNumber", 1)
    segment.plant("SegmentLabel", f"{p.family} tumour {n}", "name", (p.family,))
    segment.plant("SegmentDescription", f"drawn by {p.mother}", "name", (p.mother,))
    segment.keep("SegmentAlgorithmType", "MANUAL")
    segment.plant("TrackingID", f"{p.mrn}-lesion", "number", (p.mrn,))
    segment.uid("TrackingUID", modules.uid(p.number, 14))
    segment.code("SegmentedPropertyCategoryCodeSequence", "49755003", "SCT", "Morphologically Abnormal Structure")
    segment.code("SegmentedPropertyTypeCodeSequence", "4147007", "SCT", "Mass")
    _frames(d, "SEG PRIV")


KINDS: tuple[Kind, ...] = (
    Kind("CT", "2", "CT", _ct),
    Kind("MR", "4", "MR", _mr),
    Kind("Enhanced CT", "2.1", "CT", _enhanced_ct),
    Kind("Enhanced MR", "4.1", "MR", _enhanced_mr),
    Kind("CR", "1", "CR", _projection),
    Kind("DX", "1.1", "DX", _projection),
    Kind("MG", "1.2", "MG", _mammography),
    Kind("NM", "20", "NM", _nuclear),
    Kind("PT", "128", "PT", _pet),
    Kind("US", "6.1", "US", _ultrasound, text=True),
    Kind("XA", "12.1", "XA", _angiography, text=True),
    Kind("SC", "7", "OT", _capture, text=True),
    Kind("SM", "77.1.6", "SM", _slide, text=True),
    Kind("RTSTRUCT", "481.3", "RTSTRUCT", treatments.structures),
    Kind("RTPLAN", "481.5", "RTPLAN", treatments.plan),
    Kind("RTDOSE", "481.2", "RTDOSE", treatments.dose),
    Kind("SEG", "66.4", "SEG", _segmentation),
    Kind("Basic SR", "88.11", "SR", reports.text),
    Kind("Comprehensive SR", "88.33", "SR", reports.comprehensive),
    Kind("Dose SR", "88.67", "SR", reports.dose),
    Kind("KO", "88.59", "KO", reports.key_objects),
    Kind("PR", "11.1", "PR", reports.presentation),
    Kind("ECG", "9.1.1", "ECG", _waveform),
    Kind("Encapsulated PDF", "104.1", "DOC", documents.pdf),
    Kind("Encapsulated CDA", "104.2", "DOC", documents.cda),
    Kind("Encapsulated STL", "104.3", "M3D", documents.stl),
    Kind("Raw Data", "66", "MR", _raw),
)
