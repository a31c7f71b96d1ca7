"""Measuring and lowering the risk of re-identification, 45 CFR 164.514(b)(1)."""

from __future__ import annotations

from deid.expert.anonymize import Anonymized, anonymize
from deid.expert.builders import dates, intervals, ordered, prefixes, redaction
from deid.expert.classes import Risk, measure_codes
from deid.expert.codes import Column, Table
from deid.expert.hierarchy import Hierarchy
from deid.expert.measure import measure
from deid.expert.models import (
    AverageRisk,
    BetaLikeness,
    DeltaDisclosure,
    DistinctLDiversity,
    EntropyLDiversity,
    KAnonymity,
    PrivacyModel,
    RecursiveCLDiversity,
    TCloseness,
)
from deid.expert.population import Journalist, PopulationUniqueness, population_uniqueness

__all__ = [
    "Anonymized",
    "AverageRisk",
    "BetaLikeness",
    "Column",
    "DeltaDisclosure",
    "DistinctLDiversity",
    "EntropyLDiversity",
    "Hierarchy",
    "Journalist",
    "KAnonymity",
    "PopulationUniqueness",
    "PrivacyModel",
    "RecursiveCLDiversity",
    "Risk",
    "TCloseness",
    "Table",
    "anonymize",
    "dates",
    "intervals",
    "measure",
    "measure_codes",
    "ordered",
    "population_uniqueness",
    "prefixes",
    "redaction",
]
