"""How much of what was annotated a finder finds, and how much it takes too much.

Gold notes are JSON: a list, or one note a line. A note is ``{"text": ..., "spans": [{"start", "end", "category"}]}``,
with offsets in characters; it may have ``ignore`` (pairs of offsets that count neither way), ``keep`` (spans that must
stay, ``{"start", "end", "kind"}``) and ``known`` (the row of the person: names of columns with their values).
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from deid.errors import Unreadable
from deid.identifiers import Finding
from deid.safe_harbor.text.search import find

_TOKEN = re.compile(r"\w+")
_Z = 1.959964  # two-sided 95 per cent
Find = Callable[[str, Any], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class Share:
    """A share with its interval.

    Attributes:
        hits: how many.
        of: of how many.
    """

    hits: int
    of: int

    @property
    def value(self) -> float:
        """The share, 0 to 1; 1 where there was nothing to find."""
        return self.hits / self.of if self.of else 1.0

    def interval(self) -> tuple[float, float]:
        """The Wilson score interval, 95 per cent (E. B. Wilson, J. Am. Stat. Assoc. 22 (1927) 209)."""
        if not self.of:
            return 0.0, 1.0
        share, spread = self.hits / self.of, _Z * _Z / self.of
        middle = (share + spread / 2) / (1 + spread)
        reach = _Z / (1 + spread) * math.sqrt(share * (1 - share) / self.of + spread / (4 * self.of))
        return max(0.0, middle - reach), min(1.0, middle + reach)


@dataclass(slots=True)
class Measurement:
    """What a finder did on gold notes; counts only, no value.

    Attributes:
        notes: how many notes.
        characters: how many characters they have.
        categories: spans by category, and those found with every letter and digit.
        tokens: words and numbers: of the gold found (``hit``) and missed, and found too much (``extra``).
        clean: notes with an identifier of which nothing leaked, and notes with one.
        kept: traps that had to stay, by kind, and those that were touched.
    """

    notes: int = 0
    characters: int = 0
    categories: dict[str, Counter[str]] = field(default_factory=dict)
    tokens: Counter[str] = field(default_factory=Counter)
    clean: Counter[str] = field(default_factory=Counter)
    kept: Counter[str] = field(default_factory=Counter)

    @property
    def recall(self) -> Share:
        """Spans of which every letter and digit was found."""
        return Share(
            sum(counts["found"] for counts in self.categories.values()),
            sum(counts["all"] for counts in self.categories.values()),
        )

    @property
    def precision(self) -> Share:
        """Found tokens that are part of a gold span."""
        return Share(self.tokens["hit"], self.tokens["hit"] + self.tokens["extra"])

    @property
    def clean_notes(self) -> Share:
        """Notes without one leaked span, of those with an identifier."""
        return Share(self.clean["clean"], self.clean["all"])

    @property
    def touched(self) -> Share:
        """Clinical text that had to stay and was touched."""
        return Share(self.kept["touched"], self.kept["all"])

    @property
    def f2(self) -> float:
        """F2 over tokens: recall counts twice."""
        recall = Share(self.tokens["hit"], self.tokens["hit"] + self.tokens["missed"]).value
        precision = self.precision.value
        return 5 * precision * recall / (4 * precision + recall) if precision + recall else 0.0

    @property
    def extra_per_thousand(self) -> float:
        """Tokens found too much in a thousand characters."""
        return 1000 * self.tokens["extra"] / self.characters if self.characters else 0.0

    def as_json(self) -> dict[str, Any]:
        """The figures, rounded, with intervals."""
        shares = {"recall": self.recall, "precision": self.precision, "clean_notes": self.clean_notes}
        figures = {
            name: {"value": round(share.value, 4), "of": share.of, "interval": [round(x, 4) for x in share.interval()]}
            for name, share in shares.items()
        }
        return {
            "notes": self.notes,
            "characters": self.characters,
            **figures,
            "f2": round(self.f2, 4),
            "extra_per_thousand": round(self.extra_per_thousand, 2),
            "touched": round(self.touched.value, 4) if self.touched.of else None,
            "categories": {
                name: {"recall": round(Share(counts["found"], counts["all"]).value, 4), "of": counts["all"]}
                for name, counts in sorted(self.categories.items())
            },
        }


def read_gold(text: str) -> list[dict[str, Any]]:
    """The notes of a gold file: a JSON list, or one JSON note a line.

    Raises:
        Unreadable: it is neither, or a note lacks text or spans; says which note, not what it holds.
    """
    try:
        notes = (
            json.loads(text) if text.lstrip()[:1] == "[" else [json.loads(line) for line in text.splitlines() if line]
        )
    except ValueError:
        raise Unreadable("the gold file is neither a JSON list nor one JSON note a line") from None
    for number, note in enumerate(notes, 1):
        if not _is_note(note):
            raise Unreadable(f"note {number} of the gold file has no text, or a span without start, end and category")
    return list(notes)


def _is_note(note: Any) -> bool:
    if not isinstance(note, dict) or not isinstance(note.get("text"), str) or not isinstance(note.get("spans"), list):
        return False
    length = len(note["text"])
    return all(
        isinstance(span, dict)
        and isinstance(span.get("start"), int)
        and isinstance(span.get("end"), int)
        and 0 <= span["start"] < span["end"] <= length
        and isinstance(span.get("category"), str)
        for span in note["spans"]
    )


def measure(notes: Iterable[Mapping[str, Any]], known: bool = False, finder: Find | None = None) -> Measurement:
    """Search every note and compare.

    Args:
        notes: gold notes, as :func:`read_gold` gives them.
        known: whether the row of the person (``known``) is told to the finder.
        finder: what searches: ``(text, known) -> findings``; :func:`~deid.safe_harbor.text.search.find` by default.
    """
    search: Find = finder or find
    result = Measurement()
    for note in notes:
        _count(result, note, list(search(note["text"], (note.get("known") or ()) if known else ())))
    return result


def _count(result: Measurement, note: Mapping[str, Any], findings: list[Finding]) -> None:
    text = note["text"]
    found = _mask(len(text), ((f.start, f.end) for f in findings))
    result.notes += 1
    result.characters += len(text)
    leaked = False
    for span in note["spans"]:
        whole = all(found[i] for i in range(span["start"], span["end"]) if text[i].isalnum())
        result.categories.setdefault(span["category"], Counter()).update({"all": 1, "found": int(whole)})
        leaked = leaked or not whole
    if note["spans"]:
        result.clean.update({"all": 1, "clean": int(not leaked)})
    for trap in note.get("keep") or ():
        touched = any(found[i] for i in range(trap["start"], trap["end"]) if text[i].isalnum())
        result.kept.update({"all": 1, "touched": int(touched)})
    result.tokens.update(_tokens(note, text, found))


def _tokens(note: Mapping[str, Any], text: str, found: bytearray) -> Iterator[str]:
    gold = _mask(len(text), ((span["start"], span["end"]) for span in note["spans"]))
    neutral = _mask(len(text), note.get("ignore") or ())
    for token in _TOKEN.finditer(text):
        places = range(*token.span())
        if any(gold[i] for i in places):
            yield "hit" if all(found[i] or not gold[i] for i in places) else "missed"
        elif any(found[i] for i in places) and not any(neutral[i] for i in places):
            yield "extra"


def _mask(length: int, spans: Iterable[Any]) -> bytearray:
    mask = bytearray(length)
    for start, end in spans:
        mask[start:end] = b"\x01" * (end - start)
    return mask
