"""What a column's values must be for its name to be believed, kind by kind."""

from __future__ import annotations

from collections.abc import Callable

from deid.safe_harbor import contents, geography
from deid.safe_harbor.expected.coded import public_codes
from deid.safe_harbor.expected.column import Column
from deid.safe_harbor.expected.numeric import amounts, measures
from deid.safe_harbor.expected.worded import classes, countries, flags, payers, units, words

__all__ = ["Column", "agrees"]


def agrees(column: Column, in_doubt: str = "") -> bool:
    """Whether the values can be what the name says; `in_doubt` is the kind that they look like otherwise."""
    test = _EXPECTED.get(column.named.kind.name) if column.named else None
    return test is None or test(column, in_doubt)


def _is_state_or_code(cell: str) -> bool:
    return geography.is_state(cell) or (cell.isdigit() and len(cell) <= 2)


_EXPECTED: dict[str, Callable[[Column, str], bool]] = {
    "measurement": measures,
    "duration": lambda column, in_doubt: (
        measures(column, in_doubt) and column.sample.share(contents.is_quantity) >= 0.5
    ),
    "amount": amounts,
    "public_code": public_codes,
    "description": words,
    "category": classes,
    "payer": payers,
    "flag": flags,
    "unit": units,
    "state": lambda column, _: column.sample.reaches(_is_state_or_code, 0.5),
    "country": countries,
    "person_name": lambda column, _: column.sample.share(contents.is_wording) < 0.7,
}
