"""Ed25519 keys (RFC 8032): made, kept encrypted at rest, and named by the digest of their public half."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from deid.errors import UsageError

SHORTEST_PASSPHRASE = 10
_RAW = serialization.Encoding.Raw, serialization.PublicFormat.Raw
_PUBLIC_LENGTH = 32


@dataclass(frozen=True, slots=True)
class PublicKey:
    """The public half of a key: 32 bytes.

    Raises:
        UsageError: that is no Ed25519 public key.
    """

    raw: bytes

    def __post_init__(self) -> None:
        if len(self.raw) != _PUBLIC_LENGTH:
            raise UsageError("no Ed25519 public key: it has 32 bytes")

    @property
    def keyid(self) -> str:
        """The first 16 digits of the SHA-256 of the raw key."""
        return hashlib.sha256(self.raw).hexdigest()[:16]

    def verifies(self, signature: bytes, message: bytes) -> bool:
        """Whether this key made the signature over exactly this message."""
        try:
            Ed25519PublicKey.from_public_bytes(self.raw).verify(signature, message)
        except InvalidSignature:
            return False
        return True

    def as_pem(self) -> bytes:
        """The key as other programs read it (RFC 8410)."""
        form = serialization.PublicFormat.SubjectPublicKeyInfo
        return Ed25519PublicKey.from_public_bytes(self.raw).public_bytes(serialization.Encoding.PEM, form)


def create(path: Path, passphrase: str) -> PublicKey:
    """Make a key: the private half, encrypted and readable by its owner alone, and ``PATH.pub`` beside it.

    Raises:
        UsageError: something stands there already, the folder cannot be written, or the passphrase is short.
    """
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise UsageError(f"the passphrase has fewer than {SHORTEST_PASSPHRASE} characters")
    private = Ed25519PrivateKey.generate()
    encryption = serialization.BestAvailableEncryption(passphrase.encode())
    pem = private.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, encryption)
    public = PublicKey(private.public_key().public_bytes(*_RAW))
    _write(path, pem, 0o600)
    _write(public_path(path), public.as_pem(), 0o644)
    return public


def public_path(path: Path) -> Path:
    """Where the public half of a key stands."""
    return path.with_name(path.name + ".pub")


def load_private(path: Path, passphrase: str) -> Ed25519PrivateKey:
    """Read the private half of a key.

    Raises:
        UsageError: there is no such file, it is no encrypted Ed25519 key, or the passphrase is another.
    """
    try:
        found = serialization.load_pem_private_key(path.read_bytes(), passphrase.encode())
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({os.strerror(error.errno or 0)})") from None
    except TypeError:
        raise UsageError(f"{path}: not encrypted; make a key with: deid key new") from None
    except ValueError:
        raise UsageError(f"{path}: no key, or the passphrase is another") from None
    if not isinstance(found, Ed25519PrivateKey):
        raise UsageError(f"{path}: no Ed25519 key")
    return found


def load_public(path: Path) -> PublicKey:
    """Read a public key in PEM.

    Raises:
        UsageError: there is no such file, or it is no Ed25519 public key.
    """
    try:
        found = serialization.load_pem_public_key(path.read_bytes())
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({os.strerror(error.errno or 0)})") from None
    except ValueError:
        raise UsageError(f"{path}: no public key in PEM") from None
    if not isinstance(found, Ed25519PublicKey):
        raise UsageError(f"{path}: no Ed25519 public key")
    return PublicKey(found.public_bytes(*_RAW))


def _write(path: Path, content: bytes, mode: int) -> None:
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, mode)
    except FileExistsError:
        raise UsageError(f"{path}: exists already; name a new file") from None
    except OSError as error:
        raise UsageError(f"{path}: cannot be written ({os.strerror(error.errno or 0)})") from None
    with os.fdopen(descriptor, "wb") as sink:
        sink.write(content)
