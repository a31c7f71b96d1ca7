"""Whether a published table fulfils models, counted from its rows."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from deid.errors import UsageError
from deid.expert.arrays import Codes
from deid.expert.codes import Column, Table
from deid.expert.models.base import Histogram, PrivacyModel
from deid.expert.recounting import People, Records


def confirm(
    data: pd.DataFrame | Table,
    quasi_identifiers: Sequence[str],
    models: Sequence[PrivacyModel],
    person: str | None = None,
    original: pd.DataFrame | Table | None = None,
) -> tuple[tuple[str, bool], ...]:
    """Each model in words, and whether no row would have to be suppressed for it.

    Args:
        data: the table as it is published, one row a record.
        quasi_identifiers: names of columns.
        models: what to confirm; populations carry the labels of the published table (`Anonymized.generalise`).
        person: the column that says whose row it is.
        original: the table before suppression, for models that compare with the spread of all sensitive values.

    Raises:
        UsageError: no such column, or missing values.
    """
    sensitive = list(dict.fromkeys(model.attribute for model in models if model.attribute))
    others = [*sensitive, *([person] if person is not None else [])]
    table = Table.of(data, [*quasi_identifiers, *others])
    if not len(table):
        return tuple((repr(model), True) for model in models)
    columns = dict(table.columns)
    people = {}
    for model in models:
        if model.people is None:
            continue
        shared = model.people.columns(list(quasi_identifiers))
        theirs = Table.of(model.people.data, shared)
        places = {list(quasi_identifiers).index(name): _codes(columns[name], theirs.columns[name]) for name in shared}
        people[id(model)] = People(places, model.people.people)
    whole = table if original is None else Table.of(original, sensitive)
    records = Records(
        [columns[name].codes for name in quasi_identifiers],
        {name: _spread(columns[name], whole.columns[name]) for name in sensitive},
        None if person is None else columns[person].codes,
        people,
    )
    return tuple((repr(model), bool(records.stays([model]).all())) for model in models)


def _codes(ours: Column, theirs: Column) -> Codes:
    """Their codes over our dictionary, with places of their own for values that we lack."""
    places = {value: code for code, value in enumerate(ours.values)}
    moved = np.array([places.setdefault(value, len(places)) for value in theirs.values], np.int64)
    return moved[theirs.codes]


def _spread(ours: Column, whole: Column) -> tuple[Codes, Histogram]:
    """Our codes over the whole table's dictionary, and how its values are spread."""
    places = {value: code for code, value in enumerate(whole.values)}
    if not set(ours.values) <= set(places):
        raise UsageError("the original lacks some of the published sensitive values")
    moved = np.array([places[value] for value in ours.values], np.int64)
    shares = np.bincount(whole.codes, minlength=len(places)) / max(1, len(whole.codes))
    return moved[ours.codes], Histogram(np.zeros((0, 0), np.int64), shares, whole.values)
