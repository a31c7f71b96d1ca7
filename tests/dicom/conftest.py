"""Objects to try with: small, synthetic, and every one made in memory."""

from __future__ import annotations

import hashlib
import io
import struct
import warnings
from collections.abc import Callable

import pydicom
import pytest
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import UID, ExplicitVRLittleEndian

from deid.dicom.persons import PersonKey
from deid.dicom.rules import Rules, basic_profile

CT = "1.2.840.10008.5.1.4.1.1.2"


class FakeCodes:
    """Codes in memory; what was given out maps to itself, so that treating twice changes nothing."""

    def __init__(self) -> None:
        self.people: dict[PersonKey, str] = {}
        self.asked: set[str] = set()
        self._given: set[str] = set()

    def person(self, key: PersonKey) -> str:
        if key.patient_id in self.people.values():
            return key.patient_id
        return self.people.setdefault(key, f"CODE{len(self.people) + 1:04d}")

    def days(self, key: PersonKey) -> int:
        return -37

    def uid(self, old: str) -> str:
        self.asked.add(old)
        if old in self._given:
            return old
        new = f"2.25.{int(hashlib.sha256(old.encode()).hexdigest()[:30], 16)}"
        self._given.add(new)
        return new


@pytest.fixture
def codes() -> FakeCodes:
    return FakeCodes()


@pytest.fixture(scope="session")
def rules() -> Rules:
    return basic_profile()


@pytest.fixture(scope="session")
def passing() -> Callable[[str], bool]:
    """A screen that finds nothing."""
    return lambda text: False


@pytest.fixture(scope="session")
def make_object() -> Callable[..., Dataset]:
    def make(sop_class: str = CT, modality: str = "CT", *, pixels: bool = False, **attributes: object) -> Dataset:
        dataset = Dataset()
        dataset.SOPClassUID = sop_class
        dataset.SOPInstanceUID = "1.2.3.4.5.6"
        dataset.StudyInstanceUID = "1.2.3.4"
        dataset.SeriesInstanceUID = "1.2.3.4.5"
        dataset.Modality = modality
        dataset.PatientID = "MRN-4711"
        dataset.PatientName = "Doe^Jane"
        if pixels:
            _add_pixels(dataset)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            for keyword, value in attributes.items():
                setattr(dataset, keyword, value)
        return dataset

    return make


def _add_pixels(dataset: Dataset) -> None:
    dataset.SamplesPerPixel = 1
    dataset.PhotometricInterpretation = "MONOCHROME2"
    dataset.Rows = dataset.Columns = 4
    dataset.BitsAllocated = dataset.BitsStored = 16
    dataset.HighBit = 15
    dataset.PixelRepresentation = 0
    dataset.PixelData = bytes(range(32))


@pytest.fixture(scope="session")
def encoded() -> Callable[..., bytes]:
    """The bytes of an object as pydicom writes them: an independent writer."""

    def encode(
        dataset: Dataset,
        syntax: str = ExplicitVRLittleEndian,
        *,
        preamble: bytes = bytes(128),
        **meta: object,
    ) -> bytes:
        dataset.file_meta = FileMetaDataset()
        dataset.file_meta.TransferSyntaxUID = UID(syntax)
        for keyword, value in meta.items():
            setattr(dataset.file_meta, keyword, value)
        dataset.preamble = preamble
        stream = io.BytesIO()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            pydicom.dcmwrite(stream, dataset, enforce_file_format=True)
        return stream.getvalue()

    return encode


@pytest.fixture(scope="session")
def raw_object() -> Callable[..., bytes]:
    """An explicit little endian object from elements as they are, fitting or not."""
    base = (
        (0x00080016, "UI", CT.encode() + b"\0"),
        (0x00080018, "UI", b"1.2.3.4.5.6\0"),
        (0x00080060, "CS", b"CT"),
        (0x0020000D, "UI", b"1.2.3.4\0"),
    )

    def build(*elements: tuple[int, str, bytes], trailer: bytes = b"") -> bytes:
        chosen = {tag: (tag, vr, value) for tag, vr, value in (*base, *elements)}
        meta = _raw(0x00020010, "UI", ExplicitVRLittleEndian.encode() + b"\0")
        body = b"".join(_raw(*chosen[tag]) for tag in sorted(chosen))
        return bytes(128) + b"DICM" + meta + body + trailer

    return build


def _raw(tag: int, vr: str, value: bytes) -> bytes:
    head = struct.pack("<HH", tag >> 16, tag & 0xFFFF) + vr.encode()
    if vr in ("OB", "OD", "OF", "OL", "OV", "OW", "SQ", "SV", "UC", "UN", "UR", "UT", "UV"):
        return head + struct.pack("<HI", 0, len(value)) + value
    return head + struct.pack("<H", len(value)) + value


@pytest.fixture(scope="session")
def reread() -> Callable[[bytes], Dataset]:
    """An object read by pydicom: other eyes than those that wrote it."""

    def read(data: bytes) -> Dataset:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            dataset = pydicom.dcmread(io.BytesIO(data))
            str(dataset)
        return dataset

    return read
