"""Nothing is disclosed before everything that it needs holds."""

from __future__ import annotations

import dataclasses
import datetime
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from deid import pipeline
from deid.errors import ConfigurationError, Refused
from deid.release.disclosure import agreement, gate, terms
from deid.release.disclosure.flags import flags_of
from deid.release.disclosure.register import Register
from deid.release.disclosure.terms import terms_of
from deid.release.signing.placing import NOTICE, TERMS

from ..signed_house import DAY, DETERMINATION, RECIPIENT, ROWS, House, problems
from .test_notices import GOOD, SILENT, UNDECIDED

ASKED = gate.Disclosure(
    recipient=RECIPIENT,
    kind="sale",
    purpose="Research on the outcomes of diabetes care",
    country="US",
    approver="Iris Okonkwo",
    notice=GOOD,
    contract="MSA 2026-14",
)


@pytest.fixture
def register(tmp_path: Path) -> Register:
    return Register(tmp_path / "register.jsonl")


def disclose(house: House, register: Register, **changes: Any) -> gate.Disclosed:
    asked = dataclasses.replace(ASKED, **changes)
    return gate.disclose(house.release, asked, register, house.trust, house.signers["approver"], DAY)


def refused(house: House, register: Register, **changes: Any) -> str:
    before = {path: path.read_bytes() for path in house.release.rglob("*") if path.is_file()}
    with pytest.raises(Refused) as caught:
        disclose(house, register, **changes)
    assert {path: path.read_bytes() for path in house.release.rglob("*") if path.is_file()} == before
    assert not register.path.exists()
    return "\n".join(caught.value.reasons)


def test_a_disclosed_release_verifies_whole(house: House, register: Register) -> None:
    done = disclose(house, register)
    found = house.verify()
    assert found.passed, [check for check in found.checks if not check.passed]
    assert (done.line.number, done.prior, done.flags) == (1, (), ())
    entry = register.lines()[0].entry
    assert (entry["recipient"], entry["method"], entry["keep_until"]) == (RECIPIENT, "safe-harbor", "2032-03-02")
    page = (house.release / "deid/report.html").read_text()
    assert "Iris Okonkwo" in page


@pytest.mark.parametrize("path", [TERMS, NOTICE])
def test_terms_and_notice_are_signed_for(house: House, register: Register, path: str) -> None:
    disclose(house, register)
    document = json.loads((house.release / path).read_text())
    house.reseal(path, json.dumps(document | {"draft": "Final."}, sort_keys=True, indent=2).encode())
    assert any(f"{path}: is not the file that was signed" in line for line in problems(house.verify()))


def test_terms_of_another_and_an_old_notice_are_named(house: House, register: Register) -> None:
    disclose(house, register)
    for path, key, value, said in (
        (TERMS, "recipient", "Others Ltd", "are for another recipient"),
        (TERMS, "method", "expert-determination", "name another method"),
        (TERMS, "terms", [], "lack a term"),
        (NOTICE, "methods", [], "does not name the method"),
    ):
        before = (house.release / path).read_bytes()
        house.reseal(path, json.dumps(json.loads(before) | {key: value}).encode())
        assert any(said in line for line in problems(house.verify())), said
        house.reseal(path, before)
    later = house.verify(as_of=datetime.date(2027, 2, 1))
    assert any("more than 12 months before" in line for line in problems(later))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"recipient": "Borealis Insurance"}, "names others"),
        ({"contract": " "}, "needs a contract"),
        ({"notice": SILENT}, "promises that data are not sold"),
        ({"notice": UNDECIDED}, "without saying which"),
        ({"notice_dated": datetime.date(2024, 1, 1)}, "more than 12 months"),
        ({"country": "CN"}, "country of concern"),
        ({"country": "DE"}, "No screening"),
    ],
)
def test_the_gate_stays_shut(house: House, register: Register, changes: dict[str, Any], said: str) -> None:
    assert said in refused(house, register, **changes)


def test_the_gate_names_every_reason_at_once(house: House, register: Register) -> None:
    said = refused(house, register, contract="", country="CN", notice=SILENT)
    assert all(part in said for part in ("contract", "country of concern", "third parties"))


