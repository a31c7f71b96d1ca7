"""What a column's values say of it, whatever the column is called."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from deid.safe_harbor import codes, geography
from deid.safe_harbor.cells import (
    has_long_digits,
    is_bare_id,
    is_number,
    is_quantity,
    is_staged,
    is_term,
    is_wording,
    mentions_a_name,
    whole_digits,
)
from deid.safe_harbor.content_rules import IDENTIFYING, ContentRule
from deid.safe_harbor.kinds import KINDS, FieldKind
from deid.safe_harbor.likely_names import holds_unknown_word, may_name_somebody
from deid.safe_harbor.sample import Sample
from deid.safe_harbor.tokens import holds_unexplained_token

__all__ = [
    "ContentRule",
    "Sample",
    "harmless",
    "has_long_digits",
    "identifying",
    "is_bare_id",
    "is_clock_number",
    "is_coded_element",
    "is_dispensed",
    "is_free_text",
    "is_number",
    "is_quantity",
    "is_staged",
    "is_term",
    "is_wording",
    "is_yes_or_no",
    "mentions_a_name",
    "of_single_codes",
    "public_system",
    "whole_digits",
    "without_strays",
]

_SEX = frozenset("m f w d male female u unknown other o x nonbinary man woman".split())
_YES = frozenset("y n yes no true false t f 0 1 unknown u".split())


def _all_in(cells: frozenset[str]) -> Callable[[str], bool]:
    return lambda cell: cell.strip().lower() in cells


def identifying(sample: Sample) -> ContentRule | None:
    """The first content rule that speaks for an identifier; dense digits speak last."""
    for rule in IDENTIFYING:
        if len(sample.values) >= rule.least and sample.reaches(rule.test, rule.share):
            return rule
    return None


_SEEN_IN_CELLS = frozenset(
    "email url device_number ip_address ssn event_date record_key uid telephone health_plan_number vehicle".split()
)


def without_strays(sample: Sample) -> Sample:
    """The sample less a few stray identifiers in a column that is nearly all something else.

    Such a column is treated by cell: only forms that the screen of single cells knows may be left to it.
    """
    classes = sample.classes
    if classes:
        return replace(sample, values=classes)
    known = sum(sample.prevalent.values())
    if known < 0.8:
        return sample
    if known >= 0.99 and sample.filled >= 200:
        return replace(sample, values=tuple(value for value in sample.values if value in sample.prevalent))
    tests = [rule.test for rule in IDENTIFYING if rule.kind.name in _SEEN_IN_CELLS]
    if known >= 0.97 and sample.filled >= 100:
        tests += [holds_unknown_word, may_name_somebody, holds_unexplained_token]
    kept = tuple(v for v in sample.values if v in sample.prevalent or not any(test(v) for test in tests))
    return replace(sample, values=kept)


def is_yes_or_no(sample: Sample) -> bool:
    """Whether every value is a yes or a no, in letters, digits or words."""
    return sample.reaches(_all_in(_YES), 1)


def harmless(sample: Sample) -> tuple[FieldKind, str] | None:
    """A kind that the rule lets stay and that the values alone establish, with what was seen."""
    if not sample.values:
        return None
    if sample.reaches(_all_in(_SEX), 1) and len(sample.values) > 1 and not is_yes_or_no(sample):
        return KINDS["category"], "sex"
    if is_yes_or_no(sample) and len(sample.values) > 1:
        return KINDS["flag"], "yes and no"
    if sample.recurring and sample.reaches(is_coded_element, 0.95):
        return KINDS["public_code"], "codes with their wording and system"
    system = public_system(sample)
    if system and (len(sample.values) >= 3 or sample.classes):
        return KINDS["public_code"], f"codes of {system}"
    if sample.share(geography.is_state) >= 0.9:
        return KINDS["state"], "States"
    if sample.share(codes.is_unit) >= 0.9 and not sample.nearly_unique:
        return KINDS["unit"], "units of measure"
    if sample.reaches(_is_pressure, 0.95) and len(sample.values) >= 3:
        return KINDS["measurement"], "blood pressures"
    return _wording(sample) or _classes(sample) or _measured(sample)


def is_coded_element(cell: str) -> bool:
    """Whether a cell is an HL7 coded element whose code's shape tells its system."""
    found = codes.coded_element(cell)
    return found is not None and bool(codes.likely_systems([found[0]]))


def is_dispensed(cell: str) -> bool:
    """Whether a cell has the shape of an NDC: eleven digits, or ten or eleven with two dashes."""
    return _is_dashed_ndc(cell) or (len(cell) == 11 and cell.isdigit())


def _is_dashed_ndc(cell: str) -> bool:
    return cell.count("-") == 2 and bool(codes.share_of([cell], "NDC"))


_PRESSURE = re.compile(r"(\d{2,3})\s?/\s?(\d{2,3})")


def _is_pressure(cell: str) -> bool:
    """Two pressures of which no part can be a month, the first the greater."""
    found = _PRESSURE.fullmatch(cell)
    return found is not None and 60 <= int(found[1]) <= 260 and 31 < int(found[2]) < int(found[1])


_LETTERS_TELL = 10
"""So many codes of diseases are hardly ever of one chapter and one length."""
_BARE_CODE = re.compile(r"[A-Za-z]\d{4,5}")


