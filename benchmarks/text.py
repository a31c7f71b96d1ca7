"""Characters of clinical text searched in a CPU second: deid with every layer, and its peers where they are installed.

All in one run on the same notes: invented ones of held-out families, the same for the same seed. Peers that are not
there are left out. Run ``python benchmarks/text.py [--notes N]``.
"""

from __future__ import annotations

import argparse
import importlib.util
import resource
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tools"))

from note_generator import HELD_OUT, documents

Search = Callable[[str], object]


def searches() -> Iterator[tuple[str, Search]]:
    """Each finder with its name."""
    from deid.safe_harbor.text import find

    yield "deid, every layer", find
    yield "deid, patterns and lists only", lambda text: find(text, tagger=None)
    yield "deid, every layer, 12 known values", lambda text: find(text, known=KNOWN)
    if importlib.util.find_spec("presidio_analyzer"):
        yield from _presidio()
    if importlib.util.find_spec("philter_lite") and importlib.util.find_spec("nltk"):
        yield from _philter()


KNOWN = [
    "Zbigniew", "Okonkwo-Smith", "1961-03-04", "00482913", "123-45-6789", "784 Stamm Lane", "Cambridge", "02139",
    "617-555-2300", "zosmith@example.org", "Riverfield Medical Center", "XYZ123456789",
]  # fmt: skip


def _presidio() -> Iterator[tuple[str, Search]]:
    from presidio_analyzer import AnalyzerEngine

    try:
        engine = AnalyzerEngine()
    except (OSError, SystemExit, ValueError):  # its language model is not there, and nothing is fetched
        return
    yield "Presidio", lambda text: engine.analyze(text, language="en")


def _philter() -> Iterator[tuple[str, Search]]:
    import philter_lite

    filters = philter_lite.load_filters(str(Path(philter_lite.__file__).parent / "configs" / "philter_delta.toml"))
    yield "Philter (philter-lite)", lambda text: philter_lite.detect_phi(text, patterns=filters)


def speed(search: Search, notes: list[str]) -> float:
    """Characters in a CPU second of one process."""
    search(notes[0])
    started = time.process_time()
    for note in notes:
        search(note)
    return sum(map(len, notes)) / (time.process_time() - started)


def peak() -> int:
    """The most memory that this process has had, in MB."""
    return int(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)


def main() -> None:
    """Print one line a finder, and the memory before and after ten times as many notes."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--notes", type=int, default=60, help="notes of each family")
    arguments = parser.parse_args()
    notes = [str(note["text"]) for family in HELD_OUT for note in documents(family, arguments.notes, 11)]
    print(f"{len(notes)} notes, {sum(map(len, notes)):,} characters")
    for name, search in searches():
        print(f"{name:40}{speed(search, notes):>12,.0f} characters / CPU second")
    from deid.safe_harbor.text import find

    before = peak()
    for note in notes * 5:
        find(note)
    print(f"memory at most {before} MB, after five times the notes {peak()} MB")


if __name__ == "__main__":
    main()
