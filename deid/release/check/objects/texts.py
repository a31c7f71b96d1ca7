"""The texts of objects: patterns and harvested values, each distinct text looked at once, many objects together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import pyarrow as pa

from deid.arrow import TEXT
from deid.release.check.known import Scope, known_in
from deid.release.check.notes import Notes
from deid.release.check.objects.facts import Facts, Text
from deid.release.check.objects.links import PLACE
from deid.vault import Harvest

_REMEMBERED = 200_000
_TOGETHER = 10_000
_RAW = Scope("bytes", raw=True)
_UNDATED = Scope("bytes", raw=True, dates=False)
_PATH = Scope("path")
# Where dates stay or move, one may read like somebody's number; its decoded value is looked at by its VR.
_A_DATE = re.compile(r"\W*(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\W*", re.ASCII)


@dataclass(frozen=True, slots=True)
class _Open:
    """What of one object is still to be looked up."""

    facts: tuple[Facts, ...]
    texts: tuple[Text, ...]

    def distinct(self) -> dict[tuple[Scope, str], str]:
        """Each text once, with the first place where it stands."""
        found: dict[tuple[Scope, str], str] = {}
        for text in (*(text for facts in self.facts for text in facts.texts), *self.texts):
            found.setdefault((text.scope, text.text), text.place)
        return found


@dataclass(slots=True)
class Texts:
    """Looks at the texts of one object after the other.

    Looking up a text costs hardly less than looking up a thousand: the texts of many objects are looked up together.

    Attributes:
        harvest: the values of the source, or None.
        patterns: where identifiers that show are written down.
        known: where values of the source are written down.
        options: of the Basic Profile.
        looked_at: how many values were looked at.
    """

    harvest: Harvest | None
    patterns: Notes
    known: Notes
    options: frozenset[str] = frozenset()
    looked_at: int = 0
    _waiting: list[_Open] = field(default_factory=list)
    _texts: int = 0
    _clean_runs: set[str] = field(default_factory=set)

    @property
    def _raw(self) -> Scope:
        """Bytes; dates in them are not looked for where dates stay, moved or not."""
        return _UNDATED if self.options & {"retain-full-dates", "retain-modified-dates"} else _RAW

    def look(self, facts: Sequence[Facts], runs: Iterable[str], path: str) -> None:
        """Take in the values, the readable stretches and the path of one object."""
        for one in facts:
            self.looked_at += one.looked_at
            for says in one.shown:
                self.patterns.count(PLACE, 1, "values", says)
        if self.harvest is None:
            return
        raw = self._raw
        looked = (run for run in runs if raw.dates or not _A_DATE.fullmatch(run))
        unseen = [Text(raw, run, " in its bytes") for run in looked if run not in self._clean_runs]
        waiting = _Open(tuple(one for one in facts if not one.clean), (*unseen, Text(_PATH, path, " in its path")))
        self._waiting.append(waiting)
        self._texts += len(waiting.texts) + sum(len(one.texts) for one in waiting.facts)
        if self._texts > _TOGETHER:
            self.settle()

    def settle(self) -> None:
        """Look up what waits, and write down what of it is known."""
        if self.harvest is None or not self._waiting:
            return
        objects = [waiting.distinct() for waiting in self._waiting]
        by_scope: dict[Scope, dict[str, None]] = {}
        for texts in objects:
            for scope, text in texts:
                by_scope.setdefault(scope, {})[text] = None
        known = _known(self.harvest, {scope: list(texts) for scope, texts in by_scope.items()})
        for texts in objects:
            for key in texts.keys() & known.keys() if known else ():
                for says in known[key]:
                    self.known.count(PLACE, 1, "objects", f"hold {says}{texts[key]}")
        self._remember(by_scope, known)
        self._waiting, self._texts = [], 0

    def _remember(self, by_scope: dict[Scope, dict[str, None]], known: dict[tuple[Scope, str], set[str]]) -> None:
        """What held nothing need not be looked up again."""
        for waiting in self._waiting:
            for facts in waiting.facts:
                facts.clean = not any((text.scope, text.text) in known for text in facts.texts)
        if len(self._clean_runs) > _REMEMBERED:
            self._clean_runs.clear()
        raw = self._raw
        self._clean_runs.update(run for run in by_scope.get(raw, ()) if (raw, run) not in known)


def _known(harvest: Harvest, by_scope: dict[Scope, list[str]]) -> dict[tuple[Scope, str], set[str]]:
    """What each text holds that was harvested; texts that hold nothing are left out."""
    return {
        (scope, texts[at]): says
        for scope, texts in by_scope.items()
        for at, says in known_in(harvest, pa.array(texts, TEXT), scope).items()
    }
