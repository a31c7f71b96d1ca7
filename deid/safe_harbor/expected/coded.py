"""Columns of codes of public systems and of a site's own lists."""

from __future__ import annotations

import re
from dataclasses import replace

from deid.safe_harbor import codes, contents
from deid.safe_harbor.expected.column import Column
from deid.safe_harbor.expected.numeric import has_leading_zero, is_shared, of_one_width
from deid.safe_harbor.expected.promised import CODES_BY_NAME, is_ndc
from deid.safe_harbor.expected.worded import ABBREVIATIONS, are_names_of_classes, explained, is_numbered
from deid.safe_harbor.field_names import words_of_name
from deid.safe_harbor.sample import Sample


def public_codes(column: Column, in_doubt: str) -> bool:
    """Whether the values are codes of the system that the name speaks of, or of a list; dates and places are none."""
    sample = column.sample
    if in_doubt == "event_date" and not (sample.classes and sample.reaches(_is_of_five, 1)):
        return False
    if column.may_be_key:
        return _of_a_list(column)
    if (
        _are_of_a_form(column)
        or contents.public_system(sample, 0.8)
        or codes.share_of(sample.values, "SNOMED CT") >= _MISTYPED
    ):
        return True
    if contents.is_free_text(sample) or in_doubt in ("city", "date_part", "occupation", "coordinate", "facility"):
        return False
    promised = next((test for marks, test in CODES_BY_NAME if any(mark in column.words for mark in marks)), None)
    if promised is not None:
        if not in_doubt and sample.few and explained(sample, and_quantities=False) >= 0.6:
            return True  # the wording of the codes in their place
        if promised is is_ndc and not sample.reaches(lambda cell: len(cell) >= 11 or cell == "0", 0.95):
            return bool(sample.classes) and sample.reaches(promised, 0.9)
        sample = contents.of_single_codes(sample)
        kept = sample.reaches(lambda cell: promised(cell) or contents.is_term(cell), 0.8)
        return kept and not _lies(replace(column, sample=sample))
    if is_shared(sample) and not in_doubt and sample.reaches(str.isdigit, 1):
        return True
    if not in_doubt and sample.recurring and sample.reaches(is_ndc, 1) and sample.share(_is_marked_ndc) > 0:
        return True
    return sample.share(_is_opaque) <= 0.2 and _of_local_codes(sample, in_doubt)


def _are_of_a_form(column: Column) -> bool:
    """Whether the values are coded elements of HL7, or a few NDCs under a name that speaks of drugs."""
    sample = column.sample
    if sample.reaches(contents.is_coded_element, 0.8):
        return True
    named = any(mark in column.words for mark in _OF_DRUGS)
    return named and bool(sample.classes) and sample.reaches(contents.is_dispensed, 1)


_OF_DRUGS = ("_drug_", "_medication_", "_med_", "_product_", "_prod_", "_pharm")


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
    if len(sample.values) > ABBREVIATIONS and sample.share(lambda cell: len(cell) <= 3 and cell.isalpha()) > 0.5:
        return False
    if not in_doubt and are_names_of_classes(sample) and max(map(len, sample.values)) <= 10:
        return True
    test = _is_list_of_codes if sample.recurring and sample.share(_is_numbered_word) < 0.3 else _is_public_code
    return sample.reaches(lambda cell: test(cell) or contents.is_term(cell), 0.8) and not of_one_width(sample)


def _is_numbered_word(cell: str) -> bool:
    """Letters with digits in a form that is no public code's: a plate, a serial number."""
    if not (is_numbered(cell) and any(c.isalpha() for c in cell)):
        return False
    return not (_is_public_code(cell) or _is_marked_ndc(cell))


def _lies(column: Column) -> bool:
    """Numbers that have the shape which the name promises and are others all the same."""
    sample = column.sample
    if any(mark in column.words for mark in ("_rxnorm_", "_rx_norm_", "_rxcui_", "_rx_cui_")):
        return of_one_width(sample) and len(sample.values) > ABBREVIATIONS
    if "_cpt_" in column.words and sample.share(_is_outside_cpt) > 0.03:
        return True
    if "concept_id_" in column.words:
        return sample.share(has_leading_zero) > 0.2 or (of_one_width(sample) and len(sample.values[0]) >= 8)
    return False


def _is_opaque(cell: str) -> bool:
    """Too many digits for a code of a list that a clinic keeps."""
    code = cell.rpartition(":")[2]
    if codes.NAMED_SYSTEM.match(cell) and len(code) <= 18 and (len(code) <= 7 or _is_public_code(code)):
        return False
    return len(code) >= 7 and sum(c.isdigit() for c in code) >= 6 and not (_is_marked_ndc(cell) or codes.is_loinc(code))


def _is_marked_ndc(cell: str) -> bool:
    """Whether a code is an NDC by its two dashes, or by its system's name before it."""
    return (cell.count("-") == 2 and is_ndc(cell)) or (cell.upper().startswith("NDC:") and is_ndc(cell[4:]))


def _is_public_code(cell: str) -> bool:
    code = cell.rpartition(":")[2]
    return len(code) <= 3 or any(codes.share_of([code], system) for system in _WITHOUT_NAME)


_WITHOUT_NAME = tuple(s for s in codes.CODE_SYSTEMS if s.name not in ("UCUM", "ICD-10-PCS", "NDC"))


def _is_outside_cpt(cell: str) -> bool:
    """Five digits between the sections of CPT: a ZIP code, more likely."""
    return len(cell) == 5 and cell.isdigit() and (2000 <= int(cell) < 10004 or int(cell) > 99607)


def _is_list_of_codes(cell: str) -> bool:
    parts = cell.replace(",", " ").replace(";", " ").split()
    return len(parts) <= 12 and all(
        (len(part) <= 18 and any(c.isdigit() for c in part)) or len(part) <= 3 for part in parts
    )
