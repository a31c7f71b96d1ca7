"""Whom an object is about: the key under which the person is known where the object comes from."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from deid.dicom.elements import Element, elements, texts
from deid.dicom.quiet import contained

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

PATIENT_ID: Final = 0x00100020
ISSUER: Final = 0x00100021
QUALIFIERS: Final = 0x00100024
_UNIVERSAL_ID: Final = 0x00400032

_PLACEHOLDERS = re.compile(
    r"(NO|UN|NOT)?[ _-]?(KNOWN|ASSIGNED|ID|IDENTIFIED|AVAILABLE|SPECIFIED|NAME)?"
    r"|(NONE|MISSING|NULL|NIL|NAN|N/?A|UNK|X+|TBD)"
    r"|(ANON|DUMMY|TEST|TEMP|DEMO|PHANTOM|REMOVED|PATIENT|SUBJECT)(YMOUS|YMI[SZ]ED|PATIENT|ID)?[ _-]?\d{0,4}",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class PersonKey:
    """A person as the source knows them.

    Attributes:
        patient_id: Patient ID (0010,0020) without the padding.
        issuer: Issuer of Patient ID (0010,0021), or its universal entity ID; empty when not stated.
    """

    patient_id: str
    issuer: str = ""


def person_of(dataset: Dataset) -> PersonKey | None:
    """The person's key; None when the Patient ID is blank or a placeholder that several people may share."""
    with contained():
        return _named(elements(dataset))


def person_or_study(dataset: Dataset) -> PersonKey:
    """The person's key, or a key of the study where nobody is named, so that blank IDs do not merge people."""
    known = person_of(dataset)
    study = str(dataset.get("StudyInstanceUID") or "") or str(dataset.get("SOPInstanceUID") or "")
    return known or PersonKey(study, "study")


def person_stated(stated: Iterable[Element], study: str) -> PersonKey:
    """The same from the elements that decide, in order, and the study's UID, or the instance's where there is none."""
    return _named(stated) or PersonKey(study, "study")


def _named(stated: Iterable[Element]) -> PersonKey | None:
    found = _stated(stated)
    patient_id = found.get(PATIENT_ID, "")
    return None if is_placeholder(patient_id) else PersonKey(patient_id, found.get(ISSUER, ""))


def is_placeholder(patient_id: str) -> bool:
    """Whether a Patient ID says nothing: empty, one repeated character, or a word such as UNKNOWN or TEST."""
    bare = patient_id.strip(" \0").strip("-_.?*# <>")
    return len(set(bare)) < 2 or not re.search(r"[^\W_0]", bare) or _PLACEHOLDERS.fullmatch(bare) is not None


def _stated(level: Iterable[Element]) -> dict[int, str]:
    found: dict[int, str] = {}
    for element in level:
        if element.tag > QUALIFIERS:
            break
        if element.tag in (PATIENT_ID, ISSUER):
            found[int(element.tag)] = "\\".join(texts(element)).strip(" \0")
        elif element.tag == QUALIFIERS and element.VR == "SQ" and not found.get(ISSUER):
            found[ISSUER] = next((text for item in element.value for text in _universal(item)), "")
    return found


def _universal(item: Dataset) -> list[str]:
    return [text for element in elements(item) if element.tag == _UNIVERSAL_ID for text in texts(element)]
