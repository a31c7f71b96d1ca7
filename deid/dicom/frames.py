"""What travels with the frames: bytes behind native pixels, and comments inside compressed ones."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterable, Iterator
from typing import Final

from deid.dicom.apart import Elsewhere, length_of
from deid.dicom.codes import Screen

_RUN: Final = re.compile(rb"[ -~]{4,}")
_JPEG, _JPEG_2000 = b"\xff\xd8", b"\xff\x4f"
_COMMENTS: Final = frozenset({0xFE, 0x64, *range(0xE0, 0xF0)})
# Scan data begin here (SOS), or the first tile part of JPEG 2000 (SOT).
_DATA_BEGIN: Final = frozenset({0xDA, 0x90})
_ITEM: Final = b"\xfe\xff\x00\xe0"


def surplus(value: bytes, expected_bits: int) -> bool:
    """Whether native pixel data go on behind the image with anything but zeros.

    Args:
        value: the bytes of Pixel Data.
        expected_bits: rows x columns x samples x frames x bits allocated.
    """
    expected = (expected_bits + 7) // 8
    if not 0 < expected < length_of(value):
        return False
    return value.has_behind(expected) if isinstance(value, Elsewhere) else any(value[expected:].strip(b"\0"))


def identifying_comment(fragments: Iterable[bytes], screen: Screen) -> bool:
    """Whether a comment or application segment of compressed frames, or what stands behind them, identifies.

    Args:
        fragments: of the encapsulated Pixel Data, the offset table first (PS3.5 section A.4).
        screen: says whether a text identifies someone.
    """
    texts = (
        run.group().decode("ascii").strip()
        for fragment in fragments
        for segment in _segments(fragment)
        for run in _RUN.finditer(segment)
    )
    return any(map(screen, texts))


def fragments_of(value: bytes) -> Iterator[bytes]:
    """The fragments of encapsulated Pixel Data."""
    at = 0
    while value[at : at + 4] == _ITEM and at + 8 <= len(value):
        (length,) = struct.unpack_from("<I", value, at + 4)
        yield value[at + 8 : at + 8 + length]
        at += 8 + length


def _segments(fragment: bytes) -> Iterator[bytes]:
    """Comment and application segments of a JPEG or JPEG 2000 stream, and the bytes behind its end marker."""
    end = fragment.rfind(b"\xff\xd9")
    if end >= 0:
        yield fragment[end + 2 :]
    if fragment[:2] not in (_JPEG, _JPEG_2000):
        return
    at = 2
    while at + 4 <= len(fragment) and fragment[at] == 0xFF:
        marker = fragment[at + 1]
        if marker in _DATA_BEGIN:
            return
        (length,) = struct.unpack_from(">H", fragment, at + 2)
        if marker in _COMMENTS:
            yield fragment[at + 4 : at + 2 + length]
        at += 2 + length
