"""Structured reports, key objects and presentation states."""

from __future__ import annotations

from dicom_plants.drafting import Draft
from dicom_plants.modules import uid
from dicom_plants.people import physician


def node(d: Draft, relation: str, kind: str, concept: tuple[str, str, str] | None) -> Draft:
    """A content item below another."""
    item = d.item("ContentSequence")
    item.keep("RelationshipType", relation)
    item.keep("ValueType", kind)
    if concept:
        item.code("ConceptNameCodeSequence", *concept)
    return item


def _document(d: Draft, title: tuple[str, str, str]) -> None:
    p, n = d.person, d.book.number
    d.plant("ContentDate", p.study_day, "date")
    d.plant("ContentTime", f"12{n % 60:02d}01.7{n:03d}", "time")
    d.keep("ValueType", "CONTAINER")
    d.code("ConceptNameCodeSequence", *title)
    d.keep("ContinuityOfContent", "SEPARATE")
    d.keep("CompletionFlag", "COMPLETE")
    d.keep("VerificationFlag", "VERIFIED")
    checked = d.item("VerifyingObserverSequence")
    checked.plant("VerifyingOrganization", f"{p.town} Clinic", "place", (p.town,))
    checked.plant("VerificationDateTime", f"{p.study_day}1450", "date", (p.study_day,))
    checked.plant("VerifyingObserverName", physician(n + 11))
    checked.item("VerifyingObserverIdentificationCodeSequence").plant("CodeMeaning", physician(n + 12))
    author = d.item("AuthorObserverSequence")
    author.put("ObserverType", "PSN")
    author.plant("PersonName", physician(n + 13))
    evidence = d.item("CurrentRequestedProcedureEvidenceSequence")
    evidence.uid("StudyInstanceUID", uid(p.number, 1), required=True)
    one = evidence.item("ReferencedSeriesSequence")
    one.uid("SeriesInstanceUID", uid(p.number, 1, 101), required=True)
    for number in (1, 2):
        picture = one.item("ReferencedSOPSequence")
        picture.put("ReferencedSOPClassUID", "1.2.840.10008.5.1.4.1.1.2")
        picture.uid("ReferencedSOPInstanceUID", uid(p.number, 3, number), required=True)
    asked = d.item("ReferencedRequestSequence")
    asked.uid("StudyInstanceUID", uid(p.number, 1))
    asked.plant("AccessionNumber", p.accession, "number")
    asked.plant("RequestedProcedureDescription", f"for {p.family}", "name", (p.family,))
    asked.plant("PlacerOrderNumberImagingServiceRequest", f"PL{p.mrn}", "number")
    d.item("PerformedProcedureCodeSequence")


def _observer(d: Draft) -> None:
    p, n = d.person, d.book.number
    kind = node(d, "HAS OBS CONTEXT", "CODE", ("121005", "DCM", "Observer Type"))
    kind.code("ConceptCodeSequence", "121006", "DCM", "Person")
    who = node(d, "HAS OBS CONTEXT", "PNAME", ("121008", "DCM", "Person Observer Name"))
    who.plant("PersonName", physician(n + 14))
    where = node(d, "HAS OBS CONTEXT", "TEXT", ("121009", "DCM", "Person Observer's Organization Name"))
    where.plant("TextValue", f"{p.town} Hospital", "place", (p.town,))
    machine = node(d, "HAS OBS CONTEXT", "UIDREF", ("121012", "DCM", "Device Observer UID"))
    machine.uid("UID", uid(p.number, 16, n))
    serial = node(d, "HAS OBS CONTEXT", "TEXT", ("121016", "DCM", "Device Observer Serial Number"))
    serial.plant("TextValue", f"DSN{5000 + n}KX", "device")


def _subject(d: Draft) -> None:
    p = d.person
    node(d, "HAS OBS CONTEXT", "PNAME", ("121029", "DCM", "Subject Name")).plant("PersonName", p.name)
    node(d, "HAS OBS CONTEXT", "TEXT", ("121030", "DCM", "Subject ID")).plant("TextValue", p.mrn, "number")
    node(d, "HAS OBS CONTEXT", "DATE", ("121031", "DCM", "Subject Birth Date")).plant("Date", p.birth, "date")
    study = node(d, "HAS OBS CONTEXT", "TEXT", ("121022", "DCM", "Accession Number"))
    study.plant("TextValue", p.accession, "number")


