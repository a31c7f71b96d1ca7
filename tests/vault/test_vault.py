"""The vault's folder: closed to others, one run at a time, and nothing taken for a vault that is none."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from deid.errors import VaultError
from deid.vault import Vault


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_it_is_closed_to_others(tmp_path: Path) -> None:
    vault = Vault.create(tmp_path / "deep" / "vault")
    assert mode(vault.path) == 0o700
    assert {mode(vault.path / name) for name in ("secret", "vault.json")} == {0o600}


@pytest.mark.parametrize("opened", [0o750, 0o705, 0o777, 0o710])
def test_one_that_others_can_read_is_refused(tmp_path: Path, opened: int) -> None:
    vault = Vault.create(tmp_path / "vault")
    vault.path.chmod(opened)
    with pytest.raises(VaultError, match="chmod 700"):
        Vault.open(vault.path)


def test_it_is_never_made_over_something(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    Vault.create(tmp_path / "vault")
    for name in ("file", "link", "vault"):
        with pytest.raises(VaultError):
            Vault.create(tmp_path / name)
    with pytest.raises(VaultError):
        Vault.open_or_create(tmp_path / "file")


def test_an_empty_folder_becomes_a_vault_and_is_closed(tmp_path: Path) -> None:
    (tmp_path / "vault").mkdir(mode=0o755)
    assert mode(Vault.open_or_create(tmp_path / "vault").path) == 0o700


def test_what_is_no_vault_is_refused(tmp_path: Path) -> None:
    with pytest.raises(VaultError, match="deid vault init"):
        Vault.open(tmp_path)


@pytest.mark.parametrize(("name", "content"), [("vault.json", b"{"), ("vault.json", b"[]"), ("vault.json", b"\xff"),
                                               ("vault.json", json.dumps({"deid_vault": 99}).encode()),
                                               ("secret", b""), ("secret", b"short")])  # fmt: skip
def test_a_damaged_vault_is_refused(tmp_path: Path, name: str, content: bytes) -> None:
    vault = Vault.create(tmp_path / "vault")
    (vault.path / name).write_bytes(content)
    with pytest.raises(VaultError):
        Vault.open(vault.path)


def test_one_run_at_a_time(tmp_path: Path) -> None:
    vault = Vault.create(tmp_path / "vault")
    with vault.locked(), pytest.raises(VaultError, match="another run"), Vault.open(vault.path).locked():
        pass
    with vault.locked():
        pass


def test_workspaces_and_passing_vaults_are_gone_afterwards(tmp_path: Path) -> None:
    vault = Vault.create(tmp_path / "vault")
    with pytest.raises(RuntimeError), vault.workspace() as folder:
        (folder / "x").write_text("x")
        raise RuntimeError
    assert not folder.exists()
    with Vault.passing() as passing:
        assert mode(passing.path) == 0o700
    assert not passing.path.exists()


def test_commitments_depend_on_vault_label_and_content(tmp_path: Path) -> None:
    one, other = Vault.create(tmp_path / "a"), Vault.create(tmp_path / "b")
    made = [vault.commitment(label, content) for vault in (one, other) for label in "xy" for content in (b"1", b"2")]
    assert len(set(made)) == 8
    assert Vault.open(one.path).commitment("x", b"1") == made[0]
