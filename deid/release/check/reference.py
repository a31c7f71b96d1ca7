"""Public facts that the check goes by, read afresh from the package's data files."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

_CENSUS = "2020"
_MORE_THAN = 20_000


def _rows(name: str) -> list[dict[str, str]]:
    text = files("deid").joinpath("safe_harbor", "data", name).read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text)))


@cache
def kept_zip3() -> frozenset[str]:
    """The ZIP3 areas of more than 20,000 people in the 2020 Census (45 CFR 164.514(b)(2)(i)(B)(1))."""
    return frozenset(
        row["zip3"]
        for row in _rows("zip3_population.csv")
        if row["census_year"] == _CENSUS and int(row["population"]) > _MORE_THAN
    )


@cache
def small_parts() -> frozenset[tuple[str, str]]:
    """ZIP3 and State whose common part has 20,000 people or fewer, though the ZIP3 has more."""
    return frozenset((row["zip3"], row["state"]) for row in _rows("zip3_state_small_cells_2020.csv"))


@cache
def state_of_zip3() -> Mapping[str, str]:
    """The State that each ZIP3 serves, by postal code."""
    return MappingProxyType({row["zip3"]: row["state"] for row in _rows("zip3_home_state.csv")})


@cache
def states() -> Mapping[str, str]:
    """Postal code of each State and territory, by lower-case code and name."""
    rows = _rows("us_states.csv")
    codes = {row["code"].lower(): row["code"] for row in rows}
    return MappingProxyType(codes | {row["name"].lower(): row["code"] for row in rows})


def state_code(text: str) -> str | None:
    """The postal code of a State written as code or name; None when it is none."""
    return states().get(" ".join(text.replace(".", "").lower().split()))


@cache
def state_words() -> frozenset[str]:
    """The words of the States' names, lower case."""
    return frozenset(word for name in states() for word in name.split() if len(name) > 2)
