"""The texts of objects: patterns and harvested values, each distinct text looked at once."""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa

from deid.arrow import TEXT
from deid.release.check.known import Scope, known_in
from deid.release.check.notes import Notes
from deid.release.check.objects.links import PLACE
from deid.release.check.objects.values import Value
from deid.release.check.patterns import findings
from deid.release.check.patterns.numbers import is_registered_uid
from deid.vault import Harvest

_PROSE = frozenset("AE CS LO LT SH ST UC UR UT".split())
_NUMBERS = frozenset({"DS", "IS"})
_CODE_VALUE = 0x00080100
_VERSIONS = frozenset({0x00181020, 0x00181019})
_REMEMBERED = 200_000
_ALLOWED = {
    "retain-full-dates": "C",
    "retain-device-identity": "M",
    "retain-institution-identity": "B",
}
"""The identifier that an option lets stay."""


class Texts:
    """Looks at the texts of one object after the other."""

    def __init__(self, harvest: Harvest | None, patterns: Notes, known: Notes, options: frozenset[str] = frozenset()):
        self._allowed = frozenset(_ALLOWED[name] for name in options if name in _ALLOWED)
        self._harvest = harvest
        self._patterns = patterns
        self._known = known
        self._verdicts: dict[tuple[Scope, str], frozenset[str]] = {}
        self.looked_at = 0

    def look(self, values: Iterable[Value], runs: Iterable[str], path: str) -> None:
        """Take in the decoded values, the readable stretches and the path of one object."""
        by_scope: dict[Scope, dict[str, str]] = {}
        for value in values:
            if value.text:
                self.looked_at += 1
                self._show(value)
                if not (value.vr == "UI" and is_registered_uid(value.text)):
                    by_scope.setdefault(_scope(value), {}).setdefault(value.text, f" in {value.place}")
        by_scope[_RAW] = dict.fromkeys(runs, " in its bytes")
        by_scope[_PATH] = {path: " in its path"}
        if self._harvest is not None:
            for scope, texts in by_scope.items():
                self._look_up(self._harvest, scope, texts)

    def _show(self, value: Value) -> None:
        if value.vr in _PROSE:
            kind = "public_code" if value.tag == _CODE_VALUE else "description"
            for letter, says in findings(value.text, kind):
                if letter in self._allowed:
                    continue
                if letter == "O" and value.tag in _VERSIONS:
                    continue  # four numbers with dots between them are a version here
                self._patterns.count(PLACE, 1, "values", f"hold {says} in {value.place} ({letter})")

    def _look_up(self, harvest: Harvest, scope: Scope, texts: dict[str, str]) -> None:
        unseen = [text for text in texts if (scope, text) not in self._verdicts]
        if len(self._verdicts) + len(unseen) > _REMEMBERED:
            self._verdicts.clear()
            unseen = list(texts)
        if unseen:
            found = known_in(harvest, pa.array(unseen, TEXT), scope)
            for at, text in enumerate(unseen):
                self._verdicts[scope, text] = frozenset(found.get(at, ()))
        for text, place in texts.items():
            for says in self._verdicts[scope, text]:
                self._known.count(PLACE, 1, "objects", f"hold {says}{place}")


_RAW = Scope("bytes", raw=True)
_PATH = Scope("path")
_SCOPES = {
    "prose": Scope("description"),
    "number": Scope("measurement"),
    "code": Scope("public_code"),
    "uid": Scope("uid", dates=False),
}


def _scope(value: Value) -> Scope:
    if value.vr in _NUMBERS:
        return _SCOPES["number"]
    if value.vr == "UI":
        return _SCOPES["uid"]
    return _SCOPES["code" if value.tag == _CODE_VALUE else "prose"]
