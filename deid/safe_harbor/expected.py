"""What a column's values must be for its name to be believed, kind by kind."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace

from deid.safe_harbor import codes, contents, geography
from deid.safe_harbor.field_names import NameRule, words_of_name
from deid.safe_harbor.sample import Sample
from deid.safe_harbor.strays import holds_unknown_word, may_name_somebody


@dataclass(frozen=True, slots=True)
class Column:
    """A column under judgement: the words of its name, the rule that they matched, the sample, its table's name."""

    words: str
    named: NameRule | None
    sample: Sample
    table: str = ""

    def agrees(self, in_doubt: str = "") -> bool:
        """Whether the values can be what the name says; `in_doubt` is what else they look like."""
        test = EXPECTED.get(self.named.kind.name) if self.named else None
        return test is None or test(self, in_doubt)


def _numbers(column: Column, in_doubt: str) -> bool:
    sample = column.sample
    if _may_be_key(column) and not (sample.recurring and sample.reaches(_is_small, 0.8)):
        return False
    long = sample.share(_is_long_whole) > 0.2 and not (_spans_magnitudes(sample) or _is_shared(sample))
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
    return numeric >= 0.5 or (not in_doubt and numeric + _explained(sample, and_quantities=False) >= 0.8)


def _may_be_key(column: Column) -> bool:
    return column.named is not None and column.named.otherwise is not None and column.named.otherwise.family == "key"


def _is_small(cell: str) -> bool:
    return len(cell.partition(".")[0]) <= 3 and (contents.is_number(cell) or len(cell) == 1)


def _are_labels(sample: Sample) -> bool:
    """Numbers that name rather than measure: zeros in front, given one after the other, or all of one width."""
    if sample.share(_has_leading_zero) > 0.02 or _counts_up(sample):
        return True
    return sample.nearly_unique and _of_one_width(sample)


def _spans_magnitudes(sample: Sample) -> bool:
    """Whole numbers of at least four lengths, none of them the rule: counts, such as viral loads, and no keys."""
    widths = Counter(len(digits) for digits in map(contents.whole_digits, sample.values) if digits)
    often = [count for count in widths.values() if count >= 0.05 * len(sample.values)]
    return len(often) >= 4 and max(widths) <= 8 and max(often) <= 0.5 * len(sample.values)


def _is_shared(sample: Sample) -> bool:
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


def _has_leading_zero(cell: str) -> bool:
    return len(cell) > 2 and cell.isdigit() and cell[0] == "0"


def _could_be_degrees(sample: Sample) -> bool:
    """Degrees of longitude in America, or of latitude within a few States; nothing measured has such values."""
    degrees = [float(cell) for cell in sample.values if contents.is_number(cell) and "." in cell and "%" not in cell]
    if sum(value <= -64 for value in degrees) >= 0.3 * len(degrees):
        return True
    return all(18 <= value <= 72 for value in degrees) and max(degrees) - min(degrees) < 8


def _amounts(column: Column, in_doubt: str) -> bool:
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


def _explained(sample: Sample, and_quantities: bool = True) -> float:
    """The share of the values that are terms, or as short as abbreviations are where these are few."""
    short = 3 if len(sample.values) <= _ABBREVIATIONS else 1

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
_ABBREVIATIONS = 40
"""More different abbreviations than this in one column are rather initials."""


def _words(column: Column, in_doubt: str) -> bool:
    sample = column.sample
    if sample.reaches(codes.is_terminology, 0.9):
        return True
    if sample.share(contents.has_long_digits) > 0.2 or contents.is_free_text(sample):
        return False
    if in_doubt in _NEVER_WORDS or (in_doubt in _ONLY_AS and not any(m in column.words for m in _ONLY_AS[in_doubt])):
        return False
    if in_doubt == "city":
        return sample.reaches(_is_plain_word, 0.8)
    return _explained(sample) >= 0.6 or (not in_doubt and _of_classes(sample))


