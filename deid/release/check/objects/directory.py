"""The media directory of a release: it lists the released objects, each as it is, and says nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from deid.release.check.objects.raw import layout
from deid.release.check.objects.values import parsed, quiet

if TYPE_CHECKING:
    from pydicom.dataelem import DataElement
    from pydicom.dataset import Dataset

_CLASS = "1.2.840.10008.1.3.10"
_RECORDS = 0x00041220
_HEADS = frozenset({0x00041130, 0x00041200, 0x00041202, 0x00041212, _RECORDS})
# Of a record itself: its character set, its place in the tree, and the file it stands for.
_OF_RECORDS = frozenset(
    {0x00080005, 0x00041400, 0x00041410, 0x00041420, 0x00041430, 0x00041500, 0x00041510, 0x00041511, 0x00041512}
)
# What stands where a value is asked for and the object has none.
_DUMMIES = frozenset({"", "19000101", "000000", "REMOVED", "0"})
_DUMMY_CODE = frozenset({"REMOVED", "99DEID"})
_ABOVE = ("PATIENT", "STUDY", "SERIES")
_KEYS = ("PatientID", "StudyInstanceUID", "SeriesInstanceUID")


def problems_of(file: Path, objects: Mapping[tuple[str, ...], Path]) -> Iterator[str]:
    """What of a directory is not as it should be.

    Args:
        file: the DICOMDIR.
        objects: the released objects by their File IDs.

    Raises:
        Unreadable: it cannot be laid out or decoded.
    """
    laid_out = layout(memoryview(file.read_bytes()))
    yield from laid_out.problems
    dataset = parsed(file)
    with quiet():
        if laid_out.text(0x00020002) != _CLASS or {int(element.tag) for element in dataset} - _HEADS:
            yield "is no plain media directory"
        if not dataset.get_item(0x00041130) or dataset.get("FileSetID"):
            yield "names a file-set"
        yield from _records(dataset, objects)


def _records(dataset: Dataset, objects: Mapping[tuple[str, ...], Path]) -> Iterator[str]:
    listed: set[tuple[str, ...]] = set()
    above: list[Dataset] = []
    fresh: list[Dataset] = []
    for record in dataset.get("DirectoryRecordSequence") or []:
        name = str(record.get("DirectoryRecordType") or "")
        if name in _ABOVE:
            above[_ABOVE.index(name) :] = [record]
            fresh.append(record)
            continue
        file_id = _file_id(record)
        if file_id in listed or file_id not in objects:
            yield "lists a file twice, or one that is not there"
            continue
        listed.add(file_id)
        # The keys of a patient, study or series are those of its first object; others may lack them.
        yield from _differing(record, [*fresh, record], above, parsed(objects[file_id]))
        fresh.clear()


def _differing(record: Dataset, said: list[Dataset], above: list[Dataset], one: Dataset) -> Iterator[str]:
    if not _is_of(record, one) or [str(level.get(name)) for level, name in zip(above, _KEYS, strict=False)] != [
        str(one.get(name)) for name in _KEYS
    ]:
        yield "names a file's object as another one than it is"
    if not all(_is_own(element, one) for level in said for element in level if element.tag not in _OF_RECORDS):
        yield "says of an object what the object does not say"


def _file_id(record: Dataset) -> tuple[str, ...]:
    stated: Any = record.get("ReferencedFileID") or ()
    return (stated,) if isinstance(stated, str) else tuple(map(str, stated))


def _is_of(record: Dataset, one: Dataset) -> bool:
    stated = [record.get(f"Referenced{name}InFile") for name in ("SOPClassUID", "SOPInstanceUID", "TransferSyntaxUID")]
    return stated == [one.SOPClassUID, one.SOPInstanceUID, one.file_meta.TransferSyntaxUID]


def _is_own(element: DataElement, one: Dataset) -> bool:
    own = one.get(element.tag)
    if own is not None and not own.is_empty and own.value == element.value:
        return True
    if element.VR == "SQ":
        return {str(each.value) for item in element.value for each in item} <= _DUMMY_CODE
    return str(element.value if element.value is not None else "") in _DUMMIES
