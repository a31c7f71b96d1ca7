"""Compressed pixels decoded by the toolkit, where a codec for their transfer syntax is installed; RLE always is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from deid.errors import Unreadable

if TYPE_CHECKING:
    from pydicom.dataset import Dataset
    from pydicom.pixels.decoders.base import Decoder

_LARGEST: Final = 1 << 30
_FAILED: Final = "the boxes of its burned-in text cannot be blanked: its compressed pixels cannot be decoded"


@dataclass(frozen=True, slots=True)
class Native:
    """Pixels as they lie uncompressed.

    Attributes:
        pixels: all frames, little endian, samples of a pixel side by side unless they are planar.
        photometric: Photometric Interpretation (0028,0004).
        planar: Planar Configuration (0028,0006); 0 where there is one sample.
        bits: Bits Allocated (0028,0100).
    """

    pixels: bytes
    photometric: str
    planar: int
    bits: int


def is_decodable(dataset: Dataset) -> bool:
    """Whether a codec for the object's transfer syntax is at hand."""
    decoder = _decoder(dataset)
    return decoder is not None and decoder.is_available


def native(dataset: Dataset) -> Native:
    """The pixels of an object, without a change of colours.

    Raises:
        Unreadable: they cannot be decoded, or are larger than a gigabyte.
    """
    decoder = _decoder(dataset)
    if decoder is None or not decoder.is_available or _size(dataset) > _LARGEST:
        raise Unreadable(_FAILED)
    try:
        pixels, stated = decoder.as_buffer(dataset, raw=True, allow_excess_frames=False)
        return Native(
            bytes(pixels),
            str(stated["photometric_interpretation"]),
            int(stated.get("planar_configuration") or 0),
            int(stated["bits_allocated"]),
        )
    except Exception:  # noqa: BLE001 - codecs raise anything, and their messages quote values
        raise Unreadable(_FAILED) from None


def _decoder(dataset: Dataset) -> Decoder | None:
    from pydicom.pixels.decoders.base import get_decoder

    try:
        return get_decoder(dataset.file_meta.TransferSyntaxUID)
    except (AttributeError, NotImplementedError):
        return None


def _size(dataset: Dataset) -> int:
    sides = [dataset.get(name) for name in ("Rows", "Columns", "SamplesPerPixel", "BitsAllocated")]
    size = 1
    for side in (*sides, dataset.get("NumberOfFrames") or 1):
        size *= int(side or 0)
    return size // 8
