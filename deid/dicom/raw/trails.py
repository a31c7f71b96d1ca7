"""The way that headers before went: objects of a series repeat most of theirs byte by byte.

What comes of elements is remembered one by one; here runs of them that stood in the last objects are compared at
once, and only those in between are taken one by one. A trail says nothing that taking them all would not say.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from deid.dicom.claims import EARLIER_CLAIMS
from deid.dicom.persons import PATIENT_ID
from deid.dicom.raw.heads import CHARACTER_SET, MODALITY, SERIES, SOP_CLASS, SOP_INSTANCE, STUDY, Head, Way
from deid.dicom.raw.items import sequence_end
from deid.dicom.raw.levels import Level
from deid.dicom.raw.pieces import NOTHING, Piece, combined
from deid.dicom.raw.waiting import Context
from deid.dicom.structure import UNDEFINED

_SHORT: Final = struct.Struct("<H").unpack_from
_LONG: Final = struct.Struct("<I").unpack_from
_ALONE: Final = frozenset({SOP_CLASS, SOP_INSTANCE, MODALITY, STUDY, SERIES, PATIENT_ID})
"""Looked up, or replaced, when the object is put together."""
_PUT_IN: Final = tuple(sorted({*EARLIER_CLAIMS, PATIENT_ID, CHARACTER_SET}))
"""Written whether they were there or not: no run reaches across their places."""
_PATIENCE: Final = 8
_LONGEST: Final = 1 << 16
_FIRST_LASTS, _LONGEST_LASTS = 64, 1024

Met = Callable[[Head, bytes, int, int, int, Level], Piece]
"""What comes of an element: its head, the header, its offset, that of its value, its end, the level."""


@dataclass(frozen=True, slots=True)
class Part:
    """One element that was met: its head, its bytes, and what came of it."""

    head: Head
    raw: bytes
    piece: Piece
    creator: str | None


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a trail.

    Attributes:
        data: of elements that come again all their bytes; of one that may differ those that may not.
        head: of one that may differ; None of those that come again.
        last: the tag of the last element.
        piece: what comes of all of them.
        parts: the elements that come again.
        noted: those of them whose value is needed apart.
        creators: the creators among them.
    """

    data: bytes
    head: Head | None
    last: int
    piece: Piece
    parts: tuple[Part, ...] = ()
    noted: tuple[Part, ...] = ()
    creators: tuple[tuple[int, str], ...] = ()


@dataclass(slots=True)
class Trails:
    """The trail of the objects before; laid by two that were taken element by element, and anew after a while.

    It is laid anew because what was not settled then is now, and because another series repeats other bytes.
    """

    _context: Context | None = None
    _steps: list[Step] = field(default_factory=list)
    _before: list[Part] = field(default_factory=list)
    _patience: int = _PATIENCE
    _lasts: int = _FIRST_LASTS
    _left: int = 0

    def follow(self, data: bytes, at: int, end: int, level: Level, met: Met) -> tuple[int, int]:
        """Take elements of the outermost level along the trail.

        Args:
            data: the object's first bytes.
            at: where its data set begins.
            end: how many bytes the object has.
            level: the level; what comes of the elements is added to it.
            met: takes one element.

        Returns:
            how far the trail led, and the last tag; -1 when nowhere.
        """
        if self._context != level.context:
            self._give_up()
        if not self._steps:
            return at, -1
        self._left -= 1
        if not self._left:
            self._steps, self._lasts = [], min(self._lasts * 2, _LONGEST_LASTS)
            return at, -1
        held, last, place = min(len(data), end), -1, 0
        while place < len(self._steps):
            step = self._steps[place]
            if not data.startswith(step.data, at):
                parted = _parted(step, data, at)
                if parted is None:
                    self._give_up()
                    return at, last
                self._steps[place : place + 1] = parted
                continue
            if step.head is None:
                at += len(step.data)
                _again(step, level)
            else:
                start, stop = _extent(step.head, data, at)
                if stop > held:
                    return at, last
                level.found.append(step.head.fixed or met(step.head, data, at, start, stop, level))
                at = stop
            last = step.last
            place += 1
        self._patience = min(self._patience + 1, _PATIENCE)
        return at, last

    def _give_up(self) -> None:
        """Objects in a row that have little in common are taken one by one."""
        self._patience -= bool(self._steps or self._before)
        self._steps, self._before = [], []

    def learn(self, data: bytes, at: int, level: Level, context: Context) -> None:
        """Take notice of an object whose elements were taken one by one.

        Args:
            data: the object's first bytes.
            at: where its data set begins.
            level: the level, after it.
            context: the level's context before it.
        """
        if self._patience <= 0:
            return
        now = _parts(data, at, level)
        if self._before:
            self._steps = _laid(self._before, now)
            self._left = self._lasts
        self._before, self._context = ([] if self._steps else now), context


