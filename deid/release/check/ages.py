"""Ages as cells write them: whether anybody in the cell may be over 89."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from deid.release.check.patterns import plain

AGED = "90+"
_LIMIT = 90.0
_WIDE = 80.0
"""An open band from below this age on tells of nobody's age over 89: ``65+``."""
_PER_YEAR = {"y": 1.0, "mo": 12.0, "w": 365.25 / 7, "d": 365.25, "h": 8766.0, "min": 525960.0}
_UNITS = {
    **dict.fromkeys("y yr yrs year years yo y/o".split(), "y"),
    **dict.fromkeys("m mo mos mon mth mths month months".split(), "mo"),
    **dict.fromkeys("w wk wks week weeks".split(), "w"),
    **dict.fromkeys("d day days dy dys".split(), "d"),
    **dict.fromkeys("h hr hrs hour hours".split(), "h"),
    **dict.fromkeys("min mins minute minutes".split(), "min"),
}
_OPEN = frozenset("+ > >= ≥ over older above least more from plus".split())
_BELOW = frozenset("< under below younger less".split())
_FILLERS = frozenset("old age aged and or to than up at - . , ; _ ( ) [ ] <= ≤ & .. of p t".split())
_TENS = dict(zip("twenty thirty forty fifty sixty seventy eighty".split(), range(20, 90, 10), strict=True))
_ONES = dict(
    zip(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen".split(),
        range(20),
        strict=True,
    )
)
_TOKEN = re.compile(r"\d+(?:[.,]\d+)?|y/o|[a-z]+|>=|<=|\.\.|\S")
_DEFAULT = {"age_months": "mo", "age_weeks": "w"}


def fits_age(cell: str, kind: str) -> bool:
    """Whether a cell is an age or band of ages with nobody over 89, the category ``90+``, or an open band below 80.

    Numbers without a unit are in the kind's unit; ages in days are released in years.
    """
    text = plain(cell).strip().lower()
    if text == AGED:
        return True
    tokens = _TOKEN.findall(text)
    if not tokens or len(tokens) > 12:
        return False
    try:
        numbers = list(_numbers(tokens, _DEFAULT.get(kind, "y")))
    except KeyError:
        return False
    if _OPEN & set(tokens):
        return len(numbers) == 1 and numbers[0][0] < _WIDE
    return bool(numbers) and _is_below(numbers, tokens)


def _is_below(numbers: list[tuple[float, str]], tokens: list[str]) -> bool:
    """Whether the highest age is below 90; the open end of a band may be 90 itself."""
    highest = max(years for years, _ in numbers)
    if len({unit for _, unit in numbers}) > 1 and "-" not in tokens:
        highest = sum(years for years, _ in numbers)
    excluded = tokens[-1] in (")", "[") or bool(_BELOW & set(tokens))
    return highest < _LIMIT or (excluded and highest == _LIMIT)


def _numbers(tokens: list[str], default: str) -> Iterator[tuple[float, str]]:
    """Every number in years with its unit; raises KeyError for a word that no age is written with."""
    common = next((_UNITS[token] for token in reversed(tokens) if token in _UNITS), default)
    waiting: float | None = None
    for token, following in pairwise([*tokens, ""]):
        if token[0].isdigit():
            unit = _UNITS.get(following, common)
            yield float(token.replace(",", ".")) / _PER_YEAR[unit], unit
        elif token in _TENS:
            waiting = _TENS[token]
            if _word_behind(tokens, token) is None:
                yield waiting / _PER_YEAR[common], common
        elif token in _ONES:
            yield ((waiting or 0) + _ONES[token]) / _PER_YEAR[common], common
            waiting = None
        elif token not in _UNITS and token not in _FILLERS | _BELOW | _OPEN:
            raise KeyError


def _word_behind(tokens: list[str], token: str) -> str | None:
    """The word for the ones behind a word for tens."""
    behind = [other for other in tokens[tokens.index(token) + 1 :] if other != "-"][:1]
    return behind[0] if behind and behind[0] in _ONES else None
