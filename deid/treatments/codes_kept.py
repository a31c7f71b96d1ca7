"""Which cells of a column of codes are none: numbers of persons and things that only have a code's shape.

Three kinds of evidence count: that the number was met in an identifying column of the export, how long it is beside the
column's other codes, and how many persons share it. That a code and somebody's number are the same is chance only where
such numbers lie close together, and then many codes of the column are met so.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from deid.identifiers import Identifier
from deid.safe_harbor import codes
from deid.safe_harbor.field_names import words_of_name
from deid.safe_harbor.likely_names import holds_unknown_word, is_short_name, may_name_alone, may_name_somebody
from deid.safe_harbor.name_rules import is_analyte
from deid.safe_harbor.strays import is_serial
from deid.safe_harbor.tokens import holds_log_in, holds_unexplained_token
from deid.treatments.base import Field, Surroundings
from deid.treatments.spread import Spread

_DIGIT = re.compile(r"\d")
_LISTED = re.compile(r"[;,|]")
_MODIFIERS = re.compile(r"(?:[- :][A-Z0-9]{2}){1,4}\Z")
_REMEMBERED, _LONG = 1 << 17, 200
"""So many cells are remembered from batch to batch; what is longer is no list of codes."""
_SYSTEMS = tuple(system.name for system in codes.CODE_SYSTEMS)
_USUAL, _MADE_OF = 0.02, 0.9
"""The share of the rows that makes a system one of a column's, and what such systems together must explain."""
_CROWDED = 0.3
_RARE, _NOT_MANY = 0.01, 0.1
_FEW_ROWS, _ROWS_TO_TELL = 2, 20
_TRUSTED = 0.95
_MISTYPED = 0.4
_MANY_ROWS = 10
_SEVERAL = 5
"""So many persons with a number of SNOMED CT's form among other codes make it a code."""
_UNCHECKED = range(8, 12)
"""Of so many digits only a check digit tells a code from another number."""


def strays(cells: list[str], spread: Spread, field: Field, around: Surroundings) -> list[Identifier | None]:
    """For each distinct cell of a column of codes the identifier that it carries."""
    pairs = zip(_promised(cells, spread, field), _of_shared_codes(cells, spread), strict=True)
    promised = [named or shared for named, shared in pairs]
    judged = iter(
        around.identified(field.kind, [cell for cell, is_so in zip(cells, promised, strict=True) if not is_so])
    )
    found = [None if is_so else next(judged) for is_so in promised]
    if field.reference:
        return found
    stray = [*_contested(cells, spread, around), *_out_of_line(cells, spread), *_untrue(cells, spread)]
    stray += [*_out_of_range(cells, words_of_name(field.name), spread), *_of_no_system(cells, spread)]
    for place in stray:
        found[place] = found[place] or Identifier.OTHER_UNIQUE
    for place in _wordy(cells, spread):
        found[place] = found[place] or Identifier.NAME
    return found


def _wordy(cells: list[str], spread: Spread) -> list[int]:
    """Words in no vocabulary where the others are codes, or what may name somebody, unless many persons share them.

    With a digit it may be a code of the system that most cells have, which :func:`_of_no_system` tells.
    """
    words = [place for place, cell in enumerate(cells) if _is_wordy(cell)]
    return [place for place, common in zip(words, spread.common(words), strict=True) if not common]


def _is_wordy(cell: str) -> bool:
    if _DIGIT.search(cell):
        return holds_log_in(cell)
    return holds_unknown_word(cell) or may_name_somebody(cell) or may_name_alone(cell) or is_short_name(cell)


