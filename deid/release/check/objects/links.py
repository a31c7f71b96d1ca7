"""UIDs across objects: names of files and folders, and that no object is there twice."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from pydicom.dataset import Dataset

from deid.release.check.notes import Notes
from deid.release.check.objects.attributes import NEW_UID
from deid.release.check.objects.raw import Layout

_FOLDER = re.compile(r"[a-z-]{1,24}")
PLACE = "data/dicom"


@dataclass(slots=True)
class Links:
    """What is known of all objects so far."""

    _seen: set[str] = field(default_factory=set)

    def take(self, path: str, dataset: Dataset, layout: Layout, notes: Notes, options: frozenset[str]) -> None:
        """Take in one object."""
        study, series, sop = (
            str(dataset.get(keyword) or "") for keyword in ("StudyInstanceUID", "SeriesInstanceUID", "SOPInstanceUID")
        )
        kept = "retain-uids" in options
        for problem in _naming(path, study, series, sop, layout, str(dataset.get("SOPClassUID") or ""), kept):
            notes.count(PLACE, 1, "objects", problem)
        if sop in self._seen:
            notes.count(PLACE, 1, "objects", "repeat the SOP Instance UID of another")
        self._seen.add(sop)


def _naming(path: str, study: str, series: str, sop: str, layout: Layout, sop_class: str, kept: bool) -> list[str]:
    parts = PurePosixPath(path).relative_to(PLACE).parts
    folders = [uid for uid in (study, series) if uid]
    others = list(parts[:-1])
    for uid in folders:
        if uid in others:
            others.remove(uid)
    problems = {
        "are not named by their SOP Instance UID": parts[-1] != f"{sop}.dcm" or not (kept or NEW_UID.fullmatch(sop)),
        "lie in folders that are not their study and series": [part for part in parts[:-1] if part in folders]
        != folders
        or not all(_FOLDER.fullmatch(part) for part in others),
        "name another object in their file meta information": layout.text(0x00020003) != sop
        or layout.text(0x00020002) != sop_class,
    }
    return [problem for problem, is_so in problems.items() if is_so]
