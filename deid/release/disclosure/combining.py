"""What a recipient may combine: earlier disclosures of the same source to the same party, or to one linked with it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from deid.release.disclosure.register import Entry, Line

_FORMS = frozenset(
    "inc incorporated llc ltd limited corp corporation co company gmbh ag plc lp llp sa bv nv pty the".split()
)
_WORD = re.compile(r"[^\W_]+")


def combinable(lines: Sequence[Line], source: str, parties: Iterable[str]) -> tuple[Line, ...]:
    """The disclosures whose data may be combined with what these parties are about to get.

    Parties are linked through others, too: who is linked with a party of an earlier entry is linked with those that
    the entry links. A source that was not named may be any.

    Args:
        lines: of the register.
        source: what the release was made from, by a name of the house.
        parties: the recipient, and those who are said to be linked with it.
    """
    disclosed = [line for line in lines if line.entry.get("event") == "disclosure"]
    group = {_spelled(party) for party in parties}
    while True:
        joined = group.union(*(_parties(line.entry) for line in disclosed if _parties(line.entry) & group))
        if joined == group:
            break
        group = joined
    return tuple(line for line in disclosed if _parties(line.entry) & group and _may_be(line.entry, source))


def _may_be(entry: Entry, source: str) -> bool:
    named = str(entry.get("source") or "")
    return not named or not source or _spelled(named) == _spelled(source)


def _parties(entry: Entry) -> set[str]:
    return {_spelled(str(party)) for party in (entry.get("recipient", ""), *entry.get("linked", ()))}


def _spelled(name: str) -> str:
    """A party's name without what is spelled in many ways: case, signs, its legal form."""
    words = _WORD.findall(name.casefold())
    return " ".join([word for word in words if word not in _FORMS] or words)
