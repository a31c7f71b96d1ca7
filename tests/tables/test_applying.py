"""The whole room on one table: what stays is exact, what goes is gone, and joins survive."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from deid.errors import Unreadable
from deid.tables.gathering import Gatherer

PEOPLE = '''MRN,Last name,Birth date,ZIP,Admitted,Left,LOS days,status,note
004711,Okafor,1950-02-03,02139,2019-01-02,2019-01-05,3,final,"seen, with Okafor"
4712,Lindqvist,1920-02-03,2139,2019-12-30,2020-01-02,3,Lindqvist,well
4711.0,Okafor,1950-02-03,03601,2020-05-05,2020-05-06,1,"final ""A""",again
,,,,,,,,
'''


def table(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as source:
        return list(csv.DictReader(source))


@pytest.fixture
def people(tmp_path: Path) -> Path:
    path = tmp_path / "people.csv"
    path.write_text(PEOPLE)
    return path


def test_each_field_by_its_rule(people: Path, street: Any, keeping: Callable[..., Any]) -> None:
    target, sheets = street.run(people, keeping("status"))
    rows = table(target)
    assert "Okafor" not in target.read_text()
    assert "Lindqvist" not in target.read_text()
    assert [row["status"] for row in rows] == ["final", "", 'final "A"', ""]
    assert [row["Birth date_year"] for row in rows] == ["1950", "90+", "1950", ""]
    assert [row["ZIP_zip3"] for row in rows[:2]] == ["021", "021"]
    assert [row["LOS days"] for row in rows] == ["3", "", "1", ""]
    assert rows[0]["MRN"] == rows[2]["MRN"] != rows[1]["MRN"]
    assert rows[3]["MRN"] == ""
    assert sheets[""].rows == 4
    assert sum(sum(letters.values()) for letters in sheets[""].caught.values()) == 1


def test_the_same_vault_gives_the_same_bytes(people: Path, street: Any) -> None:
    first, _ = street.run(people)
    second, _ = street.run(people, target="second.csv")
    assert first.read_bytes() == second.read_bytes()


@pytest.mark.parametrize("cell", ['=HYPERLINK("http://x","y")', "@SUM(A1)", "+cmd|' /C calc'!A0", "a\x07b"])
def test_formulas_and_control_characters_do_not_stay(
    tmp_path: Path, street: Any, keeping: Callable[..., Any], cell: str
) -> None:
    path = tmp_path / "t.csv"
    with path.open("w", newline="") as sink:
        csv.writer(sink).writerows([["status", "unit"], [cell, "mg"], ["final", "mg"]])
    target, _ = street.run(path, keeping("status", "unit"))
    assert [row["status"] for row in table(target)] == ["", "final"]


def test_a_plan_for_a_value_without_an_attribute_keeps_nothing(
    tmp_path: Path, street: Any, keeping: Callable[..., Any]
) -> None:
    path = tmp_path / "t.csv"
    path.write_text("value,unit\nOkafor,mg\n5.5,mg\n")
    target, _ = street.run(path, keeping("value", kind="attribute_value", treatment="by_attribute"))
    assert [row["value"] for row in table(target)] == ["", ""]


def test_rows_by_their_attribute(tmp_path: Path, street: Any) -> None:
    path = tmp_path / "eav.csv"
    rows = [["patient_id", "attribute", "value"]]
    for number in range(30):
        rows += [[f"P{number}", "last_name", "Okafor"], [f"P{number}", "birth_date", "1950-02-03"],
                 [f"P{number}", "potassium", "4.5"], [f"P{number}", "ssn", "521-00-4711"]]  # fmt: skip
    with path.open("w", newline="") as sink:
        csv.writer(sink).writerows(rows)
    target, _ = street.run(path)
    text = target.read_text()
    assert not any(gone in text for gone in ("Okafor", "1950-02", "521-00"))
    assert [row["value"] for row in table(target)][:4] == ["", "1950", "4.5", ""]


def test_a_key_that_nobody_gathered_is_refused_without_naming_it(
    people: Path, street: Any, monkeypatch: pytest.MonkeyPatch
) -> None:

    monkeypatch.setattr(Gatherer, "gather", lambda *_: None)
    with pytest.raises(Unreadable) as raised:
        street.run(people)
    assert "4711" not in str(raised.value)
