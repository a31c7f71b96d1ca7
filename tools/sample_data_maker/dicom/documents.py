"""A structured report and a key object selection about the CT, and a letter as encapsulated PDF."""

from __future__ import annotations

import random
from collections.abc import Sequence

from pydicom import uid as uids
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence as Items

from sample_data_maker.chance import uid
from sample_data_maker.dicom.header import (
    Equipment,
    Study,
    add_equipment,
    add_series,
    code,
    da,
    new_object,
    person_name,
    tm,
)
from sample_data_maker.encounters import HOSPITAL

_WORKSTATION = Equipment("Rivermont Imaging IT", "Reporting", "RGHRPT01", "WS0081264")


def report(rng: random.Random, study: Study, images: Sequence[Dataset]) -> Dataset:
    """A Basic Text SR (PS3.3 A.35.1) that names patient, physician and dates, and refers to the CT slices."""
    ds = _document(rng, study, uids.BasicTextSRStorage, "SR", 901, "Radiology report")
    ds.CompletionFlag, ds.VerificationFlag = "COMPLETE", "VERIFIED"
    observer = Dataset()
    observer.VerifyingOrganization, observer.VerificationDateTime = HOSPITAL, da(study.at) + tm(study.at)
    observer.VerifyingObserverName = ds.ReferringPhysicianName
    observer.VerifyingObserverIdentificationCodeSequence = Items([])
    ds.VerifyingObserverSequence = Items([observer])
    ds.PerformedProcedureCodeSequence = ds.ReferencedPerformedProcedureStepSequence = Items([])
    ds.CurrentRequestedProcedureEvidenceSequence = Items([_evidence(study, images)])
    _root(ds, code("18748-4", "LN", "Diagnostic imaging report"))
    ds.ContentSequence = Items([*_context(study, ds), *_findings(study), _image_item(images[1])])
    return ds


def key_objects(rng: random.Random, study: Study, images: Sequence[Dataset]) -> Dataset:
    """A Key Object Selection (PS3.3 A.35.4) of the slice with the nodule."""
    ds = _document(rng, study, uids.KeyObjectSelectionDocumentStorage, "KO", 902, "Key images")
    ds.ReferencedPerformedProcedureStepSequence = Items([])
    ds.CurrentRequestedProcedureEvidenceSequence = Items([_evidence(study, images[1:2])])
    _root(ds, code("113000", "DCM", "Of Interest"))
    template = Dataset()
    template.MappingResource, template.TemplateIdentifier = "DCMR", "2010"
    ds.ContentTemplateSequence = Items([template])
    why = _item("TEXT", "CONTAINS", code("113012", "DCM", "Key Object Description"))
    why.TextValue = f"Nodule of {study.visit.person.full_name}, shown to the family on {study.at:%m/%d/%Y}"
    picture = _image_item(images[1])
    del picture.ConceptNameCodeSequence
    ds.ContentSequence = Items([why, picture])
    return ds


def letter(rng: random.Random, study: Study) -> Dataset:
    """A letter to the patient as encapsulated PDF (PS3.3 A.45.1)."""
    ds = _document(rng, study, uids.EncapsulatedPDFStorage, "DOC", 910, "Letter to patient")
    ds.ConversionType, ds.BurnedInAnnotation, ds.RecognizableVisualFeatures = "WSD", "YES", "NO"
    ds.AcquisitionDateTime = da(study.at) + tm(study.at)
    person = study.visit.person
    ds.DocumentTitle = f"Letter to {person.full_name}"
    ds.ConceptNameCodeSequence = Items([])
    ds.MIMETypeOfEncapsulatedDocument = "application/pdf"
    page = pdf(
        ds.DocumentTitle,
        (HOSPITAL, f"{study.at:%B} {study.at.day}, {study.at.year}", "", person.full_name, person.address,
         f"{person.home.city}, {person.home.state} {person.home.zip_code}", "",
         f"Re: {study.description}, MRN {person.mrn}", "Your examination was normal."),
    )  # fmt: skip
    ds.EncapsulatedDocument = page + b"\0" * (len(page) % 2)
    ds.EncapsulatedDocumentLength = len(page)
    return ds


