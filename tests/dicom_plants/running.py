"""The whole street over generated objects, and which output came from which source."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from dicom_plants.generating import Planted
from dicom_plants.modules import uid

from deid import pipeline
from deid.dicom.vaulted import Codes
from deid.errors import DeidError
from deid.vault import Lookups


@dataclass(frozen=True)
class Street:
    """A release of generated objects.

    Attributes:
        found: path and bytes by the source's number.
        release: as the library gives it.
        reasons: why objects are in quarantine, by the source's number.
    """

    found: dict[int, tuple[str, bytes]]
    release: pipeline.Release
    reasons: dict[int, str]


def run_street(objects: list[Planted], folder: Path, profile: str | Path) -> Street:
    """Write the objects, run the street, and read what came out."""
    source = folder / "export"
    source.mkdir(parents=True)
    for one in objects:
        (source / one.name).write_bytes(one.data)
    release = pipeline.run(source, folder / "release", profile=profile)
    codes = Codes(Lookups(release.vault))
    files = {path.stem: path for path in (folder / "release" / "data").rglob("*.dcm")}
    found, reasons = {}, {}
    for one in objects:
        try:
            new = codes.uid(uid(one.person.number, 3, one.book.number))
        except DeidError:
            continue
        if new in files:
            path = files[new]
            found[one.book.number] = (str(path.relative_to(folder)), path.read_bytes())
    numbered = {f"object {order}": entry.reason for order, entry in enumerate(release.evidence.quarantined, 1)}
    reasons = dict(enumerate(numbered.values()))
    shutil.rmtree(source)
    return Street(found, release, reasons)
