"""Write ``deid/dicom/standard/attribute_types.json``: the Types of the attributes whose action hangs on them.

The Types are those of PS3.3, as the Python package ``highdicom`` (MIT licence) carries them. Taken are attributes with
a compound action in PS3.15 Table E.1-1, and of those that it removes the ones that an IOD requires without a condition
in a mandatory module. Run where that package can be imported::

    python tools/build_dicom_tables.py
"""

from __future__ import annotations

import importlib.resources
import json
import re
from pathlib import Path

_STANDARD = Path(__file__).parent.parent / "deid" / "dicom" / "standard"


def source(name: str) -> dict:
    return json.loads(importlib.resources.files("highdicom").joinpath("_standard", name).read_text())


def tags() -> dict[str, str]:
    """Keyword to tag in eight hexadecimal digits."""
    from pydicom.datadict import DicomDictionary

    return {entry[4]: f"{tag:08X}" for tag, entry in DicomDictionary.items()}


def compound() -> set[str]:
    rows = json.loads((_STANDARD / "ps315_e1_1.json").read_text())
    return {re.sub(r"[(),]", "", row["tag"]) for row in rows if "/" in row["basic"]}


def removed() -> set[str]:
    rows = json.loads((_STANDARD / "ps315_e1_1.json").read_text())
    return {re.sub(r"[(),]", "", row["tag"]) for row in rows if row["basic"] == "X"}


def types() -> dict[str, object]:
    """The strongest Type by IOD and place: ``1`` must have a value, ``2`` may be empty, ``3`` may be absent."""
    known, wanted, gone = tags(), compound(), removed()
    modules: dict[str, list[tuple[str, str]]] = {}
    required: dict[str, list[tuple[str, str]]] = {}
    for module, attributes in source("module_attribute_map.json").items():
        for attribute in attributes:
            tag = known.get(attribute["keyword"])
            path = [known.get(keyword) for keyword in attribute["path"]]
            if tag in wanted and None not in path:
                modules.setdefault(module, []).append(("/".join([*path, tag]), attribute["type"][0]))
            elif tag in gone and None not in path and attribute["type"] in ("1", "2"):
                required.setdefault(module, []).append(("/".join([*path, tag]), attribute["type"]))
    iods: dict[str, dict[str, str]] = {}
    for iod, parts in source("iod_module_map.json").items():
        for part in parts:
            mandatory = required.get(part["key"], []) if part["usage"] == "M" else []
            for place, kind in [*modules.get(part["key"], ()), *mandatory]:
                found = iods.setdefault(iod, {})
                found[place] = min(kind, found.get(place, "3"))
    return {"classes": source("sop_class_iod_map.json"), **_folded(iods)}


def _folded(iods: dict[str, dict[str, str]]) -> dict[str, object]:
    """Places that are in several IODs, written once: place and Type, by number."""
    every = sorted({(place, kind) for found in iods.values() for place, kind in found.items()})
    number = {entry: at for at, entry in enumerate(every)}
    return {
        "places": [f"{place} {kind}" for place, kind in every],
        "iods": {iod: sorted(number[entry] for entry in found.items()) for iod, found in sorted(iods.items())},
    }


def main() -> None:
    text = json.dumps(types(), separators=(",", ":"))
    (_STANDARD / "attribute_types.json").write_text(text.replace(',"', ',\n"') + "\n")
    print(f"{len(text):,} characters")


if __name__ == "__main__":
    main()
