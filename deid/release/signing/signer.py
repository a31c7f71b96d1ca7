"""Who signs: one small seam, behind which a key file, a smart card or a key service may stand."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from deid.errors import UsageError
from deid.release.signing.keys import PublicKey, load_private

_PATIENCE = 120


class Signer(Protocol):
    """Signs bytes with one Ed25519 key (RFC 8032, pure), wherever that key is kept."""

    @property
    def public(self) -> PublicKey:
        """The public half of the key."""

    def sign(self, message: bytes) -> bytes:
        """The 64 bytes of the signature over the message."""


class KeyFile:
    """A key that :func:`deid.release.signing.keys.create` made."""

    def __init__(self, path: Path, passphrase: str):
        """Open the key.

        Raises:
            UsageError: there is no such key, or the passphrase is another.
        """
        self._private = load_private(path, passphrase)
        self.public = _public(self._private)

    def sign(self, message: bytes) -> bytes:
        """The signature over the message."""
        return self._private.sign(message)


class PassingKey:
    """A key that is drawn here and lives in memory only: for demonstrations."""

    def __init__(self) -> None:
        self._private = Ed25519PrivateKey.generate()
        self.public = _public(self._private)

    def sign(self, message: bytes) -> bytes:
        """The signature over the message."""
        return self._private.sign(message)


class Program:
    """A program that signs: it reads the message from its standard input and writes 64 bytes, or their hexadecimal.

    The key itself stays where the program keeps it: a card, a module, a key service.
    """

    def __init__(self, command: Sequence[str], public: PublicKey):
        self._command = list(command)
        self.public = public

    def sign(self, message: bytes) -> bytes:
        """The signature over the message.

        Raises:
            UsageError: the program failed, or what it wrote is no signature of its key.
        """
        try:
            ended = subprocess.run(  # noqa: S603 - the command is the operator's own
                self._command, input=message, capture_output=True, timeout=_PATIENCE, check=True
            )
        except OSError as error:
            raise UsageError(f"the signing program cannot be run ({os.strerror(error.errno or 0)})") from None
        except subprocess.SubprocessError as error:
            raise UsageError(f"the signing program failed: {type(error).__name__}") from None
        signature = _signature(ended.stdout)
        if not self.public.verifies(signature, message):
            raise UsageError("what the signing program wrote is no signature of the public key that was given")
        return signature


def _public(private: Ed25519PrivateKey) -> PublicKey:
    raw = private.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    return PublicKey(raw)


def _signature(output: bytes) -> bytes:
    try:
        return output if len(output) == 64 else bytes.fromhex(output.decode("ascii").strip())
    except ValueError:
        return b""
