"""The street: survey, plan, apply, check, seal."""

from __future__ import annotations

import datetime
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from deid import profile as profiles
from deid.batch.applying import apply_all
from deid.batch.gathering import Gathering, gather
from deid.batch.pool import Progress, silent
from deid.batch.surveying import survey_export
from deid.batch.walk import Found, walk
from deid.claim import Claim, claim_of, unsigned
from deid.errors import CheckFailed, ConfigurationError, Refused, UsageError
from deid.evidence import CheckResult, Evidence, Quarantined
from deid.planning import plan_of
from deid.planning.plan import Plan, TablePlan
from deid.planning.survey import Survey
from deid.profile import Profile
from deid.release import sealing
from deid.release.check import check_data, check_papers
from deid.vault import Harvest, Kind, Vault


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


def run(
    source: str | Path,
    release: str | Path,
    *,
    profile: str | Path = "safe-harbor",
    plan: Plan | None = None,
    vault: str | Path | None = None,
    workers: int = 1,
    progress: Progress = silent,
) -> Release:
    """De-identify an export and seal the release.

    Args:
        source: a file or folder.
        release: the folder to make; it must not exist.
        profile: a profile's name or file; unused when a plan is given.
        plan: a plan, read and approved.
        vault: the vault's folder; ``RELEASE.vault`` beside the release by default, made when missing.
        workers: processes; the bytes are the same for any number.
        progress: hears of each step.

    Raises:
        UsageError: the call cannot be carried out: wrong paths, profile, plan or vault.
        Refused: no release was written: the plan does not support its claim, or the check found something.
    """
    top, target = Path(source), Path(release)
    vault_path = Path(vault) if vault is not None else target.with_name(target.name + ".vault")
    _check_places(top, target, vault_path)
    settings = profiles.load(profile) if plan is None else None
    found = walk(top)
    survey = survey_export(top, workers, progress)
    found = _with_dialects(found, survey)
    if settings is not None:
        plan = plan_of(survey, settings, _this_year())
    assert plan is not None  # noqa: S101 - one of the two is given
    _fits(plan, survey)
    claim = _supported(plan, survey)
    holder = Vault.open_or_create(vault_path)
    with holder.locked(), holder.workspace() as workspace, _staged(target) as staged:
        evidence, plan = _make(plan, survey, found, holder, workspace, staged, claim, workers, progress)
    return Release(target, vault_path, plan, claim, evidence)


def survey(source: str | Path, workers: int = 1, progress: Progress = silent) -> Survey:
    """What is in a file or folder.

    Raises:
        UsageError: there is no such file or folder.
    """
    return survey_export(Path(source), workers, progress)


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
    staged: Path,
    claim: Claim,
    workers: int,
    progress: Progress,
) -> tuple[Evidence, Plan]:
    gathering = gather(plan, found, vault, workspace, workers, progress)
    harvest = vault.harvest(workspace)
    plan = _with_safe_names(plan, harvest)
    application = apply_all(plan, found, gathering, vault, workspace, staged, workers, progress)
    quarantined = _quarantined(survey, gathering, application.quarantined, harvest)
    evidence = Evidence(gathering.persons, application.tables, application.dicom, quarantined, gathering.harvested)
    if not application.tables and not application.dicom.objects:
        raise Refused(["nothing could be released; every object was quarantined", *_reasons(quarantined)])
    draft = sealing.Draft(plan, claim, evidence, gathering.latest_year, vault)
    policy = sealing.write_policy(staged, draft)
    progress("check", 0, 2)
    evidence = replace(evidence, checks=check_data(staged, policy, harvest))
    _demand(evidence.checks)
    progress("check", 1, 2)
    sealing.write_report(staged, replace(draft, evidence=evidence), policy)
    _demand(check_papers(staged, harvest))
    progress("check", 2, 2)
    sealing.seal(staged, draft)
    return evidence, plan


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


def _check_places(top: Path, target: Path, vault: Path) -> None:
    if not top.exists():
        raise UsageError(f"{top}: no such file or folder")
    if target.exists():
        raise UsageError(f"{target}: exists already; name a new folder")
    for path, what in ((target, "the release"), (vault, "the vault")):
        if top.is_dir() and path.resolve().is_relative_to(top.resolve()):
            raise UsageError(f"{path}: {what} must not lie inside the input")
        if not path.resolve().parent.is_dir():
            raise UsageError(f"{path}: the folder that {what} shall stand in does not exist")
    if vault.resolve().is_relative_to(target.resolve()) or target.resolve().is_relative_to(vault.resolve()):
        raise UsageError("the vault and the release must not lie inside each other")


