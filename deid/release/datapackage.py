"""The data's own description: a Frictionless Data Package (version 1.0), one resource a table."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

from deid.release.bag import PAYLOAD
from deid.release.documents import Document
from deid.safe_harbor.kinds import KINDS
from deid.treatments import Treatment, treatments

_PATTERNS = {
    "code": r"[A-Z][A-Z0-9]{15}|2\.25\.[0-9]{1,39}",
    "year": r"[0-9]{4}",
    "year_or_90+": r"[0-9]{4}|90\+",
    "zip3": r"[0-9]{3}",
    "generalised": r"\*|[0-9]{1,4}-[0-9]{1,4}|90\+|[0-9]{1,5}\*{1,4}",
    "digest": r"[0-9a-f]{32}",
}
_AS_TEXT = frozenset({*_PATTERNS, "age", "date", "empty"})
_MEDIA = {
    "csv": "text/csv",
    "jsonl": "application/jsonl",
    "parquet": "application/vnd.apache.parquet",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_NOT_IN_A_NAME = re.compile(r"[^a-z0-9._-]+")


def datapackage_of(policy: Mapping[str, Any]) -> Document:
    """The package that a release's policy describes; DICOM objects are listed by the bag's manifest."""
    taken: Counter[str] = Counter()
    known = treatments()
    resources = [_resource(table, taken, known) for table in policy["tables"]]
    if policy["dicom"]["objects"]:
        resources.append(_dicom_listing(taken))
    return {"profile": "data-package", "resources": resources}


def _resource(table: Mapping[str, Any], taken: Counter[str], known: Mapping[str, Treatment]) -> Document:
    kind = table["format"]
    resource: Document = {
        "name": _name(table["path"], table["sheet"], taken),
        "profile": "tabular-data-resource" if kind == "csv" else "data-resource",
        "path": table["path"],
        "format": kind,
        "mediatype": _MEDIA.get(kind, "application/octet-stream"),
        "schema": {"fields": [_field(field, kind, known) for field in table["fields"]], "missingValues": [""]},
    }
    dialect = _dialect(table)
    if dialect:
        resource["dialect"] = dialect
    if kind in ("csv", "jsonl"):
        resource["encoding"] = "utf-8"
    if table["path"].endswith(".gz"):
        resource["compression"] = "gz"
    return resource


def _dialect(table: Mapping[str, Any]) -> Document:
    if table["format"] == "csv":
        delimiter = table["delimiter"] or ","
        return {"header": True, "delimiter": delimiter, "quoteChar": '"', "doubleQuote": True}
    return {"header": True, "sheetName": table["sheet"]} if table["sheet"] else {}


def _field(field: Mapping[str, Any], table_format: str, known: Mapping[str, Treatment]) -> Document:
    form, kind, treatment = field["form"], KINDS[field["kind"]], known[field["treatment"]]
    described: Document = {
        "name": field["name"],
        "type": _type(form, table_format),
        "description": f"{kind.meaning}; {treatment.summary}",
        "deid:identifier": field["identifier"],
        "deid:treatment": field["treatment"],
        "deid:form": form,
    }
    if described["type"] == "string" and form in _PATTERNS:
        described["constraints"] = {"pattern": _PATTERNS[form]}
    return described


def _type(form: str, table_format: str) -> str:
    """What stays as it was may be of any type; what was treated is text; in plain text a year is a year."""
    if form == "year" and table_format == "csv":
        return "year"
    return "string" if form in _AS_TEXT else "any"


def _name(path: str, sheet: str, taken: Counter[str]) -> str:
    """A resource's name in the letters that the specification allows, used once."""
    stem = path.removeprefix("data/").removeprefix("tables/").split(".")[0]
    plain = _NOT_IN_A_NAME.sub("-", "-".join(part for part in (stem, sheet) if part).lower()).strip("-") or "table"
    taken[plain] += 1
    number = taken[plain]
    if number == 1:
        return plain
    return _name(f"{plain}-{number}", "", taken)


def _dicom_listing(taken: Counter[str]) -> Document:
    return {
        "name": _name("dicom-objects", "", taken),
        "path": PAYLOAD,
        "format": "txt",
        "mediatype": "text/plain",
        "encoding": "utf-8",
        "description": "the bag's manifest: it lists every DICOM object under data/dicom/ with its SHA-256",
    }
