"""The objects: built, encoded in every way, with values in the file's own hiding places."""

from __future__ import annotations

import io
import struct
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle

import pydicom
from dicom_plants import modules
from dicom_plants.drafting import Book, Draft, Plant
from dicom_plants.hiding import everywhere
from dicom_plants.kinds import KINDS, Kind
from dicom_plants.people import Person, person
from pydicom import config
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.encaps import encapsulate
from pydicom.uid import UID

_EXPLICIT, _IMPLICIT, _BIG, _DEFLATED = (
    "1.2.840.10008.1.2.1",
    "1.2.840.10008.1.2",
    "1.2.840.10008.1.2.2",
    "1.2.840.10008.1.2.1.99",
)
_RLE = "1.2.840.10008.1.2.5"
_PIXELS = frozenset({"CT", "MR", "CR", "DX", "PT"})
_NAMES: tuple[tuple[object, str], ...] = (
    ("ISO_IR 100", "{family}^{given}^M\u00fcller"),
    (["", "ISO 2022 IR 87"], "{family}^{given}=\u5c71\u7530^\u592a\u90ce=\u3084\u307e\u3060^\u305f\u308d\u3046"),
    ("ISO_IR 192", "{family}^{given}^\u00d8sterg\u00e5rd=\u738b^\u5c0f\u6771"),
    ("GB18030", "{family}^{given}=\u738b^\u5c0f\u4e1c"),
    (["", "ISO 2022 IR 149"], "{family}^{given}=\u6d2a^\u5409\u6d1e=\ud64d^\uae38\ub3d9"),
    ("ISO_IR 144", "{family}^{given}^\u041b\u044e\u043ace\u043c"),
    ("ISO_IR 126", "{family}^{given}^\u0394\u03b9\u03bf\u03bd"),
    (None, "{family}^{given}^Plain"),
)
ENCODINGS = ("ascii", "utf-8", "latin-1", "gb18030", "iso2022_jp", "euc_kr", "iso8859-5", "iso8859-7", "utf-16-le")


@dataclass(frozen=True)
class Planted:
    """One object.

    Attributes:
        name: of its file; it identifies, too.
        data: the file's bytes.
        dataset: the object as it was built.
        book: what is planted in it, and what must stay.
        person: whose it is.
    """

    name: str
    data: bytes
    dataset: Dataset
    book: Book
    person: Person


def generate(count: int = 92) -> Iterator[Planted]:
    """Objects of every kind in turn; the same every time."""
    for number, kind in zip(range(count), cycle(KINDS), strict=False):
        yield _one(number, kind)


def _one(number: int, kind: Kind) -> Planted:
    who = person(number % 9)
    book = Book(number, kind.name, carries_text=kind.text)
    dataset = Dataset()
    d = Draft(dataset, book, who)
    characters, pattern = _NAMES[number % len(_NAMES)]
    if characters is not None:
        d.put("SpecificCharacterSet", characters)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        modules.common(d, kind.whole)
        modules.patient(d, pattern.format(family=who.family, given=who.given))
        modules.study(d)
        modules.series(d, kind.modality, 100 + number)
        if kind.name in _PIXELS or kind.name.startswith("Enhanced"):
            modules.frame_of_reference(d)
            modules.timing(d)
        modules.references(d)
        kind.build(d)
        everywhere(d)
        _forget_overwritten(book, dataset)
        data = _encoded(d, kind)
    return Planted(f"{who.family}_{who.given}_{who.mrn}_{number}.dcm", data, dataset, book, who)


def _forget_overwritten(book: Book, dataset: Dataset) -> None:
    """What a later step put over an attribute is no more in it."""
    hidden = {plant.place for plant in book.plants[-80:]}
    for path in [path for path in book.kept if len(path) == 1 and f"{path[0]:08X}" in hidden]:
        del book.kept[path]


def _encoded(d: Draft, kind: Kind) -> bytes:
    number, ds = d.book.number, d.ds
    syntax = (_EXPLICIT, _IMPLICIT, _EXPLICIT, _BIG, _DEFLATED, _EXPLICIT, _IMPLICIT)[number % 7]
    if kind.name in _PIXELS and number % 4 == 1:
        syntax = _RLE
        ds.PixelData = encapsulate([ds.PixelData])
        ds["PixelData"].VR = "OB"
        ds["PixelData"].is_undefined_length = True
    meta = _meta(d, syntax)
    preamble = f"{d.person.family} {d.person.mrn}".encode().ljust(128, b" ")
    d.note("preamble", "name", (d.person.family, d.person.mrn))
    stream = io.BytesIO()
    ds.file_meta, ds.preamble = meta, preamble
    with config.disable_value_validation():
        pydicom.dcmwrite(
            stream, ds, enforce_file_format=True, little_endian=syntax != _BIG, implicit_vr=syntax == _IMPLICIT
        )
    data = stream.getvalue()
    if number % 5 == 2 and syntax in (_EXPLICIT, _IMPLICIT):
        d.note("behind the last element", "name", (d.person.family,))
        data += b"\0" * 8 + f"{d.person.family} behind the end".encode().ljust(64)
    if number % 11 == 6 and syntax in (_EXPLICIT, _IMPLICIT):
        return data[_meta_end(data) :]  # neither preamble nor file meta information
    return data


def _meta(d: Draft, syntax: str) -> FileMetaDataset:
    p, n = d.person, d.book.number
    meta = FileMetaDataset()
    meta.TransferSyntaxUID = UID(syntax)
    meta.MediaStorageSOPClassUID = d.ds.SOPClassUID
    meta.MediaStorageSOPInstanceUID = d.ds.SOPInstanceUID
    meta.SourceApplicationEntityTitle = f"SRC{p.family[:10].upper()}"
    meta.SendingApplicationEntityTitle = f"SND{p.mrn}"
    meta.ReceivingApplicationEntityTitle = f"RCV{p.mrn}"
    meta.ImplementationVersionName = f"V{p.family[:12].upper()}"
    meta.PrivateInformationCreatorUID = modules.uid(p.number, 20)
    meta.PrivateInformation = f"{p.family} {p.mrn}".encode().ljust(40)
    d.note("00020016", "device", (meta.SourceApplicationEntityTitle,))
    d.note("00020017", "device", (f"SND{p.mrn}",))
    d.note("00020018", "device", (f"RCV{p.mrn}",))
    d.note("00020013", "name", (meta.ImplementationVersionName,))
    d.note("00020100", "uid", (modules.uid(p.number, 20),))
    d.note("00020102", "name", (p.family, p.mrn))
    d.note("file name", "name", (p.family, p.given, p.mrn))
    del n
    return meta


def _meta_end(data: bytes) -> int:
    return 144 + struct.unpack_from("<I", data, 140)[0]


def plants_of(objects: list[Planted]) -> list[Plant]:
    """Every plant of some objects."""
    return [plant for one in objects for plant in one.book.plants]
