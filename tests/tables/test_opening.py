"""What a file is, by its first bytes."""

from __future__ import annotations

from pathlib import Path

import pytest

from deid.errors import Unreadable
from deid.tables.opening import open_table


@pytest.mark.parametrize(
    "text", ['[{"mrn": 4411, "name": "Ama"}, {"mrn": 4412}]', '[\n  {"mrn": 1}\n]', "[1, 2]", "[[1]]"]
)
def test_a_json_array_is_no_table(tmp_path: Path, text: str) -> None:
    path = tmp_path / "one.json"
    path.write_text(text, "utf-8")
    with pytest.raises(Unreadable, match="JSON array"):
        open_table(path)


def test_a_header_in_brackets_is_a_table(tmp_path: Path) -> None:
    path = tmp_path / "one.csv"
    path.write_text("[id],[name]\n1,a\n2,b\n", "utf-8")
    assert open_table(path).format == "csv"
