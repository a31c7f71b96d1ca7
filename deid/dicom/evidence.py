"""What was done to an object, in counts: never a value."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from deid.dicom.actions import Action
from deid.identifiers import Identifier


@dataclass(frozen=True)
class Evidence:
    """The facts about one object; objects of which the same is counted may share theirs.

    Attributes:
        actions: how often each action met each attribute, by (``(0010,0010)``, ``Z``).
        identifiers: how many elements were changed, by the letter of the identifier they can carry.
        private_removed: private elements removed.
        unknown_removed: elements of unknown tags and of VR UN removed.
        screened: kept values that screening took out.
        misfits: kept values that did not fit their VR and were taken out.
    """

    actions: Mapping[tuple[str, str], int]
    identifiers: Mapping[str, int]
    private_removed: int
    unknown_removed: int
    screened: int
    misfits: int

    def __hash__(self) -> int:
        return hash((frozenset(self.actions.items()), self.private_removed, self.unknown_removed, self.screened))


@dataclass(slots=True)
class Tally:
    """The counting while one object is treated."""

    actions: Counter[tuple[str, str]] = field(default_factory=Counter)
    identifiers: Counter[str] = field(default_factory=Counter)
    private_removed: int = 0
    unknown_removed: int = 0
    screened: int = 0
    misfits: int = 0

    def count(self, tag: str, action: Action, identifier: Identifier) -> None:
        """One element of a known attribute."""
        self.actions[tag, action.value] += 1
        if action is not Action.KEEP:
            self.identifiers[identifier.letter] += 1

    def evidence(self) -> Evidence:
        """The counts so far, frozen and sorted."""
        return Evidence(
            actions=MappingProxyType(dict(sorted(self.actions.items()))),
            identifiers=MappingProxyType(dict(sorted(self.identifiers.items()))),
            private_removed=self.private_removed,
            unknown_removed=self.unknown_removed,
            screened=self.screened,
            misfits=self.misfits,
        )
