"""Public code systems: values that name a disease, test, drug or place of service, and no person."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

from deid.safe_harbor import resources
from deid.safe_harbor.numbers.checks import is_digits, luhn, verhoeff
from deid.safe_harbor.numbers.normalise import normalise
from deid.safe_harbor.numbers.unique import is_standard_dicom_uid

SYSTEM = re.compile(r"\A[A-Za-z][\w-]{1,12}:")
"""The system that i2b2 and others write before a code: ``NDC:00093721401``."""
NAMED_SYSTEM = re.compile(
    r"\A(?:ICD|LOINC|RX|NDC|SNOMED|SCT|CPT|HCPCS|CVX|DRG|MSDRG|UMLS|ATC)[\w-]{0,8}:", re.IGNORECASE
)
"""A public system by its name, before a code that may then be as long as the system's codes are."""
_LISTED = re.compile(r"[\s;,|]+")
_TIMES = re.compile(r"[x*]\d{1,3}\Z", re.IGNORECASE)
_LONGEST_LIST = 24
_LOINC_PART = re.compile(r"L[APLG]\d{2,7}-\d", re.ASCII)
_SNOMED_PARTITIONS = frozenset({"00", "01", "02", "10", "11", "12"})
_CODING_SYSTEM = re.compile(r"(?:urn:oid:)?2\.16\.840\.1\.113883\.(?:5|6|11|12)\.\d[\d.]{0,20}", re.ASCII)
_EXTENSION = re.compile(r"[1-9]\d{4,7}1000\d{3}1[012]\d", re.ASCII)
_UCUM_ATOM = (
    r"(?:[YZEPTGMkhdcmunpfazy]|da)?(?:m|s|g|rad|K|C|cd|mol|L|l|Pa|Hz|N|J|W|A|V|F|Ohm|S|Wb|T|H"
    r"|lm|lx|Bq|Gy|Sv|eq|osm|kat|U|bar|eV|cal|Cal|B|bit|By)"
    r"|10\*\d*|10\^\d+|\d+(?:\.\d+)?|%|\[[A-Za-z0-9_./' -]+\]|\{[^{}]{1,40}\}|min|h|d|wk|mo|a"
    r"|deg|Cel|m\[H2O\]|mm\[Hg\]|\[degF\]|pH|erg|dB|atm"
)
_UCUM_TERM = rf"(?:{_UCUM_ATOM})(?:[+-]?\d{{1,2}})?(?:\{{[^{{}}]{{1,40}}\}})?"
_UNIT_WORDS = frozenset(resources.word_list("units as charts write them"))


@dataclass(frozen=True, slots=True)
class CodeSystem:
    """A public code system and the shape of its codes.

    Attributes:
        name: its usual name.
        matches: whether one value has the shape, and the check digit where there is one.
        distinctive: whether the shape alone tells; a bare small integer tells nothing without the column's name.
    """

    name: str
    matches: Callable[[str], bool]
    distinctive: bool


def _shape(pattern: str, flags: int = re.ASCII | re.IGNORECASE) -> Callable[[str], bool]:
    compiled = re.compile(pattern, flags)

    def matches(text: str) -> bool:
        return compiled.fullmatch(normalise(text).strip()) is not None

    return matches


def is_loinc(text: str) -> bool:
    """A LOINC number with its mod-10 check digit, or the identifier of a LOINC part, answer, list or group."""
    code = normalise(text).strip().upper()
    if _LOINC_PART.fullmatch(code):
        return True
    number, _, check = code.rpartition("-")
    return is_digits(number) and len(number) <= 7 and len(check) == 1 and luhn(number + check)


def is_snomed_ct(text: str) -> bool:
    """A SNOMED CT identifier: 6 to 18 digits, a known partition, Verhoeff's check digit."""
    number = normalise(text).strip()
    if not (is_digits(number) and 6 <= len(number) <= 18 and number[0] != "0"):
        return False
    return number[-3:-1] in _SNOMED_PARTITIONS and verhoeff(number)


