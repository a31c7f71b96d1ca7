from __future__ import annotations

import pytest

from deid.dicom.actions import Action, resolve
from deid.dicom.identifying import subject
from deid.dicom.standard import profile_table
from deid.identifiers import Identifier


@pytest.mark.parametrize(
    ("code", "action"),
    [
        ("X", Action.REMOVE),
        ("Z", Action.EMPTY),
        ("D", Action.DUMMY),
        ("U", Action.UID),
        ("K", Action.KEEP),
        ("C", Action.CLEAN),
        ("X/Z", Action.EMPTY),
        ("X/D", Action.DUMMY),
        ("Z/D", Action.DUMMY),
        ("X/Z/D", Action.DUMMY),
        ("X/Z/U*", Action.UID),
    ],
)
def test_compound_actions_take_the_branch_that_fits_every_type(code, action):
    assert resolve(code) is action


def test_an_unknown_code_is_an_error():
    with pytest.raises(ValueError, match="Q"):
        resolve("Q")


def test_every_row_of_the_table_has_its_rule(rules):
    for row in profile_table().exact.values():
        rule = rules.find(row.pattern.value, row.vr or "UN")
        assert rule.code == row.basic
        assert "PS3.15 2026d Table E.1-1" in rule.reason


def test_every_rule_describes_itself_and_no_two_alike(rules):
    lines = [rule.describe() for rule in rules]
    assert len(lines) == len(set(lines)) > 750
    assert "(0010,0010) Patient's Name: Z (A), PS3.15 2026d Table E.1-1, Basic Profile Z" in lines


@pytest.mark.parametrize(
    ("tag", "vr", "action"),
    [
        (0x00080070, "LO", Action.KEEP),  # Manufacturer: vocabulary
        (0x0040A160, "UT", Action.DUMMY),  # Text Value
        (0x00081167, "UI", Action.UID),  # not in the table
        (0x00142006, "PN", Action.EMPTY),
        (0x00141020, "DA", Action.REMOVE),
        (0x00280010, "US", Action.KEEP),
        (0x00181314, "DS", Action.KEEP),
        (0x00081190, "UR", Action.REMOVE),
        (0x00420012, "LO", Action.KEEP),
        (0x00280A04, "LO", Action.REMOVE),
        (0x00091001, "LO", Action.REMOVE),
        (0x00189999, "LO", Action.REMOVE),
        (0x60000010, "US", Action.REMOVE),
        (0x50000010, "US", Action.REMOVE),
        (0x7FE00010, "OW", Action.KEEP),
        (0x00081115, "SQ", Action.KEEP),
    ],
)
def test_decisions_for_what_the_table_does_not_name(rules, tag, vr, action):
    assert rules.find(tag, vr).action is action


@pytest.mark.parametrize(
    ("tag", "vr", "identifier", "kind"),
    [
        (0x00100010, "PN", Identifier.NAME, "name"),
        (0x00080090, "PN", Identifier.NAME, "name"),
        (0x00100020, "LO", Identifier.MEDICAL_RECORD, "number"),
        (0x00101000, "LO", Identifier.MEDICAL_RECORD, "number"),
        (0x00080050, "SH", Identifier.OTHER_UNIQUE, "number"),
        (0x00100030, "DA", Identifier.DATE_OR_AGE, "date"),
        (0x00080030, "TM", Identifier.DATE_OR_AGE, None),
        (0x00101010, "AS", Identifier.DATE_OR_AGE, None),
        (0x00101040, "LO", Identifier.GEOGRAPHY, "address"),
        (0x00080080, "LO", Identifier.GEOGRAPHY, "text"),
        (0x00102154, "SH", Identifier.TELEPHONE, "number"),
        (0x00181000, "LO", Identifier.DEVICE, "number"),
        (0x00080055, "AE", Identifier.DEVICE, "number"),
        (0x0020000D, "UI", Identifier.OTHER_UNIQUE, "uid"),
        (0x00081030, "LO", Identifier.OTHER_UNIQUE, None),
        (0x00101050, "LO", Identifier.HEALTH_PLAN, "number"),
        (0x00380500, "LO", Identifier.OTHER_UNIQUE, None),
    ],
)
def test_attributes_concern_the_closest_identifier(tag, vr, identifier, kind):
    about = subject(tag, vr)
    assert (about.identifier, about.kind) == (identifier, kind)
