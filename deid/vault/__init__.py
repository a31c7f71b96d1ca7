"""What must never leave: keys, the crosswalk of random codes, harvested values."""

from __future__ import annotations

from deid.vault.crosswalk import Aliases, Crosswalk, Entry, KeyWriter
from deid.vault.harvest import Harvest, HarvestWriter, Kind
from deid.vault.offsets import OffsetWriter
from deid.vault.persons import DICOM, LINKABLE, Links, dicom_keys, person_keys, settle_persons, staging
from deid.vault.spool import Recent
from deid.vault.vault import DOMAINS, Vault

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
    "OffsetWriter",
    "Recent",
    "Vault",
    "dicom_keys",
    "person_keys",
    "settle_persons",
    "staging",
]
