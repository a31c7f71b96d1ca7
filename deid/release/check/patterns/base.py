"""What a pattern is, and the one spelling in which all of them look at a text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"), "-")


@dataclass(frozen=True, slots=True)
class Pattern:
    """One way in which an identifier shows in a text.

    Attributes:
        letter: which of the 18 it is.
        says: what was found, for problems: ``an e-mail address``.
        regex: finds candidates.
        test: says whether a candidate is one; None where the regex decides.
        near: one of these stands in every text that can match, in lower case; empty for any text.
        digits: so many digits in a row stand in every text that can match.
    """

    letter: str
    says: str
    regex: re.Pattern[str]
    test: Callable[[re.Match[str]], bool] | None = None
    near: tuple[str, ...] = ()
    digits: int = 0

    def can_match(self, lowered: str, longest: int) -> bool:
        """Whether a text, in lower case and with its longest run of digits known, is worth the regex."""
        return longest >= self.digits and (not self.near or any(sign in lowered for sign in self.near))

    def found(self, text: str) -> bool:
        """Whether the text holds this identifier."""
        if self.test is None:
            return self.regex.search(text) is not None
        return any(self.test(match) for match in self.regex.finditer(text))


def plain(text: str) -> str:
    """A text with compatibility forms, dashes, digits of other scripts and invisible characters made plain."""
    if text.isascii():
        return text
    folded = unicodedata.normalize("NFKC", text).translate(_DASHES)
    return "".join(map(_plain_character, folded))


def _plain_character(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Cf":
        return ""
    if category == "Nd":
        return str(unicodedata.digit(character))
    return " " if category == "Zs" else character


def luhn(digits: str) -> bool:
    """The check digit of ISO/IEC 7812."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        number = int(digit) * (1 + place % 2)
        total += number - 9 if number > 9 else number
    return total % 10 == 0


_D5 = tuple(
    tuple((a + b) % 5 if a < 5 and b < 5 else 5 + (a + b) % 5 if a < 5 else 5 + (a - b) % 5 if b < 5 else (a - b) % 5
          for b in range(10))
    for a in range(10)
)  # fmt: skip
_STEP = (1, 5, 7, 6, 2, 8, 3, 0, 9, 4)


def verhoeff(digits: str) -> bool:
    """The check digit that SNOMED CT uses, by the dihedral group of order 10."""
    check = 0
    for place, digit in enumerate(reversed(digits)):
        number = int(digit)
        for _ in range(place % 8):
            number = _STEP[number]
        check = _D5[check][number]
    return check == 0
