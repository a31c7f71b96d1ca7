"""One object from its source to its parts, its header walked once as bytes."""

from __future__ import annotations

import struct
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from deid.dicom.codes import Codes, Screen
from deid.dicom.evidence import Evidence
from deid.dicom.raw.finishing import Finishing
from deid.dicom.raw.heads import MODALITY, SERIES, SOP_CLASS, SOP_INSTANCE, STUDY, Unusual
from deid.dicom.raw.levels import Draft
from deid.dicom.raw.pieces import Piece, Totals
from deid.dicom.raw.pixels import demand_nothing_behind, pixels_at
from deid.dicom.raw.prelude import Prelude, prelude_of
from deid.dicom.raw.waiting import Settling
from deid.dicom.raw.walking import Short, Walker
from deid.dicom.rules import Rules
from deid.dicom.sources import File, Memory, Stretch, opened
from deid.dicom.writing import file_meta

_FIRST_READ: Final = 1 << 15


@dataclass(frozen=True, slots=True)
class Opened:
    """An object whose header was walked.

    Attributes:
        held: the object; its file is closed.
        header: its first bytes.
        draft: what the walk found.
        prelude: what stands in front of the data set.
    """

    held: Memory | File
    header: bytes
    draft: Draft
    prelude: Prelude


@dataclass(frozen=True, slots=True)
class Transcript:
    """An object as it goes out; the attributes are those of ``Released``."""

    parts: tuple[bytes | Stretch, ...]
    study_uid: str
    series_uid: str
    sop_uid: str
    modality: str
    evidence: Evidence


class Transcription:
    """Transcribes objects one after the other.

    Args:
        rules: what happens to each attribute.
        codes: gives persons' codes and new UIDs.
        screen: says whether a kept text identifies someone.
    """

    def __init__(self, rules: Rules, codes: Codes, screen: Screen):
        self._codes = codes
        self._screen = screen
        self._walker = Walker(rules, codes)
        self._settling = Settling(rules, codes, screen)
        self._finishing = Finishing(rules, codes, screen)
        self._totals = Totals()

    def open(self, source: bytes | Path) -> Opened:
        """Walk an object's header.

        Raises:
            Unusual: the object must go the other way.
            Unreadable: it cannot be opened.
        """
        with opened(source) as held:
            length = _FIRST_READ
            while True:
                header = held.read(0, length)
                try:
                    prelude = prelude_of(header)
                    draft = self._walker.walk(header, prelude.end, held.size)
                except (Short, struct.error):
                    if length >= held.size:
                        raise Unusual from None
                    length *= 8
                else:
                    return Opened(held, header, draft, prelude)

    def look_ahead(self, objects: Iterable[Opened]) -> None:
        """Tell the codes and the screen what will be asked, where they want to know it."""
        uids: dict[str, None] = {}
        texts: dict[str, None] = {}
        for one in objects:
            uids.update(dict.fromkeys(one.draft.uids))
            texts.update(dict.fromkeys(one.draft.texts))
        for asked, wanted in ((self._codes, uids), (self._screen, texts)):
            prepare = getattr(asked, "prepare", None)
            if prepare is not None and wanted:
                prepare(list(wanted))

    def finish(self, one: Opened) -> Transcript:
        """Settle an object's pieces and put them together.

        Raises:
            Unusual: the object must go the other way.
            Unreadable: it goes to quarantine with this reason.
        """
        draft, syntax = one.draft, one.prelude.syntax
        with one.held as held:
            pixels = pixels_at(one.header, draft.stop, held) if draft.pixels is not None else None
            one.prelude.demand_agreement(pixels)
            bits = self._finishing.demand_identity(
                draft, one.prelude.media_class, syntax, pixels is not None and pixels.frames
            )
            if pixels is not None and draft.pixels is not None:
                self._finishing.demand_clean(held, pixels, draft.pixels.tag, bits)
                demand_nothing_behind(held, pixels.start + pixels.length)
            for piece in draft.waiting:
                self._settling.settle(piece)
            ordered = self._finishing.ordered(draft)
            parts = _parts(ordered, syntax)
            if pixels is not None:
                return self._transcript(draft, ordered, (parts, held.stretch(pixels.start, pixels.length)))
            return self._transcript(draft, ordered, (parts,))

    def _transcript(self, draft: Draft, ordered: dict[int, Piece], parts: tuple[bytes | Stretch, ...]) -> Transcript:
        effects = [piece.effect for piece in draft.pieces]
        if draft.pixels is not None:
            effects.append(draft.pixels.effect)
        return Transcript(
            parts,
            _text(ordered, STUDY),
            _text(ordered, SERIES),
            _text(ordered, SOP_INSTANCE),
            _text(ordered, MODALITY),
            self._totals.of(effects),
        )


def _parts(ordered: dict[int, Piece], syntax: str) -> bytes:
    meta = file_meta(_text(ordered, SOP_CLASS), _text(ordered, SOP_INSTANCE), syntax)
    return b"".join([bytes(128), b"DICM", meta, *[piece.data for piece in ordered.values() if piece.data]])


def _text(ordered: dict[int, Piece], tag: int) -> str:
    piece = ordered.get(tag)
    return piece.data[8:].decode("latin-1").strip("\0 ") if piece is not None and piece.data else ""
