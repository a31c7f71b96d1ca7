"""Documents inside DICOM."""

from __future__ import annotations

from dicom_plants.drafting import Draft


def _document(d: Draft, kind: str, content: bytes, name: str) -> None:
    p = d.person
    d.plant("DocumentTitle", f"Letter about {p.given} {p.family}", "name", (p.given, p.family))
    d.plant("ContentDate", p.study_day, "date")
    d.put("MIMETypeOfEncapsulatedDocument", kind)
    d.put("BurnedInAnnotation", "YES")
    d.plant("EncapsulatedDocument", content + b"\0" * (len(content) & 1), "name", (p.family, p.mrn), vr="OB")
    d.put("EncapsulatedDocumentLength", len(content))
    d.item("ConceptNameCodeSequence")
    d.note(name, "name", (p.family,))


def pdf(d: Draft) -> None:
    """Encapsulated PDF."""
    p = d.person
    body = (
        f"%PDF-1.4\n1 0 obj<</Author({p.name})/Title({p.mrn})>>endobj\nBT ({p.given} {p.family}) Tj ET\n%%EOF\n"
    ).encode()
    _document(d, "application/pdf", body, "PDF author")


def cda(d: Draft) -> None:
    """Encapsulated CDA."""
    p = d.person
    body = (
        f'<ClinicalDocument xmlns="urn:hl7-org:v3"><recordTarget><id extension="{p.mrn}"/>'
        f"<name>{p.family}</name></recordTarget></ClinicalDocument>"
    ).encode()
    _document(d, "text/XML", body, "CDA record target")


def stl(d: Draft) -> None:
    """Encapsulated STL."""
    p = d.person
    body = f"solid {p.family} {p.mrn}".encode().ljust(80) + (0).to_bytes(4, "little")
    _document(d, "model/stl", body, "STL header")
