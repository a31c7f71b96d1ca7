"""YAML out and in again: no text turns into a number, a truth or another text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from deid import yaml_file
from deid.errors import ConfigurationError

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=300)
@given(TEXT)
@example("no")
@example("yes")
@example("on")
@example("1e5")
@example("02139")
@example("12:30:45")
@example("2019-01-02")
@example("<<")
@example("=")
@example("~")
@example("null")
@example("0o17")
@example("a\x85b")
@example("\u2028\ufeff\x00\x7f")
@example("x " * 100 + "   y")
@example("# no comment: really")
@example("...")
@example("---")
@example("?0")
def test_every_text_comes_back(tmp_path: Path, text: str) -> None:
    path = tmp_path / "t.yaml"
    document = {"names": [text, "x"], "by": {text: text}}
    path.write_text(yaml_file.dump(document, "A heading\n\nwith a blank line"), encoding="utf-8", newline="")
    again = yaml_file.read(path)
    assert list(again["names"]) == [text, "x"]
    assert dict(again["by"]) == {text: text}
    assert all(isinstance(value, str) for value in (*again["names"], *again["by"], *again["by"].values()))


def test_the_heading_is_a_comment() -> None:
    assert yaml_file.dump({"a": 1}, "one\n\ntwo").startswith("# one\n#\n# two\n")


@pytest.mark.parametrize(
    "content", [b"a: 1\na: 2\n", b"\xff\xfe", b"a: \x01\n", b"a: !!int x\n", b"a: 1\n---\nb: 2\n", b"[" * 1200]
)
def test_what_cannot_be_read_is_told_with_its_file(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "t.yaml"
    path.write_bytes(content)
    with pytest.raises(ConfigurationError, match=r"t\.yaml:\d+:"):
        yaml_file.read(path)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="cannot be read"):
        yaml_file.read(tmp_path / "none.yaml")
