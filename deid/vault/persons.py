"""Who is the same person: keys of persons in one spelling, and keys that stand for one another.

A person's key carries its namespace (``mrn:``, ``patient:``, ``member:`` ...), so that patient 17 and record
number 17 are two people until a table says, row by row, that they are one.
"""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from deid.vault.crosswalk import Aliases, Crosswalk
from deid.vault.hashing import Hashes, among
from deid.vault.spool import Recent, read_partitions

LINKABLE = ("patient", "mrn", "member", "ssn")
"""Namespaces in order of preference: the first that a row has is the person's canonical key."""
_PLACEHOLDERS = (
    "",
    "0",
    "NONE",
    "NULL",
    "NA",
    "N/A",
    "NAN",
    "UNKNOWN",
    "UNK",
    "ANON",
    "ANONYMOUS",
    "TEST",
    "-",
)


def person_keys(namespace: str, values: pa.Array) -> pa.Array:
    """``namespace:value`` in one spelling: no blanks around, upper case, ``4711.0`` and ``004711`` as ``4711``.

    Placeholders become null: they are nobody's key and must not merge people.
    """
    spelled = pc.utf8_upper(pc.utf8_trim_whitespace(values.cast(pa.large_string())))
    spelled = pc.replace_substring_regex(spelled, r"^(\d+)\.0+$", r"\1")
    numeric = pc.match_substring_regex(spelled, r"^\d+$")
    spelled = pc.if_else(numeric, pc.utf8_ltrim(spelled, "0"), spelled)
    nobody = pc.is_in(spelled, pa.array(_PLACEHOLDERS, pa.large_string()))
    spelled = pc.if_else(nobody, pa.scalar(None, pa.large_string()), spelled)
    return pc.binary_join_element_wise(
        pa.scalar(namespace, pa.large_string()), spelled, pa.scalar(":", pa.large_string())
    )


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
        suffix = "one" if one_to_one else "many"
        with (self._folder / f"{name}.{suffix}").open("ab") as sink:
            pairs.tofile(sink)

    def settled(self) -> Aliases | None:
        """The links that hold: an alias with two different persons links nobody."""
        single, several = self._pairs("one"), self._pairs("many")
        shutil.rmtree(self._folder, ignore_errors=True)
        pairs = np.concatenate([_unambiguous(_unambiguous(single, 1), 0), _unambiguous(several, 0)])
        pairs = _unambiguous(_distinct(pairs), 0)
        pairs = pairs[~among(pairs[:, 1], np.ascontiguousarray(pairs[:, 0]))]
        if not len(pairs):
            return None
        return Aliases(np.ascontiguousarray(pairs[:, 0]), np.ascontiguousarray(pairs[:, 1]))

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


def _unambiguous(pairs: Hashes, column: int) -> Hashes:
    """The pairs whose value in this column stands in no other pair, ascending by that column."""
    _, first, count = np.unique(pairs[:, column], return_index=True, return_counts=True)
    kept: Hashes = pairs[first[count == 1]]
    return kept


DICOM = "dicom"
"""The namespace of Patient IDs: each is the person of a table with that number, where there is one."""


def dicom_keys(patient_ids: list[str], issuers: list[str]) -> pa.Array:
    """The keys of Patient IDs (0010,0020) with their issuers (0010,0021)."""
    spelled = person_keys(DICOM, pa.array(patient_ids, pa.large_string()))
    marked = pa.array([f"^{issuer}" if issuer else "" for issuer in issuers], pa.large_string())
    return pc.binary_join_element_wise(spelled, marked, pa.scalar("", pa.large_string()))


def staging(workspace: Path, namespace: str) -> Path:
    """Where the keys of one namespace are staged in a run's workspace."""
    return workspace / f"person-{namespace}"


def settle_persons(crosswalk: Crosswalk, links: Links, workspace: Path) -> int:
    """Give every person met a code: those of tables first, then Patient IDs that no table knows.

    Returns:
        How many persons there are. Memberships and social security numbers that no row links to a person count
        as persons only where the export knows nobody by another key.
    """
    aliases = links.settled()
    standing = {space: crosswalk.settle(staging(workspace, space), aliases) for space in LINKABLE}
    dicom = staging(workspace, DICOM)
    standing[DICOM] = crosswalk.settle(dicom, _known_in_tables(crosswalk, dicom))
    persons = standing["patient"] + standing["mrn"] + standing[DICOM]
    return persons or max(standing.values())


def _known_in_tables(crosswalk: Crosswalk, staged: Path) -> Aliases | None:
    """Patient IDs that a table has as a record number, else as a patient number; two issuers of one ID know nobody."""
    written = sorted({value for table in read_partitions(staged) for value in table["value"].to_pylist()})
    if not written:
        return None
    bare = [value.split("^", 1)[0] for value in written]
    issuers = [value.split("^", 1)[1] if "^" in value else "" for value in written]
    alias = crosswalk.place(dicom_keys(bare, issuers))
    canonical = np.zeros(len(alias), np.uint64)
    for namespace in ("patient", "mrn"):
        keys = person_keys(namespace, pa.array(bare, pa.large_string()))
        canonical = np.where(crosswalk.has(keys), crosswalk.place(keys), canonical)
    unshared = _single(bare)
    chosen = np.flatnonzero((canonical != 0) & unshared)
    order = chosen[np.argsort(alias[chosen])]
    return Aliases(alias[order], canonical[order]) if len(order) else None


def _single(values: list[str]) -> np.ndarray:
    counted = Counter(values)
    return np.array([counted[value] == 1 for value in values])
