"""A clinical column in which one cell in twelve is an identifier loses these cells, and nothing else."""

from __future__ import annotations

import random
from collections.abc import Callable

import pandas as pd
import pytest
from clinical_classes import CLASSES as COLUMNS

import deid

ROWS = 400
NAMES = [
    "Jo Miller",
    "Lance Nelson",
    "April Brown",
    "Bobby White",
    "Mr. Kelly Wells",
    "Rebecca Campos MD",
    "Dana White",
]
MIXED = ["Jo Miller", "617-555-0147", "mary.lum@example.org", "1957-11-21", "078-05-1120", "561 John Villages"]
STRAYS: dict[str, Callable[[int], str]] = {
    "names": lambda number: NAMES[number % len(NAMES)] if number % 3 else f"Zeb{'aeiou'[number % 5]}l Quackenbush",
    "numbers": lambda number: str(731_004_519 + 90_107 * number),
    "mixed": lambda number: MIXED[number % len(MIXED)],
}


@pytest.mark.parametrize("kind", STRAYS)
@pytest.mark.parametrize("share", [0.02, 0.05, 0.08])
def test_the_strays_go_and_the_column_stays(kind: str, share: float) -> None:
    rng = random.Random(11)
    cells = {name: [rng.choice(classes) for _ in range(ROWS)] for name, classes in COLUMNS.items()}
    planted = {name: rng.sample(range(ROWS), int(share * ROWS)) for name in COLUMNS}
    for name, rows in planted.items():
        for number, row in enumerate(rows):
            cells[name][row] = STRAYS[kind](number)
    source = pd.DataFrame({"patient_id": [f"P{100_000 + 7 * row}" for row in range(ROWS)], **cells})
    released = deid.deidentify(source).data
    assert set(COLUMNS) <= set(released.columns)
    for name, rows in planted.items():
        after = released[name].to_list()
        assert [cells[name][row] for row in rows if not pd.isna(after[row])] == [], name
        assert [row for row in range(ROWS) if row not in rows and after[row] != cells[name][row]] == [], name


def test_what_a_placeholder_hides_goes() -> None:
    """Nine rows in ten say nothing, and the tenth names somebody: nothing but the placeholder may stay."""
    names = ["N/A"] * 360 + [f"{given} Quackenbush" for given in ("Zeb", "Ada", "Otto", "Enos")] * 10
    source = pd.DataFrame({"patient_id": [f"P{100_000 + 7 * row}" for row in range(ROWS)], "c7": names})
    released = deid.deidentify(source).data
    assert "c7" not in released or set(released["c7"].dropna()) == {"N/A"}
