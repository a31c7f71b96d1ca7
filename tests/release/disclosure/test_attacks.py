"""Ways around the gate and the register that somebody might try."""

from __future__ import annotations

import datetime
import json
import multiprocessing
import shutil
from pathlib import Path
from typing import Any

import pytest

from deid import pipeline
from deid.errors import Refused
from deid.release import bag
from deid.release.disclosure import gate
from deid.release.disclosure.register import Register
from deid.release.signing.roles import APPROVER, OFFICER

from ..signed_house import DAY, DETERMINATION, KNOWLEDGE, RECIPIENT, ROWS, House, MockSigner, problems, trusted
from .test_gate import disclose, refused, register
from .test_notices import GOOD

__all__ = ["register"]
ENTRY = {"event": "disclosure", "date": "2026-03-01", "method": "safe-harbor", "kind": "sale"}
EXPERTS = GOOD.replace("164.514(b)(2), known as the HIPAA safe harbor method", "164.514(b)(1)")


def test_an_attestation_for_another_recipient_lets_nobody_else_through(house: House, register: Register) -> None:
    assert f"{OFFICER.path}: names others" in refused(house, register, recipient="Borealis Insurance")
    house.sign("privacy-officer", KNOWLEDGE | {"recipients": ("Borealis Insurance",)})
    assert f"{OFFICER.path}: names others" in refused(house, register)


def test_a_determination_that_has_expired(expert_house: House, register: Register) -> None:
    expert_house.sign("expert", DETERMINATION | {"dated": "2026-01-02", "valid_until": "2026-03-01"})
    assert "expired on 2026-03-01" in refused(expert_house, register, notice=EXPERTS, conditions_met=(1, 2))


def test_a_release_that_was_sealed_again_after_it_was_signed(house: House, register: Register) -> None:
    table = house.release / "data/tables/visits.csv"
    table.write_text(table.read_text().replace("I10", "I11"))
    bag.write(house.release, {})
    said = refused(house, register)
    assert f"{OFFICER.path}: manifest-sha256.txt: is not the file that was signed" in said


def test_an_attestation_taken_from_another_release(house: House, register: Register, tmp_path: Path) -> None:
    (tmp_path / "visits.csv").write_text(ROWS.replace("41", "42"))
    other = pipeline.run(tmp_path / "visits.csv", tmp_path / "other", signer=house.signers["engine"]).path
    moved = House(other, house.signers, house.trust)
    moved.reseal(OFFICER.path, (house.release / OFFICER.path).read_bytes())
    assert "speaks of another release" in refused(moved, register)


@pytest.mark.parametrize("roles", [("engine",), ("approver", "expert"), ("expert",)])
def test_the_officers_key_is_trusted_for_another_role(house: House, register: Register, roles: tuple[str, ...]) -> None:
    house.trust = house.trust.with_key(trusted(house.signers["privacy-officer"], *roles))
    assert "signed by the wrong role" in refused(house, register)


@pytest.mark.parametrize("changes", [{"revoked_at": "2026-03-01"}, {"not_after": "2026-03-01"}])
def test_an_approvers_key_that_is_no_longer_valid(house: House, register: Register, changes: dict[str, Any]) -> None:
    house.trust = house.trust.with_key(trusted(house.signers["approver"], "approver", **changes))
    assert "the approver's key" in refused(house, register)


def test_no_disclosure_is_dated_back(house: House, register: Register, tmp_path: Path) -> None:
    shutil.copytree(house.release, tmp_path / "copy")
    disclose(house, register)
    again = House(tmp_path / "copy", house.signers, house.trust)
    before = register.path.read_bytes()
    with pytest.raises(Refused, match="last disclosure is of 2026-03-02"):
        gate.disclose(
            again.release, _asked(), register, again.trust, again.signers["approver"], DAY - datetime.timedelta(1)
        )
    assert register.path.read_bytes() == before


def _asked(**changes: Any) -> gate.Disclosure:
    import dataclasses

    from .test_gate import ASKED

    return dataclasses.replace(ASKED, **changes)


def lines_of(register: Register) -> list[bytes]:
    return register.path.read_bytes().splitlines(keepends=True)


def filled(register: Register, entries: int = 4) -> None:
    for number in range(entries):
        register.append({**ENTRY, "release": f"{number:016x}"})


def test_a_register_without_a_middle_entry_stops_the_gate(house: House, register: Register) -> None:
    filled(register)
    lines = lines_of(register)
    register.path.write_bytes(b"".join(lines[:1] + lines[2:]))
    with pytest.raises(Refused, match="entry 2: is not the one that stood here"):
        disclose(house, register)
    renumbered = [lines[0], *(line.replace(b'"number": 3', b'"number": 2') for line in lines[2:3])]
    register.path.write_bytes(b"".join(renumbered))
    with pytest.raises(Refused, match="entry 2: does not follow the one before it"):
        disclose(house, register)
    assert not (house.release / APPROVER.path).exists()


def test_a_chain_that_forks(register: Register, tmp_path: Path) -> None:
    """Two copies that went on apart: entries of one do not follow those of the other."""
    filled(register, 2)
    other = Register(tmp_path / "other.jsonl")
    for suffix in ("", ".head"):
        shutil.copy(f"{register.path}{suffix}", f"{other.path}{suffix}")
    for one, release in ((register, "a"), (other, "b")):
        one.append({**ENTRY, "release": release * 16})
        one.append({**ENTRY, "release": "c" * 16})
    mine, theirs = lines_of(register), lines_of(other)
    register.path.write_bytes(b"".join([*mine[:3], theirs[3]]))
    assert "entry 4: does not follow the one before it" in register.problems()[0]
    register.path.write_bytes(b"".join(theirs))
    assert "ends elsewhere" in register.problems()[0]


