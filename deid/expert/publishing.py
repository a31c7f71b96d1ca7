"""The table that goes out: labels in place of values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from deid.expert.arrays import Codes, Flags
from deid.expert.codes import Table

Labels = Mapping[str, tuple[Sequence[str], Codes]]


def published(data: pd.DataFrame | Table, labels: Labels, keep: Flags) -> pd.DataFrame:
    """The kept records, in their order and with their index.

    Args:
        data: the table.
        labels: for each column that changes, its labels and which of them each record has, shape (n,).
        keep: which records stay, shape (n,).
    """
    if isinstance(data, Table):
        names = {name: np.array(column.values, object)[column.codes] for name, column in data.columns.items()}
        data = pd.DataFrame(names)
    whole = bool(keep.all())
    columns = {}
    for name in data.columns:
        if name in labels:
            # Taken from an array of the few labels: pandas would look at every cell of a column of objects.
            texts, codes = labels[name]
            columns[name] = pd.Series(pd.Series(list(texts)).array.take(codes if whole else codes[keep]))
        else:
            columns[name] = (data[name] if whole else data[name][keep]).reset_index(drop=True)
    return pd.DataFrame(columns).set_index(data.index if whole else data.index[keep])
