"""Pixels do not pass through memory: a large object takes hardly more of it than a small one, in every step."""

from __future__ import annotations

import struct
import subprocess
import sys
from pathlib import Path

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


def sparse(path: Path, data: bytes, frames: int) -> None:
    """The object with another number of frames, all zero, which take no room on the disk."""
    at = data.rindex(b"\xe0\x7f\x10\x00OW")
    with path.open("wb") as stream:
        stream.write(data[: at + 8] + struct.pack("<I", frames * FRAME))
        stream.truncate(at + 12 + frames * FRAME)


def test_the_memory_of_every_step_does_not_grow_with_the_pixels(make_object, encoded, tmp_path):
    paths = []
    for name, frames in (("small", 1), ("large", FRAMES)):
        dataset = make_object(pixels=True, NumberOfFrames=frames, Rows=512, Columns=512, KVP="120")
        paths.append(tmp_path / name)
        sparse(paths[-1], encoded(dataset), frames)
    assert paths[1].stat().st_size > 250_000_000
    command = [sys.executable, "-c", SCRIPT, *map(str, paths), str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    assert int(done.stdout) < 20, done.stdout
