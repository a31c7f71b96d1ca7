"""Reading one object: whole and decoded, or refused with a reason that names no value."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Final

from deid.dicom.apart import apart
from deid.dicom.elements import decode, make, new_meta, settle_vr
from deid.dicom.quiet import contained
from deid.dicom.recognise import looks_like_dicom
from deid.dicom.standard.dictionary import (
    DEFLATED,
    EXPLICIT_BIG,
    EXPLICIT_LITTLE,
    IMPLICIT_LITTLE,
    is_encapsulated,
    uid_type,
)
from deid.dicom.structure import Encoding, Walk
from deid.dicom.uids import is_storage_class
from deid.dicom_settings import IS_DIRECTORY
from deid.errors import Unreadable

if TYPE_CHECKING:
    from pydicom.dataset import Dataset, FileMetaDataset

MEDIA_DIRECTORY: Final = "1.2.840.10008.1.3.10"
_SYNTAX: Final = 0x00020010
_PIXEL_DATA: Final = 0x7FE00010
LARGEST: Final = 1 << 30
"""What is held in memory at most; deflated, it counts inflated."""

_UNCOMPRESSED = {
    Encoding(implicit=True, little=True): IMPLICIT_LITTLE,
    Encoding(implicit=False, little=True): EXPLICIT_LITTLE,
    Encoding(implicit=False, little=False): EXPLICIT_BIG,
}


def read(source: bytes | Path) -> Dataset:
    """One object, every element decoded, with ``file_meta`` naming how it is encoded.

    Objects without preamble or without file meta information, and implicit, explicit, big-endian and
    deflated ones are read (PS3.5 annex A, PS3.10 section 7).

    Raises:
        Unreadable: no DICOM, truncated or broken, a media directory, a SOP Class that is not one of the
            standard's, or no SOP Class or Instance UID.
    """
    parts = apart(source, _pixels_in) if isinstance(source, Path) else None
    data = _bytes(source) if parts is None else parts.header
    if not looks_like_dicom(data[:4096]):
        raise Unreadable("not a DICOM object")
    with contained():
        meta, body, syntax = _opened(data)
        encoding = _encoding(body, syntax)
        dataset = Walk(body, encoding, signed=_is_signed(body, encoding)).whole()
        meta[_SYNTAX] = make(_SYNTAX, "UI", _settled_syntax(syntax, encoding, dataset))
        if parts is not None:
            dataset[_PIXEL_DATA] = make(_PIXEL_DATA, dataset[_PIXEL_DATA].VR, parts.pixels)
        dataset.file_meta = meta
        dataset.set_original_encoding(encoding.implicit, encoding.little)
        check_identity(dataset)
    return dataset


def _pixels_in(header: bytes) -> tuple[int, int]:
    """Where the pixels' value stands in an object's first bytes, and how long it is.

    Raises:
        Unreadable: it does not, or the object is deflated.
    """
    meta, end = _file_meta(header, 132 if header[128:132] == b"DICM" else 0)
    syntax = str(meta.get("TransferSyntaxUID") or "") or None
    if syntax == DEFLATED:
        raise Unreadable("deflated")
    with contained():
        start, length = Walk(header[end:], _encoding(header[end:], syntax)).native_pixels()
    return end + start, length


def check_identity(dataset: Dataset) -> None:
    """Refuse what is no object of the standard that could be released.

    Raises:
        Unreadable: a media directory, a private SOP Class, or no SOP Class or SOP Instance UID.
    """
    meta = getattr(dataset, "file_meta", None) or {}
    directory = "DirectoryRecordSequence" in dataset
    media_class = str(meta.get("MediaStorageSOPClassUID") or "")
    refused = class_refused(str(dataset.get("SOPClassUID") or ""), media_class, directory=directory)
    if refused is None and (not isinstance(dataset.get("SOPInstanceUID"), str) or not dataset.get("SOPInstanceUID")):
        refused = "no SOP Instance UID"
    if refused is not None:
        raise Unreadable(refused)


def class_refused(sop_class: str, media_class: str, *, directory: bool) -> str | None:
    """Why an object of a class could not be released; None when it could."""
    if MEDIA_DIRECTORY in (sop_class, media_class) or directory:
        return IS_DIRECTORY
    if not sop_class:
        return "no SOP Class UID"
    return None if is_storage_class(sop_class) else "SOP Class is not one of the standard's"


def _bytes(source: bytes | Path) -> bytes:
    if isinstance(source, bytes):
        return source
    try:
        if source.stat().st_size > LARGEST:
            raise Unreadable("too large for an object that has to be held in memory")
        return source.read_bytes()
    except OSError as error:
        # The error's own text quotes the file name, which may hold a patient's.
        raise Unreadable(f"cannot be opened: {type(error).__name__}") from None


def _opened(data: bytes) -> tuple[FileMetaDataset, bytes, str | None]:
    """File meta information, the data set's bytes (inflated), and the stated transfer syntax."""
    start = 132 if data[128:132] == b"DICM" else 0
    meta, end = _file_meta(data, start)
    syntax = str(meta.get("TransferSyntaxUID") or "") or None
    if syntax is not None and uid_type(syntax) != "Transfer Syntax":
        raise Unreadable("transfer syntax is not one of the standard's")
    if syntax == DEFLATED:
        return meta, _inflated(data[end:]), syntax
    return meta, data[end:] if end else data, syntax


