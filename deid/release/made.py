"""How a release was made: program, libraries, profile and reference data, for whoever makes it again."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as version_of
from typing import Any

from deid.planning.plan import Plan
from deid.release import documents, reference_data
from deid.release.documents import Document

_LIBRARIES = ("pyarrow", "pydicom")


def made_with(plan: Plan, policy: Mapping[str, Any], latest_year: int, version: str) -> Document:
    """What decided, with versions and digests."""
    return {
        "version": version,
        "libraries": [{"name": name, "version": _version(name)} for name in _LIBRARIES],
        "profile": {"name": plan.profile, "digest": plan.profile_digest},
        "policy_sha256": hashlib.sha256(documents.text_of(policy).encode()).hexdigest(),
        "as_of": plan.as_of,
        "latest_year": latest_year,
        "reference_data": reference_data.tables(),
    }


def _version(name: str) -> str:
    try:
        return version_of(name)
    except PackageNotFoundError:
        return ""
