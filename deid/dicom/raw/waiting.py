"""Pieces that wait: for a new UID, for a verdict on a text, or for being decoded and treated as any element is."""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass
from typing import Final

from deid.dicom.about import NOBODY, About
from deid.dicom.applying import is_ascii_element
from deid.dicom.cleaning import Cleaning, cleaned_texts
from deid.dicom.codes import Codes, Screen
from deid.dicom.dates import moved_texts
from deid.dicom.elements import values
from deid.dicom.evidence import Tally
from deid.dicom.keeping import LONG_NUMBER, kept_texts
from deid.dicom.plain import Plain, encoded, plain
from deid.dicom.private import block_of
from deid.dicom.raw.heads import Head, Way
from deid.dicom.raw.pieces import NOTHING, Effect, Piece, combined, effect_of
from deid.dicom.rules import Rules, Where
from deid.dicom.structure import Encoding, Walk
from deid.dicom.uids import is_registered
from deid.dicom.writing import encode_element

_EXPLICIT: Final = Encoding(implicit=False, little=True)
_DECIMAL: Final = rb"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?"
_NUMBERS: Final = {
    "DS": re.compile(rb"(?:%b\\)*%b ?" % (_DECIMAL, _DECIMAL)),
    "IS": re.compile(rb"(?:[+-]?\d{1,12}\\)*[+-]?\d{1,12} ?"),
}
_UIDS: Final = re.compile(rb"(?:[0-9.]{1,64}\\)*[0-9.]{1,64}\0?")
_ONE_VALUE: Final = frozenset({"LT", "ST", "UR", "UT"})
_AS_TEXT: Final = frozenset({Way.TEXT, Way.CLEANED, Way.MOVED})
_WORDS: Final = frozenset({"AE", "CS", "LO", "LT", "SH", "ST", "UC", "UT"})


@dataclass(frozen=True, slots=True)
class Context:
    """What else the meaning of an element's bytes hangs on.

    Attributes:
        encodings: the codecs of the character set.
        reports: whether content trees stay.
        signed: whether ambiguous values are signed.
        where: the level.
        about: whose object it is, where that matters.
        creator: whose block it is in; None outside of private blocks.
    """

    encodings: tuple[str, ...]
    reports: bool
    signed: bool
    where: Where
    about: About = NOBODY
    creator: str | None = None


class Waiting(Piece):
    """The piece of an element that cannot be settled alone."""

    __slots__ = ("context", "head", "raw", "uids", "words")

    def __init__(self, head: Head, raw: bytes, context: Context):
        super().__init__(head.tag, None, head.effect)
        self.head = head
        self.raw = raw
        self.context = context
        self.uids: list[str] | None = None
        self.words: list[str] | None = None


class Nested(Waiting):
    """A sequence whose items are pieces."""

    __slots__ = ("items",)

    def __init__(self, head: Head, raw: bytes, context: Context, items: list[list[Piece]]):
        super().__init__(head, raw, context)
        self.items = items


def wishes_of(piece: Waiting) -> tuple[list[str], list[str]]:
    """The UIDs and the texts that settling the piece will ask about; noted on plain pieces."""
    head = piece.head
    value = piece.raw[12 if head.long else 8 :]
    if head.way is Way.UID:
        if _UIDS.fullmatch(value):
            piece.uids = value.rstrip(b"\0").decode("ascii").split("\\")
            return [uid for uid in piece.uids if not is_registered(uid)], []
        return [], []
    if head.vr in _NUMBERS and head.way is Way.TEXT:
        if _is_plain(head, value):
            texts = value.decode("ascii").rstrip(" ").split("\\")
            piece.words = [text for text in texts if LONG_NUMBER.search(text)]
            return [], piece.words
        return [], []
    if head.vr in _WORDS and value.isascii():
        text = value.decode("ascii")
        parts = [text] if head.vr in _ONE_VALUE else text.split("\\")
        return [], [part.strip(" \0") for part in parts if part.strip(" \0")]
    return [], []


def _is_plain(head: Head, value: bytes) -> bool:
    """Whether decimal or integer strings have nothing about them that writing them anew would change."""
    if len(value) & 1 or value.count(b"\\") >= head.most or not _NUMBERS[head.vr].fullmatch(value):
        return False
    return max(map(len, value.split(b"\\"))) <= 16


