"""DICOM objects: CPU time of deid beside a plain copy, a pydicom read-write loop and installed peers, in one run.

    ./run python benchmarks/dicom.py [--objects 1000] [--rounds 5] [--folder DIR]

The objects are CT images of 512 KB with some 110 elements, half of them private. Every figure is CPU time of a whole
process and its children, start-up included, and as a multiple of the copy and of the pydicom loop in the same round.

The header step of deid is one process: Safe Harbor's rules, the vault's codes, screening against what was harvested,
and evidence. The vault is filled before, and that step is timed beside it, as are the bare start-up, the check of what
the header step wrote (every file, attribute and text, with the harvest), and ``deid run`` as a whole, from the survey
to the sealed release. Peers are measured where they are installed; each does far less than Safe Harbor asks for.

Two things would be measured instead, and are kept out. Python's bytecode is laid down by a first round that does not
count, as it is where a package is installed. And what a step wrote is emptied and put aside, not deleted: a file system
without a journal takes up to half a millisecond for each new file where many were deleted in the last minutes.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from pydicom.dataset import Dataset

_LOOP = """
import sys, pydicom
from pathlib import Path
for path in sorted(Path(sys.argv[1]).iterdir()):
    dataset = pydicom.dcmread(path)
    dataset.PatientName, dataset.PatientID = "", "CODE"
    dataset.save_as(Path(sys.argv[2]) / path.name)
"""
_PREPARE = """
from deid.lean import lean; lean()
import sys
from pathlib import Path
from deid import profile
from deid.batch.gathering import gather
from deid.batch.pool import silent
from deid.batch.walk import walk
from deid.planning import plan_of
from deid.planning.survey import Survey
from deid.vault import Vault
source, folder = Path(sys.argv[1]), Path(sys.argv[2])
vault, workspace = Vault.open_or_create(folder / "vault"), folder / "workspace"
workspace.mkdir(exist_ok=True)
found = walk(source)
plan = plan_of(Survey((), {"CT": len(found)}, ()), profile.load("safe-harbor"), 2026)
gather(plan, found, vault, workspace, 1, silent)
"""
_OPENED = """
from deid.lean import lean; lean()
import sys
from collections import Counter
from pathlib import Path
from deid.batch.wording import Wording
from deid.dicom.rules import rules_of
from deid.dicom.treating import Treatment
from deid.dicom.vaulted import Codes
from deid.dicom_settings import PlainSettings
from deid.tables.screening import CellScreen
from deid.vault import Lookups
source, target, folder = map(Path, sys.argv[1:4])
vault = Lookups(folder / "vault")
screen = CellScreen(vault.harvest(folder / "workspace"))
treatment = Treatment(rules_of(PlainSettings()), Codes(vault), Wording(screen))
"""
_OPENED_FOR_RESEARCH = _OPENED.replace(
    "from deid.dicom_settings import PlainSettings", "from deid import profile"
).replace("PlainSettings()", 'profile.load("tcia-research").dicom')
_APPLY = """
counted = Counter()
for released in treatment.objects(sorted(source.iterdir())):
    released.write(target / f"data/dicom/{released.study_uid}/{released.series_uid}/{released.sop_uid}.dcm")
    counted[released.evidence] += 1
"""
_CHECK = """
from deid.lean import lean; lean()
import sys
from pathlib import Path
from deid.release.check import check_data
from deid.vault import Vault
source, target, folder = map(Path, sys.argv[1:4])
policy = {
    "deid_policy": 1,
    "profile": {"name": "safe-harbor", "digest": "0" * 64},
    "method": "safe-harbor",
    "latest_year": 2026,
    "as_of": 2026,
    "tables": [],
    "dicom": {"header": "basic", "edition": "2026d", "objects": len(list(source.iterdir()))},
}
for result in check_data(target, policy, Vault.open(folder / "vault").harvest(folder / "workspace")):
    if not result.passed:
        sys.exit(f"{result.name}: {result.problems}")
