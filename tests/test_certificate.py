"""Every command of docs/certificate.md does what the page says, in its order."""

from __future__ import annotations

import datetime
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from deid.cli import main

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "certificate.md").read_text()
BLOCK = re.compile(r"<!-- (commands|file|shell)(?: exit (\d)| ([\w.]+))? -->\n((?: {4}.*\n|\n(?= {4}))+)")


def in_shell(folder: Path, text: str) -> subprocess.CompletedProcess[str] | None:
    """Run commands as they are printed; None where this machine lacks one of the tools."""
    if not all(map(shutil.which, ("sh", "sha256sum", "openssl", "paste", "diff"))):
        return None
    return subprocess.run(["sh", "-eu", "-c", text], cwd=folder, capture_output=True, text=True, check=False)


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
        if kind == "shell":
            done = in_shell(tmp_path, text)
            assert done is None or done.returncode == 0, (text, done.stdout, done.stderr)
            continue
        for line in text.splitlines():
            command = shlex.split(line.replace("--notice-dated 2026-10-01", f"--notice-dated {today}"))
            done = CliRunner().invoke(main, command[1:])
            assert done.exit_code == int(code or 0), (line, done.output)
            assert "compliant" not in done.output.lower()
            ran += 1
    assert ran >= 17
    assert "Draft for counsel" in (tmp_path / "terms.txt").read_text()
    demand_that_standard_tools_notice(tmp_path)


def demand_that_standard_tools_notice(folder: Path) -> None:
    """The printed commands fail on a changed byte, a file more, a changed statement and another's key."""
    bytes_, statement = (body for kind, _, _, body in BLOCK.findall(PAGE) if kind == "shell")
    release = folder / "release"
    for path, commands in (
        (release / "data/tables/patients.csv", bytes_),
        (release / "deid/report.html", bytes_),
        (release / "deid/knowledge.dsse.json", statement),
        (release / "deid/policy.json", statement),
        (release / "more.txt", bytes_),
        (folder / "officer.key.pub", statement),
    ):
        before = path.read_bytes() if path.exists() else None
        other = (folder / "approver.key.pub").read_bytes() if path.suffix == ".pub" else (before or b"") + b" "
        path.write_bytes(other if path.suffix != ".json" else (before or b"").replace(b"A", b"B", 1))
        done = in_shell(folder, commands)
        assert done is None or done.returncode != 0, path
        path.unlink() if before is None else path.write_bytes(before)


def test_the_demo_ends_with_a_release_that_verifies(tmp_path: Path) -> None:
    shown = CliRunner().invoke(main, ["demo", str(tmp_path / "demo")])
    assert shown.exit_code == 0, shown.output
    assert "Verified as the recipient would: PASS" in shown.output
    command = next(line for line in shown.output.splitlines() if line.startswith("Try:"))
    assert CliRunner().invoke(main, shlex.split(command)[2:]).exit_code == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["demo", "demo.trust.json", "demo.vault"]
