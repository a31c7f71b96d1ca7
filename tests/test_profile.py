"""Profiles: every problem at once with its place; inheritance; the schema."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from deid import profile as profiles
from deid.errors import ConfigurationError
from deid.safe_harbor.kinds import KINDS

CHILD = "deid_profile: 1\nname: child\ninherits: safe-harbor\n"


def write(folder: Path, text: str, name: str = "p.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def problems(path: Path) -> tuple[str, ...]:
    with pytest.raises(ConfigurationError) as raised:
        profiles.load(path)
    return raised.value.problems


@pytest.mark.parametrize("name", profiles.names())
def test_the_shipped_ones_load(name: str) -> None:
    profile = profiles.load(name)
    assert profile.name == name
    assert set(profile.treatments) == set(KINDS)
    assert profile.digest == profiles.load(name).digest


def test_nothing_undecided_gets_through_by_default() -> None:
    assert profiles.load("safe-harbor").treatment_of("unknown") == "remove"


def test_all_problems_at_once_each_with_its_line(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        CHILD
        + "colour: red\ntreatments:\n  ssn: shred\n  nonsense: keep\nfields:\n  - column: a\n    reason: because\n"
        "  - column: b\n    treatment: keep\n",
    )
    found = problems(path)
    lines = sorted(int(problem.removeprefix(f"{path}:").split(":")[0]) for problem in found)
    assert len(found) == 5
    assert lines == [4, 6, 7, 9, 11]
    assert any("shred" in problem for problem in found)


def test_problems_of_a_whole_profile_have_lines(tmp_path: Path) -> None:
    found = problems(write(tmp_path, "deid_profile: 2\nname: UPPER\nmethod: magic\ntreatments:\n  ssn: remove\n"))
    assert {problem.split(":")[1] for problem in found} >= {"1", "2", "3"}


def test_problems_of_inherited_files_are_all_told(tmp_path: Path) -> None:
    parent = write(tmp_path, CHILD.replace("child", "parent") + "treatments:\n  ssn: shred\n", "parent.yaml")
    child = write(tmp_path, "deid_profile: 1\nname: child\ninherits: parent.yaml\nsize: 3\n")
    found = problems(child)
    assert any(problem.startswith(f"{child}:4:") for problem in found)
    assert any(problem.startswith(f"{parent}:5:") for problem in found)


def test_a_child_changes_only_what_it_names(tmp_path: Path) -> None:
    parent = CHILD.replace("child", "parent") + "treatments:\n  free_text: blank\n  payer: remove\ndescription: d\n"
    parent += "dicom:\n  burned_in_text: keep\n  burned_in_reason: looked at every single one\n"
    write(tmp_path, parent + "fields:\n  - {column: a, treatment: keep, reason: one}\n", "parent.yaml")
    child = "deid_profile: 1\nname: child\ninherits: parent.yaml\ntreatments:\n  payer: keep\nunlisted:\n"
    profile = profiles.load(
        write(tmp_path, child + "dicom: {header: basic}\nfields:\n  - {column: b, treatment: remove, reason: two}\n")
    )
    assert (profile.name, profile.method, profile.unlisted) == ("child", "safe-harbor", "remove")
    assert (profile.treatments["free_text"], profile.treatments["payer"]) == ("blank", "keep")
    assert profile.treatments["ssn"] == "remove"
    assert [rule.column for rule in profile.fields] == ["a", "b"]
    assert profile.dicom.burned_in_text == "keep"


@pytest.mark.parametrize("parents", [["a.yaml"], ["b.yaml", "a.yaml"], ["b.yaml", "c.yaml", "b.yaml"]])
def test_circles_are_told(tmp_path: Path, parents: list[str]) -> None:
    for name, parent in zip(["a.yaml", "b.yaml", "c.yaml"], parents, strict=False):
        write(tmp_path, f"deid_profile: 1\nname: x\ninherits: {parent}\n", name)
    (problem,) = problems(tmp_path / "a.yaml")
    assert "circle" in problem


@pytest.mark.parametrize(
    "text",
    [
        "", "- a\n", "a: [", "a: 2020-99-99\n", "a: \x01\n", "[" * 1200, CHILD + "inherits: x\n",
        "deid_profile: 1\nname: c\ninherits: nobody\n", "deid_profile: 1\nname: c\ninherits: [a]\n",
    ],
)  # fmt: skip
def test_what_is_no_profile_is_told_as_a_problem(tmp_path: Path, text: str) -> None:
    path = write(tmp_path, text)
    assert all(problem.startswith(f"{path}:") for problem in problems(path))


@pytest.mark.parametrize("name", ["no-such-profile", "missing.yaml"])
def test_an_unknown_profile_is_told(name: str) -> None:
    with pytest.raises(ConfigurationError):
        profiles.load(name)


def test_the_last_rule_that_matches_decides_whatever_the_case() -> None:
    rule = profiles.FieldRule(table="lab*", column="*_DATE", treatment="keep", reason="why")
    assert rule.matches("Labs.csv", "draw_date")
    assert not rule.matches("people", "draw_date")
    assert profiles.FieldRule(column="tags[]", treatment="keep", reason="why").matches("t", "tags[]")


def test_the_schema_is_json_and_names_every_setting() -> None:
    schema = json.loads(json.dumps(profiles.Profile.model_json_schema()))
    assert set(schema["properties"]) >= {"name", "inherits", "method", "unlisted", "treatments", "fields", "dicom"}
    assert schema["additionalProperties"] is False


def test_text_is_dropped_where_the_finder_is_below_the_floor(tmp_path: Path) -> None:
    child = "deid_profile: 1\nname: child\ninherits: safe-harbor\ntreatments:\n  free_text: scrub\n"
    assert profiles.load(write(tmp_path, child)).treatment_of("free_text") == "scrub"
    strict = profiles.load(write(tmp_path, child + "text: {recall_floor: 0.9999}\n", "strict.yaml"))
    assert strict.treatment_of("free_text") == "remove"
    assert strict.in_force("keep") == "keep"
    assert profiles.load("safe-harbor").treatment_of("free_text") == "remove"
