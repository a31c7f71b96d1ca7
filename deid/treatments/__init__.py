"""What can be done to a value: remove, blank, code, year, age cap, ZIP3, keep - and, derived, hash and shift."""

from __future__ import annotations

from functools import cache
from importlib.metadata import entry_points

from deid.treatments.base import Field, Surroundings, Treated, Treatment
from deid.treatments.coding import Code, Hash
from deid.treatments.dating import Age, BirthYear, Duration, Shift, Year
from deid.treatments.keeping import ByAttribute, Keep
from deid.treatments.placing import Zip3
from deid.treatments.removing import Blank, Remove
from deid.treatments.scrubbing import SCRUBBING

BUILT_IN: tuple[Treatment, ...] = (
    Remove(),
    Blank(),
    Code(),
    Year(),
    BirthYear(),
    Age(),
    Duration(),
    Zip3(),
    Keep(),
    ByAttribute(),
    *SCRUBBING,
    Hash(),
    Shift(),
)


@cache
def treatments() -> dict[str, Treatment]:
    """Every treatment by its name: the built-in ones, and those that plug in as ``deid.treatments``."""
    known = {treatment.name: treatment for treatment in BUILT_IN}
    for entry in entry_points(group="deid.treatments"):
        plugged: Treatment = entry.load()
        known.setdefault(plugged.name, plugged)
    return known


__all__ = ["BUILT_IN", "Field", "Surroundings", "Treated", "Treatment", "treatments"]
