"""The report: one JSON document that says all there is to say, and one HTML page made from it alone."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as version_of
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from deid.claim import Claim
from deid.evidence import CheckResult, Evidence
from deid.planning.plan import Plan
from deid.release import documents, figures, markup, pictures, reference_data, sections, wording
from deid.release.documents import Document

REPORT = "deid/report.json"
PAGE = "deid/report.html"
_LIBRARIES = ("pyarrow", "pydicom")
_HARVESTED = {"exact": "numbers and other exact values", "name": "names", "place": "places", "date": "dates"}


def report_of(
    plan: Plan,
    claim: Claim,
    evidence: Evidence,
    policy: Mapping[str, Any],
    latest_year: int,
    release_id: str,
    version: str,
) -> Document:
    """Everything that the report says: the same run gives the same document.

    Args:
        plan: what was to happen to each field, and why.
        claim: what the plan may claim.
        evidence: what was done, counted and checked.
        policy: as :func:`deid.release.papers.policy_of` gives it.
        latest_year: the last year of the data, from which ages are counted.
        release_id: the release's name.
        version: of this program.
    """
    tables = sections.tables_of(plan, evidence)
    return {
        "deid_report": 1,
        "release": release_id,
        "method": claim.method,
        "claim": _claim(claim, evidence),
        "totals": _totals(tables, evidence),
        "limits": wording.limits(plan, claim, evidence),
        "identifiers": sections.identifiers_of(tables, evidence),
        "tables": tables,
        "dicom": sections.dicom_of(plan, evidence, policy["dicom"]["edition"]),
        "harvested": _harvested(evidence),
        "checks": [_check(check) for check in evidence.checks],
        "quarantined": [{"place": entry.place, "reason": entry.reason} for entry in evidence.quarantined],
        "made_with": _made_with(plan, policy, latest_year, version),
    }


def html_of(report: Mapping[str, Any]) -> str:
    """The report as one HTML page that needs nothing else: the same document gives the same page."""
    return _environment().get_template("report.html").render(report=report)


def write(folder: Path, report: Mapping[str, Any]) -> None:
    """Write ``deid/report.json`` and ``deid/report.html`` into a staged release."""
    documents.write(folder / REPORT, report)
    (folder / PAGE).write_text(html_of(report), encoding="utf-8", newline="\n")


def _claim(claim: Claim, evidence: Evidence) -> Document:
    stated = wording.method_of(claim, evidence)
    return {
        "title": stated.title,
        "status": stated.status,
        "citation": stated.citation,
        "standing": stated.standing,
        "identifiers": stated.identifiers,
        "grounds": list(claim.grounds),
        "obstacles": list(claim.obstacles),
        "decisions": list(claim.decisions),
    }


def _totals(tables: list[Document], evidence: Evidence) -> Document:
    rows = sum(table["rows"] for table in tables)
    skipped = figures.total(table["skipped"] for table in tables)
    return {
        "persons": figures.figure(evidence.persons),
        "tables": len(tables),
        "rows": rows,
        "rows_read": figures.total([rows, skipped]) if rows else skipped,
        "rows_left_out": skipped,
        "columns": sections.groups_of(field for table in tables for field in table["fields"]),
        "columns_read": sum(len(table.fields) for table in evidence.tables),
        "columns_released": sum(field.output is not None for table in evidence.tables for field in table.fields),
        "objects": sum(evidence.dicom.objects.values()),
        "quarantined": len(evidence.quarantined),
    }


def _harvested(evidence: Evidence) -> list[Document]:
    return [
        {"kind": kind, "meaning": _HARVESTED.get(kind, kind), "values": figures.figure(number)}
        for kind, number in sorted(evidence.harvested.items())
    ]


def _check(check: CheckResult) -> Document:
    return {
        "name": check.name,
        "reach": check.reach,
        "passed": check.passed,
        "problems": list(check.problems),
    }


def _made_with(plan: Plan, policy: Mapping[str, Any], latest_year: int, version: str) -> Document:
    return {
        "version": version,
        "libraries": [{"name": name, "version": _version(name)} for name in _LIBRARIES],
        "profile": {"name": plan.profile, "digest": plan.profile_digest},
        "policy_sha256": hashlib.sha256(documents.text_of(policy).encode()).hexdigest(),
        "as_of": plan.as_of,
        "latest_year": latest_year,
        "reference_data": reference_data.tables(),
    }


def _version(name: str) -> str:
    try:
        return version_of(name)
    except PackageNotFoundError:
        return ""


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("deid.release"),
        autoescape=True,
        finalize=markup.finalize,
        undefined=StrictUndefined,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals.update(strip=pictures.strip, bar=pictures.bar, mark=pictures.legend_mark)
    environment.globals.update(groups=tuple(pictures.GROUPS.items()))
    environment.filters.update(written=figures.written, least=figures.least, breakable=markup.breakable)
    return environment
