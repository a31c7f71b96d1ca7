"""Verification of releases of several sizes: CPU time beside ``sha256sum`` over the same bytes, and the highest memory.

    ./run python benchmarks/verify.py [--sizes 100 1000 10000] [--folder DIR] [--profile]

Sizes are megabytes of the export: half of it tables (visits of seven columns, and a table with one row a person), half
CT images of 512 KB. Each release is made by ``deid.run``, verified, and deleted before the next. Start-up is in every
figure. What is asked: is the memory bounded, does the time grow by reading once plus the scan, and is progress told?
With ``--profile`` the functions that take the most time are printed, too.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from dicom import make_object

_CODES = ("E11.9", "I10", "J45.909", "M54.5", "Z00.00")
_STATES = ("NY", "CA", "TX", "OH", "WA")
_RUN = "from deid.lean import lean; lean(); import sys, deid; deid.run(sys.argv[1], sys.argv[2])"
_VERIFY = (sys.executable, "-m", "deid", "verify", "--content-only")
_HASH = ("sh", "-c", 'find "$0" -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum > /dev/null')
_ROWS = 200_000
_CT_BYTES = 530_000


@dataclass(frozen=True)
class Watched:
    """What a process and its children took: CPU seconds, highest memory in megabytes, and lines of progress."""

    cpu: float
    peak: float
    lines: int


def make_visits(path: Path, size: int, generator: np.random.Generator) -> None:
    """Some 55 octets a row: a person of two million, a day, a code, a number."""
    written = 0
    with path.open("w") as sink:
        sink.write("mrn,visit_date,icd10,sex,age,glucose,note_type\n")
        while written < size:
            persons, ages = generator.integers(10_000_000, 12_000_000, _ROWS), generator.integers(18, 90, _ROWS)
            days = (np.datetime64("2012-01-01") + generator.integers(0, 3650, _ROWS)).astype(str)
            codes, glucose = generator.integers(0, len(_CODES), _ROWS), generator.integers(60, 300, _ROWS)
            written += sink.write(
                "".join(
                    f"{persons[row]:08d},{days[row]},{_CODES[codes[row]]},{'FM'[persons[row] & 1]},{ages[row]},"
                    f"{glucose[row]}.{glucose[row] % 10},progress\n"
                    for row in range(_ROWS)
                )
            )


def make_persons(path: Path, persons: int, generator: np.random.Generator) -> None:
    """One row a person: what stands out in it is counted again by verification."""
    born, states = generator.integers(1940, 2010, persons), generator.integers(0, len(_STATES), persons)
    with path.open("w") as sink:
        sink.write("mrn,birth_date,sex,state\n")
        for row in range(persons):
            sink.write(f"{10_000_000 + row},{born[row]}-06-{1 + row % 28:02d},{'FM'[row & 1]},{_STATES[states[row]]}\n")


def make(folder: Path, megabytes: int) -> Path:
    """An export of about this size, and its release; the export is deleted."""
    export, generator = folder / "export", np.random.default_rng(1)
    (export / "images").mkdir(parents=True)
    make_persons(export / "patients.csv", min(2_000_000, megabytes * 200), generator)
    make_visits(export / "visits.csv", megabytes * 500_000, generator)
    for number in range(megabytes * 500_000 // _CT_BYTES):
        make_object(number, generator).save_as(export / "images" / f"{number:06d}.dcm", enforce_file_format=True)
    subprocess.run([sys.executable, "-c", _RUN, str(export), str(folder / "release")], check=True)
    shutil.rmtree(export)
    return folder / "release"


def watched(command: tuple[str, ...]) -> Watched:
    """Run a command to its end, and say what it took.

    Raises:
        CalledProcessError: it failed.
    """
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(("/usr/bin/time", "-f", "peak %M", *command), check=True, capture_output=True, text=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    said = done.stderr.splitlines()
    return Watched(
        after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime,
        int(said[-1].split()[-1]) / 1024,
        sum(line.startswith("progress ") for line in said),
    )


def measure(release: Path) -> str:
    """One line of the table, the best of two."""
    size = sum(path.stat().st_size for path in release.rglob("*") if path.is_file()) / 1e6
    rounds = [(watched((*_HASH, str(release))), watched((*_VERIFY, str(release)))) for _ in range(2)]
    hashing, verifying = min(one.cpu for one, _ in rounds), min(one.cpu for _, one in rounds)
    peak, lines = max(one.peak for _, one in rounds), rounds[0][1].lines
    return f"| {size:,.0f} | {hashing:.2f} | {verifying:.2f} | {verifying / hashing:.1f} | {peak:.0f} | {lines} |"


def profile(release: Path) -> None:
    """Print the functions that take the most time."""
    code = "import sys; from deid.release.verification import verify; verify(sys.argv[1])"
    with tempfile.NamedTemporaryFile("w", suffix=".py") as script:
        script.write(code)
        script.flush()
        command = (sys.executable, "-m", "cProfile", "-s", "tottime", script.name, str(release))
        print("\n".join(subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()[:40]))


def main() -> None:
    """Make, measure and delete one release after the other."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 1000])
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--profile", action="store_true")
    given = parser.parse_args()
    print(f"{os.cpu_count()} processors", flush=True)
    print("| release MB | sha256sum, CPU s | verify, CPU s | as a multiple | verify, peak MB | lines of progress |")
    print("|---|---|---|---|---|---|", flush=True)
    for megabytes in given.sizes:
        with tempfile.TemporaryDirectory(dir=given.folder) as top:
            release = make(Path(top), megabytes)
            print(measure(release), flush=True)
            if given.profile:
                profile(release)


if __name__ == "__main__":
    main()
