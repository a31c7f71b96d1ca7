"""A small convolutional network over the tokens of a text, run with numpy.

The sum of the vectors of a token's features goes through layers that see ever wider windows (dilated convolutions:
Strubell et al., Fast and Accurate Entity Recognition with Iterated Dilated Convolutions, 2017).
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from deid.safe_harbor import resources

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

DILATIONS = (1, 2, 4, 8, 1)
REACH = sum(DILATIONS)
"""How many tokens to either side can change what is said of a token."""
_CHUNK = 2048
_EPSILON = 1e-5


@dataclass(frozen=True, eq=False)
class Network:
    """The weights of a trained network.

    Attributes:
        features: the row of each feature in ``embedding``.
        words: the row of each word in ``meanings``.
        embedding: features x width.
        meanings: words x meaning, what a word means, as far as it is a common one.
        meaning: weight (meaning x width) and bias.
        layers: weight (3 width x width), bias, scale and shift of the norm before it, for each dilation.
        out: weight (2 width x labels) and bias.
        labels: the names of the labels.
    """

    features: Mapping[str, int]
    words: Mapping[str, int]
    embedding: Floats
    meanings: Floats
    meaning: tuple[Floats, Floats]
    layers: tuple[tuple[Floats, Floats, Floats, Floats], ...]
    out: tuple[Floats, Floats]
    labels: tuple[str, ...]

    def vector(self, features: Sequence[str], word: str | None = None) -> Floats:
        """The sum of the vectors of features, and of the meaning of a word in small letters."""
        rows = [self.features[name] for name in features if name in self.features]
        total: Floats = self.embedding[rows].sum(axis=0)
        if word is None:
            return total
        weight, bias = self.meaning
        row = self.words.get(word)
        return total + bias if row is None else total + self.meanings[row] @ weight + bias

    def probabilities(self, vectors: Floats) -> Floats:
        """For each token (rows of ``vectors``) the probability of each label.

        Long texts go through in pieces that overlap by the reach, which changes no result.
        """
        import numpy as np

        count = len(vectors)
        parts = []
        for start in range(0, count, _CHUNK):
            first, last = max(0, start - REACH), min(count, start + _CHUNK + REACH)
            part = self._forward(vectors[first:last])
            parts.append(part[start - first : start - first + min(_CHUNK, count - start)])
        return np.concatenate(parts) if parts else np.zeros((0, len(self.labels)), np.float32)

    def _forward(self, vectors: Floats) -> Floats:
        import numpy as np

        first = hidden = np.maximum(vectors, 0.0)
        count, width = hidden.shape
        for dilation, (weight, bias, scale, shift) in zip(DILATIONS, self.layers, strict=True):
            wide = np.zeros((count + 2 * dilation, width), np.float32)
            wide[dilation : dilation + count] = _normed(hidden, scale, shift)
            seen = np.concatenate([wide[:count], wide[dilation : dilation + count], wide[2 * dilation :]], axis=1)
            hidden = hidden + np.maximum(seen @ weight + bias, 0.0)
        scores = np.concatenate([hidden, first], axis=1) @ self.out[0] + self.out[1]
        powers = np.exp(scores - scores.max(axis=1, keepdims=True))
        result: Floats = powers / powers.sum(axis=1, keepdims=True)
        return result


def _normed(hidden: Floats, scale: Floats, shift: Floats) -> Floats:
    centred = hidden - hidden.mean(axis=1, keepdims=True)
    variance = (centred * centred).mean(axis=1, keepdims=True)
    result: Floats = centred / (variance + _EPSILON) ** 0.5 * scale + shift
    return result


@cache
def network(name: str) -> Network:
    """The network of a data file, which ``tools/train_tagger.py`` wrote."""
    import numpy as np

    with np.load(io.BytesIO(resources.read_bytes(name)), allow_pickle=False) as stored:
        return _read(stored)


def _read(stored: Mapping[str, Any]) -> Network:
    import numpy as np

    def floats(name: str) -> Floats:
        value: Floats = stored[name].astype(np.float32)
        return value

    words, features = (str(stored[name]).split("\t") for name in ("words", "features"))
    return Network(
        {name: row for row, name in enumerate(features)},
        {name: row for row, name in enumerate(words)},
        stored["embedding_codes"].astype(np.float32) * floats("embedding_scale")[:, None],
        stored["word_codes"].astype(np.float32) * floats("word_scale"),
        (floats("meaning_weight"), floats("meaning_bias")),
        tuple(
            (floats(f"weight{i}"), floats(f"bias{i}"), floats(f"scale{i}"), floats(f"shift{i}"))
            for i in range(len(DILATIONS))
        ),
        (floats("out_weight"), floats("out_bias")),
        tuple(str(stored["labels"]).split("\t")),
    )
