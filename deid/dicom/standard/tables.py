"""The standard's tables as frozen rows, looked up by tag, each with edition and digest."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from deid.dicom.tags import TagPattern

ACKNOWLEDGEMENT = "DICOM PS3.15 2026d, (c) NEMA"


@dataclass(frozen=True, slots=True)
class ProfileRow:
    """One row of PS3.15 Table E.1-1: an attribute, its action in the basic profile and under each option."""

    pattern: TagPattern
    keyword: str | None
    name: str
    vr: str | None
    retired: bool
    in_std_comp_iod: bool
    basic: str
    rtn_safe_priv: str | None
    rtn_uids: str | None
    rtn_dev: str | None
    rtn_inst: str | None
    rtn_pat_chars: str | None
    rtn_long_full_dates: str | None
    rtn_long_modif_dates: str | None
    clean_desc: str | None
    clean_struct_cont: str | None
    clean_graph: str | None


@dataclass(frozen=True, slots=True)
class ContentItemRow:
    """One row of PS3.15 Table E.3.4-1: a concept name of a structured report and its actions."""

    code_meaning: str
    code_value: str
    coding_scheme: str
    value_type: str
    retired: bool
    in_std_tpl: bool
    basic: str | None
    rtn_uids: str | None
    rtn_dev: str | None
    rtn_inst: str | None
    rtn_pat_chars: str | None
    rtn_long_full_dates: str | None
    rtn_long_modif_dates: str | None
    clean_desc: str | None


@dataclass(frozen=True, slots=True)
class SafePrivateRow:
    """One row of PS3.15 Table E.3.10-1: a private attribute known to be safe."""

    tag: str
    private_creator: str
    vr: str
    vm: str
    meaning: str


@dataclass(frozen=True, slots=True)
class UnlistedRow:
    """One text, date or UID attribute of PS3.6 that Table E.1-1 does not name."""

    tag: int
    name: str
    vr: str
    retired: bool


@dataclass(frozen=True, slots=True)
class ProfileTable:
    """Table E.1-1.

    Attributes:
        edition: for example ``2026d``.
        digest: SHA-256 of the data file in use, in hexadecimal.
        rows: all rows, in the order of the table.
        exact: the rows that name one tag, by tag.
        repeating: the rows that name a family of tags.
    """

    edition: str
    digest: str
    rows: tuple[ProfileRow, ...]
    exact: Mapping[int, ProfileRow]
    repeating: tuple[ProfileRow, ...]

    def find(self, tag: int) -> ProfileRow | None:
        """The row for a tag: an exact one first, then repeating groups and private attributes."""
        row = self.exact.get(tag)
        if row is not None:
            return row
        return next((row for row in self.repeating if row.pattern.matches(tag)), None)


def _data(name: str) -> bytes:
    return files("deid.dicom.standard").joinpath(name).read_bytes()


def _profile_row(entry: dict[str, Any]) -> ProfileRow:
    rest = {field.name: entry[field.name] for field in fields(ProfileRow) if field.name != "pattern"}
    return ProfileRow(pattern=TagPattern.parse(entry["tag"]), **rest)


@cache
def profile_table() -> ProfileTable:
    """PS3.15 Table E.1-1 as shipped with this package."""
    data = _data("ps315_e1_1.json")
    rows = tuple(_profile_row(entry) for entry in json.loads(data))
    return ProfileTable(
        edition=json.loads(_data("ps315_e1_1.meta.json"))["edition"],
        digest=hashlib.sha256(data).hexdigest(),
        rows=rows,
        exact=MappingProxyType({row.pattern.value: row for row in rows if row.pattern.exact}),
        repeating=tuple(row for row in rows if not row.pattern.exact),
    )


@cache
def content_items() -> tuple[ContentItemRow, ...]:
    """PS3.15 Table E.3.4-1: the concepts of structured reports."""
    return tuple(ContentItemRow(**entry) for entry in json.loads(_data("ps315_e3_4_1_sr_content_items.json")))


@cache
def safe_private() -> tuple[SafePrivateRow, ...]:
    """PS3.15 Table E.3.10-1: private attributes known to be safe."""
    return tuple(SafePrivateRow(**entry) for entry in json.loads(_data("ps315_e3_10_1_safe_private.json")))


@cache
def unlisted() -> Mapping[int, UnlistedRow]:
    """The text, date and UID attributes of PS3.6 that Table E.1-1 does not name, by tag."""
    entries = json.loads(_data("ps36_attributes_not_in_e1_1.json"))
    rows = (
        UnlistedRow(TagPattern.parse(entry["tag"]).value, entry["name"], entry["vr"], entry["retired"])
        for entry in entries
    )
    return MappingProxyType({row.tag: row for row in rows})


@cache
def method_codes() -> Mapping[str, str]:
    """CID 7050: code value to code meaning, coding scheme DCM."""
    return MappingProxyType(
        {entry["code_value"]: entry["code_meaning"] for entry in json.loads(_data("cid_7050.json"))}
    )


@cache
def action_codes() -> Mapping[str, str]:
    """PS3.15 Table E.1-1a: action code to its description."""
    entries = json.loads(_data("ps315_e1_1a_action_codes.json"))
    return MappingProxyType({entry["code"]: entry["description"] for entry in entries})
