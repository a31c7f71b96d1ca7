"""UIDs: which belong to the standard, and which name one patient's objects and need a new one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from deid.dicom.elements import Element, elements, texts
from deid.dicom.quiet import contained
from deid.dicom.standard.dictionary import uid_type

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

# Coding systems registered with HL7 (PS3.16 section 8): SNOMED CT, LOINC, UCUM, RadLex and their like.
_CODING_SYSTEM = re.compile(r"2\.16\.840\.1\.113883\.6\.\d{1,4}")


def is_registered(uid: str) -> bool:
    """Whether a UID is defined by the standard (PS3.6 annex A) or names a public coding system."""
    return uid_type(uid) is not None or _CODING_SYSTEM.fullmatch(uid) is not None


def is_storage_class(uid: str) -> bool:
    """Whether a UID is a SOP Class of the standard."""
    return uid_type(uid) == "SOP Class"


def instance_uids(dataset: Dataset) -> set[str]:
    """Every UID at any depth, file meta information included, that will need a new one.

    SOP classes, transfer syntaxes, coding schemes and well-known frames of reference stay, and are left out.
    """
    with contained():
        found = _instance_uids(dataset)
        meta = getattr(dataset, "file_meta", None)
        if meta is not None:
            stated = meta.get("MediaStorageSOPInstanceUID")
            if stated and not is_registered(str(stated)):
                found.add(str(stated))
        return found


def _instance_uids(dataset: Dataset) -> set[str]:
    return set().union(*map(uids_in, elements(dataset)))


def uids_in(element: Element) -> set[str]:
    """Every UID in one element, at any depth, that will need a new one."""
    if element.VR == "UI":
        return {uid for uid in texts(element) if not is_registered(uid)}
    if element.VR == "SQ":
        return set().union(*map(_instance_uids, element.value))
    return set()