def text(d: Draft) -> None:
    """Basic Text SR."""
    p = d.person
    _document(d, ("18748-4", "LN", "Diagnostic Imaging Report"))
    _observer(d)
    _subject(d)
    part = node(d, "CONTAINS", "CONTAINER", ("121070", "DCM", "Findings"))
    part.keep("ContinuityOfContent", "SEPARATE")
    found = node(part, "CONTAINS", "TEXT", ("121071", "DCM", "Finding"))
    found.plant("TextValue", f"{p.given} {p.family} has a 3 mm nodule; call {p.phone}", "name", (p.family, p.phone))
    node(part, "CONTAINS", "TEXT", ("121077", "DCM", "Conclusion")).plant(
        "TextValue", f"Known to {p.mother} since {p.study_day}", "name", (p.mother, p.study_day)
    )
    shown = node(found, "INFERRED FROM", "IMAGE", None)
    other = shown.item("ReferencedSOPSequence")
    other.put("ReferencedSOPClassUID", "1.2.840.10008.5.1.4.1.1.2")
    other.uid("ReferencedSOPInstanceUID", uid(p.number, 3, 1), required=True)


def comprehensive(d: Draft) -> None:
    """Comprehensive SR with measurements and every value type."""
    p, n = d.person, d.book.number
    text(d)
    group = node(d, "CONTAINS", "CONTAINER", ("125007", "DCM", "Measurement Group"))
    group.keep("ContinuityOfContent", "SEPARATE")
    label = node(group, "HAS OBS CONTEXT", "TEXT", ("112039", "DCM", "Tracking Identifier"))
    label.plant("TextValue", f"{p.family} lesion 1", "name", (p.family,))
    node(group, "HAS OBS CONTEXT", "UIDREF", ("112040", "DCM", "Tracking Unique Identifier")).uid(
        "UID", uid(p.number, 17, n)
    )
    number = node(group, "CONTAINS", "NUM", ("410668003", "SCT", "Length"))
    measured = number.item("MeasuredValueSequence")
    measured.keep("NumericValue", "13.25")
    measured.code("MeasurementUnitsCodeSequence", "mm", "UCUM", "millimeter")
    where = node(number, "HAS CONCEPT MOD", "CODE", ("363698007", "SCT", "Finding Site"))
    where.code("ConceptCodeSequence", "39607008", "SCT", "Lung structure")
    local = node(number, "HAS PROPERTIES", "CODE", ("121071", "DCM", "Finding"))
    own = local.item("ConceptCodeSequence")
    own.plant("CodeValue", f"X{p.mrn}", "number")
    own.put("CodingSchemeDesignator", "99LOCAL")
    own.plant("CodeMeaning", f"{p.family} sign", "name", (p.family,))
    space = node(group, "CONTAINS", "SCOORD", None)
    space.keep("GraphicData", [1.5, 2.5, 3.0, 4.0])
    space.keep("GraphicType", "POLYLINE")
    node(group, "HAS OBS CONTEXT", "DATETIME", ("126072", "DCM", "Time Point")).plant(
        "DateTime", f"{p.study_day}120000", "date", (p.study_day,)
    )
    node(group, "HAS OBS CONTEXT", "TIME", ("111061", "DCM", "Study Time")).plant(
        "Time", f"1310{n % 60:02d}.8{n:03d}", "time"
    )
    d.item("ContentTemplateSequence").put("MappingResource", "DCMR")
    d.ds.ContentTemplateSequence[0].TemplateIdentifier = "1500"


