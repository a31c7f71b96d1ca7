"""Who is the same person, and who never is."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest

from deid.vault import DICOM, LINKABLE, Vault, dicom_keys, person_keys, settle_persons, staging


def column(values: list[str | None]) -> pa.Array:
    return pa.array(values, pa.large_string())


class Export:
    """Rows of person keys on their way into a vault, as tables and DICOM objects bring them."""

    def __init__(self, folder: Path):
        self.vault = Vault.create(folder / "vault")
        self.work = folder / "work"
        self.crosswalk = self.vault.crosswalk("person")
        self.links = self.vault.links(self.work)
        self._number = 0

    def table(self, **keys: list[str | None]) -> None:
        self._number += 1
        name = f"{self._number:03d}"
        spaces = [space for space in LINKABLE if space in keys]
        spelled = {space: person_keys(space, column(keys[space])) for space in spaces}
        for space in spaces:
            self._write(name, space, spelled[space], column(keys[space]))
        for alias in spaces[1:]:
            self.links.add(name, spelled[spaces[0]], spelled[alias], one_to_one=alias in ("member", "ssn"))

    def dicom(self, *patients: tuple[str, str]) -> None:
        self._number += 1
        ids, issuers = [entry[0] for entry in patients], [entry[1] for entry in patients]
        written = [f"{number}^{issuer}" if issuer else number for number, issuer in patients]
        self._write(f"{self._number:03d}", DICOM, dicom_keys(ids, issuers), column(written))

    def _write(self, name: str, space: str, keys: pa.Array, written: pa.Array) -> None:
        writer = self.crosswalk.writer(name, staging(self.work, space))
        writer.add(keys, written)
        writer.close()

    def settle(self) -> int:
        return settle_persons(self.crosswalk, self.links, self.work)

    def code(self, space: str, value: str, issuer: str = "") -> str:
        keys = dicom_keys([value], [issuer]) if space == DICOM else person_keys(space, column([value]))
        return str(self.crosswalk.codes(keys)[0].as_py())


@pytest.fixture
def export(tmp_path: Path) -> Export:
    return Export(tmp_path)


def test_one_number_has_one_spelling() -> None:
    spelled = person_keys("mrn", column(["4711", " 004711 ", "4711.0", "4711.000", "00ab", "ab1 "]))
    assert spelled.to_pylist() == ["mrn:4711"] * 4 + ["mrn:00AB", "mrn:AB1"]


@pytest.mark.parametrize("value", ["", " ", "0", "000", "0.0", "none", "NULL", "n/a", "nan", "Unknown", "-", "--", "?",
                                   "...", "<NA>", None])  # fmt: skip
def test_placeholders_are_nobody(value: str | None) -> None:
    assert person_keys("mrn", column([value])).to_pylist() == [None]


def test_numbers_side_by_side_are_one_person(export: Export) -> None:
    export.table(patient=["p1", "p2"], mrn=["100", "200"])
    export.table(mrn=["00100", "300"])
    assert export.settle() == 3
    assert export.code("patient", "p1") == export.code("mrn", "100")
    assert len({export.code("mrn", number) for number in ("100", "200", "300")}) == 3


def test_a_person_may_have_several_record_numbers(export: Export) -> None:
    export.table(patient=["p1", "p1"], mrn=["100", "101"])
    export.settle()
    assert export.code("mrn", "100") == export.code("mrn", "101") == export.code("patient", "p1")


def test_a_record_number_of_two_patients_links_nobody(export: Export) -> None:
    export.table(patient=["p1", "p2"], mrn=["100", "100"])
    export.settle()
    assert len({export.code("mrn", "100"), export.code("patient", "p1"), export.code("patient", "p2")}) == 3


def test_a_membership_that_changed_hands_links_nobody(export: Export) -> None:
    """P1 has two numbers, one of which P2 has as well: that one must not fall to P2 because P1's are set aside."""
    export.table(patient=["p1", "p1", "p2"], member=["x", "y", "x"])
    export.settle()
    assert export.code("member", "x") != export.code("patient", "p2")
    assert export.code("member", "x") != export.code("patient", "p1")


def test_a_membership_and_a_social_security_number_both_link(export: Export) -> None:
    export.table(patient=["p1", "p2"], member=["m1", "m2"], ssn=["521000001", "521000002"])
    assert export.settle() == 2
    assert export.code("member", "m1") == export.code("ssn", "521000001") == export.code("patient", "p1")


def test_links_reach_over_two_tables(export: Export) -> None:
    export.table(patient=["p1", "p2"], mrn=["100", "200"])
    export.table(mrn=["100", "200"], member=["m1", "m2"])
    export.table(member=["m1"], ssn=["521000001"])
    assert export.settle() == 2
    assert export.code("member", "m1") == export.code("ssn", "521000001") == export.code("patient", "p1")
    assert export.code("member", "m2") == export.code("patient", "p2")


def test_one_number_in_two_namespaces_is_two_people(export: Export) -> None:
    export.table(patient=["17"])
    export.table(mrn=["17"])
    export.settle()
    assert export.code("patient", "17") != export.code("mrn", "17")


def test_placeholders_never_merge_people(export: Export) -> None:
    export.table(patient=["p1", "p2", "p3"], mrn=["0", "0", "unknown"])
    assert export.settle() == 3
    assert len({export.code("patient", number) for number in ("p1", "p2", "p3")}) == 3


def test_patient_ids_are_the_persons_of_tables(export: Export) -> None:
    export.table(patient=["p1", "p2"], mrn=["100", "200"])
    export.dicom(("0100", ""), ("p2", "HOSP"), ("999", ""))
    assert export.settle() == 3
    assert export.code(DICOM, "0100") == export.code("patient", "p1")
    assert export.code(DICOM, "p2", "HOSP") == export.code("patient", "p2")


def test_two_issuers_of_one_id_are_two_people_and_neither_is_the_tables(export: Export) -> None:
    export.table(mrn=["7"])
    export.dicom(("7", "A"), ("007", "B"))
    assert export.settle() == 3
    assert len({export.code(DICOM, "7", "A"), export.code(DICOM, "7", "B"), export.code("mrn", "7")}) == 3


def test_two_spellings_of_one_id_are_one_person(export: Export) -> None:
    export.table(mrn=["7"])
    export.dicom(("7", ""))
    export.dicom(("007", ""))
    assert export.settle() == 1
    assert export.code(DICOM, "007") == export.code("mrn", "7")


def test_people_without_patient_numbers_are_counted_by_what_there_is(export: Export) -> None:
    export.table(member=["m1", "m2", "m1"])
    assert export.settle() == 2


def test_nothing_at_all_settles(export: Export) -> None:
    assert export.settle() == 0