def test_an_older_register_is_found_by_a_release_that_was_approved_since(
    house: House, register: Register, tmp_path: Path
) -> None:
    filled(register, 2)
    for suffix in ("", ".head"):
        shutil.copy(f"{register.path}{suffix}", f"{tmp_path / 'stale.jsonl'}{suffix}")
    disclose(house, register)
    assert register.problems_of(house.release) == ()
    stale = Register(tmp_path / "stale.jsonl")
    assert stale.problems() == ()
    assert "approved with an entry that this register does not hold" in stale.problems_of(house.release)[0]


def test_a_release_that_was_never_approved_says_nothing_of_a_register(house: House, register: Register) -> None:
    assert register.problems_of(house.release) == (f"{house.release}: was not approved for any disclosure",)


def append_some(path: str, name: str) -> None:
    for number in range(10):
        Register(Path(path)).append({**ENTRY, "release": f"{name}{number}"})


def test_two_processes_append_one_after_the_other(register: Register) -> None:
    context = multiprocessing.get_context("fork")
    workers = [context.Process(target=append_some, args=(str(register.path), name)) for name in "ab"]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert [worker.exitcode for worker in workers] == [0, 0]
    written = [str(line.entry["release"]) for line in register.lines()]
    assert sorted(written) == sorted(f"{name}{number}" for name in "ab" for number in range(10))
    for name in "ab":
        assert [one for one in written if one[0] == name] == [f"{name}{number}" for number in range(10)]


def test_an_interruption_between_entry_and_head_leaves_a_register_that_holds(
    register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(register, 2)
    for _ in range(2):
        with monkeypatch.context() as broken:
            broken.setattr(Path, "replace", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
            with pytest.raises(KeyboardInterrupt):
                register.append({**ENTRY, "release": "f" * 16})
        assert register.problems() == ()
    assert len(register.lines()) == 3
    filled(register, 1)
    assert len(register.lines()) == 4


def party(house: House, folder: Path, name: str, **changes: Any) -> House:
    """A copy of the release that is signed for somebody."""
    shutil.copytree(house.release, folder / name)
    copy = House(folder / name, house.signers, house.trust, recipient=name)
    copy.sign("privacy-officer", KNOWLEDGE | {"recipients": (name,)})
    return copy


def test_what_linked_recipients_may_combine_is_told(house: House, register: Register, tmp_path: Path) -> None:
    def given(name: str, **changes: Any) -> list[int]:
        folder = tmp_path / f"{len(register.lines())}"
        done = disclose(party(house, folder, name), register, recipient=name, **changes)
        assert register.lines()[-1].entry["prior"] == [line.number for line in done.prior]
        return [line.number for line in done.prior]

    assert given("Ardent Analytics", source="archive", linked=("Borealis Insurance",)) == []
    assert given("Cassini Research", source="archive") == []
    # Linked by what the first entry said; another spelling of the party; through a third; a source that is not named.
    assert given("Borealis Insurance", source="Archive") == [1]
    assert given("ARDENT ANALYTICS, Inc.", source="archive") == [1, 3]
    assert given("Delta Data", source="archive", linked=("Borealis Insurance",)) == [1, 3, 4]
    assert given("Cassini Research", source="registry") == []
    assert given("Cassini Research") == [2, 6]


def test_a_limited_data_set_gets_no_certificate_and_no_disclosure(
    house: House, register: Register, tmp_path: Path
) -> None:
    (tmp_path / "visits.csv").write_text(ROWS)
    made = pipeline.run(tmp_path / "visits.csv", tmp_path / "lds", profile="limited-data-set").path
    limited = House(made, house.signers, house.trust)
    for role, stated in (("privacy-officer", KNOWLEDGE), ("expert", DETERMINATION)):
        with pytest.raises(Refused, match="no certificate"):
            limited.sign(role, stated)
    limited.reseal(OFFICER.path, (house.release / OFFICER.path).read_bytes())
    assert "goes out under a data use agreement" in refused(limited, register)
    assert any("carries no certificate" in line for line in problems(limited.verify()))


def test_a_limited_data_set_that_calls_itself_safe_harbor(house: House, register: Register, tmp_path: Path) -> None:
    (tmp_path / "visits.csv").write_text(ROWS)
    made = pipeline.run(tmp_path / "visits.csv", tmp_path / "lds", profile="limited-data-set").path
    forged = House(made, house.signers, house.trust)
    for paper in ("deid/policy.json", "deid/report.json"):
        document = json.loads((made / paper).read_text())
        forged.reseal(paper, json.dumps(document | {"method": "safe-harbor"}).encode())
    assert "field 'visit_date': stays, though its kind carries an identifier (C)" in refused(forged, register)


def test_a_stranger_who_signs_everything(house: House, register: Register) -> None:
    mallory = MockSigner("mallory")
    house.sign("privacy-officer", KNOWLEDGE, mallory)
    assert "a key that the trust file does not know" in refused(house, register)
    house.signers["approver"] = mallory
    assert "not trusted as an approver's" in refused(house, register)
    assert RECIPIENT
