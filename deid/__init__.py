"""deid: de-identification of patient tables, notes and DICOM, sealed with evidence.

::

    import deid

    result = deid.deidentify(df, profile="safe-harbor")      # a DataFrame, dict of them, Arrow table, pydicom Dataset
    release = deid.run("export", "release", vault="vault")   # files in, a sealed release out
    deid.verify("release", trust="trust.json", recipient="Ardent Analytics").passed
    deid.find("seen by Dr. Okafor on 3/4", known=["Okafor"])

Names are imported when first used, so that `import deid` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from deid.errors import CheckFailed as CheckFailed
    from deid.errors import ConfigurationError as ConfigurationError
    from deid.errors import DeidError as DeidError
    from deid.errors import Refused as Refused
    from deid.errors import Unreadable as Unreadable
    from deid.errors import UsageError as UsageError
    from deid.errors import VaultError as VaultError
    from deid.front import deidentify as deidentify
    from deid.front import find as find
    from deid.front import plan as plan
    from deid.front import run as run
    from deid.front import survey as survey
    from deid.front import verify as verify
    from deid.identifiers import Finding as Finding
    from deid.identifiers import Identifier as Identifier
    from deid.vault import Vault as Vault

_HOMES = {
    **dict.fromkeys(("deidentify", "find", "plan", "run", "survey", "verify"), "deid.front"),
    **dict.fromkeys(("Finding", "Identifier"), "deid.identifiers"),
    **dict.fromkeys(
        (
            "CheckFailed",
            "ConfigurationError",
            "DeidError",
            "Refused",
            "Unreadable",
            "UsageError",
            "VaultError",
        ),
        "deid.errors",
    ),
    "Vault": "deid.vault",
    "expert": "",
}

__all__ = sorted(_HOMES)


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'deid' has no attribute '{name}'")
    if not _HOMES[name]:
        return import_module(f"deid.{name}")
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(_HOMES)
