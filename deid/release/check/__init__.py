"""The check of what was written, with other eyes than those that wrote it.

Nothing here shares code with the rooms that find and treat identifiers: the check has readers, detectors and
rules of its own, and reads only what stands in the staged release. Whatever it cannot read counts as found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa

from deid.errors import Unreadable
from deid.evidence import CheckResult
from deid.release.check.classes import check_classes, check_classes_in_memory
from deid.release.check.coverage import check_coverage, tree_of
from deid.release.check.fields import Demands
from deid.release.check.objects import check_objects
from deid.release.check.papers import check_papers
from deid.release.check.policy import SAFE_HARBOR, fields_of, parse
from deid.release.check.singling import measured
from deid.release.check.tables import check_memory, check_tables
from deid.vault import Harvest

__all__ = ["check_classes_in_memory", "check_data", "check_papers", "check_table", "persons_standing_out"]


def _ignored(_number: int) -> None:
    """Nobody counts."""


def check_data(
    staged: Path, policy: Mapping[str, Any], harvest: Harvest | None, seen: Callable[[int], None] = _ignored
) -> tuple[CheckResult, ...]:
    """Look at every file under ``data/`` of a staged or sealed release.

    Args:
        staged: the release's folder.
        policy: the document of ``deid/policy.json``.
        harvest: the values of the source; None where they are not at hand, and then nothing is looked up.
        seen: hears of every batch of rows and every object that was looked at: how many they were.

    Returns:
        One result a check; a release may go out only when all of them passed.
    """
    try:
        parsed = parse(policy)
    except Unreadable as error:
        return (CheckResult("the policy can be read", "deid/policy.json", False, (f"policy: {error.reason}",)),)
    tree = tree_of(staged, "data")
    return (
        check_coverage(tree, parsed),
        *check_tables(staged, parsed, harvest, seen),
        *check_classes(staged, parsed),
        *check_objects(staged, tree, parsed, harvest, seen),
    )


def persons_standing_out(staged: Path, policy: Mapping[str, Any]) -> list[dict[str, Any]]:
    """How many persons of each table with one row a person share their combination with fewer than ten others.

    Measured for Safe Harbor only: an expert's measures are their own.
    """
    parsed = parse(policy)
    return measured(staged, parsed) if parsed.method == SAFE_HARBOR else []


def check_table(
    table: pa.Table,
    fields: Iterable[Mapping[str, Any]],
    latest_year: int,
    method: str,
    harvest: Harvest | None,
) -> tuple[CheckResult, ...]:
    """Look at every cell of one table in memory.

    Args:
        table: the table as it would be released.
        fields: its fields in order, as in ``deid/policy.json``: name, form, kind, identifier, treatment.
        latest_year: the last year of the data.
        method: the method of the release.
        harvest: the values of the source, or None.
    """
    try:
        parsed = fields_of(fields)
        return check_memory(table, parsed, Demands(method, latest_year, harvest))
    except Unreadable as error:
        return (CheckResult("the table can be read", "one table", False, (f"table: {error.reason}",)),)
    except (pa.ArrowException, ValueError, TypeError) as error:
        problem = f"table: cannot be looked at: {type(error).__name__}"
        return (CheckResult("the table can be read", "one table", False, (problem,)),)
