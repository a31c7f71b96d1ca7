"""Columns of measures, lengths of time and amounts: numbers that measure rather than name."""

from __future__ import annotations

from collections import Counter

from deid.safe_harbor import contents
from deid.safe_harbor.expected.column import Column
from deid.safe_harbor.expected.worded import explained
from deid.safe_harbor.sample import Sample


def measures(column: Column, in_doubt: str) -> bool:
    """Whether the values are numbers that measure or count something, and no keys, places, dates or degrees."""
    sample = column.sample
    if column.may_be_key and not (sample.recurring and sample.reaches(_is_small, 0.8)):
        return False
    long = sample.share(_is_long_whole) > 0.2 and not (_spans_magnitudes(sample) or is_shared(sample))
    if long or _are_labels(sample) or _are_places(sample):
        return False
    if (
        contents.is_free_text(sample)
        or in_doubt == "event_date"
        or (in_doubt == "date_part" and not _of_few_denominators(sample))
    ):
        return False
    if in_doubt == "coordinate" and _could_be_degrees(sample):
        return False
    numeric = sample.share(contents.is_quantity)
    return numeric >= 0.5 or (not in_doubt and numeric + explained(sample, and_quantities=False) >= 0.8)


def _is_small(cell: str) -> bool:
    return len(cell.partition(".")[0]) <= 3 and (contents.is_number(cell) or len(cell) == 1)


def _are_labels(sample: Sample) -> bool:
    """Numbers that name rather than measure: zeros in front, given one after the other, or all of one width."""
    if sample.share(has_leading_zero) > 0.02 or _counts_up(sample):
        return True
    return sample.nearly_unique and of_one_width(sample)


def _spans_magnitudes(sample: Sample) -> bool:
    """Whole numbers of at least four lengths, none of them the rule: counts, such as viral loads, and no keys."""
    widths = Counter(len(digits) for digits in map(contents.whole_digits, sample.values) if digits)
    often = [count for count in widths.values() if count >= 0.05 * len(sample.values)]
    return len(often) >= 4 and max(widths) <= 8 and max(often) <= 0.5 * len(sample.values)


def is_shared(sample: Sample) -> bool:
    """Few numbers of at most seven digits that come again in many rows: no person has one of his own."""
    return bool(sample.classes) and sample.reaches(lambda cell: len(contents.whole_digits(cell)) <= 7, 1)


def _are_places(sample: Sample) -> bool:
    """Whole numbers of five digits that come again and are spread over all first digits: ZIP codes, and no counts."""
    if sample.filled < 1.5 * sample.distinct:
        return False
    whole = [digits for digits in map(contents.whole_digits, sample.values) if digits]
    five = [digits for digits in whole if len(digits) == 5]
    if len(five) < max(30, 0.8 * len(sample.values)) or any(len(digits) not in (3, 4, 5) for digits in whole):
        return False
    first = Counter(digits[0] for digits in five)
    return len(first) >= 8 and max(first.values()) <= 0.3 * len(five)


def _counts_up(sample: Sample) -> bool:
    """Whole numbers of which each stands once and hardly any is missing: a number given in the order of the rows."""
    numbers = sorted({int(digits) for digits in map(contents.whole_digits, sample.values) if digits})
    if not sample.nearly_unique or len(numbers) < max(20, 0.9 * len(sample.values)):
        return False
    return numbers[-1] - numbers[0] < 1.1 * len(numbers)


def _of_few_denominators(sample: Sample) -> bool:
    """Scores such as ``7/10`` or plain numbers, rather than a month and a day or a time."""
    return len({cell.rpartition("/")[2] for cell in sample.values if not contents.is_number(cell)}) <= 2


def _is_long_whole(cell: str) -> bool:
    return contents.has_long_digits(cell) and ("." not in cell or bool(contents.whole_digits(cell)))


def has_leading_zero(cell: str) -> bool:
    """Whether a whole number is written with a zero in front, as keys are."""
    return len(cell) > 2 and cell.isdigit() and cell[0] == "0"


def _could_be_degrees(sample: Sample) -> bool:
    """Degrees of longitude in America, or of latitude within a few States; nothing measured has such values."""
    degrees = [float(cell) for cell in sample.values if contents.is_number(cell) and "." in cell and "%" not in cell]
    if sum(value <= -64 for value in degrees) >= 0.3 * len(degrees):
        return True
    return all(18 <= value <= 72 for value in degrees) and max(degrees) - min(degrees) < 8


def amounts(column: Column, in_doubt: str) -> bool:
    """Whether the values are amounts of money, and no dates, degrees or labels."""
    sample = column.sample
    if (in_doubt and (in_doubt != "coordinate" or _could_be_degrees(sample))) or _are_labels(sample):
        return False
    if sample.share(lambda cell: len(contents.whole_digits(cell)) >= 8) > 0.5:
        return False
    return sample.reaches(_is_money, 0.8)


def _is_money(cell: str) -> bool:
    """An amount, negative ones perhaps in brackets as accounts write them."""
    plain = cell.replace("$", "").strip()
    return contents.is_number(plain.strip("()") if plain.startswith("(") and plain.endswith(")") else plain)


def of_one_width(sample: Sample) -> bool:
    """Whole numbers of five or six digits that hardly ever come twice: ZIP codes, numbers of persons."""
    if sample.recurring or not all(cell.isdigit() for cell in sample.values):
        return False
    return len({len(cell) for cell in sample.values}) == 1 and len(sample.values[0]) >= 5