def is_registered_oid(text: str) -> bool:
    """A UID of the DICOM standard (PS3.6 annex A), or the OID of a code system or value set that HL7 registered."""
    return is_standard_dicom_uid(text) or _CODING_SYSTEM.fullmatch(normalise(text).strip()) is not None


def is_snomed_ct_extension(text: str) -> bool:
    """A number of a SNOMED CT extension: its namespace (1000xxx) says so, even where the check digit is mistyped."""
    return _EXTENSION.fullmatch(normalise(text).strip()) is not None


def listed(cell: str) -> tuple[str, ...]:
    """The codes of a cell that lists several, between blanks, commas, semicolons or bars, or one of them many times.

    ``99214 80053``, ``E11.9;I10``, ``97110x2``. Empty where it is no list: a part without a digit, or too short a one,
    or nothing but groups of three or four digits, as one long number is written: ``123,456,789``.
    """
    parts = [_TIMES.sub("", part) for part in _LISTED.split(cell.strip()) if part]
    if parts == [cell.strip()] or len(parts) > _LONGEST_LIST:
        return ()
    fits = all(len(part) >= 3 and any(map(str.isdigit, part)) for part in parts)
    grouped = all(part.isdigit() and len(part) <= 4 for part in parts)
    return tuple(parts) if fits and not grouped else ()


_ELEMENT = re.compile(
    r"([\w.-]{1,18})\^([^^]{1,120})\^(?:LN|SCT|SNM|I9|I9C|I10|I10C|C4|CPT|NDC|RXNORM|CVX|HL7\d{4}|L)(?:\^.*)?"
)


def coded_element(cell: str) -> tuple[str, str] | None:
    """Code and wording of an HL7 coded element, ``112283007^E. coli^SCT``; None where it is none."""
    found = _ELEMENT.fullmatch(cell)
    return None if found is None else (found[1], found[2])


_is_ucum = _shape(rf"/?{_UCUM_TERM}(?:[./]{_UCUM_TERM}){{0,5}}", re.ASCII)


def is_unit(text: str) -> bool:
    """A unit of measure: a UCUM expression, or a unit as charts write it."""
    unit = normalise(text).strip()
    if not unit or len(unit) > 60 or not any(c.isalpha() or c in "%[{" for c in unit):
        return False  # UCUM takes a bare number for a unit; a column of numbers holds quantities, not units
    return unit.lower() in _UNIT_WORDS or _is_ucum(unit)


_HGVS = (
    r"(?:[\w.]{1,24}:)?(?:[cgnmr]\.[-*]?\d[\w+*>=-]{0,60}"
    r"|p\.\(?(?:[A-Z][a-z]{2}\d{1,5}|[A-Z]\d{1,5}|=|\?)[\w*=]{0,40}\)?)"
)
_TERMINOLOGY = re.compile(
    r"(?:https?://(?:[\w.-]*\.)?(?:hl7\.org|loinc\.org|snomed\.info|unitsofmeasure\.org|nlm\.nih\.gov|who\.int|cms\.gov"
    r"|ama-assn\.org|nucc\.org|nubc\.org|ihe\.net|dicom\.nema\.org|whocc\.no|fhir\.org|cdc\.gov)(?:/[\w./#-]*)?"
    r"|urn:(?:ietf|iso|ucum|std)[\w:.-]*|urn:oid:2\.16\.840\.1\.113883\.[\d.]+)",
    re.ASCII | re.IGNORECASE,
)


def is_terminology(text: str) -> bool:
    """The address of a code system or value set, as FHIR names them: ``http://loinc.org``."""
    address = normalise(text).strip()
    return len(address) < 200 and _TERMINOLOGY.fullmatch(address) is not None and not _LONG_PART.search(address)


_LONG_PART = re.compile(r"/\d{5,}|[0-9a-f]{8}-[0-9a-f]{4}")
_gpi_shape = _shape(r"\d{14}|\d\d(?:-\d\d){6}")
_MOMENT = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-3])[0-5]\d[0-5]\d", re.ASCII)


def _is_gpi(text: str) -> bool:
    """A Generic Product Identifier: seven pairs of digits that are no moment in time."""
    return _gpi_shape(text) and not _MOMENT.fullmatch(normalise(text).strip())


