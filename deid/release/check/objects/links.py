"""UIDs across objects: names of files and folders, and that no object is there twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from deid.release.check.notes import Notes
from deid.release.check.objects.attributes import NEW_UID
from deid.release.check.objects.raw import Layout

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

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
        media_sop: the SOP Instance UID in the file meta information.
        media_class: the SOP Class UID there.
    """

    study: str
    series: str
    sop: str
    sop_class: str
    media_sop: str
    media_class: str


@dataclass(slots=True)
class Links:
    """What is known of all objects so far."""

    options: frozenset[str] = frozenset()
    file_set: bool = False
    _taken: set[str] = field(default_factory=set)
    _folders: dict[str, tuple[str, str]] = field(default_factory=dict)

    def take(self, path: str, one: Identity, notes: Notes) -> None:
        """Take in one object."""
        named = self._file_id(path, one) if self.file_set else _naming(path, one)
        for problem in (*named, *_agreeing(one, kept="retain-uids" in self.options)):
            notes.count(PLACE, 1, "objects", problem)
        if one.sop in self._taken:
            notes.count(PLACE, 1, "objects", "repeat the SOP Instance UID of another")
        self._taken.add(one.sop)

    def _file_id(self, path: str, one: Identity) -> Iterator[str]:
        """Objects of one series, and series of one study, lie in one folder, and in no other's."""
        folders = path.removeprefix(PLACE + "/").split("/")[:-1]
        uids = [uid for uid in (one.study, one.series) if uid]
        if len(folders) != len(uids):
            yield "lie in folders that are not their study and series"
        for depth in range(1, min(len(folders), len(uids)) + 1):
            own = "/".join(folders[:depth]), "/".join(uids[:depth])
            if any(self._folders.setdefault(name, own) != own for name in own):
                yield "lie in folders that are not their study and series"
                return


def identity_of(dataset: Dataset, layout: Layout) -> Identity:
    """The identity of an object."""
    study, series, sop, sop_class = (
        str(dataset.get(keyword) or "")
        for keyword in ("StudyInstanceUID", "SeriesInstanceUID", "SOPInstanceUID", "SOPClassUID")
    )
    return Identity(study, series, sop, sop_class, layout.text(0x00020003), layout.text(0x00020002))


def _naming(path: str, one: Identity) -> Iterator[str]:
    *others, name = path.removeprefix(PLACE + "/").split("/")
    folders = [uid for uid in (one.study, one.series) if uid]
    stated = [part for part in others if part in folders]
    for uid in folders:
        if uid in others:
            others.remove(uid)
    if name != f"{one.sop}.dcm":
        yield "are not named by their SOP Instance UID"
    if stated != folders or not all(_FOLDER.fullmatch(part) for part in others):
        yield "lie in folders that are not their study and series"


def _agreeing(one: Identity, *, kept: bool) -> Iterator[str]:
    if not (kept or NEW_UID.fullmatch(one.sop)):
        yield "have an SOP Instance UID that is no new one"
    if (one.media_sop, one.media_class) != (one.sop, one.sop_class):
        yield "name another object in their file meta information"