def _supported(plan: Plan, survey: Survey) -> Claim:
    claim = claim_of(plan)
    obstacles = (*claim.obstacles, *unsigned(plan, survey))
    if plan.method == "safe-harbor" and obstacles:
        raise Refused(["the plan does not support the Safe Harbor claim", *obstacles])
    return claim


def _fits(plan: Plan, survey: Survey) -> None:
    """A plan speaks of these tables and columns, or it is a plan for another export."""
    planned = {(table.source, table.sheet): table for table in plan.tables}
    seen = {(look.source, look.sheet): look for look in survey.tables}
    problems = [f"plan: {_name(*key)} is not in the export, or cannot be read" for key in planned.keys() - seen.keys()]
    problems += [f"plan: {_name(*key)} is not in the plan" for key in seen.keys() - planned.keys()]
    for key in planned.keys() & seen.keys():
        names = [field.name for field in planned[key].columns]
        positions = [field.position for field in planned[key].columns]
        if names != [column.name for column in seen[key].columns] or positions != list(range(1, len(names) + 1)):
            problems.append(f"plan: {_name(*key)}: its columns are not those of the export; make a new plan")
    if problems:
        raise ConfigurationError(sorted(problems))


def _name(source: str, sheet: str) -> str:
    return f"{source}, sheet {sheet}" if sheet else source


def _with_safe_names(plan: Plan, harvest: Harvest) -> Plan:
    """Names of files, sheets and columns that hold a harvested value are replaced by numbers."""
    tables = []
    for order, table in enumerate(plan.tables, 1):
        columns = tuple(
            field.model_copy(
                update={
                    "output": f"column_{field.position}" if field.output else "",
                    "identifying_name": True,
                }
            )
            if _holds_harvested(field.name, harvest)
            else field
            for field in table.columns
        )
        tables.append(_with_safe_target(table.model_copy(update={"columns": columns}), order, harvest))
    return plan.model_copy(update={"tables": tuple(tables)})


def _with_safe_target(table: TablePlan, order: int, harvest: Harvest) -> TablePlan:
    update = {}
    if _holds_harvested(table.target.removeprefix("data/tables/"), harvest):
        suffix = "".join(part for part in Path(table.target).suffixes if len(part) <= 8)
        update = {"target": f"data/tables/table-{order}{suffix}", "shown": f"table-{order}"}
    if table.target_sheet and _holds_harvested(table.target_sheet, harvest):
        update["target_sheet"] = f"Sheet{order}"
        update["shown"] = f"table-{order}"
    return table.model_copy(update=update)


def _holds_harvested(name: str, harvest: Harvest) -> bool:
    words = "".join(character if character.isalnum() else " " for character in name).split()
    phrases = ["".join(words[start:end]) for start in range(len(words)) for end in range(start + 1, len(words) + 1)]
    return any(
        any(harvest.which_text(kind, looked_up))
        for kind, looked_up in ((Kind.EXACT, phrases), (Kind.PLACE, phrases), (Kind.NAME, words))
    )


def _quarantined(
    survey: Survey, gathering: Gathering, applied: tuple[Quarantined, ...], harvest: Harvest
) -> tuple[Quarantined, ...]:
    """All quarantined objects once, in the order of their places; places that hold a harvested value are numbered."""
    entries = sorted(
        {*survey.quarantined, *gathering.quarantined, *applied}, key=lambda entry: (entry.place, entry.reason)
    )
    return tuple(
        replace(entry, place=f"object {order}") if _holds_harvested(entry.place, harvest) else entry
        for order, entry in enumerate(entries, 1)
    )


@contextmanager
def _staged(target: Path) -> Iterator[Path]:
    """A folder beside the release, renamed to it when all is done, and destroyed when anything fails."""
    staged = Path(tempfile.mkdtemp(prefix=f".{target.name}.", suffix=".partial", dir=target.resolve().parent))
    try:
        yield staged
        _sync(staged)
        staged.chmod(0o755)
        staged.rename(target)
    except OSError as error:
        raise Refused(f"the release could not be written: {os.strerror(error.errno or 0)}") from None
    finally:
        shutil.rmtree(staged, ignore_errors=True)


def _sync(folder: Path) -> None:
    for path in [*sorted(folder.rglob("*")), folder]:
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


StepFunction = Callable[[str, int, int], None]
