"""Between which dates of its row a length of time lies: the beginning and the end of one event.

A length of stay together with the years of admission and discharge pins both dates where the two years differ. Other
dates of the row, the day of a payment or of a laboratory result, say nothing of it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from deid.safe_harbor.field_names import words_of_name

_BEGINS = frozenset(
    "admit admitted admission admissions adm admsn admittime start started starts starttime begin began begins from in "
    "intime edregtime arrival arrived onset enrollment enrolled effective eff opened checkin check_in valid_from "
    "aufnahme ingreso entree beginn inicio debut".split()
)
_ENDS = frozenset(
    "discharge discharged disch dischg dsch dischtime stop stopped stoptime end ended ends endtime thru through to "
    "until "
    "out outtime edouttime departure departed left resolved abatement expiration expires closed checkout check_out "
    "valid_to entlassung alta sortie ende fin".split()
)
_ASIDE = frozenset(
    "paid payment billed bill posted submitted processed adjudicated order ordered collected collection result "
    "resulted "
    "received reported report issued signed recorded created updated modified entered dictated transcribed scheduled "
    "lab test specimen measurement drawn verified charttime storetime death deceased dod died".split()
)
_PLAIN = frozenset("date dt datetime time dttm tm ts timestamp on at day year yr d of the instant".split())
_SURVIVAL = re.compile(r"_(?:survival|follow_?up|follow|os|pfs|time_to|exposure|observation)_")
_DEATH = frozenset("death deceased dod died".split())


def span_of(name: str, dates: Sequence[tuple[str, int]]) -> dict[str, int]:
    """The dates between which a length of time may lie, by role: ``start0`` with ``end0``, or all as ``date0``...

    Where beginnings and ends are named, each pair of one event counts, and of these those that share a word with the
    length's own name. Where none are, every date counts, unless all of them are dates of other things.

    Args:
        name: of the length of time.
        dates: names and positions of the row's dates of which the year stays.
    """
    words = words_of_name(name)
    ends = _ENDS | _DEATH if _SURVIVAL.search(words) else _ENDS
    pairs = _pairs([(set(words_of_name(date).strip("_").split("_")), place) for date, place in dates], ends)
    own = {word for word in words.split("_") if word}
    near = [pair for pair in pairs if pair[0] & own] or pairs
    if near:
        return {role: place for order, (_, *pair) in enumerate(near) for role, place in _roles(order, pair)}
    if all(_is_aside(date, ends) for date, _ in dates):
        return {}
    return {f"date{order}": place for order, (_, place) in enumerate(dates)}


def _roles(order: int, pair: list[int]) -> list[tuple[str, int]]:
    return [(f"start{order}", pair[0]), (f"end{order}", pair[1])]


def _pairs(dates: list[tuple[set[str], int]], ends: frozenset[str]) -> list[tuple[frozenset[str], int, int]]:
    starts = [(_stem(words, ends), place) for words, place in dates if words & _BEGINS and not words & ends]
    stops = [(_stem(words, ends), place) for words, place in dates if words & ends and not words & _BEGINS]
    same = [(stem, start, stop) for stem, start in starts for other, stop in stops if stem == other]
    return same or [(stem | other, start, stop) for stem, start in starts for other, stop in stops]


def _stem(words: set[str], ends: frozenset[str]) -> frozenset[str]:
    return frozenset(words - _BEGINS - ends - _PLAIN)


def _is_aside(name: str, ends: frozenset[str]) -> bool:
    words = set(words_of_name(name).strip("_").split("_"))
    return bool(words & _ASIDE) and not words & (_BEGINS | ends)
