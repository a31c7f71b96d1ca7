"""Reading a text twice with the network: the second time, what was said of a word elsewhere is known."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from deid.safe_harbor.text.tagger.encoding import own, placed, repeated
from deid.safe_harbor.text.tagger.network import network
from deid.safe_harbor.text.tagger.tokens import Token

if TYPE_CHECKING:
    from deid.safe_harbor.text.tagger.network import Floats

_NAMES_LIKELY, _NAMES_UNLIKELY = 0.6, 0.2
NAMED, PLAIN = "EN", "EO"
"""What the network reads of a word that was taken for a name, or for none, elsewhere in the text."""


def labelled(model: str, tokens: Sequence[Token], marks: Sequence[str], cased: bool) -> Floats:
    """For each token the probability of each label of the network, ``O`` first.

    Args:
        model: the data file of the network.
        tokens: all tokens of a text.
        marks: what the patterns found, as :func:`deid.safe_harbor.text.tagger.marks.marks_of` gives it.
        cased: whether capitals tell something in this text.
    """
    import numpy as np

    if not tokens:
        return np.zeros((0, len(network(model).labels)), np.float32)
    with _one_thread():
        return _read_twice(model, tokens, placed(tokens, marks, cased))


def _read_twice(model: str, tokens: Sequence[Token], places: Sequence[tuple[str, ...]]) -> Floats:
    import numpy as np

    vectors = np.stack([_word(model, token.text) for token in tokens])
    vectors += np.stack([_place(model, place) for place in places])
    first = network(model).probabilities(vectors)
    elsewhere = _elsewhere(tokens, first)
    if not elsewhere:
        return first
    for index, feature in elsewhere.items():
        vectors[index] += _place(model, (feature,))
    return network(model).probabilities(vectors)


def _elsewhere(tokens: Sequence[Token], chances: Floats) -> dict[int, str]:
    """For tokens whose word stands in the text again: what it was taken for there."""
    found: dict[int, str] = {}
    for places in repeated(tokens).values():
        names = [float(chances[index, 1:4].sum()) for index in places]
        for index, chance in zip(places, names, strict=True):
            others = names.copy()
            others.remove(chance)
            if max(others) >= _NAMES_LIKELY:
                found[index] = NAMED
            elif max(others) < _NAMES_UNLIKELY:
                found[index] = PLAIN
    return found


@cache
def _threads() -> Any:
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()


def _one_thread() -> AbstractContextManager[object]:
    """While the matrices are as small as those of one text, more threads cost more than they gain."""
    limited: AbstractContextManager[object] = _threads().limit(limits=1, user_api="blas")
    return limited


@lru_cache(maxsize=20_000)
def _word(model: str, text: str) -> Floats:
    return network(model).vector(own(text), text.lower())


@lru_cache(maxsize=5_000)
def _place(model: str, features: tuple[str, ...]) -> Floats:
    return network(model).vector(features)
