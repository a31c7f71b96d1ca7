"""Privacy models: what an equivalence class must fulfil, or its records are suppressed."""

from __future__ import annotations

from deid.expert.models.base import Classes, Histogram, PrivacyModel
from deid.expert.models.closeness import TCloseness
from deid.expert.models.diversity import DistinctLDiversity, EntropyLDiversity, RecursiveCLDiversity
from deid.expert.models.likeness import BetaLikeness, DeltaDisclosure
from deid.expert.models.size import AverageRisk, KAnonymity

__all__ = [
    "AverageRisk",
    "BetaLikeness",
    "Classes",
    "DeltaDisclosure",
    "DistinctLDiversity",
    "EntropyLDiversity",
    "Histogram",
    "KAnonymity",
    "PrivacyModel",
    "RecursiveCLDiversity",
    "TCloseness",
]