def public_system(sample: Sample, threshold: float = 0.95) -> str | None:
    """The public code system whose distinctive shape the values have.

    A letter with six digits, or values of one width that never come twice or all begin with one letter, are numbers of
    persons that only look like ICD-10-CM.
    """
    sample = of_single_codes(sample)
    if sample.classes and sample.reaches(is_dispensed, 1) and sample.share(_is_dashed_ndc) > 0:
        return "NDC"
    systems = codes.likely_systems(sample.values, threshold)
    if not systems:
        return None
    if systems[0] == "ICD-10-CM":
        one_letter = len(sample.values) >= _LETTERS_TELL and len({cell[:1] for cell in sample.values}) == 1
        alike = (not sample.recurring or one_letter) and len({len(cell) for cell in sample.values}) == 1
        if sample.share(is_bare_id) > 0.1 or (alike and sample.share(_is_bare_code) > 0.9):
            return None
    return systems[0]


def of_single_codes(sample: Sample) -> Sample:
    """The sample with the codes of each list one by one, where its values are lists of codes."""
    lists = {cell: parts for cell in sample.values if (parts := codes.listed(cell))}
    if not lists:
        return sample
    single = dict.fromkeys(code for cell in sample.values for code in lists.get(cell, (cell,)))
    return replace(sample, values=tuple(single))


def _is_bare_code(cell: str) -> bool:
    return _BARE_CODE.fullmatch(cell) is not None


def _wording(sample: Sample) -> tuple[FieldKind, str] | None:
    if sample.nearly_unique or not sample.reaches(is_term, 0.8 if sample.few else 0.9):
        return None
    longest = max(len(cell) for cell in sample.values)
    if longest > 200:
        return None
    return KINDS["description" if longest > 40 else "category"], "recurring words of the clinic or the language"


def _classes(sample: Sample) -> tuple[FieldKind, str] | None:
    """Few short classes that many rows share: words of the clinic beside abbreviations, or the points of a scale."""
    if not 1 < len(sample.classes) <= _FEW or set(sample.values) != set(sample.classes):
        return None
    if _are_points(sample.values):
        return KINDS["category"], "the points of a short scale"
    worded = sample.share(is_term)
    if worded < 0.5 or not sample.reaches(_is_class, 1) or sample.share(mentions_a_name) > 0:
        return None
    return KINDS["category"], "a few classes that many rows share"


_FEW = 20


def _is_class(cell: str) -> bool:
    return is_term(cell) or len(cell) <= 3 or (is_quantity(cell) and len(whole_digits(cell)) <= 2)


def _are_points(values: Sequence[str]) -> bool:
    """From nought to four at most: no weekdays, months, hours or ages are counted so."""
    return "0" in values and len(values) >= 3 and set(values) <= set("01234")


_DECIMAL = re.compile(r"[<>]?=?\s*[+-]?(\d{0,5})\.(\d{1,6})")
_NO_MOMENT = 12
_LATE = 20


def _measured(sample: Sample) -> tuple[FieldKind, str] | None:
    """Numbers of which many have a fraction, and that are no degrees, moments or years."""
    fractions = [found for found in map(_DECIMAL.fullmatch, sample.values) if found and found[2].strip("0")]
    if len(fractions) < max(0.3 * len(sample.values), 3) or not sample.reaches(_is_short_number, 0.95):
        return None
    if any(len(found[1]) > 4 for found in fractions) or _may_be_places_or_times(fractions):
        return None
    return KINDS["measurement"], "numbers with fractions, as measured values have"


def _is_short_number(cell: str) -> bool:
    return is_number(cell) and len(whole_digits(cell)) <= 5


def _may_be_places_or_times(fractions: Sequence[re.Match[str]]) -> bool:
    wholes = [int(found[1] or "0") for found in fractions]
    parts = [found[2] for found in fractions]
    if max(wholes) > 1 and sum(len(part) >= 4 for part in parts) > 0.2 * len(parts):
        return True  # degrees
    if sum(1900 <= whole <= 2100 for whole in wholes) > 0.5 * len(wholes):
        return True  # years
    times = all(whole <= 23 and len(part) == 2 and int(part) < 60 for whole, part in zip(wholes, parts, strict=True))
    days = all(1 <= whole <= 31 and 1 <= int(part) <= 12 for whole, part in zip(wholes, parts, strict=True))
    return (times and max(wholes) >= _NO_MOMENT) or (days and max(wholes) >= _LATE and max(map(int, parts)) >= 10)


_CLOCK_NUMBER = re.compile(r"(?:[01]?\d|2[0-3])?[0-5]\d(?:\.0)?")


def is_clock_number(cell: str) -> bool:
    """Whether a whole number can be a time of day in hours and minutes: ``930``, ``2013``."""
    return _CLOCK_NUMBER.fullmatch(cell) is not None


def is_free_text(sample: Sample) -> bool:
    """Whether the values are sentences rather than terms."""
    lengths: Sequence[int] = [len(cell) for cell in sample.values]
    if not lengths:
        return False
    long = sum(length > 120 for length in lengths) / len(lengths)
    lines = sum("\n" in cell for cell in sample.values) / len(lengths)
    return long > 0.3 or lines > 0.2
