"""Whether an object is of a kind that shows text or a face, and whether anything stands behind its pixels."""

from __future__ import annotations

import hashlib
import math
import re
from typing import TYPE_CHECKING

from deid.release.check.objects.raw import PIXELS, Layout
from deid.release.check.registry import name_of

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

    from deid.release.check.objects.plain import Level

_CLASSES = re.compile(
    r"Ultrasound|Enhanced US|Secondary Capture|^X-Ray (?:Angiographic|Radiofluoroscopic)|^Enhanced X(?:A|RF)"
    r"|^VL |^Video |Endoscop|Microscop(?!y Bulk)|Photograph"
    r"|^Ophthalmic (?!Visual Field|Axial)|Hardcopy|Wide Field|Audio Waveform"
)
_MODALITIES = frozenset("US IVUS XA RF ES XC GM SM DMS BI OP OPT OPM OPV SC OT HC".split())
_SCREENS = re.compile(r"SCREEN|CAPTURE|\bPROT\b|PROTOCOL|DOSE|REPORT|RESULT|SUMMARY")
_CONVERTED = frozenset({"DV", "DF", "SD", "SI", "DRW"})
_VIDEO = re.compile(r"1\.2\.840\.10008\.1\.2\.4\.10\d(?:\.1)?")
_DOCUMENT = 0x00420011
_BLANK = frozenset(
    {
        "559e57c0b19344d4ca85892a4d227ef38b0d2451ffe37bf27f68665642db9e31",  # a PDF of one white page
        "23af41f6bf8aed612bf81f526eb16dbdb6f5a940af4f9dfabf8bd07714696928",  # a CDA document without a patient
        "4fea5e6a3ec5f5474a26d858bc77b6d7bd3ab864ea02d988683fdc648602b248",  # STL without a triangle
        "9de9a5dc3f1dd5fbd3c8b966d90e44d7bc496f5f08997db729bc2b7cb26b7efc",  # OBJ or MTL with a comment
    }
)
"""SHA-256 of the documents that show nothing; any other can show who the patient is."""
_PIXEL_DATA = 0x7FE00010


def shows_text(dataset: Dataset | Level, layout: Layout) -> bool:
    """Whether the object is of a kind whose pixels, or whose document, can show who the patient is."""
    kind = name_of(_text(dataset, "SOPClassUID"))
    if _DOCUMENT in dataset or kind.startswith("Encapsulated"):
        document = bytes(dataset[_DOCUMENT].value or b"") if _DOCUMENT in dataset else b""
        return hashlib.sha256(document).hexdigest() not in _BLANK
    if _CLASSES.search(kind) is not None:
        return True
    if not any(element.tag in PIXELS for element in layout.elements):
        return False
    words = {str(word).strip().upper() for word in _several(dataset.get("ImageType"))}
    return (
        _text(dataset, "Modality").upper() in _MODALITIES
        or any(map(_SCREENS.search, words))
        or ("SECONDARY" in words and (dataset.get("SamplesPerPixel") == 3 or dataset.get("BitsAllocated") == 8))
        or _text(dataset, "ConversionType") in _CONVERTED
        or "YES"
        in (
            _text(dataset, "BurnedInAnnotation").upper(),
            _text(dataset, "RecognizableVisualFeatures").upper(),
        )
        or _VIDEO.fullmatch(layout.text(0x00020010)) is not None
    )


def frames_size(dataset: Dataset | Level) -> int | None:
    """How many bytes the uncompressed frames have (PS3.5 section 8); None where the object does not say."""
    try:
        sides = [int(dataset[name].value) for name in ("Rows", "Columns", "SamplesPerPixel", "BitsAllocated")]
        bits = math.prod(sides) * int(dataset.get("NumberOfFrames") or 1)
    except (KeyError, TypeError, ValueError):
        return None
    if _text(dataset, "PhotometricInterpretation").endswith("_422"):
        bits = bits * 2 // 3
    return (bits + 7) // 8


def has_surplus(size: int | None, layout: Layout) -> bool:
    """Whether uncompressed pixel data is longer than its frames of ``size`` bytes, or its padding is not zero."""
    pixels = next((element for element in layout.elements if element.tag == _PIXEL_DATA), None)
    if pixels is None or pixels.undefined:
        return False
    if size is None:
        return True
    return pixels.end - pixels.start > size + (size & 1) or any(layout.body[pixels.start + size : pixels.end])


def _several(value: object) -> list[object]:
    """The values of an attribute that may have one or several."""
    return [value] if isinstance(value, str) else list(value or [])  # type: ignore[call-overload]


def _text(dataset: Dataset | Level, keyword: str) -> str:
    return str(dataset.get(keyword) or "").strip(" \0")
