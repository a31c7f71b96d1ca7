"""The standard's tables as data: DICOM PS3.15 2026d, (c) NEMA."""

from __future__ import annotations

from deid.dicom.standard.tables import (
    ACKNOWLEDGEMENT,
    ContentItemRow,
    ProfileRow,
    ProfileTable,
    SafePrivateRow,
    UnlistedRow,
    action_codes,
    content_items,
    method_codes,
    profile_table,
    safe_private,
    unlisted,
)

__all__ = [
    "ACKNOWLEDGEMENT",
    "ContentItemRow",
    "ProfileRow",
    "ProfileTable",
    "SafePrivateRow",
    "UnlistedRow",
    "action_codes",
    "content_items",
    "method_codes",
    "profile_table",
    "safe_private",
    "unlisted",
]
