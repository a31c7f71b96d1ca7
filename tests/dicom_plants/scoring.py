"""The score of a release: what survived, what was lost, and what no longer fits."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import tempfile
import warnings
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import pydicom
from dicom_plants.drafting import Path as Place
from dicom_plants.drafting import shown
from dicom_plants.generating import ENCODINGS, Planted
from dicom_plants.modules import ROOT
from pydicom.dataset import Dataset
from pydicom.uid import ExplicitVRLittleEndian

_DAY = re.compile(r"\d{8}")
_DEFLATED = "1.2.840.10008.1.2.1.99"


@dataclass
class Score:
    """What was found.

    Attributes:
        survivors: object number, place and kind of plants that came out.
        lost: kept attributes that did not come out as they were.
        pixels: objects whose pixels changed.
        uids: what is wrong with UIDs.
        quarantined: numbers of objects that did not come out, those whose pixels may carry text left out.
        invalid: new errors of the validator, by object.
    """

    objects: int = 0
    out: int = 0
    plants: int = 0
    kept: int = 0
    survivors: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    pixels: list[str] = field(default_factory=list)
    uids: list[str] = field(default_factory=list)
    quarantined: list[str] = field(default_factory=list)
    invalid: list[str] = field(default_factory=list)

    def summary(self) -> str:
        """The figures in one line."""
        return (
            f"{self.out} of {self.objects} objects out, {self.plants} plants, survivors {len(self.survivors)}, "
            f"kept {self.kept - len(self.lost)} of {self.kept}, pixels changed {len(self.pixels)}, "
            f"UID problems {len(self.uids)}, quarantined {len(self.quarantined)}, new errors {len(self.invalid)}"
        )


def score(
    objects: list[Planted],
    found: Mapping[int, tuple[str, bytes]],
    *,
    changed: frozenset[str] = frozenset(),
    validate: bool = False,
) -> Score:
    """Compare what came out with what went in.

    Args:
        objects: the sources.
        found: path and bytes of each object that came out, by the source's number.
        changed: kinds of plants that a profile may keep.
        validate: whether to run dciodvfy before and after.
    """
    result = Score(objects=len(objects), out=len(found))
    outside = "\n".join(_everything(*entry) for entry in found.values()).casefold()
    uids: dict[str, str] = {}
    for one in objects:
        _plants(one, outside, result, changed)
        if one.book.number not in found:
            if not one.book.carries_text:
                result.quarantined.append(f"{one.book.number} {one.book.kind}")
            continue
        treated = read(found[one.book.number][1])
        source = one.dataset
        _kept(one, treated, result)
        if source.get("PixelData") != treated.get("PixelData"):
            result.pixels.append(f"{one.book.number} {one.book.kind}")
        if "uid" not in changed:
            _uids(one, source, treated, uids, result)
    if len(set(uids.values())) < len(uids):
        result.uids.append("two UIDs became one")
    if validate:
        result.invalid = [
            f"{one.book.number} {one.book.kind}: {problem}"
            for one in objects
            if one.book.number in found
            for problem in new_errors(one.data, found[one.book.number][1])
        ]
    return result


def read(data: bytes) -> Dataset:
    """An object read by pydicom, whatever it is like."""

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return pydicom.dcmread(io.BytesIO(data), force=True)


def _everything(path: str, data: bytes) -> str:
    """Every byte as text, raw, inflated and in every character set, every decoded value, and the path."""
    plain = data
    dataset = read(data)
    if str(dataset.file_meta.TransferSyntaxUID) == _DEFLATED:
        end = 144 + int.from_bytes(data[140:144], "little")
        plain = data[:end] + zlib.decompress(data[end:], -zlib.MAX_WBITS)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        decoded = "\n".join(_values(dataset))
    foreign = [plain.decode(codec, "replace") for codec in ENCODINGS[1:]] if not plain.isascii() else []
    return "\n".join([path, plain.decode("latin-1"), *foreign, decoded, plain[::-1].decode("latin-1"), _swapped(plain)])


def _swapped(data: bytes) -> str:
    even = data[: len(data) // 2 * 2]
    swapped = bytearray(even)
    swapped[::2], swapped[1::2] = even[1::2], even[::2]
    return bytes(swapped).decode("latin-1")


def _values(dataset: Dataset) -> Iterator[str]:
    for element in dataset:
        if element.VR == "SQ":
            for item in element.value:
                yield from _values(item)
        else:
            yield shown(element.value)


def _plants(one: Planted, outside: str, result: Score, changed: frozenset[str]) -> None:
    for plant in one.book.plants:
        if plant.kind in changed:
            continue
        result.plants += 1
        if any(
            _stands(needle.casefold(), outside)
            for needle in plant.needles
            if not ("date" in changed and _DAY.fullmatch(needle))
        ):
            result.survivors.append(f"{one.book.number} {one.book.kind} {plant.place} {plant.kind}")


def _stands(needle: str, outside: str) -> bool:
    """Whether a needle is found; digits that follow others are part of a drawn number, such as a new UID."""
    if not needle.isdigit() or needle not in outside:
        return needle in outside
    return re.search(rf"(?<!\d){needle}", outside) is not None


def at(dataset: Dataset, path: Place) -> str | None:
    """The value at a place as text; None where there is none."""
    level: object = dataset
    for step in path:
        try:
            level = level[step].value if isinstance(level, Dataset) else level[step]
        except (KeyError, IndexError, TypeError, AttributeError):
            return None
    return shown(level)


def _kept(one: Planted, treated: Dataset, result: Score) -> None:
    for path, value in one.book.kept.items():
        result.kept += 1
        if at(treated, path) != value:
            result.lost.append(f"{one.book.number} {one.book.kind} {written(path)}")


def written(path: Place) -> str:
    """A place for readers."""
    return "/".join(f"{step:08X}" if isinstance(step, int) and step > 0xFFFF else str(step) for step in path)


def _uids(one: Planted, source: Dataset, treated: Dataset, known: dict[str, str], result: Score) -> None:
    for path, old in uid_places(source, ()):
        new = at(treated, path)
        if new is None or new == "":
            if path in one.book.references:
                result.uids.append(f"{one.book.number} {one.book.kind} {written(path)} is gone")
        elif known.setdefault(old, new) != new:
            result.uids.append(f"{one.book.number} {one.book.kind} {written(path)} became another")


def uid_places(dataset: Dataset, path: Place) -> Iterator[tuple[Place, str]]:
    """Where UIDs of the source stand, private elements left out."""
    for tag in sorted(dataset.keys()):
        element = dataset.get_item(tag)
        if element.is_raw or tag.is_private:
            continue
        if element.VR == "SQ":
            for number, item in enumerate(element.value):
                yield from uid_places(item, (*path, int(tag), number))
        elif element.VR == "UI" and shown(element.value).startswith(ROOT):
            yield (*path, int(tag)), shown(element.value)


def new_errors(before: bytes, after: bytes, tool: str = "dciodvfy") -> list[str]:
    """The validator's errors that the source did not have."""
    if shutil.which(tool) is None:
        return []
    old, new = (Counter(errors_of(data, tool)) for data in (before, after))
    return sorted(set(new) - set(old))


def errors_of(data: bytes, tool: str = "dciodvfy") -> Iterator[str]:
    """The lines that begin with Error."""
    with tempfile.NamedTemporaryFile(suffix=".dcm") as file:
        file.write(_inflated(data))
        file.flush()
        run = subprocess.run([tool, file.name], capture_output=True, text=True, errors="replace", check=False)
    return iter([line for line in run.stderr.splitlines() if line.startswith("Error")])


def _inflated(data: bytes) -> bytes:
    """The validator does not read deflated objects."""
    dataset = read(data)
    if str(getattr(dataset, "file_meta", {}).get("TransferSyntaxUID")) != _DEFLATED:
        return data
    stream = io.BytesIO()
    dataset.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        pydicom.dcmwrite(stream, dataset)
    return stream.getvalue()
