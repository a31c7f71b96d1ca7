"""Whether an object's pixels, or what stands in their place, can show who the patient is."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from deid.dicom.apart import length_of
from deid.dicom.boxes import boxes_for
from deid.dicom.documents import blank_for
from deid.dicom.elements import Element, elements, texts
from deid.dicom.faces import OPTION, face_shown
from deid.dicom.frames import surplus
from deid.dicom.quiet import contained
from deid.dicom_settings import PlainSettings, Settings
from deid.errors import Unreadable

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

_PIXEL_DATA: Final = 0x7FE00010
_PHOTOMETRIC: Final = 0x00280004
_RECOGNIZED: Final = 0x00280302
_FRAMES: Final = 0x00280008
_SIDES: Final = (0x00280002, 0x00280010, 0x00280011, 0x00280100)  # samples, rows, columns, bits allocated
_SIZE: Final = frozenset({*_SIDES, _FRAMES, _PHOTOMETRIC, _PIXEL_DATA})
SIZE_UNSTATED: Final = "the size of the image is not stated, and bytes behind the pixels can carry text"
SURPLUS: Final = "bytes behind the pixels can carry text"
SEVERAL: Final = "it has pixels in more than one attribute"
OTHER_SIZE: Final = "its pixels have another size than it states"
_STORAGE: Final = "1.2.840.10008.5.1.4.1.1."
PIXEL_TAGS: Final = frozenset({0x7FE00008, 0x7FE00009, _PIXEL_DATA})
TELLING: Final = frozenset(
    {*_SIZE, 0x00080008, 0x00080016, 0x00080060, 0x00080064, 0x00280301, 0x00280302, 0x00420011} - {_PIXEL_DATA}
)
"""What decides beside overlays and the pixels themselves."""

# By SOP Class (PS3.4 section B.5), the part behind the common root. A class of a whole family ends in a dot.
_CLASSES: tuple[tuple[tuple[str, ...], str], ...] = (
    (("104.",), "encapsulated document: its text is not cleaned"),
    (("3", "3.1", "6", "6.1", "6.2", "6.3"), "ultrasound can carry burned-in text"),
    (("7", "7."), "secondary capture can carry burned-in text"),
    (("12.1", "12.1.", "12.2", "12.2.", "12.3"), "angiography and fluoroscopy can carry burned-in text"),
    (("77.1.5.", "77.1.7", "77.1.8", "81.1"), "ophthalmic images can carry burned-in text"),
    (("9.4.",), "a recorded voice can be recognised"),
    (("77.1.", "77.1", "77.2"), "photographs, endoscopy and microscopy can show a face or a label"),
)
_DOCUMENT: Final = "encapsulated document: its text is not cleaned"
_MODALITIES: dict[str, str] = {
    "US": "ultrasound can carry burned-in text",
    "IVUS": "ultrasound can carry burned-in text",
    "XA": "angiography and fluoroscopy can carry burned-in text",
    "RF": "angiography and fluoroscopy can carry burned-in text",
    "ES": "photographs, endoscopy and microscopy can show a face or a label",
    "XC": "photographs, endoscopy and microscopy can show a face or a label",
    "GM": "photographs, endoscopy and microscopy can show a face or a label",
    "SM": "photographs, endoscopy and microscopy can show a face or a label",
    "DMS": "photographs, endoscopy and microscopy can show a face or a label",
    "BI": "photographs, endoscopy and microscopy can show a face or a label",
    "OP": "ophthalmic images can carry burned-in text",
    "OPT": "ophthalmic images can carry burned-in text",
    "OPM": "ophthalmic images can carry burned-in text",
    "OPV": "ophthalmic images can carry burned-in text",
    "SC": "secondary capture can carry burned-in text",
    "OT": "secondary capture can carry burned-in text",
    "HC": "hard copy can carry burned-in text",
    "DOC": "encapsulated document: its text is not cleaned",
    "M3D": "encapsulated document: its text is not cleaned",
}
_SCREEN: Final = "a secondary or screen image can carry burned-in text"
_DECLARED: Final = "burned-in annotation is declared"
_RECOGNIZABLE: Final = "recognizable visual features are declared"
_DIGITIZED: Final = "an image digitized from film, video or paper can carry burned-in text"
_VIDEO: Final = "video can show a face or text"
_KINDS: Final = frozenset(
    {
        *(reason for _, reason in _CLASSES),
        *_MODALITIES.values(),
        _SCREEN,
        _DECLARED,
        _RECOGNIZABLE,
        _DIGITIZED,
        _VIDEO,
    }
) - {_DOCUMENT}
_CAPTURED: Final = re.compile(r"SCREEN|CAPTURE|\bPROT\b|PROTOCOL|DOSE|REPORT|RESULT|SUMMARY")
_CONVERTED: Final = frozenset({"DV", "DF", "SD", "SI", "DRW"})
_VIDEO_SYNTAXES: Final = tuple(f"1.2.840.10008.1.2.4.{number}" for number in range(100, 110))


def pixels_can_carry_text(dataset: Dataset, *, documents: bool = True) -> str | None:
    """A reason when the object is of a kind that can show text or a face; None when it is not.

    Args:
        dataset: the object.
        documents: whether an encapsulated document counts; not where a blank one takes its place.

    Judged by SOP Class, Modality, Image Type, Burned In Annotation (0028,0301), Recognizable Visual Features
    (0028,0302), transfer syntax, and overlays inside the pixels. Pixels themselves are not looked at.
    """
    with contained():
        found = kind_can_carry_text(dataset)
        if found == _DOCUMENT and not documents and blank_for(dataset) is not None:
            found = None
        return found or _by_length(dataset)


def kind_can_carry_text(dataset: Dataset) -> str | None:
    """The same, but for bytes behind the last frame: what the elements of ``TELLING`` say."""
    meta = getattr(dataset, "file_meta", None) or {}
    level = {int(element.tag): element for element in elements(dataset)}
    return kind_stated(level, str(meta.get("TransferSyntaxUID") or ""))


def kind_stated(level: Mapping[int, Element], syntax: str) -> str | None:
    """The same from the elements that decide and the transfer syntax."""
    stated = {tag: texts(element) for tag, element in level.items()}
    return _by_class(stated) or _by_statement(level, stated) or _by_encoding(syntax) or _by_overlay(stated)


def admit(dataset: Dataset, settings: Settings = PlainSettings()) -> None:  # noqa: B008 - frozen
    """Refuse an object whose pixels can carry text, unless the profile says why they are clean or has boxes blanked.

    Bytes behind the pixels are refused whatever it says; and so are faces, under the option that is about them.

    Raises:
        Unreadable: with the reason of :func:`pixels_can_carry_text` or :func:`deid.dicom.faces.face_shown`.
    """
    shown = face_shown(dataset) if OPTION in settings.options else None
    if shown is not None:
        raise Unreadable(shown)
    reason = pixels_can_carry_text(dataset, documents=settings.documents == "quarantine")
    if reason is None:
        return
    stated = {int(element.tag): texts(element) for element in elements(dataset) if element.tag == _RECOGNIZED}
    blank = not _says(stated, _RECOGNIZED, "YES") and bool(boxes_for(dataset, settings))
    # Behind a kind that a profile admits, the size may still be wrong.
    stays = reason != _DOCUMENT and (may_be_admitted(reason, settings) or (blank and reason in _KINDS))
    refused = _by_length(dataset) if stays else reason
    if refused is not None:
        raise Unreadable(refused)


def _has_pixels(stated: dict[int, list[str]]) -> bool:
    return not PIXEL_TAGS.isdisjoint(stated)


def _by_class(stated: dict[int, list[str]]) -> str | None:
    sop_class = next(iter(stated.get(0x00080016, [])), "").strip(" \0")
    kind = sop_class.removeprefix(_STORAGE)
    for classes, reason in _CLASSES:
        if any(kind == entry or (entry.endswith(".") and kind.startswith(entry)) for entry in classes):
            return reason
    if 0x00420011 in stated:
        return "encapsulated document: its text is not cleaned"
    modality = next(iter(stated.get(0x00080060, [])), "").strip(" \0").upper()
    return _MODALITIES.get(modality) if _has_pixels(stated) or modality in ("DOC", "M3D") else None


def _by_statement(level: Mapping[int, Element], stated: dict[int, list[str]]) -> str | None:
    """What the object says of itself: Image Type, Burned In Annotation, Recognizable Visual Features."""
    if not _has_pixels(stated):
        return None
    kinds = [text.strip().upper() for text in stated.get(0x00080008, [])]
    # A reformatted slice is SECONDARY, too; a picture of a screen has colours, or eight bits.
    if any(map(_CAPTURED.search, kinds)) or ("SECONDARY" in kinds and _looks_like_a_screen(level)):
        return _SCREEN
    if _says(stated, 0x00280301, "YES"):
        return _DECLARED
    if _says(stated, _RECOGNIZED, "YES"):
        return _RECOGNIZABLE
    if any(text.strip() in _CONVERTED for text in stated.get(0x00080064, [])):
        return _DIGITIZED
    return None


def _looks_like_a_screen(level: Mapping[int, Element]) -> bool:
    found = {tag: level[tag].value for tag in (0x00280002, 0x00280100) if tag in level}
    return found.get(0x00280002) == 3 or found.get(0x00280100) == 8


def _says(stated: dict[int, list[str]], tag: int, word: str) -> bool:
    return any(text.strip().upper() == word for text in stated.get(tag, []))


def _by_encoding(syntax: str) -> str | None:
    return _VIDEO if syntax.startswith(_VIDEO_SYNTAXES) else None


def _by_overlay(stated: dict[int, list[str]]) -> str | None:
    """An old overlay in unused bits of the pixels: they stay as they are, and it stays with them."""
    for tag in stated:
        group, number = tag >> 16, tag & 0xFFFF
        if group & 0xFF01 == 0x6000 and number == 0x0102 and ((group << 16) | 0x3000) not in stated:
            return "an overlay inside the pixels can carry text"
    return None


def _by_length(dataset: Dataset) -> str | None:
    """Bytes behind the last native frame: they must stay with the pixels, and nobody sees them."""
    found = {int(element.tag): element for element in elements(dataset) if element.tag in _SIZE | PIXEL_TAGS}
    pixels = [found.pop(tag) for tag in PIXEL_TAGS if tag in found]
    if len(pixels) > 1:
        return SEVERAL
    if not pixels or pixels[0].is_undefined_length or not isinstance(pixels[0].value, bytes):
        return None
    bits = bits_stated(found)
    if bits is None:
        return SIZE_UNSTATED
    if pixels[0].tag != _PIXEL_DATA:
        return None if length_of(pixels[0].value) == bits // 8 else OTHER_SIZE
    return SURPLUS if surplus(pixels[0].value, bits) else None


def stated_bits(dataset: Dataset) -> int | None:
    """How many bits the native frames have; None when that is not stated."""
    return bits_stated({int(element.tag): element for element in elements(dataset) if element.tag in _SIZE})


def bits_stated(found: Mapping[int, Element]) -> int | None:
    """How many bits the image has (PS3.3 section C.7.6.3); None when that is not stated."""
    frames = int(found[_FRAMES].value or 1) if _is_number(found.get(_FRAMES)) else None
    sides = [found[tag].value for tag in _SIDES if _is_number(found.get(tag))]
    if len(sides) < len(_SIDES) or (frames is None and _FRAMES in found and not found[_FRAMES].is_empty):
        return None
    bits: int = math.prod(sides) * (frames or 1)
    photometric = texts(found[_PHOTOMETRIC]) if _PHOTOMETRIC in found else []
    return bits * 2 // 3 if any(text.strip().endswith("_422") for text in photometric) else bits


def _is_number(element: Element | None) -> bool:
    return element is not None and isinstance(element.value, int)


def may_be_admitted(reason: str, settings: Settings) -> bool:
    """Whether a profile can admit an object that is refused for this reason, once it is looked at whole."""
    if reason == _DOCUMENT:
        return settings.documents == "replace"
    return settings.burned_in_text == "keep" and reason in _KINDS
