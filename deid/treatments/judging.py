"""Which cells of a column that stays carry an identifier: by what the column holds, and by who shares them."""

from __future__ import annotations

import re
from collections.abc import Callable

from deid.identifiers import Identifier
from deid.safe_harbor import codes
from deid.safe_harbor.cells import is_term
from deid.safe_harbor.closed_lists import CLOSED_LISTS, ClosedList
from deid.safe_harbor.field_names import words_of_name
from deid.safe_harbor.kinds import KINDS, FieldKind
from deid.safe_harbor.likely_names import (
    holds_borne_word,
    holds_unknown_word,
    is_given_and_surname,
    may_be_person,
    may_name_alone,
    may_name_somebody,
)
from deid.safe_harbor.tokens import holds_unexplained_token
from deid.treatments import classes_kept, codes_kept
from deid.treatments.base import Field, Surroundings
from deid.treatments.spread import Spread

_SHARED_BY = 11
"""So many persons have an occupation that stays: what fewer share, reports call "fewer than 11"."""


def judged(cells: list[str], spread: Spread, field: Field, around: Surroundings) -> list[Identifier | None]:
    """For each distinct cell the identifier that it carries, or None where it may stay.

    Args:
        cells: the distinct cells.
        spread: how many rows and persons have each.
        field: the column.
        around: what else is known of the export.
    """
    found = _by_kind(cells, spread, field, around)
    if field.only in CLOSED_LISTS:
        return _of_list(CLOSED_LISTS[field.only], cells, found, spread)
    return _without_rare(field.kind, cells, found, spread) if field.only else found


def _by_kind(cells: list[str], spread: Spread, field: Field, around: Surroundings) -> list[Identifier | None]:
    """For each distinct cell the identifier that it carries."""
    if field.kind.name == "public_code":
        return codes_kept.strays(cells, spread, field, around)
    companies = field.kind.name == "payer" or _OF_COMPANIES.search(words_of_name(field.name))
    found = around.identified(KINDS["payer"] if companies else field.kind, cells)
    if field.reference:
        return found
    doubtful = _may_be_no_company if companies else _DOUBTFUL.get(field.kind.name)
    found = found if doubtful is None else _without_loners(cells, found, spread, doubtful)
    if field.kind.name in _NUMERIC:
        told = zip(cells, found, strict=True)
        found = [each or (Identifier.NAME if _may_be_full_name(cell) else None) for cell, each in told]
    for place, identifier in classes_kept.loners(field.kind, cells, spread).items():
        found[place] = found[place] or identifier
    return found


def _without_loners(
    cells: list[str], found: list[Identifier | None], spread: Spread, doubtful: Callable[[str], bool]
) -> list[Identifier | None]:
    """The findings, and besides each cell that may be a name and that too few persons share to be none."""
    loners = [place for place, cell in enumerate(cells) if found[place] is None and doubtful(cell)]
    for place, common in zip(loners, spread.common(loners), strict=True):
        stray = Identifier.OTHER_UNIQUE if any(map(str.isdigit, cells[place])) else Identifier.NAME
        found[place] = None if common else stray
    return found


def _of_list(
    closed: ClosedList, cells: list[str], found: list[Identifier | None], spread: Spread
) -> list[Identifier | None]:
    """The findings, and besides each cell that is not of the list, or that too few persons share where that matters."""
    several = spread.owners(range(len(cells))) >= _SHARED_BY if closed.shared else [True] * len(cells)
    stays = [closed.holds(cell) and shared for cell, shared in zip(cells, several, strict=True)]
    return [each if may_stay else each or closed.identifier for each, may_stay in zip(found, stays, strict=True)]


def _without_rare(
    kind: FieldKind, cells: list[str], found: list[Identifier | None], spread: Spread
) -> list[Identifier | None]:
    """The findings, and besides each cell that few persons share and that is no wording of the clinic or language."""
    is_safe = _is_certain_code if kind.name == "public_code" else _is_safe_wording
    rare = [place for place, cell in enumerate(cells) if found[place] is None and not is_safe(cell)]
    for place, common in zip(rare, spread.common(rare), strict=True):
        if not common or _may_be_full_name(cells[place]):
            found[place] = Identifier.OTHER_UNIQUE
    return found


def _may_be_full_name(cell: str) -> bool:
    return " " in cell and (may_be_person(cell) or is_given_and_surname(cell))


def _is_safe_wording(cell: str) -> bool:
    return is_term(cell) and not holds_borne_word(cell) and not any(map(str.isdigit, cell))


def _is_certain_code(cell: str) -> bool:
    return bool(codes.likely_systems([cell]))


def _is_unexplained(cell: str) -> bool:
    return holds_unknown_word(cell) or holds_unexplained_token(cell) or may_name_somebody(cell)


def _is_no_result(cell: str) -> bool:
    """Whether a cell among numbers is neither one of them nor a result in words."""
    return _is_unexplained(cell) or may_name_alone(cell)


def _is_no_amount(cell: str) -> bool:
    return _is_no_result(cell) or holds_borne_word(cell)


def _may_be_no_company(cell: str) -> bool:
    alone = " " not in cell.strip() and holds_unknown_word(cell)
    return alone or may_be_person(cell) or may_name_somebody(cell) or holds_unexplained_token(cell)


_DOUBTFUL: dict[str, Callable[[str], bool]] = {
    "category": _is_unexplained,
    "measurement": _is_no_result,
    "amount": _is_no_amount,
    "unit": _is_unexplained,
    "flag": _is_unexplained,
    "description": may_name_somebody,
}
"""What may be a name or number among values of these kinds, whose words are those of the language and the clinic."""
_NUMERIC = frozenset({"measurement", "amount"})
"""Kinds among whose values a full name stands for nothing, however many share it."""
_OF_COMPANIES = re.compile(r"_(?:manufacturer|vendor|make|maker|supplier|mfr|mfg)s?_")
"""Columns whose values are names, though of companies."""
