"""Tagging a text with the trained model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from deid.identifiers import Finding, Identifier
from deid.safe_harbor.text.document import Document
from deid.safe_harbor.text.tagger.marks import marks_of
from deid.safe_harbor.text.tagger.reading import labelled
from deid.safe_harbor.text.tagger.tokens import Token, tokens_of

MODEL = "note_tagger.npz"
LABELS = {
    "NAME": Identifier.NAME,
    "PLACE": Identifier.GEOGRAPHY,
    "ORG": Identifier.GEOGRAPHY,
    "DATE": Identifier.DATE_OR_AGE,
    "CONTACT": Identifier.TELEPHONE,
    "ID": Identifier.OTHER_UNIQUE,
}
"""What the model calls a token, and which of the 18 that is; ``O`` is none."""
_NAMES = ("O", *LABELS)


@dataclass(frozen=True)
class Tagger:
    """Finds what a trained network takes for an identifier.

    Attributes:
        least: the least probability, 0 to 1, of being any identifier for a token to be found.
        least_among_many: the same in a text that is full of identifiers.
        model: the data file of the model.
    """

    least: float = 0.15
    least_among_many: float = 0.02
    model: str = MODEL
    name: str = "tagger"
    identifier: Identifier = Identifier.NAME
    description: str = "A convolutional network over words, lists, context and the patterns' findings."
    labels: tuple[str, ...] = field(default=tuple(LABELS), repr=False)

    def find(self, document: Document, findings: Sequence[Finding]) -> Iterator[Finding]:
        """Findings with offsets in the normal form, in order.

        Args:
            document: the text.
            findings: what the other finders found, in order and without overlaps.
        """
        tokens = tokens_of(document.text)
        for chances, label, token in zip(*self._tagged(document, tokens, findings), tokens, strict=True):
            if chances >= self.least:
                yield Finding(token.start, token.end, LABELS[label], self.name, min(1.0, chances))

    def probabilities(self, document: Document, tokens: Sequence[Token], findings: Sequence[Finding]) -> Any:
        """For each token the probability of being any identifier, and the label it most likely has."""
        return self._tagged(document, tokens, findings)

    def _tagged(
        self, document: Document, tokens: Sequence[Token], findings: Sequence[Finding]
    ) -> tuple[list[float], list[str]]:
        chances = labelled(self.model, tokens, marks_of(tokens, findings), document.is_cased)
        if not len(chances):
            return [], []
        identifying = 1.0 - chances[:, 0]
        labels = chances.argmax(axis=1)
        doubtful = (labels == 0) & (identifying >= self.least_among_many)
        labels[doubtful] = chances[doubtful, 1:].argmax(axis=1) + 1
        return identifying.tolist(), [_NAMES[label] for label in labels.tolist()]


def joined(text: str, findings: Sequence[Finding]) -> Iterator[Finding]:
    """Findings of neighbouring tokens of one identifier as one."""
    for _, group in groupby(enumerate(findings), key=lambda pair: pair[1].identifier):
        del _
        yield from _runs(text, [finding for _, finding in group])


def _runs(text: str, findings: list[Finding]) -> Iterator[Finding]:
    current = findings[0]
    for finding in findings[1:]:
        if text[current.end : finding.start].strip():
            yield current
            current = finding
        else:
            current = Finding(
                current.start,
                finding.end,
                current.identifier,
                current.finder,
                max(current.confidence, finding.confidence),
            )
    yield current
