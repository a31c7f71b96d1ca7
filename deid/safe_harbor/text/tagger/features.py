"""The features of each token: its own, its neighbours', and what the patterns found there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from deid.identifiers import Finding
from deid.safe_harbor.text.tagger.tokens import Token
from deid.safe_harbor.text.tagger.word_features import WordFeatures, word_features

_EDGE = word_features("|")
_LONGEST, _COMFORTABLE = 400, 120
_LABEL_REACH = 12


def marks_of(tokens: Sequence[Token], findings: Iterable[Finding]) -> list[str]:
    """For each token the letter of the identifier found there, small inside a finding; empty where there is none."""
    marks = [""] * len(tokens)
    index = 0
    for finding in findings:
        while index < len(tokens) and tokens[index].end <= finding.start:
            index += 1
        first = True
        while index < len(tokens) and tokens[index].start < finding.end:
            letter = finding.identifier.letter + ("!" if finding.confidence >= 0.9 else "")
            marks[index] = letter if first else letter.lower()
            first = False
            index += 1
    return marks


def features_of(
    tokens: Sequence[Token],
    marks: Sequence[str],
    cased: bool,
    hidden: frozenset[str] = frozenset(),
    strange: frozenset[str] = frozenset(),
) -> list[list[str]]:
    """The features of every token.

    Args:
        tokens: all tokens of a text.
        marks: as :func:`marks_of` gives them.
        cased: whether capitals tell something in this text.
        hidden: words in lower case for which the lists of names and places are not asked; only in training.
        strange: words in lower case that pass for unknown ones; only in training.
    """
    words = [
        word_features(token.text, (lower := token.text.lower()) not in hidden, lower not in strange)
        if hidden or strange
        else word_features(token.text)
        for token in tokens
    ]
    lines = _lines(tokens, words)
    repeated = _repeated(tokens, marks)
    words = [_EDGE, _EDGE, _EDGE, *words, _EDGE, _EDGE, _EDGE]
    padded = ["", *marks, ""]
    case = "u" if cased else "l"
    gaps = [token.gap for token in tokens] + ["\n"]
    return [
        [*_features(words, index + 3, padded, gaps, case), *lines[index], *repeated[index]]
        for index in range(len(tokens))
    ]


def _lines(tokens: Sequence[Token], words: Sequence[WordFeatures]) -> list[tuple[str, ...]]:
    """For each token how its line begins and how far in the line it stands: what a label at the left says of it."""
    found: list[tuple[str, ...]] = []
    head, place = "|", 0
    for index, token in enumerate(tokens):
        if token.gap == "\n":
            head, place = words[index].name, 0
        found.append((f"L{head}", f"L{head}|{words[index].code}", f"P{min(place, 3)}") if place < _LABEL_REACH else ())
        place += 1
    return found


def _repeated(tokens: Sequence[Token], marks: Sequence[str]) -> list[tuple[str, ...]]:
    """For each token whether its word is marked as a sure name elsewhere in the text."""
    sure = {
        token.text.lower()
        for token, mark in zip(tokens, marks, strict=True)
        if mark.lower() == "a!" and len(token.text) > 1
    }
    return [
        (f"R{token.text[0].isupper()}{mark}",) if token.text.lower() in sure else ()
        for token, mark in zip(tokens, marks, strict=True)
    ]


def _features(words: list[WordFeatures], i: int, marks: list[str], gaps: list[str], case: str) -> list[str]:
    here, before, behind = words[i], words[i - 1], words[i + 1]
    further, beyond = words[i - 2], words[i + 2]
    gap, next_gap, mark = gaps[i - 3], gaps[i - 2], marks[i - 2]
    return [
        *here.here,
        *before.before,
        *behind.behind,
        *further.far_before,
        *beyond.far_behind,
        f"---{words[i - 3].name}",
        f"+++{words[i + 3].name}",
        f"a{before.code}|{here.code}",
        f"b{here.code}|{behind.code}",
        f"x{before.code}|{here.code}|{behind.code}",
        f"y{before.name}|{behind.name}|{here.code}",
        f"z{further.name}|{before.name}",
        f"v{behind.name}|{beyond.name}",
        f"u{before.name}|{here.name}",
        f"q{case}{here.code}",
        f"g{gap}{next_gap}",
        f"h{gap}{here.code}",
        f"j{next_gap}{here.code}",
        f"f{mark}|{marks[i - 3]}|{marks[i - 1]}",
        f"f{mark}",
        f"k{mark}{here.code}",
    ]


def sequences(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Ranges of tokens that are tagged together: they end at a line or sentence, or after 400 tokens."""
    start = 0
    for index, token in enumerate(tokens):
        length = index - start
        ends = length >= _LONGEST or (length >= _COMFORTABLE and (token.gap == "\n" or tokens[index - 1].text == "."))
        if ends:
            yield start, index
            start = index
    if start < len(tokens):
        yield start, len(tokens)
