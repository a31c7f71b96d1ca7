"""Which reference data decided: name, vintage and digest of every table that the rules looked into."""

from __future__ import annotations

import hashlib
import json
import re
from importlib.resources import files
from importlib.resources.abc import Traversable

from deid.dicom.standard import ACKNOWLEDGEMENT, profile_table
from deid.release.documents import Document
from deid.safe_harbor import geography, resources

_REGISTER = "README.md"
_NOT_DATA = re.compile(r"README|LICENSE", re.IGNORECASE)
_REGISTERED = re.compile(r"\| `([^`]+)` \|(?:[^|]*\|){3} ([^|]*?) \|")


def tables() -> list[Document]:
    """Name, vintage, SHA-256 and source of each table, sorted by name."""
    return sorted([*_of_safe_harbor(), *_of_dicom()], key=lambda table: str(table["name"]))


def _of_safe_harbor() -> list[Document]:
    census = geography.provenance()
    registered = dict(_REGISTERED.findall(resources.read_text(_REGISTER)))
    found = []
    for name in resources.names():
        if _NOT_DATA.match(name):
            continue
        decides_zip3 = f"sha256 of {name}" in census
        vintage = census["vintage"] if decides_zip3 else registered.get(name, "")
        source = census["source"] if decides_zip3 else ""
        found.append(_table(name, vintage, resources.digest(name), source))
    return found


def _of_dicom() -> list[Document]:
    """The standard's tables, and the decisions on attributes that they do not list."""
    edition = profile_table().edition
    room = files("deid.dicom")
    return [
        _table(f"dicom/{path.name}", *_origin(path, edition, source))
        for folder, source in ((room / "standard", ACKNOWLEDGEMENT), (room, ""))
        for path in folder.iterdir()
        if path.name.endswith(".json") and not path.name.endswith(".meta.json")
    ]


def _origin(path: Traversable, edition: str, source: str) -> tuple[str, str, str]:
    """Edition, digest and source of a table of DICOM's; one that is not the standard's has them beside it."""
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    if path.name == "tcia_private.json":
        stated = json.loads(files("deid.dicom.standard").joinpath("tcia_private.meta.json").read_bytes())
        return stated["version"], digest, stated["source"]
    return edition, digest, source


def _table(name: str, vintage: str, sha256: str, source: str) -> Document:
    return {"name": name, "vintage": vintage, "sha256": sha256, "source": source}
