"""Pixels do not pass through memory: a large object takes hardly more of it than a small one, in every step."""

from __future__ import annotations

import struct
import subprocess
import sys
from pathlib import Path

import pytest
from pydicom.uid import ExplicitVRBigEndian, ExplicitVRLittleEndian, ImplicitVRLittleEndian

from deid.dicom.apart import SMALLEST, Elsewhere
from deid.dicom.pixels import admit
from deid.dicom.reading import read
from deid.dicom.writing import encode
from deid.errors import Unreadable

FRAMES = 512
FRAME = 512 * 512 * 2
SCRIPT = """
import resource, sys
from pathlib import Path
from deid.dicom.raw.tracing import Tracing
from deid.dicom.rules import basic_profile
from deid.dicom.treating import Treatment
from deid.evidence import CheckResult
from deid.release.check.coverage import tree_of
from deid.release.check.objects import check_objects
from deid.release.check.policy import parse

class Codes:
    def person(self, key): return "AB12CD34EF56GH78"
    def uid(self, old): return "2.25." + str(abs(hash(old)))

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024

def go(source, release):
    tracing = Tracing(basic_profile())
    assert tracing.modality(source) == "CT"
    assert tracing.trace(source).instance
    released = Treatment(basic_profile(), Codes(), lambda text: False).object(source)
    folder = release / "data" / "dicom" / released.study_uid / released.series_uid
    folder.mkdir(parents=True)
    released.write(folder / (released.sop_uid + ".dcm"))
    dicom = {"header": "basic", "edition": "2026d", "objects": 1}
    policy = parse({"deid_policy": 1, "profile": {"name": "safe-harbor", "digest": "0" * 64}, "method": "safe-harbor",
                    "latest_year": 2026, "as_of": 2026, "tables": [], "dicom": dicom})
    results = check_objects(release, tree_of(release, "data"), policy, None, lambda _octets: None)
    assert results and all(result.passed for result in results), results

small, large, top = map(Path, sys.argv[1:])
go(small, top / "one")
before = peak()
go(large, top / "two")
print(peak() - before)
"""


PIXELS = {
    ExplicitVRLittleEndian: (b"\xe0\x7f\x10\x00OW\0\0", "<I"),
    ImplicitVRLittleEndian: (b"\xe0\x7f\x10\x00", "<I"),
    ExplicitVRBigEndian: (b"\x7f\xe0\x00\x10OW\0\0", ">I"),
}


def sparse(path: Path, data: bytes, frames: int, syntax: str) -> None:
    """The object with another number of frames, all zero, which take no room on the disk."""
    head, form = PIXELS[syntax]
    at = data.rindex(head) + len(head)
    with path.open("wb") as stream:
        stream.write(data[:at] + struct.pack(form, frames * FRAME))
        stream.truncate(at + 4 + frames * FRAME)


@pytest.mark.parametrize("syntax", PIXELS)
def test_the_memory_of_every_step_does_not_grow_with_the_pixels(make_object, encoded, tmp_path, syntax):
    paths = []
    for name, frames in (("small", 1), ("large", FRAMES)):
        dataset = make_object(pixels=True, NumberOfFrames=frames, Rows=512, Columns=512, KVP="120")
        paths.append(tmp_path / name)
        sparse(paths[-1], encoded(dataset, syntax), frames, syntax)
    assert paths[1].stat().st_size > 250_000_000
    command = [sys.executable, "-c", SCRIPT, *map(str, paths), str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    assert int(done.stdout) < 20, done.stdout


@pytest.mark.parametrize("syntax", PIXELS)
def test_pixels_that_stay_in_their_file_come_out_as_they_were(make_object, encoded, tmp_path, syntax):
    frames = bytes(range(256)) * (SMALLEST // 256)
    dataset = make_object(pixels=True, Rows=SMALLEST // 4096 * 2, Columns=1024, BitsAllocated=16)
    dataset.add_new(0x7FE00010, "OW", frames)
    path = tmp_path / "one"
    path.write_bytes(encoded(dataset, syntax))
    whole, apart = apply_to(path.read_bytes()), apply_to(path)
    assert isinstance(apart.PixelData, Elsewhere)
    assert encode(apart) == encode(whole)
    path.write_bytes(encoded(dataset, syntax)[:-8])
    with pytest.raises(Unreadable, match="truncated"):
        read(path)


def apply_to(source):
    dataset = read(source)
    admit(dataset)
    return dataset


def test_text_behind_pixels_that_stay_in_their_file_is_seen(make_object, encoded, tmp_path):
    dataset = make_object(pixels=True, Rows=SMALLEST // 4096 * 2, Columns=1024, BitsAllocated=16)
    dataset.add_new(0x7FE00010, "OW", bytes(SMALLEST) + b"Jane Doe")
    (tmp_path / "one").write_bytes(encoded(dataset, ImplicitVRLittleEndian))
    with pytest.raises(Unreadable, match="behind the pixels"):
        apply_to(tmp_path / "one")


def test_what_is_too_large_to_be_held_is_refused(make_object, encoded, tmp_path, monkeypatch):
    (tmp_path / "one").write_bytes(encoded(make_object(pixels=True), ImplicitVRLittleEndian))
    monkeypatch.setattr("deid.dicom.reading.LARGEST", 64)
    with pytest.raises(Unreadable, match="too large"):
        read(tmp_path / "one")
