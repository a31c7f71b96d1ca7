"""Rules: small objects that say what happens to an attribute, under which identifier, and why."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from deid.dicom.actions import Action, resolve, resolve_for
from deid.dicom.elements import WORDS_VRS, in_dictionary
from deid.dicom.identifying import subject
from deid.dicom.options import OPTIONS, option_action
from deid.dicom.standard import ProfileRow, profile_table, unlisted
from deid.dicom.standard.types import Kind, kinds_of, required
from deid.dicom.tags import TagPattern, is_group_length, is_private, tag_text
from deid.identifiers import Identifier

_BASIC = "PS3.15 {edition} Table E.1-1, Basic Profile {code}"
_SAFE_HARBOR = "Table E.1-1 is silent; {why} ({citation})"


@dataclass(frozen=True, slots=True)
class Rule:
    """What happens to an attribute.

    Attributes:
        attribute: the tag pattern as the standard prints it, or the kind of attribute, in words.
        name: the attribute's name; empty for kinds.
        code: the action code as the source gives it, for example ``X/Z/D``.
        action: the single action that is carried out.
        identifier: the identifier that the attribute can carry.
        reason: why, with its source.
    """

    attribute: str
    name: str
    code: str
    action: Action
    identifier: Identifier
    reason: str

    def describe(self) -> str:
        """One line for readers, generated from what runs."""
        label = f"{self.attribute} {self.name}".rstrip()
        return f"{label}: {self.action.value} ({self.identifier.letter}), {self.reason}"


@dataclass(frozen=True, slots=True)
class Where:
    """A level of an object.

    Attributes:
        sop_class: of the object.
        path: the tags of the sequences around the level, the outermost first.
    """

    sop_class: str = ""
    path: tuple[int, ...] = ()

    def inside(self, tag: int) -> Where:
        """The level inside a sequence."""
        return Where(self.sop_class, (*self.path, tag))


NOWHERE = Where()


@dataclass(frozen=True, slots=True)
class Rules:
    """All rules of one profile.

    Attributes:
        edition: the edition of the table they come from.
        exact: rules for single tags.
        families: rules for repeating groups and private attributes, in order.
        by_vr: what happens to attributes of the dictionary that neither of these covers.
        unknown: what happens to every other attribute.
        codes: the method codes (CID 7050) of what these rules carry out.
        by_type: for attributes whose action hangs on their Type in the object's IOD: what happens, by Type.
    """

    edition: str
    exact: Mapping[int, Rule]
    families: tuple[tuple[TagPattern, Rule], ...]
    by_vr: Mapping[str, Rule]
    unknown: Rule
    by_type: Mapping[int, Mapping[Kind, Rule]]
    codes: tuple[str, ...]

    def find(self, tag: int, vr: str, where: Where = NOWHERE) -> Rule:
        """The rule for an attribute; there always is one, and the last resort is removal."""
        by_type = self.by_type.get(tag)
        if by_type is not None:
            kind = kinds_of(where.sop_class).get((*where.path, tag))
            if kind is not None:
                return by_type[kind]
        rule = self.exact.get(tag)
        if rule is not None:
            return rule
        for pattern, family in self.families:
            if pattern.matches(tag):
                return family
        if is_private(tag) or is_group_length(tag) or not in_dictionary(tag):
            return self.unknown
        return self.by_vr.get(vr, self.unknown)

    def __iter__(self) -> Iterator[Rule]:
        """Every rule, single tags first, for tables in documents."""
        yield from self.exact.values()
        yield from (rule for _, rule in self.families)
        yield from self.by_vr.values()
        yield self.unknown


@cache
def basic_profile(options: tuple[str, ...] = ()) -> Rules:
    """The Basic Application Level Confidentiality Profile, and a decision for all that it does not name.

    Args:
        options: names of :data:`deid.dicom.options.OPTIONS` that change it.
    """
    table = profile_table()
    listed = {row.pattern.value: _of_row(row, table.edition) for row in table.rows if row.pattern.exact}
    optional = {row.pattern.value: _by_option(row, table.edition, options) for row in table.rows if row.pattern.exact}
    chosen = {tag: rule for tag, rule in optional.items() if rule is not None}
    families = [(row.pattern, _of_row(row, table.edition)) for row in table.repeating]
    return Rules(
        edition=table.edition,
        exact=MappingProxyType({**_unlisted_text(), **_unlisted_bulk(), **_unlisted_sequences(), **listed, **chosen}),
        families=(*families, *_unlisted_families()),
        by_vr=MappingProxyType(_by_vr()),
        unknown=_silent(
            "any other attribute", "", Action.REMOVE, Identifier.OTHER_UNIQUE, "it is not in the dictionary"
        ),
        by_type=MappingProxyType(
            {
                row.pattern.value: _by_type(row, table.edition)
                for row in table.rows
                if _hangs_on_type(row) and row.pattern.value not in chosen
            }
        ),
        codes=("113100", *sorted(OPTIONS[name].code for name in options)),
    )


def _by_option(row: ProfileRow, edition: str, options: tuple[str, ...]) -> Rule | None:
    given = option_action(row, options)
    if given is None or (given[0] == "C" and row.vr not in (*WORDS_VRS, "SQ")):
        return None
    code, option = given
    basic = _of_row(row, edition)
    reason = f"PS3.15 {edition} Table E.1-1, {option.name} ({option.code}) {code}"
    return Rule(basic.attribute, basic.name, code, Action(code), basic.identifier, reason)


def _hangs_on_type(row: ProfileRow) -> bool:
    # Patient ID always has a value: the person's code. What the table removes stays empty where an IOD demands it.
    compound = "/" in row.basic and "U*" not in row.basic and row.pattern.value != 0x00100020
    return row.pattern.exact and (compound or (row.basic == "X" and row.pattern.value in required()))


def _by_type(row: ProfileRow, edition: str) -> Mapping[Kind, Rule]:
    kinds: tuple[Kind, ...] = ("1", "2", "3")
    return MappingProxyType(
        {kind: _of_row(row, edition, resolve_for(row.basic, kind), f", Type {kind}") for kind in kinds}
    )


def _of_row(row: ProfileRow, edition: str, action: Action | None = None, because: str = "") -> Rule:
    vr = row.vr if row.vr is None or len(row.vr) == 2 else None
    action = action or resolve(row.basic)
    if vr == "UI" and action is Action.DUMMY:
        # A dummy UID would have to be unique anyway.
        action = Action.UID
    identifier = subject(row.pattern.value, vr).identifier if row.pattern.exact else _family_identifier(row)
    reason = _BASIC.format(edition=edition, code=row.basic) + because
    return Rule(row.pattern.text, row.name, row.basic, action, identifier, reason)


def _family_identifier(row: ProfileRow) -> Identifier:
    return Identifier.PHOTOGRAPH if row.pattern.text.startswith("(60xx") else Identifier.OTHER_UNIQUE


def _silent(attribute: str, name: str, action: Action, identifier: Identifier, why: str) -> Rule:
    reason = _SAFE_HARBOR.format(why=why, citation=identifier.citation)
    return Rule(attribute, name, action.value, action, identifier, reason)


def _unlisted_text() -> dict[int, Rule]:
    """The text attributes that the table does not name: vocabulary stays under screening, prose goes."""
    chosen: dict[int, Action] = {}
    lists = json.loads(files("deid.dicom").joinpath("unlisted_text.json").read_bytes())
    for name, action in (("keep", Action.KEEP), ("dummy", Action.DUMMY), ("empty", Action.EMPTY)):
        chosen.update(dict.fromkeys((TagPattern.parse(row["tag"]).value for row in lists[name]), action))
    why = {
        Action.KEEP: "technical vocabulary, kept when screening finds nothing in it",
        Action.DUMMY: "text that the object must carry",
        Action.EMPTY: "text that may stand empty",
    }
    return {
        tag: _silent(
            TagPattern.parse(f"({tag >> 16:04X},{tag & 0xFFFF:04X})").text,
            unlisted()[tag].name,
            action,
            subject(tag, unlisted()[tag].vr).identifier,
            why[action],
        )
        for tag, action in chosen.items()
    }


_BULK = {
    0x00282000: "ICC Profile",
    0x54000110: "Channel Minimum Value",
    0x54000112: "Channel Maximum Value",
    0x5400100A: "Waveform Padding Value",
    0x54001010: "Waveform Data",
    0x7FE00010: "Pixel Data",
}


def _unlisted_bulk() -> dict[int, Rule]:
    why = "bulk data of the image or waveform; objects in which people can be recognised are refused before"
    return {
        tag: _silent(f"({tag >> 16:04X},{tag & 0xFFFF:04X})", name, Action.KEEP, Identifier.PHOTOGRAPH, why)
        for tag, name in _BULK.items()
    }


def _unlisted_sequences() -> dict[int, Rule]:
    """Sequences that hold another copy of the object, or only serve one that is removed."""
    return {
        tag: _silent(tag_text(tag), name, Action.REMOVE, Identifier.OTHER_UNIQUE, why)
        for tag, name, why in (
            (0x04000500, "Encrypted Attributes Sequence", "a copy of the original, encrypted"),
            (0x4FFE0001, "MAC Parameters Sequence", "parameters of signatures, which are removed"),
        )
    }


def _unlisted_families() -> Iterator[tuple[TagPattern, Rule]]:
    for text, why in (
        ("(60xx,xxxx)", "an overlay without its data is of no use"),
        ("(0000,xxxx)", "commands are no part of an object"),
        ("(0002,xxxx)", "file meta information is written anew"),
        ("(0004,xxxx)", "media directory records are no part of an object"),
    ):
        yield (
            TagPattern.parse(text),
            _silent(text, "", Action.REMOVE, Identifier.OTHER_UNIQUE, why),
        )


def _by_vr() -> dict[str, Rule]:
    """Decisions by VR for attributes of the dictionary that no other rule names."""
    plain = (
        "AT",
        "CS",
        "DS",
        "FD",
        "FL",
        "IS",
        "SL",
        "SS",
        "SV",
        "UL",
        "US",
        "UV",
        "OD",
        "OF",
        "OL",
        "OV",
        "OW",
    )
    rules = dict.fromkeys(plain, (Action.KEEP, Identifier.OTHER_UNIQUE, "a number or a code, kept when it fits"))
    rules["SQ"] = (Action.KEEP, Identifier.OTHER_UNIQUE, "a sequence is cleaned inside")
    rules["UI"] = (
        Action.UID,
        Identifier.OTHER_UNIQUE,
        "a UID that the standard does not register is replaced",
    )
    rules["PN"] = (Action.EMPTY, Identifier.NAME, "a person's name")
    rules["AS"] = (Action.KEEP, Identifier.DATE_OR_AGE, "an age, kept up to 89 years")
    for vr in ("DA", "DT", "TM"):
        rules[vr] = (Action.REMOVE, Identifier.DATE_OR_AGE, "a date or time")
    rules["AE"] = (Action.REMOVE, Identifier.DEVICE, "the name of a device on the network")
    rules["UR"] = (Action.REMOVE, Identifier.URL, "an address")
    for vr in ("LO", "LT", "SH", "ST", "UC", "UT"):
        rules[vr] = (Action.REMOVE, Identifier.OTHER_UNIQUE, "text that is no known vocabulary")
    for vr in ("OB", "UN"):
        rules[vr] = (Action.REMOVE, Identifier.OTHER_UNIQUE, "bytes without a known meaning")
    return {vr: _silent(f"any other {vr}", "", *decision) for vr, decision in rules.items()}
