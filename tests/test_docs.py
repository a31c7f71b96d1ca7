"""What the documents say is what the program does."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest
from click.testing import CliRunner

from deid.cli import main
from deid.profile import names
from deid.treatments import BUILT_IN

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text()
GUIDE = (ROOT / "docs" / "guide.md").read_text()


def treatments_table() -> str:
    rows = [f"| `{t.name}` | {t.summary} | {'yes' if t.derived else ''} |" for t in BUILT_IN]
    return "\n".join(["| treatment | what it does | derived |", "|---|---|---|", *rows])


def test_the_guides_table_of_treatments_is_the_programs():
    written = GUIDE.split("<!-- treatments -->\n")[1].split("\n<!-- /treatments -->")[0]
    assert written == treatments_table()


def test_the_readmes_python_runs(capsys):
    for block in re.findall(r"```python\n(.*?)```", README, re.DOTALL):
        exec(compile(block, "README.md", "exec"), {})  # noqa: S102 - the README is ours
    printed = capsys.readouterr().out
    assert "safe-harbor" in printed
    assert "Okafor" not in printed
    assert "00412345" not in printed


def test_every_command_of_the_readme_exists():
    for command in set(re.findall(r"\./run deid ([a-z]+)(?: ([a-z]+))?", README)):
        words = [word for word in command if word]
        if words[0] in ("profiles", "vault"):
            assert CliRunner().invoke(main, [*words, "--help"]).exit_code == 0, words
        else:
            assert CliRunner().invoke(main, [words[0], "--help"]).exit_code == 0, words


@pytest.mark.parametrize("name", ["safe-harbor", "limited-data-set", "expert-shifted-dates"])
def test_the_profiles_that_the_readme_names_are_there(name):
    assert name in README
    assert name in names()


def test_what_the_readme_shows_is_in_the_repository():
    for path in re.findall(r"\]\(([^)]+)\)|`((?:docs|deid|benchmarks|sample_data)/[\w./-]*)`", README):
        assert (ROOT / (path[0] or path[1])).exists(), path


def test_the_page_on_columns_is_what_its_tool_writes():
    tool = runpy.run_path(str(ROOT / "tools" / "build_column_table.py"))
    assert (ROOT / "docs" / "columns.md").read_text() == tool["page"]()