def _classes(column: Column, in_doubt: str) -> bool:
    """Words that are no sentences of their own in every row; of makers also names that come again and again."""
    if column.sample.few and in_doubt in ("", "facility") and any(mark in column.words for mark in _MAKERS):
        return column.sample.share(_is_numbered) < 0.3
    if column.sample.classes and in_doubt in ("", "occupation") and any(mark in column.words for mark in _MODELS):
        return column.sample.share(contents.mentions_a_name) < 0.3
    sample = column.sample
    prose = sample.nearly_unique and sample.share(lambda cell: len(cell.split()) >= _SENTENCE) > 0.5
    return not prose and _words(column, in_doubt)


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


def _of_classes(sample: Sample) -> bool:
    """Whether a short list of unknown words can be names of classes: no names of persons, no numbers in them."""
    if not sample.few or sample.share(_is_numbered) >= 0.3 or sample.share(contents.mentions_a_name) >= 0.3:
        return False
    return sample.share(lambda cell: holds_unknown_word(cell) or may_name_somebody(cell)) < 0.5


def _is_numbered(cell: str) -> bool:
    return sum(character.isdigit() for character in cell) >= 4


def _is_plain_word(cell: str) -> bool:
    return contents.is_term(cell) and not geography.is_us_city(cell)


def _payers(column: Column, in_doubt: str) -> bool:
    sample = column.sample
    return _words(column, in_doubt) or (sample.few and in_doubt == "" and sample.share(_is_numbered) < 0.3)


def _countries(column: Column, in_doubt: str) -> bool:
    if in_doubt in ("date_part", "coordinate", "facility", "occupation", "event_date"):
        return False
    short = len(column.sample.values) <= _ABBREVIATIONS * 4
    return column.sample.reaches(lambda cell: geography.is_country(cell) or (short and len(cell) <= 4), 0.6) or (
        not in_doubt and _words(column, in_doubt)
    )


def _flags(column: Column, in_doubt: str) -> bool:
    sample = column.sample
    return contents.is_yes_or_no(sample) or (_words(column, in_doubt) and len(sample.values) <= 8 and sample.recurring)


def _units(column: Column, in_doubt: str) -> bool:
    sample = column.sample
    if not in_doubt and sample.reaches(_is_unit_or_few, 0.6):
        return True
    return _words(column, in_doubt)


def _is_unit_or_few(cell: str) -> bool:
    return len(cell) <= 4 if contents.is_number(cell) else codes.is_unit(cell)


def _codes(column: Column, in_doubt: str) -> bool:
    sample = column.sample
    if in_doubt == "event_date" and not (sample.classes and sample.reaches(_is_of_five, 1)):
        return False
    if _may_be_key(column):
        return _of_a_list(column)
    if contents.public_system(sample, 0.8) or codes.share_of(sample.values, "SNOMED CT") >= _MISTYPED:
        return True
    if contents.is_free_text(sample) or in_doubt in ("city", "date_part", "occupation", "coordinate", "facility"):
        return False
    promised = next((test for marks, test in _CODES_BY_NAME if any(mark in column.words for mark in marks)), None)
    if promised is not None:
        if not in_doubt and sample.few and _explained(sample, and_quantities=False) >= 0.6:
            return True  # the wording of the codes in their place
        if promised is _is_ndc and not sample.reaches(lambda cell: len(cell) >= 11 or cell == "0", 0.95):
            return bool(sample.classes) and sample.reaches(promised, 0.9)
        sample = contents.of_single_codes(sample)
        kept = sample.reaches(lambda cell: promised(cell) or contents.is_term(cell), 0.8)
        return kept and not _lies(replace(column, sample=sample))
    if _is_shared(sample) and not in_doubt and sample.reaches(str.isdigit, 1):
        return True
    if not in_doubt and sample.recurring and sample.reaches(_is_ndc, 1) and sample.share(_is_dispensed) > 0:
        return True
    return sample.share(_is_opaque) <= 0.2 and _of_local_codes(sample, in_doubt)


