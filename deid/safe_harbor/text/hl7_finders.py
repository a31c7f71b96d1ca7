"""Identifiers in HL7 version 2 messages: what stands in which field is known (HL7 v2.5.1, chapters 2, 3 and 6)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from deid.identifiers import Finding, Identifier
from deid.safe_harbor.text.document import Document
from deid.safe_harbor.text.finder import Finder

_SEGMENT = re.compile(
    r"(?:^|(?<=[\n\r]))(?P<name>MSH|EVN|PID|PD1|MRG|NK1|PV1|PV2|GT1|IN1|IN2|ORC|OBR|OBX|SCH|TXA|FT1|ACC|DG1|PR1|AIP|RXA|RXE)\|[^\n\r]{1,4000}"
)
_PART = re.compile(r"[^|^~&\\]+")
_DATE = re.compile(r"(?:19|20)\d{6}(?:\d{2,6})?(?:\.\d{1,4})?(?:[+-]\d{4})?")
_CODED = re.compile(r"[A-Z]{1,3}\^?|[A-Z]{2,4}|\d{1,3}|[A-Z]\d{2}|2\.\d(?:\.\d)?", re.IGNORECASE)
_LEAST_DIGITS = 4
_NAMES = {"PID": {5, 6, 9}, "NK1": {2, 30}, "GT1": {3, 4}, "IN1": {16}, "MRG": {7}}
_PROVIDERS = {
    "PV1": {7, 8, 9, 17, 52},
    "OBR": {10, 16, 28, 32, 33, 34, 35},
    "OBX": {16},
    "ORC": {10, 11, 12, 19},
    "TXA": {5, 9, 10, 11, 22, 23},
    "PD1": {4},
    "EVN": {5},
    "AIP": {3},
    "RXA": {10},
    "RXE": {13},
    "DG1": {16},
    "PR1": {8, 11, 12},
}
_NUMBERS = {
    "PID": {2, 3, 4, 18, 19, 20, 21},
    "PV1": {5, 19, 50},
    "OBR": {2, 3, 18, 19, 20, 21},
    "ORC": {2, 3, 4},
    "MRG": {1, 2, 3, 4},
    "IN1": {2, 36, 46, 49},
    "GT1": {2, 12, 19},
    "TXA": {12, 13},
    "ACC": {1},
}
_CODED_SEGMENTS = frozenset(("OBX", "DG1", "PR1", "RXA", "RXE"))
_CODES = {"OBR": {4, 24, 44}, "ORC": {1, 5}, "FT1": {6, 7, 25}}
_PLACES = {"PID": {11, 12, 23}, "NK1": {4}, "GT1": {5}, "IN1": {5, 19}, "MSH": {4, 6}}
_PHONES = {"PID": {13, 14}, "NK1": {5, 6}, "GT1": {6, 7}}


@dataclass(frozen=True, slots=True)
class Hl7Fields:
    """Finds names, addresses, telephones, dates and numbers by the field in which they stand."""

    name: str = "hl7_field"
    identifier: Identifier = Identifier.OTHER_UNIQUE
    description: str = "Names, addresses, telephones, dates and numbers in the fields of HL7 segments."

    def find(self, document: Document) -> Iterator[Finding]:
        """See :class:`~deid.safe_harbor.text.finder.Finder`."""
        if "|" not in document.text:
            return
        for segment in _SEGMENT.finditer(document.text):
            number = 0 if segment["name"] != "MSH" else 1
            place = segment.start()
            for field in segment[0].split("|"):
                yield from self._field(segment["name"], number, place, field)
                place += len(field) + 1
                number += 1

    def _field(self, segment: str, number: int, start: int, field: str) -> Iterator[Finding]:
        if number <= 1 and segment != "MSH":
            return
        for part in _PART.finditer(field):
            identifier = self._kind(segment, number, part[0].strip())
            if identifier is not None:
                yield Finding(start + part.start(), start + part.end(), identifier, self.name, 0.95)

    def _kind(self, segment: str, number: int, value: str) -> Identifier | None:
        if not any(map(str.isalnum, value)):
            return None
        if number in _NAMES.get(segment, ()):
            return Identifier.NAME
        if number in _PLACES.get(segment, ()):
            return None if _CODED.fullmatch(value) else Identifier.GEOGRAPHY
        if number in _PHONES.get(segment, ()) and any(map(str.isdigit, value)):
            return Identifier.TELEPHONE
        if _DATE.fullmatch(value):
            return Identifier.DATE_OR_AGE
        if number in _PROVIDERS.get(segment, ()) and value.replace(" ", "").replace("-", "").replace("'", "").isalpha():
            return None if _CODED.fullmatch(value) else Identifier.NAME
        if number in _NUMBERS.get(segment, ()) and any(map(str.isdigit, value)):
            return None if _CODED.fullmatch(value) else Identifier.OTHER_UNIQUE
        if segment in _CODED_SEGMENTS or number in _CODES.get(segment, ()):
            return None
        digits = sum(map(str.isdigit, value))
        return Identifier.OTHER_UNIQUE if digits >= _LEAST_DIGITS and " " not in value else None


HL7_FINDERS: tuple[Finder, ...] = (Hl7Fields(),)
"""Finders that know a format with fields."""
