"""Measuring and lowering the risk of re-identification, 45 CFR 164.514(b)(1)."""

from __future__ import annotations

from deid.expert.anonymize import Anonymized, anonymize, generalise
from deid.expert.bands import bands, equal_width, quantiles
from deid.expert.builders import dates, intervals, ordered, prefixes, redaction
from deid.expert.classes import Risk, measure_codes
from deid.expert.codes import Column, Table
from deid.expert.confirming import confirm
from deid.expert.diagnoses import icd10, set_valued
from deid.expert.hierarchy import Hierarchy
from deid.expert.local import LocallyRecoded, recode_locally
from deid.expert.measure import measure
from deid.expert.models import (
    AverageRisk,
    BetaLikeness,
    DeltaDisclosure,
    DeltaPresence,
    DistinctLDiversity,
    EntropyLDiversity,
    KAnonymity,
    KMap,
    LKCPrivacy,
    PopulationUniquenessRisk,
    PrivacyModel,
    RecursiveCLDiversity,
    StrictAverageRisk,
    TCloseness,
)
from deid.expert.population import Journalist, PopulationUniqueness, population_uniqueness
from deid.expert.population_table import Population

__all__ = [
    "Anonymized",
    "AverageRisk",
    "BetaLikeness",
    "Column",
    "DeltaDisclosure",
    "DeltaPresence",
    "DistinctLDiversity",
    "EntropyLDiversity",
    "Hierarchy",
    "Journalist",
    "KAnonymity",
    "KMap",
    "LKCPrivacy",
    "LocallyRecoded",
    "Population",
    "PopulationUniqueness",
    "PopulationUniquenessRisk",
    "PrivacyModel",
    "RecursiveCLDiversity",
    "Risk",
    "StrictAverageRisk",
    "TCloseness",
    "Table",
    "anonymize",
    "bands",
    "confirm",
    "dates",
    "equal_width",
    "generalise",
    "icd10",
    "intervals",
    "measure",
    "measure_codes",
    "ordered",
    "population_uniqueness",
    "prefixes",
    "quantiles",
    "recode_locally",
    "redaction",
    "set_valued",
]
