"""Expert determination: the proven optimum on the Adult table beside ARX's results, and what it costs.

    ./run python benchmarks/expert.py [FOLDER ORACLE.json] [--rounds 5] [--peers PYTHON] [--slow]

FOLDER holds adult.csv and its hierarchies (adult_hierarchy_*.csv) as ARX ships them, ORACLE what ARX 3.9.2 found.
Every figure is CPU time of this process, warm, the least of the rounds, from the data frame in memory to the
generalised table: encoding included. Beside it the multiple of np.unique over one million packed keys in the same run.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from timing import least

from deid.expert import (
    Anonymized,
    DistinctLDiversity,
    EntropyLDiversity,
    Hierarchy,
    KAnonymity,
    PrivacyModel,
    RecursiveCLDiversity,
    TCloseness,
    anonymize,
    measure,
    measure_codes,
    recode_locally,
)
from deid.expert.classes import Risk
from deid.expert.negative_binomial import snb

METRICS = {"non-uniform entropy": "entropy", "discernibility": "discernibility"}


def unit() -> float:
    """What np.unique takes over one million packed keys."""
    keys = np.random.default_rng(1).integers(0, 400_000, 1_000_000).astype(np.uint64)
    return least(lambda: np.unique(keys, return_counts=True), 9)[1]


class Adult:
    """The table, its hierarchies, and what is expected of them."""

    def __init__(self, folder: Path, oracle: Path, rounds: int):
        self.oracle = json.loads(oracle.read_text())
        self.order = self.oracle["attribute_order"]
        self.data = pd.read_csv(folder / "adult.csv", sep=";", dtype=str)
        self.hierarchies = {name: Hierarchy.read(folder / f"adult_hierarchy_{name}.csv") for name in self.order}
        self.rounds = rounds
        self.unit = unit()
        self.wrong = 0

    def run(self, name: str, models: list[PrivacyModel], limit: float, utility: str, row: dict[str, Any]) -> None:
        """Anonymise, compare with a row of the oracle, print."""
        result, spent = least(lambda: anonymize(self.data, self.hierarchies, models, limit, utility), self.rounds)
        fits = self._fits(result, row)
        self.wrong += not fits
        arx = row.get("arx_cpu_ms", "-")
        print(
            f"{'same' if fits else 'DIFFERS':8}{name:34}{limit:6.0%} {result.loss:18.10f} {result.suppressed:6} "
            f"{result.nodes_checked:6} checks {spent:8.1f} ms {spent / self.unit:7.1f} units   ARX {arx} ms"
        )

    def _fits(self, result: Anonymized, row: dict[str, Any]) -> bool:
        value = row.get("loss", row.get("value"))
        levels = row.get("levels")
        return (
            result.optimal
            and abs(result.loss - value) <= (1e-9 if value <= 1 else 1e-6)
            and result.suppressed == row["suppressed"]
            and (levels is None or list(result.levels.values()) == levels)
        )

    def loss(self, levels: list[int], kept: int) -> float:
        """The loss of somebody else's generalisation, as if the records left out were spread like the others."""
        total = 0.0
        for (name, each), level in zip(self.hierarchies.items(), levels, strict=True):
            size = len(each.rows)
            shares = dict(zip((row[0] for row in each.rows), each.shares[level], strict=True))
            mean = self.data[name].map(shares).mean() * kept / len(self.data) + 1 - kept / len(self.data)
            total += (mean - 1 / size) / (1 - 1 / size)
        return total / len(self.hierarchies)

    def local(self) -> None:
        """Local recoding beside ARX's."""
        row = self.oracle["local_recoding"]
        result, spent = least(lambda: recode_locally(self.data, self.hierarchies, [KAnonymity(row["k"])]), self.rounds)
        better = result.loss <= row["loss"] and result.risk.k >= row["k"]
        self.wrong += not better
        print(
            f"{'better' if better else 'WORSE':8}{'local recoding, k = 5':34}{0:6.0%} {result.loss:18.10f} "
            f"{spent:8.1f} ms {spent / self.unit:7.1f} units   ARX {row['loss']} in {row['arx_cpu_ms']} ms"
        )

    def persons(self) -> None:
        """Three rows a person, all to be kept or left out together: no counterpart in ARX."""
        data = self.data.assign(person=np.arange(len(self.data)) // 3)
        call = lambda: anonymize(data, self.hierarchies, [KAnonymity(5)], 0.05, person="person")  # noqa: E731
        result, spent = least(call, 1)
        print(
            f"        {'k = 5 persons, 3 rows each':34}{0.05:6.0%} {result.loss:18.10f} {result.suppressed:6} "
            f"{result.nodes_checked:6} checks {spent:8.1f} ms {spent / self.unit:7.1f} units"
        )

    def risk(self) -> None:
        """Risk and population uniqueness."""
        expected = self.oracle["risk"]
        risk, spent = least(lambda: measure(self.data, self.order), self.rounds)
        pairs = {
            "highest_prosecutor": risk.highest,
            "average": risk.average,
            "classes": risk.classes,
            "share_of_records_above_0_2": risk.above(0.2),
            "sample_uniques": risk.uniqueness,
        }
        for name, value in pairs.items():
            self._compare(name, value, expected[name])
        print(f"        measure of the data frame: {spent:.1f} ms, {spent / self.unit:.1f} units")
        for size, estimates in expected["population"].items():
            found = measure(self.data, self.order, population=int(size)).population
            for name in ("zayatz", "pitman"):
                self._compare(f"{name} of {size}", getattr(found, name), estimates[name])
            self._slide(risk, int(size), estimates["snb"], found.snb)
            self._compare(f"Dankar's choice of {size}", found.chosen, estimates["dankar_picks"])

    def _slide(self, risk: Risk, size: int, expected: float, ours: float | None) -> None:
        """ARX's 0 is its mark of no estimate: so are the equations with its number of classes (decision 0012)."""
        sizes, counts = np.array(risk.class_sizes, np.float64).T
        f = risk.records / size
        missed = (1 - f) ** sizes * counts
        twice = (sizes * f * f * (1 - f * f) ** (sizes - 1) * counts).sum()
        once = (sizes * f * (1 - f) ** (sizes - 1) * counts).sum()
        theirs = risk.classes + counts[0] * twice / (missed * (1 + f) ** sizes - 1).sum() * (missed.sum() / once) ** 2
        self._compare(f"snb of {size}, its classes", snb(sizes, counts, size, theirs) or 0.0, expected)
        print(f"        {f'snb of {size}, as published':34} {ours} (ARX none)")

    def _compare(self, name: str, value: Any, expected: Any) -> None:
        fits = value == expected if isinstance(expected, str) else value is not None and abs(value - expected) < 1e-9
        self.wrong += not fits
        print(f"{'same' if fits else 'DIFFERS':8}{name:34} {value} (ARX {expected})")

    def models(self, row: dict[str, Any]) -> list[PrivacyModel]:
        """The models of a row with a sensitive attribute."""
        occupation, k = row["sensitive"], KAnonymity(row["k"])
        named: dict[str, PrivacyModel] = {
            "distinct-3-diversity": DistinctLDiversity(occupation, 3),
            "entropy-3-diversity": EntropyLDiversity(occupation, 3),
            "recursive-(4,3)-diversity": RecursiveCLDiversity(occupation, 4, 3),
            "0.2-closeness, hierarchical distance": TCloseness(
                occupation, 0.2, "hierarchical", hierarchy=self.hierarchies[occupation]
            ),
            "0.2-closeness, equal distance": TCloseness(occupation, 0.2),
        }
        return [k, named[row["model"]]]


def k_check(per: float, rounds: int) -> None:
    """The smallest class of coded rows."""
    chance = np.random.default_rng(2)
    widths = [2, 74, 5, 7, 16, 41, 7, 14, 2]
    for rows in (1_000_000, 10_000_000):
        pool = [chance.integers(0, width, 20_000).astype(np.uint8) for width in widths]
        pick = chance.integers(0, 20_000, rows)
        columns = [column[pick] for column in pool]
        _, spent = least(lambda columns=columns: measure_codes(columns), rounds)
        print(f"k check of {rows:>10,} rows x 9: {spent:8.1f} ms {spent / per:6.1f} units")


def parquet_check(per: float, rows: int) -> None:
    """The smallest class of a Parquet file, streamed by a process of its own: CPU time, and the memory that it took."""
    chance = np.random.default_rng(2)
    pool = [chance.integers(0, width, 20_000).astype(np.uint8) for width in (2, 74, 5, 7, 16, 41, 7, 14, 2)]
    names = [f"q{place}" for place in range(len(pool))]
    with tempfile.TemporaryDirectory() as folder:
        path, sink = Path(folder) / "rows.parquet", None
        for _ in range(rows // 1_000_000):
            pick = chance.integers(0, 20_000, 1_000_000)
            table = pa.table({name: column[pick] for name, column in zip(names, pool, strict=True)})
            sink = sink or pq.ParquetWriter(path, table.schema)
            sink.write_table(table)
        if sink is not None:
            sink.close()
        told = subprocess.run([sys.executable, "-c", STREAMED, str(path), *names], check=True, capture_output=True)
    spent, start, peak = map(float, told.stdout.split())
    print(
        f"k check of {rows:>11,} rows x 9 from Parquet: {spent:8.1f} ms {spent / per:7.1f} units, "
        f"peak {peak:.0f} MB ({start:.0f} MB before)"
    )


STREAMED = """
import resource, sys, time
from deid.riskfile import measure_file
peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
before, start = peak(), time.process_time()
measure_file(sys.argv[1], sys.argv[2:])
print((time.process_time() - start) * 1e3, before, peak())
"""


def peers(adult: Adult, python: str, folder: Path, slow: bool) -> None:
    """pycanon and anjana on the same table in the same run, by the Python of an environment that has them."""
    script = Path(__file__).with_name("peers.py")
    words = [python, str(script), str(folder), json.dumps(adult.order), "slow" if slow else "quick"]
    told = subprocess.run(words, check=True, capture_output=True, text=True).stdout
    found = json.loads(told.splitlines()[-1])
    print("peers: " + ", ".join(f"{name} {version}" for name, version in found.pop("versions").items()))
    for name, value in found.items():
        if isinstance(value, dict):
            print(
                f"        {name:34} {value['ms']:10.1f} ms {value['ms'] / adult.unit:8.1f} units   loss "
                f"{adult.loss(value['levels'], value['kept']):.7f}, {len(adult.data) - value['kept']} records left out"
            )
        else:
            print(f"        {name:34} {value:10.1f} ms {value / adult.unit:8.1f} units")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("oracle", type=Path, nargs="?")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--peers", help="the Python of an environment with pycanon and anjana")
    parser.add_argument("--slow", action="store_true", help="also what takes peers minutes, and 100M rows of Parquet")
    chosen, _ = parser.parse_known_args()
    if chosen.oracle is None:
        print("no folder of the Adult data and no oracle given: only the k check runs")
        per = unit()
        k_check(per, chosen.rounds)
        parquet_check(per, 10_000_000)
        return
    adult = Adult(chosen.folder, chosen.oracle, chosen.rounds)
    print(f"unit: np.unique over 1M packed keys, {adult.unit:.1f} ms")
    for row in adult.oracle["k_anonymity"]:
        adult.run(f"k = {row['k']}", [KAnonymity(row["k"])], row["suppression_limit"], "loss", row)
    for row in adult.oracle["other_metrics"]:
        metric = METRICS[row["metric"]]
        adult.run(f"k = {row['k']}, {metric}", [KAnonymity(row["k"])], row["suppression_limit"], metric, row)
    for row in adult.oracle["with_sensitive_attribute"]["rows"]:
        adult.run(row["model"][:32], adult.models(row), row["suppression_limit"], "loss", row)
    adult.local()
    adult.persons()
    adult.risk()
    k_check(adult.unit, chosen.rounds)
    for rows in (10_000_000, 100_000_000) if chosen.slow else (10_000_000,):
        parquet_check(adult.unit, rows)
    if chosen.peers:
        peers(adult, chosen.peers, chosen.folder, chosen.slow)
    print(f"{adult.wrong} differ")


if __name__ == "__main__":
    main()