def test_no_disclosure_without_the_attestation(house_of: Callable[[str], House], register: Register) -> None:
    assert "deid/knowledge.dsse.json: missing" in refused(house_of("safe-harbor"), register)


def test_no_disclosure_of_a_changed_release(house: House, register: Register) -> None:
    table = house.release / "data/tables/visits.csv"
    table.write_text(table.read_text().replace("I10", "I11"))
    assert "visits.csv: its content is not the listed one" in refused(house, register)


def test_only_an_approvers_key_approves(house: House, register: Register) -> None:
    house.signers["approver"] = house.signers["engine"]
    assert "not trusted as an approver's" in refused(house, register)


@pytest.mark.parametrize("changes", [{"purpose": "TBD"}, {"approver": "N/A"}, {"country": "usa"}, {"kind": "gift"}])
def test_placeholders_approve_nothing(house: House, register: Register, changes: dict[str, Any]) -> None:
    with pytest.raises(ConfigurationError):
        disclose(house, register, **changes)
    assert not register.path.exists()


def test_a_copy_is_disclosed_once_and_combinations_are_told(house: House, register: Register, tmp_path: Path) -> None:
    shutil.copytree(house.release, tmp_path / "copy")
    disclose(house, register, source="archive")
    with pytest.raises(Refused, match="approved for a disclosure already"):
        disclose(house, register, source="archive")
    house.release = tmp_path / "copy"
    done = disclose(house, register, source="archive", linked=("Borealis Insurance",))
    assert [line.number for line in done.prior] == [1]
    assert register.lines()[1].entry["prior"] == [1]
    with pytest.raises(Refused, match="what was approved is not changed"):
        from deid.release.signing.placing import demand_open
        from deid.release.signing.roles import OFFICER

        demand_open(house.release, OFFICER, replace=True)


def test_an_experts_conditions_must_be_ticked(expert_house: House, register: Register) -> None:
    notice = GOOD.replace("164.514(b)(2), known as the HIPAA safe harbor method", "164.514(b)(1)")
    said = refused(expert_house, register, notice=notice, conditions_met=(1,))
    assert "condition 2 of the expert: not ticked" in said
    disclose(expert_house, register, notice=notice, conditions_met=(1, 2))
    assert expert_house.verify().passed
    assert len(DETERMINATION["conditions"]) == 2


def test_a_limited_data_set_does_not_go_through(house: House, register: Register, tmp_path: Path) -> None:
    (tmp_path / "visits.csv").write_text(ROWS)
    house.release = pipeline.run(tmp_path / "visits.csv", tmp_path / "lds", profile="limited-data-set").path
    assert "goes out under a data use agreement" in refused(house, register)


def test_the_contract_has_the_terms_of_the_law_and_those_that_flags_add() -> None:
    none = terms_of(
        "0" * 16,
        "safe-harbor",
        RECIPIENT,
        "sale",
        "US",
        "",
        flags_of("US", part2=False, consumer=False, screened=False),
    )
    ids = [one["id"] for one in none["terms"]]
    assert ids[:3] == ["identifies-as-deidentified", "no-reidentification", "no-further-disclosure"]
    assert "no-onward-transfer" not in ids
    flags = flags_of("DE", part2=True, consumer=True, screened=True)
    assert [flag.id for flag in flags] == ["part-2", "consumer-data", "part-202-foreign"]
    all_ = terms_of("0" * 16, "safe-harbor", RECIPIENT, "sale", "DE", "MSA 1", flags)
    assert {"no-onward-transfer", "part-2", "consumer-data"} <= {one["id"] for one in all_["terms"]}
    for text in (terms.text_of(none), terms.text_of(all_), agreement.text()):
        assert "Draft for counsel" in text
        assert all(len(line) <= 100 for line in text.splitlines())


def test_the_template_for_limited_data_sets_has_every_content_of_the_rule() -> None:
    assert [clause.source.split("(ii)")[1][:3] for clause in agreement.CLAUSES] == ["(A)", "(B)"] + ["(C)"] * 5
