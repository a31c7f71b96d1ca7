"""The street: survey, plan, apply, check, seal."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from deid import profile as profiles
from deid.batch.applying import Application, apply_all
from deid.batch.containing import contained
from deid.batch.file_set import make_file_set
from deid.batch.fitting import check_fit, hold_harvested, with_safe_names
from deid.batch.gathering import Gathering, gather
from deid.batch.pool import Progress, silent
from deid.batch.staging import check_places, held, staged
from deid.batch.surveying import survey_export, survey_files
from deid.batch.walk import Found, walk
from deid.claim import Claim, claim_of, unsigned
from deid.errors import CheckFailed, Refused, UsageError
from deid.evidence import CheckResult, Evidence, Quarantined
from deid.planning import plan_of
from deid.planning.plan import Plan, load
from deid.planning.survey import Survey
from deid.profile import Profile
from deid.release import sealing
from deid.release.check import check_data, check_papers
from deid.release.signing.signer import Signer
from deid.vault import Harvest, Vault


@dataclass(frozen=True, slots=True)
class Release:
    """A sealed release.

    Attributes:
        path: its folder.
        vault: the vault whose codes it carries; it stays with the data holder.
        plan: what was done to each field.
        claim: what the release may claim.
        evidence: what was counted and checked.
    """

    path: Path
    vault: Path
    plan: Plan
    claim: Claim
    evidence: Evidence


@contained
def run(
    source: str | Path,
    release: str | Path,
    *,
    profile: str | Path = "safe-harbor",
    plan: Plan | str | Path | None = None,
    vault: str | Path | None = None,
    workers: int = 1,
    progress: Progress = silent,
    signer: Signer | None = None,
) -> Release:
    """De-identify an export and seal the release.

    Args:
        source: a file or folder.
        release: the folder to make; it must not exist.
        profile: a profile's name or file; unused when a plan is given.
        plan: a plan, read and approved, or its file.
        vault: the vault's folder; ``RELEASE.vault`` beside the release by default, made when missing.
        workers: processes; the bytes are the same for any number.
        progress: hears of each step.
        signer: signs the program's own claim; without one the release carries no signature yet.

    Raises:
        UsageError: the call cannot be carried out: wrong paths, profile, plan or vault.
        Refused: no release was written: the plan does not support its claim, or the check found something.
    """
    top, target = Path(source), Path(release)
    vault_path = Path(vault) if vault is not None else target.parent / (target.name + ".vault")
    check_places(top, target, vault_path)
    approved = load(plan) if isinstance(plan, str | Path) else plan
    settings = profiles.load(profile)
    survey, found = _surveyed(top, workers, progress)
    decided = approved or plan_of(survey, settings, _this_year())
    check_fit(decided, survey)
    claim = _supported(decided, survey)
    with held(vault_path) as holder, holder.workspace() as workspace, staged(target) as folder:
        draft = _make(decided, survey, found, holder, workspace, folder, claim, workers, progress)
        sealing.seal(folder, draft, signer)
        left_behind = [(entry.place, entry.reason) for entry in draft.evidence.quarantined]
        holder.record_release(draft.release_id, sealing.data_digest(folder), workspace, target, left_behind)
    return Release(target, vault_path, draft.plan, claim, draft.evidence)


@contained
def survey(source: str | Path, workers: int = 1, progress: Progress = silent) -> Survey:
    """What is in a file or folder.

    Raises:
        UsageError: there is no such file or folder.
    """
    return survey_export(Path(source), workers, progress)


@contained
def plan(seen: Survey, profile: str | Path | Profile = "safe-harbor", as_of: int | None = None) -> Plan:
    """The plan for a survey, by a profile.

    Raises:
        ConfigurationError: the profile is wrong; all problems at once.
    """
    settings = profile if isinstance(profile, Profile) else profiles.load(profile)
    return plan_of(seen, settings, as_of or _this_year())


def _make(
    plan: Plan,
    survey: Survey,
    found: tuple[Found, ...],
    vault: Vault,
    workspace: Path,
    folder: Path,
    claim: Claim,
    workers: int,
    progress: Progress,
) -> sealing.Draft:
    gathering = gather(plan, found, vault, workspace, workers, progress)
    harvest = vault.harvest(workspace)
    plan = with_safe_names(plan, harvest)
    application = apply_all(plan, found, gathering, vault, workspace, folder, workers, progress)
    risk: Mapping[str, Any] = {}
    if plan.expert is not None:
        application, plan, risk = _generalised(plan, application, folder)
    if plan.dicom.file_set and application.dicom.objects:
        make_file_set(folder / "data" / "dicom")
    quarantined = _quarantined(survey, gathering, application.quarantined, harvest)
    evidence = Evidence(gathering.persons, application.tables, application.dicom, quarantined, gathering.harvested)
    evidence = replace(evidence, risk=risk)
    if not application.tables and not application.dicom.objects:
        raise Refused(["nothing could be released; every object was quarantined", *_reasons(quarantined)])
    draft = sealing.Draft(plan, claim, evidence, gathering.latest_year, vault)
    policy = sealing.write_policy(folder, draft)
    progress("check", 0, 2)
    evidence = replace(evidence, checks=check_data(folder, policy, harvest))
    _demand(evidence.checks)
    progress("check", 1, 2)
    sealing.write_report(folder, checked := replace(draft, evidence=evidence), policy)
    _demand(check_papers(folder, harvest))
    progress("check", 2, 2)
    return checked


def _generalised(plan: Plan, application: Application, folder: Path) -> tuple[Application, Plan, Mapping[str, Any]]:
    # Imported where it is asked for: it brings pandas.
    from deid.batch.generalising import generalise_release
    from deid.batch.measured import measured

    outcome = generalise_release(plan, application, folder)
    return (application, plan, {}) if outcome is None else (outcome.application, outcome.plan, measured(outcome))


def _surveyed(top: Path, workers: int, progress: Progress) -> tuple[Survey, tuple[Found, ...]]:
    """What is in an export, and its files that can be read, each with what was found out about its text."""
    found = walk(top)
    if not found:
        raise UsageError(f"{top}: there is no file in it")
    survey = survey_files(found, workers, progress)
    return survey, _with_dialects(found, survey)


def _with_dialects(found: tuple[Found, ...], survey: Survey) -> tuple[Found, ...]:
    """The files, each with what the survey found out about its text."""
    dialects = {look.source: look.dialect for look in survey.tables}
    unreadable = {entry.place for entry in survey.quarantined}
    return tuple(replace(entry, dialect=dialects.get(entry.source)) for entry in found if entry.place not in unreadable)


def _demand(checks: tuple[CheckResult, ...]) -> None:
    failed = [f"{check.name}: {problem}" for check in checks if not check.passed for problem in check.problems[:20]]
    if failed or not all(check.passed for check in checks):
        raise CheckFailed(["the check found something in what was written, and nothing was released", *failed])


def _reasons(quarantined: tuple[Quarantined, ...]) -> list[str]:
    return [f"{entry.place}: {entry.reason}" for entry in quarantined[:20]]


def _this_year() -> int:
    return datetime.datetime.now(datetime.UTC).year


def _supported(plan: Plan, survey: Survey) -> Claim:
    claim = claim_of(plan)
    obstacles = (*claim.obstacles, *unsigned(plan, survey))
    if plan.method == "safe-harbor" and obstacles:
        raise Refused(["the plan does not support the Safe Harbor claim", *obstacles])
    return claim


def _quarantined(
    survey: Survey, gathering: Gathering, applied: tuple[Quarantined, ...], harvest: Harvest
) -> tuple[Quarantined, ...]:
    """All quarantined objects once, in the order of their places; places that hold a harvested value are numbered."""
    entries = sorted(
        {*survey.quarantined, *gathering.quarantined, *applied}, key=lambda entry: (entry.place, entry.reason)
    )
    told = hold_harvested([entry.place for entry in entries], harvest)
    return tuple(
        replace(entry, place=f"object {order}") if tells else entry
        for order, (entry, tells) in enumerate(zip(entries, told, strict=True), 1)
    )
