"""Worker processes: results in order, errors without their messages, and an end with the parent."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import traceback
from pathlib import Path

import pytest

from deid.batch.pool import run_all, silent
from deid.errors import Refused


def _double(number: int) -> int:
    return 2 * number


def _fail(number: int) -> int:
    raise ValueError(f"could not convert Quackenbush {number}")


def _die(_number: int) -> int:
    os._exit(9)


@pytest.mark.parametrize("workers", [1, 2])
def test_results_come_in_order(workers: int) -> None:
    heard: list[tuple[str, int, int]] = []
    found = list(run_all("s", _double, range(5), workers, lambda *step: heard.append(step)))
    assert found == [0, 2, 4, 6, 8]
    assert heard == [("s", done, 5) for done in range(6)]


def test_an_error_of_a_worker_travels_without_its_message() -> None:
    with pytest.raises(Refused, match="ValueError") as caught:
        list(run_all("s", _fail, range(3), 2, silent))
    assert "Quackenbush" not in "".join(traceback.format_exception(caught.value))


def test_a_worker_that_is_killed_is_a_refusal() -> None:
    with pytest.raises(Refused, match="ended from outside"):
        list(run_all("s", _die, range(3), 2, silent))


_SLEEPERS = """
import os, pathlib, sys, time
from deid.batch.pool import run_all, silent
def sleep(place):
    pathlib.Path(place).write_text(str(os.getpid()))
    time.sleep(600)
if __name__ == "__main__":
    list(run_all("s", sleep, sys.argv[1:], 2, silent))
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_workers_end_with_the_parent(number: int, tmp_path: Path) -> None:
    (tmp_path / "sleepers.py").write_text(_SLEEPERS)
    places = [tmp_path / "a", tmp_path / "b"]
    parent = subprocess.Popen([sys.executable, tmp_path / "sleepers.py", *places], stderr=subprocess.DEVNULL)
    _wait_for(lambda: all(place.exists() and place.read_text() for place in places))
    parent.send_signal(number)
    parent.wait(120)
    _wait_for(lambda: not any(_alive(int(place.read_text())) for place in places))


def _wait_for(condition) -> None:
    deadline = time.monotonic() + 120  # a machine that many share is slow
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def _alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
