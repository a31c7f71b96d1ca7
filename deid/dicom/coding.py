"""Coded entries (PS3.3 section 8): a meaning stays where the code is public, and says what the code says."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from deid.dicom.actions import LOCAL_SCHEME, NEUTRAL
from deid.dicom.codes import Screen
from deid.dicom.descriptors import cleaned
from deid.dicom.elements import elements, make, texts
from deid.dicom.technical import technical
from deid.safe_harbor.codes import is_loinc, is_snomed_ct

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

CODE_VALUES: Final = (0x00080100, 0x00080119, 0x00080120)
SCHEME: Final = 0x00080102
MEANING: Final = 0x00080104

PUBLIC_SCHEMES: Final = frozenset(
    [
        "DCM",
        "SCT",
        "SRT",
        "SNM3",
        "LN",
        "UCUM",
        "RADLEX",
        "FMA",
        "NCIt",
        "UMLS",
        "NCDR",
        "CD8",
        "MSH",
        "NEU",
        "BARI",
        "IBSI",
        "MDC",
        "ISO3166_1",
        "ISO639_1",
        "ISO639_2",
        "RFC3066",
        "RFC5646",
        "I9",
        "I9C",
        "I10",
        "I10P",
        "I11",
        "C4",
        "C5",
        "CPT4",
        "HCPCS",
        "RXNORM",
        "NDC",
        "UNII",
        "UBERON",
        "MA",
        "ITIS_TSN",
        "MGI",
        "PUBCHEM_CID",
        "DC",
        "POS",
        "ACR",
        "BI",
        "CTV3",
        "FDB",
        "FDDC",
        "FDDX",
        "HPC",
        "ICDO3",
        "ICDO",
        "LB",
        "MAYOASRG",
        "NICIP",
        "NYUMCCG",
        "NCIt",
        "PATHLEX",
        "RADELEMENT",
        "RO",
        "SNOCT",
        "UNS",
    ]
)
_SHAPES: Final[Mapping[str, Callable[[str], object]]] = {
    "DCM": re.compile(r"\d{6}").fullmatch,
    "FMA": re.compile(r"\d{1,7}").fullmatch,
    "LN": is_loinc,
    "NCIt": re.compile(r"C\d{1,7}").fullmatch,
    "RADLEX": re.compile(r"RID\d{1,6}").fullmatch,
    "SCT": is_snomed_ct,
    "SNM3": re.compile(r"[A-Z]-[0-9A-F]{4,5}").fullmatch,
    "SRT": re.compile(r"[A-Z]\d?-[0-9A-Z]{4,6}").fullmatch,
    "UMLS": re.compile(r"C\d{7}").fullmatch,
}
_URN: Final = 0x00080120
_ANY_CODE: Final = re.compile(r"[!-\[\]-~]{1,64}").fullmatch
# A Long Code Value is longer than 16 characters (PS3.3 section 8.1).
_REMOVED: Final = {0x00080100: NEUTRAL, 0x00080119: f"{NEUTRAL} {NEUTRAL} {NEUTRAL}", _URN: "urn:removed"}
_VRS: Final = {0x00080100: "SH", 0x00080119: "UC", _URN: "UR"}
_ELEMENTS: Final = frozenset((*CODE_VALUES, SCHEME, MEANING))


def tidy(item: Dataset, source: Dataset, screen: Screen) -> int:
    """Settle the code in an item, in place: what is written says no more than the public code does.

    Args:
        item: the treated item; its code value and meaning are replaced.
        source: the item as it was.
        screen: says whether a text identifies someone.

    Returns:
        how many of its values were taken out.
    """
    stated = {
        int(element.tag): "\\".join(texts(element)).strip(" \0")
        for element in elements(source)
        if element.tag in _ELEMENTS
    }
    scheme, code, taken = stated.get(SCHEME, ""), "", 0
    if scheme and scheme not in PUBLIC_SCHEMES:
        taken += 1
        item[SCHEME] = make(SCHEME, "SH", LOCAL_SCHEME)
    for tag in CODE_VALUES:
        if tag in stated:
            text = stated[tag]
            code = text if _is_public(scheme, text, screen) else NEUTRAL
            taken += bool(text) and code != text
            item[tag] = make(tag, _VRS[tag], _REMOVED[tag] if code == NEUTRAL else code)
    if MEANING in stated:
        meaning = _meaning(scheme, code, stated[MEANING], screen)
        taken += bool(stated[MEANING]) and meaning != stated[MEANING]
        item[MEANING] = make(MEANING, "LO", meaning)
    return taken


def _is_public(scheme: str, code: str, screen: Screen) -> bool:
    if known_meanings(scheme, code):
        return True
    if scheme not in PUBLIC_SCHEMES or not _SHAPES.get(scheme, _ANY_CODE)(code) or screen(code):
        return False
    return scheme in _SHAPES or technical(code) == code


def _meaning(scheme: str, code: str, said: str, screen: Screen) -> str:
    """The meaning to write: the dictionary's own where it has the code, else the stated one if it passes."""
    known = known_meanings(scheme, code)
    if known:
        stays = said.casefold() in {text.casefold() for text in known} or (said and cleaned(said, screen) == said)
        return said if stays else min(known)
    if code in ("", NEUTRAL) or not said or len(said) > 64 or "\ufffd" in said or screen(said):
        return NEUTRAL
    return technical(said, "meaning") or NEUTRAL


def known_meanings(scheme: str, code: str) -> frozenset[str]:
    """The meanings that the toolkit's dictionary of PS3.16 gives a code; none when it lacks it."""
    return _dictionary().get((scheme, code), frozenset())


@cache
def _dictionary() -> Mapping[tuple[str, str], frozenset[str]]:
    # Half a second of import, and only objects with codes need it.
    from pydicom.sr._concepts_dict import concepts
    from pydicom.sr._snomed_dict import mapping

    found: dict[tuple[str, str], set[str]] = {}
    known: Mapping[str, Mapping[str, Mapping[str, tuple[str, Any]]]] = concepts  # type: ignore[assignment]
    for scheme, keywords in known.items():
        for codes in keywords.values():
            for code, entry in codes.items():
                found.setdefault((scheme, code), set()).add(entry[0])
    for old, new in mapping["SRT"].items():
        found.setdefault(("SRT", old), set()).update(found.get(("SCT", new), ()))
    return {key: frozenset(text for text in meanings if len(text) <= 64) for key, meanings in found.items()}
