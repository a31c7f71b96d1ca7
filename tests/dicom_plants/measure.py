"""The full measure: 92 objects of 27 kinds through the street, under the profiles that come with the package.

Run from the repository's top: ``PYTHONPATH=tests ./run python tests/dicom_plants/measure.py``.
"""

from __future__ import annotations

import csv
import sys
import tempfile
import warnings
from pathlib import Path

from dicom_plants.generating import generate
from dicom_plants.midi import judge, mapped_from
from dicom_plants.running import run_street
from dicom_plants.scoring import score

from deid.dicom.mapping import export
from deid.vault import Vault

_DATES = frozenset({"date", "time"})


def main() -> None:
    """Print the figures of each profile."""
    warnings.simplefilter("ignore")
    objects = list(generate())
    for profile in ("safe-harbor", "ps3.15-basic", "tcia-research"):
        with tempfile.TemporaryDirectory() as folder:
            street = run_street(objects, Path(folder), profile)
            changed = _DATES if profile == "tcia-research" else frozenset()
            found = score(objects, street.found, changed=changed, validate=True)
            sys.stdout.write(f"{profile}: {found.summary()}\n")
            if profile == "tcia-research":
                export(Vault.open(street.release.vault), Path(folder) / "map.csv")
                with (Path(folder) / "map.csv").open(encoding="utf-8") as source:
                    asked, failed = judge(objects, street.found, mapped_from(list(csv.DictReader(source))))
                sys.stdout.write(f"  MIDI-B's rules: {asked - len(failed)} of {asked}\n")


if __name__ == "__main__":
    main()
