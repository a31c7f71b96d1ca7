"""Seal: the papers of a release, and the bag around everything."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from deid.claim import Claim
from deid.evidence import Evidence
from deid.planning.plan import Plan
from deid.release import bag, papers, report
from deid.release.check import persons_standing_out
from deid.release.disclosure import agreement
from deid.release.manifest import digest_of
from deid.release.material import Material
from deid.release.signing import placing
from deid.release.signing.roles import ENGINE
from deid.release.signing.signer import Signer
from deid.release.signing.stated import EngineClaim
from deid.vault import Vault


@dataclass(frozen=True, slots=True)
class Draft:
    """What the papers are written from."""

    plan: Plan
    claim: Claim
    evidence: Evidence
    latest_year: int
    vault: Vault

    @property
    def release_id(self) -> str:
        """The release's name, which nobody without the vault can confirm a guess with."""
        content = self.plan.model_dump_json() + repr((self.evidence.persons, self.evidence.tables, self.evidence.dicom))
        return papers.release_id(self.vault.commitment("release", content.encode()))


def write_policy(staged: Path, draft: Draft) -> Mapping[str, Any]:
    """Write what every field may hold, and return it."""
    policy = papers.policy_of(draft.plan, draft.claim, draft.evidence, draft.latest_year)
    papers.write_policy(staged, policy)
    return policy


def write_report(staged: Path, draft: Draft, policy: Mapping[str, Any]) -> None:
    """Write the report, as data and as a page."""
    material = Material(
        plan=draft.plan,
        claim=draft.claim,
        evidence=draft.evidence,
        policy=policy,
        latest_year=draft.latest_year,
        release_id=draft.release_id,
        version=version("deid-release"),
        singling=persons_standing_out(staged, policy),
    )
    report.write(staged, report.report_of(material))
    if draft.claim.method == "limited-data-set":
        agreement.write(staged, draft.release_id)


def seal(staged: Path, draft: Draft, signer: Signer | None = None) -> None:
    """Write the bag's manifests, from where on every byte is accounted for; with a signer, the engine's claim, too.

    Raises:
        Refused: a limited data set was to be signed for.
    """
    info = {
        "Bag-Software-Agent": f"deid-release {version('deid-release')}",
        "External-Identifier": draft.release_id,
        "External-Description": f"Method: {draft.claim.method}",
        "Bag-Group-Identifier": f"profile {draft.plan.profile}",
    }
    bag.write(staged, info)
    if signer is not None:
        placing.attach(staged, {ENGINE.path: placing.sign(staged, ENGINE, _claim(draft), signer)})


def data_digest(folder: Path) -> str:
    """The digest that names a sealed release's data: of its payload manifest."""
    return digest_of(folder / bag.PAYLOAD).sha256


def _claim(draft: Draft) -> EngineClaim:
    return EngineClaim(
        method=draft.claim.method,
        grounds=draft.claim.grounds,
        version=version("deid-release"),
        profile=draft.plan.profile,
        profile_digest=draft.plan.profile_digest,
        checks=len(draft.evidence.checks),
    )
