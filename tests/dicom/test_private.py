from __future__ import annotations

import hashlib
import json
from importlib.resources import files

import pytest

from deid.dicom.applying import apply
from deid.dicom.private import safe_attributes
from deid.dicom.reading import read
from deid.dicom.rules import rules_of
from deid.profile import DicomSettings

SETTINGS = {
    source: DicomSettings(options=("retain-safe-private", "retain-modified-dates"), safe_private=source)
    for source in ("standard", "tcia")
}
VENDOR = "Philips PET Private Group"


def vendor(dataset, creator=VENDOR, **values):
    block = dataset.private_block(0x7053, creator, create=True)
    for offset, (vr, value) in {0x00: ("DS", "0.5"), 0x77: ("LO", "Jane"), **values}.items():
        block.add_new(offset, vr, value)
    return dataset


@pytest.mark.parametrize("source", ["standard", "tcia"])
@pytest.mark.parametrize("syntax", ["1.2.840.10008.1.2", "1.2.840.10008.1.2.1", "1.2.840.10008.1.2.2"])
def test_what_is_known_to_be_safe_stays_with_its_creator(make_object, encoded, codes, passing, source, syntax):
    read_back = read(encoded(vendor(make_object()), syntax))
    treated = apply(read_back, rules_of(SETTINGS[source]), codes, passing).dataset
    private = {int(element.tag): str(element.value) for element in treated if element.tag.is_private}
    assert private == {0x70530010: VENDOR, 0x70531000: "0.5"}


def test_a_creator_of_ones_own_goes_with_all_of_its_block(make_object, codes, passing):
    treated = apply(vendor(make_object(), "JANE DOE"), rules_of(SETTINGS["tcia"]), codes, passing).dataset
    assert not any(element.tag.is_private for element in treated)


def test_a_safe_attribute_is_still_looked_at(make_object, codes):
    dataset = vendor(make_object())
    dataset[0x70531000].VR = "LO"
    dataset[0x70531000].value = "Jane"
    treated = apply(dataset, rules_of(SETTINGS["tcia"]), codes, lambda text: "jane" in text.casefold()).dataset
    assert treated[0x70531000].value == "REMOVED"


def test_private_uids_and_dates_are_treated_as_such(make_object, codes, passing):
    dataset = make_object()
    known = safe_attributes("tcia").known
    for order, vr in enumerate(("UI", "DA")):
        creator, group, element = next(key for key, safe in known.items() if safe.vr == vr)
        value = {"UI": "1.2.3.4", "DA": "20200131"}[vr]
        dataset.private_block(group, creator, create=True).add_new(element, vr, value)
        treated = apply(dataset, rules_of(SETTINGS["tcia"]), codes, passing).dataset
        (found,) = [one.value for one in treated if one.tag.is_private and vr == one.VR]
        assert found == (codes.uid("1.2.3.4"), "20191225")[order]


def test_the_archives_table_is_the_one_whose_digest_is_named():
    folder = files("deid.dicom.standard")
    meta = json.loads(folder.joinpath("tcia_private.meta.json").read_bytes())
    assert hashlib.sha256(folder.joinpath("tcia_private.json").read_bytes()).hexdigest() == meta["sha256"]
    assert "Cancer Imaging Archive" in meta["source"]
    assert len(safe_attributes("tcia").known) > meta["entries"] > 2000
