"""Columns of wording, classes, units, payers and countries: words of the language and the clinic."""

from __future__ import annotations

from deid.safe_harbor import codes, contents, geography
from deid.safe_harbor.expected.column import Column
from deid.safe_harbor.likely_names import holds_unknown_word, may_name_somebody
from deid.safe_harbor.sample import Sample


def explained(sample: Sample, and_quantities: bool = True) -> float:
    """The share of the values that are terms, or as short as abbreviations are where these are few."""
    short = 3 if len(sample.values) <= ABBREVIATIONS else 1

    def explained(cell: str) -> bool:
        if contents.is_quantity(cell):
            return and_quantities and (
                not cell.isdigit() or (_is_class_number(cell) and len(sample.values) <= _CLASSES)
            )
        return len(cell) <= short or contents.is_term(cell) or contents.is_staged(cell)

    return sample.share(explained)


def _is_class_number(cell: str) -> bool:
    return len(cell) <= 4 and not (len(cell) == 4 and cell[0] == "0")


_CLASSES = 60
"""More different numbers than this in one column are no classes."""
ABBREVIATIONS = 40
"""More different abbreviations than this in one column are rather initials."""


def words(column: Column, in_doubt: str) -> bool:
    """Whether the values are wording, or as short as abbreviations; no sentences, places, parts of dates or numbers."""
    sample = column.sample
    if sample.reaches(codes.is_terminology, 0.9):
        return True
    if sample.share(contents.has_long_digits) > 0.2 or contents.is_free_text(sample):
        return False
    if in_doubt in _NEVER_WORDS or (in_doubt in _ONLY_AS and not any(m in column.words for m in _ONLY_AS[in_doubt])):
        return False
    if in_doubt == "city":
        return sample.reaches(_is_plain_word, 0.8)
    return explained(sample) >= 0.6 or (not in_doubt and are_names_of_classes(sample))


def classes(column: Column, in_doubt: str) -> bool:
    """Words that are no sentences of their own in every row; of makers also names that come again and again."""
    if column.sample.few and in_doubt in ("", "facility") and any(mark in column.words for mark in _MAKERS):
        return column.sample.share(is_numbered) < 0.3
    if column.sample.classes and in_doubt in ("", "occupation") and any(mark in column.words for mark in _MODELS):
        return column.sample.share(contents.mentions_a_name) < 0.3
    sample = column.sample
    prose = sample.nearly_unique and sample.share(lambda cell: len(cell.split()) >= _SENTENCE) > 0.5
    return not prose and words(column, in_doubt)


_SENTENCE = 5
_MAKERS = ("_manufacturer", "_vendor_", "_maker_", "_make_", "_supplier", "_mfr_", "_mfg_")
_MODELS = ("_instrument_", "_analyzer_", "_analyser_", "_assay_", "_platform_", "_kit_", "_model_")
"""Columns whose values are names of products, with numbers in them."""
_NEVER_WORDS = frozenset({"date_part", "coordinate", "event_date"})
_ONLY_AS = {
    "occupation": ("_special", "_role_", "_taxonomy_"),
    "facility": ("_manufacturer_", "_vendor_", "_brand_", "_make_", "_payer", "_payor", "_plan", "_insur"),
}
"""What words may look like only under some names."""


def are_names_of_classes(sample: Sample) -> bool:
    """Whether a short list of unknown words can be names of classes: no names of persons, no numbers in them."""
    if not sample.few or sample.share(is_numbered) >= 0.3 or sample.share(contents.mentions_a_name) >= 0.3:
        return False
    return sample.share(lambda cell: holds_unknown_word(cell) or may_name_somebody(cell)) < 0.5


def is_numbered(cell: str) -> bool:
    """Whether a cell has four digits or more."""
    return sum(character.isdigit() for character in cell) >= 4


def _is_plain_word(cell: str) -> bool:
    return contents.is_term(cell) and not geography.is_us_city(cell)


def payers(column: Column, in_doubt: str) -> bool:
    """Whether the values are wording, or a short list of names without numbers."""
    sample = column.sample
    return words(column, in_doubt) or (sample.few and in_doubt == "" and sample.share(is_numbered) < 0.3)


def countries(column: Column, in_doubt: str) -> bool:
    """Whether the values are countries, or short codes of them."""
    if in_doubt in ("date_part", "coordinate", "facility", "occupation", "event_date"):
        return False
    short = len(column.sample.values) <= ABBREVIATIONS * 4
    return column.sample.reaches(lambda cell: geography.is_country(cell) or (short and len(cell) <= 4), 0.6) or (
        not in_doubt and words(column, in_doubt)
    )


def flags(column: Column, in_doubt: str) -> bool:
    """Whether the values are yes and no, or a few words."""
    sample = column.sample
    return contents.is_yes_or_no(sample) or (words(column, in_doubt) and len(sample.values) <= 8 and sample.recurring)


def units(column: Column, in_doubt: str) -> bool:
    """Whether the values are units of measure, or wording."""
    sample = column.sample
    if not in_doubt and sample.reaches(_is_unit_or_few, 0.6):
        return True
    return words(column, in_doubt)


def _is_unit_or_few(cell: str) -> bool:
    return len(cell) <= 4 if contents.is_number(cell) else codes.is_unit(cell)
