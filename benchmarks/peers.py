"""pycanon and anjana on the Adult table, in an environment of their own; called by benchmarks/expert.py --peers.

    python -m venv PEERS && PEERS/bin/pip install pycanon anjana
    ./run python benchmarks/expert.py FOLDER ORACLE.json --peers PEERS/bin/python

Prints one JSON document: CPU milliseconds of this process, warm, and what anjana gave (levels, records left).
"""

from __future__ import annotations

import contextlib
import io
import json
import sys
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from anjana.anonymity import k_anonymity
from pycanon import anonymity
from timing import least


def timed(call: Callable[[], Any], rounds: int = 1) -> tuple[Any, float]:
    """The result and the least CPU milliseconds; the first call is not counted."""
    with contextlib.redirect_stdout(io.StringIO()):
        return least(call, rounds)


def checks(rows: int) -> float:
    """pycanon's k of coded rows, as benchmarks/expert.py draws them."""
    chance = np.random.default_rng(2)
    widths = [2, 74, 5, 7, 16, 41, 7, 14, 2]
    pool = [chance.integers(0, width, 20_000).astype(np.uint8) for width in widths]
    pick = chance.integers(0, 20_000, rows)
    data = pd.DataFrame({f"q{i}": column[pick] for i, column in enumerate(pool)})
    return timed(lambda: anonymity.k_anonymity(data, list(data)))[1]


def main() -> None:
    folder, order, slow = Path(sys.argv[1]), json.loads(sys.argv[2]), sys.argv[3] == "slow"
    data = pd.read_csv(folder / "adult.csv", sep=";", dtype=str)
    tables = {
        name: pd.read_csv(folder / f"adult_hierarchy_{name}.csv", sep=";", header=None, dtype=str) for name in order
    }
    levels = {name: {i: table[i].to_numpy() for i in table} for name, table in tables.items()}
    found: dict[str, Any] = {
        "versions": {name: version(name) for name in ("pycanon", "anjana")},
        "pycanon_k_adult": timed(lambda: anonymity.k_anonymity(data, order), 3)[1],
        "pycanon_k_1M": checks(1_000_000),
    }
    if slow:
        names = [name for name in order if name != "occupation"]
        start = time.process_time()
        anonymity.t_closeness(data, names, ["occupation"])
        found["pycanon_t_adult"] = (time.process_time() - start) * 1e3
        found["pycanon_k_10M"] = checks(10_000_000)
    for limit in (0, 2, 5, 100):
        result, spent = timed(lambda limit=limit: k_anonymity(data.copy(), [], order, 5, limit, levels))
        chosen = [next(i for i, labels in levels[n].items() if set(result[n]) <= set(labels)) for n in order]
        found[f"anjana_{limit}"] = {"ms": spent, "levels": chosen, "kept": len(result)}
    print(json.dumps(found))


if __name__ == "__main__":
    main()
