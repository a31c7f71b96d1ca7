"""From notes with gold spans to what the network reads of each token, and what it should say."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from deid.safe_harbor.text import FINDERS, Document, KnownValues, resolve
from deid.safe_harbor.text.tagger.encoding import own, placed, repeated
from deid.safe_harbor.text.tagger.marks import marks_of
from deid.safe_harbor.text.tagger.reading import NAMED, PLAIN
from deid.safe_harbor.text.tagger.tagging import LABELS
from deid.safe_harbor.text.tagger.tokens import Token, tokens_of

LABEL_OF = {
    "NAME": "NAME",
    "LOCATION": "PLACE",
    "ORG": "ORG",
    "DATE": "DATE",
    "AGE": "DATE",
    "PHONE": "CONTACT",
    "FAX": "CONTACT",
    "EMAIL": "CONTACT",
    "URL": "CONTACT",
    "IP": "CONTACT",
}
NAMES = ("O", *LABELS)
STRANGE = 0.02  # common words that pass for unknown ones: no list has every word of the clinic
HIDDEN = 0.3  # marked words for which the lists are not asked
ROW_KNOWN = 0.2  # notes of which the row of the person is known
ELSEWHERE = 0.85  # repeated words of which the second reading knows what they were taken for
ONE_OF_THREE = ("NAME", "PLACE", "ORG")


@dataclass(frozen=True)
class Example:
    """A note for training.

    Attributes:
        features: the features of each token.
        words: its word in small letters; empty where it passes for an unknown one.
        labels: the index of its label, and -100 where none is asked for.
    """

    features: tuple[tuple[str, ...], ...]
    words: tuple[str, ...]
    labels: tuple[int, ...]


def example(note: Mapping[str, Any], rng: random.Random) -> Example:
    """A generated note as an example."""
    document = Document.of(note["text"], repaired=True)
    tokens = tokens_of(document.text)
    labels = list(_labels(note, document, tokens))
    found = [finding for finder in FINDERS for finding in finder.find(document)]
    if rng.random() < ROW_KNOWN:
        found += KnownValues.of(note["known"]).find(document)
    marked = {token.text.lower() for token, label in zip(tokens, labels, strict=True) if NAMES[label] in ONE_OF_THREE}
    plain = {token.text.lower() for token, label in zip(tokens, labels, strict=True) if label == 0} - marked
    hidden = {word for word in sorted(marked) if rng.random() < HIDDEN}
    strange = {word for word in sorted(plain) if len(word) > 4 and rng.random() < STRANGE}
    again = _again(tokens, labels, rng)
    features = []
    for index, place in enumerate(placed(tokens, marks_of(tokens, resolve(found)), document.is_cased)):
        lower = tokens[index].text.lower()
        features.append((*own(tokens[index].text, lower not in hidden, lower not in strange), *place, *again[index]))
    words = tuple("" if token.text.lower() in strange else token.text.lower() for token in tokens)
    neutral = _inside(note.get("ignore") or (), document, tokens)
    asked = tuple(-100 if skip else label for label, skip in zip(labels, neutral, strict=True))
    return Example(tuple(features), words, asked)


def _origins(document: Document, tokens: Sequence[Token]) -> Iterator[int]:
    offsets = document.normal.offsets
    for token in tokens:
        yield token.start if offsets is None else offsets[token.start]


def _labels(note: Mapping[str, Any], document: Document, tokens: Sequence[Token]) -> Iterator[int]:
    spans = sorted(note["spans"], key=lambda span: int(span["start"]))
    current = 0
    for where in _origins(document, tokens):
        while current < len(spans) and spans[current]["end"] <= where:
            current += 1
        inside = current < len(spans) and spans[current]["start"] <= where
        yield NAMES.index(LABEL_OF.get(spans[current]["category"], "ID")) if inside else 0


def _inside(ranges: Sequence[Sequence[int]], document: Document, tokens: Sequence[Token]) -> Iterator[bool]:
    for where in _origins(document, tokens):
        yield any(start <= where < end for start, end in ranges)


def _again(tokens: Sequence[Token], labels: Sequence[int], rng: random.Random) -> list[tuple[str, ...]]:
    """What the second reading may know of each token: what its word is elsewhere in the note, mostly rightly."""
    found: list[tuple[str, ...]] = [()] * len(tokens)
    for places in repeated(tokens).values():
        for index in places:
            others = [NAMES[labels[other]] in ONE_OF_THREE for other in places if other != index]
            if any(others) and rng.random() < ELSEWHERE:
                found[index] = (NAMED,)
            elif (not any(others) and rng.random() < ELSEWHERE) or (not all(others) and rng.random() < 0.5):
                found[index] = (PLAIN,)
    return found
