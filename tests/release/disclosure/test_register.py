from __future__ import annotations

import stat
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deid.errors import Refused
from deid.release.disclosure.register import Register


def made(folder: Path, entries: int = 4) -> Register:
    register = Register(folder / "register.jsonl")
    for number in range(entries):
        register.append({"event": "disclosure", "date": "2026-03-02", "release": f"{number:016x}"})
    return register


def test_entries_follow_each_other(tmp_path: Path) -> None:
    register = made(tmp_path)
    lines = register.lines()
    assert [line.number for line in lines] == [1, 2, 3, 4]
    assert register.problems() == ()
    assert stat.S_IMODE(register.path.stat().st_mode) == 0o600
    assert Register(tmp_path / "none.jsonl").lines() == []


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_any_change_to_the_register_is_noticed(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    register = made(tmp_path_factory.mktemp("register"))
    content = bytearray(register.path.read_bytes())
    lines = bytes(content).splitlines(keepends=True)
    how = data.draw(st.sampled_from(["flip", "drop", "swap", "cut", "repeat"]))
    if how == "flip":
        place = data.draw(st.integers(0, len(content) - 1))
        content[place] ^= 1 << data.draw(st.integers(0, 7))
        changed = bytes(content)
    elif how == "cut":
        changed = bytes(content[: data.draw(st.integers(0, len(content) - 1))])
    else:
        at = data.draw(st.integers(0, 2))
        kept = {
            "drop": lines[:at] + lines[at + 1 :],
            "swap": [*lines[:at], lines[at + 1], lines[at], *lines[at + 2 :]],
            "repeat": [*lines, lines[at]],
        }
        changed = b"".join(kept[how])
    register.path.write_bytes(changed)
    assert register.problems()
    with pytest.raises(Refused):
        register.append({"event": "disclosure"})
    assert register.path.read_bytes() == changed


@pytest.mark.parametrize("last", [1, 2])
def test_entries_that_are_missing_at_the_end_are_noticed(tmp_path: Path, last: int) -> None:
    register = made(tmp_path)
    register.path.write_bytes(b"".join(register.path.read_bytes().splitlines(keepends=True)[:-last]))
    assert "entries are missing" in register.problems()[0]
    register.path.unlink()
    assert "missing" in register.problems()[0]
