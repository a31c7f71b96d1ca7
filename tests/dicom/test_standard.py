from __future__ import annotations

from collections import Counter

import pytest
from pydicom.datadict import dictionary_has_tag

from deid.dicom.standard import (
    action_codes,
    content_items,
    method_codes,
    profile_table,
    safe_private,
    unlisted,
)
from deid.dicom.tags import TagPattern


def test_the_table_is_whole_and_names_its_edition():
    table = profile_table()
    assert (table.edition, len(table.rows), len(table.exact), len(table.repeating)) == ("2026d", 657, 653, 4)
    assert len(table.digest) == 64
    assert Counter(row.basic for row in table.rows)["X"] == 417


def test_every_action_of_the_table_is_defined():
    assert {row.basic for row in profile_table().rows} <= set(action_codes())


def test_attributes_that_the_toolkit_lacks_are_found_by_tag():
    assert not dictionary_has_tag(0x00100012)
    row = profile_table().find(0x00100012)
    assert row is not None
    assert (row.name, row.basic) == ("Name to Use", "X")


@pytest.mark.parametrize(
    ("tag", "name"),
    [
        (0x60000000 | 0x3000, "Overlay Data"),
        (0x60FE4000, "Overlay Comments"),
        (0x50022500, "Curve Data"),
        (0x00091001, "Private Attributes"),
        (0x50012500, "Private Attributes"),
        (0x60013000, "Private Attributes"),
    ],
)
def test_repeating_groups_and_odd_groups_are_found(tag, name):
    row = profile_table().find(tag)
    assert row is not None
    assert row.name == name


def test_what_no_row_names_is_not_found():
    assert profile_table().find(0x00080060) is None


def test_the_other_tables():
    assert (len(content_items()), len(safe_private()), len(unlisted())) == (214, 479, 518)
    assert method_codes()["113110"] == "Retain UIDs Option"
    assert unlisted()[0x00080070].name == "Manufacturer"
    assert not set(unlisted()) & set(profile_table().exact)


def test_a_text_that_is_no_pattern_is_refused():
    with pytest.raises(ValueError, match="not a tag pattern"):
        TagPattern.parse("PatientName")
