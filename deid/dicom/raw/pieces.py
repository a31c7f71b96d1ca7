"""Pieces: what comes of one element, as bytes, and what is counted of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from deid.dicom.evidence import Evidence, Tally


@dataclass(frozen=True, slots=True)
class Effect:
    """What is counted of one element.

    Attributes:
        actions: how often each action met each attribute.
        letters: how many elements were changed, by the letter of the identifier.
        private: private elements removed.
        unknown: unknown elements removed.
        screened: values that screening took out.
        misfits: values that did not fit.
    """

    actions: tuple[tuple[tuple[str, str], int], ...] = ()
    letters: tuple[tuple[str, int], ...] = ()
    private: int = 0
    unknown: int = 0
    screened: int = 0
    misfits: int = 0


NOTHING: Final = Effect()
_REMEMBERED: Final = 10_000


def effect_of(tally: Tally) -> Effect:
    """A tally as an effect."""
    return Effect(
        tuple(tally.actions.items()),
        tuple(tally.identifiers.items()),
        tally.private_removed,
        tally.unknown_removed,
        tally.screened,
        tally.misfits,
    )


class Piece:
    """What comes of one element.

    Attributes:
        tag: of the element.
        data: its bytes in the output, nothing when it goes; None until it is settled.
        effect: what is counted of it.
        foreign: whether it holds text beyond ASCII.
    """

    __slots__ = ("data", "effect", "foreign", "tag")

    def __init__(self, tag: int, data: bytes | None, effect: Effect, *, foreign: bool = False):
        self.tag = tag
        self.data = data
        self.effect = effect
        self.foreign = foreign


def total(effects: Sequence[Effect]) -> Evidence:
    """The evidence of an object from the effects of its elements."""
    whole = combined(effects)
    return Tally(
        Counter(dict(whole.actions)),
        Counter(dict(whole.letters)),
        whole.private,
        whole.unknown,
        whole.screened,
        whole.misfits,
    ).evidence()


def combined(effects: Sequence[Effect]) -> Effect:
    """Several effects as one."""
    actions: dict[tuple[str, str], int] = {}
    letters: dict[str, int] = {}
    for effect in effects:
        for action, number in effect.actions:
            actions[action] = actions.get(action, 0) + number
        for letter, number in effect.letters:
            letters[letter] = letters.get(letter, 0) + number
    private, unknown, screened, misfits = (
        sum(getattr(effect, name) for effect in effects) for name in ("private", "unknown", "screened", "misfits")
    )
    return Effect(tuple(actions.items()), tuple(letters.items()), private, unknown, screened, misfits)


class Totals:
    """Evidence of objects, worked out once for all of which the same is counted."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, ...], Evidence] = {}
        # Effects are told apart by identity, because hashing their contents would cost more than counting them;
        # they are held, so that none takes the identity of one that went.
        self._held: dict[int, Effect] = {}

    def of(self, effects: Sequence[Effect]) -> Evidence:
        """The evidence of one object."""
        key = tuple(map(id, effects))
        evidence = self._known.get(key)
        if evidence is None:
            if len(self._known) > _REMEMBERED:
                self._known.clear()
                self._held.clear()
            self._held.update(zip(key, effects, strict=True))
            evidence = self._known[key] = total(effects)
        return evidence
