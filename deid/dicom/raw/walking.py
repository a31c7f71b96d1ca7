"""The walk over a header's bytes: every element becomes a piece, settled now or later."""

from __future__ import annotations

import struct
from dataclasses import replace
from typing import Final

from deid.dicom.about import NOBODY
from deid.dicom.codes import Codes
from deid.dicom.elements import DEFAULT_ENCODINGS, encodings_of, texts
from deid.dicom.plain import Plain, encoded, plain
from deid.dicom.private import CREATOR_VRS, block_of, spelled
from deid.dicom.raw.heads import PERSONAL, SOP_CLASS, Head, Unusual, Way, head_of
from deid.dicom.raw.items import items_of, sequence_end
from deid.dicom.raw.knowing import Knowing
from deid.dicom.raw.levels import Draft, Level
from deid.dicom.raw.numbers import are_numbers
from deid.dicom.raw.pieces import NOTHING, Effect, Piece
from deid.dicom.raw.trails import Trails
from deid.dicom.raw.waiting import Context, Nested, Waiting, wishes_of
from deid.dicom.rules import Rules, Where
from deid.dicom.structure import DEEPEST, UNDEFINED
from deid.errors import DeidError

_SHORT: Final = struct.Struct("<H").unpack_from
_LONG: Final = struct.Struct("<I").unpack_from
_SIGNED: Final = b"\x28\x00\x03\x01US\x02\x00\x01\x00"
_CLASS: Final = b"\x08\x00\x16\x00UI"
_REPORTS: Final = "1.2.840.10008.5.1.4.1.1.88."
_REMEMBERED: Final = 50_000
_CONTEXTS: Final = 1000
_CREATOR_GONE: Final = Effect(private=1)
_LONGEST_REMEMBERED: Final = 4096


class Short(DeidError):  # noqa: N818 - no error: it says which way to go on
    """The header goes on behind the bytes that were read."""


class Walker:
    """Walks headers, and remembers what came of elements that it met before.

    Args:
        rules: what happens to each attribute.
        codes: says by how many days a person's dates move.
    """

    def __init__(self, rules: Rules, codes: Codes):
        self._rules = rules
        self._knowing = Knowing(rules, codes)
        self._trails = Trails()
        self._about = NOBODY
        self._heads: dict[tuple[Where, str | None], dict[bytes, Head]] = {}
        self._contexts: dict[Context, dict[bytes, Piece]] = {}
        self._creators: dict[bytes, tuple[str, Piece]] = {}

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
        draft = self._walked(data, at, size)
        about = self._knowing.about(draft.person, draft.naming, draft.encodings)
        if about != self._about:
            # The object before was another person's.
            self._about = about
            draft = self._walked(data, at, size)
        return draft

    def _walked(self, data: bytes, at: int, size: int) -> Draft:
        draft, sop_class = Draft(), _sop_class(data, at)
        reports, signed = sop_class.startswith(_REPORTS), _SIGNED in data
        context = Context(DEFAULT_ENCODINGS, reports, signed, Where(sop_class), self._about)
        level = self._entered(Level(draft, context, 0, draft.pieces))
        try:
            start, last = self._trails.follow(data, at, size, level, self._met)
            draft.stop = self._level(data, start, size, level, last)
            if last < 0:
                self._trails.learn(data, at, level, context)
        except struct.error:
            raise (Short if len(data) < size else Unusual) from None
        return draft

    def _level(self, data: bytes, at: int, end: int, level: Level, last: int = -1) -> int:
        """One level between two offsets, behind a tag; returns where it ends, or where the pixels begin."""
        found, held = level.found, min(len(data), end)
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
            level.context = _characters(data[start:stop], level)
            self._entered(level)
            level.draft.declared, level.draft.encodings = True, level.context.encodings
            return head.piece
        if head.way is Way.PRIVATE:
            return self._of_vendor(head, data, at, start, stop, level)
        raw = data[at:stop]
        if head.way is Way.CREATOR:
            return self._creator(head, raw, level)
        known = level.personal if head.way in PERSONAL else level.known
        piece = known.get(raw) or self._new(head, raw, level, known)
        if piece.data is None:
            level.draft.waiting.append(piece)  # type: ignore[arg-type]
        return piece

    def _note(self, head: Head, data: bytes, at: int, start: int, stop: int, level: Level) -> None:
        if head.naming:
            level.draft.naming[head.tag] = data[at:stop]
        if head.telling:
            (level.draft.person if head.personal else level.draft.telling)[head.tag] = data[at:stop]
        if head.tag == SOP_CLASS and level.context.where.sop_class != data[start:stop].decode("latin-1").rstrip("\0 "):
            raise Unusual

    def _of_vendor(self, head: Head, data: bytes, at: int, start: int, stop: int, level: Level) -> Piece:
        """What comes of a private element, by whose block it is in."""
        block = block_of(head.tag)
        inside = level.blocks.get(block)
        if inside is None:
            context = replace(level.context, creator=level.creators.get(block, ""))
            inside = level.blocks[block] = self._entered(Level(level.draft, context, level.depth, level.found))
        own = inside.heads.get(data[at : at + 6]) or self._head(data, at, inside)
        return own.fixed or self._met(own, data, at, start, stop, inside)

    def _creator(self, head: Head, raw: bytes, level: Level) -> Piece:
        """What comes of the element that reserves a block: it stays where something is known of its blocks."""
        met = self._creators.get(raw)
        if met is None:
            element = plain(raw)
            if element is None or self._rules.private is None:
                raise Unusual
            stated = " ".join(texts(element))
            kept = encoded(Plain(head.tag, "LO", stated.strip(" \0")))
            known = self._rules.private.knows(spelled(stated))
            piece = Piece(head.tag, kept, NOTHING) if known else Piece(head.tag, b"", _CREATOR_GONE)
            met = self._creators[raw] = (spelled(stated), piece)
            _bound(self._creators)
        if head.vr in CREATOR_VRS:
            level.creators[head.tag] = met[0]
        return met[1]

    def _entered(self, level: Level) -> Level:
        """The level with what is remembered of its context."""
        context = level.context
        if len(self._contexts) > _CONTEXTS:
            self._contexts.clear()
        level.personal = level.known = self._contexts.setdefault(context, {})
        if context.about is not NOBODY:
            level.known = self._contexts.setdefault(replace(context, about=NOBODY), {})
        level.heads = self._heads.setdefault((context.where, context.creator), {})
        return level

    def _head(self, data: bytes, at: int, level: Level) -> Head:
        prefix = data[at : at + 6]
        if len(prefix) < 6:
            raise struct.error
        head = head_of(prefix, self._rules, level.context.where, level.context.creator)
        if len(level.heads) < _REMEMBERED:
            level.heads[prefix] = head
        return head

    def _new(self, head: Head, raw: bytes, level: Level, known: dict[bytes, Piece]) -> Piece:
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
            _bound(known)
            known[raw] = piece
        return piece

    def _sequence(self, head: Head, raw: bytes, level: Level) -> Nested | None:
        """The sequence item by item; None when one of them is unusual, and it is treated whole."""
        if level.depth >= DEEPEST:
            return None
        items: list[list[Piece]] = []
        context = replace(level.context, where=level.context.where.inside(head.tag), creator=None)
        try:
            for start, stop in items_of(raw):
                inside = self._entered(Level(level.draft, context, level.depth + 1, []))
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


def _bound(memory: dict) -> None:  # type: ignore[type-arg]
    if len(memory) > _REMEMBERED:
        memory.clear()


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
