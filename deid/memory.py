"""The street for data in memory: a DataFrame, several of them, an Arrow table, or one DICOM data set."""

from __future__ import annotations

import copy
import datetime
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pydicom

from deid import profile as profiles
from deid.batch.containing import contained
from deid.batch.fitting import check_fit
from deid.batch.gathering import trace_object
from deid.batch.staging import clear_leftovers
from deid.batch.wording import Wording
from deid.claim import Claim, claim_of, unsigned
from deid.dicom.rules import rules_of
from deid.dicom.treating import deidentify_dataset
from deid.dicom.vaulted import Codes
from deid.dicom.writing import encode
from deid.errors import Refused, UsageError
from deid.evidence import CheckResult, DicomEvidence, Evidence
from deid.frames import from_frame, to_frame
from deid.memory_street import Treated, batches_of, demand, street
from deid.planning import plan_of
from deid.planning.plan import Plan, TablePlan, load
from deid.planning.survey import Survey, TableLook
from deid.profile import DicomSettings, Profile
from deid.release import papers
from deid.release.check import check_data
from deid.tables.columnar import flattened
from deid.tables.looking import ROWS, look_at
from deid.tables.screening import CellScreen
from deid.vault import Harvest, Lookups, Vault, settle_persons

_ONLY = "table"


@dataclass(frozen=True, slots=True)
class Result:
    """De-identified data, and how it came to be.

    Attributes:
        data: of the same type as the input.
        plan: what was done to each field.
        claim: what the result may claim.
        evidence: what was counted and checked.
    """

    data: Any
    plan: Plan
    claim: Claim
    evidence: Evidence


@contained
def survey_frames(data: Mapping[str, pa.Table]) -> Survey:
    """What is in some tables in memory."""
    looks = [_look(name, table) for name, table in data.items()]
    return Survey(tuple(looks), {}, ())


@contained
def deidentify(
    data: pd.DataFrame | pa.Table | pydicom.Dataset | Mapping[str, pd.DataFrame],
    *,
    profile: str | Path | Profile = "safe-harbor",
    plan: Plan | str | Path | None = None,
    vault: Vault | str | Path | None = None,
) -> Result:
    """De-identify data in memory; the input is never changed.

    Args:
        data: a DataFrame, a dict of DataFrames (whose joins survive), an Arrow table, or a pydicom Dataset.
        profile: a profile, its name or its file; unused when a plan is given.
        plan: a plan for these tables, or its file.
        vault: remembers the codes; without one they cannot be looked up again, and no other call gives them again.

    Raises:
        UsageError: data of another type, or a wrong profile, plan or vault.
        Refused: the plan does not support its claim, or the check found something in the result.
        Unreadable: a DICOM data set that cannot be released.
    """
    with _vault(vault) as holder:
        settings = profile if isinstance(profile, Profile) else profiles.load(profile)
        if isinstance(data, pydicom.Dataset):
            return _object(data, settings, holder)
        tables = tables_of(data)
        seen = survey_frames(tables)
        approved = load(plan) if isinstance(plan, str | Path) else plan
        decided = approved or plan_of(seen, settings, _this_year())
        check_fit(decided, seen)
        claim = claim_of(decided)
        obstacles = (*claim.obstacles, *unsigned(decided, seen))
        if decided.method == "safe-harbor" and obstacles:
            raise Refused(["the plan does not support the Safe Harbor claim", *obstacles])
        with _workspace(holder) as workspace:
            treated, carried_out, evidence = street(tables, decided, holder, workspace)
        return Result(_like(data, treated, carried_out), carried_out, claim, evidence)


def tables_of(data: object) -> dict[str, pa.Table]:
    """The input as Arrow tables by name, structs flattened.

    Raises:
        UsageError: data of a type that is not taken.
    """
    if isinstance(data, pd.DataFrame):
        return {_ONLY: from_frame(data)}
    if isinstance(data, pa.Table):
        return {_ONLY: flattened(data)}
    if isinstance(data, Mapping) and all(isinstance(frame, pd.DataFrame) for frame in data.values()):
        if len(set(map(str, data))) < len(data):
            raise UsageError("two of the tables have the same name")
        return {str(name): from_frame(frame) for name, frame in data.items()}
    raise UsageError("expected a pandas DataFrame, a dict of DataFrames, a pyarrow Table or a pydicom Dataset")


