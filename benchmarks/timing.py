"""How the benchmarks of the expert room take time; of the standard library alone, for peers run elsewhere."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any


def least(call: Callable[[], Any], rounds: int) -> tuple[Any, float]:
    """The result and the least CPU milliseconds; the first call is not counted."""
    result, best = call(), float("inf")
    for _ in range(rounds):
        start = time.process_time()
        result = call()
        best = min(best, (time.process_time() - start) * 1e3)
    return result, best
