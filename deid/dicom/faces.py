"""Objects in which a face can be recognised (Clean Recognizable Visual Features Option, PS3.15 section E.3.2).

Nothing is removed from pixels: an object whose kind and region of the body can show a face is refused, any other is
released. What an object does not say counts against it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Final

from deid.dicom.elements import elements, make, texts, values
from deid.errors import Unreadable

if TYPE_CHECKING:
    from pydicom.dataelem import DataElement
    from pydicom.dataset import Dataset

OPTION: Final = "clean-recognizable-visual-features"
_STATED: Final = 0x00280302
_BODY_PART: Final = 0x00180015
_REGIONS: Final = frozenset({0x00082218, 0x00082228})  # Anatomic Region, Primary Anatomic Structure Sequence
_MEANING: Final = 0x00080104
_THICKNESS: Final = 0x00180050
_PIXELS: Final = frozenset({0x7FE00008, 0x7FE00009, 0x7FE00010})
_THICK: Final = 5.0
"""Millimetres: what is rebuilt from thicker slices is too coarse for a likeness; a judgement."""
_STORAGE: Final = "1.2.840.10008.5.1.4.1.1."
_PHOTOGRAPH: Final = "a photograph, or a picture of any origin, can show a face"
_SURFACE: Final = "the surface of a head can be recognised"
_SLICES: Final = "a face can be reconstructed from images of the head, or of a region that is not stated"

# Pictures of anything, whatever they say of the body: secondary capture, visible light, ultrasound volumes.
_ANYTHING: Final = re.compile(
    r"7(\..*)?|77\.1\.\d\.1|6\.2|77\.1\.(1|4|5|7|9)(\..*)?|77\.1\.5\..*|77\.1|77\.2|1\.2\.840.*"
)
_ANY_MODALITY: Final = frozenset({"XC", "ES", "GM", "DMS", "OP", "OT", "SC", "HC", "M3D"})
# Surfaces and outlines without pixels: surface segmentation and scans, outlines of radiotherapy, raw data of any image.
_SHAPES: Final = re.compile(r"66|66\.5|68\..*|481\.3")
# No likeness of the outside of a body: mammography, vessels from inside, ultrasound in a plane, microscopy, doses.
_NO_LIKENESS: Final = re.compile(r"1\.2(\..*)?|13\.1\.[345]|14\..*|3(\..*)?|6(\.1)?|77\.1\.[2368]|481\.2|9\..*")
_ELSEWHERE: Final = frozenset(
    """
    abd abdo abdomen abdomenpelvis abdominal adrenal ankle aorta arm axilla back bladder breast bronchus buttock
    calcaneus calf cardiac chest chestabdomen chestabdpelvis clavicle coccyx colon duodenum elbow extremity femur
    fibula finger foot forearm gallbladder groin hand heart hip humerus ileum ilium jejunum kidney knee leg limb
    liver lowerextremity lowerlimb lspine lsspine lumbar lung mamma mediastinum metacarpus metatarsus ovary pancreas
    patella pelvic pelvis penis phalanx prostate radius rectum renal rib ribs sacrum scapula shoulder spleen sspine
    sternum stomach testis thigh thoracic thorax thumb tibia tlspine toe tspine ulna upperextremity ureter urethra
    urinary uterus vagina wrist
    """.split()
)
# They say nothing of the region, beside a word that does.
_BESIDE: Final = frozenset(
    """
    a and bilateral bone bones both cavity entire joint left lower of part region right single spine structure the
    tract upper wall
    """.split()
)
_WORD: Final = re.compile(r"[^\W\d_]+")


def face_shown(dataset: Dataset) -> str | None:
    """A reason when a face may be recognised in an object; None when its kind or its region of the body excludes that.

    Args:
        dataset: the object, as it came or as it goes out.
    """
    level = {int(element.tag): texts(element) for element in elements(dataset)}
    kind = "".join(level.get(0x00080016, [])[:1]).strip(" \0").removeprefix(_STORAGE)
    modality = "".join(level.get(0x00080060, [])[:1]).strip(" \0").upper()
    if _SHAPES.fullmatch(kind):
        return None if _is_elsewhere(_regions(dataset)) else _SURFACE
    if _PIXELS.isdisjoint(level) or _NO_LIKENESS.fullmatch(kind):
        return None
    if _ANYTHING.fullmatch(kind) or modality in _ANY_MODALITY:
        return _PHOTOGRAPH
    stated = _regions(dataset)
    return None if _is_elsewhere(stated) or (not stated and _is_thick(dataset)) else _SLICES


def declare(treated: Dataset) -> None:
    """Say in an image that no features can be recognised in it, in place.

    Raises:
        Unreadable: what is left of it does not exclude a face any more.
    """
    shown = face_shown(treated)
    if shown is not None:
        raise Unreadable(shown)
    if any(tag in treated for tag in _PIXELS):
        treated[_STATED] = make(_STATED, "CS", "NO")


def _is_elsewhere(stated: list[str]) -> bool:
    """Whether every region of the body that is stated, and there is one, is far from the head."""
    return bool(stated) and all(map(_names_elsewhere, stated))


def _names_elsewhere(region: str) -> bool:
    words = {word.casefold() for word in _WORD.findall(region)}
    return not words.isdisjoint(_ELSEWHERE) and words <= _ELSEWHERE | _BESIDE


def _regions(dataset: Dataset) -> list[str]:
    """Body Part Examined and the meanings of anatomic regions, at any depth."""
    stated = [text for element in _everywhere(dataset, {_BODY_PART}) for text in texts(element)]
    for sequence in _everywhere(dataset, _REGIONS):
        for item in sequence.value if sequence.VR == "SQ" else ():
            stated += ["".join(texts(element)) for element in elements(item) if element.tag == _MEANING] or [""]
    return stated


def _is_thick(dataset: Dataset) -> bool:
    try:
        stated = [float(value) for element in _everywhere(dataset, {_THICKNESS}) for value in values(element)]
    except ValueError:
        return False
    return bool(stated) and min(stated) > _THICK


def _everywhere(dataset: Dataset, tags: Collection[int]) -> Iterator[DataElement]:
    """The elements with some tags, at any depth."""
    for element in elements(dataset):
        if element.tag in tags:
            yield element
        elif element.VR == "SQ":
            for item in element.value:
                yield from _everywhere(item, tags)
