"""A text as a row of words, numbers and signs."""

from __future__ import annotations

import re
from typing import NamedTuple

_TOKEN = re.compile(r"[^\W\d_]+(?:'[^\W\d_]{1,3}(?![^\W_]))?|\d+|[^\w\s]")


class Token(NamedTuple):
    """A word, a run of digits, or one sign.

    Attributes:
        start: index of its first character in the normal form.
        end: index after its last character.
        text: as it is written.
        gap: what stands before it: ``""`` nothing, ``" "`` blanks, or a line break.
    """

    start: int
    end: int
    text: str
    gap: str


def tokens_of(text: str) -> list[Token]:
    """The tokens of a text in normal form, in order."""
    tokens: list[Token] = []
    last = 0
    for found in _TOKEN.finditer(text):
        start, end = found.span()
        between = text[last:start]
        gap = "" if not between else "\n" if "\n" in between or "\r" in between else " "
        tokens.append(Token(start, end, found[0], gap if last else "\n"))
        last = end
    return tokens
