"""The folder beside the release and the vault: nothing stays behind, and nobody's work is taken away."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from deid.batch import staging
from deid.batch.staging import check_places, held, staged
from deid.errors import Refused, UsageError, VaultError
from deid.vault import Vault


def test_what_killed_runs_left_goes_and_what_is_at_work_stays(tmp_path: Path) -> None:
    (tmp_path / ".out.dead.partial" / "data").mkdir(parents=True)
    with staged(tmp_path / "out") as first:
        assert not (tmp_path / ".out.dead.partial").exists()
        with pytest.raises(Refused), staged(tmp_path / "out"):
            assert first.is_dir()
            raise OSError(errno.ENOSPC, "full")
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_an_error_without_a_number_is_not_called_success(tmp_path: Path) -> None:
    with pytest.raises(Refused) as caught, staged(tmp_path / "out"):
        raise OSError("Quackenbush")
    assert "OSError" in str(caught.value)
    assert "Quackenbush" not in str(caught.value)


def test_a_folder_that_cannot_be_written_is_a_wrong_call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_: object) -> str:
        raise PermissionError(errno.EACCES, "no")

    monkeypatch.setattr("tempfile.mkdtemp", refuse)
    with pytest.raises(UsageError, match="Permission denied"), staged(tmp_path / "out"):
        pass


def test_a_vault_made_for_a_run_that_failed_goes_again_and_a_given_one_stays(tmp_path: Path) -> None:
    Vault.create(tmp_path / "mine")
    for name in ("mine", "new"):
        with pytest.raises(KeyboardInterrupt), held(tmp_path / name):
            raise KeyboardInterrupt
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


def test_a_vault_is_held_alone_and_never_destroyed_by_who_does_not_hold_it(tmp_path: Path) -> None:
    with held(tmp_path / "v"):
        with pytest.raises(VaultError, match="another run"), held(tmp_path / "v"):
            pass
        assert (tmp_path / "v" / "secret").exists()


def test_workspaces_of_killed_runs_are_destroyed(tmp_path: Path) -> None:
    Vault.create(tmp_path / "v")
    (tmp_path / "v" / "run-dead").mkdir()
    with held(tmp_path / "v"):
        assert not (tmp_path / "v" / "run-dead").exists()


def test_wrong_places(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "in")
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
    vault = tmp_path / "v"
    for target in (tmp_path / "dangling", tmp_path / "link" / "out", Path(), Path("/")):
        with pytest.raises(UsageError):
            check_places(tmp_path / "in", target, vault)
    Vault.create(vault)
    (vault / "export").mkdir()
    with pytest.raises(UsageError, match="inside the vault"):
        check_places(vault / "export", tmp_path / "out", vault)


@pytest.mark.parametrize("knows", [True, False])
def test_many_files_are_on_the_disk_before_the_release_has_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, knows: bool
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(staging, "_sync_file_system", lambda folder: asked.append("all") or knows)
    monkeypatch.setattr(staging, "_sync_one", lambda path: asked.append(path.name))
    with staged(tmp_path / "release") as folder:
        for number in range(100):
            (folder / f"{number}").touch()
    assert asked[0] == "all"
    assert {str(number) for number in range(100)} <= set(asked) or knows
    assert len(asked) == (2 if knows else 103)


def test_a_disk_that_fails_makes_no_release(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(folder: Path) -> bool:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(staging, "_sync_file_system", fails)
    with pytest.raises(Refused, match="could not be written"), staged(tmp_path / "release") as folder:
        for number in range(100):
            (folder / f"{number}").touch()
    assert not list(tmp_path.iterdir())
