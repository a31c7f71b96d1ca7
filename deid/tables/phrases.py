"""What of a cell is looked up among the identifying values of an export: its words, their runs, and what is glued."""

from __future__ import annotations

import re

from deid.safe_harbor import codes
from deid.vault.spelling import squeeze_text

LONGEST_PHRASE = 6
WORD = re.compile(r"[^\W_]+")
_BARE = re.compile(r"(?=\S*\d)[\w.:-]{1,24}")
_MIXED = re.compile(r"[^\W\d_]\d|\d[^\W\d_]|[a-z][A-Z]")
_RUN = re.compile(r"\d+|[^\W\d_a-z]?[a-z\u00df-\u00ff]+|[^\W\d_]+")
_ENDING = re.compile(r"\d{1,15}\Z")
_NEAR = 32


def unzipped(pairs: list[tuple[str, str]]) -> tuple[list[str], list[str]]:
    """Pairs of a cell and a text as two lists, side by side."""
    return [owner for owner, _ in pairs], [text for _, text in pairs]


def phrases(cells: list[str]) -> tuple[list[str], list[str]]:
    """Every run of up to six neighbouring words, squeezed, with the cell that it stands in."""
    owners: list[str] = []
    found: list[str] = []
    for cell in cells:
        squeezed = [squeeze_text(part) for part in WORD.findall(cell)]
        for start in range(len(squeezed)):
            for end in range(start + 1, min(start + LONGEST_PHRASE, len(squeezed)) + 1):
                found.append("".join(squeezed[start:end]))
                owners.append(cell)
    return owners, found


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