def _inflated(data: bytes) -> bytes:
    """The data set of a deflated object (PS3.5 section A.5)."""
    engine = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        body = engine.decompress(data, LARGEST)
    except zlib.error:
        raise Unreadable("truncated or broken: the data set cannot be inflated") from None
    if len(body) >= LARGEST:
        raise Unreadable("too large for an object that has to be held in memory")
    if not engine.eof:
        raise Unreadable("truncated: the deflated data set has no end")
    return body


def _file_meta(data: bytes, at: int) -> tuple[FileMetaDataset, int]:
    """The elements of group 0002, always explicit little endian, and where the data set begins."""
    meta = new_meta()
    while data[at : at + 2] == b"\x02\x00" and len(data) >= at + 8:
        number, vr = struct.unpack_from("<H2s", data, at + 2)
        long = vr in (b"OB", b"UN", b"OW", b"UT", b"SQ")
        start = at + (12 if long else 8)
        if not vr.isalpha() or len(data) < start:
            raise Unreadable("broken file meta information")
        length = struct.unpack_from("<I" if long else "<H", data, start - (4 if long else 2))[0]
        if start + length > len(data):
            raise Unreadable("truncated: the file meta information runs past the end")
        tag, value = 0x00020000 | number, data[start : start + length]
        element = decode(tag, settle_vr(vr.decode("ascii", "replace"), False), value, True, ("iso8859",))
        if element.VR != "UN":
            meta[tag] = element
        at = start + length
    return meta, at


def _encoding(body: bytes, syntax: str | None) -> Encoding:
    """How the data set is really encoded: its first element shows it, whatever the file meta states."""
    if not body:
        raise Unreadable("no data set behind the file meta information")
    stated = _explicit_at(body)
    if syntax == EXPLICIT_BIG or (syntax is None and stated and body[0] == 0):
        return Encoding(implicit=False, little=False)
    return Encoding(implicit=not stated, little=True)


def _explicit_at(body: bytes) -> bool:
    return len(body) >= 6 and body[4:6].isalpha() and body[4:6].isupper()


def _is_signed(body: bytes, encoding: Encoding) -> bool:
    """Pixel Representation, looked for ahead: values before it in tag order depend on it."""
    order = "<" if encoding.little else ">"
    tag = struct.pack(f"{order}HH", 0x0028, 0x0103)
    kind = struct.pack("<I", 2) if encoding.implicit else b"US" + struct.pack(f"{order}H", 2)
    at = body.find(tag + kind)
    return at >= 0 and body[at + 8 : at + 10] == struct.pack(f"{order}H", 1)


def _settled_syntax(syntax: str | None, encoding: Encoding, dataset: Dataset) -> str:
    """The transfer syntax to write under: the stated one unless the data set contradicts it."""
    pixels = dataset.get_item(0x7FE00010)
    fragments = bool(pixels is not None and getattr(pixels, "is_undefined_length", False))
    stated = syntax if syntax is not None else _UNCOMPRESSED[encoding]
    compressed = is_encapsulated(stated)
    if fragments and (syntax is None or not compressed):
        raise Unreadable("compressed pixel data under an uncompressed transfer syntax")
    if not compressed and stated != DEFLATED:
        return _UNCOMPRESSED[encoding]
    if encoding.implicit:
        raise Unreadable("the data set is not encoded as its transfer syntax states")
    if compressed and pixels is not None and not fragments:
        raise Unreadable("uncompressed pixel data under a compressed transfer syntax")
    return stated
