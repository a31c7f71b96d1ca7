"""Tables: CPU time and memory of deid beside a plain copy and other tools, all in one run on one machine.

    ./run python benchmarks/tables.py [--rows 10000000] [--rounds 3] [--folder DIR]

The table has 20 columns: 8 that are dropped (names, SSN, telephone, e-mail, address, city, employer), two keys that are
coded, three dates that become years, a ZIP code, an age, and five that stay. The floor is pyarrow reading and writing
the same CSV. Every figure is CPU time of the whole process tree, as a multiple of the floor in the same round.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv

_COPY = """
import sys, pyarrow.csv as c
reader = c.open_csv(sys.argv[1])
writer = c.CSVWriter(sys.argv[2], reader.schema)
for batch in reader:
    writer.write_batch(batch)
writer.close()
"""
_PANDAS = """
import sys, pandas as pd, secrets
first, codes = True, {}
for frame in pd.read_csv(sys.argv[1], dtype=str, chunksize=500_000):
    frame = frame.drop(columns=["first_name", "last_name", "ssn", "telephone", "email", "address", "city", "employer"])
    for key in ("patient_id", "encounter_id"):
        frame[key] = [codes.setdefault((key, value), secrets.token_hex(8)) for value in frame[key]]
    for day in ("birth_date", "admit_date", "discharge_date"):
        frame[day] = frame[day].str.slice(0, 4)
    frame["zip"] = frame["zip"].str.slice(0, 3)
    frame["age"] = frame["age"].where(frame["age"].astype(int) < 90, "90+")
    frame.to_csv(sys.argv[2], mode="w" if first else "a", header=first, index=False)
    first = False
"""
_DUCKDB = """
import sys, duckdb
duckdb.sql("set memory_limit='4GB'")
duckdb.sql(f'''copy (select md5(patient_id || 'salt') patient_id, md5(encounter_id || 'salt') encounter_id,
  birth_date[1:4] birth_date, admit_date[1:4] admit_date, discharge_date[1:4] discharge_date, zip[1:3] zip,
  case when age::int > 89 then '90+' else age end age, sex, race, icd10, value, unit
  from read_csv('{sys.argv[1]}', all_varchar=true)) to '{sys.argv[2]}' (header)''')
"""
_STAGES = """
import json, resource, sys, time
from pathlib import Path
from deid.lean import lean
lean()  # as the command does
from deid import pipeline
marks = []
def progress(step, done, total):
    marks.append((step, done, time.process_time()))
