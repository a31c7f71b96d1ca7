"""Dates moved by one offset a person, and the intervals between them blurred.

One offset leaves every interval of a person as it was, and the pattern of intervals singles patients out (Cimino 2012,
J Am Med Inform Assoc 19(e1): 20,000 laboratory panels without dates). So each date moves a little for itself, too, as
far as the order of a person's dates allows.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from deid.errors import UsageError
from deid.expert.arrays import Codes


def shift_dates(
    data: pd.DataFrame, person: str, dates: Sequence[str], most: int = 365, blur: int = 0, seed: int = 0
) -> pd.DataFrame:
    """The table with dates moved person by person.

    Args:
        data: one row an event.
        person: the column that says whose row it is.
        dates: columns of dates; they all move by the person's offset, missing ones stay missing.
        most: the greatest offset, in days, either way; 0 is never drawn.
        blur: how many days each date moves by itself at most; what was earlier is never later, and equal dates of a
            person stay equal.
        seed: of the draws.

    Raises:
        UsageError: no such column, columns that are no dates, or numbers below 1 and 0.
    """
    lacking = [name for name in (person, *dates) if name not in data.columns]
    if lacking:
        raise UsageError(f"no column {', '.join(lacking)}")
    if most < 1 or blur < 0:
        raise UsageError("dates move by 1 day or more, and are blurred by 0 or more")
    if any(not pd.api.types.is_datetime64_any_dtype(data[name]) for name in dates):
        raise UsageError("the columns to move are dates (datetime64)")
    chance = np.random.default_rng(seed)
    who: Codes = pd.factorize(data[person])[0]
    offsets = chance.integers(1, most + 1, who.max(initial=0) + 1) * chance.choice([-1, 1], who.max(initial=0) + 1)
    changed = data.copy()
    long = pd.DataFrame(
        {"who": np.tile(who, len(dates)), "day": np.concatenate([data[name].to_numpy() for name in dates])}
    )
    distinct = long.dropna().drop_duplicates().sort_values(["who", "day"])
    moved = distinct["day"] + pd.to_timedelta(chance.integers(-blur, blur + 1, len(distinct)), "D")
    # The latest so far of the same person: the order holds, and ties are possible.
    distinct["moved"] = moved.groupby(distinct["who"]).cummax()
    new = long.merge(distinct, "left", ["who", "day"])["moved"].to_numpy().reshape(len(dates), len(data))
    for name, column in zip(dates, new, strict=True):
        changed[name] = pd.Series(column, index=data.index) + pd.to_timedelta(offsets[who], "D")
    return changed
