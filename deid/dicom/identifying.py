"""Which of the 18 identifiers an attribute can carry, and what kind of value it holds: by its name and VR."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from deid.dicom.standard import profile_table
from deid.dicom.standard.dictionary import keyword_of, keywords
from deid.identifiers import Identifier

Kind = Literal["name", "number", "date", "uid", "address", "text"]


@dataclass(frozen=True, slots=True)
class Subject:
    """What an attribute is about.

    Attributes:
        identifier: the closest of the 18.
        kind: what its value is, when the value identifies on its own; None for prose and categories.
    """

    identifier: Identifier
    kind: Kind | None


_BY_VR = {
    "PN": Subject(Identifier.NAME, "name"),
    "DA": Subject(Identifier.DATE_OR_AGE, "date"),
    "DT": Subject(Identifier.DATE_OR_AGE, "date"),
    "TM": Subject(Identifier.DATE_OR_AGE, None),
    "AS": Subject(Identifier.DATE_OR_AGE, None),
    "UI": Subject(Identifier.OTHER_UNIQUE, "uid"),
    "AE": Subject(Identifier.DEVICE, "number"),
    "UR": Subject(Identifier.URL, "address"),
}

_NAMES = "NameToUse$|CameraOwnerName|TopicAuthor"
# Read from top to bottom: the first one whose pattern stands in the keyword decides.
_BY_KEYWORD: tuple[tuple[str, Identifier, Kind | None], ...] = (
    ("Telephone|PhoneNumber", Identifier.TELEPHONE, "number"),
    ("Telecom", Identifier.TELEPHONE, "text"),
    ("GPS", Identifier.GEOGRAPHY, None),
    ("TreatmentSite|TransportArrangements", Identifier.OTHER_UNIQUE, None),
    ("Address|InstitutionResidence", Identifier.GEOGRAPHY, "address"),
    (_NAMES, Identifier.NAME, "name"),
    ("Description|Comment|Note|Narrative|Reason|History|Alert|Label|Text", Identifier.OTHER_UNIQUE, None),
    ("^Issuer|IDIssuer$", Identifier.OTHER_UNIQUE, None),
    ("Patient(s)?IDs?$|MedicalRecord", Identifier.MEDICAL_RECORD, "number"),
    ("InsurancePlan", Identifier.HEALTH_PLAN, "number"),
    ("Account", Identifier.ACCOUNT, "number"),
    ("Pixel|Overlay|Curve|Photo|IconImage|EncapsulatedDocument", Identifier.PHOTOGRAPH, None),
    (
        "SerialNumber|AETitle|NetworkID|StationName|DetectorID|(Plate|Cassette|Gantry|Generator)ID",
        Identifier.DEVICE,
        "number",
    ),
    (
        "Device(ID|Identifier|AlternateIdentifier)|CreationDeviceID|UniqueDevice|UDI|XRaySourceID",
        Identifier.DEVICE,
        "number",
    ),
    ("Device|MachineName|Lens|Transducer", Identifier.DEVICE, None),
    ("Institution|Organization|Department|Location|Site|Center(?!Width)|Sponsor", Identifier.GEOGRAPHY, "text"),
    ("Country|Region", Identifier.GEOGRAPHY, None),
    ("AccessionNumber|OrderNumber|ApprovalNumber", Identifier.OTHER_UNIQUE, "number"),
    ("(ID|IDs|Identifier|BarcodeValue)$", Identifier.OTHER_UNIQUE, "number"),
    ("Date|Time", Identifier.DATE_OR_AGE, None),
    ("Pregnan|Sex|Gender", Identifier.OTHER_UNIQUE, None),
)
_TEXTUAL = frozenset({"LO", "SH", "ST", "UT", "UC", "LT"})


@cache
def named_by_keyword() -> frozenset[int]:
    """The attributes that hold names though their VR does not say so."""
    return frozenset(tag for tag, keyword in keywords() if re.search(_NAMES, keyword))


def _keyword(tag: int) -> str:
    row = profile_table().exact.get(tag)
    if row is not None:
        return row.keyword or row.name.title().replace(" ", "")
    return keyword_of(tag)


@lru_cache(maxsize=8192)
def subject(tag: int, vr: str | None) -> Subject:
    """What an attribute is about, from its VR first and then from its keyword."""
    if vr in _BY_VR:
        return _BY_VR[vr]
    keyword = _keyword(tag)
    for pattern, identifier, kind in _BY_KEYWORD:
        if re.search(pattern, keyword):
            return Subject(identifier, kind if vr is None or vr in _TEXTUAL else None)
    return Subject(Identifier.OTHER_UNIQUE, None)
