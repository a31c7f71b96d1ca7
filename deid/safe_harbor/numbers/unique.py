"""Codes that are unique by construction: DICOM UIDs and UUIDs."""

from __future__ import annotations

import re

from deid.safe_harbor.numbers.normalise import normalise

_UID = re.compile(r"[0-2](?:\.(?:0|[1-9]\d*)){4,}|2\.25\.[1-9]\d{9,38}", re.ASCII)
_UUID = re.compile(r"(?:urn:uuid:)?\{?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\}?", re.IGNORECASE)
_DICOM_ROOT = "1.2.840.10008."


def is_dicom_uid(text: str) -> bool:
    """A DICOM unique identifier (PS3.5, 9.1): at most 64 characters, five components or more, or the UUID root."""
    uid = normalise(text).strip().rstrip("\0")
    return len(uid) <= 64 and _UID.fullmatch(uid) is not None


def is_standard_dicom_uid(text: str) -> bool:
    """A UID below the root that DICOM itself uses (PS3.6 Annex A): it names a class, not an instance."""
    return is_dicom_uid(text) and normalise(text).strip().startswith(_DICOM_ROOT)


def is_uuid(text: str) -> bool:
    """A UUID in its dashed form (RFC 9562)."""
    return _UUID.fullmatch(normalise(text).strip()) is not None
