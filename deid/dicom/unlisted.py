"""What happens to attributes that Table E.1-1 does not name: one considered decision for each, denied by default."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Final

from deid.dicom.actions import Action
from deid.dicom.identifying import subject
from deid.dicom.standard import unlisted
from deid.dicom.tags import TagPattern
from deid.identifiers import Identifier


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision.

    Attributes:
        attribute: the tag pattern, or the kind of attribute in words.
        name: the attribute's name; empty for kinds.
        action: what happens.
        identifier: the identifier that it can carry.
        why: a few words.
    """

    attribute: str
    name: str
    action: Action
    identifier: Identifier
    why: str


UNKNOWN: Final = Decision(
    "any other attribute", "", Action.REMOVE, Identifier.OTHER_UNIQUE, "it is not in the dictionary"
)
_WHY: Final = {
    Action.KEEP: "technical vocabulary, kept when screening finds nothing in it",
    Action.DUMMY: "text that the object must carry",
    Action.EMPTY: "text that may stand empty",
}
_BULK: Final = {
    0x00282000: "ICC Profile",
    0x54000110: "Channel Minimum Value",
    0x54000112: "Channel Maximum Value",
    0x5400100A: "Waveform Padding Value",
    0x54001010: "Waveform Data",
    0x7FE00010: "Pixel Data",
}
_BULK_WHY: Final = "bulk data of the image or waveform; objects in which people can be recognised are refused before"
_SEQUENCES: Final = (
    (0x04000500, "Encrypted Attributes Sequence", "a copy of the original, encrypted"),
    (0x4FFE0001, "MAC Parameters Sequence", "parameters of signatures, which are removed"),
)
_FAMILIES: Final = (
    ("(60xx,xxxx)", "an overlay without its data is of no use"),
    ("(0000,xxxx)", "commands are no part of an object"),
    ("(0002,xxxx)", "file meta information is written anew"),
    ("(0004,xxxx)", "media directory records are no part of an object"),
)
_PLAIN: Final = "AT CS DS FD FL IS SL SS SV UL US UV OD OF OL OV OW".split()
_DATES: Final = ("DA", "DT", "TM")


def single() -> Iterator[tuple[int, Decision]]:
    """Decisions on single tags: vocabulary stays under screening, prose goes, bulk data of images stay."""
    lists = json.loads(files("deid.dicom").joinpath("unlisted_text.json").read_bytes())
    for name, action in (("keep", Action.KEEP), ("dummy", Action.DUMMY), ("empty", Action.EMPTY)):
        for row in lists[name]:
            tag = TagPattern.parse(row["tag"]).value
            known = unlisted()[tag]
            yield tag, Decision(row["tag"], known.name, action, subject(tag, known.vr).identifier, _WHY[action])
    for tag, name in _BULK.items():
        yield tag, Decision(_text(tag), name, Action.KEEP, Identifier.PHOTOGRAPH, _BULK_WHY)
    for tag, name, why in _SEQUENCES:
        yield tag, Decision(_text(tag), name, Action.REMOVE, Identifier.OTHER_UNIQUE, why)


def families() -> Iterator[Decision]:
    """Decisions on repeating groups."""
    for text, why in _FAMILIES:
        yield Decision(text, "", Action.REMOVE, Identifier.OTHER_UNIQUE, why)


def by_vr(options: tuple[str, ...] = ()) -> Mapping[str, Decision]:
    """Decisions by VR for attributes of the dictionary that nothing else names."""
    other = Identifier.OTHER_UNIQUE
    found = dict.fromkeys(_PLAIN, (Action.KEEP, other, "a number or a code, kept when it fits"))
    found["SQ"] = (Action.KEEP, other, "a sequence is cleaned inside")
    found["UI"] = (Action.UID, other, "a UID that the standard does not register is replaced")
    found["PN"] = (Action.EMPTY, Identifier.NAME, "a person's name")
    found["AS"] = (Action.KEEP, Identifier.DATE_OR_AGE, "an age, kept up to 89 years")
    found.update(dict.fromkeys(_DATES, (Action.REMOVE, Identifier.DATE_OR_AGE, "a date or time")))
    found["AE"] = (Action.REMOVE, Identifier.DEVICE, "the name of a device on the network")
    found["UR"] = (Action.REMOVE, Identifier.URL, "an address")
    for vr in ("LO", "LT", "SH", "ST", "UC", "UT"):
        found[vr] = (Action.REMOVE, other, "text that is no known vocabulary")
    for vr in ("OB", "UN"):
        found[vr] = (Action.REMOVE, other, "bytes without a known meaning")
    found.update(_optional(options))
    return {vr: Decision(f"any other {vr}", "", *decision) for vr, decision in found.items()}


def _optional(options: tuple[str, ...]) -> Iterator[tuple[str, tuple[Action, Identifier, str]]]:
    for vr in _DATES:
        if "retain-full-dates" in options:
            yield vr, (Action.KEEP, Identifier.DATE_OR_AGE, "a date or time, kept by retain-full-dates")
        if "retain-modified-dates" in options:
            yield vr, (Action.SHIFT, Identifier.DATE_OR_AGE, "a date or time, moved by retain-modified-dates")
    if "retain-uids" in options:
        yield "UI", (Action.KEEP, Identifier.OTHER_UNIQUE, "a UID, kept by retain-uids")


def _text(tag: int) -> str:
    return f"({tag >> 16:04X},{tag & 0xFFFF:04X})"
