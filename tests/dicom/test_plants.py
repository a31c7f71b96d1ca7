"""The whole street over every kind of object, with a value planted at every place: none comes out, the rest stays.

The full measure is ``python tests/dicom_plants/measure.py``; here runs one object of each kind.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from dicom_plants.generating import Planted, generate, plants_of
from dicom_plants.kinds import KINDS
from dicom_plants.midi import judge, mapped_from
from dicom_plants.running import Street, run_street
from dicom_plants.scoring import Score, read, score

from deid.dicom.mapping import export
from deid.vault import Vault

DATES = frozenset({"date", "time"})
"""Under shifted dates an old date may be another one's new date, and times of day stay."""


@pytest.fixture(scope="module")
def objects() -> list[Planted]:
    return list(generate(len(KINDS)))


@pytest.fixture(scope="module")
def streets(objects: list[Planted], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Street]:
    top = tmp_path_factory.mktemp("plants")
    return {name: run_street(objects, top / name, name) for name in ("safe-harbor", "tcia-research")}


@pytest.mark.parametrize("profile", ["safe-harbor", "tcia-research"])
def test_no_planted_value_comes_out_and_what_the_table_keeps_stays(objects, streets, profile):
    found = score(
        objects, streets[profile].found, changed=DATES if profile == "tcia-research" else frozenset(), validate=True
    )
    assert found.plants > 3000
    whole = Score(objects=len(objects), out=len(objects) - 4, plants=found.plants, kept=found.kept)
    assert found == whole


def test_the_basic_profile_is_what_safe_harbor_does_to_objects():
    from deid import profile

    assert profile.load("ps3.15-basic").dicom == profile.load("safe-harbor").dicom


def test_objects_whose_pixels_may_carry_text_are_in_quarantine_with_a_reason(streets):
    reasons = set(streets["safe-harbor"].reasons.values())
    assert len(reasons) == 4
    assert all("can carry" in reason or "can show" in reason for reason in reasons)


def test_the_ten_rules_of_midi(objects, streets, tmp_path: Path):
    street = streets["tcia-research"]
    export(Vault.open(street.release.vault), tmp_path / "map.csv")
    rows = list(csv.DictReader((tmp_path / "map.csv").open(encoding="utf-8")))
    asked, failed = judge(objects, street.found, mapped_from(rows))
    assert asked > 5000
    assert failed == []


def test_dates_of_a_person_move_together(objects, streets):
    moved: dict[int, set[int]] = {}
    for one in objects:
        if one.book.number in streets["tcia-research"].found:
            treated = read(streets["tcia-research"].found[one.book.number][1])
            moved.setdefault(one.person.number, set()).add(int(_day(treated.StudyDate) - _day(one.person.study_day)))
            assert treated.StudyTime == one.dataset.StudyTime
            assert treated.LongitudinalTemporalInformationModified == "MODIFIED"
    assert all(len(days) == 1 and 0 not in days for days in moved.values())
    assert len(set.union(*moved.values())) > 1


def _day(text: str) -> int:
    import datetime

    return datetime.datetime.strptime(text, "%Y%m%d").toordinal()


def test_the_generator_makes_what_it_says():
    objects = list(generate())
    assert len(objects) >= 80
    assert len({one.book.kind for one in objects}) >= 14
    assert len(plants_of(objects)) >= 1500
