"""A release's objects as a file-set: files named as File IDs, and a DICOMDIR over them (PS3.10 section 8)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from deid.dicom.elements import elements
from deid.dicom.media.directory import Entry, directory
from deid.dicom.media.kinds import PATIENT, SERIES, STUDY, kind_for
from deid.dicom.media.naming import DIRECTORY_NAME, names_for
from deid.dicom.quiet import contained
from deid.dicom.reading import read
from deid.dicom.standard.dictionary import EXPLICIT_LITTLE
from deid.dicom.writing import encode_element

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

_ROWS: Final = 0x00280010
_SUFFIX: Final = ".dcm"


def make_file_set(folder: Path) -> int:
    """Give the released objects names that a File ID can have, and write the directory; how many objects it lists.

    Objects of no study and series keep their place beside the directory, which cannot list them.

    Args:
        folder: ``data/dicom`` of a release, whose objects lie as ``study/series/instance.dcm``.

    Raises:
        Unreadable: a released object cannot be read.
    """
    renamed = _renamed(folder)
    entries = [entry for path in renamed if (entry := _entry(path, folder)) is not None]
    (folder / DIRECTORY_NAME).write_bytes(directory(entries))
    return len(entries)


def _renamed(folder: Path) -> list[Path]:
    """Rename objects and the folders of their series and study, by the UIDs that these are named by."""
    places = [path.relative_to(folder).parts for path in folder.rglob(f"*{_SUFFIX}")]
    names: dict[tuple[str, ...], str] = {}
    beside: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for parts in places:
        for depth, part in enumerate(parts):
            beside[parts[:depth]].add(part.removesuffix(_SUFFIX))
    for above, uids in beside.items():
        names.update({(*above, uid): name for uid, name in names_for(uids).items()})
    return sorted(_move(folder, parts, names) for parts in places)


def _move(folder: Path, parts: tuple[str, ...], names: dict[tuple[str, ...], str]) -> Path:
    bare = (*parts[:-1], parts[-1].removesuffix(_SUFFIX))
    target = folder.joinpath(*(names[bare[: depth + 1]] for depth in range(len(bare))))
    target.parent.mkdir(parents=True, exist_ok=True)
    source = folder.joinpath(*parts)
    source.rename(target)
    for above in list(source.parents)[: len(parts) - 1]:
        if not any(above.iterdir()):
            above.rmdir()
    return target


def _entry(path: Path, folder: Path) -> Entry | None:
    """What the directory says of an object; None where it has no record for it."""
    file_id = path.relative_to(folder).parts
    with contained():
        dataset = read(path)
        sop_class, sop_uid, patient, study, series = (
            str(dataset.get(keyword) or "")
            for keyword in ("SOPClassUID", "SOPInstanceUID", "PatientID", "StudyInstanceUID", "SeriesInstanceUID")
        )
        kind = kind_for(sop_class, pixels=_ROWS in dataset)
        if kind is None or not (patient and study and series):
            return None
        wanted = {tag for level in (PATIENT, STUDY, SERIES, kind) for tag in level.keys}
        syntax = str(dataset.file_meta.get("TransferSyntaxUID") or EXPLICIT_LITTLE)
        return Entry(kind, file_id, sop_class, sop_uid, syntax, (patient, study, series), _keys(dataset, wanted))


def _keys(dataset: Dataset, wanted: Iterable[int]) -> dict[int, bytes]:
    found = (element for element in elements(dataset) if element.tag in wanted)
    return {int(element.tag): encode_element(element) for element in found if not element.is_empty}