"""


def make_object(number: int, chance: np.random.Generator) -> Dataset:
    """One CT slice with 56 standard and 56 private elements."""
    import numpy as np
    from pydicom.dataset import Dataset, FileMetaDataset
    from pydicom.uid import UID, ExplicitVRLittleEndian

    series, at = number // 200, number % 200
    one = Dataset()
    one.file_meta = FileMetaDataset()
    one.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    one.SOPClassUID = UID("1.2.840.10008.5.1.4.1.1.2")
    one.SOPInstanceUID = f"1.2.826.0.1.3680043.9.{series}.{number + 1}"
    one.StudyInstanceUID = f"1.2.826.0.1.3680043.8.{series}"
    one.SeriesInstanceUID = f"1.2.826.0.1.3680043.7.{series}"
    one.FrameOfReferenceUID = f"1.2.826.0.1.3680043.6.{series}"
    words = {
        "ImageType": ["ORIGINAL", "PRIMARY", "AXIAL"],
        "Modality": "CT",
        "Manufacturer": "ACME MEDICAL",
        "ManufacturerModelName": "Scanner 64",
        "InstitutionName": "North Hospital",
        "InstitutionAddress": "12 Elm Street",
        "ReferringPhysicianName": "Roe^Ann",
        "StationName": "CT01",
        "StudyDescription": "CT CHEST W CONTRAST",
        "SeriesDescription": "AXIAL 5MM",
        "PatientName": f"Okafor^Ada{series}",
        "PatientID": f"MRN-{series + 4711}",
        "PatientBirthDate": "19500102",
        "PatientSex": "F",
        "PatientAge": "070Y",
        "PatientWeight": "71.5",
        "BodyPartExamined": "CHEST",
        "ScanOptions": "HELICAL MODE",
        "SliceThickness": "5.000000",
        "KVP": "120",
        "DataCollectionDiameter": "500.000000",
        "DeviceSerialNumber": "SN-99-17",
        "SoftwareVersions": "07MW18.4",
        "ProtocolName": "5.1 Chest Routine",
        "ReconstructionDiameter": "360.000000",
        "GantryDetectorTilt": "0.000000",
        "TableHeight": "147.000000",
        "RotationDirection": "CW",
        "FilterType": "BODY FILTER",
        "ConvolutionKernel": "STANDARD",
        "PatientPosition": "FFS",
        "StudyID": "4711",
        "SeriesNumber": "2",
        "AcquisitionNumber": "1",
        "PositionReferenceIndicator": "SN",
        "PhotometricInterpretation": "MONOCHROME2",
        "PixelSpacing": ["0.703125", "0.703125"],
        "ImageOrientationPatient": ["1.000000", "0.000000", "0.000000", "0.000000", "1.000000", "0.000000"],
        "WindowCenter": "40",
        "WindowWidth": "400",
        "RescaleIntercept": "-1024",
        "RescaleSlope": "1",
        "StudyDate": "20200311",
        "SeriesDate": "20200311",
        "StudyTime": "101112",
        "AccessionNumber": f"ACC{series:05d}",
    }
    for keyword, value in words.items():
        setattr(one, keyword, value)
    one.ContentTime = f"10{at // 60:02d}{at % 60:02d}"
    one.InstanceNumber = at + 1
    one.ImagePositionPatient = ["-180.000000", "-180.000000", f"{-at * 5.0:.6f}"]
    one.SliceLocation = f"{-at * 5.0:.6f}"
    one.XRayTubeCurrent = 200 + at
    one.SamplesPerPixel, one.Rows, one.Columns = 1, 512, 512
    one.BitsAllocated, one.BitsStored, one.HighBit, one.PixelRepresentation = 16, 16, 15, 1
    for group in (0x0009, 0x0019, 0x0043):
        block = one.private_block(group, f"ACME_{group:04X}_01", create=True)
        for place in range(18):
            vr = ("LO", "DS", "US")[place % 3]
            block.add_new(place, vr, {"LO": f"ACME text {place}", "DS": f"{at}.{place}", "US": place}[vr])
    one.PixelData = chance.integers(-1024, 3000, 512 * 512, dtype=np.int16).tobytes()
    return one


def make_objects(folder: Path, count: int) -> int:
    """Write the objects; returns the number of elements of one."""
    import numpy as np

    chance = np.random.default_rng(18)
    folder.mkdir()
    for number in range(count):
        one = make_object(number, chance)
        one.save_as(folder / f"{number:06d}.dcm", enforce_file_format=True)
    return len(one)


def _environment(folder: Path) -> dict[str, str]:
    """That of all processes: bytecode is kept, in a place of its own."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPYCACHEPREFIX": str(folder / "bytecode")}


