"""Every command of docs/certificate.md does what the page says, in its order."""

from __future__ import annotations

import datetime
import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from deid.cli import main

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "certificate.md").read_text()
BLOCK = re.compile(r"<!-- (commands|file)(?: exit (\d)| ([\w.]+))? -->\n((?: {4}.*\n|\n(?= {4}))+)")


def test_every_command_of_the_page_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEID_PASSPHRASE", "throw away after use")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "sample_data").symlink_to(ROOT / "sample_data")
    today = datetime.datetime.now(datetime.UTC).date()
    ran = 0
    for kind, code, name, body in BLOCK.findall(PAGE):
        text = "\n".join(line[4:] for line in body.splitlines()) + "\n"
        if kind == "file":
            (tmp_path / name).write_text(text)
            continue
        for line in text.splitlines():
            command = shlex.split(line.replace("--notice-dated 2026-10-01", f"--notice-dated {today}"))
            done = CliRunner().invoke(main, command[1:])
            assert done.exit_code == int(code or 0), (line, done.output)
            assert "compliant" not in done.output.lower()
            ran += 1
    assert ran >= 17
    assert "Draft for counsel" in (tmp_path / "terms.txt").read_text()


def test_the_demo_ends_with_a_release_that_verifies(tmp_path: Path) -> None:
    shown = CliRunner().invoke(main, ["demo", str(tmp_path / "demo")])
    assert shown.exit_code == 0, shown.output
    assert "Verified as the recipient would: PASS" in shown.output
    command = next(line for line in shown.output.splitlines() if line.startswith("Try:"))
    assert CliRunner().invoke(main, shlex.split(command)[2:]).exit_code == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["demo", "demo.trust.json", "demo.vault"]
