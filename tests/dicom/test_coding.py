from __future__ import annotations

import pytest
from pydicom.dataset import Dataset

from deid.dicom.coding import known_meanings, tidy


def coded(value: str, scheme: str, meaning: str, screen=lambda text: False) -> tuple[Dataset, int]:
    source = Dataset()
    source.CodeValue, source.CodingSchemeDesignator, source.CodeMeaning = value, scheme, meaning
    treated = Dataset()
    taken = tidy(treated, source, screen)
    treated.setdefault(0x00080102, source[0x00080102])
    return treated, taken


@pytest.mark.parametrize(
    ("value", "scheme", "meaning", "written"),
    [
        ("121071", "DCM", "Finding", ("121071", "DCM", "Finding")),
        ("121071", "DCM", "finding", ("121071", "DCM", "finding")),
        ("121071", "DCM", "Jane Doe", ("121071", "DCM", "Finding")),
        ("999999", "DCM", "A new concept", ("999999", "DCM", "A new concept")),
        ("JANEDOE", "SCT", "Jane Doe", ("REMOVED", "SCT", "REMOVED")),
        ("T-A0100", "SRT", "Brain", ("T-A0100", "SRT", "Brain")),
        ("DOE1", "99HOSP", "Jane Doe", ("REMOVED", "99DEID", "REMOVED")),
        ("DOE1", "", "Jane Doe", ("REMOVED", "", "REMOVED")),
    ],
)
def test_a_code_says_what_the_public_scheme_says(value, scheme, meaning, written):
    treated, _ = coded(value, scheme, meaning)
    assert (treated.CodeValue, treated.CodingSchemeDesignator, treated.CodeMeaning) == written


def test_meanings_of_unknown_codes_are_screened():
    treated, taken = coded("999999", "DCM", "Jane Doe", lambda text: "Jane" in text)
    assert treated.CodeMeaning == "REMOVED"
    assert taken == 1


def test_a_scheme_without_a_code_is_settled_too():
    source = Dataset()
    source.CodingSchemeDesignator = "99HOSP"
    treated = Dataset()
    assert tidy(treated, source, lambda text: False) == 1
    assert treated.CodingSchemeDesignator == "99DEID"


def test_items_without_codes_are_left_alone():
    source = Dataset()
    source.Modality = "CT"
    treated = Dataset()
    assert tidy(treated, source, lambda text: True) == 0
    assert len(treated) == 0


def test_the_dictionary_speaks_the_old_codes_too():
    assert "Brain" in known_meanings("SRT", "T-A0100")
    assert known_meanings("99HOSP", "1") == frozenset()
