"""Verification of releases of two sizes: CPU time beside a plain SHA-256 of the same bytes, and the highest memory.

    ./run python benchmarks/verify.py [--small 100] [--large 1000] [--folder DIR]

The releases hold one table of seven columns (sizes are megabytes of the export). What is asked: is memory the same for
both, and does the time grow by reading once plus the scan? Start-up is in every figure.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

_CODES = ("E11.9", "I10", "J45.909", "M54.5", "Z00.00")
_VERIFY = "import sys; from deid.release.verification import verify; sys.exit(not verify(sys.argv[1]).passed)"
_HASH = (
    "import sys; from pathlib import Path; from deid.release.manifest import digest_of; digest_of(Path(sys.argv[1]))"
)


def make(folder: Path, megabytes: int) -> Path:
    """An export of about this size, and its release."""
    (folder / "export").mkdir(parents=True)
    generator, rows, size = np.random.default_rng(1), 200_000, 0
    with (folder / "export" / "visits.csv").open("w") as sink:
        sink.write("mrn,visit_date,icd10,sex,age,glucose,note_type\n")
        while size < megabytes * 1_000_000:
            persons, ages = generator.integers(10_000_000, 12_000_000, rows), generator.integers(18, 90, rows)
            days = (np.datetime64("2012-01-01") + generator.integers(0, 3650, rows)).astype(str)
            codes, glucose = generator.integers(0, len(_CODES), rows), generator.integers(60, 300, rows)
            size += sink.write(
                "".join(
                    f"{persons[row]:08d},{days[row]},{_CODES[codes[row]]},{'FM'[persons[row] & 1]},{ages[row]},"
                    f"{glucose[row]}.{glucose[row] % 10},progress\n"
                    for row in range(rows)
                )
            )
    code = "import sys, deid; deid.run(sys.argv[1], sys.argv[2])"
    subprocess.run([sys.executable, "-c", code, str(folder / "export"), str(folder / "release")], check=True)
    return folder / "release"


def measured(code: str, argument: Path) -> tuple[float, float]:
    """CPU seconds and peak megabytes of a Python process."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    watched = subprocess.run(["/usr/bin/time", "-f", "%M", sys.executable, "-c", code, str(argument)],
                             check=True, capture_output=True, text=True)  # fmt: skip
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (
        after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime,
        int(watched.stderr.split()[-1]) / 1024,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--small", type=int, default=100)
    parser.add_argument("--large", type=int, default=1000)
    parser.add_argument("--folder", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=given.folder) as top:
        print("| export MB | release MB | SHA-256, CPU s | verify, CPU s | verify, peak MB |\n|---|---|---|---|---|")
        for megabytes in (given.small, given.large):
            release = make(Path(top) / str(megabytes), megabytes)
            table = release / "data" / "tables" / "visits.csv"
            hashing, _ = measured(_HASH, table)
            verifying, peak = measured(_VERIFY, release)
            size = table.stat().st_size / 1e6
            print(f"| {megabytes} | {size:.0f} | {hashing:.2f} | {verifying:.2f} | {peak:.0f} |", flush=True)


if __name__ == "__main__":
    main()
