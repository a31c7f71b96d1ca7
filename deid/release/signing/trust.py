"""Whom a verifier trusts: their own file, never a key that a release brings along."""

from __future__ import annotations

import base64
import binascii
import datetime
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from deid.errors import ConfigurationError, Unreadable
from deid.release import documents
from deid.release.signing.keys import PublicKey

RoleName = Literal["engine", "privacy-officer", "expert", "approver"]


class TrustedKey(BaseModel):
    """A key, whose it is, for which roles, and when.

    Attributes:
        public_key: the raw public key in base64; the key's id must be its digest.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    keyid: str = Field(pattern="^[0-9a-f]{16}$")
    name: str = Field(min_length=2)
    roles: tuple[RoleName, ...] = Field(min_length=1)
    public_key: str
    not_before: datetime.date
    not_after: datetime.date
    revoked_at: datetime.date | None = None

    @property
    def key(self) -> PublicKey:
        """The public key."""
        return PublicKey(base64.b64decode(self.public_key))

    @model_validator(mode="after")
    def _holds_together(self) -> TrustedKey:
        try:
            raw = base64.b64decode(self.public_key, validate=True)
        except (binascii.Error, ValueError):
            raise ValueError("public_key: no base64") from None
        if len(raw) != 32 or PublicKey(raw).keyid != self.keyid:
            raise ValueError("keyid: not the digest of public_key")
        if self.not_after < self.not_before:
            raise ValueError("not_after: before not_before")
        return self

    def barred(self, day: datetime.date) -> str:
        """Why a signature of this key cannot be relied on, as of a day; empty where it can."""
        if day < self.not_before:
            return f"its key is valid from {self.not_before} only"
        if day > self.not_after:
            return f"its key expired on {self.not_after}"
        if self.revoked_at is not None and self.revoked_at <= day:
            return f"its key was revoked on {self.revoked_at}"
        return ""


class Trust(BaseModel):
    """A verifier's trust file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    deid_trust: Literal[1] = 1
    keys: tuple[TrustedKey, ...] = ()

    @model_validator(mode="after")
    def _each_key_once(self) -> Trust:
        if len({key.keyid for key in self.keys}) < len(self.keys):
            raise ValueError("keys: the same key twice")
        return self

    def find(self, keyid: str) -> TrustedKey | None:
        """The trusted key with this id."""
        return next((key for key in self.keys if key.keyid == keyid), None)

    def with_key(self, key: TrustedKey) -> Trust:
        """This trust, and one key more; a key with the same id is replaced."""
        others = (known for known in self.keys if known.keyid != key.keyid)
        return Trust(keys=tuple(sorted((*others, key), key=lambda one: one.keyid)))

    def text(self) -> str:
        """The file's content."""
        return documents.text_of(self.model_dump(mode="json"))


def load(path: Path) -> Trust:
    """Read a trust file.

    Raises:
        ConfigurationError: it is missing or wrong; all problems at once.
    """
    try:
        return Trust.model_validate(documents.parse(path.read_bytes()))
    except OSError:
        raise ConfigurationError([f"{path}: cannot be read"]) from None
    except Unreadable as error:
        raise ConfigurationError([f"{path}: {error.reason}"]) from None
    except ValidationError as error:
        raise ConfigurationError(
            [f"{path}: {'.'.join(map(str, one['loc'])) or 'file'}: {one['msg']}" for one in error.errors()]
        ) from None
