"""Which dates a length of time lies between, told from the names of a release's fields alone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
_FIRST = re.compile(
    r"admit(?:ted|time)?|admissions?|adm|admsn|start(?:ed|s|time)?|beg(?:an|in|ins)|from|in|intime|edregtime|arriv(?:al|ed)"
    r"|onset|enroll(?:ment|ed)|effective|eff|opened|checkin|aufnahme|ingreso|entree|beginn|inicio|debut"
)
_LAST = re.compile(
    r"discharged?|disch|dischg|dsch|dischtime|stop(?:ped|time)?|end(?:ed|s|time)?|thru|through|to|until|out|outtime"
    r"|edouttime|departure|departed|left|resolved|abatement|expir(?:ation|es)|closed|checkout|entlassung|alta|sortie"
    r"|ende|fin"
)
_DEATH = re.compile(r"death|deceased|dod|died")
_OTHER = re.compile(
    r"paid|payment|bill(?:ed)?|posted|submitted|processed|adjudicated|order(?:ed)?|collect(?:ed|ion)|result(?:ed)?"
    r"|received|report(?:ed)?|issued|signed|recorded|created|updated|modified|entered|dictated|transcribed|scheduled"
    r"|lab|test|specimen|measurement|drawn|verified|charttime|storetime|death|deceased|dod|died"
)
_OF_NO_THING = re.compile(r"date|dt|datetime|time|dttm|tm|ts|timestamp|on|at|day|year|yr|d|of|the|instant")
_THING = re.compile(
    r"hospital|hosp|icu|encounter|enc|visit|stay|service|svc|drug|med|period|coverage|plan|patient|pat|ed|er|unit|therapy"
    r"|treatment|device|condition|episode|claim|care|valid|birth|first|last|type|number|id"
)
_GLUED = re.compile("(?:" + "|".join(p.pattern for p in (_FIRST, _LAST, _OTHER, _OF_NO_THING, _THING)) + ")")
_TO_DEATH = re.compile(r"survival|follow|followup|os|pfs|exposure|observation")


def between(name: str, dates: Mapping[int, str]) -> list[list[int]]:
    """The sets of dates of which none may show two years beside a length of time of this name.

    Args:
        name: of the field that holds the length.
        dates: the names of the fields with years, by place.
    """
    own = _words(name)
    to_death = any(_TO_DEATH.fullmatch(word) for word in own) or {"time", "to"} <= own
    words = {place: _words(date) for place, date in dates.items()}
    first = {place for place in words if _has(words[place], _FIRST)}
    last = {place for place in words if _has(words[place], _LAST) or (to_death and _has(words[place], _DEATH))}
    things = {place: {word for word in words[place] if not _is_role(word, to_death)} for place in words}
    pairs = [[a, b] for a in sorted(first - last) for b in sorted(last - first)]
    pairs = [pair for pair in pairs if things[pair[0]] == things[pair[1]]] or pairs
    pairs = [pair for pair in pairs if (things[pair[0]] | things[pair[1]]) & own] or pairs
    if pairs:
        return pairs
    if all(_has(words[place], _OTHER) and place not in first | last for place in words):
        return []
    return [list(words)] if len(words) > 1 else []


def _words(name: str) -> set[str]:
    return {part for word in _WORD.findall(name) for part in _unglued(word.lower())}


@lru_cache(maxsize=4096)
def _unglued(word: str) -> tuple[str, ...]:
    """A run of letters as the known words that it is made of (``dateofadmission``), or as it stands."""
    ways: dict[int, tuple[str, ...]] = {0: ()}
    for end in range(1, len(word) + 1):
        found = [(*ways[start], word[start:end]) for start in ways if _GLUED.fullmatch(word, start, end)]
        if found:
            ways[end] = min(found, key=len)
    return ways.get(len(word), (word,))


def _has(words: set[str], pattern: re.Pattern[str]) -> bool:
    return any(pattern.fullmatch(word) for word in words)


def _is_role(word: str, to_death: bool) -> bool:
    role = _FIRST.fullmatch(word) or _LAST.fullmatch(word) or _OF_NO_THING.fullmatch(word)
    return role is not None or (to_death and _DEATH.fullmatch(word) is not None)
