"""What was harvested is found again in its spellings, and nothing else is."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest

from deid.vault import Harvest, Kind
from deid.vault.spelling import squeeze_text


def harvest_of(folder: Path, portions: list[list[str]]) -> Harvest:
    harvest = Harvest(folder, 99)
    for order, portion in enumerate(portions):
        writer = harvest.writer(str(order))
        writer.add_exact(pa.array(portion, pa.large_string()))
        writer.add_words(Kind.NAME, portion)
        writer.close()
    harvest.seal()
    return harvest


def test_values_are_found_in_their_spellings(tmp_path: Path) -> None:
    harvest = harvest_of(tmp_path, [["(617) 555-0134", "00412345", "Müller-Lüdenscheidt"]])
    found = harvest.which_text(
        Kind.EXACT, ["617.555.0134", "412345", "00412345", "MULLER LUDENSCHEIDT", "6175550135", ""]
    )
    assert found == [True, True, True, True, False, False]


def test_kinds_do_not_answer_for_each_other(tmp_path: Path) -> None:
    harvest = harvest_of(tmp_path, [["Okafor"]])
    assert harvest.which_text(Kind.NAME, ["OKAFOR"]) == [True]
    assert harvest.which_text(Kind.PLACE, ["Okafor"]) == [False]
    assert harvest.which_text(Kind.DATE, ["Okafor"]) == [False]


def test_short_values_are_not_searched(tmp_path: Path) -> None:
    harvest = harvest_of(tmp_path, [["1234", "Al"]])
    assert harvest.which_text(Kind.EXACT, ["1234"]) == [False]
    assert harvest.which_text(Kind.NAME, ["Al"]) == [False]


@pytest.mark.parametrize("writers", [1, 3])
def test_counts_do_not_depend_on_the_writers(tmp_path: Path, writers: int) -> None:
    values = [f"value {number:05d}" for number in range(3000)]
    harvest = harvest_of(tmp_path, [values[start::writers] + values[:10] for start in range(writers)])
    squeezed = pa.array([squeeze_text(value) for value in values], pa.large_string())
    assert harvest.which(Kind.EXACT, squeezed).all()
    strangers = pa.array([squeeze_text(f"other {number}") for number in range(3000)], pa.large_string())
    assert not harvest.which(Kind.EXACT, strangers).any()


def test_an_empty_harvest_knows_nothing(tmp_path: Path) -> None:
    harvest = Harvest(tmp_path / "none", 1)
    (tmp_path / "none").mkdir()
    assert set(harvest.seal().values()) == {0}
    assert harvest.which_text(Kind.EXACT, ["anything"]) == [False]


def test_nothing_on_disk_can_be_read_back(tmp_path: Path) -> None:
    harvest_of(tmp_path, [["Okafor-Lindqvist"]])
    assert not any(b"okafor" in path.read_bytes().lower() for path in tmp_path.rglob("*") if path.is_file())
