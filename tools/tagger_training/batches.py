"""Examples as numbers, in batches of notes of about the same length."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from tagger_training.examples import Example

LEAST_SEEN = 4
TOKENS = 6_000
_POOL = 2_000


@dataclass(frozen=True)
class Encoded:
    """An example as arrays: the rows of all features, how many each token has, its word's row, its label."""

    features: Any
    counts: Any
    words: Any
    labels: Any


def vocabulary(examples: Iterable[Example]) -> dict[str, int]:
    """The features that are seen often enough, each with its row."""
    seen = Counter(row for example in examples for row in example.features)
    counts: Counter[str] = Counter()
    for row, count in seen.items():
        for feature in row:
            counts[feature] += count
    return {name: row for row, name in enumerate(sorted(n for n, count in counts.items() if count >= LEAST_SEEN))}


def encoded(example: Example, features: Mapping[str, int], words: Mapping[str, int]) -> Encoded:
    """An example as arrays; row 0 of the words is the unknown word."""
    rows = [[features[name] for name in row if name in features] for row in example.features]
    return Encoded(
        np.array([row for token in rows for row in token], np.int64),
        np.array([len(row) for row in rows], np.int64),
        np.array([words.get(word, -1) + 1 for word in example.words], np.int64),
        np.array(example.labels, np.int64),
    )


def batches(data: Sequence[Encoded], rng: random.Random) -> Iterator[list[Encoded]]:
    """All examples once, in random batches that fill up to so many tokens."""
    order = rng.sample(range(len(data)), len(data))
    for start in range(0, len(order), _POOL):
        pool = sorted(order[start : start + _POOL], key=lambda index: len(data[index].labels))
        found: list[list[Encoded]] = [[]]
        for index in pool:
            if found[-1] and (len(found[-1]) + 1) * len(data[index].labels) > TOKENS:
                found.append([])
            found[-1].append(data[index])
        rng.shuffle(found)
        yield from found


def padded(batch: Sequence[Encoded], chance: Any, dropped: float, wordless: float) -> tuple[Any, Any, Any, Any, Any]:
    """Features, offsets, words, mask and labels of a batch; some features and words are left out at random."""
    longest = max(len(one.labels) for one in batch)
    shape = (len(batch), longest)
    counts, words = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
    labels, mask = np.full(shape, -100, np.int64), np.zeros(shape, np.float32)
    for row, one in enumerate(batch):
        count = len(one.labels)
        counts[row, :count], words[row, :count] = one.counts, one.words
        labels[row, :count], mask[row, :count] = one.labels, 1
    features = np.concatenate([one.features for one in batch])
    keep = chance.random(len(features)) >= dropped
    owner = np.repeat(np.arange(counts.size), counts.ravel())
    offsets = np.concatenate([[0], np.cumsum(np.bincount(owner[keep], minlength=counts.size))])
    words[chance.random(shape) < wordless] = 0
    return features[keep], offsets, words, mask, labels