CODE_SYSTEMS: tuple[CodeSystem, ...] = (
    CodeSystem("ICD-10-CM", _shape(r"[A-Z]\d[0-9AB](?:\.?[0-9A-Z]{1,4})?"), True),
    CodeSystem("ICD-10-PCS", _shape(r"(?=[A-Z0-9]*\d)[0-9B-DF-HX][0-9A-HJ-NP-Z]{6}"), False),
    CodeSystem("ICD-9-CM", _shape(r"\d{3}(?:\.?\d{1,2})?|V\d\d(?:\.?\d{1,2})?|E\d{3}(?:\.?\d)?|\d\d\.\d{1,2}"), False),
    CodeSystem("LOINC", is_loinc, True),
    CodeSystem("SNOMED CT", is_snomed_ct, True),
    CodeSystem("terminology", is_terminology, True),
    CodeSystem("registered OID", is_registered_oid, True),
    CodeSystem(
        "NDC",
        _shape(r"\d{4}-\d{4}-\d\d|\d{5}-\d{3}-\d\d|\d{5}-\d{4}-\d|\d{5}-\d{4}-\d\d|\d{5}-\d{3,4}|\d{11}"),
        False,
    ),
    CodeSystem("GPI", _is_gpi, False),
    CodeSystem("CPT", _shape(r"\d{5}|\d{4}[AFTUM]"), False),
    CodeSystem("HCPCS", _shape(r"[A-V]\d{4}(?:[- ]?[A-Z0-9]{2})?"), False),
    CodeSystem("RxNorm", _shape(r"[1-9]\d{0,6}"), False),
    CodeSystem("CVX", _shape(r"\d{1,3}"), False),
    CodeSystem("UCUM", is_unit, False),
    CodeSystem("MS-DRG", _shape(r"\d{1,3}"), False),
    CodeSystem("place of service", _shape(r"\d{1,2}"), False),
    CodeSystem("dbSNP", _shape(r"rs\d{3,10}", re.ASCII), True),
    CodeSystem("RefSeq", _shape(r"[NX][MRPCGT]_\d{6,9}(?:\.\d{1,2})?|ENS[TGP]\d{11}(?:\.\d{1,2})?", re.ASCII), True),
    CodeSystem("HGVS", _shape(_HGVS, re.ASCII), True),
    CodeSystem("ICD-O-3 topography", _shape(r"C\d\d\.?\d"), False),
    CodeSystem(
        "TNM", _shape(r"[ryma]{0,2}[cp]?(?:T(?:X|is|[0-4][a-d]?)|N(?:X|[0-3][a-c]?)|M(?:X|[01][a-c]?))", re.ASCII), True
    ),
    CodeSystem("provider taxonomy", _shape(r"[1-4]\d\d[0-9A-Z]{2}\d{4}X"), True),
    CodeSystem("revenue code", _shape(r"0?[0-9]\d{2}"), False),
    CodeSystem("ATC", _shape(r"[A-DGHJLMNPRSV]\d\d(?:[A-Z](?:[A-Z](?:\d\d)?)?)?"), False),
)
"""Every code system of this room, in the order in which a guess is made."""


@cache
def code_system(name: str) -> CodeSystem:
    """The code system of that name.

    Raises:
        KeyError: this room knows no such system.
    """
    return {system.name: system for system in CODE_SYSTEMS}[name]


def share_of(values: Iterable[str], system: str | CodeSystem) -> float:
    """The share of the values, 0 to 1, that have the shape of the system's codes; blanks do not count.

    Raises:
        KeyError: this room knows no such system.
    """
    test = (code_system(system) if isinstance(system, str) else system).matches
    filled = [value for value in values if value.strip()]
    return sum(map(test, filled)) / len(filled) if filled else 0.0


def likely_systems(values: Iterable[str], threshold: float = 0.95) -> tuple[str, ...]:
    """The distinctive systems whose shape at least ``threshold`` of the values have."""
    filled = tuple(values)
    return tuple(s.name for s in CODE_SYSTEMS if s.distinctive and share_of(filled, s) >= threshold)