def _of_no_system(cells: list[str], spread: Spread) -> list[int]:
    """Codes of none of the systems of which the column is made, that no system marks as its own either.

    A column in which many cells are of no system has codes of a site's own, of which this tells nothing; in one of
    words, such as diagnoses written out, one token with digits that nothing explains is out of place.
    """
    unique = {cell: place for place, cell in enumerate(cells) if _DIGIT.search(cell)}
    of: dict[str, list[int]] = {}
    for cell, place in unique.items():
        for system in _systems_of(cell):
            of.setdefault(system, []).append(place)
    filled = max(spread.filled, 1)
    usual = {place for places in of.values() if spread.rows[places].sum() >= _USUAL * filled for place in places}
    if spread.rows[sorted(usual)].sum() < _MADE_OF * filled:
        if 2 * spread.rows[list(unique.values())].sum() > filled:
            return []
        usual = {place for cell, place in unique.items() if " " in cell or not holds_unexplained_token(cell)}
    rest = [p for cell, p in unique.items() if p not in usual and not _marks_itself(codes.SYSTEM.sub("", cell))]
    return [place for place, common in zip(rest, spread.common(rest), strict=True) if not common]


def _marks_itself(code: str) -> bool:
    """A code that its shape alone tells: of ICD-10-PCS those without a qualifier."""
    if codes.likely_systems([code]) or codes.is_snomed_ct_extension(code) or is_analyte(code):
        return True
    return code.endswith("Z") and codes.share_of([code], "ICD-10-PCS") == 1


@lru_cache(maxsize=_REMEMBERED)
def _systems_of(cell: str) -> tuple[str, ...]:
    """The systems of whose shape each code of a cell is, less its modifiers and the system's name before it."""
    listed = codes.listed(cell) or [part.strip() for part in _LISTED.split(cell) if part.strip()]
    parts = [_MODIFIERS.sub("", codes.SYSTEM.sub("", part)) for part in listed]
    return tuple(name for name in _SYSTEMS if parts and codes.share_of(parts, name) == 1) if len(cell) < _LONG else ()


def _promised(cells: list[str], spread: Spread, field: Field) -> list[bool]:
    """For each cell whether it is a long code of the one system that the column's name speaks of.

    Of an NDC a spreadsheet loses the zeros in front: such numbers count where several persons share them, but for
    those of nine digits, which the check takes for social security numbers.
    """
    words = words_of_name(field.name)
    if "_ndc_" in words or words == "_rx_":
        short = [place for place, cell in enumerate(cells) if cell.isdigit() and len(cell) in (7, 8, 10, 11)]
        shared = {place for place, several in zip(short, spread.owners(short) >= _SEVERAL, strict=True) if several}
        return [place in shared for place in range(len(cells))]
    return ["_gpi_" in words and bool(codes.share_of([cell], "GPI")) for cell in cells]


def _of_shared_codes(cells: list[str], spread: Spread) -> list[bool]:
    """For each cell whether it lists codes that each stand in several other lists and in many rows.

    Three codes of five digits may pass for a payment card by chance; a card's parts do not come again elsewhere.
    """
    lists = [codes.listed(cell) for cell in cells]
    cells_of, rows_of = Counter[str](), Counter[str]()
    for parts, rows in zip(lists, spread.rows.tolist(), strict=False):
        for part in set(parts):
            cells_of[part] += 1
            rows_of[part] += rows
    usual = {part for part, times in cells_of.items() if times >= _SEVERAL and rows_of[part] >= _MANY_ROWS}
    return [bool(parts) and usual.issuperset(parts) for parts in lists]


def _contested(cells: list[str], spread: Spread, around: Surroundings) -> list[int]:
    """Codes that are somebody's number in this export, and that too few persons share."""
    crowding = around.crowding(cells)
    known = [place for place, crowded in enumerate(crowding) if crowded is not None]
    if not known:
        return []
    by_chance = len(known) >= max(0.1 * len(cells), 2)
    common, shared = spread.common(known), spread.shared(known)
    return [
        place
        for order, place in enumerate(known)
        if _is_unchecked(cells[place])
        or not (common[order] or (by_chance and (crowding[place] or 0) >= _CROWDED and shared[order]))
    ]


def _is_unchecked(cell: str) -> bool:
    return cell.isdigit() and len(cell) in _UNCHECKED and not _is_snomed(cell)


