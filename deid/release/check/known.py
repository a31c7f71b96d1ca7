"""Looking for harvested values in texts: every word and every window of up to six neighbouring words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from deid.release.check.patterns import is_public_code
from deid.release.check.patterns.dates import days_in
from deid.release.check.patterns.numbers import is_snomed
from deid.release.check.words import Words, words_of
from deid.vault import Harvest, Kind
from deid.vault.hashing import squeeze

_WIDEST = 6
_DECIMAL = re.compile(
    r"(?<![\w.])[-+]?(?:\d{1,3}(?:,\d{3})+|\d*)\.\d+(?!\.?\w)|(?<![\w.])[-+]?\d+\.\d+(?:e[-+]?\d+)?(?!\.?\w)"
)
_NUMERIC = re.compile(r"[\d\s.,:;<>=%+/()~$\u20ac\u00a3-]*(?:e[-+]?\d{1,3})?")
_DAYS = r"\d{8}|\d{1,4}[-./]\d{1,2}[-./]\d{1,4}|\d[ -]?[A-Za-z]{3}|[A-Za-z]{3}\.? ?\d"
_SHORT_NUMBER = {
    "measurement": 7,
    "duration": 7,
    "age": 7,
    "age_months": 7,
    "age_weeks": 7,
    "age_days": 7,
    "amount": 9,
    "attribute_value": 7,
}
_REGIONS = frozenset({"state", "country"})
SAYS = {
    Kind.EXACT: "a value of the source",
    Kind.NAME: "a name of the source",
    Kind.PLACE: "a place of the source",
    Kind.DATE: "a date of the source",
}


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a text stands, which decides what in it can be no identifier.

    Attributes:
        kind: what its field holds.
        places: whether places are looked for.
        dates: whether days are looked for.
        counts: texts of our own, in which numbers of fewer than seven digits are counts.
        raw: stretches of bytes, in which short words and numbers come about by chance.
    """

    kind: str = ""
    places: bool = True
    dates: bool = True
    counts: bool = False
    raw: bool = False


def known_in(harvest: Harvest, texts: pa.Array, scope: Scope) -> dict[int, set[str]]:
    """Which of these texts (large_string, without null) hold a harvested value, and what each holds."""
    words = words_of(texts)
    found: dict[int, set[str]] = {}
    kinds = [Kind.EXACT] + ([Kind.PLACE] if scope.places and scope.kind not in _REGIONS else [])
    for width in range(1, min(_WIDEST, len(words)) + 1):
        for starts, windows in words.windows(width):
            for kind in kinds:
                _take(found, harvest, kind, words, starts, windows, width, scope)
            if width <= 2:
                _take(found, harvest, Kind.NAME, words, starts, windows, width, scope)
    for place in np.flatnonzero(harvest.which(Kind.EXACT, squeeze(texts)) & _has_more_words(words, len(texts))):
        found.setdefault(int(place), set()).add(SAYS[Kind.EXACT])
    if scope.dates and scope.kind != "public_code":
        _days(found, harvest, texts)
    return found


def known_wholes(harvest: Harvest, squeezed: pa.Array) -> int:
    """How many of these texts (letters and digits alone, lower case) are themselves a harvested value."""
    return int(np.count_nonzero(harvest.which(Kind.EXACT, squeezed)))


def _has_more_words(words: Words, texts: int) -> npt.NDArray[np.bool_]:
    """The texts of more words than any window has, such as UIDs: they are looked up whole."""
    return np.asarray(np.bincount(words.owners, minlength=texts) > _WIDEST)


def _take(
    found: dict[int, set[str]],
    harvest: Harvest,
    kind: Kind,
    words: Words,
    starts: np.ndarray,
    windows: pa.Array,
    width: int,
    scope: Scope,
) -> None:
    if not len(starts):
        return
    for hit in np.flatnonzero(harvest.which(kind, windows)):
        first = int(starts[hit])
        text, spans = words.spans(first, width)
        if not _is_harmless(kind, text, spans, scope):
            found.setdefault(int(words.owners[first]), set()).add(SAYS[kind])


def _is_harmless(kind: Kind, text: str, spans: list[tuple[int, int]], scope: Scope) -> bool:
    if kind is Kind.NAME and len(spans) == 2:
        # Two words are one name only with an apostrophe between them.
        return text[spans[0][1] : spans[1][0]] not in ("'", "`")
    if scope.kind == "public_code" and is_published(text):
        return True
    words = [text[begin:end] for begin, end in spans]
    if scope.raw and _is_chance(kind, text, words, spans):
        return True
    if kind is not Kind.EXACT or not all(word.isdigit() for word in words):
        return False
    if any(_overlaps(match.span(), spans) for match in _DECIMAL.finditer(text)):
        return True
    shortest = _SHORT_NUMBER.get(scope.kind)
    if shortest is not None and _NUMERIC.fullmatch(text):
        return all(len(word) < shortest for word in words)
    return scope.counts and (sum(map(len, words)) < 7 or _is_count(text, spans))


def _is_chance(kind: Kind, text: str, words: list[str], spans: list[tuple[int, int]]) -> bool:
    """Short words, short numbers, and numbers that only stand side by side."""
    if kind is not Kind.EXACT:
        return sum(map(len, words)) < 5
    if not all(word.isdigit() for word in words):
        return False
    between = {text[left[1] : right[0]] for left, right in pairwise(spans)}
    if not between <= {"-", " ", ") ", "."} or (between == {"."} and len(words) != 3):
        return True
    return sum(map(len, words)) < (7 if len(words) == 1 else 9)


def is_published(text: str) -> bool:
    """A code of a public system; a bare number of 8 to 11 digits only by its check digit."""
    code = text.strip()
    if code.isdigit() and 8 <= len(code) <= 11:
        return is_snomed(code)
    return is_public_code(code)


def _overlaps(span: tuple[int, int], spans: list[tuple[int, int]]) -> bool:
    return any(begin < span[1] and span[0] < end for begin, end in spans)


def _is_count(text: str, spans: list[tuple[int, int]]) -> bool:
    """A number with commas between its thousands."""
    return re.fullmatch(r"\d{1,3}(?:,\d{3})+", text[spans[0][0] : spans[-1][1]]) is not None


def _days(found: dict[int, set[str]], harvest: Harvest, texts: pa.Array) -> None:
    candidates = np.flatnonzero(pc.match_substring_regex(texts, _DAYS).to_numpy(zero_copy_only=False))
    owners: list[int] = []
    days: list[str] = []
    for place in candidates:
        for day in days_in(texts[int(place)].as_py()):
            owners.append(int(place))
            days.append(day)
    if days:
        for hit in np.flatnonzero(harvest.which(Kind.DATE, pa.array(days, pa.large_string()))):
            found.setdefault(owners[hit], set()).add(SAYS[Kind.DATE])
