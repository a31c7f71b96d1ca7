"""Every attribute of the dictionary, and places that no toolkit writes, with values of a person: none comes out."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator

import pydicom
import pytest
from dicom_plants.raw import NEEDLES, SYNTAXES, Bytes, written
from pydicom.datadict import DicomDictionary, RepeatersDictionary
from pydicom.dataset import Dataset
from pydicom.multival import MultiValue

from deid import pipeline

# What decides how the rest is read, or whether the object goes out at all.
LEFT_OUT = {
    *(0x00080005, 0x00080008, 0x00080016, 0x00080018, 0x00080060, 0x0020000D, 0x0020000E, 0x00280002, 0x00280008),
    *(0x00280010, 0x00280011, 0x00280100, 0x00280301, 0x00280302, 0x00420011, 0x54001010, 0x7FE00008, 0x7FE00009),
    *(0x7FE00010, 0x60000102),
}
TEXTS = {
    "AS": "077Y",
    "CS": "QUILLFEATHER",
    "DA": "19481127",
    "DS": "84731265",
    "DT": "19481127101500",
    "IS": "84731265",
    "PN": "Quillfeather^Bartholomew",
    "SH": "84731265",
    "TM": "101500",
    "UI": "1.2.826.99.84731265",
    "UR": "http://x/Quillfeather",
}
NUMBERS = {"FD": "d", "FL": "f", "SL": "i", "SV": "q", "UL": "I", "UV": "Q"}
SOME_TEXT = "Bartholomew Quillfeather"


def attributes() -> list[tuple[int, str]]:
    known = {int(tag.replace("x", "0"), 16): entry[0] for tag, entry in RepeatersDictionary.items()}
    known |= {tag: entry[0] for tag, entry in DicomDictionary.items() if 8 <= tag >> 16 < 0xFFF0}
    return sorted((tag, vr.split(" or ")[-1]) for tag, vr in known.items() if tag not in LEFT_OUT and vr != "NONE")


def one(to: Bytes, tag: int, vr: str) -> bytes:
    if vr == "SQ":
        return to.element(tag, "SQ", to.item(to.element(0x00104000, "LT", SOME_TEXT)))
    if vr in NUMBERS:
        return to.element(tag, vr, to.numbers(NUMBERS[vr], 84731265))
    return to.element(tag, vr, TEXTS.get(vr, SOME_TEXT))


def texts(dataset: Dataset) -> Iterator[str]:
    for element in dataset:
        if element.VR == "SQ":
            for item in element.value:
                yield from texts(item)
        else:
            for value in element.value if isinstance(element.value, MultiValue) else [element.value]:
                yield value.decode("latin-1") if isinstance(value, bytes) else str(value)


def found_in(data: bytes) -> set[str]:
    dataset = pydicom.dcmread(io.BytesIO(data))
    whole = data.decode("latin-1") + "".join(f"{text}\n" for text in texts(dataset))
    if dataset.file_meta.TransferSyntaxUID == SYNTAXES["deflated"]:
        start = 144 + int.from_bytes(data[140:144], "little")
        whole += zlib.decompress(data[start:], -zlib.MAX_WBITS).decode("latin-1")
    whole = whole.casefold() + whole.replace("\0", "").casefold()
    return {needle for needle in NEEDLES if needle.casefold() in whole}


def street(objects: list[bytes], folder) -> tuple[list[bytes], list[str]]:
    (folder / "export").mkdir()
    for number, data in enumerate(objects):
        (folder / "export" / f"{number:04d}").write_bytes(data)
    release = pipeline.run(folder / "export", folder / "release", profile="safe-harbor")
    files = [path.read_bytes() for path in sorted((folder / "release" / "data").rglob("*.dcm"))]
    return files, [entry.reason for entry in release.evidence.quarantined]


@pytest.mark.filterwarnings("ignore")
def test_no_attribute_of_the_dictionary_lets_a_value_of_the_person_out(tmp_path):
    known, objects = attributes(), []
    for start in range(0, len(known), 700):
        part = known[start : start + 700]
        flat = {tag: (lambda to, tag=tag, vr=vr: one(to, tag, vr)) for tag, vr in part}

        def nested(to: Bytes, part=part) -> bytes:
            inside = b"".join(one(to, tag, vr) for tag, vr in part)
            return to.element(0x00081140, "SQ", to.item(inside, open_end=True) + to.end(), open_end=True)

        objects.append(written(len(objects), flat, "implicit"))
        objects.append(written(len(objects), {0x00081140: nested}))
    files, reasons = street(objects, tmp_path)
    assert len(files) == len(objects), reasons
    assert not set().union(*map(found_in, files))


PLACES = {
    "nested pixels": {0x52009230: lambda to: to.element(0x52009230, "SQ", to.item(pixels(to)))},
    "nested private": {0x00091010: lambda to: to.element(0x00091010, "SQ", to.item(creator(to)))},
    "unknown of no length": {0x00081115: lambda to: unknown(0x00081115, to)},
    "private unknown of no length": {0x00091011: lambda to: unknown(0x00091011, to)},
    "too long": {0x00181210: lambda to: to.element(0x00181210, "SH", "Quillfeather " * 4)},
    "odd length": {0x00100010: lambda to: to.element(0x00100010, "PN", "Quillfeather^B", odd=True)},
    "text as UID": {0x00200052: lambda to: to.element(0x00200052, "UI", "1.2.3 Quillfeather")},
    "group length": {0x00100000: lambda to: to.element(0x00100000, "UL", b"Quillfeather")},
    "behind a null": {0x00080070: lambda to: to.element(0x00080070, "LO", "SIEMENS\0\0Quillfeather")},
    "second value": {0x00080070: lambda to: to.element(0x00080070, "LO", "SIEMENS\\Quillfeather")},
    "another VR": {0x00180022: lambda to: to.element(0x00180022, "LT", "Quillfeather")},
    "grey values": {0x00281201: lambda to: to.element(0x00281201, "OW", "Quillfeather".encode("utf-16-le"))},
    "glued date": {0x00181020: lambda to: to.element(0x00181020, "LO", "v27.11.1948")},
    "variable pixels": {0x7F000010: lambda to: to.element(0x7F000010, "OW", b"Quillfeather")},
    "padding": {0xFFFCFFFC: lambda to: to.element(0xFFFCFFFC, "OB", b"Quillfeather")},
    "signature": {0xFFFAFFFA: lambda to: to.element(0xFFFAFFFA, "SQ", to.item(creator(to)))},
}


def pixels(to: Bytes) -> bytes:
    return to.element(0x7FE00010, "OW", b"Quillfeather")


def creator(to: Bytes) -> bytes:
    return to.element(0x00090010, "LO", "Quillfeather") + to.element(0x00091001, "PN", "Quillfeather")


def unknown(tag: int, to: Bytes) -> bytes:
    inner = Bytes(implicit=True)
    body = inner.item(inner.element(0x00100010, "PN", "Quillfeather")) + inner.end()
    return to.element(tag, "UN", body, open_end=True)


@pytest.mark.filterwarnings("ignore")
def test_no_odd_place_lets_a_value_of_the_person_out(tmp_path):
    objects = [
        written(100 * step + number, bodies, encoding)
        for step, encoding in enumerate(SYNTAXES)
        for number, bodies in enumerate(PLACES.values())
    ]
    files, reasons = street(objects, tmp_path)
    assert len(files) == len(objects), reasons
    assert not set().union(*map(found_in, files))
