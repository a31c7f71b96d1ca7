"""Kinds of wards and plain occupations stay; names of wards and what few persons do go."""

from __future__ import annotations

import pandas as pd
import pytest

import deid
from deid.safe_harbor.closed_lists import CLOSED_LISTS

ROWS = 400


def _released(name: str, cells: list[str]) -> list[str | None]:
    source = pd.DataFrame({"patient_id": [f"P{100_000 + 7 * row}" for row in range(ROWS)], name: cells})
    released = deid.deidentify(source).data
    return [None if pd.isna(cell) else cell for cell in released[name]] if name in released else []


@pytest.mark.parametrize("name", ["department", "dept", "ward", "clinic", "careunit"])
def test_a_kind_of_ward_is_no_place(name: str) -> None:
    cells = ["Cardiology", "Medical Intensive Care Unit (MICU)", "Emergency", "Oncology Clinic"] * (ROWS // 4)
    assert _released(name, cells) == cells


@pytest.mark.parametrize("stray", ["Smith Pavilion", "4 West", "Cardiology 3", "Maple Wing", "St. Anne Cardiology"])
def test_the_name_of_one_is(stray: str) -> None:
    cells = ["Cardiology", "Oncology", "Emergency", "Neurology"] * (ROWS // 4)
    cells[10:60] = [stray] * 50
    assert stray not in _released("department", cells)


def test_wards_by_name_go_with_their_column() -> None:
    assert _released("department", ["Smith Pavilion", "Maple Wing", "4 West", "Tower B"] * (ROWS // 4)) == []


def test_an_occupation_stays_where_many_persons_share_it() -> None:
    cells = ["teacher", "nurse", "retired", "student"] * (ROWS // 4)
    cells[:3] = ["pilot", "teacher of engineers", "senator"]
    assert _released("occupation", cells) == [None, None, None, *cells[3:]]


@pytest.mark.parametrize("name", ["specimen", "Specimen"])
def test_a_specimen_is_a_class_or_a_key_by_its_values(name: str) -> None:
    assert _released(name, ["Blood", "Urine"] * (ROWS // 2)) == ["Blood", "Urine"] * (ROWS // 2)
    keys = [f"SP{730_000 + 13 * row}" for row in range(ROWS)]
    coded = _released(name, keys)
    assert len(set(coded)) == ROWS
    assert not set(coded) & set(keys)


@pytest.mark.parametrize(
    "cell", ["Community Hospital", "Children's Hospital", "Walden School", "Heart Center", "Ward 7"]
)
def test_what_may_be_called_so_is_no_kind(cell: str) -> None:
    assert not CLOSED_LISTS["wards"].holds(cell)