start = time.process_time()
pipeline.run(sys.argv[1], sys.argv[2], progress=progress)
end = time.process_time()
begun = {step: cpu for step, done, cpu in marks if done == 0}
order = sorted(begun, key=begun.get)
bounds = [begun[step] for step in order] + [end]
stages = {step: bounds[place + 1] - bounds[place] for place, step in enumerate(order)}
print(json.dumps({"stages": stages, "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
"""


def make_table(path: Path, rows: int) -> None:
    """Write the table, block by block."""
    chance = np.random.default_rng(18)
    surnames = np.array([f"Sur{chr(97 + i % 26)}{i:05d}" for i in range(50_000)])
    streets = np.array([f"{name} Street" for name in surnames[:5000]])
    writer = None
    for start in range(0, rows, 500_000):
        count = min(500_000, rows - start)
        table = pa.table(_columns(chance, start, count, rows, surnames, streets))
        writer = writer or pyarrow.csv.CSVWriter(path, table.schema)
        writer.write_table(table)
    if writer is not None:
        writer.close()


def _columns(
    chance: np.random.Generator, start: int, count: int, rows: int, surnames: np.ndarray, streets: np.ndarray
) -> dict[str, object]:
    patients = chance.integers(0, max(rows // 10, 1), count)
    days = np.datetime64("2012-01-01") + chance.integers(0, 4000, count)
    return {
        "patient_id": [f"P{number:08d}" for number in patients],
        "encounter_id": [f"E{number:09d}" for number in range(start, start + count)],
        "first_name": np.array(["James", "Mary", "Jo\u00e3o", "Ann", "Wei", "Aisha"])[chance.integers(0, 6, count)],
        "last_name": surnames[patients % len(surnames)],
        "ssn": [f"{100 + number % 560:03d}-{1 + number % 98:02d}-{number % 9999:04d}" for number in patients],
        "telephone": [f"617-555-{number % 10000:04d}" for number in patients],
        "email": [f"user{number}@example.org" for number in patients],
        "address": [f"{1 + n % 900} {street}" for n, street in zip(patients, streets[patients % 5000], strict=True)],
        "city": np.array(["Boston", "Somerville", "Worcester", "Lowell"])[chance.integers(0, 4, count)],
        "employer": np.array(["Acme Inc", "Bolt LLC", "Initech Corp"])[chance.integers(0, 3, count)],
        "birth_date": (np.datetime64("1930-01-01") + patients % 30000).astype(str),
        "admit_date": days.astype(str),
        "discharge_date": (days + chance.integers(0, 9, count)).astype(str),
        "zip": [f"{1000 + number % 60000:05d}" for number in patients],
        "age": chance.integers(0, 100, count).astype(str),
        "sex": np.array(["M", "F"])[chance.integers(0, 2, count)],
        "race": np.array(["white", "black", "asian"])[chance.integers(0, 3, count)],
        "icd10": np.array(["E11.9", "I10", "J45.909", "M54.5"])[chance.integers(0, 4, count)],
        "value": np.round(chance.random(count) * 300, 2),
        "unit": np.array(["mg/dL", "mmol/L"])[chance.integers(0, 2, count)],
    }


def measure(command: list[str]) -> tuple[float, float, str]:
    """CPU seconds of the process tree, peak memory in MB of its largest process, and what it printed."""
    with tempfile.TemporaryFile("w+") as sink:
        process = subprocess.Popen(command, stdout=sink)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        sink.seek(0)
        if process.returncode not in (0, 3):
            raise SystemExit(f"failed with {process.returncode}: {' '.join(command[:3])}")
        return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, sink.read()


def main() -> None:
    """Measure and print one table of medians."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, default=10_000_000)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--folder", type=Path, default=None)
    options.add_argument("--make", type=Path, default=None, help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.make is not None:
        make_table(chosen.make, chosen.rows)
        return
    with tempfile.TemporaryDirectory(dir=chosen.folder) as scratch:
        folder = Path(scratch)
        source = folder / "table.csv"
        # In a process of its own: a child's peak memory would otherwise count what this one ever held.
        subprocess.run([sys.executable, __file__, "--make", str(source), "--rows", str(chosen.rows)], check=True)
        print(f"{chosen.rows:,} rows, {source.stat().st_size / 1e6:,.0f} MB, {os.cpu_count()} processors")
        report(rounds(source, folder, chosen.rounds))


def rounds(source: Path, folder: Path, count: int) -> list[dict[str, tuple[float, float]]]:
    """Each tool once a round, in turn."""
    scripts = {"pyarrow copy": _COPY, "pandas script": _PANDAS}
    if subprocess.run([sys.executable, "-c", "import duckdb"], capture_output=True, check=False).returncode == 0:
        scripts["DuckDB SQL"] = _DUCKDB
    found = []
    for _ in range(count):
        figures: dict[str, tuple[float, float]] = {}
        for name, script in scripts.items():
            target = folder / "out.csv"
            figures[name] = measure([sys.executable, "-c", script, str(source), str(target)])[:2]
            target.unlink()
        release = folder / "release"
        cpu, peak, printed = measure([sys.executable, "-c", _STAGES, str(source), str(release)])
        stages = json.loads(printed.splitlines()[-1])["stages"]
        figures |= {f"deid: {step}": (seconds, peak) for step, seconds in stages.items()}
        figures["deid: whole run"] = (cpu, peak)
        shutil.rmtree(release)
        shutil.rmtree(folder / "release.vault")
        found.append(figures)
    return found


def report(found: list[dict[str, tuple[float, float]]]) -> None:
    """Medians over the rounds, as multiples of the copy."""
    print(f"{'':24}{'CPU s':>10}{'x copy':>10}{'peak MB':>10}")
    for name in found[0]:
        cpu = statistics.median(figures[name][0] for figures in found)
        ratio = statistics.median(figures[name][0] / figures["pyarrow copy"][0] for figures in found)
        peak = statistics.median(figures[name][1] for figures in found)
        print(f"{name:24}{cpu:10.2f}{ratio:10.2f}{peak:10.0f}")


if __name__ == "__main__":
    main()
