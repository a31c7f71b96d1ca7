"""Whether an object that says that nobody can be recognised in it (113102) is of a kind or region without faces."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from deid.release.check.objects.raw import PIXELS, Layout
from deid.release.check.registry import name_of

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

OPTION = "clean-recognizable-visual-features"
_PICTURES = re.compile(
    r"Secondary Capture|Photograph|^VL Endo|^Video|Dermoscop|^Ophthalmic (?:Photo|Tomo|Optical)|Enhanced US"
    r"|Stereometric"
)
# Encapsulated models are blank ones, which is looked at with all documents.
_SHAPES = re.compile(r"^Surface|Structure Set|^Raw Data")
_INSIDE = re.compile(r"Mammograph|Breast|^Ultrasound|Photoacoustic|Microscop|Intravascular|^RT Dose|Waveform")
_FAR = re.compile(
    r"(?i)abd|adrenal|ankle|aorta|axilla|bladder|breast|bronch|calf|card|chest|clavicle|coccyx|colon|duoden|elbow|extrem|femur|fibula"
    r"|finger|foot|arm|gallb|groin|hand|heart|hip|humerus|il[ei]um|jejunum|kidney|knee|leg|limb|liver|ls?spine|lssspine|lumbar|lung|mamm"
    r"|mediast|metacarp|metatars|ovary|pancreas|patella|pelvi|penis|phalanx|prostate|radius|rectum|renal|ribs?$|sacrum|scapula|shoulder"
    r"|spleen|sspine|sternum|stomach|testis|thigh|thor|thumb|tibia|t(?:l)?spine|toe|ulna|ure|uterus|vagina|wrist|back|buttock|calcan|urin"
)
_NEAR = re.compile(
    r"(?i)\b(?:head|face|facial|brain|skull|neck|cerv|c-?spine|eyes?\b|orbit|ears?\b|nose|jaw|maxill|mandib|whole|body|sinus|scalp|crani)"
)
_THICK = 5.0


def may_show_a_face(dataset: Dataset, layout: Layout) -> bool:
    """Whether a face may be recognised in an object, by what the released object says of itself."""
    kind = name_of(str(dataset.get("SOPClassUID") or ""))
    pixels = any(element.tag in PIXELS for element in layout.elements)
    if _PICTURES.search(kind) and pixels:
        return True
    if _INSIDE.search(kind) or not (pixels or _SHAPES.search(kind)):
        return False
    stated = list(_regions(dataset))
    if any(_NEAR.search(text) or not _FAR.search(text) for text in stated):
        return True
    return not stated and (_SHAPES.search(kind) is not None or not _is_thick(dataset))


def _regions(dataset: Dataset) -> Iterator[str]:
    for element in dataset:
        if element.keyword == "BodyPartExamined" and element.value:
            yield str(element.value)
        if element.VR != "SQ":
            continue
        for item in element.value:
            if element.keyword in ("AnatomicRegionSequence", "PrimaryAnatomicStructureSequence"):
                yield str(item.get("CodeMeaning") or "")
            else:
                yield from _regions(item)


def _is_thick(dataset: Dataset) -> bool:
    stated = [
        float(element.value) for element in dataset.iterall() if element.keyword == "SliceThickness" and element.value
    ]
    return bool(stated) and min(stated) > _THICK
