"""The data dictionary of PS3.6 and its registry of UIDs, without the toolkit, which takes long to load."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Final

from deid.dicom.tags import TagPattern

IMPLICIT_LITTLE: Final = "1.2.840.10008.1.2"
EXPLICIT_LITTLE: Final = "1.2.840.10008.1.2.1"
DEFLATED: Final = "1.2.840.10008.1.2.1.99"
EXPLICIT_BIG: Final = "1.2.840.10008.1.2.2"
_UNCOMPRESSED: Final = frozenset({IMPLICIT_LITTLE, EXPLICIT_LITTLE, DEFLATED, EXPLICIT_BIG})


@cache
def _data() -> Mapping[str, Mapping[str, str]]:
    found: dict[str, Any] = json.loads(files("deid.dicom.standard").joinpath("ps36_dictionary.json").read_bytes())
    return found


@cache
def _repeating() -> tuple[tuple[TagPattern, str], ...]:
    return tuple((TagPattern.parse(f"({tag[:4]},{tag[4:]})"), entry) for tag, entry in _data()["repeating"].items())


@lru_cache(maxsize=16384)
def _entry(tag: int) -> tuple[str, str, str, str] | None:
    entry = _data()["attributes"].get(f"{tag:08X}")
    if entry is None:
        entry = next((entry for pattern, entry in _repeating() if pattern.matches(tag)), None)
    if entry is None:
        return None
    vr, vm, keyword, name = entry.split("\t")
    return vr, vm, keyword, name


def names_one(tag: int) -> bool:
    """Whether the dictionary has the attribute by its own tag, not as one of a repeating group."""
    return f"{tag:08X}" in _data()["attributes"]


def in_dictionary(tag: int) -> bool:
    """Whether the dictionary has the attribute."""
    return _entry(tag) is not None


def vr_of(tag: int) -> str | None:
    """The VR of an attribute, for example ``US or SS``; None for one that the dictionary lacks."""
    entry = _entry(tag)
    return None if entry is None else entry[0]


def vm_of(tag: int) -> str | None:
    """The Value Multiplicity of an attribute, for example ``1-n``; None for one that the dictionary lacks."""
    entry = _entry(tag)
    return None if entry is None else entry[1]


def keyword_of(tag: int) -> str:
    """The keyword of an attribute; empty for one that the dictionary lacks."""
    entry = _entry(tag)
    return "" if entry is None else entry[2]


def name_of(tag: int) -> str:
    """The name of an attribute; empty for one that the dictionary lacks."""
    entry = _entry(tag)
    return "" if entry is None else entry[3]


def keywords() -> Iterator[tuple[int, str]]:
    """Every attribute that has its own tag, with its keyword."""
    return ((int(tag, 16), entry.split("\t")[2]) for tag, entry in _data()["attributes"].items())


def uid_name(uid: str) -> str | None:
    """The name that PS3.6 annex A gives a UID; None for one that it does not register."""
    entry = _data()["uids"].get(uid)
    return None if entry is None else entry.split("\t")[1]


def uid_type(uid: str) -> str | None:
    """What PS3.6 annex A registers a UID as, for example ``SOP Class``; None for one that it does not register."""
    entry = _data()["uids"].get(uid)
    return None if entry is None else entry.split("\t")[0]


def registered() -> tuple[str, ...]:
    """All UIDs that PS3.6 annex A registers."""
    return tuple(_data()["uids"])


def is_encapsulated(syntax: str) -> bool:
    """Whether a transfer syntax of the standard compresses its pixels (PS3.5 section A.4)."""
    return uid_type(syntax) == "Transfer Syntax" and syntax not in _UNCOMPRESSED
