"""Who is the same person: keys of persons in one spelling, and keys that stand for one another.

A person's key carries its namespace (``mrn:``, ``patient:``, ``member:`` ...), so that patient 17 and record
number 17 are two people until a table says, row by row, that they are one.
"""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from deid.vault.crosswalk import Aliases, Crosswalk
from deid.vault.hashing import Hashes, among
from deid.vault.octets import Octets, are_digits
from deid.vault.references import logical_ids
from deid.vault.spool import Recent, read_partitions

LINKABLE = ("patient", "mrn", "member", "ssn")
"""Namespaces in order of preference: the first that a row has is the person's canonical key."""
_PLACEHOLDERS = (
    "NONE",
    "NULL",
    "NIL",
    "NA",
    "N/A",
    "NAN",
    "<NA>",
    "UNKNOWN",
    "UNK",
    "UNASSIGNED",
    "MISSING",
    "NOT AVAILABLE",
    "TBD",
    "ANON",
    "ANONYMOUS",
    "TEST",
)
_WITHOUT_CHARACTERS = r"^[^\pL\pN]*$"


def person_keys(namespace: str, values: pa.Array) -> pa.Array:
    """``namespace:value`` in one spelling: no blanks around, upper case, ``4711.0`` and ``004711`` as ``4711``.

    Placeholders become null: they are nobody's key and must not merge people.
    """
    spelled = values.cast(pa.large_string())
    if not _are_spelled(Octets.of(spelled)):
        spelled = _spelled(spelled)
    return pc.binary_join_element_wise(
        pa.scalar(namespace, pa.large_string()), spelled, pa.scalar(":", pa.large_string())
    )


def _are_spelled(octets: Octets) -> bool:
    """Whether these keys are spelled already: no blanks, small letters or fractions, a letter or number in front.

    With a digit at its end none is a placeholder.
    """
    if octets.has_empty or not are_digits(octets.last).all():
        return False
    if not octets.is_visible() or octets.has_small_letters() or octets.holds(b"."):
        return False
    return bool(((octets.first - ord("1") < 9) | (octets.first - ord("A") < 26)).all())


def _spelled(values: pa.Array) -> pa.Array:
    """Keys in one spelling, nobody's as null."""
    spelled = pc.utf8_upper(logical_ids(pc.utf8_trim_whitespace(values)))
    if pc.any(pc.match_substring(spelled, ".")).as_py():
        spelled = pc.replace_substring_regex(spelled, r"^(\d+)\.0+$", r"\1")
    spelled = pc.if_else(pc.ascii_is_decimal(spelled), pc.utf8_ltrim(spelled, "0"), spelled)
    nobody = pc.is_in(spelled, pa.array(_PLACEHOLDERS, pa.large_string()))
    if not pc.all(pc.utf8_is_alnum(pc.utf8_slice_codeunits(spelled, 0, 1))).as_py():
        nobody = pc.or_(nobody, pc.match_substring_regex(spelled, _WITHOUT_CHARACTERS))
    return pc.if_else(nobody, pa.scalar(None, pa.large_string()), spelled)


_ODD = np.uint64(0x9E3779B97F4A7C15)


class Links:
    """Pairs of keys that one row gives to one person, on their way to the crosswalk."""

    def __init__(self, crosswalk: Crosswalk, folder: Path):
        self._crosswalk = crosswalk
        self._folder = folder
        self._recent = Recent()

    def add(self, name: str, canonical: pa.Array, alias: pa.Array, *, one_to_one: bool) -> None:
        """Two columns of person keys, row by row; rows where one is null link nothing.

        A person may have several record numbers. A membership may change hands or years, so that its number links
        only where it is the one number of one person: `one_to_one`.
        """
        both = pc.and_(pc.is_valid(canonical), pc.is_valid(alias))
        pairs = np.column_stack(
            [self._crosswalk.place(alias.filter(both)), self._crosswalk.place(canonical.filter(both))]
        )
        pairs = pairs[self._recent.new(pairs[:, 0] * _ODD ^ pairs[:, 1])]
        self._folder.mkdir(parents=True, exist_ok=True)
        if not len(pairs):
            return
        space = alias.filter(both)[0].as_py().split(":", 1)[0]
        suffix = "one" if one_to_one else "many"
        with (self._folder / f"{name}.{space}.{suffix}").open("ab") as sink:
            pairs.tofile(sink)

    def settled(self) -> Aliases | None:
        """The links that hold: an alias with two different persons links nobody.

        A namespace is weighed after those before it, so that a member number that stands beside a record number
        links to the patient whom another table gives that record number.
        """
        held: Hashes = np.zeros((0, 2), np.uint64)
        for space in LINKABLE[1:]:
            single = _resolved(self._pairs(f"{space}.one"), held)
            several = _resolved(self._pairs(f"{space}.many"), held)
            pairs = np.concatenate([single[_alone(single, 0) & _alone(single, 1)], several])
            pairs = _distinct(pairs)
            held = _distinct(np.concatenate([held, pairs[_alone(pairs, 0)]]))
        shutil.rmtree(self._folder, ignore_errors=True)
        if not len(held):
            return None
        return Aliases(np.ascontiguousarray(held[:, 0]), np.ascontiguousarray(held[:, 1]))

    def _pairs(self, suffix: str) -> Hashes:
        files = sorted(self._folder.glob(f"*.{suffix}")) if self._folder.exists() else []
        read = [np.fromfile(path, np.uint64) for path in files]
        pairs: Hashes = np.concatenate([np.zeros(0, np.uint64), *read]).reshape(-1, 2)
        return _distinct(pairs[pairs[:, 0] != pairs[:, 1]])


