"""A small signed release, with throw-away keys, that tests copy and change."""

from __future__ import annotations

import datetime
import hashlib
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from deid import pipeline
from deid.release import bag
from deid.release.signing import placing
from deid.release.signing.keys import PublicKey
from deid.release.signing.roles import BY_NAME
from deid.release.signing.trust import Trust, TrustedKey
from deid.release.verdict import Verification
from deid.release.verification import verify_release

DAY = datetime.date(2026, 3, 2)
RECIPIENT = "Ardent Analytics"
ROWS = (
    "mrn,patient_name,visit_date,icd10,age\n"
    "00412345,Zebulon Quackenbush,2019-03-04,E11.9,93\n"
    "00412346,Philippa Oyelaran,2020-05-06,I10,41\n"
)
KNOWLEDGE: dict[str, Any] = {
    "dated": DAY.isoformat(),
    "recipients": (RECIPIENT,),
    "name": "Ruth Adler",
    "title": "Privacy officer",
    "organisation": "Mercy General Hospital",
    "considered": "The recipient holds claims of other payers, and none of the rare cases was in the press.",
}
DETERMINATION: dict[str, Any] = {
    "dated": DAY.isoformat(),
    "recipients": (RECIPIENT,),
    "name": "Ingrid Halvorsen",
    "credentials": "Professor of biostatistics, twenty years of work on disclosure control of health data",
    "organisation": "Halvorsen Statistics",
    "threshold": 0.09,
    "threshold_reason": "The recipient is under contract, and the threshold is that of published guidance.",
    "methods": "Prosecutor and journalist risk over the quasi-identifiers that the report lists.",
    "results": "The highest risk found is below the threshold in every class of the release.",
    "conditions": ("The recipient keeps the data in its own rooms.", "The recipient does not link it to other data."),
    "valid_until": "2027-03-01",
}


class MockSigner:
    """A key in memory, as an external signer would hold it; counts what it was asked to sign."""

    def __init__(self, seed: str):
        self._private = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(seed.encode()).digest())
        raw = self._private.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
        self.public = PublicKey(raw)
        self.asked: list[bytes] = []

    def sign(self, message: bytes) -> bytes:
        self.asked.append(message)
        return self._private.sign(message)


def trusted(signer: MockSigner, *roles: str, **changes: Any) -> TrustedKey:
    import base64

    known = {
        "keyid": signer.public.keyid,
        "name": f"holder of {roles[0]}",
        "roles": roles,
        "public_key": base64.b64encode(signer.public.raw).decode(),
        "not_before": "2026-01-01",
        "not_after": "2027-12-31",
    }
    return TrustedKey.model_validate(known | changes)


@dataclass
class House:
    """Keys, trust and a release."""

    release: Path
    signers: dict[str, MockSigner]
    trust: Trust
    day: datetime.date = DAY
    recipient: str | None = RECIPIENT
    extra: dict[str, Any] = field(default_factory=dict)

    def verify(self, **changes: Any) -> Verification:
        asked = {"trust": self.trust, "recipient": self.recipient, "as_of": self.day} | changes
        return verify_release(self.release, **asked)

    def sign(self, role: str, stated: dict[str, Any], signer: MockSigner | None = None) -> None:
        known = BY_NAME[role]
        text = placing.sign(self.release, known, known.stated.model_validate(stated), signer or self.signers[role])
        placing.attach(self.release, {known.path: text})

    def reseal(self, path: str, content: bytes) -> None:
        """Change a paper, and its digest in the tag manifest as well: what somebody would do who knows the format."""
        (self.release / path).write_bytes(content)
        lines = (self.release / bag.TAGS).read_text().splitlines(keepends=True)
        digest = hashlib.sha256(content).hexdigest()
        kept = [line for line in lines if not line.endswith(f"  {path}\n")] + [f"{digest}  {path}\n"]
        (self.release / bag.TAGS).write_text("".join(sorted(kept, key=lambda line: line[66:])))


def problems(found: Verification) -> list[str]:
    failed = [check for check in found.checks if check.result.value == "FAIL"]
    return [f"{check.name}: {problem}" for check in failed for problem in check.problems]


def trust_of(signers: dict[str, MockSigner]) -> Trust:
    return Trust(keys=tuple(trusted(signer, role) for role, signer in signers.items()))


@pytest.fixture(scope="session")
def sealed_houses(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """One signed release a method, to be copied."""
    made = {}
    for profile in ("safe-harbor", "expert-shifted-dates"):
        top = tmp_path_factory.mktemp(profile)
        (top / "visits.csv").write_text(ROWS)
        pipeline.run(top / "visits.csv", top / "out", profile=profile, signer=MockSigner("engine"))
        made[profile] = top / "out"
    return made


@pytest.fixture
def house_of(sealed_houses: dict[str, Path], tmp_path: Path) -> Callable[[str], House]:
    """A copy of a signed release by its profile, with a house's keys."""

    def make(profile: str) -> House:
        shutil.copytree(sealed_houses[profile], tmp_path / "release")
        signers = {role: MockSigner(role) for role in BY_NAME}
        return House(tmp_path / "release", signers, trust_of(signers))

    return make


@pytest.fixture
def house(house_of: Callable[[str], House]) -> House:
    """A Safe Harbor release with the engine's claim and the privacy officer's attestation."""
    made = house_of("safe-harbor")
    made.sign("privacy-officer", KNOWLEDGE)
    return made


@pytest.fixture
def expert_house(house_of: Callable[[str], House]) -> House:
    """A release that an expert has determined on."""
    made = house_of("expert-shifted-dates")
    made.sign("expert", DETERMINATION)
    return made