def pdf(title: str, lines: Sequence[str]) -> bytes:
    """A PDF of one page with a cross-reference table that adds up (ISO 32000-1, 7.5)."""
    shown = "".join(f"({_escaped(line)}) Tj T*\n" for line in lines)
    stream = f"BT /F1 12 Tf 16 TL 72 720 Td\n{shown}ET".encode("latin-1", "replace")
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 5 0 R"
        b" /Resources << /Font << /F1 4 0 R >> >> >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        f"<< /Title ({_escaped(title)}) /Producer (Rivermont Letters) >>".encode("latin-1", "replace"),
    ]
    out, offsets = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(bodies, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    trailer = b"trailer\n<< /Size 7 /Root 1 0 R /Info 6 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(out)
    return bytes(out + b"xref\n0 7\n0000000000 65535 f \n" + table + trailer)


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def _document(rng: random.Random, study: Study, sop_class: str, modality: str, series: int, title: str) -> Dataset:
    ds = new_object(rng, study, sop_class, modality)
    add_series(ds, uid(rng), series, 1, title)
    add_equipment(ds, study, _WORKSTATION)
    ds.ContentDate, ds.ContentTime = da(study.at), tm(study.at)
    return ds


def _root(ds: Dataset, title: Dataset) -> None:
    ds.ValueType, ds.ContinuityOfContent = "CONTAINER", "SEPARATE"
    ds.ConceptNameCodeSequence = Items([title])


def _item(value_type: str, relation: str, concept: Dataset) -> Dataset:
    item = Dataset()
    item.RelationshipType, item.ValueType = relation, value_type
    item.ConceptNameCodeSequence = Items([concept])
    return item


def _context(study: Study, ds: Dataset) -> list[Dataset]:
    observer = _item("PNAME", "HAS OBS CONTEXT", code("121008", "DCM", "Person Observer Name"))
    observer.PersonName = ds.ReferringPhysicianName
    subject = _item("PNAME", "HAS OBS CONTEXT", code("121029", "DCM", "Subject Name"))
    subject.PersonName = person_name(study)
    born = _item("DATE", "HAS OBS CONTEXT", code("121031", "DCM", "Subject Birth Date"))
    born.Date = ds.PatientBirthDate
    return [observer, subject, born]


def _findings(study: Study) -> list[Dataset]:
    person = study.visit.person
    finding = _item("TEXT", "CONTAINS", code("121071", "DCM", "Finding"))
    finding.TextValue = (
        f"8 mm nodule in the right upper lobe. {person.role.prefix} {person.role.last}, "
        f"{person.age_on(study.at.date())} years old, had no earlier CT at {HOSPITAL}."
    )
    impression = _item("TEXT", "CONTAINS", code("121073", "DCM", "Impression"))
    impression.TextValue = (
        f"Indeterminate nodule. Discussed with {person.contact_name} ({person.contact_relation}) "
        f"on {study.at:%m/%d/%Y}, telephone {person.contact_phone}."
    )
    return [finding, impression]


def _image_item(image: Dataset) -> Dataset:
    item = _item("IMAGE", "CONTAINS", code("121071", "DCM", "Finding"))
    item.ReferencedSOPSequence = Items([_reference(image)])
    return item


def _reference(image: Dataset) -> Dataset:
    item = Dataset()
    item.ReferencedSOPClassUID, item.ReferencedSOPInstanceUID = image.SOPClassUID, image.SOPInstanceUID
    return item


def _evidence(study: Study, images: Sequence[Dataset]) -> Dataset:
    series = Dataset()
    series.SeriesInstanceUID = images[0].SeriesInstanceUID
    series.ReferencedSOPSequence = Items([_reference(image) for image in images])
    item = Dataset()
    item.StudyInstanceUID, item.ReferencedSeriesSequence = study.uid, Items([series])
    return item
