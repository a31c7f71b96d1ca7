"""What the network reads of each token: the word, its place, and what the patterns found there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from deid.safe_harbor.text.tagger.tokens import Token
from deid.safe_harbor.text.tagger.word_features import word_features

_FAR = 3
_LONG_LINE = 12
_SHORTEST_REPEATED = 3


@lru_cache(maxsize=65_536)
def own(word: str, listed: bool = True, common: bool = True) -> tuple[str, ...]:
    """What a word tells by itself; arguments as for :func:`word_features`."""
    features = word_features(word, listed, common)
    if not word[0].isalpha() or features.name != "?":
        return features.here
    lower = f"|{word.lower()}|"
    return (*features.here, f"p={lower[1:4]}", *(f"#{lower[i : i + 3]}" for i in range(len(lower) - 2)))


def placed(tokens: Sequence[Token], marks: Sequence[str], cased: bool) -> list[tuple[str, ...]]:
    """What the place of each token tells: gaps, the line, the letters' case of the text, and the marks.

    Args:
        tokens: all tokens of a text.
        marks: as :func:`deid.safe_harbor.text.tagger.marks.marks_of` gives them.
        cased: whether capitals tell something in this text.
    """
    case = "u" if cased else "l"
    found: list[tuple[str, ...]] = []
    for start, end in _lines(tokens):
        long = "L" if end - start > _LONG_LINE else f"{end - start}"
        for index in range(start, end):
            gap = tokens[index].gap
            behind = tokens[index + 1].gap if index + 1 < len(tokens) else "\n"
            found.append(
                (
                    f"f{marks[index]}",
                    f"g{gap}{behind}",
                    f"q{case}",
                    f"P{min(index - start, _FAR)}",
                    f"e{min(end - 1 - index, _FAR)}",
                    f"o{long}",
                )
            )
    return found


def _lines(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    start = 0
    for index, token in enumerate(tokens):
        if token.gap == "\n" and index > start:
            yield start, index
            start = index
    if tokens:
        yield start, len(tokens)


def repeated(tokens: Sequence[Token]) -> dict[str, list[int]]:
    """The places of each word of three letters or more that occurs twice or more, in small letters."""
    places: dict[str, list[int]] = {}
    for index, token in enumerate(tokens):
        if len(token.text) >= _SHORTEST_REPEATED and token.text[0].isalpha():
            places.setdefault(token.text.lower().removesuffix("'s"), []).append(index)
    return {word: found for word, found in places.items() if len(found) > 1}
