"""Cells that are to stay, held against what was harvested from the export."""

from __future__ import annotations

import pyarrow as pa
import pytest

from deid.identifiers import Identifier
from deid.safe_harbor.kinds import KINDS
from deid.tables.screening import CellScreen
from deid.vault import Kind, Vault


@pytest.fixture(scope="module")
def screen(tmp_path_factory: pytest.TempPathFactory) -> CellScreen:
    folder = tmp_path_factory.mktemp("screen")
    harvest = Vault.create(folder / "vault").harvest(folder / "work")
    writer = harvest.writer("one")
    writer.add_exact(pa.array(["4471234", "00871203", *(str(number) for number in range(100_000, 100_400))]))
    writer.add_words(Kind.NAME, ["Quackenbush", "Okafor"])
    writer.close()
    harvest.seal()
    return CellScreen(harvest)


@pytest.mark.parametrize(
    "cell", ["ref4471234x", "lab4471234", "QuackenbushMary", "okafor12", "x871203y", "seen by OkaforZ", "4471234"]
)
def test_a_value_glued_to_others_is_found(screen: CellScreen, cell: str) -> None:
    assert screen.identified(KINDS["description"], [cell]) != [None]


@pytest.mark.parametrize("cell", ["10 MG tablet", "COVID-19", "HbA1c", "McBurney point", "H1N1", "1.73m2", "T2DM"])
def test_words_with_digits_stay(screen: CellScreen, cell: str) -> None:
    assert screen.identified(KINDS["description"], [cell]) == [None]


def test_the_crowd_around_a_number_tells_chance_from_a_stray(screen: CellScreen) -> None:
    alone, crowded, nobody, shaped = screen.crowding(["4471234", "100200", "8609751", "4471-2"])
    assert alone == 0
    assert crowded == 1
    assert nobody is None
    assert shaped is None


@pytest.mark.parametrize(
    ("cell", "stays"),
    [
        ("Take 1 tablet at 08:00 and 20:00 daily", True),
        ("10 units before breakfast, 7:30 am", True),
        ("seen at 14:32", False),
        ("Take 1 tablet 2019-03-17 08:00", False),
        ("14:32:07", False),
    ],
)
def test_the_hour_of_a_dose_is_nobodys_moment(screen: CellScreen, cell: str, stays: bool) -> None:
    found = screen.identified(KINDS["description"], [cell])
    assert found == [None if stays else Identifier.DATE_OR_AGE]


@pytest.mark.parametrize("cell", ["14:30 BP 120/80.", "Seen 8:15 am, stable.", "pain at 3am", "infusion 12:00-16:00"])
def test_a_scrubbed_note_may_tell_the_time(screen: CellScreen, cell: str) -> None:
    assert screen.identified(KINDS["free_text"], [cell]) == [None]
