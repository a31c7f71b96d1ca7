"""References between resources as HL7 FHIR R4 writes them (2.3), less all but the logical id that they point to.

``Patient/pt-31``, ``https://ehr.example.org/r4/Patient/pt-31/_history/2`` and ``pt-31`` in ``Patient.id`` are one key.
"""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from deid.arrow import TEXT
from deid.vault.octets import Octets

_ID = r"[A-Za-z0-9.-]{1,64}"
_URN = r"(?i:urn:uuid:)"
_REFERENCE = rf"^(?:https?://\S{{1,200}}/)?[A-Z][A-Za-z]{{2,40}}/({_ID})(?:/_history/{_ID})?$|^{_URN}(\S{{1,64}})$"
_PATIENT = rf"^(?:https?://\S{{1,200}}/)?(?i:Patient)/({_ID})(?:/_history/{_ID})?$"


def logical_ids(values: pa.Array) -> pa.Array:
    """The values (large_string), each reference less its server, type and version."""
    if not Octets.of(values).holds(b"/:"):
        return values
    return pc.replace_substring_regex(values, _REFERENCE, r"\1\2")


def patients_of(values: pa.Array) -> pa.Array:
    """The logical id of each reference to a patient; null for all other values."""
    none = pa.scalar(None, TEXT)
    if not Octets.of(values).holds(b"/"):
        return pa.nulls(len(values), TEXT)
    told = pc.fill_null(pc.match_substring_regex(values, _PATIENT), False)
    return pc.replace_substring_regex(pc.if_else(told, values, none), _PATIENT, r"\1")