def _again(step: Step, level: Level) -> None:
    level.found.append(step.piece)
    draft = level.draft
    for part in step.noted:
        if part.head.naming:
            draft.naming[part.head.tag] = part.raw
        if part.head.telling:
            (draft.person if part.head.personal else draft.telling)[part.head.tag] = part.raw
    level.creators.update(step.creators)


def _extent(head: Head, data: bytes, at: int) -> tuple[int, int]:
    """Where an element's value begins and where it ends; behind everything where it has no length."""
    if not head.long:
        return at + 8, at + 8 + _SHORT(data, at + 6)[0]
    length = _LONG(data, at + 8)[0]
    return at + 12, at + 12 + length


def _parts(data: bytes, at: int, level: Level) -> list[Part]:
    """The elements of an object; none where it is too long, or where they cannot be told apart again."""
    found: list[Part] = []
    beginning = at
    for piece in level.found:
        head = level.heads.get(data[at : at + 6])
        if head is None or at - beginning > _LONGEST:
            return []
        start, stop = _extent(head, data, at)
        if stop - start == UNDEFINED:
            stop = sequence_end(data, start)
        found.append(Part(head, data[at:stop], piece, level.creators.get(head.tag)))
        at = stop
    return found


def _laid(before: Sequence[Part], now: Sequence[Part]) -> list[Step]:
    """The trail of two objects, as far as their elements are of the same kinds."""
    run: list[Part] = []
    steps: list[Step] = []
    for old, new in zip(before, now, strict=False):
        if old.head is not new.head or (new.head.way in _FIXED and old.raw != new.raw):
            break
        if new.head.way is not Way.CHARACTERS and _is_same(old, new):
            run.append(new)
        else:
            steps += [*_runs(run), _other(new)]
            run = []
    return [*steps, *_runs(run)]


_FIXED: Final = (Way.CHARACTERS, Way.CREATOR)
"""What comes of other elements hangs on these: none that differs is let pass."""


def _is_same(old: Part, new: Part) -> bool:
    return old.raw == new.raw and old.piece is new.piece and new.piece.data is not None


def _other(part: Part) -> Step:
    data = part.raw if part.head.way is Way.CHARACTERS else part.raw[:6]
    return Step(data, part.head, part.head.tag, part.piece)


def _runs(parts: Sequence[Part]) -> Iterable[Step]:
    """Elements that come again, in runs as long as they can be."""
    if not parts:
        return
    cuts = [place for place, (one, other) in enumerate(pairwise(parts), 1) if _is_cut(one.head.tag, other.head.tag)]
    for start, stop in pairwise([0, *cuts, len(parts)]):
        yield _run(tuple(parts[start:stop]))


def _is_cut(tag: int, behind: int) -> bool:
    return tag in _ALONE or behind in _ALONE or any(tag < place <= behind for place in _PUT_IN)


def _run(parts: tuple[Part, ...]) -> Step:
    first, pieces = parts[0], [part.piece for part in parts]
    if len(parts) == 1:
        piece = first.piece
    else:
        effect = combined([piece.effect for piece in pieces if piece.effect is not NOTHING])
        data = b"".join(piece.data or b"" for piece in pieces)
        piece = Piece(first.head.tag, data, effect, foreign=any(piece.foreign for piece in pieces))
    return Step(
        b"".join(part.raw for part in parts),
        None,
        parts[-1].head.tag,
        piece,
        parts,
        tuple(part for part in parts if part.head.noted),
        tuple((part.head.tag, part.creator) for part in parts if part.creator is not None),
    )


def _parted(step: Step, data: bytes, at: int) -> list[Step] | None:
    """The step with the first element that differs taken apart; None where what stands there is something else."""
    for place, part in enumerate(step.parts):
        if not data.startswith(part.raw, at):
            if part.head.way in _FIXED or not data.startswith(part.raw[:6], at):
                return None
            return [*_runs(step.parts[:place]), _other(part), *_runs(step.parts[place + 1 :])]
        at += len(part.raw)
    return None