def _look(name: str, table: pa.Table) -> TableLook:
    batches = [batch.slice(0, ROWS) for batch in list(batches_of(table))[:1]]
    return look_at(name, "", "memory", tuple(table.column_names), batches)


def _like(data: object, treated: Mapping[str, Treated], plan: Plan) -> object:
    """The treated tables as the type that came in."""
    planned = {table.source: table for table in plan.tables}
    if isinstance(data, pa.Table):
        return treated[_ONLY].table
    if isinstance(data, pd.DataFrame):
        return _frame(data, treated[_ONLY], planned[_ONLY])
    if isinstance(data, Mapping):
        return {name: _frame(frame, treated[str(name)], planned[str(name)]) for name, frame in data.items()}
    raise UsageError("data of a type that is not taken")


def _frame(before: pd.DataFrame, treated: Treated, plan: TablePlan) -> pd.DataFrame:
    return to_frame(before, treated.table, plan, treated.changes.keep, frozenset(treated.changes.labels))


def _object(dataset: pydicom.Dataset, profile: Profile, vault: Vault) -> Result:
    if profile.expert is not None:
        raise UsageError("an expert profile counts the persons of a release, and one object is one: use deid.run")
    plan = plan_of(Survey((), {"": 1}, ()), profile, _this_year())
    claim = claim_of(plan)
    with _workspace(vault) as workspace:
        trace_object(dataset, vault, workspace, "memory", profile.dicom)
        settle_persons(vault.crosswalk("person"), vault.links(workspace), workspace)
        vault.crosswalk("uid").settle(workspace / "uid")
        harvest = vault.harvest(workspace)
        counts = {kind.value: number for kind, number in harvest.seal().items()}
        treated, dicom = _treated(dataset, profile.dicom, vault, CellScreen(harvest))
        evidence = Evidence(1, (), dicom, (), counts)
        policy = papers.policy_of(plan, claim, evidence, plan.as_of)
        checks = _checked(treated, policy, workspace / "written", harvest)
    return Result(treated, plan, claim, replace(evidence, checks=checks))


def _treated(
    dataset: pydicom.Dataset, settings: DicomSettings, vault: Vault, screen: CellScreen
) -> tuple[pydicom.Dataset, DicomEvidence]:
    codes = Codes(Lookups(vault.path), keyed=settings.uids == "keyed")
    applied = deidentify_dataset(dataset, rules_of(settings), codes, Wording(screen))
    found = applied.evidence
    actions = {f"{tag} {action}": number for (tag, action), number in found.actions.items()}
    modality = {str(applied.dataset.get("Modality") or "unknown"): 1}
    screened = found.screened + found.misfits
    return applied.dataset, DicomEvidence(
        modality, actions, dict(found.identifiers), found.private_removed, found.unknown_removed, screened
    )


def _checked(
    treated: pydicom.Dataset, policy: Mapping[str, Any], folder: Path, harvest: Harvest
) -> tuple[CheckResult, ...]:
    """The checks of a release, on the object as a release would hold it."""
    levels = [str(treated.get(name) or "") for name in ("StudyInstanceUID", "SeriesInstanceUID")]
    target = folder.joinpath("data", "dicom", *filter(None, levels), f"{treated.SOPInstanceUID}.dcm")
    target.parent.mkdir(parents=True)
    target.write_bytes(encode(copy.deepcopy(treated)))
    checks = check_data(folder, policy, harvest)
    demand(list(checks))
    return checks


@contextmanager
def _workspace(vault: Vault) -> Iterator[Path]:
    with vault.locked():
        clear_leftovers(vault)
        with vault.workspace() as workspace:
            yield workspace


@contextmanager
def _vault(vault: Vault | str | Path | None) -> Iterator[Vault]:
    if isinstance(vault, Vault):
        yield vault
    elif isinstance(vault, str | Path):
        yield Vault.open_or_create(vault)
    elif vault is not None:
        raise UsageError("vault: expected a folder or a Vault")
    else:
        with Vault.passing() as passing:
            yield passing


def _this_year() -> int:
    return datetime.datetime.now(datetime.UTC).year
