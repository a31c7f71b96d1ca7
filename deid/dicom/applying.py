"""Treating one object: every element at every depth meets its rule, and nothing else is carried over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from deid.dicom import boxes, documents, faces
from deid.dicom.about import about
from deid.dicom.actions import Action
from deid.dicom.claims import claim
from deid.dicom.cleaning import Cleaning
from deid.dicom.codes import Codes, Screen
from deid.dicom.elements import elements, make, new_meta, texts
from deid.dicom.evidence import Evidence, Tally
from deid.dicom.persons import PATIENT_ID, person_or_study
from deid.dicom.pixels import pixels_can_carry_text
from deid.dicom.quiet import contained
from deid.dicom.rules import Rules, Where
from deid.dicom.standard.dictionary import EXPLICIT_LITTLE
from deid.dicom.tags import tag_text
from deid.identifiers import Identifier

if TYPE_CHECKING:
    from pydicom.dataelem import DataElement
    from pydicom.dataset import Dataset

_REPORTS: Final = "1.2.840.10008.5.1.4.1.1.88."
_SYNTAX: Final = 0x00020010
_CHARACTER_SET: Final = 0x00080005
_UNICODE: Final = "ISO_IR 192"


@dataclass(frozen=True, slots=True)
class Applied:
    """A treated object and what was done to it."""

    dataset: Dataset
    evidence: Evidence


def apply(dataset: Dataset, rules: Rules, codes: Codes, screen: Screen) -> Applied:
    """A treated copy of an object; the object itself stays as it is.

    Patient ID becomes the person's code; an object without a usable Patient ID gets a code of its study, so
    that blanks do not merge people. The claim (0012,0062)-(0012,0064) is written last.

    Args:
        dataset: one object, as :func:`deid.dicom.reading.read` gives it or built by hand.
        rules: what happens to each attribute.
        codes: gives the person's code and the new UIDs.
        screen: says whether a kept text identifies someone.

    Raises:
        Unreadable: the object cannot be released; the message says why.
    """
    with contained():
        tally = Tally()
        reports = _is_report(dataset)
        cleaning = Cleaning(rules, codes, screen, tally, reports=reports, about=about(dataset, rules, codes))
        treated = cleaning.dataset(dataset, Where(_sop_class(dataset)))
        treated[PATIENT_ID] = make(PATIENT_ID, "LO", codes.person(person_or_study(dataset)))
        documents.replace(treated)
        found = boxes.boxes_for(dataset, rules.settings)
        if found:
            boxes.blank(treated, dataset, found)
            tally.count(tag_text(boxes.PIXEL_DATA), Action.CLEAN, Identifier.PHOTOGRAPH)
        if faces.OPTION in rules.settings.options:
            faces.declare(treated)
        claim(
            treated,
            rules.edition,
            sorted((*rules.codes, *([boxes.CODE] if found else []))),
            pixels_clean=bool(found) or pixels_can_carry_text(dataset, documents=False) is None,
            longitudinal=rules.longitudinal,
        )
        _declare_characters(treated, dataset)
        _carry_encoding(treated, dataset, decoded=bool(found) and dataset[boxes.PIXEL_DATA].is_undefined_length)
        return Applied(treated, tally.evidence())


def _is_report(dataset: Dataset) -> bool:
    """Whether the object is a structured report (PS3.4 section B.5): its content tree is its point."""
    return _sop_class(dataset).startswith(_REPORTS)


def _sop_class(dataset: Dataset) -> str:
    return str(dataset.get("SOPClassUID") or "")


def _declare_characters(treated: Dataset, source: Dataset) -> None:
    """Declare Unicode where text needs it or a set was declared before (PS3.3 section C.12.1.1.2)."""
    if _CHARACTER_SET in source or not _is_ascii(treated):
        treated[_CHARACTER_SET] = make(_CHARACTER_SET, "CS", _UNICODE)


def _is_ascii(dataset: Dataset) -> bool:
    return all(map(is_ascii_element, elements(dataset)))


def is_ascii_element(element: DataElement) -> bool:
    """Whether no text of an element, at any depth, goes beyond ASCII."""
    if element.VR == "SQ":
        return all(map(_is_ascii, element.value))
    return all(text.isascii() for text in texts(element))


def _carry_encoding(treated: Dataset, source: Dataset, *, decoded: bool) -> None:
    """Say how the object was encoded, so that it is written the same way; what was decoded, explicit little endian."""
    meta = new_meta()
    stated = getattr(source, "file_meta", None) or {}
    if stated.get("TransferSyntaxUID"):
        meta.TransferSyntaxUID = stated["TransferSyntaxUID"].value
    if decoded:
        meta[_SYNTAX] = make(_SYNTAX, "UI", EXPLICIT_LITTLE)
    treated.file_meta = meta
    implicit, little = source.original_encoding
    if implicit is not None and little is not None:
        treated.set_original_encoding(implicit, little)
