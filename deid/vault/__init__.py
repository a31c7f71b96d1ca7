"""What must never leave: keys, the crosswalk of random codes, harvested values.

Names are loaded when they are asked for: look-ups of a few values need no arrays.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from deid.vault.crosswalk import Aliases, Crosswalk, Entry, KeyWriter
    from deid.vault.harvest import Harvest, HarvestWriter
    from deid.vault.kinds import Kind
    from deid.vault.lookups import Lookups
    from deid.vault.offsets import OffsetWriter
    from deid.vault.persons import DICOM, LINKABLE, Links, dicom_keys, person_keys, settle_persons, staging
    from deid.vault.references import logical_ids, patients_of
    from deid.vault.spool import Recent, Room
    from deid.vault.vault import DOMAINS, Recorded, Vault

_HOMES = {
    "crosswalk": ("Aliases", "Crosswalk", "Entry", "KeyWriter"),
    "harvest": ("Harvest", "HarvestWriter"),
    "kinds": ("Kind",),
    "lookups": ("Lookups",),
    "offsets": ("OffsetWriter",),
    "persons": ("DICOM", "LINKABLE", "Links", "dicom_keys", "person_keys", "settle_persons", "staging"),
    "references": ("logical_ids", "patients_of"),
    "spool": ("Recent", "Room"),
    "vault": ("DOMAINS", "Recorded", "Vault"),
}
_HOME = {name: f"{__name__}.{module}" for module, names in _HOMES.items() for name in names}

__all__ = [
    "DICOM",
    "DOMAINS",
    "LINKABLE",
    "Aliases",
    "Crosswalk",
    "Entry",
    "Harvest",
    "HarvestWriter",
    "KeyWriter",
    "Kind",
    "Links",
    "Lookups",
    "OffsetWriter",
    "Recent",
    "Recorded",
    "Room",
    "Vault",
    "dicom_keys",
    "logical_ids",
    "patients_of",
    "person_keys",
    "settle_persons",
    "staging",
]


def __getattr__(name: str) -> Any:
    """Load a name where it is at home.

    Raises:
        AttributeError: there is no such name.
    """
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)