def _is_of_five(cell: str) -> bool:
    """Five digits: a date of a month before October, or a code, and codes are what comes again in many rows."""
    return len(cell) == 5 and cell.isdigit()


def _of_a_list(column: Column) -> bool:
    """Numbers or codes of a list of things, rather than keys of rows: few that come often, or the list itself."""
    sample = column.sample
    if sample.share(_is_too_long) > 0 or contents.is_free_text(sample):
        return False
    if _IS_DICTIONARY.search(words_of_name(column.table)):
        return sample.share(contents.mentions_a_name) < 0.3
    return bool(sample.classes) and sample.share(contents.mentions_a_name) < 0.3


def _is_too_long(cell: str) -> bool:
    return len(contents.whole_digits(cell)) > 7


_IS_DICTIONARY = re.compile(r"_(?:d|dim|dict|dictionary|items?|lookup|ref|reference|codes?|codebook|catalog|master)_")

_MISTYPED = 0.4
"""Exports round or mistype many SNOMED CT identifiers; of other numbers not one in a hundred looks like one."""


def _of_local_codes(sample: Sample, in_doubt: str) -> bool:
    if len(sample.values) > _ABBREVIATIONS and sample.share(lambda cell: len(cell) <= 3 and cell.isalpha()) > 0.5:
        return False
    if not in_doubt and _of_classes(sample) and max(map(len, sample.values)) <= 10:
        return True
    test = _is_list_of_codes if sample.recurring and sample.share(_is_numbered_word) < 0.3 else _is_public_code
    return sample.reaches(lambda cell: test(cell) or contents.is_term(cell), 0.8) and not _of_one_width(sample)


def _is_numbered_word(cell: str) -> bool:
    """Letters with digits in a form that is no public code's: a plate, a serial number."""
    if not (_is_numbered(cell) and any(c.isalpha() for c in cell)):
        return False
    return not (_is_public_code(cell) or _is_dispensed(cell))


def _of_one_width(sample: Sample) -> bool:
    """Whole numbers of five or six digits that hardly ever come twice: ZIP codes, numbers of persons."""
    if sample.recurring or not all(cell.isdigit() for cell in sample.values):
        return False
    return len({len(cell) for cell in sample.values}) == 1 and len(sample.values[0]) >= 5


def _lies(column: Column) -> bool:
    """Numbers that have the shape which the name promises and are others all the same."""
    sample = column.sample
    if any(mark in column.words for mark in ("_rxnorm_", "_rx_norm_", "_rxcui_", "_rx_cui_")):
        return _of_one_width(sample) and len(sample.values) > _ABBREVIATIONS
    if "_cpt_" in column.words and sample.share(_is_outside_cpt) > 0.03:
        return True
    if "concept_id_" in column.words:
        return sample.share(_has_leading_zero) > 0.2 or (_of_one_width(sample) and len(sample.values[0]) >= 8)
    return False


_OF_SYSTEM = re.compile(r"(?:ICD|LOINC|RX|SNOMED|SCT|CPT|HCPCS|CVX|DRG|ATC)[\w-]{0,8}", re.I)


def _is_opaque(cell: str) -> bool:
    """Too many digits for a code of a list that a clinic keeps."""
    system, _, code = cell.rpartition(":")
    if _OF_SYSTEM.fullmatch(system) and len(code) <= 18 and (len(code) <= 7 or _is_public_code(code)):
        return False
    return len(code) >= 7 and sum(c.isdigit() for c in code) >= 6 and not (_is_dispensed(cell) or codes.is_loinc(code))


def _is_dispensed(cell: str) -> bool:
    return (cell.count("-") == 2 and _is_ndc(cell)) or (cell.upper().startswith("NDC:") and _is_ndc(cell[4:]))


