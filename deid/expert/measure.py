"""The risk of a data frame or of a table of codes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from deid.errors import UsageError
from deid.expert.classes import Risk, measure_codes
from deid.expert.codes import Table
from deid.expert.confirming import confirm
from deid.expert.models.base import PrivacyModel
from deid.expert.packing import number
from deid.expert.population import Journalist, population_uniqueness
from deid.expert.population_table import Population


def measure(
    data: pd.DataFrame | Table,
    quasi_identifiers: Sequence[str],
    person: str | None = None,
    sensitive: str | None = None,
    population: int | pd.DataFrame | Population | None = None,
    models: Sequence[PrivacyModel] = (),
    original: pd.DataFrame | Table | None = None,
) -> Risk:
    """Measure how easily a person can be singled out.

    Args:
        data: the table, one row a record.
        quasi_identifiers: names of columns.
        person: the column that says whose row it is; without it every row is a person.
        sensitive: the column whose diversity is measured.
        population: how many people the sample is drawn from (population uniqueness, estimated), or a table of them with
            the same quasi-identifiers (journalist risk, counted); where it lacks some, people are told apart by the
            others.
        models: privacy models to confirm on this table, see `deid.expert.confirm`.
        original: the table before suppression, for models that compare with it.

    Raises:
        UsageError: no such column, missing values, or a population smaller than the sample.
    """
    if not quasi_identifiers:
        raise UsageError("name at least one quasi-identifier")
    others = [name for name in (person, sensitive) if name is not None]
    table = Table.of(data, [*quasi_identifiers, *others])
    codes = {name: column.codes for name, column in table.columns.items()}
    risk = measure_codes(
        [codes[name] for name in quasi_identifiers],
        codes[person] if person is not None else None,
        codes[sensitive] if sensitive is not None else None,
    )
    if models:
        risk = replace(risk, models=confirm(data, quasi_identifiers, models, person, original))
    if population is None or not risk.records:
        return risk
    if isinstance(population, pd.DataFrame | Population):
        return replace(risk, journalist=_journalist(table, quasi_identifiers, Population.of(population)))
    return replace(risk, population=population_uniqueness(risk.class_sizes, population))


def _journalist(table: Table, quasi_identifiers: Sequence[str], population: Population) -> Journalist:
    """Each record's class counted in the population."""
    shared = population.columns(list(quasi_identifiers))
    people = Table.of(population.data, shared)
    counts = population.people
    both = [_together(table, people, name) for name in shared]
    member = number(both)
    classes = int(member.max()) + 1
    ours = np.bincount(member[: len(table)], minlength=classes)
    theirs = np.bincount(member[len(table) :], counts, minlength=classes).astype(np.int64)
    used = ours > 0
    reach = np.maximum(theirs[used], 1)
    return Journalist(
        size=int(counts.sum()),
        k_map=int(reach.min()),
        highest=1.0 / int(reach.min()),
        average=float((ours[used] / reach).sum() / len(table)),
        missing=int(ours[theirs == 0].sum()),
    )


def _together(table: Table, people: Table, name: str) -> np.typing.NDArray[np.int64]:
    """One column of both tables over one dictionary."""
    ours, theirs = table.columns[name], people.columns[name]
    places = {value: code for code, value in enumerate(ours.values)}
    moved = np.array([places.setdefault(value, len(places)) for value in theirs.values], np.int64)
    return np.concatenate([ours.codes, moved[theirs.codes]])
