"""The street for tables in memory: gathered, treated, generalised where the plan asks for it, checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pyarrow as pa

from deid.batch.applying import Application, field_evidence
from deid.batch.fitting import with_safe_names
from deid.errors import CheckFailed
from deid.evidence import CheckResult, DicomEvidence, Evidence, TableEvidence
from deid.planning.plan import Plan, TablePlan
from deid.release import papers
from deid.release.check import check_classes_in_memory, check_table
from deid.tables.applying import Keys, apply
from deid.tables.gathering import Gathered, Gatherer
from deid.tables.rewriting import Changes
from deid.tables.screening import CellScreen
from deid.tables.writing import Written
from deid.vault import Harvest, Vault, settle_persons

_BATCH = 1 << 17
_NO_OBJECTS = DicomEvidence({}, {}, {})


@dataclass(frozen=True, slots=True)
class Treated:
    """One table as it goes out.

    Attributes:
        table: its rows.
        changes: what generalising made of them, where a plan asked for it.
    """

    table: pa.Table
    changes: Changes


def street(
    tables: Mapping[str, pa.Table], plan: Plan, vault: Vault, workspace: Path
) -> tuple[dict[str, Treated], Plan, Evidence]:
    """Treat tables by a plan.

    Args:
        tables: by name, as the plan names their sources.
        plan: what happens to each column.
        vault: remembers the codes; held by the caller.
        workspace: where the harvest stands meanwhile.

    Raises:
        CheckFailed: the check found something in the result.
        Refused: a table cannot be generalised as far as the plan asks.
    """
    planned = {table.source: table for table in plan.tables}
    gatherer = Gatherer(vault, workspace, "memory")
    gathered = {name: _gather(gatherer, planned[name], table, plan.as_of) for name, table in tables.items()}
    gatherer.close()
    persons, harvest, counts = _settled(vault, workspace)
    latest = max((entry.latest_year for entry in gathered.values()), default=0) or plan.as_of
    plan = with_safe_names(plan, harvest)
    planned = {table.source: table for table in plan.tables}
    applied, written = _apply(tables, planned, Keys(vault, CellScreen(harvest), latest, plan.treatments))
    evidence = Evidence(
        persons,
        tuple(_evidence(planned[name], written[name], gathered[name]) for name in tables),
        _NO_OBJECTS,
        (),
        counts,
    )
    treated = {name: Treated(table, Changes()) for name, table in applied.items()}
    if plan.expert is not None:
        treated, plan, evidence = _generalised(applied, plan, evidence)
    checks = _checked(treated, plan, evidence, latest, harvest)
    demand(checks)
    return treated, plan, replace(evidence, checks=tuple(checks))


def _settled(vault: Vault, workspace: Path) -> tuple[int, Harvest, dict[str, int]]:
    """Give every key its code: how many persons there are, what was harvested, and how much of each kind."""
    persons = settle_persons(vault.crosswalk("person"), vault.links(workspace), workspace)
    for domain in ("record", "uid"):
        vault.crosswalk(domain).settle(workspace / domain)
    harvest = vault.harvest(workspace)
    return persons, harvest, {kind.value: number for kind, number in harvest.seal().items()}


def _generalised(
    applied: Mapping[str, pa.Table], plan: Plan, evidence: Evidence
) -> tuple[dict[str, Treated], Plan, Evidence]:
    # Imported where it is asked for: it brings the search.
    from deid.batch.generalising import FramePlace, generalise_places
    from deid.batch.measured import measured

    assert plan.expert is not None  # noqa: S101 - asked before
    places = {table.target: FramePlace(applied[table.source]) for table in plan.tables}
    outcome = generalise_places(plan, plan.expert, Application(evidence.tables, _NO_OBJECTS, ()), places)
    names = {table.target: table.source for table in plan.tables}
    treated = {names[target]: Treated(place.table, place.changes) for target, place in places.items()}
    return treated, outcome.plan, replace(evidence, tables=outcome.application.tables, risk=measured(outcome))


def _checked(
    treated: Mapping[str, Treated], plan: Plan, evidence: Evidence, latest: int, harvest: Harvest
) -> list[CheckResult]:
    checks: list[CheckResult] = []
    planned = {table.source: table for table in plan.tables}
    for name, each in treated.items():
        fields = _fields(evidence.tables, planned[name])
        checks += check_table(each.table, fields, latest, plan.method, harvest)
    sources = {table.target: table.source for table in plan.tables}
    for rule in papers.classes_of(plan, evidence):
        checks += check_classes_in_memory(treated[sources[rule["path"]]].table, rule)
    return checks


def _gather(gatherer: Gatherer, plan: TablePlan, table: pa.Table, as_of: int) -> Gathered:
    result = Gathered()
    for batch in batches_of(table):
        gatherer.gather_batch(plan, batch, as_of, result)
    return result


def _apply(
    tables: Mapping[str, pa.Table], planned: dict[str, TablePlan], keys: Keys
) -> tuple[dict[str, pa.Table], dict[str, Written]]:
    treated, written = {}, {}
    for name, table in tables.items():
        counted, batches = Written(), []
        outputs = [field.output for field in planned[name].columns if field.output]
        for batch in batches_of(table):
            applied = apply(batch, planned[name], keys)
            counted.add(applied, batch.num_rows, planned[name], keys)
            batches.append(applied.batch)
        treated[name] = pa.Table.from_batches(batches).rename_columns(outputs) if batches else pa.table({})
        written[name] = counted
    return treated, written


def batches_of(table: pa.Table) -> Iterator[pa.RecordBatch]:
    """The rows as batches whose columns are named by position; at least one."""
    named = table.rename_columns([str(position) for position in range(table.num_columns)])
    whole = named.combine_chunks()
    yield from whole.to_batches(_BATCH) or [pa.RecordBatch.from_pylist([], named.schema)]


def _fields(evidence: tuple[TableEvidence, ...], plan: TablePlan) -> list[dict[str, Any]]:
    (table,) = [entry for entry in evidence if entry.source == plan.shown]
    return [
        {
            "name": f.output,
            "form": f.form,
            "kind": f.kind,
            "identifier": f.identifier,
            "treatment": f.treatment,
        }
        for f in table.fields
        if f.output
    ]


def _evidence(plan: TablePlan, written: Written, gathered: Gathered) -> TableEvidence:
    fields = tuple(field_evidence(entry, written, gathered) for entry in plan.columns)
    return TableEvidence(plan.shown, plan.target, "", "memory", "", written.rows, 0, fields)


def demand(checks: list[CheckResult]) -> None:
    """Go on only where every check passed.

    Raises:
        CheckFailed: with every problem.
    """
    problems = [f"{check.name}: {problem}" for check in checks if not check.passed for problem in check.problems]
    if problems:
        raise CheckFailed(["the check found something in the result", *problems])
