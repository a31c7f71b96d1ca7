from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deid.safe_harbor import codes

VECTORS = [
    ("ICD-10-CM", ["E11.9", "E119", "S72.001A", "U07.1", "J45"], ["E1", "11.9", "E11.", "E11.99999"]),
    ("ICD-9-CM", ["250.00", "V58.61", "E880.1"], ["25", "V5", "250.000"]),
    ("LOINC", ["8302-2", "72514-3", "LA6576-8"], ["8302-3", "8302", "a-1"]),
    ("SNOMED CT", ["195662009", "428211000124100", "22298006"], ["195662008", "123456", "0195662009"]),
    ("NDC", ["0002-1433-80", "50580-496-60", "55513-0190-1", "00021433801"], ["1234", "0002-1433"]),
    ("GPI", ["58200060100110", "58-20-00-60-10-01-10"], ["20190317143205", "5820006010", "58200060100110x"]),
    (
        "registered OID",
        ["1.2.840.10008.5.1.4.1.1.1.1", "2.16.840.1.113883.6.96"],
        ["1.2.840.113619.2.55.3.604.1.2", "2"],
    ),
    ("CPT", ["99213", "0001F"], ["9921", "A9921"]),
    ("HCPCS", ["J1100", "G0439"], ["Z1100", "J110"]),
    ("provider taxonomy", ["207Q00000X", "1223G0001X", "163WC0400X"], ["207Q00000Y", "207"]),
    ("UCUM", ["mg/dL", "mm[Hg]", "mL/min/{1.73_m2}", "{score}", "10*3/uL", "kg/m2", "%"], ["", "12", "John Smith"]),
    ("ATC", ["A10BA02", "C07AB"], ["1", "A1"]),
]


@pytest.mark.parametrize(("system", "right", "wrong"), VECTORS, ids=lambda v: v if isinstance(v, str) else "")
def test_shapes(system, right, wrong):
    matches = codes.code_system(system).matches
    assert [code for code in right if not matches(code)] == []
    assert [code for code in wrong if matches(code)] == []


def test_share_counts_filled_cells_only():
    assert codes.share_of(["8302-2", "", "x", " "], "LOINC") == 0.5
    assert codes.share_of([], "LOINC") == 0.0


def test_unknown_system():
    with pytest.raises(KeyError):
        codes.share_of(["x"], "no such system")


def test_likely_systems():
    assert codes.likely_systems(["195662009", "22298006"]) == ("SNOMED CT",)
    assert codes.likely_systems(["John", "Mary"]) == ()


@given(st.text(max_size=40))
def test_answers_on_any_text(text):
    assert all(system.matches(text) in (True, False) for system in codes.CODE_SYSTEMS)


@pytest.mark.parametrize("number", ["0.25", "12", "4.5/2", "10*3"])
def test_a_bare_number_is_no_unit(number: str) -> None:
    assert not codes.is_unit(number)
