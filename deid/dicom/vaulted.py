"""The vault's codes and UIDs as this room asks for them: one at a time, looked up in the vault's files."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from functools import cache
from typing import Final

from deid.dicom.persons import PersonKey
from deid.vault.lookups import Lookups, dicom_key

_REMEMBERED: Final = 200_000


def keyed_uid(old: str, key: bytes) -> str:
    """A UID under 2.25 (PS3.5 section B.2) that is derived from the old one: the same wherever the key is."""
    return f"2.25.{int.from_bytes(hmac.new(key, old.encode(), hashlib.sha256).digest()[:16], 'big')}"


class Codes:
    """Persons' codes and new UIDs out of a vault.

    Args:
        vault: must have met every person and every UID before.
        keyed: whether UIDs are derived by the vault's key instead of looked up.
    """

    def __init__(self, vault: Lookups, *, keyed: bool = False):
        self._uid_key = vault.key_for("uid") if keyed else None
        self._shift_key = vault.key_for("shift")
        self._persons = vault.crosswalk("person")
        self._crosswalk = vault.crosswalk("uid")
        self._uids: dict[str, str] = {}
        self.person: Callable[[PersonKey], str] = cache(self._person)

    def uid(self, old: str) -> str:
        """The new UID.

        Raises:
            Unreadable: the vault has not met the old one.
        """
        if self._uid_key is not None:
            return keyed_uid(old, self._uid_key)
        new = self._uids.get(old)
        if new is None:
            if len(self._uids) > _REMEMBERED:
                self._uids.clear()
            new = self._uids[old] = self._crosswalk.uid(old)
        return new

    def days(self, key: PersonKey) -> int:
        """By how many days the person's dates move."""
        # Few profiles move dates, and the treatments of tables take long to load.
        from deid.treatments.dating import days_of

        return days_of(self.person(key), self._shift_key)

    def _person(self, key: PersonKey) -> str:
        return self._persons.code(dicom_key(key.patient_id, key.issuer))
