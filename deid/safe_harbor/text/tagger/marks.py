"""What the patterns found, token by token."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from deid.identifiers import Finding
from deid.safe_harbor.text.tagger.tokens import Token


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