def _is_public_code(cell: str) -> bool:
    code = cell.rpartition(":")[2]
    return len(code) <= 3 or any(codes.share_of([code], system) for system in _WITHOUT_NAME)


_WITHOUT_NAME = tuple(s for s in codes.CODE_SYSTEMS if s.name not in ("UCUM", "ICD-10-PCS", "NDC"))


def _is_concept(cell: str) -> bool:
    digits = contents.whole_digits(cell)
    return 0 < len(digits) <= 8 or (len(digits) == 10 and digits.startswith("2000"))


def _is_ndc(cell: str) -> bool:
    """An NDC with its dashes or as eleven digits, of which a spreadsheet may have lost the zeros in front."""
    if cell == "0" or (cell.isdigit() and 6 < len(cell) < 11):
        return True
    return bool(codes.share_of([cell], "NDC")) and cell.count("-") in (0, 2)


def _is_of(*systems: str) -> Callable[[str], bool]:
    return lambda cell: any(codes.share_of([cell], system) for system in systems) and not contents.is_bare_id(cell)


def _is_procedure(cell: str) -> bool:
    if len(cell) <= 2 or not _PROCEDURES(cell):
        return len(cell) <= 2
    return len(cell) <= 5 or sum(c.isalpha() for c in cell) >= 2 or codes.is_snomed_ct(cell)


_PROCEDURES = _is_of("CPT", "HCPCS", "ICD-10-PCS", "ICD-9-CM", "SNOMED CT", "RxNorm")
_CODES_BY_NAME: tuple[tuple[tuple[str, ...], Callable[[str], bool]], ...] = (
    (("concept_id_",), _is_concept),
    (("_ndc_", "_national_drug_", "_prod_srvc_"), _is_ndc),
    (("_rxnorm_", "_rx_norm_", "_rxcui_", "_rx_cui_"), _is_of("RxNorm")),
    (("_rx_",), _is_ndc),
    (("_cpt_", "_pcs_", "_hcpcs_"), _is_procedure),
    (
        ("_icd_", "_dx_", "_diag_", "_diagnosis_", "_dgns_"),
        _is_of("ICD-10-CM", "ICD-9-CM", "SNOMED CT", "place of service"),
    ),
    (("_drg_", "_cvx_", "_hcc_", "_revenue_", "_rev_"), lambda cell: len(cell) <= 4 and not cell.isalpha()),
    (("_gpi_",), _is_of("GPI")),
    (("_taxonomy_",), _is_of("provider taxonomy")),
)
"""What codes are when the name says whose; most of these shapes tell nothing alone."""


def _is_outside_cpt(cell: str) -> bool:
    """Five digits between the sections of CPT: a ZIP code, more likely."""
    return len(cell) == 5 and cell.isdigit() and (2000 <= int(cell) < 10004 or int(cell) > 99607)


def _is_list_of_codes(cell: str) -> bool:
    parts = cell.replace(",", " ").replace(";", " ").split()
    return len(parts) <= 12 and all(
        (len(part) <= 18 and any(c.isdigit() for c in part)) or len(part) <= 3 for part in parts
    )


EXPECTED: dict[str, Callable[[Column, str], bool]] = {
    "measurement": _numbers,
    "duration": lambda column, in_doubt: (
        _numbers(column, in_doubt) and column.sample.share(contents.is_quantity) >= 0.5
    ),
    "amount": _amounts,
    "public_code": _codes,
    "description": _words,
    "category": _classes,
    "payer": _payers,
    "flag": _flags,
    "unit": _units,
    "state": lambda column, _: column.sample.reaches(_is_state_or_code, 0.5),
    "country": _countries,
    "person_name": lambda column, _: column.sample.share(contents.is_wording) < 0.7,
}


def _is_state_or_code(cell: str) -> bool:
    return geography.is_state(cell) or (cell.isdigit() and len(cell) <= 2)
