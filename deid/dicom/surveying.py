"""What a survey may say of an object: its kind and its size, never a value of the patient's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from deid.dicom.elements import elements, texts
from deid.dicom.quiet import contained
from deid.dicom.standard.dictionary import uid_name
from deid.dicom.tags import is_private

if TYPE_CHECKING:
    from pydicom.dataset import Dataset


@dataclass(frozen=True, slots=True)
class ObjectSummary:
    """The kind of one object.

    Attributes:
        modality: Modality (0008,0060) when it is one of the standard's form, else empty.
        sop_class: the name of the SOP Class, from the standard's registry.
        elements: how many elements it has, at every depth.
        private_elements: how many of them are private.
        has_pixels: whether it holds pixel data.
    """

    modality: str
    sop_class: str
    elements: int
    private_elements: int
    has_pixels: bool


def summary(dataset: Dataset) -> ObjectSummary:
    """The summary of one object."""
    with contained():
        modality = sop_class = ""
        has_pixels = False
        for element in elements(dataset):
            if element.tag == 0x00080016:
                sop_class = uid_name("".join(texts(element)[:1])) or ""
            elif element.tag == 0x00080060:
                modality = "".join(texts(element)[:1]).strip()
            has_pixels = has_pixels or element.tag in (0x7FE00008, 0x7FE00009, 0x7FE00010)
        everything, private = _count(dataset)
    return ObjectSummary(shown_modality(modality), sop_class, everything, private, has_pixels)


def shown_modality(modality: str) -> str:
    """Modality as a survey may say it: nothing where it has not the standard's form."""
    known = modality.isalnum() and modality.isupper() and len(modality) <= 16 and modality.isascii()
    return modality if known else ""


def _count(dataset: Dataset) -> tuple[int, int]:
    everything = private = 0
    for element in elements(dataset):
        everything += 1
        private += is_private(element.tag)
        if element.VR == "SQ":
            for item in element.value:
                below = _count(item)
                everything, private = everything + below[0], private + below[1]
    return everything, private
