"""The parts of the report, each made from the evidence: tables, identifiers, DICOM, checks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from deid.claim import Claim
from deid.dicom.options import OPTIONS
from deid.dicom.standard import profile_table
from deid.dicom.standard.dictionary import name_of
from deid.dicom.tags import TagPattern
from deid.evidence import Evidence, FieldEvidence, TableEvidence
from deid.identifiers import Identifier
from deid.planning.plan import FieldPlan, Plan, TablePlan
from deid.release import wording
from deid.release.documents import Document
from deid.release.figures import among, figure, total
from deid.release.papers import path_of
from deid.release.pictures import GROUPS
from deid.release.regimes import regime_of
from deid.safe_harbor.kinds import KINDS
from deid.treatments import Treatment, treatments

_TAG_AND_ACTION = re.compile(r"(\([0-9A-Fa-f]{4},[0-9A-Fa-f]{4}\)) ([A-Z])")
_ACTIONS = {
    "X": "removed",
    "Z": "emptied",
    "D": "replaced by a dummy value",
    "U": "replaced by a new UID, unless it is the standard's own",
    "C": "screened, and cleaned where need be",
    "K": "kept",
    "M": "moved by the person's own number of days, which is a way of C",
}
_MODALITIES = {
    "CR": "computed radiography",
    "CT": "computed tomography",
    "DX": "digital radiography",
    "ES": "endoscopy",
    "KO": "key object selection",
    "MG": "mammography",
    "MR": "magnetic resonance",
    "NM": "nuclear medicine",
    "OP": "ophthalmic photography",
    "OT": "other",
    "PR": "presentation state",
    "PT": "positron emission tomography",
    "RF": "radiofluoroscopy",
    "RTDOSE": "radiotherapy dose",
    "RTPLAN": "radiotherapy plan",
    "RTSTRUCT": "radiotherapy structure set",
    "SEG": "segmentation",
    "SM": "slide microscopy",
    "SR": "structured report",
    "US": "ultrasound",
    "XA": "X-ray angiography",
}
_PATIENT_ID = "(0010,0020)"


def group_of(field: FieldEvidence, treatment: Treatment) -> str:
    """What happened to a column; told from its form, so that treatments that plug in fit."""
    if field.output is None or field.form == "empty":
        return "removed"
    if treatment.derived:
        return "derived"
    return {"code": "coded", "screened": "kept"}.get(field.form, "reduced")


def tables_of(plan: Plan, evidence: Evidence) -> list[Document]:
    """Every table with its fields, as a reader may see them."""
    known = treatments()
    return [_table(table, _planned(plan, table), known) for table in evidence.tables]


def groups_of(fields: Iterable[Document]) -> Document:
    """How many columns each thing happened to."""
    counted = Counter(field["group"] for field in fields)
    return {group: counted[group] for group in GROUPS}


def identifiers_of(tables: list[Document], evidence: Evidence) -> list[Document]:
    """The 18 identifiers one by one: what was found of each, and what was done about it."""
    return [_identifier(identifier, tables, evidence) for identifier in Identifier]


def claim_of(claim: Claim, evidence: Evidence) -> Document:
    """The method, and the grounds on which it is stated."""
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


def dicom_of(plan: Plan, evidence: Evidence, policy: Mapping[str, Any]) -> Document:
    """What happened to DICOM objects: attributes by tag, and how often."""
    seen = evidence.dicom
    return {
        "header": plan.dicom.header,
        "edition": policy["edition"],
        "burned_in_text": plan.dicom.burned_in_text,
        "options": [{"name": name, "code": OPTIONS[name].code} for name in sorted(plan.dicom.options)],
        "uids": plan.dicom.uids,
        "safe_private": plan.dicom.safe_private,
        "documents": plan.dicom.documents,
        "file_set": bool(plan.dicom.file_set),
        "objects": [
            {"modality": name, "kind": _MODALITIES.get(name, "another modality"), "objects": seen.objects.get(name, 0)}
            | {"came": total([seen.objects.get(name, 0), figure(seen.left_out.get(name, 0))])}
            for name in sorted({*seen.objects, *seen.left_out})
        ],
        "actions": [_action(key, number) for key, number in sorted(seen.actions.items())],
        "private": figure(seen.private),
        "unknown": figure(seen.unknown),
        "screened": figure(seen.screened),
        "validity": [
            {"modality": name, "objects": figure(one.objects), "wrong": figure(one.wrong), "new": one.new}
            for name, one in sorted(seen.validity.items())
        ],
    }


def _planned(plan: Plan, table: TableEvidence) -> TablePlan | None:
    place = (table.target, table.sheet)
    return next((planned for planned in plan.tables if (planned.target, planned.target_sheet) == place), None)


def _table(table: TableEvidence, planned: TablePlan | None, known: Mapping[str, Treatment]) -> Document:
    columns = planned.columns if planned is not None and len(planned.columns) == len(table.fields) else ()
    decided = {place: column for place, column in enumerate(columns) if column.decided_by}
    whole = table.rows + table.skipped + table.left_out
    fields = [
        _field(field, whole, decided.get(place), known[field.treatment]) for place, field in enumerate(table.fields)
    ]
    return {
        "source": table.source,
        "target": path_of(table),
        "sheet": table.sheet,
        "format": table.format,
        "regime": regime_of(fields),
        "rows": table.rows,
        "skipped": figure(table.skipped),
        "left_out": figure(table.left_out),
        "groups": groups_of(fields),
        "fields": fields,
    }


def _field(field: FieldEvidence, rows: int, decided: FieldPlan | None, treatment: Treatment) -> Document:
    return {
        "name": field.name,
        "output": field.output,
        "kind": field.kind,
        "meaning": KINDS[field.kind].meaning,
        "identifier": field.identifier,
        "treatment": field.treatment,
        "summary": treatment.summary,
        "group": group_of(field, treatment),
        "reason": field.reason,
        "decided_by": decided.decided_by if decided is not None else "",
        "filled": among(field.filled, rows),
        "caught": [{"letter": letter, "cells": figure(cells)} for letter, cells in sorted(field.caught.items())],
        "lost": figure(field.lost),
    }


def _identifier(identifier: Identifier, tables: list[Document], evidence: Evidence) -> Document:
    letter = identifier.letter
    fields = [(table, field) for table in tables for field in table["fields"] if field["identifier"] == letter]
    treated = [field["filled"] for _, field in fields if field["treatment"] != "keep"]
    caught = [
        one["cells"]
        for table in tables
        for field in table["fields"]
        for one in field["caught"]
        if one["letter"] == letter
    ]
    elements = figure(evidence.dicom.letters.get(letter, 0))
    return {
        "letter": letter,
        "title": identifier.title,
        "citation": identifier.citation,
        "values": total([*treated, *caught, elements]),
        "in_fields": total(treated),
        "in_cells": total(caught),
        "in_elements": elements,
        "stays": sum(field["group"] in ("kept", "derived") for _, field in fields),
        "fields": [_mention(table, field) for table, field in fields],
    }


def _mention(table: Mapping[str, str], field: Mapping[str, object]) -> Document:
    return {
        "table": table["source"],
        **{key: field[key] for key in ("name", "group", "treatment", "summary", "filled")},
    }


def _action(key: str, number: int) -> Document:
    found = _TAG_AND_ACTION.fullmatch(key)
    tag, action = (found[1].upper(), found[2]) if found else ("", "")
    return {
        "tag": tag,
        "name": _name_of(tag),
        "action": action,
        "meaning": "replaced by the person's code" if tag == _PATIENT_ID else _ACTIONS.get(action, "treated"),
        "elements": figure(number),
    }


def _name_of(tag: str) -> str:
    """The attribute's name in the standard; empty where it has none."""
    if not tag:
        return ""
    value = TagPattern.parse(tag).value
    row = profile_table().find(value)
    if row is not None:
        return row.name
    return name_of(value)
