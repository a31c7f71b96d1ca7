"""Each thing that can be wrong with a signed release is caught, and named."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from typing import Any

import pytest
from pydantic import ValidationError

from deid import pipeline
from deid.errors import Refused, UsageError
from deid.release import bag
from deid.release.signing import envelope, placing, statement
from deid.release.signing.roles import BY_NAME, ENGINE, OFFICER
from deid.release.signing.stated import Determination, Knowledge
from deid.release.signing.trust import Trust

from ..signed_house import DAY, DETERMINATION, KNOWLEDGE, ROWS, House, MockSigner, problems, trusted


def named(house: House, **changes: Any) -> list[str]:
    return problems(house.verify(**changes))


def test_a_signed_release_holds_but_for_what_disclosure_adds(house: House) -> None:
    found = house.verify()
    open_ = [check.name for check in found.checks if not check.passed]
    assert open_ == [
        "contract terms stand with it, and were approved",
        "the privacy notice names the method and is not older than 12 months",
    ]
    assert found.result.value == "NOT CHECKED"


def test_without_a_trust_file_no_signature_passes(house: House) -> None:
    found = house.verify(trust=None)
    assert problems(found) == []
    assert not any(check.passed for check in found.checks if check.name.startswith(("signed by", "the recipient")))


def test_the_statements_are_what_the_layout_says(house: House) -> None:
    sealed = envelope.parse((house.release / ENGINE.path).read_bytes())
    content = json.loads(sealed.payload)
    assert content["_type"] == "https://in-toto.io/Statement/v1"
    assert content["predicateType"].endswith("deid-claim/v1")
    names = [subject["name"] for subject in content["subject"]]
    assert {"manifest-sha256.txt", "deid/report.json", "deid/policy.json"} <= set(names)
    assert statement.parse(sealed.payload).predicate["method"] == "safe-harbor"
    assert "Quackenbush" not in sealed.payload.decode()


def test_signing_again_gives_the_same_bytes(house: House) -> None:
    before = (house.release / OFFICER.path).read_bytes()
    house.sign("privacy-officer", KNOWLEDGE)
    assert (house.release / OFFICER.path).read_bytes() == before


def test_the_page_shows_who_signed(house: House) -> None:
    page = (house.release / "deid/report.html").read_text()
    assert "Ruth Adler" in page
    assert "Ardent Analytics" in page
    assert "carries no signature yet" not in page


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"not_after": "2026-02-01"}, "its key expired on 2026-02-01"),
        ({"not_before": "2026-06-01"}, "its key is valid from 2026-06-01 only"),
        ({"revoked_at": "2026-02-15"}, "its key was revoked on 2026-02-15"),
        ({"roles": ("engine",)}, "signed by the wrong role"),
    ],
)
def test_a_key_that_cannot_be_relied_on(house: House, changes: dict[str, Any], said: str) -> None:
    key = trusted(house.signers["privacy-officer"], "privacy-officer", **changes)
    found = named(house, trust=house.trust.with_key(key))
    assert any(OFFICER.path in line and said in line for line in found), found


def test_a_key_that_the_reader_does_not_know(house: House) -> None:
    house.sign("privacy-officer", KNOWLEDGE, MockSigner("somebody"))
    assert any("a key that the trust file does not know" in line for line in named(house))
    assert any("does not know" in line for line in named(house, trust=Trust()))


def test_the_engine_cannot_attest_knowledge(house: House) -> None:
    house.sign("privacy-officer", KNOWLEDGE, house.signers["engine"])
    assert any("signed by the wrong role" in line for line in named(house))


def test_a_statement_in_the_place_of_another(house: House) -> None:
    house.reseal(OFFICER.path, (house.release / ENGINE.path).read_bytes())
    assert any("another type than its place says" in line for line in named(house))


def test_a_statement_that_is_missing(house: House) -> None:
    for role in (ENGINE, OFFICER):
        (house.release / role.path).unlink()
    lines = (house.release / bag.TAGS).read_text().splitlines(keepends=True)
    (house.release / bag.TAGS).write_text("".join(line for line in lines if "dsse" not in line))
    found = named(house)
    assert any(f"{ENGINE.path}: missing" in line for line in found)
    assert any(f"{OFFICER.path}: missing" in line for line in found)


def changed_payload(house: House, change: Callable[[dict[str, Any]], None], *, signed: bool) -> None:
    sealed = envelope.parse((house.release / OFFICER.path).read_bytes())
    content = json.loads(sealed.payload)
    change(content)
    payload = json.dumps(content, sort_keys=True, indent=2, ensure_ascii=False).encode() + b"\n"
    made = envelope.seal(payload, house.signers["privacy-officer"]) if signed else None
    text = (made or envelope.Envelope(payload, sealed.keyid, sealed.signature)).text()
    house.reseal(OFFICER.path, text.encode())


def test_a_changed_statement_breaks_its_signature(house: House) -> None:
    changed_payload(house, lambda content: content["predicate"].update(recipients=["Others Ltd"]), signed=False)
    assert any("its signature does not hold" in line for line in named(house, recipient="Others Ltd"))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda c: c["predicate"].update(release="0" * 16), "another release"),
        (lambda c: c["predicate"].update(statement="All is well with this release."), "its sentence is not"),
        (lambda c: c["predicate"].update(considered="TBD"), "does not state what its role must state"),
        (lambda c: c["predicate"].update(extra=1), "does not state what its role must state"),
        (lambda c: c["predicate"].update(dated="2026-05-01"), "after the day that is asked for"),
        (lambda c: c["predicate"].update(dated="2025-12-01"), "its key is valid from"),
        (lambda c: c["subject"].pop(), "other files than those of its role"),
        (lambda c: c["subject"][0]["digest"].update(sha256="0" * 64), "is not the file that was signed"),
        (lambda c: c.update(_type="https://in-toto.io/Statement/v0.1"), "no in-toto Statement v1"),
        (lambda c: c.update(predicateType="urn:deid:deid-claim/v1"), "another type than its place says"),
    ],
)
def test_a_statement_that_does_not_fit(house: House, change: Callable[[dict[str, Any]], None], said: str) -> None:
    changed_payload(house, change, signed=True)
    assert any(said in line for line in named(house)), named(house)


@pytest.mark.parametrize("path", placing.SEALED)
def test_a_resealed_paper_is_not_the_signed_one(house: House, path: str) -> None:
    house.reseal(path, (house.release / path).read_bytes() + b"\n")
    assert any(f"{path}: is not the file that was signed" in line for line in named(house))


def test_resealed_data_is_not_the_signed_data(house: House) -> None:
    table = house.release / "data/tables/visits.csv"
    old = table.read_text()
    table.write_text(old.replace("I10", "I11"))
    bag.write(house.release, {})
    assert any("manifest-sha256.txt: is not the file that was signed" in line for line in named(house))


def test_the_recipient_is_the_one_that_was_named(house: House) -> None:
    assert any("names others" in line for line in named(house, recipient="Borealis Insurance"))
    assert named(house, recipient="  ardent   ANALYTICS ") == []
    assert "no recipient was named" in str(house.verify(recipient=None).checks)


def test_an_experts_determination_holds_and_ends(expert_house: House) -> None:
    assert named(expert_house) == []
    assert any("expired on 2027-03-01" in line for line in named(expert_house, as_of=datetime.date(2027, 3, 2)))
    assert "nobody has signed that they are met" in str(expert_house.verify().checks)
    page = (expert_house.release / "deid/report.html").read_text()
    assert "Ingrid Halvorsen" in page


def test_an_expert_release_without_its_expert_fails(house_of: Callable[[str], House]) -> None:
    assert any("deid/expert.dsse.json: missing" in line for line in named(house_of("expert-shifted-dates")))


def test_roles_sign_only_what_is_theirs(expert_house: House, tmp_path: Any) -> None:
    with pytest.raises(Refused, match="prepared for an expert"):
        expert_house.sign("privacy-officer", KNOWLEDGE)
    (tmp_path / "visits.csv").write_text(ROWS)
    with pytest.raises(Refused, match="limited data set"):
        pipeline.run(tmp_path / "visits.csv", tmp_path / "lds", profile="limited-data-set", signer=MockSigner("engine"))
    assert not (tmp_path / "lds").exists()


def test_a_limited_data_set_is_refused_every_certificate(tmp_path: Any, house: House) -> None:
    (tmp_path / "visits.csv").write_text(ROWS)
    made = pipeline.run(tmp_path / "visits.csv", tmp_path / "lds", profile="limited-data-set").path
    house.release = made
    for role, stated in (("privacy-officer", KNOWLEDGE), ("expert", DETERMINATION)):
        with pytest.raises(Refused, match="no certificate"):
            house.sign(role, stated)
    found = house.verify()
    assert problems(found) == []
    assert not found.passed
    agreement = json.loads((made / "deid/data_use_agreement.json").read_text())
    assert "protected health information" in agreement["status"]
    assert "Draft for counsel" in agreement["draft"]
    bag.replace(made, {OFFICER.path: "{}\n"})
    assert any("carries no certificate" in line for line in named(house))


def test_a_changed_release_takes_no_statement(house: House) -> None:
    paper = house.release / "deid/tables.json"
    paper.write_text(paper.read_text() + " ")
    with pytest.raises(Refused, match="not as it was sealed"):
        house.sign("privacy-officer", KNOWLEDGE)


def test_a_second_statement_needs_to_be_asked_for(house: House) -> None:
    with pytest.raises(UsageError, match="stands there already"):
        placing.demand_open(house.release, OFFICER, replace=False)
    placing.demand_open(house.release, OFFICER, replace=True)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "TBD"),
        ("name", "Your Name"),
        ("name", "<name>"),
        ("name", "John Doe"),
        ("name", "Ruth"),
        ("title", "n/a"),
        ("title", "xxx"),
        ("organisation", "Company name"),
        ("organisation", "..."),
        ("considered", "to be filled in"),
        ("considered", "None."),
        ("considered", "lorem ipsum dolor sit amet consectetur"),
        ("considered", "[describe what you considered here]"),
        ("considered", "All fine"),
        ("considered", "Call me at (617) 555-0134 about the other data of theirs."),
        ("recipients", ()),
        ("recipients", ("Recipient",)),
        ("dated", "soon"),
    ],
)
def test_placeholders_are_refused(field: str, value: object) -> None:
    with pytest.raises(ValidationError):
        Knowledge.model_validate(KNOWLEDGE | {field: value})


@pytest.mark.parametrize("field", sorted(set(DETERMINATION) - {"conditions"}))
def test_an_expert_must_state_everything(field: str) -> None:
    with pytest.raises(ValidationError):
        Determination.model_validate({key: value for key, value in DETERMINATION.items() if key != field})


def test_a_determination_ends_after_it_begins() -> None:
    for end in ("2026-03-02", "2020-01-01", "2040-01-01"):
        with pytest.raises(ValidationError, match="valid_until"):
            Determination.model_validate(DETERMINATION | {"valid_until": end})


def test_every_role_can_be_told_apart() -> None:
    assert len({role.path for role in BY_NAME.values()}) == len({role.predicate_type for role in BY_NAME.values()}) == 4
    assert DAY.isoformat() == KNOWLEDGE["dated"]


def test_a_report_that_tells_another_risk_than_the_data_is_caught(house: House) -> None:
    path = house.release / "deid/report.json"
    told = json.loads(path.read_text())
    told["singling"] = [{**entry, "persons": 999_999} for entry in told["singling"]] or [{"table": "none"}]
    house.reseal("deid/report.json", json.dumps(told).encode())
    assert any("says another risk than was measured" in problem for problem in problems(house.verify()))
