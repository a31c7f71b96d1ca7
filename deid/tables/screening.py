"""Whether a cell that is to stay carries an identifier: patterns, and what was harvested from this export."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import pyarrow as pa

from deid.arrow import TEXT
from deid.identifiers import Finding, Identifier
from deid.safe_harbor import codes, dates, geography
from deid.safe_harbor.kinds import FieldKind
from deid.safe_harbor.strays import out_of_place
from deid.safe_harbor.text import screen
from deid.vault import Harvest, Kind
from deid.vault.hashing import squeeze_text

_REMEMBERED = 200_000
_LONGEST_PHRASE = 6
_WORD = re.compile(r"[^\W_]+")
_DIGITS = re.compile(r"(?<![\d.])\d{7,}(?![\d.])")
_LONG_SNOMED = re.compile(r"[1-9]\d{4,7}1000\d{3}1[012]\d")
"""A SNOMED CT identifier of an extension: its namespace (1000xxx) says so, even where the check digit is mistyped."""
_SYSTEM = re.compile(r"\A[A-Za-z][\w-]{1,12}:")
"""The system that i2b2 and others write before a code: ``NDC:00093721401``."""
_AMOUNT = re.compile(r"\s*[+-]?[$\u20ac\u00a3]?[\d,]*\.?\d*\s*")
_ABBREVIATED = re.compile(r"[^\W\d_]{1,3}|\d{1,2}")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_FORMULA = re.compile(r"\s*[=@]\s*\S|\s*[+-]\s*[A-Za-z(]")


@dataclass(slots=True)
class CellScreen:
    """Judges distinct cells, and remembers its verdicts."""

    harvest: Harvest
    _verdicts: dict[tuple[str, str], Identifier | None] = field(default_factory=dict)

    def identified(self, kind: FieldKind, cells: list[str]) -> list[Identifier | None]:
        """The identifier that each cell carries, or None."""
        unseen = [cell for cell in dict.fromkeys(cells) if (kind.name, cell) not in self._verdicts]
        if len(self._verdicts) + len(unseen) > _REMEMBERED:
            self._verdicts.clear()
            unseen = list(dict.fromkeys(cells))
        self._verdicts.update({(kind.name, cell): found for cell, found in self._judge(kind, unseen).items()})
        return [self._verdicts[kind.name, cell] for cell in cells]

    def _judge(self, kind: FieldKind, cells: list[str]) -> dict[str, Identifier | None]:
        verdicts = {cell: _by_form(kind, cell) for cell in cells}
        open_cells = [cell for cell, verdict in verdicts.items() if verdict is None and not _is_published(kind, cell)]
        verdicts.update(self._known(kind, open_cells))
        return verdicts

    def _known(self, kind: FieldKind, cells: list[str]) -> dict[str, Identifier]:
        """Cells that hold a harvested value, as a whole or as a phrase."""
        phrases: list[str] = []
        owners: list[str] = []
        words: list[str] = []
        word_owners: list[str] = []
        for cell in cells:
            parts = _WORD.findall(cell)
            squeezed = [squeeze_text(part) for part in parts]
            words += squeezed
            word_owners += [cell] * len(squeezed)
            for start in range(len(squeezed)):
                for end in range(start + 1, min(start + _LONGEST_PHRASE, len(squeezed)) + 1):
                    phrases.append("".join(squeezed[start:end]))
                    owners.append(cell)
        found: dict[str, Identifier] = {}
        self._mark(Kind.EXACT, phrases, owners, Identifier.OTHER_UNIQUE, found)
        if kind.family != "region":
            self._mark(Kind.PLACE, phrases, owners, Identifier.GEOGRAPHY, found)
        self._mark(Kind.NAME, words, word_owners, Identifier.NAME, found)
        if kind.name != "public_code":
            self._mark(Kind.DATE, words, word_owners, Identifier.DATE_OR_AGE, found)
        return found

    def harvested(self, text: str) -> list[Finding]:
        """Where harvested values stand in a text, by the same rules as those that judge kept cells."""
        words = list(_WORD.finditer(text))
        squeezed = [squeeze_text(word[0]) for word in words]
        spans = [
            (start, end)
            for start in range(len(words))
            for end in range(start + 1, min(start + _LONGEST_PHRASE, len(words)) + 1)
        ]
        phrases = ["".join(squeezed[start:end]) for start, end in spans]
        singles = [(place, place + 1) for place in range(len(words))]
        found: list[Finding] = []
        for kind, identifier, texts, places in (
            (Kind.EXACT, Identifier.OTHER_UNIQUE, phrases, spans),
            (Kind.PLACE, Identifier.GEOGRAPHY, phrases, spans),
            (Kind.NAME, Identifier.NAME, squeezed, singles),
            (Kind.DATE, Identifier.DATE_OR_AGE, squeezed, singles),
        ):
            if texts:
                hits = self.harvest.which(kind, pa.array(texts, TEXT)).nonzero()[0]
                found += [_finding(words, places[hit], identifier) for hit in hits]
        return found

    def _mark(
        self,
        kind: Kind,
        texts: list[str],
        owners: list[str],
        identifier: Identifier,
        found: dict[str, Identifier],
    ) -> None:
        if texts:
            for place in self.harvest.which(kind, pa.array(texts, TEXT)).nonzero()[0]:
                found[owners[place]] = identifier


def _finding(words: list[re.Match[str]], place: tuple[int, int], identifier: Identifier) -> Finding:
    return Finding(words[place[0]].start(), words[place[1] - 1].end(), identifier, "harvested_value", 1.0)


def _is_published(kind: FieldKind, cell: str) -> bool:
    """A code whose check digit or shape says that it is no number of a person."""
    if kind.name != "public_code":
        return False
    code = _SYSTEM.sub("", cell)
    return _LONG_SNOMED.fullmatch(code) is not None or bool(codes.likely_systems([code]))


def _by_form(kind: FieldKind, cell: str) -> Identifier | None:
    """What the cell's own form gives away."""
    if not cell.strip():
        return None
    if kind.name == "state":
        return None if geography.is_state(cell) or _ABBREVIATED.fullmatch(cell.strip()) else Identifier.GEOGRAPHY
    if kind.name == "country":
        return None if geography.is_country(cell) or len(cell) <= 3 else Identifier.GEOGRAPHY
    if _CONTROL.search(cell) or _FORMULA.match(cell):
        return Identifier.OTHER_UNIQUE
    if _is_published(kind, cell):
        return None
    found = screen(cell)
    if found is not None:
        return found.identifier
    misplaced = out_of_place(kind.name, cell.strip())
    if misplaced is not None:
        return misplaced
    longest = max((len(run) for run in _DIGITS.findall(cell)), default=0)
    if kind.name == "public_code":
        dispensed = codes.share_of([_SYSTEM.sub("", cell)], "NDC")
        return Identifier.OTHER_UNIQUE if longest >= 9 and not dispensed else None
    if kind.name == "amount" and _AMOUNT.fullmatch(cell):
        return Identifier.OTHER_UNIQUE if longest >= 9 or (longest == 8 and dates.is_date(cell)) else None
    return Identifier.OTHER_UNIQUE if longest >= 7 else None
