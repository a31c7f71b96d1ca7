"""Writing one object: a fresh prelude, the same transfer syntax, and the same bytes every time."""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING, Final

from deid.dicom.apart import Elsewhere
from deid.dicom.claims import software
from deid.dicom.elements import new_level
from deid.dicom.quiet import quiet
from deid.dicom.sources import Stretch
from deid.dicom.standard.dictionary import DEFLATED, EXPLICIT_BIG, EXPLICIT_LITTLE, IMPLICIT_LITTLE
from deid.errors import Unreadable

if TYPE_CHECKING:
    from pydicom.dataelem import DataElement
    from pydicom.dataset import Dataset

_PIXEL_DATA: Final = 0x7FE00010
# A UUID-derived UID (PS3.5 section B.2), drawn once for this program.
IMPLEMENTATION_CLASS: Final = "2.25.146262189446120326474806330172061117263"


def encode(dataset: Dataset) -> bytes:
    """The object as a file, whole; see :func:`encode_parts`.

    Raises:
        Unreadable: no SOP Class or Instance UID, a value that cannot be encoded, or pixels whose file changed.
    """
    return b"".join(part if isinstance(part, bytes) else part.read() for part in encode_parts(dataset))


def encode_parts(dataset: Dataset) -> tuple[bytes | Stretch, ...]:
    """The object as a file (PS3.10): zero preamble, fresh file meta information, data set, nothing behind it.

    The transfer syntax is that of ``file_meta``, else of the original encoding, else explicit little endian.
    Pixel data bytes are written as they are.

    Raises:
        Unreadable: no SOP Class or Instance UID, or a value that cannot be encoded.
    """
    syntax = _syntax(dataset)
    sop_class, sop_instance = dataset.get("SOPClassUID"), dataset.get("SOPInstanceUID")
    if not sop_class or not sop_instance:
        raise Unreadable("no SOP Class UID or SOP Instance UID")
    with quiet():
        body = _body(dataset, syntax)
    if syntax == DEFLATED:
        body = _deflated(body)
    prelude = bytes(128) + b"DICM" + file_meta(str(sop_class), str(sop_instance), syntax)
    element = dataset.get_item(_PIXEL_DATA)
    if element is None or not isinstance(element.value, Elsewhere):
        return (prelude + body,)
    # Nothing stands behind pixels that are elsewhere: the body ends in their length, which was written as none.
    length = struct.pack(">I" if syntax == EXPLICIT_BIG else "<I", element.value.length)
    return prelude + body[:-4] + length, element.value.stretch


def _syntax(dataset: Dataset) -> str:
    meta = getattr(dataset, "file_meta", None) or {}
    stated = meta.get("TransferSyntaxUID")
    if stated:
        return str(stated)
    implicit, little = dataset.original_encoding
    if implicit:
        return IMPLICIT_LITTLE
    return EXPLICIT_BIG if little is False else EXPLICIT_LITTLE


def _body(dataset: Dataset, syntax: str) -> bytes:
    return _written(dataset, implicit=syntax == IMPLICIT_LITTLE, little=syntax != EXPLICIT_BIG)


def _written(dataset: Dataset, *, implicit: bool, little: bool, encodings: list[str] | None = None) -> bytes:
    from pydicom.filebase import DicomBytesIO
    from pydicom.filewriter import write_dataset

    stream = DicomBytesIO()
    stream.is_implicit_VR, stream.is_little_endian = implicit, little
    try:
        write_dataset(stream, dataset, *([] if encodings is None else [encodings]))
    except Exception as error:  # noqa: BLE001 - the messages quote values
        raise Unreadable(f"cannot be written: {type(error).__name__}") from None
    return stream.getvalue()


def encode_element(element: DataElement) -> bytes:
    """One element, explicit little endian, text in UTF-8.

    Raises:
        Unreadable: it holds a value that cannot be encoded.
    """
    dataset = new_level()
    dataset[element.tag] = element
    return _written(dataset, implicit=False, little=True, encodings=["utf8"])


def _deflated(body: bytes) -> bytes:
    engine = zlib.compressobj(level=9, wbits=-zlib.MAX_WBITS)
    packed = engine.compress(body) + engine.flush()
    return packed + b"\0" * (len(packed) & 1)


def file_meta(sop_class: str, sop_instance: str, syntax: str) -> bytes:
    """Group 0002 (PS3.10 section 7.1): the required elements and the version name, none of the source's."""
    rest = b"".join(
        (
            _meta_element(0x01, b"OB", b"\0\1"),
            _meta_element(0x02, b"UI", sop_class.encode("ascii", "replace")),
            _meta_element(0x03, b"UI", sop_instance.encode("ascii", "replace")),
            _meta_element(0x10, b"UI", syntax.encode()),
            _meta_element(0x12, b"UI", IMPLEMENTATION_CLASS.encode()),
            _meta_element(0x13, b"SH", software().replace(" ", "_").upper().encode()[:16]),
        )
    )
    return _meta_element(0x00, b"UL", struct.pack("<I", len(rest))) + rest


def _meta_element(number: int, vr: bytes, value: bytes) -> bytes:
    padding = b" " if vr == b"SH" else b"\0"
    value += padding * (len(value) & 1)
    length = struct.pack("<HI", 0, len(value)) if vr == b"OB" else struct.pack("<H", len(value))
    return struct.pack("<HH", 0x0002, number) + vr + length + value
