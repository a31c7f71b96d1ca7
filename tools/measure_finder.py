"""Measure the finder on held-out notes and on gold files, and write the figures where reports and docs take them from.

The reported families share no template and no list of names or hospitals with those that the tagger learnt from. Run::

    python tools/measure_finder.py --gold "queries=queries.json" --gold "templates=templates.json"
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from note_generator import documents

from deid.identifiers import Finding
from deid.safe_harbor import resources
from deid.safe_harbor.measured import FILE
from deid.safe_harbor.text import FINDERS, find
from deid.safe_harbor.text.measuring import measure, read_gold
from deid.safe_harbor.text.tagger.tagging import MODEL

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "deid" / "safe_harbor" / "data"
PAGE = ROOT / "docs" / "finding.md"
FAMILIES = {
    "admission": "notes: admissions",
    "progress": "notes: daily progress",
    "aftercare": "notes: discharge instructions and letters",
    "callcenter": "notes: nurse advice calls",
    "worklist": "notes: worklists and tables",
}


def _layers() -> dict[str, Any]:
    patterns = [finder for finder in FINDERS if finder.identifier.letter not in "AB"]
    listed = [finder for finder in FINDERS if finder.identifier.letter in "AB"]

    def tagger_alone(text: str, known: Any) -> Iterable[Finding]:
        return find(text, known, finders=())

    return {
        "formats and labels": lambda text, known: find(text, known, finders=patterns, tagger=None),
        "lists and contexts of names and places": lambda text, known: find(text, known, finders=listed, tagger=None),
        "tagger, without the patterns": tagger_alone,
        "patterns, lists and contexts": lambda text, known: find(text, known, tagger=None),
        "all": find,
        "all, and the person's row": find,
    }


def corpora(notes: int, seed: int, gold: list[str]) -> dict[str, list[dict[str, Any]]]:
    """Every corpus by its name."""
    found = {name: list(documents(family, notes, seed)) for family, name in FAMILIES.items()}
    for entry in gold:
        name, _, path = entry.partition("=")
        found[name] = read_gold(Path(path).read_text("utf-8"))
    return found


def measured(all_notes: dict[str, list[dict[str, Any]]]) -> list[dict[str, Any]]:
    """The figures of every corpus, with and without the row."""
    rows = []
    for name, notes in all_notes.items():
        for known in (False, True):
            if known and not any(note.get("known") for note in notes):
                continue
            started = time.process_time()
            result = measure(notes, known)
            speed = result.characters / (time.process_time() - started)
            rows.append({"corpus": name, "known": known, **result.as_json()})
            print(f"{name}{' (row known)' if known else ''}: {rows[-1]['recall']['value']} {speed:,.0f} characters/s")
    return rows


def layers(all_notes: dict[str, list[dict[str, Any]]]) -> list[dict[str, Any]]:
    """Each layer alone, and together, on all reported notes."""
    notes = [note for name in FAMILIES.values() for note in all_notes[name]]
    return [{"layer": name, **measure(notes, "row" in name, layer).as_json()} for name, layer in _layers().items()]


def _table(rows: list[dict[str, Any]], first: str) -> str:
    lines = [
        f"| {first} | notes | recall (95% interval) | precision | clean notes | F2 | extra words / 1,000 characters"
        " | clinical traps touched |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for row in rows:
        name = row[first] + (", row known" if row.get("known") else "")
        low, high = row["recall"]["interval"]
        some = bool(row["recall"]["of"])
        cells = (
            name,
            f"{row['notes']:,}",
            f"{row['recall']['value']:.3f} ({low:.3f}-{high:.3f})" if some else "-",
            f"{row['precision']['value']:.3f}" if some else "-",
            f"{row['clean_notes']['value']:.3f}" if some else "-",
            f"{row['f2']:.3f}" if some else "-",
            f"{row['extra_per_thousand']:.2f}",
            "-" if row["touched"] is None else f"{row['touched']:.3f}",
        )
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def write_page(name: str, table: str) -> None:
    """Replace one generated table of the page."""
    text = PAGE.read_text("utf-8")
    block = f"<!-- {name} -->\n{table}\n<!-- /{name} -->"
    PAGE.write_text(re.sub(rf"<!-- {name} -->.*?<!-- /{name} -->", lambda _: block, text, flags=re.DOTALL), "utf-8")


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--notes", type=int, default=60, help="notes of each family")
    parser.add_argument("--seed", type=int, default=2028)
    parser.add_argument("--gold", action="append", default=[], help="NAME=FILE, a gold file of a public corpus")
    arguments = parser.parse_args()
    all_notes = corpora(arguments.notes, arguments.seed, arguments.gold)
    rows, alone = measured(all_notes), layers(all_notes)
    document = {
        "model_sha256": resources.digest(MODEL),
        "seed": arguments.seed,
        "corpora": rows,
        "layers": alone,
    }
    (DATA / FILE).write_text(json.dumps(document, indent=1) + "\n", "utf-8")
    write_page("corpora", _table(rows, "corpus"))
    write_page("layers", _table(alone, "layer"))


if __name__ == "__main__":
    main()
