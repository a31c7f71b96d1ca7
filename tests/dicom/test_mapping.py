from __future__ import annotations

import pytest

from deid.arrow import texts
from deid.dicom.mapping import export, mapping
from deid.dicom.persons import PersonKey
from deid.dicom.vaulted import Codes
from deid.errors import UsageError
from deid.vault import DICOM, Lookups, Vault, dicom_keys, settle_persons, staging

OLD = ["1.2.3", "1.2.4"]


@pytest.fixture
def vault(tmp_path):
    vault = Vault.create(tmp_path / "vault")
    with vault.workspace() as workspace:
        uids = vault.crosswalk("uid").writer("a", workspace / "uid")
        uids.add(texts([*OLD]))
        uids.close()
        people = vault.crosswalk("person").writer("a", staging(workspace, DICOM))
        people.add(dicom_keys(["MRN-4711"], ["Hospital"]), texts(["MRN-4711^Hospital"]))
        people.close()
        settle_persons(vault.crosswalk("person"), vault.links(workspace), workspace)
        vault.crosswalk("uid").settle(workspace / "uid")
    return vault


@pytest.mark.parametrize("keyed", [False, True])
def test_the_mapping_is_what_objects_get(vault, keyed):
    codes = Codes(Lookups(vault.path), keyed=keyed)
    found = {(line.kind, line.old): line for line in mapping(vault, keyed=keyed)}
    assert {uid: found["uid", uid].new for uid in OLD} == {uid: codes.uid(uid) for uid in OLD}
    person = found["patient", "MRN-4711"]
    assert (person.new, person.issuer) == (codes.person(PersonKey("MRN-4711", "Hospital")), "Hospital")


def test_keyed_uids_need_no_crosswalk_and_are_one_to_one(vault):
    codes = Codes(Lookups(vault.path), keyed=True)
    new = [codes.uid(f"1.9.{number}") for number in range(200)]
    assert len(set(new)) == 200
    assert all(uid.startswith("2.25.") and len(uid) <= 44 for uid in new)
    assert new == [Codes(Lookups(vault.path), keyed=True).uid(f"1.9.{number}") for number in range(200)]
    assert new[0] != Codes(Lookups(vault.path)).uid(OLD[0])


def test_the_days_of_a_person_are_those_of_the_tables(vault):
    from deid.treatments.dating import days_of

    key = PersonKey("MRN-4711", "Hospital")
    codes = Codes(Lookups(vault.path))
    assert codes.days(key) == days_of(codes.person(key), vault.key_for("shift"))
    assert 0 < abs(codes.days(key)) <= 365


def test_an_export_does_not_write_over_anything(vault, tmp_path):
    (tmp_path / "map.csv").write_text("there")
    with pytest.raises(UsageError, match="cannot be made"):
        export(vault, tmp_path / "map.csv")
