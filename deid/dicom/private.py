"""Private attributes known to be safe: by private creator, group and the last byte of the element number."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import TYPE_CHECKING, Final, Literal

from deid.dicom.actions import Action
from deid.dicom.elements import DEFAULT_ENCODINGS, Element, decode, make, texts
from deid.dicom.standard import safe_private
from deid.dicom.tags import is_private

if TYPE_CHECKING:
    from pydicom.dataelem import DataElement

Fate = Literal["keep", "uid", "date"]
# Vendors move between these; the value is looked at by the VR that it states.
_ALIKE: Final = frozenset("CS DS FD FL IS LO LT SH SL SS ST UL US UT OB SQ".split())
CREATOR_VRS: Final = frozenset({"LO", "SH", "UN"})
_FATES: Final[Mapping[str, Fate]] = {"k": "keep", "h": "uid", "o": "date"}


@dataclass(frozen=True, slots=True)
class SafeAttribute:
    """What is known of one private attribute.

    Attributes:
        vr: its VR, for values that come as UN.
        fate: whether it stays, or is a UID or a date that must be treated as such.
    """

    vr: str
    fate: Fate = "keep"


@dataclass(frozen=True)
class SafeAttributes:
    """Private attributes that may stay.

    Attributes:
        source: where they are from.
        known: by creator (upper case, single blanks), group and last byte of the element number.
    """

    source: str
    known: Mapping[tuple[str, int, int], SafeAttribute]

    def __hash__(self) -> int:
        return hash(self.source)

    def knows(self, creator: str) -> bool:
        """Whether a creator, spelled in one way, is one of theirs: then its name is a vendor's."""
        return creator in self._creators

    @cached_property
    def _creators(self) -> frozenset[str]:
        return frozenset(creator for creator, _, _ in self.known)

    def find(self, tag: int, creators: Mapping[int, str]) -> SafeAttribute | None:
        """What is known of an element whose level declares these creators by block; None when it must go."""
        creator = creators.get(block_of(tag))
        return None if creator is None else self.known.get((creator, tag >> 16, tag & 0xFF))


def is_creator(tag: int) -> bool:
    """Whether the element reserves a block of private attributes (PS3.5 section 7.8.1)."""
    return is_private(tag) and 0x10 <= tag & 0xFFFF <= 0xFF


def block_of(tag: int) -> int:
    """The tag of the creator whose block an element is in."""
    return tag & 0xFFFF0000 | (tag & 0xFFFF) >> 8


def creators_of(level: Iterable[Element]) -> Mapping[int, str]:
    """The private creators of one level, by their own tags."""
    return {
        int(element.tag): spelled(" ".join(texts(element)))
        for element in level
        if is_creator(int(element.tag)) and element.VR in CREATOR_VRS
    }


def spelled(creator: str) -> str:
    """A creator in one spelling."""
    return " ".join(creator.strip(" \0").upper().split())


@cache
def safe_attributes(source: Literal["standard", "tcia"]) -> SafeAttributes:
    """Table E.3.10-1 of PS3.15, or this and the knowledge base of The Cancer Imaging Archive."""
    found = {
        (spelled(row.private_creator), int(row.tag[1:5], 16), int(row.tag[-3:-1], 16)): SafeAttribute(row.vr[:2])
        for row in safe_private()
    }
    if source == "tcia":
        found = {**_tcia(), **found}
    return SafeAttributes(source, found)


def _tcia() -> dict[tuple[str, int, int], SafeAttribute]:
    data = json.loads(files("deid.dicom.standard").joinpath("tcia_private.json").read_bytes())
    return {
        (creator, int(group, 16), int(element, 16)): SafeAttribute(vr, _FATES[fate])
        for creator, groups in data.items()
        for group, entries in groups.items()
        for element, (fate, vr) in entries.items()
    }


def as_known(element: DataElement, known: SafeAttribute) -> DataElement | None:
    """The element under the VR that is known of it; None when its own says something else.

    Implicit VR objects give private values as bytes; they are always little endian (PS3.5 section 6.2.2).
    """
    if element.VR != "UN":
        return element if agrees(element.VR, known) else None
    if known.vr in ("UN", "OB", "OW"):
        return make(element.tag, "OB", element.value)
    if known.vr == "SQ" or not isinstance(element.value, bytes):
        return None
    decoded = decode(int(element.tag), known.vr, element.value, True, DEFAULT_ENCODINGS)
    return decoded if known.vr == decoded.VR else None


def agrees(vr: str, known: SafeAttribute) -> bool:
    """Whether a stated VR, not UN, does not contradict what is known."""
    return known.vr == vr or vr in _ALIKE


def action_for(known: SafeAttribute, vr: str, options: tuple[str, ...]) -> Action:
    """What happens to a private element that is known: names and addresses go whatever is known of them."""
    if vr in ("PN", "AE", "UR"):
        return Action.REMOVE
    if vr == "UI":
        return Action.KEEP if "retain-uids" in options else Action.UID
    if vr in ("DA", "DT", "TM"):
        if "retain-full-dates" in options:
            return Action.KEEP
        return Action.SHIFT if "retain-modified-dates" in options else Action.REMOVE
    return Action.KEEP if known.fate == "keep" else Action.REMOVE
