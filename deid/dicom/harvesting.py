"""Harvesting an object's identifying values, so that later steps can prove that none of them survived."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from deid.dicom.actions import Action
from deid.dicom.elements import Element, elements, text_of, texts, values
from deid.dicom.identifying import Kind, subject
from deid.dicom.persons import PATIENT_ID, is_placeholder
from deid.dicom.quiet import contained
from deid.dicom.rules import Rules
from deid.dicom.tags import is_private
from deid.dicom.uids import is_registered
from deid.dicom.vendors import names_a_vendor
from deid.identifiers import Identifier

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

_SHORTEST: Final = 3
_CODE_VALUE: Final = 0x00080100
_CODE_MEANING: Final = 0x00080104
# Code sequences whose codes are people: their meanings are names.
PERSON_CODES: Final = frozenset(
    {
        0x00401101,
        0x00080096,
        0x0008009D,
        0x00081049,
        0x00081052,
        0x00081062,
        0x00081072,
        0x0040A088,
        0x00700086,
    }
)
_RETAINED: Final[tuple[tuple[str, Identifier, tuple[Kind, ...]], ...]] = (
    ("retain-uids", Identifier.OTHER_UNIQUE, ("uid",)),
    ("retain-device-identity", Identifier.DEVICE, ("number", "text")),
    ("retain-institution-identity", Identifier.GEOGRAPHY, ("text",)),
)
_BY_VR: Final = frozenset({"PN", "DA", "DT", "UI", "AE"})


@dataclass(frozen=True, slots=True)
class Harvested:
    """One identifying value.

    Attributes:
        identifier: which of the 18 it is.
        kind: what it is, which decides how its spellings are made.
        value: the value itself; it belongs in the vault and nowhere else.
    """

    identifier: Identifier
    kind: Kind
    value: str

    def __hash__(self) -> int:
        # Texts remember their hash, and hardly a value is of two kinds.
        return hash(self.value)


def harvest(dataset: Dataset, rules: Rules | None = None) -> Iterator[Harvested]:
    """Every identifying value of an object, at any depth, file meta information included.

    Names come as each component group stands and in natural order, from every component group; UIDs only when
    the standard does not register them. Free text is not taken: it is no value that could be looked for.

    Args:
        dataset: one object.
        rules: what happens to each attribute; what they keep is nothing to look for. By default everything is.
    """
    with contained():
        found = [*_level(dataset, rules, in_person=False)]
        meta = getattr(dataset, "file_meta", None)
        if meta is not None:
            found += _level(meta, None, in_person=False)
    return iter(value for value in dict.fromkeys(found) if not is_retained(value, rules))


def is_retained(value: Harvested, rules: Rules | None) -> bool:
    """Whether an option retains values of this kind, wherever they stand: they are nothing to look for."""
    if rules is None:
        return False
    return any(
        name in rules.settings.options and value.identifier is identifier and value.kind in kinds
        for name, identifier, kinds in _RETAINED
    )


def _level(dataset: Dataset, rules: Rules | None, *, in_person: bool) -> Iterator[Harvested]:
    for element in elements(dataset):
        yield from harvest_element(element, rules, in_person=in_person)


def harvest_element(element: Element, rules: Rules | None = None, *, in_person: bool = False) -> Iterator[Harvested]:
    """Every identifying value of one element, at any depth; repeats are not left out.

    Args:
        element: the element.
        rules: what happens to each attribute, or None.
        in_person: whether it stands in a sequence of codes that are people.
    """
    if element.VR == "SQ":
        person = in_person or element.tag in PERSON_CODES
        for item in element.value:
            yield from _level(item, rules, in_person=person)
    elif in_person and element.tag == _CODE_MEANING:
        yield from _names(element)
    elif in_person and element.tag == _CODE_VALUE:
        yield from _plain(element, Identifier.OTHER_UNIQUE, "number")
    elif rules is None or rules.find(int(element.tag), element.VR).action is not Action.KEEP:
        yield from _element(element)


def _element(element: Element) -> Iterator[Harvested]:
    if is_private(element.tag) and element.VR not in _BY_VR:
        return
    about = subject(element.tag, element.VR)
    if about.kind == "name":
        yield from _names(element)
    elif about.kind == "uid":
        for uid in texts(element):
            if not is_registered(uid):
                yield Harvested(about.identifier, "uid", uid)
    elif about.kind is not None:
        yield from _plain(element, about.identifier, about.kind)


def _plain(element: Element, identifier: Identifier, kind: Kind) -> Iterator[Harvested]:
    for text in texts(element):
        value = text.strip(" \0")
        if (element.tag == PATIENT_ID and is_placeholder(value)) or names_a_vendor(value):
            continue
        if len(value) >= _SHORTEST and not re.fullmatch(
            r"[\W_0]*|(UNKNOWN|NONE|ANONYMOUS|REMOVED)", value, re.IGNORECASE
        ):
            yield Harvested(identifier, kind, value)


def _names(element: Element) -> Iterator[Harvested]:
    """Each component group as it stands, and its parts in natural order (PS3.5 section 6.2.1.2)."""
    for whole in map(text_of, values(element)):
        for group in whole.split("="):
            stated = group.strip(" ^\0")
            if len(stated) < 2 or is_placeholder(stated):
                continue
            yield Harvested(Identifier.NAME, "name", stated)
            family, given, middle, *affixes = [*(part.strip() for part in stated.split("^")), "", "", ""]
            prefix, suffix = [*affixes, "", ""][:2]
            natural = " ".join(part for part in (prefix, given, middle, family, suffix) if part)
            if natural != stated:
                yield Harvested(Identifier.NAME, "name", natural)
