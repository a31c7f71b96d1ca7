"""Names of files that a File ID can have: eight characters a component, from new UIDs alone (PS3.10 section 8.2)."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Mapping
from typing import Final

DIRECTORY_NAME: Final = "DICOMDIR"
_LENGTH: Final = 8


def names_for(uids: Iterable[str]) -> Mapping[str, str]:
    """A name of eight characters out of A-Z and 2-7 for each UID of one folder, no two alike.

    Each hangs on the UID; where two digests begin alike, the UID that sorts behind takes the next one, so that the
    same UIDs have the same names whatever their order.
    """
    names: dict[str, str] = {}
    taken = {DIRECTORY_NAME}
    for uid in sorted(set(uids)):
        attempt = 0
        while (name := _name(uid, attempt)) in taken:
            attempt += 1
        taken.add(name)
        names[uid] = name
    return names


def _name(uid: str, attempt: int) -> str:
    digest = hashlib.sha256(f"{uid}/{attempt}".encode()).digest()
    return base64.b32encode(digest).decode("ascii")[:_LENGTH]
