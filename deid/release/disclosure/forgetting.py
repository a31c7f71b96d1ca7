"""Requests for deletion: what is a person's in the vault is destroyed; the register says where their data went."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from deid.errors import Refused, Unreadable
from deid.release import bag, documents
from deid.release.disclosure.belongings import belongings
from deid.release.disclosure.register import Line, Register
from deid.release.manifest import digest_of
from deid.vault import Recorded, Vault

REGISTER = "register.jsonl"
_NOT_AT_HAND = (
    "not at hand as it was made, and only it tells which encounters, documents and images are the person's: name its "
    "folder (--release), or destroy the person's own keys alone (--incomplete); nothing was destroyed"
)


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What was destroyed, and what remains elsewhere.

    Attributes:
        rows: rows of the crosswalk that were destroyed: keys of the person, and of what was the person's alone.
        releases: names of the releases that hold the person.
        absent: those of them that were not at hand: what only they tie to the person stays.
        disclosures: the register's entries of those releases.
    """

    rows: int
    releases: tuple[str, ...]
    absent: tuple[str, ...]
    disclosures: tuple[Line, ...]


def forget(
    vault: Vault,
    *,
    number: str = "",
    code: str = "",
    register: Path | None = None,
    folders: Sequence[Path] = (),
    incomplete: bool = False,
) -> Forgotten | None:
    """Destroy the rows of the person who has a number in the source, or a code in a release.

    With the person go the keys of encounters, documents, studies and images that stand with nobody else in the
    releases that hold the person. The register takes an entry that says of which releases, and nothing of the person.

    Args:
        vault: that holds the person.
        number: of the person in the source.
        code: of the person in a release.
        register: of the house, instead of the vault's.
        folders: where releases stand that were moved since they were made.
        incomplete: whether to go on where a release that holds the person is not at hand.

    Returns:
        None where the vault knows no such person.

    Raises:
        VaultError: a run is using the vault.
        Refused: the register does not hold together, or a release is not at hand; then nothing was destroyed.
    """
    book = Register(register or vault.path / REGISTER)
    lines = book.lines()
    with vault.locked():
        codes = vault.lookup_key(number) if number else frozenset({code.strip()})
        if not any(entry.code in codes for entry in vault.entries("person")):
            return None
        releases = tuple(vault.held_in(codes))
        at_hand = _at_hand(vault, folders)
        absent = tuple(name for name in releases if name not in at_hand)
        if absent and not incomplete:
            raise Refused([f"release {name}: {_NOT_AT_HAND}" for name in absent])
        rows = vault.forget(_of_person([at_hand[name] for name in releases if name in at_hand], codes))
    today = datetime.datetime.now(datetime.UTC).date()
    book.append({"event": "erasure", "date": today.isoformat(), "releases": list(releases)})
    return Forgotten(rows, releases, absent, _disclosures(lines, releases))


def _disclosures(lines: Iterable[Line], releases: Sequence[str]) -> tuple[Line, ...]:
    return tuple(
        line for line in lines if line.entry.get("event") == "disclosure" and line.entry["release"] in releases
    )


def _of_person(releases: Sequence[Path], codes: frozenset[str]) -> frozenset[str]:
    try:
        return belongings(releases, codes)
    except Unreadable as error:
        raise Refused(
            f"a release that holds the person cannot be read: {error.reason}; nothing was destroyed"
        ) from None


def _at_hand(vault: Vault, folders: Sequence[Path]) -> dict[str, Path]:
    """Where each release of the vault stands: as named, as recorded, or beside the vault; with the same data."""
    beside = vault.path.with_name(vault.path.name.removesuffix(".vault"))
    found: dict[str, Path] = {}
    for one in vault.releases():
        places: Iterable[Path] = (*folders, one.folder, beside)
        place = next((place for place in places if _is_of(place, one)), None)
        if place is not None:
            found[one.name] = place
    return found


def _is_of(folder: Path, recorded: Recorded) -> bool:
    try:
        named = documents.parse((folder / "deid/report.json").read_bytes()).get("release")
        return named == recorded.name and digest_of(folder / bag.PAYLOAD).sha256 == recorded.data_sha256
    except (OSError, Unreadable):
        return False
