"""What the checks have to know of some values: worked out once, for every object in which the same bytes stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from deid.release.check.known import Scope
from deid.release.check.objects import attributes
from deid.release.check.objects.values import Value
from deid.release.check.patterns import findings
from deid.release.check.patterns.numbers import is_registered_uid

_PROSE = frozenset("AE CS LO LT SH ST UC UR UT".split())
_NUMBERS = frozenset("DS FD FL IS SL SS SV UL US UV".split())
_DATES = frozenset({"DA", "DT", "TM"})
_ALLOWED = {
    "retain-full-dates": "C",
    "retain-device-identity": "M",
    "retain-institution-identity": "B",
}
"""The identifier that an option lets stay."""
_CODE_VALUE = 0x00080100
_VERSIONS = frozenset({0x00181020, 0x00181019})
_SCOPES = {
    "prose": Scope("description"),
    "number": Scope("measurement"),
    "code": Scope("public_code"),
    "uid": Scope("uid", dates=False),
}


@dataclass(frozen=True, slots=True)
class Text:
    """A text to look up.

    Attributes:
        scope: where it stands, which decides what in it can be no identifier.
        text: the text.
        place: how a problem names the place.
    """

    scope: Scope
    text: str
    place: str


@dataclass(slots=True)
class Facts:
    """What the checks have to know of some values.

    Attributes:
        problems: what the profile does not let stay.
        shown: the identifiers that show, one for each value in which they do.
        texts: what is to be looked up.
        looked_at: how many texts there are.
        clean: whether the texts were looked up, and held nothing that was harvested.
    """

    problems: frozenset[str]
    shown: tuple[str, ...]
    texts: tuple[Text, ...]
    looked_at: int
    clean: bool = False


def facts_of(values: Sequence[Value], options: frozenset[str] = frozenset()) -> Facts:
    """The facts of some values of one object, under some options of the Basic Profile."""
    written = [value for value in values if value.text]
    allowed = frozenset(_ALLOWED[name] for name in options if name in _ALLOWED)
    # A date that moved may meet another date of the source.
    unsearched = _DATES if options & {"retain-full-dates", "retain-modified-dates"} else frozenset()
    return Facts(
        frozenset(attributes.problems_of(values, options)),
        tuple(says for value in written for letter, says in _shown(value) if letter not in allowed),
        tuple(
            Text(_scope(value), value.text, f" in {value.place}")
            for value in written
            if value.vr not in unsearched and not (value.vr == "UI" and is_registered_uid(value.text))
        ),
        len(written),
    )


def _shown(value: Value) -> Iterator[tuple[str, str]]:
    if value.vr in _PROSE:
        kind = "public_code" if value.tag == _CODE_VALUE else "description"
        for letter, says in findings(value.text, kind):
            if letter == "O" and value.tag in _VERSIONS:
                continue  # four numbers with dots between them are a version here
            yield letter, f"hold {says} in {value.place} ({letter})"


def _scope(value: Value) -> Scope:
    if value.vr in _NUMBERS:
        return _SCOPES["number"]
    if value.vr == "UI":
        return _SCOPES["uid"]
    return _SCOPES["code" if value.tag == _CODE_VALUE else "prose"]
