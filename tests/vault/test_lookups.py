"""A few values looked up without arrays get the answers that columns get."""

from __future__ import annotations

import subprocess
import sys

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from deid.errors import Unreadable, VaultError
from deid.vault import Kind, Lookups, Vault, dicom_keys
from deid.vault.hashing import hash_strings
from deid.vault.lookups import dicom_key, hash_text

TEXT = pa.large_string()
UIDS = [f"1.2.826.0.1.{number}" for number in range(50)]


@pytest.fixture
def vault(tmp_path):
    vault = Vault.create(tmp_path / "vault")
    for domain, keys in (("uid", UIDS[:30]), ("uid", UIDS[20:40]), ("person", ["dicom:MRN1", "dicom:MRN2^Here"])):
        crosswalk = vault.crosswalk(domain)
        writer = crosswalk.writer("one", tmp_path / "staged")
        writer.add(pa.array(keys, TEXT))
        writer.close()
        crosswalk.settle(tmp_path / "staged")
    harvest = vault.harvest(tmp_path)
    taken = harvest.writer("one")
    taken.add_exact(pa.array(["MRN-4711-0815", "0012345678"], TEXT))
    taken.add_words(Kind.NAME, ["Okafor", "M\u00fcller"])
    taken.close()
    harvest.seal()
    return vault


@given(st.one_of(st.text(max_size=40), st.text("ab", min_size=500, max_size=530)), st.integers(0, 2**64 - 1))
def test_a_text_has_the_hash_that_a_column_gives_it(text, seed):
    text = text.encode("utf-8", "ignore").decode()
    assert hash_text(text, seed) == int(hash_strings(pa.array([text, "other"], TEXT), seed)[0])


def test_uids_of_several_segments_are_found(vault):
    found = Lookups(vault.path).crosswalk("uid")
    assert [found.uid(uid) for uid in UIDS[:40]] == vault.crosswalk("uid").uids(pa.array(UIDS[:40], TEXT))
    with pytest.raises(Unreadable):
        found.uid(UIDS[45])


def test_codes_are_those_of_columns(vault):
    keys = ["dicom:MRN1", "dicom:MRN2^Here"]
    found = Lookups(vault.path).crosswalk("person")
    assert [found.code(key) for key in keys] == vault.crosswalk("person").codes(pa.array(keys, TEXT)).to_pylist()
    with pytest.raises(Unreadable):
        found.code(None)


def test_harvested_values_are_found(vault, tmp_path):
    few, whole = Lookups(vault.path).harvest(tmp_path), vault.harvest(tmp_path)
    texts = ["mrn 4711 0815", "12345678", "okafor", "MULLER", "M\u00dcLLER", "", "nobody"]
    for kind in Kind:
        assert few.which_text(kind, texts) == whole.which_text(kind, texts)
    assert few.which_text(Kind.NAME, texts) == [False, False, True, True, True, False, False]


@given(st.text("ab1 0.-^/NA\u00e9", max_size=12), st.sampled_from(["", "Here"]))
def test_a_patient_id_has_the_key_that_a_column_gives_it(patient_id, issuer):
    assert dicom_key(patient_id, issuer) == dicom_keys([patient_id], [issuer])[0].as_py()


@pytest.mark.parametrize("patient_id", ["007", "4711.0", "mrn-17", "NOT AVAILABLE", "UNKNOWN", "<NA>", " 17 "])
def test_spellings_of_a_patient_id_meet(patient_id):
    assert dicom_key(patient_id, "") == dicom_keys([patient_id], [""])[0].as_py()


def test_a_damaged_crosswalk_is_refused(vault):
    next((vault.path / "crosswalk" / "uid").glob("*.draws")).write_bytes(b"short")
    with pytest.raises(VaultError):
        Lookups(vault.path).crosswalk("uid").uid(UIDS[0])


def test_neither_arrays_nor_the_toolkit_are_loaded_for_the_treatment_of_objects():
    script = (
        "import sys, deid.batch.wording, deid.dicom.treating, deid.dicom.vaulted; from deid.vault import Lookups;"
        "print([name for name in ('numpy', 'pyarrow', 'pandas', 'pydicom') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
