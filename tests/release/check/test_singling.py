from __future__ import annotations

import pytest

from deid.release.check import persons_standing_out
from deid.release.contents import singling_of

from .conftest import Staged, a_field

FIELDS = [
    a_field("id", "code", "person_key"),
    a_field("sex", "screened", "category"),
    a_field("born_year", "year_or_90+", "birth_date"),
    a_field("glucose", "screened", "measurement"),
]
FIELDS[0]["identifier"] = "H"


def code(number: int) -> str:
    return f"A{number:015d}"


def rows(*groups: tuple[int, str, str]) -> list[list[str]]:
    people = [(sex, born) for number, sex, born in groups for _ in range(number)]
    return [[code(place), sex, born, str(place)] for place, (sex, born) in enumerate(people)]


def test_persons_in_small_classes_are_counted(staged: Staged) -> None:
    staged.table(rows((30, "F", "1970"), (10, "M", "1970"), (1, "M", "1980"), (11, "F", "1980")), FIELDS)
    (entry,) = persons_standing_out(staged.top, staged.policy())
    assert entry == {
        "path": "data/tables/t.csv",
        "sheet": "",
        "columns": ["sex", "born_year"],
        "persons": 52,
        "few": 11,
    }
    assert singling_of([entry])[0]["few"] == 11


@pytest.mark.parametrize(
    ("groups", "shown"), [(((40, "F", "1970"), (3, "M", "1970")), "<11"), (((12, "F", "1970"),), 0)]
)
def test_small_numbers_are_hidden(staged: Staged, groups: tuple[tuple[int, str, str], ...], shown: object) -> None:
    staged.table(rows(*groups), FIELDS)
    (entry,) = singling_of(persons_standing_out(staged.top, staged.policy()))
    assert entry["few"] == shown


def test_tables_with_several_rows_a_person_are_left_out(staged: Staged) -> None:
    table = rows((30, "F", "1970"))
    staged.table([*table, table[0]], FIELDS)
    assert persons_standing_out(staged.top, staged.policy()) == []


def test_an_expert_measures_for_themselves(staged: Staged) -> None:
    staged.table(rows((30, "F", "1970")), FIELDS)
    staged.method = "expert-determination"
    assert persons_standing_out(staged.top, staged.policy()) == []