def dose(d: Draft) -> None:
    """X-Ray Radiation Dose SR."""
    p, n = d.person, d.book.number
    _document(d, ("113701", "DCM", "X-Ray Radiation Dose Report"))
    _observer(d)
    scope = node(d, "HAS OBS CONTEXT", "CODE", ("113705", "DCM", "Scope of Accumulation"))
    scope.code("ConceptCodeSequence", "113014", "DCM", "Study")
    node(scope, "HAS PROPERTIES", "UIDREF", ("110180", "DCM", "Study Instance UID")).uid("UID", uid(p.number, 1))
    event = node(d, "CONTAINS", "CONTAINER", ("113819", "DCM", "CT Acquisition"))
    event.keep("ContinuityOfContent", "SEPARATE")
    node(event, "CONTAINS", "TEXT", ("125203", "DCM", "Acquisition Protocol")).plant(
        "TextValue", f"Thorax {p.family}", "name", (p.family,)
    )
    node(event, "CONTAINS", "UIDREF", ("113769", "DCM", "Irradiation Event UID")).uid("UID", uid(p.number, 9, n))
    amount = node(event, "CONTAINS", "NUM", ("113838", "DCM", "DLP"))
    value = amount.item("MeasuredValueSequence")
    value.keep("NumericValue", "412.7")
    value.code("MeasurementUnitsCodeSequence", "mGy.cm", "UCUM", "mGy.cm")
    node(event, "CONTAINS", "DATETIME", ("111526", "DCM", "DateTime Started")).plant(
        "DateTime", f"{p.study_day}1311{n % 60:02d}", "date", (p.study_day,)
    )


def key_objects(d: Draft) -> None:
    """Key Object Selection."""
    p = d.person
    _document(d, ("113000", "DCM", "Of Interest"))
    node(d, "CONTAINS", "TEXT", ("113012", "DCM", "Key Object Description")).plant(
        "TextValue", f"show {p.mother}", "name", (p.mother,)
    )
    picture = node(d, "CONTAINS", "IMAGE", None)
    other = picture.item("ReferencedSOPSequence")
    other.put("ReferencedSOPClassUID", "1.2.840.10008.5.1.4.1.1.2")
    other.uid("ReferencedSOPInstanceUID", uid(p.number, 3, 1), required=True)


def presentation(d: Draft) -> None:
    """Grayscale Softcopy Presentation State with text on the image."""
    p, n = d.person, d.book.number
    d.put("ContentLabel", "PRESENTATION")
    d.plant("ContentDescription", f"{p.family} marked", "name", (p.family,))
    d.plant("ContentCreatorName", physician(n + 15))
    d.plant("PresentationCreationDate", p.study_day, "date")
    d.plant("PresentationCreationTime", f"20{n % 60:02d}11.9{n:03d}", "time")
    one = d.item("ReferencedSeriesSequence")
    one.uid("SeriesInstanceUID", uid(p.number, 1, 101), required=True)
    picture = one.item("ReferencedImageSequence")
    picture.put("ReferencedSOPClassUID", "1.2.840.10008.5.1.4.1.1.2")
    picture.uid("ReferencedSOPInstanceUID", uid(p.number, 3, 1), required=True)
    layer = d.item("GraphicLayerSequence")
    layer.plant("GraphicLayer", f"{p.family.upper()} 1"[:16], "name", (p.family[:12],))
    layer.put("GraphicLayerOrder", "1")
    layer.plant("GraphicLayerDescription", f"of {p.mother}", "name", (p.mother,))
    drawn = d.item("GraphicAnnotationSequence")
    drawn.plant("GraphicLayer", f"{p.family.upper()} 1"[:16], "name", (p.family[:12],))
    words = drawn.item("TextObjectSequence")
    words.plant("UnformattedTextValue", f"{p.given} {p.family} {p.birth}", "name", (p.family, p.birth))
    words.put("BoundingBoxAnnotationUnits", "PIXEL")
    shape = drawn.item("GraphicObjectSequence")
    shape.put("GraphicData", [1.0, 2.0])
    shape.put("GraphicType", "POINT")
    area = d.item("DisplayedAreaSelectionSequence")
    area.keep("DisplayedAreaTopLeftHandCorner", [1, 1])
    area.keep("PresentationSizeMode", "SCALE TO FIT")
    d.keep("PresentationLUTShape", "IDENTITY")
