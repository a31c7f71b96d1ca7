"""Whether a cell that is to stay carries an identifier: patterns, and what was harvested from this export."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from deid.identifiers import Finding, Identifier
from deid.safe_harbor import codes, dates, geography
from deid.safe_harbor.kinds import KINDS, FieldKind
from deid.safe_harbor.strays import out_of_place
from deid.safe_harbor.text import screen
from deid.tables.phrases import (
    LONGEST_PHRASE,
    WORD,
    days_of,
    glued,
    is_bare_code,
    is_distinct,
    names_of,
    neighbours,
    numbers_of,
    phrases,
    unzipped,
)
from deid.vault.kinds import Kind
from deid.vault.spelling import squeeze_text

_REMEMBERED = 200_000
_DIGITS = re.compile(r"(?<![\d.])\d{7,}(?!\d|\.\d)")
_SHORT_DATE = re.compile(r"\d{1,2}([-.])\d{1,2}\1\d{2}", re.ASCII)
_LOCAL_CONCEPT = re.compile(r"20000\d{5}")
"""A concept of a site's own in OMOP: they begin at two thousand million."""
_AMOUNT = re.compile(r"\s*[+-]?[$\u20ac\u00a3]?[\d,]*\.?\d*\s*")
_MEASURED = re.compile(r"\s*[<>]?=?\s*\d{7}(?:\.0*)?\s*")
_ABBREVIATED = re.compile(r"[^\W\d_]{1,3}|\d{1,2}")
_WORD = re.compile(r"[^\W_]+")
_LONGEST_PHRASE = 6
_WORDED = frozenset({"description", "category"})
_DOSED = re.compile(
    r"\b(?:daily|every|each|once|twice|take|tab(?:let)?s?|cap(?:sule)?s?|doses?|units?|puffs?|drops?|bid|tid|qid|qhs|qam|qpm|qd|"
    r"nightly|bedtime|meals?|breakfast|dinner|prn|by mouth|po|q\d{1,2}h|mg|ml|mcg)\b",
    re.I,
)
_CLOCK = re.compile(
    r"(?<![\w.:])(?:[01]?\d|2[0-3]):[0-5]\d(?:\s?[ap]\.?m\b\.?)?(?![\w:])|(?<![\w.:])\d{1,2}\s?[ap]\.?m\b\.?", re.I
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_FORMULA = re.compile(r"\s*[=@]\s*\S|\s*[+-]\s*[A-Za-z(]")


class Harvested(Protocol):
    """What was harvested, whole or for a few values at a time."""

    def places(self, kind: Kind, squeezed: Sequence[str]) -> list[int]:
        """The places of those squeezed strings that were harvested under this kind."""

    def which_text(self, kind: Kind, texts: Sequence[str]) -> list[bool]:
        """Which of these texts were harvested under this kind."""


@dataclass(slots=True)
class CellScreen:
    """Judges distinct cells, and remembers its verdicts."""

    harvest: Harvested
    _verdicts: dict[tuple[str, str], Identifier | None] = field(default_factory=dict)
    _crowding: dict[str, float | None] = field(default_factory=dict)

    def identified(self, kind: FieldKind, cells: list[str]) -> list[Identifier | None]:
        """The identifier that each cell carries, or None."""
        unseen = [cell for cell in dict.fromkeys(cells) if (kind.name, cell) not in self._verdicts]
        if len(self._verdicts) + len(unseen) > _REMEMBERED:
            self._verdicts.clear()
            unseen = list(dict.fromkeys(cells))
        self._verdicts.update({(kind.name, cell): found for cell, found in self._judge(kind, unseen).items()})
        return [self._verdicts[kind.name, cell] for cell in cells]

    def crowding(self, cells: list[str]) -> list[float | None]:
        """For each code None, or if it is an identifying value of the export the share of its neighbours that are."""
        unseen = [cell for cell in dict.fromkeys(cells) if cell not in self._crowding]
        if len(self._crowding) + len(unseen) > _REMEMBERED:
            self._crowding.clear()
            unseen = list(dict.fromkeys(cells))
        self._crowding.update(dict.fromkeys(unseen))
        owners, texts = numbers_of([cell for cell in unseen if is_bare_code(cell)])
        for place in self._hits(Kind.EXACT, texts):
            around = neighbours(texts[place])
            share = len(self._hits(Kind.EXACT, around)) / len(around) if around else 0.0
            self._crowding[owners[place]] = min(share, self._crowding[owners[place]] or 1.0)
        return [self._crowding[cell] for cell in cells]

    def _hits(self, kind: Kind, squeezed: list[str]) -> list[int]:
        return self.harvest.places(kind, squeezed)

    def _judge(self, kind: FieldKind, cells: list[str]) -> dict[str, Identifier | None]:
        verdicts = {cell: _by_form(kind, cell) for cell in cells}
        verdicts.update(self._known(kind, [cell for cell, verdict in verdicts.items() if verdict is None]))
        return verdicts

    def _known(self, kind: FieldKind, cells: list[str]) -> dict[str, Identifier]:
        """Cells that hold a harvested value, as a whole, as a phrase, or glued to other letters or digits.

        Bare codes are left to :meth:`crowding`.
        """
        if kind.name == "public_code":
            cells = [cell for cell in cells if not is_bare_code(cell)]
        owners, texts = phrases(cells)
        words = [(cell, name) for cell in cells for name in names_of(cell)]
        stuck = [(cell, run) for cell in cells for run in glued(cell)]
        found: dict[str, Identifier] = {}
        self._mark(Kind.EXACT, owners, texts, Identifier.OTHER_UNIQUE, found)
        if kind.family != "region":
            self._mark(Kind.PLACE, owners, texts, Identifier.GEOGRAPHY, found)
        for pairs in (words, stuck):
            self._mark(Kind.NAME, *unzipped(pairs), Identifier.NAME, found)
        self._mark(Kind.EXACT, *unzipped(stuck), Identifier.OTHER_UNIQUE, found)
        if kind.name != "public_code":
            days = [(cell, day) for cell in cells if any(map(str.isdigit, cell)) for day in days_of(cell)]
            self._mark(Kind.DATE, *unzipped(days), Identifier.DATE_OR_AGE, found)
        return found

    def holds_known(self, text: str) -> bool:
        """Whether a text, such as the name of a column, holds a harvested value."""
        return bool(self._known(KINDS["description"], [text]))

    def harvested(self, text: str) -> list[Finding]:
        """Where harvested values stand in a text, by the same rules as those that judge kept cells."""
        words = list(WORD.finditer(text))
        squeezed = [squeeze_text(word[0]) for word in words]
        runs = [
            ("".join(squeezed[start:end]), start, end)
            for start in range(len(words))
            for end in range(start + 1, min(start + LONGEST_PHRASE, len(words)) + 1)
        ]
        singles = [(text_of, place, place + 1) for place, text_of in enumerate(squeezed)]
        stuck = [(run, place, place + 1) for place, word in enumerate(words) for run in glued(word[0])]
        found: list[Finding] = []
        for kind, identifier, looked_up in (
            (Kind.EXACT, Identifier.OTHER_UNIQUE, runs + stuck),
            (Kind.PLACE, Identifier.GEOGRAPHY, runs),
            (Kind.NAME, Identifier.NAME, singles + stuck),
            (Kind.DATE, Identifier.DATE_OR_AGE, singles),
        ):
            for hit in self._hits(kind, [text_of for text_of, _, _ in looked_up]):
                _, first, last = looked_up[hit]
                start, end = words[first].start(), words[last - 1].end()
                found.append(Finding(start, end, identifier, "harvested_value", 1.0))
        return found

    def _mark(
        self, kind: Kind, owners: list[str], squeezed: list[str], identifier: Identifier, found: dict[str, Identifier]
    ) -> None:
        found.update({owners[place]: identifier for place in self._hits(kind, squeezed)})


def _is_published(kind: FieldKind, cell: str) -> bool:
    """A code whose check digit or shape says that it is no number of a person."""
    if kind.name != "public_code":
        return False
    code = codes.SYSTEM.sub("", cell)
    return codes.is_snomed_ct_extension(code) or _LOCAL_CONCEPT.fullmatch(code) is not None or is_distinct(code)


def _is_coded_element(cell: str) -> bool:
    """HL7's code, wording and system in one cell, of which the code has its check digit: ``112283007^E. coli^SCT``."""
    found = codes.coded_element(cell)
    return found is not None and is_distinct(found[0]) and screen(found[1]) is None


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
    if _is_published(kind, cell) or codes.is_terminology(cell) or _is_coded_element(cell):
        return None
    found = screen(cell)
    if found is not None and found.finder == "time_of_day" and _may_tell_the_time(kind, cell):
        found = screen(_CLOCK.sub("", cell))
    if found is not None:
        return found.identifier
    misplaced = out_of_place(kind.name, cell.strip())
    if misplaced is not None:
        return misplaced
    return _by_digits(kind, cell)


def _may_tell_the_time(kind: FieldKind, cell: str) -> bool:
    """A scrubbed note, whose day is gone, or when to take a drug, which is no moment of a person's care."""
    return kind.name == "free_text" or (kind.name in _WORDED and bool(_DOSED.search(cell)))


def _by_digits(kind: FieldKind, cell: str) -> Identifier | None:
    """Whether a cell has more digits in a row than values of its column's kind have."""
    longest = max((len(run) for run in _DIGITS.findall(cell)), default=0)
    if kind.name == "public_code":
        code = codes.SYSTEM.sub("", cell).strip()
        if _SHORT_DATE.fullmatch(code) and dates.is_date(code.replace(".", "-")):
            return Identifier.DATE_OR_AGE  # no public code has three parts of two digits
        dispensed = codes.share_of([code], "NDC")
        told = code == cell.strip() or codes.NAMED_SYSTEM.match(cell)
        lasting = longest >= 9 or (longest >= 7 and not (code.isdigit() and told))
        return Identifier.OTHER_UNIQUE if lasting and not dispensed else None
    if kind.name == "amount" and _AMOUNT.fullmatch(cell):
        return Identifier.OTHER_UNIQUE if longest >= 9 or (longest == 8 and dates.is_date(cell)) else None
    if kind.name == "measurement" and longest == 7 and _MEASURED.fullmatch(cell):
        return None  # what it is, its column and its unit tell
    return Identifier.OTHER_UNIQUE if longest >= 7 else None
