"""Write ``deid/dicom/standard/ps36_dictionary.json``: the attributes and UIDs of PS3.6, from pydicom (MIT licence).

Loading the toolkit's own takes longer than treating a hundred objects. Run where that package can be imported::

    python tools/build_dicom_dictionary.py
"""

from __future__ import annotations

import json
from pathlib import Path

_OF_THE_CHECK = Path(__file__).parent.parent / "deid" / "release" / "check" / "uids.json"
_TARGET = Path(__file__).parent.parent / "deid" / "dicom" / "standard" / "ps36_dictionary.json"


def dictionary() -> dict[str, dict[str, str]]:
    """Attributes as VR, VM, keyword and name by tag or tag pattern, and UIDs as type and name, parted by tabs."""
    from pydicom._dicom_dict import DicomDictionary, RepeatersDictionary
    from pydicom._uid_dict import UID_dictionary

    def entry(vr: str, vm: str, name: str, _retired: str, keyword: str) -> str:
        return f"{vr}\t{vm}\t{keyword}\t{name}"

    return {
        "attributes": {f"{tag:08X}": entry(*known) for tag, known in DicomDictionary.items()},
        "repeating": {tag: entry(*known) for tag, known in RepeatersDictionary.items()},
        "uids": {uid: f"{known[1]}\t{known[0]}" for uid, known in UID_dictionary.items()},
    }


if __name__ == "__main__":
    names = {uid: entry.split("\t")[1] for uid, entry in dictionary()["uids"].items()}
    _OF_THE_CHECK.write_text(json.dumps(names, indent=0, sort_keys=True) + "\n", encoding="utf-8")
    _TARGET.write_text(json.dumps(dictionary(), indent=0, sort_keys=True) + "\n", encoding="utf-8")
