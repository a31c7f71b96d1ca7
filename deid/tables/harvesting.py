"""What of an identifying column is harvested: whole values, the words of names, places, full dates."""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa
import pyarrow.compute as pc

from deid.safe_harbor import dates, geography, vocabulary
from deid.vault import HarvestWriter
from deid.vault.octets import Octets

_ISO_DAY = r"^(?:1[89]|20)\d\d-[01]\d-[0-3]\d"
_SEVERAL_WORDS = r"\d|\S\s+\S+\s+\S"


def add_exact(writer: HarvestWriter, cells: pa.Array) -> None:
    """Harvest whole values; a value of words alone only when it is long enough to be nobody else's."""
    if Octets.of(cells).all_hold_digits():
        writer.add_exact(cells)
        return
    telling = pc.match_substring_regex(cells, _SEVERAL_WORDS)
    if not telling.null_count and pc.all(telling).as_py():
        writer.add_exact(cells)
        return
    writer.add_exact(cells.filter(pc.fill_null(telling, False)))
    rest = pc.unique(cells.filter(pc.fill_null(pc.invert(telling), False)))
    if len(rest):
        unusual = [value for value in rest.to_pylist() if vocabulary.unknown_words(value)]
        writer.add_exact(pa.array(unusual, rest.type))


def name_words(value: str) -> Iterable[str]:
    """The parts of a name that are no ordinary words."""
    for word in value.replace("'", "").replace("\u2019", "").replace(",", " ").split():
        bare = word.strip('.()[]"-')
        if sum(map(str.isalpha, bare)) >= 3 and not vocabulary.is_common_word(bare) and not vocabulary.is_eponym(bare):
            yield bare


def place_words(value: str) -> Iterable[str]:
    """A place's name as one word, unless it is an ordinary word or a State."""
    bare = value.strip()
    if len(bare) >= 4 and not vocabulary.is_common_word(bare) and not geography.is_state(bare):
        yield bare


def days_of(cells: pa.Array) -> set[str]:
    """The distinct full dates of a column, as YYYYMMDD."""
    iso = pc.fill_null(pc.match_substring_regex(cells, _ISO_DAY), False)
    days = pc.unique(pc.utf8_slice_codeunits(cells.filter(iso), 0, 10)).to_pylist()
    found = {day.replace("-", "") for day in days}
    for value in pc.unique(cells.filter(pc.invert(iso))).drop_null().to_pylist():
        moment = dates.parse(value)
        if moment is not None and value.isdigit() and len(value) >= 8:
            found.add(value[:8])
    return found
