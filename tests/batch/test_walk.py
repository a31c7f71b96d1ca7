"""The files of an export: all of them, in one order, and none from outside."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from deid.batch.walk import walk
from deid.errors import UsageError


def test_every_file_in_the_order_of_names(tmp_path: Path) -> None:
    for name in ("b/z.csv", "a.csv", "b/a.csv", "B.csv", "no_suffix"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("a,b\n1,2\n")
    found = walk(tmp_path)
    assert [entry.source for entry in found] == ["B.csv", "a.csv", "b/a.csv", "b/z.csv", "no_suffix"]
    assert {entry.content for entry in found} == {"table"}
    assert [entry.source for entry in walk(tmp_path / "a.csv")] == ["a.csv"]


def test_dicom_is_known_by_its_content(tmp_path: Path) -> None:
    (tmp_path / "image.csv").write_bytes(bytes(128) + b"DICM" + b"\x02\x00\x00\x00UL\x04\x00" + bytes(4))
    assert [entry.content for entry in walk(tmp_path)] == ["dicom"]


def test_links_are_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.csv").write_text("a,b\n1,2\n")
    inside = tmp_path / "in"
    inside.mkdir()
    (inside / "file.csv").symlink_to(outside / "secret.csv")
    (inside / "folder").symlink_to(outside)
    (inside / "loop").symlink_to(inside)
    (inside / "dangling").symlink_to(tmp_path / "nowhere")
    found = walk(inside)
    assert {entry.content for entry in found} == {"unreadable"}
    assert {entry.reason for entry in found} == {"a symbolic link; it is not followed"}
    assert len(found) == 4


def test_what_is_no_file_is_named_and_not_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (entry,) = walk(tmp_path)
    assert (entry.content, entry.reason) == ("unreadable", "no regular file")


def test_broken_compression_is_named(tmp_path: Path) -> None:
    (tmp_path / "t.csv.gz").write_bytes(b"\x1f\x8bnonsense")
    (entry,) = walk(tmp_path)
    assert (entry.content, entry.reason) == ("unreadable", "broken or truncated gzip file")


def test_a_file_without_permission_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "t.csv").write_text("a,b\n1,2\n")

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "open", refuse)
    (entry,) = walk(tmp_path)
    assert (entry.content, entry.reason) == ("unreadable", "no permission to read the file")


def test_a_folder_that_cannot_be_opened_does_not_vanish(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "closed").mkdir()
    (tmp_path / "t.csv").write_text("a,b\n1,2\n")
    scan = os.scandir

    def refuse(where: object) -> object:
        if str(where).endswith("closed"):
            raise PermissionError(13, "Permission denied", str(where))
        return scan(where)  # type: ignore[call-overload]

    monkeypatch.setattr(os, "scandir", refuse)
    found = {entry.source: entry for entry in walk(tmp_path)}
    assert found["closed"].reason == "a folder that cannot be opened"
    assert found["t.csv"].content == "table"


def test_a_name_that_is_no_text_is_numbered(tmp_path: Path) -> None:
    with open(os.path.join(os.fsencode(tmp_path), b"Jos\xe9.csv"), "w") as sink:  # noqa: PTH118, PTH123 - bytes
        sink.write("a,b\n1,2\n")
    (entry,) = walk(tmp_path)
    assert (entry.content, entry.place) == ("unreadable", "file 1")


def test_names_that_may_identify_are_not_shown(tmp_path: Path) -> None:
    (tmp_path / "521-00-4711.csv").write_text("a,b\n1,2\n")
    (entry,) = walk(tmp_path)
    assert entry.place == "file 1"


def test_a_missing_input_is_a_wrong_call(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such"):
        walk(tmp_path / "none")
