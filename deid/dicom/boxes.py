"""Boxes that a profile has blanked (Clean Pixel Data Option, PS3.15 section E.3.1); compressed ones are decoded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from deid.dicom.apart import held, length_of
from deid.dicom.decoding import is_decodable, native
from deid.dicom.elements import Element, elements, make, texts
from deid.dicom_settings import BoxRule, Settings
from deid.errors import Unreadable

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

CODE: Final = "113101"
PIXEL_DATA: Final = 0x7FE00010
_BURNED_IN: Final = 0x00280301
_REGIONS: Final = 0x00186011
_EDGES: Final = (0x00186018, 0x0018601A, 0x0018601C, 0x0018601E)  # left, top, right, bottom, all inside the region
_SAMPLES, _PHOTOMETRIC, _PLANAR, _FRAMES = 0x00280002, 0x00280004, 0x00280006, 0x00280008
_ROWS, _COLUMNS, _BITS = 0x00280010, 0x00280011, 0x00280100
_OFFSETS: Final = (0x7FE00001, 0x7FE00002)  # Extended Offset Table and its lengths
_BYTE: Final = 8
_STATED: Final = {"modality": 0x00080060, "sop_class": 0x00080016, "manufacturer": 0x00080070, "model": 0x00081090}
_UNSTATED: Final = "the boxes of its burned-in text cannot be blanked: its size is not stated, or is another one"
_COMPRESSED: Final = (
    "the boxes of its burned-in text cannot be blanked: no codec for its compressed pixels is installed"
)
_NO_REGIONS: Final = "its ultrasound regions are not stated, outside of which its burned-in text stands"


@dataclass(frozen=True, slots=True)
class Box:
    """A box of pixels, from its first column and row to those behind its last ones."""

    left: int
    top: int
    right: int
    bottom: int

    def within(self, image: Image) -> Box:
        """The part of it that lies in an image."""
        wide, high = image.columns, image.rows
        return Box(min(self.left, wide), min(self.top, high), min(self.right, wide), min(self.bottom, high))


@dataclass(frozen=True, slots=True)
class Image:
    """How uncompressed pixels lie (PS3.5 section 8.1, PS3.3 section C.7.6.3).

    Attributes:
        rows: of a frame.
        columns: of a frame.
        planes: of all frames: one a frame, or one a colour.
        pixel: bytes of a pixel in a plane.
        halved: whether two neighbours share their colours, and are blanked together.
    """

    rows: int
    columns: int
    planes: int
    pixel: int
    halved: bool

    @property
    def size(self) -> int:
        """How many bytes the pixels have."""
        return self.planes * self.rows * self.columns * self.pixel


def boxes_for(dataset: Dataset, settings: Settings) -> tuple[Box, ...]:
    """The boxes that the profile has blanked in an object; none where no rule fits it.

    Raises:
        Unreadable: they cannot be blanked.
    """
    if not settings.pixel_rules:
        return ()
    level = {int(element.tag): element for element in elements(dataset)}
    rules = [rule for rule in settings.pixel_rules if PIXEL_DATA in level and _fits(rule, level)]
    if not rules:
        return ()
    if level[PIXEL_DATA].is_undefined_length and not is_decodable(dataset):
        raise Unreadable(_COMPRESSED)
    image = _image(level)
    found = [box for rule in rules for box in _boxes(rule, level, image)]
    return tuple(box for box in found if box.left < box.right and box.top < box.bottom)


def blank(treated: Dataset, source: Dataset, boxes: Iterable[Box]) -> None:
    """Blank boxes of a treated object, in place, in every frame, and say that nothing is burned in any more.

    Raises:
        Unreadable: compressed pixels cannot be decoded.
    """
    if source[PIXEL_DATA].is_undefined_length:
        _decode(treated, source)
    image = _image({int(element.tag): element for element in elements(treated)})
    pixels = treated[PIXEL_DATA]
    treated[PIXEL_DATA] = make(PIXEL_DATA, pixels.VR, blanked(held(pixels.value), image, boxes))
    treated[_BURNED_IN] = make(_BURNED_IN, "CS", "NO")


def _decode(treated: Dataset, source: Dataset) -> None:
    """Put uncompressed pixels in the place of compressed ones, and what describes them."""
    decoded = native(source)
    padded = decoded.pixels + b"\0" * (len(decoded.pixels) & 1)
    treated[PIXEL_DATA] = make(PIXEL_DATA, "OB" if decoded.bits <= _BYTE else "OW", padded)
    treated[_PHOTOMETRIC] = make(_PHOTOMETRIC, "CS", decoded.photometric)
    treated[_BITS] = make(_BITS, "US", decoded.bits)
    if _PLANAR in treated:
        treated[_PLANAR] = make(_PLANAR, "US", decoded.planar)
    for tag in _OFFSETS:
        if tag in treated:
            del treated[tag]


def blanked(pixels: bytes, image: Image, boxes: Iterable[Box]) -> bytes:
    """Pixels with zeros inside the boxes, every other byte as it was."""
    found, row = bytearray(pixels), image.columns * image.pixel
    for box in boxes:
        left, right = (box.left & ~1, box.right + (box.right & 1)) if image.halved else (box.left, box.right)
        start, stop = left * image.pixel, min(right, image.columns) * image.pixel
        for plane in range(image.planes):
            for line in range(box.top, box.bottom):
                at = (plane * image.rows + line) * row
                found[at + start : at + stop] = bytes(stop - start)
    return bytes(found)


def _fits(rule: BoxRule, level: Mapping[int, Element]) -> bool:
    for name, tag in _STATED.items():
        wanted = getattr(rule, name)
        stated = "".join(texts(level[tag])[:1]).strip(" \0") if tag in level else ""
        if wanted and not fnmatchcase(stated.casefold(), wanted.casefold()):
            return False
    sides = ((rule.rows, _ROWS), (rule.columns, _COLUMNS))
    return all(wanted is None or _number(level, tag) == wanted for wanted, tag in sides)


def _image(level: Mapping[int, Element]) -> Image:
    samples, bits = _number(level, _SAMPLES), _number(level, _BITS)
    photometric = "".join(texts(level[_PHOTOMETRIC])[:1]).strip() if _PHOTOMETRIC in level else ""
    frames, planar = _number(level, _FRAMES) or 1, _number(level, _PLANAR) == 1
    halved = photometric.endswith("_422")
    planes = frames * (samples if planar else 1)
    pixel = 2 if halved else bits // 8 * (1 if planar else samples)
    image = Image(_number(level, _ROWS), _number(level, _COLUMNS), planes, pixel, halved)
    # Compressed pixels have their size when they are decoded.
    surplus = 0 if level[PIXEL_DATA].is_undefined_length else _length(level[PIXEL_DATA].value) - image.size
    if bits % 8 or not image.size or not 0 <= surplus <= 1:
        raise Unreadable(_UNSTATED)
    return image


def _length(value: bytes | None) -> int:
    return 0 if value is None else length_of(value)


def _number(level: Mapping[int, Element], tag: int) -> int:
    value = level[tag].value if tag in level else 0
    return int(value) if isinstance(value, int) else 0


def _boxes(rule: BoxRule, level: Mapping[int, Element], image: Image) -> list[Box]:
    found = [Box(left, top, left + width, top + height) for left, top, width, height in rule.boxes]
    if rule.outside_regions:
        found += _outside(_regions(level), image)
    return [box.within(image) for box in found]


def _regions(level: Mapping[int, Element]) -> list[Box]:
    regions = []
    for item in level[_REGIONS].value if _REGIONS in level and level[_REGIONS].VR == "SQ" else ():
        stated = {int(element.tag): element for element in elements(item)}
        left, top, right, bottom = (_number(stated, tag) for tag in _EDGES)
        regions.append(Box(left, top, right + 1, bottom + 1))
    if not regions:
        raise Unreadable(_NO_REGIONS)
    return regions


def _outside(regions: list[Box], image: Image) -> list[Box]:
    """What of an image lies in none of some regions, band by band."""
    edges = {edge for box in regions for edge in (box.top, box.bottom) if edge < image.rows}
    lines = sorted({0, image.rows, *edges})
    found = []
    for top, bottom in pairwise(lines):
        at = 0
        for box in sorted((box for box in regions if box.top <= top < box.bottom), key=lambda box: box.left):
            found.append(Box(at, top, box.left, bottom))
            at = max(at, box.right)
        found.append(Box(at, top, image.columns, bottom))
    return found
