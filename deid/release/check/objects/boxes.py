"""Whether an object that says that its burned-in text was blanked has the policy's boxes blank."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

from deid.release.check.objects.raw import Layout

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

    from deid.release.check.objects.plain import Level

CODE = "113101"
_PIXEL_DATA = 0x7FE00010
_PATTERNS = {"modality": "Modality", "sop_class": "SOPClassUID", "manufacturer": "Manufacturer"}
_PATTERNS["model"] = "ManufacturerModelName"
_SIDES = {"rows": "Rows", "columns": "Columns"}
_GONE = ("", "removed")


def is_claimed(dataset: Dataset | Level) -> bool:
    """Whether the object names the method."""
    return any(item.get("CodeValue") == CODE for item in dataset.get("DeidentificationMethodCodeSequence") or [])


def are_blank(dataset: Dataset, layout: Layout, rules: tuple[Mapping[str, Any], ...]) -> bool:
    """Whether some rule fits the object, and every pixel that a fitting rule names is zero in every frame."""
    fitting = [rule for rule in rules if _fits(dataset, rule)]
    pixels = next((element for element in layout.elements if element.tag == _PIXEL_DATA), None)
    if not fitting or pixels is None or pixels.undefined:
        return False
    body = layout.body[pixels.start : pixels.end]
    rows, columns = int(dataset.Rows), int(dataset.Columns)
    samples, apart = int(dataset.SamplesPerPixel), dataset.get("PlanarConfiguration") == 1
    width = 2 if str(dataset.PhotometricInterpretation).endswith("_422") else int(dataset.BitsAllocated) // 8
    if width != 2 or not str(dataset.PhotometricInterpretation).endswith("_422"):
        width *= 1 if apart else samples
    planes = int(dataset.get("NumberOfFrames") or 1) * (samples if apart else 1)
    for line in range(rows):
        covered = [span for rule in fitting for span in _covered(dataset, rule, line, columns)]
        for plane in range(planes):
            at = (plane * rows + line) * columns * width
            if any(any(body[at + left * width : at + right * width]) for left, right in covered):
                return False
    return True


def _fits(dataset: Dataset, rule: Mapping[str, Any]) -> bool:
    for name, keyword in _PATTERNS.items():
        stated = str(dataset.get(keyword) or "").strip().casefold()
        # What screening took out may have been anything.
        if rule.get(name) and stated not in _GONE and not fnmatchcase(stated, str(rule[name]).casefold()):
            return False
    return all(rule.get(name) in (None, dataset.get(keyword)) for name, keyword in _SIDES.items())


def _covered(dataset: Dataset, rule: Mapping[str, Any], line: int, columns: int) -> Iterator[tuple[int, int]]:
    """The spans of a line that the rule blanks."""
    for left, top, width, height in rule.get("boxes") or ():
        if top <= line < top + height:
            yield min(left, columns), min(left + width, columns)
    if rule.get("outside_regions"):
        at = 0
        for left, right in sorted(_regions(dataset, line)):
            if left > at:
                yield at, min(left, columns)
            at = max(at, right + 1)
        yield min(at, columns), columns


def _regions(dataset: Dataset, line: int) -> Iterator[tuple[int, int]]:
    for item in dataset.get("SequenceOfUltrasoundRegions") or ():
        if item.RegionLocationMinY0 <= line <= item.RegionLocationMaxY1:
            yield int(item.RegionLocationMinX0), int(item.RegionLocationMaxX1)
