"""Keeping a trust file: keys in, keys revoked."""

from __future__ import annotations

import base64
import datetime
from collections.abc import Sequence
from pathlib import Path

from pydantic import ValidationError

from deid.errors import ConfigurationError, UsageError
from deid.release.signing.keys import load_public
from deid.release.signing.trust import Trust, TrustedKey, load


def add(
    file: Path, public_key: Path, name: str, roles: Sequence[str], not_before: datetime.date, not_after: datetime.date
) -> TrustedKey:
    """Write a key into a trust file, which is made where it is missing.

    Raises:
        ConfigurationError: the file or the entry is wrong.
        UsageError: the key cannot be read.
    """
    public = load_public(public_key)
    try:
        key = TrustedKey.model_validate(
            {
                "keyid": public.keyid,
                "name": name,
                "roles": tuple(roles),
                "public_key": base64.b64encode(public.raw).decode(),
                "not_before": not_before,
                "not_after": not_after,
            }
        )
    except ValidationError as error:
        raise ConfigurationError([f"{file}: {one['msg']}" for one in error.errors()]) from None
    _write(file, (load(file) if file.exists() else Trust()).with_key(key))
    return key


def revoke(file: Path, keyid: str, day: datetime.date) -> None:
    """Write into a trust file that a key is not trusted as of a day.

    Raises:
        ConfigurationError: the file is wrong.
        UsageError: it does not know the key.
    """
    trust = load(file)
    key = trust.find(keyid)
    if key is None:
        raise UsageError(f"{file}: knows no key {keyid[:16]!r}")
    _write(file, trust.with_key(key.model_copy(update={"revoked_at": day})))


def _write(file: Path, trust: Trust) -> None:
    beside = file.with_name(f".{file.name}.partial")
    try:
        beside.write_text(trust.text(), encoding="utf-8")
        beside.replace(file)
    except OSError:
        raise UsageError(f"{file}: cannot be written") from None
    finally:
        beside.unlink(missing_ok=True)
