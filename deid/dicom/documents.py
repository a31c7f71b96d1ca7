"""Encapsulated documents (PS3.3 section A.45): never passed through; a blank one of the same type takes their place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from deid.dicom.elements import elements, make, texts

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

DOCUMENT: Final = 0x00420011
_MIME: Final = 0x00420012
_LENGTH: Final = 0x00420015
_BURNED_IN: Final = 0x00280301
_PDF: Final = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\nxref\n0 4\n0000000000 65535 f \n"
    b"0000000009 00000 n \n0000000052 00000 n \n0000000101 00000 n \ntrailer<</Size 4/Root 1 0 R>>\n"
    b"startxref\n164\n%%EOF\n"
)
_CDA: Final = (
    b'<?xml version="1.0" encoding="UTF-8"?>\n<ClinicalDocument xmlns="urn:hl7-org:v3">'
    b'<typeId root="2.16.840.1.113883.1.3" extension="POCD_HD000040"/><title>REMOVED</title></ClinicalDocument>\n'
)
_BLANK: Final = {
    "application/pdf": _PDF,
    "text/xml": _CDA,
    "model/stl": bytes(84),  # a header of 80 bytes and no triangle
    "model/obj": b"# REMOVED\n",
    "model/mtl": b"# REMOVED\n",
}


def blank_for(dataset: Dataset) -> bytes | None:
    """A document that shows nothing, of the type that the object states; None when there is none for it."""
    stated = [texts(element) for element in elements(dataset) if element.tag == _MIME]
    return _BLANK.get("".join(stated[0]).strip(" \0").casefold()) if stated else None


def replace(treated: Dataset) -> None:
    """Put the blank document in, in place, where a treated object carries one."""
    blank = blank_for(treated)
    if DOCUMENT not in treated or blank is None:
        return
    treated[DOCUMENT] = make(DOCUMENT, "OB", blank + bytes(len(blank) % 2))
    treated[_LENGTH] = make(_LENGTH, "UL", len(blank))
    treated[_BURNED_IN] = make(_BURNED_IN, "CS", "NO")
