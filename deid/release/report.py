"""The report: one JSON document that says all there is to say, and one HTML page made from it alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from deid.errors import Unreadable, UsageError
from deid.evidence import Evidence
from deid.release import documents, figures, frontier_picture, markup, pictures, sections, utility_picture, wording
from deid.release.contents import SECTIONS, parts_of, singling_of
from deid.release.documents import Document
from deid.release.material import Material
from deid.release.signing.roles import REQUIRED, ROLES

REPORT = "deid/report.json"
PAGE = "deid/report.html"
DETERMINATION = "deid/determination.json"


def report_of(material: Material) -> Document:
    """Everything that the report says: the same run gives the same document."""
    plan, claim, evidence = material.plan, material.claim, material.evidence
    return {
        "deid_report": 1,
        "release": material.release_id,
        "method": claim.method,
        "totals": _totals(material.tables, evidence),
        "residual": wording.residual(claim, singling_of(material.singling)),
        "limits": wording.limits(plan, claim, evidence),
        **parts_of(material),
    }


def html_of(report: Mapping[str, Any], signatures: Sequence[Mapping[str, Any]] = ()) -> str:
    """The report as one HTML page that needs nothing else: the same document gives the same page.

    Args:
        report: the document.
        signatures: the statements that stand beside it, as :func:`deid.release.signing.signatures.shown` gives them.
    """
    sections = [section for section in SECTIONS if section.key in report]
    by_role = {one["role"]: one for one in signatures}
    template = _environment().get_template("report.html")
    return template.render(
        report=report,
        sections=sections,
        signatures=signatures,
        by_role=by_role,
        roles=ROLES,
        required=REQUIRED.get(str(report["method"]), ()),
    )


def read(folder: Path) -> Document:
    """The report of a release.

    Raises:
        UsageError: there is no such release, or its report cannot be read.
    """
    try:
        return documents.parse((folder / REPORT).read_bytes())
    except (OSError, Unreadable):
        raise UsageError(f"{folder}: no such release, or its report cannot be read") from None


def write(folder: Path, report: Mapping[str, Any]) -> None:
    """Write ``deid/report.json`` and ``deid/report.html`` into a staged release."""
    documents.write(folder / REPORT, report)
    if "determination" in report:
        documents.write(folder / DETERMINATION, report["determination"])
    (folder / PAGE).write_text(html_of(report), encoding="utf-8", newline="\n")


def _totals(tables: list[Document], evidence: Evidence) -> Document:
    rows = sum(table["rows"] for table in tables)
    skipped = figures.total(table[why] for table in tables for why in ("skipped", "left_out"))
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
        "quarantined": figures.figure(len(evidence.quarantined)),
    }


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
    environment.globals.update(
        shares=pictures.shares, crowd=pictures.crowd, strip=pictures.strip, bar=pictures.bar, mark=pictures.legend_mark
    )
    environment.globals.update(frontier=frontier_picture.frontier, utility=utility_picture.utility)
    environment.globals.update(groups=tuple(pictures.GROUPS.items()))
    environment.filters.update(written=figures.written, least=figures.least, breakable=markup.breakable)
    return environment