class Settling:
    """Settles pieces.

    Args:
        rules: what happens to each attribute.
        codes: gives new UIDs.
        screen: says whether a kept text identifies someone.
    """

    def __init__(self, rules: Rules, codes: Codes, screen: Screen):
        self._rules = rules
        self._codes = codes
        self._screen = screen
        self._effects: dict[Effect, Effect] = {}
        self._sums: dict[tuple[Effect, ...], Effect] = {}

    def settle(self, piece: Waiting) -> None:
        """Fill in the piece's bytes; nothing happens to one that has them.

        Raises:
            Unreadable: the element cannot be decoded or written.
        """
        if piece.data is not None:
            return
        if isinstance(piece, Nested):
            self._nested(piece)
        elif piece.uids is not None:
            new = [uid if not uid or is_registered(uid) else self._codes.uid(uid) for uid in piece.uids]
            piece.data = _text_element(piece.raw, "\\".join(new).encode("ascii"), b"\0")
        elif piece.words is not None and not any(map(self._screen, piece.words)):
            piece.data = piece.raw
        elif not self._plain(piece):
            self._whole(piece)

    def _nested(self, piece: Nested) -> None:
        effects, parts = [piece.head.effect], []
        for item in piece.items:
            for child in item:
                if child.data is None:
                    self.settle(child)  # type: ignore[arg-type]
                effects.append(child.effect)
                piece.foreign = piece.foreign or child.foreign
            body = b"".join(child.data or b"" for child in item)
            parts += [b"\xfe\xff\x00\xe0", struct.pack("<I", len(body)), body]
        body = b"".join(parts)
        piece.effect = self._one(combined([effect for effect in effects if effect is not NOTHING]))
        piece.data = piece.raw[:8] + struct.pack("<I", len(body)) + body

    def _plain(self, piece: Waiting) -> bool:
        """Settle ASCII text that stays, without the toolkit; whether that could be done."""
        head = piece.head
        element = plain(piece.raw) if head.way in _AS_TEXT else None
        if element is None:
            return False
        whole = [str(value) for value in values(element)]
        if len(whole) > head.most:
            return False
        kept, effect = self._texts(head, whole, piece.context)
        piece.effect = self._one(combined([head.effect, effect]))
        piece.data = encoded(Plain(head.tag, head.vr, kept))
        return True

    def _texts(self, head: Head, whole: list[str], context: Context) -> tuple[list[str], Effect]:
        """What is left of an element's texts, and what is counted of that."""
        if head.way is Way.CLEANED:
            cleaned, lost = cleaned_texts(head.tag, head.vr, whole, context.where, self._screen, context.about)
            return cleaned, Effect(screened=lost)
        kept, screened, misfits = kept_texts(head.tag, head.vr, whole, self._screen) if whole else ([""], 0, 0)
        if head.way is Way.MOVED and head.vr != "TM":
            kept, dayless = moved_texts(kept if len(kept) > 1 else filter(None, kept), context.about.days)
            misfits += dayless
        return kept, Effect(screened=screened, misfits=misfits)

    def _whole(self, piece: Waiting) -> None:
        """Decode the element and treat it as the other way does."""
        tally, where = Tally(), piece.context.where
        context = piece.context
        cleaning = Cleaning(self._rules, self._codes, self._screen, tally, reports=context.reports, about=context.about)
        walk = Walk(piece.raw, _EXPLICIT, signed=context.signed)
        element = walk.single(context.encodings, len(where.path))
        if context.creator is None:
            result = cleaning.element(element, where)
        else:
            result = cleaning.private(element, where, {block_of(piece.tag): context.creator})
        data = encode_element(result) if result is not None else b""
        piece.effect = self._one(effect_of(tally))
        piece.foreign = result is not None and not is_ascii_element(result)
        piece.data = data

    def _one(self, effect: Effect) -> Effect:
        """The effect that stands for all that are equal to it."""
        if len(self._effects) > 10_000:
            self._effects.clear()
        return self._effects.setdefault(effect, effect)


def _text_element(raw: bytes, value: bytes, padding: bytes) -> bytes:
    value += padding * (len(value) & 1)
    return raw[:6] + struct.pack("<H", len(value)) + value
