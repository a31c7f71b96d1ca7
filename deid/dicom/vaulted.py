"""The vault's codes and UIDs as this room asks for them: one at a time, looked up by the portion."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Final

from deid.arrow import texts
from deid.dicom.persons import PersonKey
from deid.vault import Vault, dicom_keys

_REMEMBERED: Final = 200_000


class Codes:
    """Persons' codes and new UIDs out of a vault.

    Args:
        vault: must have met every person and every UID before.
    """

    def __init__(self, vault: Vault):
        self._persons = vault.crosswalk("person")
        self._crosswalk = vault.crosswalk("uid")
        self._uids: dict[str, str] = {}
        self.person: Callable[[PersonKey], str] = cache(self._person)

    def uid(self, old: str) -> str:
        """The new UID.

        Raises:
            Unreadable: the vault has not met the old one.
        """
        new = self._uids.get(old)
        return self._looked_up([old])[0] if new is None else new

    def prepare(self, uids: Sequence[str]) -> None:
        """Look up UIDs that will be asked for; those that the vault has not met stay out."""
        unseen = [uid for uid in uids if uid not in self._uids]
        if unseen:
            met = self._crosswalk.has(texts([*unseen]))
            self._looked_up([uid for uid, known in zip(unseen, met, strict=True) if known])

    def _looked_up(self, old: list[str]) -> list[str]:
        if len(self._uids) > _REMEMBERED:
            self._uids.clear()
        new = self._crosswalk.uids(texts([*old])) if old else []
        self._uids.update(zip(old, new, strict=True))
        return new

    def _person(self, key: PersonKey) -> str:
        return str(self._persons.codes(dicom_keys([key.patient_id], [key.issuer]))[0].as_py())