def _out_of_line(cells: list[str], spread: Spread) -> list[int]:
    """Long numbers and serials where the codes are none, and numbers longer than the column's."""
    stripped = [cell.strip() for cell in cells]
    numbers = [place for place, cell in enumerate(stripped) if cell.isdigit() and len(cell) >= 6]
    serials = [place for place, cell in enumerate(stripped) if is_serial(cell)]
    groups = [[place for place, cell in enumerate(stripped) if cell.isdigit()], serials]
    found = {place for group in groups if _is_rare(group, spread) for place in group}
    widths: dict[int, list[int]] = {}
    for place in numbers:
        widths.setdefault(len(stripped[place]), []).append(place)
    widest = max((width for width, group in widths.items() if not _is_rare(group, spread)), default=6)
    found |= {p for width, group in widths.items() if width > max(widest, 6) and _is_rare(group, spread) for p in group}
    chosen = sorted(place for place in found if len(stripped[place]) >= 6)
    valid = [place for place in chosen if _is_snomed(stripped[place])]
    if _are_snomed(numbers, stripped, spread):
        return [place for place in chosen if place not in valid]
    kept = {place for place, owners in zip(valid, spread.owners(valid), strict=True) if owners >= _SEVERAL}
    return [place for place in chosen if place not in kept]


def _are_snomed(numbers: Sequence[int], cells: Sequence[str], spread: Spread) -> bool:
    """Whether many of a column's long numbers have SNOMED CT's check digit; exports mistype a part of them."""
    rows = spread.rows[np.asarray(numbers, np.int64)]
    valid = np.array([_is_snomed(cells[place]) for place in numbers], np.bool_)
    return bool(rows[valid].sum() >= _MISTYPED * rows.sum() and rows.sum() > 0.05 * spread.filled)


def _is_snomed(code: str) -> bool:
    return codes.is_snomed_ct(code) or codes.is_snomed_ct_extension(code)


def _is_rare(group: Sequence[int], spread: Spread) -> bool:
    """Whether few rows hold one of these, or not so few, but hardly two of them the same."""
    rows = int(spread.rows[np.asarray(group, np.int64)].sum())
    if rows <= _RARE * spread.filled or (rows <= _FEW_ROWS and spread.filled >= _ROWS_TO_TELL):
        return True
    return rows <= _NOT_MANY * spread.filled and len(group) >= _MADE_OF * rows and spread.filled >= _ROWS_TO_TELL


_HIGHEST = (
    (re.compile(r"_(?:rxnorm|rx_norm|rx_?cui|cui)_"), 3_500_000),
    (re.compile(r"concept_id_"), 60_000_000),
)
"""The highest numbers that RxNorm and the OMOP vocabularies have given out, with room for years to come."""
_OF_A_SITE = range(2_000_000_000, 2_100_000_000)


def _out_of_range(cells: list[str], words: str, spread: Spread) -> list[int]:
    """Numbers beyond all codes of the system that the column's name speaks of, unless they are common here."""
    highest = next((number for name, number in _HIGHEST if name.search(words)), None)
    if highest is None:
        return []
    numbers = [(place, int(cell)) for place, cell in enumerate(cells) if cell.isascii() and cell.isdigit()]
    beyond = [place for place, number in numbers if number > highest and number not in _OF_A_SITE]
    return [place for place, common in zip(beyond, spread.common(beyond), strict=True) if not common]


def _untrue(cells: list[str], spread: Spread) -> list[int]:
    """Numbers without SNOMED CT's check digit in a column where nearly all others have it."""
    long = [place for place, cell in enumerate(cells) if cell.isdigit() and 6 <= len(cell) <= 11]
    valid = [place for place in long if _is_snomed(cells[place])]
    if len(valid) < 3 or len(valid) == len(long):
        return []
    rows = spread.rows
    if rows[valid].sum() < _TRUSTED * rows[long].sum():
        return []
    rest = sorted(set(long) - set(valid))
    return [place for place, common in zip(rest, spread.common(rest), strict=True) if not common]
