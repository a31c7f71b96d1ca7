"""The papers that say what every field of a release may hold: policy, reference data, data package."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from deid.claim import Claim
from deid.dicom.standard import profile_table
from deid.evidence import Evidence, FieldEvidence, TableEvidence
from deid.expert_settings import OBJECTS
from deid.planning.plan import Plan
from deid.release import documents, reference_data
from deid.release.datapackage import datapackage_of
from deid.release.documents import Document

POLICY = "deid/policy.json"
TABLES = "deid/tables.json"
DATAPACKAGE = "datapackage.json"
_COMMITMENT = re.compile(r"[0-9a-f]{32,}")


def release_id(vault_commitment: str) -> str:
    """The release's name: the first 16 digits of the vault's keyed commitment to it.

    Keyed, so that nobody can confirm a guess at the source; the same run gives the same name.

    Raises:
        ValueError: that is no commitment in hexadecimal.
    """
    if not _COMMITMENT.fullmatch(vault_commitment):
        raise ValueError("expected a keyed commitment of 32 or more hexadecimal digits")
    return vault_commitment[:16]


def policy_of(plan: Plan, claim: Claim, evidence: Evidence, latest_year: int) -> Document:
    """What every field of the release may hold: what the check goes by, and a recipient can.

    Args:
        plan: the plan that was carried out.
        claim: what it may claim.
        evidence: what was done.
        latest_year: the last year of the data, from which ages are counted.
    """
    policy = {
        "deid_policy": 1,
        "profile": {"name": plan.profile, "digest": plan.profile_digest},
        "method": claim.method,
        "latest_year": latest_year,
        "as_of": plan.as_of,
        "tables": [_table(table) for table in sorted(evidence.tables, key=_place)],
        "dicom": {
            "header": plan.dicom.header,
            "edition": profile_table().edition,
            "burned_in_text": plan.dicom.burned_in_text,
            "options": sorted(plan.dicom.options),
            "uids": plan.dicom.uids,
            "safe_private": plan.dicom.safe_private,
            "documents": plan.dicom.documents,
            "file_set": bool(plan.dicom.file_set),
            "objects": sum(evidence.dicom.objects.values()),
            "pixel_rules": [rule.model_dump(exclude_defaults=True) for rule in plan.dicom.pixel_rules],
        },
    }
    return {**policy, "classes": classes_of(plan, evidence)} if plan.expert is not None else policy


def classes_of(plan: Plan, evidence: Evidence) -> list[Document]:
    """How many persons have to share each combination of quasi-identifiers."""
    expert = plan.expert
    written = {table.target: path_of(table) for table in evidence.tables}
    written |= {OBJECTS: OBJECTS} if evidence.dicom.objects else {}
    return [
        {
            "path": written[table.target],
            "sheet": table.sheet,
            "columns": [each.column for each in table.quasi_identifiers],
            "person": table.person,
            "k": expert.settings.k,
            "average": expert.settings.average,
        }
        for table in (expert.tables if expert is not None else ())
        if table.target in written and expert is not None
    ]


def write_policy(folder: Path, policy: Mapping[str, Any]) -> None:
    """Write ``deid/policy.json``, ``deid/tables.json`` and ``datapackage.json`` into a staged release."""
    documents.write(folder / POLICY, policy)
    documents.write(folder / TABLES, {"deid_tables": 1, "tables": reference_data.tables()})
    documents.write(folder / DATAPACKAGE, datapackage_of(policy))


def path_of(table: TableEvidence) -> str:
    """A table's path from the release's folder."""
    return table.target if table.target.startswith("data/") else f"data/{table.target}"


def _place(table: TableEvidence) -> tuple[str, str]:
    return path_of(table), table.sheet


def _table(table: TableEvidence) -> Document:
    return {
        "path": path_of(table),
        "sheet": table.sheet,
        "format": table.format,
        "delimiter": table.delimiter,
        "rows": table.rows,
        "fields": [_released(field) for field in table.fields if field.output is not None],
        "left_out": [_left_out(field) for field in table.fields if field.output is None],
    }


def _released(field: FieldEvidence) -> Document:
    return {**_left_out(field), "name": field.output, "form": field.form}


def _left_out(field: FieldEvidence) -> Document:
    return {
        "name": field.name,
        "kind": field.kind,
        "identifier": field.identifier,
        "treatment": field.treatment,
    }
