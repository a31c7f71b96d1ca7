"""Headers: found below titles, and told from a first row that is data."""

from __future__ import annotations

import pandas as pd
import pytest

from deid import pipeline
from deid.tables.headers import header_at, is_data

PEOPLE = [["Quackenbush", "Zebulon", "M", "MA"], ["Wexcombe", "Ottoline", "F", "MA"], ["Okafor", "Enos", "M", "NY"]]
LABS = [["P0001", "Glucose", "110", "mg/dL"], ["P0002", "Sodium", "140", "mmol/L"]]
HEADERS = [
    (["last_name", "first_name", "sex", "state"], PEOPLE),
    (["Last Name", "First Name", "Sex", "State"], PEOPLE),
    (["patient", "test", "result", "unit"], LABS),
    (["c1", "c2", "c3", "c4"], PEOPLE),
    (["x", "Analyte", "Wert", "Einheit"], LABS),
    (["Nombre", "Apellidos", "Sexo", "Provincia"], PEOPLE),
    (["Glucose", "Sodium", "Potassium", "Chloride"], [["110", "140", "4.1", "101"], ["98", "139", "4.4", "99"]]),
    (["mrn", "glucose_412-55-9911"], [["M0012345", "5.4"]]),
    (["patient_id", "sex", "visit_2021-04-05", "weight 617-555-0134"], [["P0001", "F", "3", "81"]]),
    (["patient", "test", "result", "unit"], [*LABS, ["patient", "test", "result", "unit"], *LABS]),
]
DATA = [
    (["Quackenbush", "Zebulon", "M", "MA"], PEOPLE[1:]),
    (["Quackenbush, Zebulon", "12-Mar-57", "M"], [["Wexcombe, Ottoline", "3-Apr-61", "F"]]),
    (["Smith", "John", "Asthma"], [["Jones", "Mary", "Angina"], ["Brown", "Peter", "Gout"]]),
    (["Xqyz", "Plonk", "Drv"], [["Abcq", "Wexx", "Plk"], ["Hhja", "Kwer", "Ppo"]]),
    (["M0012345", "jane@example.org", "Female"], [["M0012346", "enos@example.org", "Male"]]),
    (["P0000123", "Glucose", "110"], [["P0000124", "Sodium", "140"]]),
    (["Female", "Wexcombe", "final"], [["Male", "Okafor", "final"], ["Female", "Enos", "final"]]),
]


@pytest.mark.parametrize(("row", "below"), HEADERS)
def test_names_of_columns_are_a_header(row: list[str], below: list[list[str]]) -> None:
    assert not is_data(row, below)


@pytest.mark.parametrize(("row", "below"), DATA)
def test_a_first_row_of_data_is_none(row: list[str], below: list[list[str]]) -> None:
    assert is_data(row, below)


def test_a_header_stands_below_its_title() -> None:
    rows = [
        ["Patients of ward 4", "", "", ""],
        ["", "printed 3/5/2024", "", ""],
        ["mrn", "name", "sex", "state"],
        *PEOPLE,
    ]
    assert header_at(rows, 4) == 2
    assert header_at(rows[2:], 4) == 0


def test_names_in_a_missing_header_do_not_come_out(tmp_path, search) -> None:
    export = tmp_path / "export"
    export.mkdir()
    rows = [["Zebulonia", "Quackenbushy", "12-Mar-57", "F", "MA"]]
    rows += [["Ottolina", f"Wexcombe{'abcdefgh'[n % 8]}", f"{n % 27 + 1}-Apr-61", "FM"[n % 2], "MA"] for n in range(40)]
    (export / "list.csv").write_text("\n".join(map(",".join, rows)) + "\n")
    titled = [["Ward list of Nurse Quackenbushy", "", "", "", ""], ["last_name", "nick", "seen", "sex", "state"], *rows]
    pd.DataFrame(titled).to_excel(export / "list.xlsx", index=False, header=False, engine="xlsxwriter")
    (export / "titled.csv").write_text("\n".join(map(",".join, titled)) + "\n")
    released = pipeline.run(export, tmp_path / "release").path
    assert search(released).found(["Zebulonia", "Quackenbushy", "Wexcombea", "12-Mar-57"]) == []
    after = pd.read_csv(released / "data/tables/titled.csv", dtype=str)
    assert list(after.columns) == ["seen_year", "sex", "state"]
    assert len(after) == len(rows)
