"""Random codes for keys, and the derived values that are no such codes."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from deid.arrow import TEXT, as_text, map_distinct, scalar
from deid.safe_harbor.kinds import FieldKind
from deid.treatments.base import Field, Surroundings, Treated, Treatment
from deid.vault import logical_ids, patients_of, person_keys
from deid.vault.octets import Octets


@dataclass(frozen=True, slots=True)
class Code(Treatment):
    """A random code from the vault; the same key has the same code everywhere in the release."""

    name: str = "code"
    summary: str = "a random code, the same for the same key everywhere in the release"
    form: str = "code"

    def apply(self, column: pa.Array, field: Field, around: Surroundings) -> Treated:
        """Codes of 16 letters and digits, or UIDs under 2.25; empty cells stay empty."""
        cells = as_text(column)
        if field.kind.name == "uid":
            return Treated(around.uids(filled(cells)))
        if field.kind.name == "person_key":
            return Treated(around.person_codes(person_keys(field.namespace, filled(cells))))
        return Treated(_of_records(filled(cells), around))


def _of_records(keys: pa.Array, around: Surroundings) -> pa.Array:
    """The codes of records' keys; a reference to a patient among them has the patient's code."""
    patients = patients_of(keys)
    if patients.null_count == len(patients):
        return around.record_codes(logical_ids(keys))
    others = pc.if_else(pc.is_null(patients), keys, pa.scalar(None, TEXT))
    persons = around.person_codes(person_keys("patient", patients))
    return pc.coalesce(persons, around.record_codes(logical_ids(others)))


@dataclass(frozen=True, slots=True)
class Hash(Treatment):
    """A keyed digest: stateless, linkable, and derived from the person."""

    name: str = "hash"
    summary: str = "a keyed digest (HMAC-SHA-256), derived from the value"
    derived: bool = True
    form: str = "digest"

    def apply(self, column: pa.Array, field: Field, around: Surroundings) -> Treated:
        """32 hexadecimal digits of the keyed digest of each value."""
        key = around.secret("hash")

        def digests(cells: list[str]) -> list[str | None]:
            return [hmac.new(key, cell.encode(), hashlib.sha256).hexdigest()[:32] for cell in cells]

        return Treated(map_distinct(filled(as_text(column)), digests))

    def removes(self, kind: FieldKind) -> bool:
        """Never: the digest is derived from the value."""
        return False


def filled(cells: pa.Array) -> pa.Array:
    """Blank cells as null, the others without blanks around."""
    if Octets.of(cells).is_trimmed():
        return cells
    trimmed = pc.utf8_trim_whitespace(cells)
    return pc.if_else(pc.equal(trimmed, scalar("")), pa.scalar(None, TEXT), trimmed)
