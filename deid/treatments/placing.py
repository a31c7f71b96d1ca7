"""Places: (B) of the rule."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

import pyarrow as pa
import pyarrow.compute as pc

from deid.arrow import as_text, map_distinct, scalar
from deid.safe_harbor import geography
from deid.safe_harbor.kinds import FieldKind
from deid.treatments.base import Field, Surroundings, Treated, Treatment
from deid.treatments.coding import filled
from deid.vault.octets import Octets

_SAYS_PREFIX = re.compile(r"zip_?3", re.IGNORECASE)
_ANY, _NOTHING = scalar("01"), scalar("")


@dataclass(frozen=True, slots=True)
class Zip3(Treatment):
    """The first three digits of a ZIP code where more than 20,000 people live there, else 000."""

    name: str = "zip3"
    summary: str = "the first three digits where more than 20,000 people live there (2020 Census), else 000"
    form: str = "zip3"
    suffix: str = "_zip3"

    def apply(self, column: pa.Array, field: Field, around: Surroundings) -> Treated:
        """Three digits as text; the row's State, where there is one, must agree."""
        cells = filled(as_text(column))
        # Five digits settle by their first three; only other spellings are looked at whole. Three digits may be what
        # a lost zero left of 00601, unless the column says that it holds prefixes.
        prefixes_already = _SAYS_PREFIX.search(field.name) is not None
        cells = _by_prefix(cells, r"^\d{3}$" if prefixes_already else r"^\d{5}(?:-\d{4})?$")
        state = around.beside(field.beside["state"]) if "state" in field.beside else None
        if state is None:
            return Treated(map_distinct(cells, lambda distinct: [_prefix(cell, "") for cell in distinct]))
        paired = pc.binary_join_element_wise(cells, pc.fill_null(state, ""), scalar("\x1f"))

        def prefixes(distinct: list[str]) -> list[str | None]:
            halves = [pair.split("\x1f", 1) for pair in distinct]
            return [_prefix(cell, region.strip()) for cell, region in halves]

        return Treated(map_distinct(paired, prefixes))

    def removes(self, kind: FieldKind) -> bool:
        """Of ZIP codes only: three digits of another number are a part of it."""
        return kind.identifier is None or kind.name == "zip"


def _by_prefix(cells: pa.Array, pattern: str) -> pa.Array:
    """The cells, those of this pattern with ``01`` in place of what follows their first three digits."""
    octets = Octets.of(cells)
    if octets.fits(b"00000", b"99999") and re.match(pattern, "00000"):
        return pc.binary_join_element_wise(octets.beginnings(3), _ANY, _NOTHING)
    plain = pc.match_substring_regex(cells, pattern)
    return pc.if_else(plain, pc.binary_join_element_wise(pc.utf8_slice_codeunits(cells, 0, 3), _ANY, _NOTHING), cells)


@lru_cache(1 << 17)
def _prefix(cell: str, state: str) -> str:
    return geography.zip3(cell, state or None)
