from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deid.release.tree import printable, problem_of_name, prune, walk

NAMES = st.text(st.sampled_from("ab.-_/Zé0 "), min_size=1, max_size=6).map(lambda s: s.strip("/. ")).filter(bool)


@given(paths=st.sets(NAMES, max_size=12))
def test_files_come_in_the_order_of_their_whole_paths(
    paths: set[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    top = tmp_path_factory.mktemp("tree")
    made = set()
    for path in paths:
        parts = [part for part in path.split("/") if part and not part.startswith(".")]
        target = top.joinpath(*parts)
        if parts and not target.exists() and not any(parent.is_file() for parent in target.parents):
            target.parent.mkdir(parents=True, exist_ok=True)
            target.touch()
            made.add("/".join(parts))
    plain = [entry.path for entry in walk(top) if not entry.problem]
    assert plain == sorted(plain)
    assert set(plain) <= made
    assert set(plain) == made or any("case" in entry.problem for entry in walk(top))


def test_links_are_reported_and_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "x").touch()
    top = tmp_path / "top"
    top.mkdir()
    (top / "folder").symlink_to(tmp_path / "secret")
    (top / "file").symlink_to(tmp_path / "secret" / "x")
    assert [(entry.path, entry.problem) for entry in walk(top)] == [
        ("file", "symbolic link"),
        ("folder", "symbolic link"),
    ]


def test_what_is_neither_file_nor_folder_is_reported(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert [entry.problem for entry in walk(tmp_path)] == ["neither file nor folder"]


def test_a_second_name_and_a_program_of_others_are_reported(tmp_path: Path) -> None:
    (tmp_path / "one").touch()
    os.link(tmp_path / "one", tmp_path / "other")
    (tmp_path / "runs").touch()
    (tmp_path / "runs").chmod(0o4755)
    found = [entry.problem.split(":")[0].split(" (")[0] for entry in walk(tmp_path)]
    assert found == ["hard link", "hard link", "a program that runs as somebody else"]


@pytest.mark.parametrize(
    ("first", "second"), [("A.csv", "a.csv"), ("caf\u00e9", "cafe\u0301"), ("stra\u00dfe", "STRASSE")]
)
def test_names_that_some_file_systems_hold_for_one_are_reported(tmp_path: Path, first: str, second: str) -> None:
    (tmp_path / first).touch()
    (tmp_path / second).touch()
    assert sorted(bool(entry.problem) for entry in walk(tmp_path)) == [False, True]


@pytest.mark.parametrize("name", ["", ".", "..", ".hidden", "a\\b", "\udc80"])
def test_names_that_bar_a_release(name: str) -> None:
    assert problem_of_name(name)


def test_empty_folders_are_reported_until_they_are_pruned(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / "x").touch()
    assert [entry.path for entry in walk(tmp_path) if entry.problem] == ["a/b"]
    prune(tmp_path)
    assert [entry.path for entry in walk(tmp_path)] == ["c/x"]


@given(st.text())
def test_a_printable_path_is_printable(text: str) -> None:
    assert printable(text).isprintable()
