"""A small release with tables and a DICOM object, signed and disclosed, that tests copy and change."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from pydicom.data import get_testdata_file

from deid import pipeline
from deid.release.disclosure import gate
from deid.release.disclosure.register import Register

from .disclosure.test_gate import ASKED
from .signed_house import DAY, KNOWLEDGE, ROWS, House, MockSigner, trust_of

ROLES = ("engine", "privacy-officer", "approver", "expert")
EXPORT = {
    "visits.csv": "mrn,visit_date,icd10\n00412345,2019-03-04,E11.9\n00412346,2020-05-06,I10\n",
    # Fifteen who are alike, and fifteen who stand out by the year of their birth.
    "patients.csv": "mrn,birth_date,sex,state\n"
    + "".join(f"004123{place},1951-03-{place - 30:02d},F,NY\n" for place in range(40, 55))
    + "".join(f"004123{place},19{place - 10}-05-06,M,NY\n" for place in range(60, 75)),
}


@pytest.fixture(scope="session")
def disclosed(tmp_path_factory: pytest.TempPathFactory) -> House:
    """Signed by the program, the privacy officer and the approver; it verifies whole."""
    top = tmp_path_factory.mktemp("disclosed")
    export = top / "export"
    export.mkdir()
    for name, text in EXPORT.items():
        (export / name).write_text(text)
    shutil.copy(str(get_testdata_file("CT_small.dcm")), export / "a.dcm")
    signers = {role: MockSigner(role) for role in ROLES}
    house = House(pipeline.run(export, top / "out", signer=signers["engine"]).path, signers, trust_of(signers))
    house.sign("privacy-officer", KNOWLEDGE)
    gate.disclose(house.release, ASKED, Register(top / "r.jsonl"), house.trust, signers["approver"], DAY)
    found = house.verify()
    assert found.passed, [check for check in found.checks if not check.passed]
    return house


@pytest.fixture
def copy(disclosed: House, tmp_path: Path) -> House:
    """A copy to tamper with."""
    shutil.copytree(disclosed.release, tmp_path / "release", symlinks=True)
    return House(tmp_path / "release", disclosed.signers, disclosed.trust)


@pytest.fixture
def limited(disclosed: House, tmp_path: Path) -> House:
    """A limited data set."""
    (tmp_path / "visits.csv").write_text(ROWS)
    made = pipeline.run(tmp_path / "visits.csv", tmp_path / "lds", profile="limited-data-set").path
    return House(made, disclosed.signers, disclosed.trust)
