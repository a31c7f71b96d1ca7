"""The finder's own figures, as ``tools/measure_finder.py`` measured and wrote them for this model."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from deid.safe_harbor import resources

FILE = "finder_measurements.json"


@dataclass(frozen=True, slots=True)
class Figure:
    """What was measured on one corpus.

    Attributes:
        corpus: its name.
        known: whether the row of the person was known.
        notes: how many notes it has.
        recall: the share of identifiers found whole, 0 to 1.
        recall_interval: its Wilson interval, 95 per cent.
        precision: the share of found words that were identifiers, 0 to 1.
        precision_interval: its Wilson interval, 95 per cent.
    """

    corpus: str
    known: bool
    notes: int
    recall: float
    recall_interval: tuple[float, float]
    precision: float
    precision_interval: tuple[float, float]

    @property
    def sentence(self) -> str:
        """One line for reports."""
        low, high = self.recall_interval
        least, most = self.precision_interval
        row = ", the person's row known" if self.known else ""
        return (
            f"{self.corpus}{row} ({self.notes:,} notes): recall {self.recall:.3f} (95% {low:.3f} to {high:.3f}), "
            f"precision {self.precision:.3f} ({least:.3f} to {most:.3f})"
        )


@cache
def figures() -> tuple[Figure, ...]:
    """Every corpus with identifiers that the shipped finder was measured on."""
    document: Mapping[str, Any] = json.loads(resources.read_text(FILE))
    return tuple(
        Figure(
            row["corpus"],
            row["known"],
            row["notes"],
            row["recall"]["value"],
            (row["recall"]["interval"][0], row["recall"]["interval"][1]),
            row["precision"]["value"],
            (row["precision"]["interval"][0], row["precision"]["interval"][1]),
        )
        for row in document["corpora"]
        if row["recall"]["of"]
    )


def recall_on_notes() -> float:
    """The lower end of the interval of the recall on clinical notes of which only the text is known, the worst family.

    What a profile's recall floor is compared with: the figures for which the finder was told nothing.
    """
    return min(
        (figure.recall_interval[0] for figure in figures() if figure.corpus.startswith("notes: ") and not figure.known),
        default=0.0,
    )
