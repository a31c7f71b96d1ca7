"""What a trail is made of, and how it is laid: by elements that two objects have in common, in runs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from deid.dicom.claims import EARLIER_CLAIMS
from deid.dicom.persons import PATIENT_ID
from deid.dicom.raw.heads import CHARACTER_SET, MODALITY, SERIES, SOP_CLASS, SOP_INSTANCE, STUDY, Head, Way
from deid.dicom.raw.pieces import NOTHING, Piece, combined

_ALONE: Final = frozenset({SOP_CLASS, SOP_INSTANCE, MODALITY, STUDY, SERIES, PATIENT_ID})
"""Looked up, or replaced, when the object is put together."""
_PUT_IN: Final = tuple(sorted({*EARLIER_CLAIMS, PATIENT_ID, CHARACTER_SET}))
"""Written whether they were there or not: no run reaches across their places."""
_DECIDING: Final = (Way.CHARACTERS, Way.CREATOR)
"""What comes of other elements hangs on these: none that differs is let pass."""


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


def laid(before: Sequence[Part], now: Sequence[Part]) -> list[Step]:
    """The trail of two objects, as far as their elements are of the same kinds."""
    run: list[Part] = []
    steps: list[Step] = []
    for old, new in zip(before, now, strict=False):
        if old.head is not new.head or (new.head.way in _DECIDING and old.raw != new.raw):
            break
        if new.head.way is not Way.CHARACTERS and _is_same(old, new):
            run.append(new)
        else:
            steps += [*_runs(run), _other(new)]
            run = []
    return [*steps, *_runs(run)]


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


def parted(step: Step, data: bytes, at: int) -> list[Step] | None:
    """The step with the first element that differs taken apart; None where what stands there is something else."""
    for place, part in enumerate(step.parts):
        if not data.startswith(part.raw, at):
            if part.head.way in _DECIDING or not data.startswith(part.raw[:6], at):
                return None
            return [*_runs(step.parts[:place]), _other(part), *_runs(step.parts[place + 1 :])]
        at += len(part.raw)
    return None
