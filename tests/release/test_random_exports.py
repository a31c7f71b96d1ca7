"""Whatever the export: no paper of its release, and no name in it, tells a value, a small count or a path of it."""

from __future__ import annotations

import json
import random
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deid import pipeline
from deid.release.report import html_of

SYLLABLES = ("zor", "quen", "bax", "thul", "vem", "drix", "kay", "mol", "hesk", "wy")
COUNTED = ("persons", "filled", "caught", "lost", "values", "quarantined", "number", "few")


def invented(chance: random.Random, parts: int) -> str:
    return "".join(chance.choice(SYLLABLES) for _ in range(parts)).capitalize()


def export_of(folder: Path, chance: random.Random) -> set[str]:
    """A few tables of a few persons, in folders and files that are named after them; returns what must not be told."""
    people = [(f"{chance.randrange(10**7, 10**8)}", invented(chance, 3), invented(chance, 4)) for _ in range(7)]
    planted = {word for person in people for word in person}
    room = folder / f"{people[0][2]} family"
    room.mkdir(parents=True)
    lines = ["mrn,first_name,last_name,birth_date,phone,sex"]
    for mrn, first, last in people:
        phone = f"(617) 555-{chance.randrange(1000, 10000)}"
        born = f"19{chance.randrange(40, 90)}-0{chance.randrange(1, 10)}-1{chance.randrange(10)}"
        planted |= {phone, born}
        lines.append(f"{mrn},{first},{last},{born},{phone},{chance.choice('FM')}")
    (room / "patients.csv").write_text("\n".join(lines) + "\n")
    visits = [
        f"{chance.choice(people)[0]},2019-0{chance.randrange(1, 10)}-11,I10" for _ in range(chance.randrange(1, 40))
    ]
    (folder / f"{people[1][2]}.csv").write_text("\n".join(["mrn,visit_date,icd10", *visits]) + "\n")
    (folder / f"{people[2][1]} {people[2][2]}.dcm").write_bytes(b"no object")
    (folder / "broken.csv").write_text(f'a,b\n"{people[3][2]}\n')
    return planted


def numbers_under(document: Any, keys: tuple[str, ...]) -> Iterator[int]:
    """Every whole number that stands under one of these keys, at any depth."""
    if isinstance(document, dict):
        for key, value in document.items():
            if key in keys and isinstance(value, int) and not isinstance(value, bool):
                yield value
            elif key in keys and isinstance(value, dict):
                yield from (one for one in value.values() if isinstance(one, int))
            yield from numbers_under(value, keys)
    elif isinstance(document, list):
        for value in document:
            yield from numbers_under(value, keys)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True)
@given(seed=st.integers(0, 2**32))
def test_no_paper_tells_of_the_source(seed: int) -> None:
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        planted = export_of(folder / "in", random.Random(seed))
        release = pipeline.run(folder / "in", folder / "out").path
        written = [path for path in release.rglob("*") if path.is_file() and not path.is_relative_to(release / "data")]
        papers = {path: path.read_text() for path in written}
        names = "\n".join(path.relative_to(release).as_posix() for path in release.rglob("*"))
        for word in planted:
            assert word.lower() not in names.lower()
            for path, text in papers.items():
                assert word.lower() not in text.lower(), path.name
        for text in papers.values():
            assert made not in text
            assert "broken.csv" not in text
        report = json.loads((release / "deid/report.json").read_text())
        assert not [number for number in numbers_under(report, COUNTED) if 0 < number < 11]
        assert report["totals"]["persons"] == "<11"
        assert "<dd>&lt;11</dd>" in html_of(report)


def test_the_numbers_that_are_looked_for_are_found() -> None:
    document = {"a": [{"persons": 3}, {"b": {"caught": {"A": 4}}}], "rows": 5}
    assert sorted(numbers_under(document, COUNTED)) == [3, 4]
    with pytest.raises(AssertionError):
        assert not list(numbers_under({"few": 2}, COUNTED))
