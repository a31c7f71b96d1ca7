"""Structured reports under clean-structured-content: Table E.3.4-1 by concept, the tree whole."""

from __future__ import annotations

import pytest
from pydicom.dataset import Dataset

from deid.dicom.applying import apply
from deid.dicom.content import decisions
from deid.dicom.options import OPTIONS
from deid.dicom.rules import rules_of
from deid.dicom.standard import content_items
from deid.profile import DicomSettings

REPORT = "1.2.840.10008.5.1.4.1.1.88.33"
CLEANING = ("clean-structured-content", "clean-descriptors")


def item(kind, concept, scheme="DCM", **values):
    name, content = Dataset(), Dataset()
    name.CodeValue, name.CodingSchemeDesignator, name.CodeMeaning = concept, scheme, "Finding"
    content.RelationshipType, content.ValueType, content.ConceptNameCodeSequence = "CONTAINS", kind, [name]
    for keyword, value in values.items():
        setattr(content, keyword, value)
    return content


def treated(make_object, codes, passing, *items, options=CLEANING):
    dataset = make_object(REPORT, "SR", ContentSequence=list(items))
    result = apply(dataset, rules_of(DicomSettings(options=options)), codes, passing).dataset
    assert len(result.ContentSequence) == len(items)
    return result.ContentSequence


@pytest.mark.parametrize(
    ("kind", "concept", "keyword", "value", "left"),
    [
        ("TEXT", "121071", "TextValue", "a small nodule, Dr. Vandermeer", "a small nodule"),
        ("TEXT", "121071", "TextValue", "Vandermeer", "REMOVED"),
        ("TEXT", "121022", "TextValue", "lung nodule", "REMOVED"),
        ("TEXT", "121077", "TextValue", "lung nodule", "lung nodule"),
        ("PNAME", "121008", "PersonName", "Vandermeer^J", "REMOVED"),
        ("DATE", "121031", "Date", "19500101", "19000101"),
        ("DATETIME", "111526", "DateTime", "20200101120000", "19000101000000"),
    ],
)
def test_values_by_concept(make_object, codes, passing, kind, concept, keyword, value, left):
    (found,) = treated(make_object, codes, passing, item(kind, concept, **{keyword: value}))
    assert str(getattr(found, keyword)) == left
    assert found.ConceptNameCodeSequence[0].CodeValue == concept


def test_dates_of_events_move_and_the_birth_date_does_not_stay(make_object, codes, passing):
    event, birth = treated(
        make_object,
        codes,
        passing,
        item("DATETIME", "111526", DateTime="20200201120000"),
        item("DATE", "121031", Date="19500101"),
        options=(*CLEANING, "retain-modified-dates"),
    )
    assert (event.DateTime, birth.Date) == ("20191226120000", "19000101")


def test_uids_are_replaced_and_numbers_stay(make_object, codes, passing):
    measured = Dataset()
    measured.NumericValue = "3.5"
    reference, number = treated(
        make_object,
        codes,
        passing,
        item("UIDREF", "112040", UID="1.2.3"),
        item("NUM", "410668003", "SCT", MeasuredValueSequence=[measured]),
    )
    assert codes.uid("1.2.3") == reference.UID
    assert number.MeasuredValueSequence[0].NumericValue == "3.5"


def test_every_row_of_the_table_has_a_decision_or_needs_none():
    for row in content_items():
        found = decisions(item(row.value_type, row.code_value, row.coding_scheme), tuple(OPTIONS))
        assert bool(found) == (row.value_type in ("TEXT", "PNAME", "DATE", "TIME", "DATETIME", "UIDREF"))