def _put_aside(folder: Path, *paths: Path) -> None:
    """Empty what was written, and move it out of the way."""
    for path in paths:
        for file in path.rglob("*"):
            if file.is_file():
                os.truncate(file, 0)
        path.rename(Path(tempfile.mkdtemp(dir=folder / "aside")) / path.name)


def measure(folder: Path, command: list[str]) -> tuple[float, float]:
    """CPU seconds of one process and its peak memory in MB."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=_environment(folder))
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise SystemExit(f"failed with {process.returncode}: {' '.join(command[:2])}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def rounds(source: Path, folder: Path, count: int) -> list[dict[str, tuple[float, float]]]:
    """Each command once a round, in turn."""
    (folder / "aside").mkdir()
    found = [{**_floors(source, folder), **_peers(source, folder), **_deid(source, folder)} for _ in range(count + 1)]
    return found[1:]


def _floors(source: Path, folder: Path) -> dict[str, tuple[float, float]]:
    target = folder / "out"
    figures = {"cp -r": measure(folder, ["cp", "-r", str(source), str(target)])}
    _put_aside(folder, target)
    target.mkdir()
    figures["pydicom loop"] = measure(folder, [sys.executable, "-c", _LOOP, str(source), str(target)])
    _put_aside(folder, target)
    return figures


def _peers(source: Path, folder: Path) -> dict[str, tuple[float, float]]:
    """Command-line tools that change some attributes, where they are installed."""
    figures, target = {}, folder / "out"
    if shutil.which("gdcmanon"):
        command = "gdcmanon --dumb --continue --empty 10,10 --replace 10,20,CODE --remove 8,90 --remove 8,80 -r"
        figures["gdcmanon"] = measure(folder, [*command.split(), "-i", str(source), "-o", str(target)])
        _put_aside(folder, target)
    if shutil.which("dcmodify"):
        shutil.copytree(source, target)
        changes = ["-ma", "(0010,0010)=", "-ma", "(0010,0020)=CODE", "-ea", "(0008,0090)", "-ea", "(0008,0080)", "-ep"]
        figures["dcmodify"] = measure(folder, ["dcmodify", "-nb", *changes, *map(str, sorted(target.iterdir()))])
        _put_aside(folder, target)
    return figures


def _deid(source: Path, folder: Path) -> dict[str, tuple[float, float]]:
    python, target, other, state = sys.executable, folder / "out", folder / "research", folder / "state"
    for made in (target, other, state):
        made.mkdir()
    steps = (
        ("gather", _PREPARE, state),
        ("start-up", _OPENED, target),
        ("header", _OPENED + _APPLY, target),
        ("check", _CHECK, target),
        ("header, tcia-research", _OPENED_FOR_RESEARCH + _APPLY, other),
    )
    figures = {
        f"deid: {name}": measure(folder, [python, "-c", script, str(source), str(given), str(state)])
        for name, script, given in steps
    }
    release = folder / "release"
    figures["deid run"] = measure(folder, [python, "-m", "deid", "run", str(source), "-o", str(release)])
    _put_aside(folder, target, other, state, release, folder / "release.vault")
    return figures


def report(found: list[dict[str, tuple[float, float]]]) -> None:
    """Medians over the rounds."""
    print(f"{'':28}{'CPU s':>10}{'x cp':>10}{'x pydicom':>12}{'peak MB':>10}")
    for name in found[0]:
        cpu, peak = (statistics.median(figures[name][place] for figures in found) for place in (0, 1))
        copies, loops = (
            statistics.median(figures[name][0] / figures[floor][0] for figures in found)
            for floor in ("cp -r", "pydicom loop")
        )
        print(f"{name:28}{cpu:10.2f}{copies:10.2f}{loops:12.2f}{peak:10.0f}")


def main() -> None:
    """Measure and print one table of medians."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--objects", type=int, default=1000)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--folder", type=Path, default=None)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory(dir=chosen.folder) as scratch:
        folder = Path(scratch)
        # In a process of its own: a child's peak memory begins with that of its parent.
        with ProcessPoolExecutor(1) as apart:
            elements = apart.submit(make_objects, folder / "in", chosen.objects).result()
        print(f"{chosen.objects:,} objects of {elements} elements, {os.cpu_count()} processors")
        report(rounds(folder / "in", folder, chosen.rounds))


if __name__ == "__main__":
    main()
