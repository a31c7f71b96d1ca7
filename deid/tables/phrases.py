"""What of a cell is looked up among the identifying values of an export: its words, their runs, and what is glued."""

from __future__ import annotations

import re
import unicodedata

from deid.safe_harbor import codes
from deid.vault.spelling import squeeze_text

LONGEST_PHRASE = 6
WORD = re.compile(r"[^\W_]+")
_BARE = re.compile(r"(?=\S*\d)[\w.:-]{1,24}")
_MIXED = re.compile(r"[^\W\d_]\d|\d[^\W\d_]|[a-z][A-Z]")
_RUN = re.compile(r"\d+|[^\W\d_a-z]?[a-z\u00df-\u00ff]+|[^\W\d_]+")
_ENDING = re.compile(r"\d{1,15}\Z")
_NEAR = 32
_APOSTROPHE = re.compile(r"[^\W_]+['`\u2018\u2019\u02bc\u2032][^\W_]+")
_PACKED = re.compile(r"(?<!\d)\d{8}(?:\d{4}(?:\d\d)?)?(?!\d)", re.ASCII)
_PARTED = re.compile(r"(?<!\d)(\d{1,2})([-./])(\d{1,2})\2(\d{4}|\d{2})(?!\d)", re.ASCII)


def unzipped(pairs: list[tuple[str, str]]) -> tuple[list[str], list[str]]:
    """Pairs of a cell and a text as two lists, side by side."""
    return [owner for owner, _ in pairs], [text for _, text in pairs]


def phrases(cells: list[str]) -> tuple[list[str], list[str]]:
    """Every run of up to six neighbouring words and the whole, squeezed, with the cell that it stands in."""
    owners: list[str] = []
    found: list[str] = []
    for cell in cells:
        squeezed = [squeeze_text(part) for part in WORD.findall(joined(cell))]
        runs = [
            "".join(squeezed[start:end])
            for start in range(len(squeezed))
            for end in range(start + 1, min(start + LONGEST_PHRASE, len(squeezed)) + 1)
        ]
        runs += ["".join(squeezed)] if len(squeezed) > LONGEST_PHRASE else []
        found += runs
        owners += [cell] * len(runs)
    return owners, found


def joined(cell: str) -> str:
    """A cell in which no accent and no invisible sign parts a word."""
    if cell.isascii():
        return cell
    composed = unicodedata.normalize("NFKC", cell)
    return "".join(c for c in composed if not (unicodedata.combining(c) or unicodedata.category(c) == "Cf"))


def names_of(cell: str) -> list[str]:
    """What of a cell may be one name, squeezed: each word, and two with an apostrophe between them, as ``O'Brien``."""
    text = joined(cell)
    pairs = _APOSTROPHE.findall(text) if len(text) > 2 else []
    return [squeeze_text(word) for word in (*WORD.findall(text), *pairs)]


def days_of(cell: str) -> list[str]:
    """Every day that numbers of a cell can mean, as YYYYMMDD, seldom used notations too: ``11-21-57``, ``11211957``."""
    text = joined(cell)
    packed = [day for found in _PACKED.findall(text) for day in (found[:8], found[4:8] + found[:4])]
    parted = [
        f"{year}{int(month):02d}{int(day):02d}"
        for one, _, other, short in _PARTED.findall(text)
        for year in ([short] if len(short) == 4 else [f"19{short}", f"20{short}"])
        for month, day in ((one, other), (other, one))
    ]
    return packed + parted


def numbers_of(cells: list[str]) -> tuple[list[str], list[str]]:
    """What of bare codes may be somebody's number: the whole, and the parts unless it has the form of a public code.

    A dot or dash at its right place is part of a code, and of no number.
    """
    shaped = {cell for cell in cells if _has_public_shape(cell)}
    owners, found = phrases([cell for cell in cells if cell not in shaped])
    whole = [cell for cell in shaped if cell.isalnum()]
    return owners + whole, found + [squeeze_text(cell) for cell in whole]


def _has_public_shape(cell: str) -> bool:
    code = codes.SYSTEM.sub("", cell)
    return is_distinct(code) or bool(codes.share_of([code], "NDC"))


def glued(cell: str) -> list[str]:
    """Long runs of letters, or of digits, that stand glued to others within a word: ``ref4471234x``, ``OkaforMary``."""
    if not _MIXED.search(cell):
        return []
    runs = [run for word in WORD.findall(cell) for run in _RUN.findall(word) if len(run) < len(word)]
    return [run.lower() for run in runs if len(run) >= (6 if run.isdigit() else 4)]


def neighbours(squeezed: str) -> list[str]:
    """The numbers just before and behind one, in its spelling; none for what ends in no number."""
    digits = _ENDING.search(squeezed)
    if digits is None:
        return []
    number, width, before = int(digits[0]), len(digits[0]), squeezed[: digits.start()]
    near = range(max(number - _NEAR, 0), number + _NEAR + 1)
    return [f"{before}{other:0{width}d}" for other in near if other != number]


def is_bare_code(cell: str) -> bool:
    """Whether a cell is one short token with a digit, as codes are."""
    return _BARE.fullmatch(cell) is not None


def is_distinct(code: str) -> bool:
    """Whether the shape alone tells that this is a public code."""
    return bool(codes.likely_systems([code]))
