"""Write ``deid/dicom/standard/ps36_dictionary.json``: the attributes and UIDs of PS3.6, as pydicom (MIT licence) has them.

Loading the toolkit's own takes longer than treating a hundred objects. Run where that package can be imported::

    python tools/build_dicom_dictionary.py
"""

from __future__ import annotations

import json
from pathlib import Path

_TARGET = Path(__file__).parent.parent / "deid" / "dicom" / "standard" / "ps36_dictionary.json"


def dictionary() -> dict[str, dict[str, str]]:
    """Attributes as ``VR VM keyword`` by tag, or tag pattern, and UIDs as ``type name`` parted by a tab."""
    from pydicom._dicom_dict import DicomDictionary, RepeatersDictionary
    from pydicom._uid_dict import UID_dictionary

    return {
        "attributes": {
            f"{tag:08X}": f"{vr}\t{vm}\t{keyword}" for tag, (vr, vm, _, _, keyword) in DicomDictionary.items()
        },
        "repeating": {tag: f"{vr}\t{vm}\t{keyword}" for tag, (vr, vm, _, _, keyword) in RepeatersDictionary.items()},
        "uids": {uid: f"{entry[1]}\t{entry[0]}" for uid, entry in UID_dictionary.items()},
    }


if __name__ == "__main__":
    _TARGET.write_text(json.dumps(dictionary(), indent=0, sort_keys=True) + "\n", encoding="utf-8")
