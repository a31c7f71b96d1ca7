"""From settled pieces to the object: whether it may go out, whose it is, what is claimed, and its bytes in order."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from deid.dicom.claims import claims
from deid.dicom.codes import Codes, Screen
from deid.dicom.elements import texts
from deid.dicom.frames import identifying_comment
from deid.dicom.persons import PATIENT_ID
from deid.dicom.pixels import OTHER_SIZE, SIZE_UNSTATED, SURPLUS, bits_stated, kind_stated
from deid.dicom.plain import Plain, encoded
from deid.dicom.raw.heads import CHARACTER_SET, DIRECTORY, SOP_CLASS, SOP_INSTANCE, Unusual
from deid.dicom.raw.knowing import decoded, identity_in, person_in
from deid.dicom.raw.levels import Draft
from deid.dicom.raw.pieces import NOTHING, Piece
from deid.dicom.raw.pixels import Pixels, fragments
from deid.dicom.reading import class_refused
from deid.dicom.rules import Rules
from deid.dicom.sources import Source
from deid.errors import Unreadable

_PIXEL_DATA: Final = 0x7FE00010
_UID: Final = re.compile(rb"[0-9.]{1,64}\0?")
_REMEMBERED: Final = 10_000


@dataclass(frozen=True, slots=True)
class _Verdict:
    refused: str | None
    bits: int | None


class Finishing:
    """Finishes objects, and remembers what was the same for objects before.

    Args:
        rules: what happens to each attribute.
        codes: gives the person's code.
        screen: says whether a text identifies someone.
    """

    def __init__(self, rules: Rules, codes: Codes, screen: Screen):
        self._codes = codes
        self._screen = screen
        self._verdicts: dict[tuple[object, ...], _Verdict] = {}
        self._patients: dict[tuple[object, ...], Piece] = {}
        self._claims = {piece.tag: piece for piece in _claims(rules)}
        self._unicode = Piece(CHARACTER_SET, encoded(Plain(CHARACTER_SET, "CS", "ISO_IR 192")), NOTHING)

    def demand_identity(self, draft: Draft, media_class: bytes, syntax: str, frames: bool) -> int | None:
        """Refuse what may not go out; else how many bits the native frames have, where that is stated.

        Raises:
            Unreadable: with the reason.
            Unusual: the SOP Instance UID is no plain one.
        """
        instance = draft.person.get(SOP_INSTANCE, b"")
        if not _UID.fullmatch(instance[8:]):
            raise Unusual
        head = draft.pixels
        pixels = (head.tag, head.vr, frames) if head is not None else ()
        key = (media_class, syntax, pixels, draft.encodings, *draft.telling.values())
        verdict = self._verdicts.get(key)
        if verdict is None:
            verdict = _verdict(draft, media_class, syntax, frames)
            _remember(self._verdicts, key, verdict)
        if verdict.refused is not None:
            raise Unreadable(verdict.refused)
        return verdict.bits

    def demand_clean(self, source: Source, pixels: Pixels, tag: int, bits: int | None) -> None:
        """Refuse pixels behind or inside which text can hide.

        Raises:
            Unreadable: with the reason.
        """
        if pixels.frames:
            if identifying_comment(fragments(source, pixels), self._screen):
                raise Unreadable("a comment inside the compressed pixel data identifies someone")
        elif bits is None:
            raise Unreadable(SIZE_UNSTATED)
        elif tag != _PIXEL_DATA:
            if pixels.value != bits // 8:
                raise Unreadable(OTHER_SIZE)
        else:
            expected = (bits + 7) // 8
            if 0 < expected < pixels.value and source.read(pixels.start + 12 + expected, pixels.value - expected).strip(
                b"\0"
            ):
                raise Unreadable(SURPLUS)

    def ordered(self, draft: Draft) -> dict[int, Piece]:
        """The pieces that go out, by tag, in order: with the person's code, the claim and the character set."""
        found = {piece.tag: piece for piece in draft.pieces if piece.data}
        found[PATIENT_ID] = self._patient(draft)
        found.update(self._claims)
        if draft.declared or any(piece.foreign for piece in draft.pieces):
            found[CHARACTER_SET] = self._unicode
        return {tag: found[tag] for tag in sorted(found)}

    def _patient(self, draft: Draft) -> Piece:
        stated = identity_in(draft.person)
        key = (draft.encodings, *stated.values())
        piece = self._patients.get(key)
        if piece is None:
            code = self._codes.person(person_in(stated, draft.encodings))
            piece = Piece(PATIENT_ID, encoded(Plain(PATIENT_ID, "LO", code)), NOTHING)
            _remember(self._patients, key, piece)
        return piece


def _verdict(draft: Draft, media_class: bytes, syntax: str, frames: bool) -> _Verdict:
    level = decoded(draft.telling, draft.encodings)
    sop_class = "".join(texts(level[SOP_CLASS])[:1]) if SOP_CLASS in level else ""
    media = media_class.decode("latin-1").rstrip("\0 ")
    refused = class_refused(sop_class, media, directory=DIRECTORY in draft.telling)
    head = draft.pixels
    if head is not None:
        level[head.tag] = Plain(head.tag, head.vr, b"", frames)
    return _Verdict(refused or kind_stated(level, syntax), bits_stated(level))


def _claims(rules: Rules) -> list[Piece]:
    stated = claims(rules.edition, rules.codes, pixels_clean=True, longitudinal=rules.longitudinal)
    return [Piece(element.tag, encoded(element), NOTHING) for element in stated]


def _remember(memory: dict, key: object, value: object) -> None:  # type: ignore[type-arg]
    if len(memory) > _REMEMBERED:
        memory.clear()
    memory[key] = value
