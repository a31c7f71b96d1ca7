"""Privacy models: what an equivalence class must fulfil, or its records are suppressed."""

from __future__ import annotations

from deid.expert.models.base import Classes, Histogram, PrivacyModel
from deid.expert.models.closeness import TCloseness
from deid.expert.models.dimensions import LKCPrivacy
from deid.expert.models.diversity import DistinctLDiversity, EntropyLDiversity, RecursiveCLDiversity
from deid.expert.models.likeness import BetaLikeness, DeltaDisclosure
from deid.expert.models.population import DeltaPresence, KMap
from deid.expert.models.size import AverageRisk, KAnonymity, PopulationUniquenessRisk, StrictAverageRisk

__all__ = [
    "AverageRisk",
    "BetaLikeness",
    "Classes",
    "DeltaDisclosure",
    "DeltaPresence",
    "DistinctLDiversity",
    "EntropyLDiversity",
    "Histogram",
    "KAnonymity",
    "KMap",
    "LKCPrivacy",
    "PopulationUniquenessRisk",
    "PrivacyModel",
    "RecursiveCLDiversity",
    "StrictAverageRisk",
    "TCloseness",
]
