"""The way that headers before went: objects of a series repeat most of theirs byte by byte.

What comes of elements is remembered one by one; here runs of them that stood in the last objects are compared at
once, and only those in between are taken one by one. A trail says nothing that taking them all would not say.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from deid.dicom.raw.heads import Head
from deid.dicom.raw.items import sequence_end
from deid.dicom.raw.laying import Part, Step, laid, parted
from deid.dicom.raw.levels import Level
from deid.dicom.raw.pieces import Piece
from deid.dicom.raw.waiting import Context
from deid.dicom.structure import UNDEFINED

_SHORT: Final = struct.Struct("<H").unpack_from
_LONG: Final = struct.Struct("<I").unpack_from
_PATIENCE: Final = 8
_LONGEST: Final = 1 << 16
_FIRST_LASTS, _LONGEST_LASTS = 64, 1024

Met = Callable[[Head, bytes, int, int, int, Level], Piece]
"""What comes of an element: its head, the header, its offset, that of its value, its end, the level."""


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
        if not self._is_laid(level.context):
            return at, -1
        held, last, place = min(len(data), end), -1, 0
        while place < len(self._steps):
            step = self._steps[place]
            if not data.startswith(step.data, at):
                if not self._take_apart(place, data, at):
                    return at, last
                continue
            stop = _again(step, at, level) if step.head is None else _once(step.head, data, at, held, level, met)
            if stop is None:
                return at, last
            at, last, place = stop, step.last, place + 1
        self._patience = min(self._patience + 1, _PATIENCE)
        return at, last

    def _is_laid(self, context: Context) -> bool:
        """Whether there is a trail for objects in this context that is not too old."""
        if self._context != context:
            self._give_up()
        if not self._steps:
            return False
        self._left -= 1
        if not self._left:
            self._steps, self._lasts = [], min(self._lasts * 2, _LONGEST_LASTS)
        return bool(self._steps)

    def _take_apart(self, place: int, data: bytes, at: int) -> bool:
        """Let one more element differ from now on; whether that is enough to go on."""
        steps = parted(self._steps[place], data, at)
        if steps is None:
            self._give_up()
            return False
        self._steps[place : place + 1] = steps
        return True

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
            self._steps = laid(self._before, now)
            self._left = self._lasts
        self._before, self._context = ([] if self._steps else now), context


def _again(step: Step, at: int, level: Level) -> int:
    """Take the elements that come again; returns where they end."""
    level.found.append(step.piece)
    draft = level.draft
    for part in step.noted:
        if part.head.naming:
            draft.naming[part.head.tag] = part.raw
        if part.head.telling:
            (draft.person if part.head.personal else draft.telling)[part.head.tag] = part.raw
    level.creators.update(step.creators)
    return at + len(step.data)


def _once(head: Head, data: bytes, at: int, held: int, level: Level, met: Met) -> int | None:
    """Take an element that may differ; returns where it ends, None where it reaches behind what is held."""
    start, stop = _extent(head, data, at)
    if stop > held:
        return None
    level.found.append(head.fixed or met(head, data, at, start, stop, level))
    return stop


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
