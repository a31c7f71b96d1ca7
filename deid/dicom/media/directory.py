"""A DICOMDIR over objects that are in memory as their keys only (PS3.3 section F.2.2.2, PS3.10 section 8.6)."""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from deid.dicom.actions import plain_dummy
from deid.dicom.media.kinds import PATIENT, SERIES, STUDY, Kind
from deid.dicom.plain import Plain, encoded
from deid.dicom.reading import MEDIA_DIRECTORY
from deid.dicom.standard.dictionary import EXPLICIT_LITTLE
from deid.dicom.writing import file_meta

_UNICODE: Final = "ISO_IR 192"
_CHARACTER_SET: Final = 0x00080005
_NEXT, _IN_USE, _LOWER, _TYPE = 0x00041400, 0x00041410, 0x00041420, 0x00041430
_FILE_ID, _CLASS, _INSTANCE, _SYNTAX = 0x00041500, 0x00041510, 0x00041511, 0x00041512
# Where the two offsets stand in an encoded item: behind its head and the heads of the elements before them.
_NEXT_AT: Final = 8 + 8
_LOWER_AT: Final = _NEXT_AT + 4 + 8 + 2 + 8
_DUMMY_CODE: Final = (
    Plain(0x00080100, "SH", "REMOVED"),
    Plain(0x00080102, "SH", "99DEID"),
    Plain(0x00080104, "LO", "REMOVED"),
)

Keys = Mapping[int, bytes]
"""Elements with their heads, explicit little endian and UTF-8, by tag; empty ones are not there, like missing ones."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One object of the file-set.

    Attributes:
        kind: its directory record.
        file_id: the components of its path, beside the directory.
        sop_class: its SOP Class UID.
        sop_uid: its SOP Instance UID.
        syntax: its Transfer Syntax UID.
        levels: what it says of its patient, study and series, to sort by: Patient ID and UIDs.
        keys: the keys of its records of all four levels.
    """

    kind: Kind
    file_id: tuple[str, ...]
    sop_class: str
    sop_uid: str
    syntax: str
    levels: tuple[str, str, str]
    keys: Keys


@dataclass(slots=True)
class _Record:
    data: bytearray
    lower: list[_Record] = field(default_factory=list)
    at: int = 0


def directory(entries: Iterable[Entry]) -> bytes:
    """The bytes of a DICOMDIR, the same for the same objects in any order; a File-set ID is not given.

    The keys come from the objects as they are released. Where the standard asks for a value that they lack, as Study
    Date under Safe Harbor, the dummy stands that an object has where its own module asks for one.
    """
    ordered = sorted(entries, key=lambda entry: (*entry.levels, entry.sop_uid))
    top = _records(ordered)
    body = _set(top, _uid(ordered))
    return bytes(128) + b"DICM" + file_meta(MEDIA_DIRECTORY, _uid(ordered), EXPLICIT_LITTLE) + body


def _uid(ordered: Sequence[Entry]) -> str:
    digest = hashlib.sha256("\n".join(entry.sop_uid for entry in ordered).encode()).digest()
    return f"2.25.{int.from_bytes(digest[:16], 'big') >> 1}"


def _records(ordered: Sequence[Entry]) -> list[_Record]:
    top: list[_Record] = []
    levels: list[list[_Record]] = [top]
    last: tuple[str, ...] = ()
    for entry in ordered:
        same = next((place for place in range(3) if entry.levels[: place + 1] != last[: place + 1]), 3)
        del levels[same + 1 :]
        for kind in (PATIENT, STUDY, SERIES)[same:]:
            record = _Record(_item(kind, entry))
            levels[-1].append(record)
            levels.append(record.lower)
        levels[-1].append(_Record(_item(entry.kind, entry, leaf=True)))
        last = entry.levels
    return top


def _item(kind: Kind, entry: Entry, *, leaf: bool = False) -> bytearray:
    fixed = [Plain(_NEXT, "UL", 0), Plain(_IN_USE, "US", 0xFFFF), Plain(_LOWER, "UL", 0), Plain(_TYPE, "CS", kind.name)]
    if leaf:
        fixed += [
            Plain(_FILE_ID, "CS", list(entry.file_id)),
            Plain(_CLASS, "UI", entry.sop_class),
            Plain(_INSTANCE, "UI", entry.sop_uid),
            Plain(_SYNTAX, "UI", entry.syntax),
        ]
    keys = [_key(tag, vr, entry.keys, required=required) for tag, (vr, required) in kind.keys.items()]
    if not all(map(bytes.isascii, (key[8:] for key in keys))):
        fixed.append(Plain(_CHARACTER_SET, "CS", _UNICODE))
    body = b"".join([*map(encoded, fixed), *keys])
    return bytearray(b"\xfe\xff\x00\xe0" + struct.pack("<I", len(body)) + body)


def _key(tag: int, vr: str, keys: Keys, *, required: bool) -> bytes:
    if tag in keys:
        return keys[tag]
    if vr == "SQ":
        return encoded(Plain(tag, vr, (_DUMMY_CODE,) if required else ()))
    return encoded(plain_dummy(tag, vr) if required else Plain(tag, vr, None))


def _set(top: list[_Record], uid: str) -> bytes:
    """The data set: the records in the order of the tree, each with the offsets of the next and the first below."""
    heads = (
        Plain(0x00041130, "CS", None),
        Plain(0x00041200, "UL", 0),
        Plain(0x00041202, "UL", 0),
        Plain(0x00041212, "US", 0),
    )
    first = len(b"".join(map(encoded, heads)))
    start = 132 + len(file_meta(MEDIA_DIRECTORY, uid, EXPLICIT_LITTLE)) + first + 12
    flat = list(_flat(top))
    at = start
    for record in flat:
        record.at = at
        at += len(record.data)
    _link(top)
    ends = (top[0].at, top[-1].at) if top else (0, 0)
    stated = (heads[0], Plain(0x00041200, "UL", ends[0]), Plain(0x00041202, "UL", ends[1]), heads[3])
    items = b"".join(record.data for record in flat)
    sequence = struct.pack("<HH2s2xI", 0x0004, 0x1220, b"SQ", len(items))
    return b"".join(map(encoded, stated)) + sequence + items


def _flat(records: list[_Record]) -> Iterable[_Record]:
    for record in records:
        yield record
        yield from _flat(record.lower)


def _link(records: list[_Record]) -> None:
    for one, following in pairwise(records):
        struct.pack_into("<I", one.data, _NEXT_AT, following.at)
    for record in records:
        if record.lower:
            struct.pack_into("<I", record.data, _LOWER_AT, record.lower[0].at)
            _link(record.lower)
