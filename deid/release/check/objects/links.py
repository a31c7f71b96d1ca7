"""UIDs across objects: names of files and folders, persons of studies, references into series."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from pydicom.dataset import Dataset

from deid.release.check.notes import Notes
from deid.release.check.objects.attributes import NEW_UID
from deid.release.check.objects.raw import Layout
from deid.release.check.objects.values import Reference

_FOLDER = re.compile(r"[a-z-]{1,24}")
PLACE = "data/dicom"


@dataclass(frozen=True, slots=True)
class Identity:
    """What an object says of its place among others.

    Attributes:
        study: Study Instance UID.
        series: Series Instance UID.
        sop: SOP Instance UID.
        sop_class: SOP Class UID.
        person: Patient ID.
        media_sop: the SOP Instance UID in the file meta information.
        media_class: the SOP Class UID there.
    """

    study: str
    series: str
    sop: str
    sop_class: str
    person: str
    media_sop: str
    media_class: str


@dataclass(slots=True)
class Links:
    """What is known of all objects so far."""

    _series_of: dict[str, str] = field(default_factory=dict)
    _study_of: dict[str, str] = field(default_factory=dict)
    _person_of: dict[str, str] = field(default_factory=dict)
    _references: set[Reference] = field(default_factory=set)

    def take(self, path: str, one: Identity, notes: Notes) -> None:
        """Take in one object."""
        for problem in _naming(path, one):
            notes.count(PLACE, 1, "objects", problem)
        if one.sop in self._series_of:
            notes.count(PLACE, 1, "objects", "repeat the SOP Instance UID of another")
        self._series_of[one.sop] = one.series
        if one.series and self._study_of.setdefault(one.series, one.study) != one.study:
            notes.count(PLACE, 1, "objects", "share a series across studies")
        if one.study and self._person_of.setdefault(one.study, one.person) != one.person:
            notes.count(PLACE, 1, "objects", "belong to another person than their study")

    def refer(self, references: Iterable[Reference]) -> None:
        """Take in references to other objects."""
        self._references.update(references)

    def finish(self, notes: Notes) -> None:
        """Compare references with the objects that they mean, once all are known."""
        wrong = sum(
            self._series_of.get(reference.sop, reference.series) != reference.series for reference in self._references
        )
        notes.count(PLACE, wrong, "references", "name another series than their object's")


def identity_of(dataset: Dataset, layout: Layout) -> Identity:
    """The identity of an object."""
    study, series, sop, sop_class, person = (
        str(dataset.get(keyword) or "")
        for keyword in ("StudyInstanceUID", "SeriesInstanceUID", "SOPInstanceUID", "SOPClassUID", "PatientID")
    )
    return Identity(study, series, sop, sop_class, person, layout.text(0x00020003), layout.text(0x00020002))


def _naming(path: str, one: Identity) -> Iterator[str]:
    *others, name = path.removeprefix(PLACE + "/").split("/")
    folders = [uid for uid in (one.study, one.series) if uid]
    stated = [part for part in others if part in folders]
    for uid in folders:
        if uid in others:
            others.remove(uid)
    if name != f"{one.sop}.dcm" or not NEW_UID.fullmatch(one.sop):
        yield "are not named by their SOP Instance UID"
    if stated != folders or not all(_FOLDER.fullmatch(part) for part in others):
        yield "lie in folders that are not their study and series"
    if (one.media_sop, one.media_class) != (one.sop, one.sop_class):
        yield "name another object in their file meta information"