def _distinct(pairs: Hashes) -> Hashes:
    """The distinct rows, ascending by both columns (sorting beats hashing here)."""
    pairs = pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]
    new = np.ones(len(pairs), np.bool_)
    new[1:] = (pairs[1:] != pairs[:-1]).any(axis=1)
    distinct: Hashes = pairs[new]
    return distinct


def _alone(pairs: Hashes, column: int) -> npt.NDArray[np.bool_]:
    """Which pairs (n, 2) have a value in this column that stands in no other pair."""
    _, first, count = np.unique(pairs[:, column], return_index=True, return_counts=True)
    alone = np.zeros(len(pairs), np.bool_)
    alone[first[count == 1]] = True
    return alone


def _resolved(pairs: Hashes, held: Hashes) -> Hashes:
    """The pairs with each canonical key that is itself an alias replaced by the key that it stands for."""
    aliases = np.ascontiguousarray(held[:, 0])
    chained = among(pairs[:, 1], aliases)
    resolved = pairs.copy()
    resolved[chained, 1] = held[np.searchsorted(aliases, pairs[chained, 1]), 1]
    return _distinct(resolved)


DICOM = "dicom"
"""The namespace of Patient IDs: each is the person of a table with that number, where there is one."""


def dicom_keys(patient_ids: list[str], issuers: list[str]) -> pa.Array:
    """The keys of Patient IDs (0010,0020) with their issuers (0010,0021)."""
    spelled = person_keys(DICOM, pa.array(patient_ids, pa.large_string()))
    marked = pa.array([f"^{issuer}" if issuer else "" for issuer in issuers], pa.large_string())
    return pc.binary_join_element_wise(spelled, marked, pa.scalar("", pa.large_string()))


MET = "met.u64"
"""In a run's workspace: the places of all person keys that it met."""


def staging(workspace: Path, namespace: str) -> Path:
    """Where the keys of one namespace are staged in a run's workspace."""
    return workspace / f"person-{namespace}"


def settle_persons(crosswalk: Crosswalk, links: Links, workspace: Path) -> int:
    """Give every person met a code: those of tables first, then Patient IDs that no table knows.

    Returns:
        How many persons there are. Memberships and social security numbers that no row links to a person count
        as persons only where the export knows nobody by another key.
    """
    aliases, met = links.settled(), workspace / MET
    standing = {space: crosswalk.settle(staging(workspace, space), aliases, met) for space in LINKABLE}
    dicom = staging(workspace, DICOM)
    standing[DICOM] = crosswalk.settle(dicom, _known_in_tables(crosswalk, dicom), met)
    persons = standing["patient"] + standing["mrn"] + standing[DICOM]
    return persons or max(standing.values())


def _known_in_tables(crosswalk: Crosswalk, staged: Path) -> Aliases | None:
    """Patient IDs that a table has as a record number, else as a patient number; two issuers of one ID know nobody."""
    written = sorted({value for table in read_partitions(staged) for value in table["value"].to_pylist()})
    if not written:
        return None
    bare = [value.split("^", 1)[0] for value in written]
    issuers = [value.split("^", 1)[1] if "^" in value else "" for value in written]
    # One spelling a number first: two spellings of one ID are one person, two issuers of it are two.
    spelled = person_keys(DICOM, pa.array(bare, pa.large_string())).to_pylist()
    distinct = {(key, issuer): place for place, (key, issuer) in enumerate(zip(spelled, issuers, strict=True))}
    counted = Counter(key for key, _ in distinct)
    chosen = [place for (key, _), place in distinct.items() if key is not None and counted[key] == 1]
    bare, issuers = [bare[place] for place in chosen], [issuers[place] for place in chosen]
    alias = crosswalk.place(dicom_keys(bare, issuers))
    canonical = np.zeros(len(alias), np.uint64)
    for namespace in ("patient", "mrn"):
        keys = person_keys(namespace, pa.array(bare, pa.large_string()))
        canonical = np.where(crosswalk.has(keys), crosswalk.place(keys), canonical)
    known = np.flatnonzero(canonical)
    order = known[np.argsort(alias[known])]
    return Aliases(alias[order], canonical[order]) if len(order) else None
