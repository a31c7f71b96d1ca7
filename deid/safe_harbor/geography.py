"""Places smaller than a State, and the three digits of a ZIP code that may stay (45 CFR 164.514(b)(2)(i)(B))."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from deid.safe_harbor import resources
from deid.safe_harbor.numbers.normalise import normalise

RESTRICTED = "000"
"""What a ZIP code becomes whose first three digits may not stay."""

_VINTAGE = "2020"
_MORE_THAN = 20_000
_POPULATION, _SMALL_CELLS, _HOME = (
    "zip3_population.csv",
    "zip3_state_small_cells_2020.csv",
    "zip3_home_state.csv",
)
_ZIP = re.compile(r"(\d{3,5})(?:\.0+)?|(\d{5})[- ]?\d{4}(?:\.0+)?|(\d{5})-", re.ASCII)
_STREET_TYPE = (
    r"(?:street|str|st|avenue|ave|av|road|rd|drive|dr|lane|ln|court|ct|circle|cir|boulevard"
    r"|blvd|way|place|pl|terrace|ter|trail|trl"
    r"|highway|hwy|parkway|pkwy|pike|route|rte|square|sq|loop|alley|aly|crescent|cres|path"
    r"|row|run|plaza|plz|point|pt|ridge|rdg"
    r"|crossing|xing|bridge|hill|heights|hts|mews|manor|park|turnpike|tpke|expressway|expy"
    r"|freeway|fwy|quay|close|grove|green|gardens"
    r"|corner|knoll|landing|meadow|meadows|mill|orchard|overpass|passage|ramp|ranch|station"
    r"|stravenue|summit|trace|track|trailer|tunnel"
    r"|union|valley|view|village|ville|vista|walk|well|wells|lock|locks|kneck|neck|key|forge"
    r"|dale|dam|divide|estate|fall|ferry|field|flat|ford)"
)
_STREET = re.compile(
    (
        rf"\d{{1,6}}[a-z]?(?:-\d{{1,5}})?(?:\s+(?:[nsew]|ne|nw|se|sw|north|south|east|west)\.?)?"
        rf"(?:\s+[^\W_][\w'.-]*){{1,5}}?\s+{_STREET_TYPE}\b\.?"
        r"(?:\s+(?:[nsew]|ne|nw|se|sw)\b\.?)?(?:[\s,]+(?:apt|apartment|unit|suite|ste|floor|fl|rm"
        r"|room|bldg|lot|#)\.?\s*#?\s*[\w-]{1,8})?"
    ),
    re.IGNORECASE,
)
_BOX = re.compile(r"\b(?:p\.?\s*o\.?\s*box|post office box|rural route|rr|hc)\s+#?\s*\d{1,7}\b", re.IGNORECASE)
_LATITUDE = re.compile(r"[+-]?(?:[0-8]?\d|90)\.\d{3,18}", re.ASCII)
_LONGITUDE = re.compile(r"[+-]?(?:1[0-7]\d|0?\d{1,2}|180)\.\d{3,18}", re.ASCII)
_DMS = re.compile(r"\d{1,3}\s*°\s*\d{1,2}\s*['\u2032]\s*(?:\d{1,2}(?:\.\d+)?\s*[\"\u2033]\s*)?[nsew]?", re.IGNORECASE)
_PAIR_SEPARATOR = re.compile(r"\s*[,;/]\s*|\s+")


def _fold(text: str) -> str:
    return " ".join(normalise(text).lower().replace(".", "").split())


@cache
def _states() -> Mapping[str, str]:
    rows = resources.table("us_states.csv")
    names = {row["name"].lower(): row["code"] for row in rows}
    return MappingProxyType(names | {row["code"].lower(): row["code"] for row in rows})


@cache
def _kept_prefixes(vintage: str) -> frozenset[str]:
    rows = (row for row in resources.table(_POPULATION) if row["census_year"] == vintage)
    return frozenset(row["zip3"] for row in rows if int(row["population"]) > _MORE_THAN)


@cache
def _home_states() -> Mapping[str, str]:
    small = {(row["zip3"], row["state"]) for row in resources.table(_SMALL_CELLS)}
    rows = ((row["zip3"], row["state"]) for row in resources.table(_HOME))
    return MappingProxyType({prefix: state for prefix, state in rows if (prefix, state) not in small})


def state_code(text: str) -> str | None:
    """The postal code of a State, the District of Columbia or a territory, from its code or name."""
    return _states().get(_fold(text))


def is_state(text: str) -> bool:
    """A State of the United States, the District of Columbia or a territory (45 CFR 160.103), by code or name."""
    return state_code(text) is not None


def zip5(text: str) -> str | None:
    """The five digits of a ZIP code with its lost leading zeros again; ``None`` when it is none.

    Takes ZIP+4 with and without the dash, and the float that a spreadsheet makes of it (``2139.0``).
    """
    found = _ZIP.fullmatch(normalise(text).strip())
    if not found:
        return None
    digits = found[1] or found[2] or found[3]
    return digits.zfill(5)


def zip3(text: str, state: str | None = None) -> str:
    """The first three digits of a ZIP code if they may stay, else ``000``.

    They may stay when the 2020 census counts more than 20,000 people in all ZIP codes that share them. An allow-list:
    what is unknown, foreign, military or unreadable becomes ``000``. Released together with a State they must also be
    the prefix of that State: the far side of a State line can hold a few dozen people.

    Args:
        text: a five-digit ZIP code, ZIP+4, or either without its leading zeros.
        state: the State that is released beside it, by code or name; ``None`` or blank when none is.
    """
    digits = zip5(text)
    prefix = digits[:3] if digits else RESTRICTED
    if prefix not in _kept_prefixes(_VINTAGE):
        return RESTRICTED
    if state is None or not state.strip():
        return prefix
    return prefix if _home_states().get(prefix) == state_code(state) else RESTRICTED


def provenance() -> Mapping[str, str]:
    """Which census table decides, for the report: source, vintage and the digests of the tables."""
    tables = {f"sha256 of {name}": resources.digest(name) for name in (_POPULATION, _SMALL_CELLS, _HOME)}
    source = "U.S. Census Bureau, Demographic and Housing Characteristics, table P1, summed by ZIP3"
    return MappingProxyType({"source": source, "vintage": _VINTAGE} | tables)


def is_us_city(text: str) -> bool:
    """A city of the United States as the Postal Service names it; ``City, ST`` is taken, too."""
    place, comma, rest = _fold(text).partition(",")
    return place in resources.phrases("us_cities.txt.gz") and (not comma or is_state(rest))


def is_county(text: str) -> bool:
    """A county of the United States, with or without the word county or parish."""
    place = _fold(text).removeprefix("county of ")
    counties = resources.phrases("us_counties.txt.gz")
    return any(name in counties for name in (place, f"{place} county", f"{place} parish"))


def is_country(text: str) -> bool:
    """A country of the world, by its English name."""
    return _fold(text) in resources.phrases("countries.txt.gz")


def looks_like_street_address(text: str) -> bool:
    """A house number with a street, or a post office box."""
    address = normalise(text).strip()
    return len(address) <= 200 and bool(_STREET.match(address) or _BOX.search(address))


def is_latitude(text: str) -> bool:
    """A latitude in decimal degrees with three decimals or more (about 100 metres)."""
    return _LATITUDE.fullmatch(normalise(text).strip()) is not None


def is_longitude(text: str) -> bool:
    """A longitude in decimal degrees with three decimals or more."""
    return _LONGITUDE.fullmatch(normalise(text).strip()) is not None


def is_coordinate_pair(text: str) -> bool:
    """Latitude and longitude in one cell, in decimal degrees or degrees and minutes."""
    cell = normalise(text).strip().strip("()[]")
    if len(cell) > 80:
        return False
    if len(_DMS.findall(cell)) == 2:
        return True
    parts = _PAIR_SEPARATOR.split(cell)
    return len(parts) == 2 and is_latitude(parts[0]) and is_longitude(parts[1])
