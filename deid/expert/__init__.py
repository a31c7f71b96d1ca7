"""Measuring and lowering the risk of re-identification, 45 CFR 164.514(b)(1)."""

from __future__ import annotations

from deid.expert.anonymize import Anonymized, anonymize, generalise
from deid.expert.bands import bands, equal_width, quantiles
from deid.expert.builders import dates, intervals, ordered, prefixes, redaction
from deid.expert.classes import Risk, measure_codes
from deid.expert.codes import Column, Table
from deid.expert.comparison import Comparison, compare, model_score
from deid.expert.confirming import confirm
from deid.expert.context import Attack, ContextRisk, Input, context_risk
from deid.expert.counting import KeyCounter, KeyCounts, TooWideError
from deid.expert.diagnoses import icd10, set_valued
from deid.expert.frontier import Point, frontier
from deid.expert.hierarchy import Hierarchy
from deid.expert.intruder import IntruderTest, Permit, intruder_test, synthesise_register, wilson
from deid.expert.joined import JoinedHistories, JoinedRisk
from deid.expert.local import LocallyRecoded, recode_locally
from deid.expert.longitudinal import LongitudinalRisk, longitudinal_risk
from deid.expert.masking import add_noise, pram, sample, suppress_cells, suppress_records, top_and_bottom
from deid.expert.measure import measure
from deid.expert.methods import Effect, side_by_side
from deid.expert.microaggregation import mdav, microaggregate
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
from deid.expert.rating import Rating, known_ratings, rate
from deid.expert.released import described, released
from deid.expert.shifting import shift_dates
from deid.expert.special_uniques import SpecialUniques, special_uniques
from deid.expert.thresholds import PRESETS, Threshold, threshold
from deid.expert.usefulness import Usefulness, usefulness

__all__ = [
    "PRESETS",
    "Anonymized",
    "Attack",
    "AverageRisk",
    "BetaLikeness",
    "Column",
    "Comparison",
    "ContextRisk",
    "DeltaDisclosure",
    "DeltaPresence",
    "DistinctLDiversity",
    "Effect",
    "EntropyLDiversity",
    "Hierarchy",
    "Input",
    "IntruderTest",
    "JoinedHistories",
    "JoinedRisk",
    "Journalist",
    "KAnonymity",
    "KMap",
    "KeyCounter",
    "KeyCounts",
    "LKCPrivacy",
    "LocallyRecoded",
    "LongitudinalRisk",
    "Permit",
    "Point",
    "Population",
    "PopulationUniqueness",
    "PopulationUniquenessRisk",
    "PrivacyModel",
    "Rating",
    "RecursiveCLDiversity",
    "Risk",
    "SpecialUniques",
    "StrictAverageRisk",
    "TCloseness",
    "Table",
    "Threshold",
    "TooWideError",
    "Usefulness",
    "add_noise",
    "anonymize",
    "bands",
    "compare",
    "confirm",
    "context_risk",
    "dates",
    "described",
    "equal_width",
    "frontier",
    "generalise",
    "icd10",
    "intervals",
    "intruder_test",
    "known_ratings",
    "longitudinal_risk",
    "mdav",
    "measure",
    "measure_codes",
    "microaggregate",
    "model_score",
    "ordered",
    "population_uniqueness",
    "pram",
    "prefixes",
    "quantiles",
    "rate",
    "recode_locally",
    "redaction",
    "released",
    "sample",
    "set_valued",
    "shift_dates",
    "side_by_side",
    "special_uniques",
    "suppress_cells",
    "suppress_records",
    "synthesise_register",
    "threshold",
    "top_and_bottom",
    "usefulness",
    "wilson",
]
