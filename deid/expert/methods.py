"""Methods beside generalisation, each with its effect on risk and on utility, in one list."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from deid.errors import UsageError
from deid.expert.anonymize import HierarchySource, anonymize
from deid.expert.comparison import compare, model_score
from deid.expert.local import recode_locally
from deid.expert.masking import add_noise, pram, sample, suppress_cells, suppress_records, top_and_bottom
from deid.expert.microaggregation import microaggregate
from deid.expert.models import KAnonymity

NOISE, CHANGED, SAMPLED, TAILS = 0.1, 0.1, 0.5, (0.05, 0.95)
Made = Callable[[], pd.DataFrame]


@dataclass(frozen=True, slots=True)
class Effect:
    """What a method did to one table.

    Attributes:
        method: in words, with its parameters.
        highest: the highest prosecutor risk; of perturbed values it says little, see `linked`.
        average: the average prosecutor risk.
        unique: the share of records in classes of one.
        linked: the share of records whose nearest original is their own.
        kept: the share of records that stay.
        marginals: the mean total variation of the quasi-identifiers' marginals, 0 to 1.
        score: the share of withheld records whose target a model predicts that learned from the result; None without a
            target.
    """

    method: str
    highest: float
    average: float
    unique: float
    linked: float
    kept: float
    marginals: float
    score: float | None


def side_by_side(
    data: pd.DataFrame,
    quasi_identifiers: Sequence[str],
    k: int,
    hierarchies: Mapping[str, HierarchySource] | None = None,
    target: str | None = None,
    seed: int = 0,
) -> tuple[Effect, ...]:
    """Apply each method to the quasi-identifiers, and measure risk and utility of what comes out.

    Args:
        data: the table, one row a record.
        quasi_identifiers: names of columns; numeric ones take noise, the others post-randomisation.
        k: the size of groups and classes, where a method has one.
        hierarchies: of all quasi-identifiers; without them nothing is generalised.
        target: a column that a model shall predict from the quasi-identifiers; a fifth of the records is withheld.
        seed: of the draws.

    Raises:
        UsageError: no such column, missing values, or hierarchies that do not fit.
    """
    missing = [name for name in (*quasi_identifiers, *([target] if target else [])) if name not in data.columns]
    if missing or not len(data):
        raise UsageError(f"no column {', '.join(missing)}" if missing else "the table is empty")
    names = list(quasi_identifiers)
    test = np.random.default_rng(seed).random(len(data)) < 0.2
    found = []
    for method, made in _methods(data, names, k, hierarchies, seed).items():
        changed = made()
        score = None if target is None else _score(data, changed, names, target, test)
        found.append(_effect(method, data, changed, names, score))
    return tuple(found)


def _methods(
    data: pd.DataFrame, names: list[str], k: int, hierarchies: Mapping[str, HierarchySource] | None, seed: int
) -> dict[str, Made]:
    numbers = [name for name in names if pd.api.types.is_numeric_dtype(data[name])]
    others = [name for name in names if name not in numbers]
    methods: dict[str, Made] = {"untouched": lambda: data}
    if hierarchies:
        models = [KAnonymity(k)]
        methods |= {
            f"full domain, k = {k}": lambda: anonymize(data, hierarchies, models).data,
            f"full domain, k = {k}, 5 % left out": lambda: anonymize(data, hierarchies, models, 0.05).data,
            f"local recoding, k = {k}": lambda: recode_locally(data, hierarchies, models).data,
        }
    methods |= {
        f"microaggregation (MDAV), k = {k}": lambda: microaggregate(data, names, k),
        f"records suppressed, k = {k}": lambda: suppress_records(data, names, k),
        f"cells suppressed, k = {k}": lambda: suppress_cells(data, names, k),
        f"sample of {SAMPLED:.0%}": lambda: sample(data, SAMPLED, seed),
    }
    if numbers:
        methods[f"top and bottom {TAILS[0]:.0%} coded"] = lambda: _each(data, numbers, _tails)
        methods[f"noise, {NOISE:.0%} of the deviation"] = lambda: _each(
            data, numbers, lambda v: add_noise(v, NOISE, seed)
        )
    if others:
        methods[f"PRAM, {CHANGED:.0%} changed"] = lambda: _each(data, others, lambda v: pram(v, CHANGED, seed))
    return methods


def _each(data: pd.DataFrame, names: list[str], change: Callable[[pd.Series], pd.Series]) -> pd.DataFrame:
    return data.assign(**{name: change(data[name]) for name in names})


def _tails(values: pd.Series) -> pd.Series:
    return top_and_bottom(values, float(values.quantile(TAILS[0])), float(values.quantile(TAILS[1])))


def _effect(method: str, data: pd.DataFrame, changed: pd.DataFrame, names: list[str], score: float | None) -> Effect:
    found = compare(data, changed, names)
    return Effect(
        method=method,
        highest=found.after.highest,
        average=found.after.average,
        unique=found.after.uniqueness,
        linked=found.linked,
        kept=found.kept,
        marginals=float(np.mean(list(found.marginals.values()))),
        score=score,
    )


def _score(
    data: pd.DataFrame, changed: pd.DataFrame, names: list[str], target: str, test: np.typing.NDArray[np.bool_]
) -> float:
    """Learn from what a method made of the other records, and predict the withheld ones, treated alike."""
    withheld = data.index[test]
    return model_score(changed[~changed.index.isin(withheld)], changed[changed.index.isin(withheld)], target, names)
