"""Profiles for published schemas: every column named, a Safe Harbor claim, and nothing identifying comes out."""

from __future__ import annotations

import random
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner
from faker import Faker
from ruamel.yaml import YAML

from deid import pipeline, profile
from deid.cli import main

SPECS = {
    name: {
        table: columns.split()
        for table, _, columns in (
            line.partition(": ")
            for line in (Path(__file__).parent / "profiles" / f"{spec}.txt").read_text().splitlines()
        )
    }
    for name, spec in (("synthea", "synthea"), ("omop-cdm", "omop_cdm_5_4"))
}
ROWS = 24


_PROFILES = {name: profile.load(name) for name in SPECS}


def _kind(name: str, table: str, column: str) -> str | None:
    found = [rule.kind for rule in _PROFILES[name].fields if rule.matches(table, column)]
    return found[-1] if found else None


@pytest.mark.parametrize("name", sorted(SPECS))
def test_every_column_of_the_schema_is_named(name: str) -> None:
    for table, columns in SPECS[name].items():
        for spelled in (f"{table}.csv", table.upper(), f"{table.upper()}.parquet"):
            assert [column for column in columns if _kind(name, spelled, column) is None] == []
    rules = profile.load(name).fields
    named = sum(len([rule.column] if isinstance(rule.column, str) else rule.column) for rule in rules)
    assert named == sum(map(len, SPECS[name].values()))


@pytest.mark.parametrize("name", sorted(SPECS))
def test_a_preset_is_shown_as_it_can_be_read_again(name: str, tmp_path: Path) -> None:
    shown = CliRunner().invoke(main, ["profiles", "show", name]).output
    again = tmp_path / "again.yaml"
    again.write_text(shown)
    assert profile.load(again) == profile.load(name)
    assert "null" not in shown
    assert max(map(len, shown.splitlines())) <= 120
    assert len(YAML(typ="safe").load(shown)["fields"]) == len(profile.load(name).fields)


class Maker:
    """Values of each kind, and what of them must not come out."""

    def __init__(self) -> None:
        self.faker, self.chance = Faker(), random.Random(4)
        self.faker.seed_instance(4)
        self.secret: set[str] = set()

    def cells(self, kind: str) -> list[str]:
        made = [self._cell(kind, row) for row in range(ROWS)]
        if kind in ("person_name", "provider_name", "street_address", "ssn", "telephone", "licence", "device_number"):
            self.secret |= set(made)
        if kind in ("birth_date", "event_date", "death_date", "free_text", "health_plan_number", "provider_number"):
            self.secret |= {cell for cell in made if len(cell) > 4}
        return made

    def _cell(self, kind: str, row: int) -> str:
        faker, number = self.faker, self.chance.randrange(10_000_000, 99_999_999)
        plain = {
            "person_key": str(7_300_000 + row), "record_key": str(5_100_000 + row), "uid": f"1.2.840.113619.2.{number}",
            "public_code": ("44054006", "38341003", "195967001")[row % 3], "measurement": str(row + 60),
            "description": ("Essential hypertension", "Asthma")[row % 2], "category": ("final", "active")[row % 2],
            "amount": f"{row * 13 + 5}.50", "unit": "mg/dL", "payer": "Medicare", "flag": "Y", "state": "MA",
            "country": "US", "zip": "02139", "coordinate": f"42.{number}", "year": "2019", "duration": "3",
            "ssn": faker.ssn(), "telephone": f"(617) 555-{1000 + row}", "licence": f"S{number}", "city": "Chicopee",
            "device_number": f"(01)0064316900{row:04d}(21)SN{number}", "street_address": f"{row + 17} Wexcombe Street",
            "person_name": ("Zebulon", "Quackenbush")[row % 2], "provider_name": "Ottoline Wexcombe",
            "name_affix": "Mr.", "facility": "Saint Wexcombe Hospital", "employer": "Wexcombe and Sons Inc",
            "url": f"https://ex.example.org/{number}", "free_text": f"Spoke with Zebulon on {number}.",
            "attribute": ("Body weight", "Glucose")[row % 2], "attribute_value": str(row + 60),
            "unique_number": f"U{number}", "health_plan_number": f"HPX{number}", "provider_number": "1234567893",
            "date_part": "14:32:07",
        }  # fmt: skip
        if kind in ("birth_date", "event_date", "death_date"):
            return faker.date_between("-60y" if kind == "birth_date" else "-9y").isoformat()
        return plain[kind]


@pytest.mark.parametrize("name", sorted(SPECS))
def test_a_whole_export_of_the_schema_is_sealed(name: str, tmp_path: Path, search: type) -> None:
    export, maker = tmp_path / "export", Maker()
    export.mkdir()
    for table, columns in SPECS[name].items():
        cells = {column: maker.cells(_kind(name, table, column) or "") for column in columns}
        pd.DataFrame(cells).to_csv(export / f"{table}.csv", index=False)
    released = pipeline.run(export, tmp_path / "release", profile=name)
    assert released.claim.method == "safe-harbor"
    assert {column.kind for table in released.plan.tables for column in table.columns} >= {"person_key", "public_code"}
    assert search(released.path).found(sorted(maker.secret)) == []
    for table, columns in SPECS[name].items():
        after = pd.read_csv(released.path / f"data/tables/{table}.csv", dtype=str)
        before = pd.read_csv(export / f"{table}.csv", dtype=str)
        for column in columns:
            if _kind(name, table, column) in ("public_code", "description", "category", "amount", "unit"):
                assert (after[column] == before[column]).all(), (table, column)
