"""The vault's mark and its secret, from which every seed and key is derived."""

from __future__ import annotations

import hashlib
import hmac
import json
import stat
from pathlib import Path
from typing import Final

from deid.errors import VaultError

FORMAT: Final = 1
MARK: Final = "vault.json"
SECRET_LENGTH: Final = 32


def secret_of(path: Path) -> bytes:
    """The secret of an existing vault.

    Raises:
        VaultError: it is missing, is no vault, is damaged, or can be read by others.
    """
    if not (path / MARK).is_file() or not (path / "secret").is_file():
        raise VaultError(f"{path} is not a vault; make one with: deid vault init {path}")
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise VaultError(f"{path} can be read by others; close it with: chmod 700 {path}")
    try:
        mark, secret = json.loads((path / MARK).read_bytes()), (path / "secret").read_bytes()
    except (OSError, ValueError):
        raise VaultError(f"{path} is damaged: restore the vault from a backup") from None
    if mark != {"deid_vault": FORMAT}:
        raise VaultError(f"{path} was made by another version of deid")
    if len(secret) != SECRET_LENGTH:
        raise VaultError(f"{path} is damaged: restore the vault from a backup")
    return secret


def places_seed(secret: bytes, domain: str) -> int:
    """The seed of the hashes under which a domain of the crosswalk keeps its keys."""
    return int.from_bytes(
        hashlib.blake2b(domain.encode(), key=secret, digest_size=8, person=b"deid-places").digest(), "little"
    )


def harvest_seed(secret: bytes) -> int:
    """The seed of the hashes of harvested values."""
    return int.from_bytes(hashlib.blake2b(b"harvest", key=secret, digest_size=8).digest(), "little")


def commitment(secret: bytes, label: str, content: bytes) -> str:
    """A keyed digest for naming something in a release without letting anyone confirm a guess at it."""
    return hmac.new(secret, label.encode() + b"\0" + content, hashlib.sha256).hexdigest()


def key_for(secret: bytes, purpose: str) -> bytes:
    """A key for treatments that derive values, such as ``shift``."""
    return bytes.fromhex(commitment(secret, "treatment", purpose.encode()))
