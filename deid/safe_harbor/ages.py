"""Ages: parsing a cell, and the single category of 90 or older (45 CFR 164.514(b)(2)(i)(C))."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from deid.safe_harbor import resources
from deid.safe_harbor.numbers.normalise import normalise

AGED = "90+"
"""The one category that all ages over 89 go to."""

_OLDEST_KEPT = 89
# A band from here on that reaches past 89 tells of high age, and goes to the one category whole. One that begins
# lower and is open ("65 and over") tells of nobody's age over 89, and stays. One that ends past 89 ("18-120") has such
# an age in it, but the category would falsify it, so it cannot be kept and cannot be capped.
_LOWEST_OF_AGED_BAND = 80
_YEARS_PER = {
    "years": 1.0,
    "months": 1 / 12,
    "weeks": 7 / 365.25,
    "days": 1 / 365.25,
    "hours": 1 / 8766,
    "minutes": 1 / 525960,
}
_UNIT = (
    r"(?P<{0}>y(?:ea)?rs?(?:[ -]olds?)?|y\.?/?o\.?|y|mo(?:nth|n)?s?|m|w(?:ee)?ks?|w|d"
    r"(?:a?ys?)?|h(?:ou)?rs?|h|min(?:ute)?s?)\.?(?:[ -]?old)?"
)
_NUMBER = r"\d{1,6}(?:[.,]\d{1,6})?"
_PLUS = r"\+|(?:years? )?(?:and|or|&) (?:over|older|above|up|more)|plus"
_SINGLE = re.compile(rf"(?:aged? )?(?P<n>{_NUMBER}) ?(?:{_UNIT.format('u')})?")
_COMPOUND = re.compile(
    rf"(?P<n>{_NUMBER}) ?{_UNIT.format('u')},? ?(?:and )?(?P<n2>{_NUMBER}) ?{_UNIT.format('u2')}",
)
_ISO = re.compile(r"p(?:(?P<y>\d{1,3})y)?(?:(?P<m>\d{1,4})m)?(?:(?P<w>\d{1,4})w)?(?:(?P<d>\d{1,5})d)?(?:t[\dhms.]+)?")
_OPEN = re.compile(
    rf"(?:(?P<over>>=?|≥|over|older than|above|at least|from|more than) ?)?(?P<n>{_NUMBER}) ?"
    rf"(?:{_UNIT.format('u')} ?)?(?P<plus>{_PLUS})?"
    rf"(?: ?{_UNIT.format('u2')})?"
)
_BELOW = re.compile(rf"(?:<=?|≤|under|younger than|below|up to|less than) ?(?P<n>{_NUMBER}) ?(?:{_UNIT.format('u')})?")
_BAND = re.compile(
    rf"(?P<left>[\[(])? ?(?P<n>{_NUMBER}) ?(?:{_UNIT.format('u')})? ?(?:-|to|,|;|\.\.|_) ?"
    rf"(?P<n2>{_NUMBER}|inf) ?(?:{_UNIT.format('u2')})? ?(?P<right>[\])\[])?"
)
_TENS = {word: 10 * ten for ten, word in enumerate(resources.word_list("tens in words"), start=2)}
_SMALL = {word: number for number, word in enumerate(resources.word_list("numbers below twenty in words"))}
_AGED_WORDS = frozenset({"nonagenarian", "centenarian", "supercentenarian"})


@dataclass(frozen=True, slots=True)
class Age:
    """An age or band of ages, in years.

    Attributes:
        low: the lowest age in it.
        high: the highest age in it; infinite for an open band.
    """

    low: float
    high: float

    @property
    def reaches_past_89(self) -> bool:
        """Somebody in it may have completed the ninetieth year."""
        return self.high >= _OLDEST_KEPT + 1


def _value(number: str) -> float:
    return math.inf if number == "inf" else float(number.replace(",", "."))


def _years(number: str, unit_text: str | None, default: str) -> float:
    return _value(number) * _YEARS_PER[_unit(unit_text) or default]


def _unit(text: str | None) -> str | None:
    if not text:
        return None
    letters = text.strip(". ")
    if letters.startswith("min"):
        return "minutes"
    return {"y": "years", "m": "months", "w": "weeks", "d": "days", "h": "hours"}[letters[0]]


def _compound(text: str, unit: str) -> Age | None:
    found = _COMPOUND.fullmatch(text)
    if not found:
        return None
    total = _years(found["n"], found["u"], unit) + _years(found["n2"], found["u2"], unit)
    return Age(total, total)


def _iso(text: str, _: str) -> Age | None:
    found = _ISO.fullmatch(text)
    if not found or len(text) < 3:
        return None
    parts = zip(("years", "months", "weeks", "days"), found.group("y", "m", "w", "d"), strict=True)
    total = sum(float(number or 0) * _YEARS_PER[name] for name, number in parts)
    return Age(total, total)


def _band(text: str, unit: str) -> Age | None:
    found = _BAND.fullmatch(text)
    if not found:
        return None
    high_unit = found["u2"] or found["u"]
    low, high = _years(found["n"], found["u"] or high_unit, unit), _years(found["n2"], high_unit, unit)
    if found["right"] in (")", "["):
        high = math.nextafter(high, 0)
    return Age(low, high) if low <= high else None


def _below(text: str, unit: str) -> Age | None:
    found = _BELOW.fullmatch(text)
    if not found:
        return None
    high = _years(found["n"], found["u"], unit)
    strict = not text.startswith(("<=", "≤", "up to"))
    return Age(0, math.nextafter(high, 0) if strict else high)


def _open(text: str, unit: str) -> Age | None:
    found = _OPEN.fullmatch(text)
    if not found or not (found["over"] or found["plus"]):
        return None
    return Age(_years(found["n"], found["u"] or found["u2"], unit), math.inf)


def _single(text: str, unit: str) -> Age | None:
    found = _SINGLE.fullmatch(text)
    if not found:
        return None
    age = _years(found["n"], found["u"], unit)
    return Age(age, age)


def _in_words(text: str, unit: str) -> Age | None:
    if text in _AGED_WORDS:
        return Age(90, math.inf)
    words = re.sub(r"[ -](?:years?(?:[ -]olds?)?|y/?o)\Z", "", text).replace("-", " ").split()
    if words[:2] in (["one", "hundred"], ["a", "hundred"]):
        return Age(100, 119)
    if len(words) == 1 and (words[0] in _SMALL or words[0] in _TENS):
        number = _SMALL.get(words[0], _TENS.get(words[0], 0))
    elif len(words) == 2 and words[0] in _TENS and 0 < _SMALL.get(words[1], 0) < 10:
        number = _TENS[words[0]] + _SMALL[words[1]]
    else:
        return None
    return Age(number * _YEARS_PER[unit], number * _YEARS_PER[unit])


_READERS = (_single, _compound, _band, _open, _below, _iso, _in_words)


def parse(text: str, unit: str = "years") -> Age | None:
    """The age or band of ages in a cell, in years; ``None`` when it holds none.

    Args:
        text: for example ``92``, ``092Y``, ``1100 months``, ``85-94``, ``>89``, ``[85, 90)``, ``2 y 3 mo``.
        unit: the unit of a number that carries none: years, months, weeks, days, hours or minutes.

    Raises:
        KeyError: the unit is none of these.
    """
    if unit not in _YEARS_PER:
        raise KeyError(unit)
    cell = " ".join(normalise(text).lower().split())
    if not cell or len(cell) > 40 or not cell.isprintable():
        return None
    for reader in _READERS:
        age = reader(cell, unit)
        if age is not None:
            return age
    return None


def cap(text: str, unit: str = "years") -> str | None:
    """The cell with every age over 89 in the one category ``90+`` (45 CFR 164.514(b)(2)(i)(C)).

    A band that reaches past 89 goes to ``90+`` whole: its members over 89 cannot be told from the others. An open band
    that begins below 80 stays: it is wider than the category.

    Returns:
        The text as it was when nobody in it is over 89, ``90+`` when somebody may be, and ``None`` when it cannot be
        parsed or when it is a band from below 80 to an age over 89, which ``90+`` would falsify.

    Raises:
        KeyError: the unit is not one that :func:`parse` knows.
    """
    age = parse(text, unit)
    if age is None:
        return None
    if not age.reaches_past_89:
        return text
    if age.low >= _LOWEST_OF_AGED_BAND:
        return AGED
    return text if math.isinf(age.high) else None


def is_over_89(text: str, unit: str = "years") -> bool:
    """The cell is an age or band that reaches past 89."""
    age = parse(text, unit)
    return age is not None and age.reaches_past_89
