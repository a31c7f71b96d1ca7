"""The walk over a header's bytes: every element becomes a piece, settled now or later."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from deid.dicom.elements import DEFAULT_ENCODINGS, encodings_of
from deid.dicom.raw.heads import SOP_CLASS, Head, Unusual, Way, head_of
from deid.dicom.raw.numbers import are_numbers
from deid.dicom.raw.pieces import Piece
from deid.dicom.raw.waiting import Context, Nested, Waiting, wishes_of
from deid.dicom.rules import Rules, Where
from deid.dicom.structure import DEEPEST, UNDEFINED
from deid.errors import DeidError

_SHORT: Final = struct.Struct("<H").unpack_from
_LONG: Final = struct.Struct("<I").unpack_from
_ITEM, _ITEM_END, _SEQUENCE_END = b"\xfe\xff\x00\xe0", b"\xfe\xff\x0d\xe0", b"\xfe\xff\xdd\xe0"
_LONG_VRS: Final = frozenset(b"OB OD OF OL OV OW SQ SV UC UN UR UT UV".split())
_SIGNED: Final = b"\x28\x00\x03\x01US\x02\x00\x01\x00"
_CLASS: Final = b"\x08\x00\x16\x00UI"
_REPORTS: Final = "1.2.840.10008.5.1.4.1.1.88."
_REMEMBERED: Final = 50_000
_LONGEST_REMEMBERED: Final = 4096


class Short(DeidError):  # noqa: N818 - no error: it says which way to go on
    """The header goes on behind the bytes that were read."""


@dataclass(slots=True)
class Draft:
    """What a walk found.

    Attributes:
        pieces: what comes of each element.
        waiting: those of them that are not settled yet.
        telling: elements as they are that decide whether the object may go out.
        person: elements as they are that say whose object it is.
        declared: whether a character set was declared.
        encodings: its codecs.
        uids: UIDs that settling will ask about.
        texts: texts that settling will ask about.
        stop: where the pixels begin, or the data set ends.
        pixels: the head of the pixels' element, if there is one.
    """

    pieces: list[Piece] = field(default_factory=list)
    waiting: list[Waiting] = field(default_factory=list)
    telling: dict[int, bytes] = field(default_factory=dict)
    person: dict[int, bytes] = field(default_factory=dict)
    declared: bool = False
    encodings: tuple[str, ...] = DEFAULT_ENCODINGS
    uids: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    stop: int = 0
    pixels: Head | None = None


@dataclass(slots=True)
class Level:
    """One level of the walk: the outermost, or an item.

    Attributes:
        draft: what the whole walk found.
        context: what else the meaning of bytes hangs on.
        known: what came of elements in this context before.
        heads: what happens to elements on this level.
        depth: 0 outermost.
        found: the pieces of this level.
    """

    draft: Draft
    context: Context
    known: dict[bytes, Piece]
    heads: dict[bytes, Head]
    depth: int
    found: list[Piece]


class Walker:
    """Walks headers, and remembers what came of elements that it met before.

    Args:
        rules: what happens to each attribute.
    """

    def __init__(self, rules: Rules):
        self._rules = rules
        self._heads: dict[Where, dict[bytes, Head]] = {}
        self._contexts: dict[Context, dict[bytes, Piece]] = {}

    def walk(self, data: bytes, at: int, size: int) -> Draft:
        """Walk the outermost level from an offset to the pixels or to the end.

        Args:
            data: the object's bytes, or its first ones.
            at: where the data set begins.
            size: how many bytes the object has.

        Raises:
            Short: the header is longer than ``data``, which is shorter than the object.
            Unusual: the object must go the other way.
        """
        draft = Draft()
        sop_class = _sop_class(data, at)
        context = Context(DEFAULT_ENCODINGS, sop_class.startswith(_REPORTS), _SIGNED in data, Where(sop_class))
        try:
            level = self._level_in(draft, context, 0, draft.pieces)
            draft.stop = self._level(data, at, size, level)
        except struct.error:
            raise (Short if len(data) < size else Unusual) from None
        return draft

    def _level(self, data: bytes, at: int, end: int, level: Level) -> int:
        """One level between two offsets; returns where it ends, or where the pixels begin."""
        found, last, held = level.found, -1, min(len(data), end)
        while at < end:
            head = level.heads.get(data[at : at + 6]) or self._head(data, at, level)
            if head.tag <= last:
                raise Unusual
            last = head.tag
            if head.long:
                start, length = at + 12, _LONG(data, at + 8)[0]
            else:
                start, length = at + 8, _SHORT(data, at + 6)[0]
            stop = start + length
            if head.way is Way.PIXELS:
                return _pixels(head, at, level)
            if stop > held:
                stop = _beyond(data, start, length, end, head)
            fixed = head.fixed
            found.append(fixed if fixed is not None else self._met(head, data, at, start, stop, level))
            at = stop
        return at

    def _met(self, head: Head, data: bytes, at: int, start: int, stop: int, level: Level) -> Piece:
        """What comes of an element that is not the same every time."""
        if head.noted and not level.depth:
            self._note(head, data, at, start, stop, level)
        if head.way is Way.FIXED:
            return head.piece
        if head.way is Way.DUMMY and (start == stop or data[start:stop].strip(b" \0")):
            return head.blank if start == stop else head.piece
        if head.way is Way.CHARACTERS:
            self._enter(level, _characters(data[start:stop], level))
            level.draft.declared, level.draft.encodings = True, level.context.encodings
            return head.piece
        raw = data[at:stop]
        piece = level.known.get(raw) or self._new(head, raw, level)
        if piece.data is None:
            level.draft.waiting.append(piece)  # type: ignore[arg-type]
        return piece

    def _note(self, head: Head, data: bytes, at: int, start: int, stop: int, level: Level) -> None:
        (level.draft.person if head.personal else level.draft.telling)[head.tag] = data[at:stop]
        if head.tag == SOP_CLASS and level.context.where.sop_class != data[start:stop].decode("latin-1").rstrip("\0 "):
            raise Unusual

    def _enter(self, level: Level, context: Context) -> None:
        level.context, level.known = context, self._contexts.setdefault(context, {})
        level.heads = self._heads.setdefault(context.where, {})

    def _level_in(self, draft: Draft, context: Context, depth: int, found: list[Piece]) -> Level:
        level = Level(draft, context, {}, {}, depth, found)
        self._enter(level, context)
        return level

    def _head(self, data: bytes, at: int, level: Level) -> Head:
        prefix = data[at : at + 6]
        if len(prefix) < 6:
            raise struct.error
        head = head_of(prefix, self._rules, level.context.where)
        if len(level.heads) < _REMEMBERED:
            level.heads[prefix] = head
        return head

    def _new(self, head: Head, raw: bytes, level: Level) -> Piece:
        """What comes of an element that was not met before."""
        piece: Piece | None = None
        way = head.way
        if way is Way.CODE:
            raise Unusual
        if way is Way.NUMBERS and are_numbers(head, raw):
            piece = Piece(head.tag, raw, head.effect)
        elif way is Way.SEQUENCE:
            piece = self._sequence(head, raw, level)
        if piece is None:
            piece = Waiting(head, raw, level.context)
            uids, texts = wishes_of(piece)
            level.draft.uids += uids
            level.draft.texts += texts
        if len(raw) <= _LONGEST_REMEMBERED:
            if len(level.known) > _REMEMBERED:
                level.known.clear()
            level.known[raw] = piece
        return piece

    def _sequence(self, head: Head, raw: bytes, level: Level) -> Nested | None:
        """The sequence item by item; None when one of them is unusual, and it is treated whole."""
        if level.depth >= DEEPEST:
            return None
        items: list[list[Piece]] = []
        context = replace(level.context, where=level.context.where.inside(head.tag))
        try:
            for start, stop in _items(raw):
                inside = self._level_in(level.draft, context, level.depth + 1, [])
                if self._level(raw, start, stop, inside) != stop:
                    return None
                items.append(inside.found)
        except (Unusual, Short, struct.error):
            return None
        return Nested(head, raw, level.context, items)


def _sop_class(data: bytes, at: int) -> str:
    """The SOP Class, looked for ahead: what happens to elements before it hangs on it."""
    at = data.find(_CLASS, at)
    if at < 0:
        raise Unusual
    return data[at + 8 : at + 8 + _SHORT(data, at + 6)[0]].decode("latin-1").rstrip("\0 ")


def _items(raw: bytes) -> Iterator[tuple[int, int]]:
    """Where the items of a sequence begin and end.

    Raises:
        Unusual: something else stands there.
    """
    at, end = 12, len(raw) - (8 if _LONG(raw, 8)[0] == UNDEFINED else 0)
    while at < end:
        length = _LONG(raw, at + 4)[0]
        stop = _item_end(raw, at + 8, end) if length == UNDEFINED else at + 8 + length
        if raw[at : at + 4] != _ITEM or stop > end:
            raise Unusual
        yield at + 8, stop
        at = stop + 8 if length == UNDEFINED else stop


def _characters(value: bytes, level: Level) -> Context:
    if level.depth or not value.isascii():
        raise Unusual
    terms = [term.strip(" \0") for term in value.decode("ascii").split("\\")]
    return replace(level.context, encodings=encodings_of(terms if len(terms) > 1 else terms[0]))


def _pixels(head: Head, at: int, level: Level) -> int:
    if level.depth:
        raise Unusual
    level.draft.pixels = head
    return at


def _beyond(data: bytes, start: int, length: int, end: int, head: Head) -> int:
    """Where an element ends that has no length, or one that reaches behind what was read.

    Raises:
        Short: behind what was read.
        Unusual: no length where one is needed.
    """
    if length != UNDEFINED:
        raise Short if len(data) < end else Unusual
    stop = sequence_end(data, start) if head.vr == "SQ" else end + 1
    if stop > end:
        raise Unusual
    return stop


def sequence_end(data: bytes, at: int) -> int:
    """Where the element ends behind a sequence's delimiter."""
    while True:
        mark = data[at : at + 4]
        length = _LONG(data, at + 4)[0]
        at += 8
        if mark == _SEQUENCE_END:
            return at
        if mark != _ITEM:
            raise Unusual
        at = _item_end(data, at, len(data)) + 8 if length == UNDEFINED else at + length


def _item_end(data: bytes, at: int, end: int) -> int:
    """Where the delimiter of an item of undefined length begins."""
    while at < end:
        if data[at : at + 4] == _ITEM_END:
            return at
        vr = data[at + 4 : at + 6]
        if vr in _LONG_VRS:
            length, start = _LONG(data, at + 8)[0], at + 12
            if length == UNDEFINED and vr != b"SQ":
                raise Unusual
            at = sequence_end(data, start) if length == UNDEFINED else start + length
        else:
            at += 8 + _SHORT(data, at + 6)[0]
    raise struct.error
