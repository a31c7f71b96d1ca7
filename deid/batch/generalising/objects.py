"""The headers of a release's DICOM objects as one table: a row an object, a column an attribute, persons by Patient ID.

Labels have to fit the attribute's value representation: a band of ages or sizes is written as its lower end, and what
is generalised wholly is empty. An attribute meets its labels at every depth of an object.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from pydicom import dcmread
from pydicom.datadict import tag_for_keyword
from pydicom.dataset import Dataset
from pydicom.uid import DeflatedExplicitVRLittleEndian

from deid.batch.headers import header_of, header_table, text_of
from deid.dicom.quiet import contained
from deid.dicom.writing import encode
from deid.errors import Refused, UsageError
from deid.expert import Hierarchy, Table
from deid.expert_settings import OBJECTS, QuasiIdentifier
from deid.tables.rewriting import Changes

_CHUNK = 1 << 20
_MODALITY = 0x00080060
_PER_YEAR = {"D": 365.25, "W": 365.25 / 7, "M": 12.0, "Y": 1.0}
_AGED = "090Y"
# Patient's Size is in metres and Weight in kilograms (PS3.3 section C.7.2.2).
_STEPS: Mapping[str, tuple[float, ...]] = {"PatientSize": (0.05, 0.1, 0.2)}
_USUAL_STEPS = (5.0, 10.0, 20.0)


class ObjectPlace:
    """All DICOM objects of a staged release, in the order of their paths.

    Attributes:
        gone: objects that were left out, by modality.
    """

    def __init__(self, staged: Path):
        self._paths = sorted((staged / OBJECTS).rglob("*.dcm"))
        self.gone: dict[str, int] = {}

    def read(self, sheet: str, names: Sequence[str]) -> Table:  # noqa: ARG002 - objects have no sheets
        """Some attributes of the outermost level, by keyword.

        Raises:
            Refused: no attribute of that keyword.
        """
        try:
            return header_table(self._paths, names)
        except UsageError as error:
            raise Refused([f"{OBJECTS}: {error}"]) from None

    def hierarchy(self, each: QuasiIdentifier, values: Sequence[str]) -> Hierarchy:
        """Lower ends of bands, then nothing; what an object cannot be without stays."""
        labels = _labels_of(each)
        return Hierarchy(tuple((value, *labels(value)) for value in sorted(set(values))))

    def words(self, each: QuasiIdentifier, level: int) -> str:
        """What a level makes of a value."""
        steps = _STEPS.get(each.column, _USUAL_STEPS)
        if level == 0:
            return "as it was"
        if each.shape not in ("ages", "measures") or level > len(steps):
            return "emptied"
        return f"lower end of bands of {steps[level - 1]:g}"

    def write(self, changes: Mapping[str, Changes]) -> Mapping[str, int]:
        """Write the objects that change again, and delete those that go."""
        wanted = changes[""]
        labels = {tag_for_keyword(name) or 0: given for name, given in wanted.labels.items()}
        stay = [True] * len(self._paths) if wanted.keep is None else wanted.keep.tolist()
        for path, stays in zip(self._paths, stay, strict=True):
            if not stays:
                self._delete(path)
            elif labels:
                _rewrite(path, labels)
        self._paths = [path for path, stays in zip(self._paths, stay, strict=True) if stays]
        return {"": len(self._paths)}

    def _delete(self, path: Path) -> None:
        modality = text_of(header_of(path, [_MODALITY]), "Modality") or "unknown"
        self.gone[modality] = self.gone.get(modality, 0) + 1
        path.unlink()
        for folder in (path.parent, path.parent.parent):
            with suppress(OSError):
                folder.rmdir()


def _rewrite(path: Path, labels: Mapping[int, Mapping[str, str]]) -> None:
    """New labels in the header; the bytes from the pixels on are copied."""
    beside = path.with_name(f".again-{path.name}")
    with contained(), path.open("rb") as source, beside.open("wb") as sink:
        dataset = dcmread(source, stop_before_pixels=True)
        whole = dataset.file_meta.TransferSyntaxUID == DeflatedExplicitVRLittleEndian
        if whole:
            source.seek(0)
            dataset = dcmread(source)
        _relabel(dataset, labels)
        sink.write(encode(dataset))
        while not whole and (chunk := source.read(_CHUNK)):
            sink.write(chunk)
    beside.replace(path)


def _relabel(dataset: Dataset, labels: Mapping[int, Mapping[str, str]]) -> None:
    """Elements that are neither meant nor sequences are not decoded, so that their bytes stay as they are."""
    for tag in list(dataset.keys()):
        if dataset.get_item(tag).VR == "SQ":
            for item in dataset[tag].value:
                _relabel(item, labels)
        elif int(tag) in labels:
            value = dataset[tag].value
            text = "" if value is None else str(value).strip()
            dataset[tag].value = labels[int(tag)].get(text, "") or None


def _labels_of(each: QuasiIdentifier) -> Callable[[str], tuple[str, ...]]:
    if each.shape == "fixed":
        return lambda _value: ()
    if each.shape == "ages":
        return _ages
    if each.shape == "measures":
        steps = _STEPS.get(each.column, _USUAL_STEPS)
        return lambda value: (*(_lower(value, step) for step in steps), "")
    return lambda _value: ("",)


def _ages(value: str) -> tuple[str, ...]:
    if value == _AGED:
        return (_AGED, _AGED, _AGED, "")
    try:
        years = int(int(value[:-1]) / _PER_YEAR[value[-1:]])
    except (ValueError, KeyError):
        return ("", "", "", "")
    return (*(f"{years - years % width:03d}Y" for width in (5, 10, 20)), "")


def _lower(value: str, step: float) -> str:
    try:
        number = float(value)
    except ValueError:
        return ""
    if not math.isfinite(number):
        return ""
    return f"{math.floor(round(number / step, 9)) * step:.10g}"
