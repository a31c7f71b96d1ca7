"""Requests for deletion: a person's rows are destroyed, and the register says where their data went."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from pathlib import Path

from deid.release.disclosure.register import Line, Register
from deid.vault import Vault

REGISTER = "register.jsonl"


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What was destroyed, and what remains elsewhere.

    Attributes:
        rows: rows of the crosswalk that were destroyed.
        releases: names of the releases that hold the person.
        disclosures: the register's entries of those releases.
    """

    rows: int
    releases: tuple[str, ...]
    disclosures: tuple[Line, ...]


def forget(vault: Vault, *, number: str = "", code: str = "", register: Path | None = None) -> Forgotten | None:
    """Destroy the rows of the person who has a number in the source, or a code in a release.

    The register takes an entry that says of which releases, and nothing of the person.

    Returns:
        None where the vault knows no such person.

    Raises:
        VaultError: a run is using the vault.
        Refused: the register does not hold together; then nothing was destroyed.
    """
    book = Register(register or vault.path / REGISTER)
    lines = book.lines()
    with vault.locked():
        codes = vault.lookup_key(number) if number else frozenset({code.strip()})
        rows = sum(entry.code in codes for entry in vault.entries("person"))
        if not rows:
            return None
        releases = tuple(vault.forget(codes))
    book.append(
        {
            "event": "erasure",
            "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
            "releases": list(releases),
        }
    )
    held = tuple(
        line for line in lines if line.entry.get("event") == "disclosure" and line.entry["release"] in releases
    )
    return Forgotten(rows, releases, held)
