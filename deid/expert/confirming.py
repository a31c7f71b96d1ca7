"""Whether a published table fulfils models, counted from its rows by definitions that the search does not use."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from deid.expert.codes import Table
from deid.expert.models.base import PrivacyModel
from deid.expert.published_rows import PublishedRows
from deid.expert.verdicts import holds


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
        NotImplementedError: a model of one's own; teach `deid.expert.verdicts.holds` its definition.
    """
    sensitive = list(dict.fromkeys(model.attribute for model in models if model.attribute))
    rows = PublishedRows.of(data, quasi_identifiers, person, sensitive, original)
    if rows.frame.empty:
        return tuple((repr(model), True) for model in models)
    return tuple((repr(model), holds(model, rows)) for model in models)
