"""Places smaller than a State in text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from deid.identifiers import Finding, Identifier
from deid.safe_harbor import resources
from deid.safe_harbor.geography import is_coordinate_pair, is_state, is_us_city
from deid.safe_harbor.text.document import Document
from deid.safe_harbor.text.finder import DIGITS, Finder, PatternFinder, at_digits, compile_pattern
from deid.safe_harbor.vocabulary import is_everyday_word

_TYPE = (
    r"(?:Street|St|Avenue|Ave|Av|Road|Rd|Drive|Dr(?!\.?\s[A-Z][a-z])|Lane|Ln|Court|Ct|Circle|Cir|Boulevard|Blvd"
    r"|Way|Place|Pl|Terrace|Ter|Trail|Highway|Hwy|Parkway|Pkwy|Pike|Route|Square|Sq|Loop"
    r"|Alley|Plaza|Crescent|Turnpike|Broadway)"
)
_UNIT = (
    r"(?:[,\s]{1,3}(?:apt|apartment|unit|suite|ste|fl|floor|room|rm|bldg|building|lot"
    r"|\#)\.?\s?\#?[\w-]{1,8})?"
)
_CAPITAL = r"[A-Z][\w'.&-]{0,30}"
_ROWS = resources.table("us_states.csv")
_STATES = "|".join(row["name"].replace(" ", r"\s") for row in _ROWS)
_CODES = "|".join(row["code"] for row in _ROWS)
_ZIP = re.compile(r"(?<![\w-])\d{5}(?:-\d{4})?(?![\w-])")
_STATE = rf",?\s{{1,2}}(?:{_CODES}|{_STATES}),?\s{{1,3}}\Z"
_CITY_STATE = re.compile(rf"(?<![\w])(?:[A-Z][\w'.-]{{1,20}}[ ]){{0,2}}[A-Z][\w'.-]{{1,20}}{_STATE}")
_CITY_STATE_SMALL = re.compile(
    rf"(?<![^\W\d_])(?:[a-z][a-z'.-]{{1,20}}[ ]){{0,2}}[a-z][a-z'.-]{{1,20}}{_STATE}", re.IGNORECASE
)
_LAST_OF_STATES = frozenset(row["code"].lower() for row in _ROWS) | {row["name"].lower().split()[-1] for row in _ROWS}
_LOOK_BACK = 80
_NO_CITY = frozenset(resources.word_list("cities that are mostly words"))


def _is_city(text: str) -> bool:
    lower = text.lower()
    if lower in _NO_CITY or is_state(text) or not is_us_city(text):
        return False
    return " " in lower or not is_everyday_word(lower)


def _is_pair(text: str) -> bool:
    return is_coordinate_pair(
        re.sub(r"[()°]|\b(?:lat|lon|long|latitude|longitude)\b[:=]?", "", text, flags=re.IGNORECASE)
    )


@dataclass(frozen=True, slots=True)
class CityBeforeZip:
    """Finds ZIP codes with the State and the city before them, looking back from the digits.

    Attributes:
        cased: whether city and State must be capitalised.
    """

    name: str
    cased: bool
    description: str
    confidence: float
    identifier: Identifier = Identifier.GEOGRAPHY

    def find(self, document: Document) -> Iterator[Finding]:
        """See :class:`~deid.safe_harbor.text.finder.Finder`."""
        text = document.text
        for code in at_digits(_ZIP, document):
            before = text[max(0, code.start() - _LOOK_BACK) : code.start()]
            last = before.split()[-1:]
            if not last or last[0].strip(".,").lower() not in _LAST_OF_STATES:
                continue
            found = (_CITY_STATE if self.cased else _CITY_STATE_SMALL).search(before)
            if found:
                start = code.start() - len(before) + found.start()
                yield Finding(start, code.end(), self.identifier, self.name, self.confidence)


COORDINATES = PatternFinder(
    "coordinates",
    Identifier.GEOGRAPHY,
    "Latitude and longitude in decimal degrees.",
    compile_pattern(r"(?<![\w.])[+-]?\d{1,2}\.\d{3,18}°?\s?[ns]?\s?[,;/\s]\s?[+-]?\d{1,3}\.\d{3,18}(?![\w.])"),
    (".",),
    _is_pair,
    0.9,
    at_digits=True,
)

PLACE_FINDERS: tuple[Finder, ...] = (
    COORDINATES,
    PatternFinder(
        "street_address",
        Identifier.GEOGRAPHY,
        "A house number and a street.",
        compile_pattern(
            rf"(?<![\w./-])\d{{1,6}}[A-Za-z]?\s(?:(?:[NSEW]|NE|NW|SE|SW|North|South|East|West)\.?\s)?"
            rf"(?:[\w'.-]{{1,30}}\s){{1,4}}?{_TYPE}\b\.?(?:\s(?:[NSEW]|NE|NW|SE|SW)\b\.?)?"
            rf"(?i:{_UNIT})",
            case=True,
        ),
        DIGITS,
        lambda text: bool(re.search(r"\s[A-Z]", text)),
        0.85,
        at_digits=True,
    ),
    PatternFinder(
        "address_with_unit",
        Identifier.GEOGRAPHY,
        "A house number and what follows it up to the number of an apartment or suite.",
        compile_pattern(
            r"(?<![\w./-])\d{1,6}[a-z]?(?:[ ,]{1,2}[^\W_][\w'.-]{0,24}){1,6}?[,\s]{1,3}(?:apt"
            r"|apartment|suite|ste)\b\.?\s?\#?\d{1,6}[a-z]?\b"
        ),
        ("apt", "apartment", "suite", "ste"),
        confidence=0.8,
        at_digits=True,
    ),
    PatternFinder(
        "military_address",
        Identifier.GEOGRAPHY,
        "Addresses of the armed forces.",
        compile_pattern(
            r"\b(?:psc|cmr|unit|uss)\s\w{1,20},?\s(?:box\s\d{1,6},?\s{1,3})?(?:apo|fpo|dpo),?\s(?:aa|ae|ap)\s\d{5}(?:-\d{4})?\b"
            r"|\b(?:apo|fpo|dpo),?\s(?:aa|ae|ap)\s\d{5}\b|\b(?:psc|cmr)\s\d{1,5},?\sbox\s\d{1,6}\b"
        ),
        ("psc", "cmr", "apo", "fpo", "dpo"),
        confidence=0.95,
    ),
    CityBeforeZip("city_state_zip", True, "A city with its State and ZIP code.", 0.9),
    CityBeforeZip(
        "city_state_zip_small",
        False,
        "A city with its State and ZIP code, in any case; an opinion for the tagger.",
        0.6,
    ),
    PatternFinder(
        "street_any_case",
        Identifier.GEOGRAPHY,
        "The name of a street behind on, at or off, in any case.",
        compile_pattern(
            r"\b(?:on|at|off|near|along|of)\s(?P<value>(?:(?:[nsew]|ne|nw|se|sw|north|south|east|west)\.?\s)?(?:[\w'.-]{1,20}\s){1,3}?(?:street|avenue|ave|road|rd|drive|dr|lane|ln|blvd"
            r"|boulevard|parkway|pkwy|pike|court|ct|circle|terrace|trail|highway|hwy|st|way)(?![\w-]))"
        ),
        ("st", "av", "r", "d", "l", "p", "c", "t", "h", "w"),
        confidence=0.5,
    ),
    PatternFinder(
        "street",
        Identifier.GEOGRAPHY,
        "The name of a street without a house number.",
        compile_pattern(
            rf"(?<![\w])(?:{_CAPITAL}\s){{1,3}}(?:Street|Avenue|Ave|Road|Rd|Drive|Lane|Ln|Boulevard"
            rf"|Blvd|Parkway|Pkwy|Highway|Turnpike)\b(?i:{_UNIT})",
            case=True,
        ),
        confidence=0.7,
    ),
    PatternFinder(
        "post_office_box",
        Identifier.GEOGRAPHY,
        "Post office boxes and rural routes.",
        compile_pattern(r"\b(?:p\.?\s?o\.?\s?box|post\soffice\sbox|rural\sroute|rr(?=\s\d{1,3}\sbox))\s\#?\d{1,7}\b"),
        DIGITS,
    ),
    PatternFinder(
        "unit_of_address",
        Identifier.GEOGRAPHY,
        "The number of an apartment or suite.",
        compile_pattern(r"\b(?:apt|apartment|suite|ste)\b\.?\s?\#?\s?\d{1,6}[a-z]?\b"),
        DIGITS,
        confidence=0.8,
    ),
    PatternFinder(
        "zip_with_state",
        Identifier.GEOGRAPHY,
        "A ZIP code behind a State.",
        compile_pattern(rf"\b(?:{_CODES}|{_STATES}),?\s{{1,3}}(?P<value>\d{{5}}(?:-\d{{4}})?)(?![\w-])", case=True),
        DIGITS,
    ),
    PatternFinder(
        "zip_by_label",
        Identifier.GEOGRAPHY,
        "What the text calls a ZIP code, and ZIP+4.",
        compile_pattern(
            r"\b(?:zip|postal)(?:\s?codes?)?(?:\s(?:is|of))?\s?[:\#=]?\s?(?P<value>\d{5}(?:-\d{4})?"
            r"|[a-z]\d[a-z]\s?\d[a-z]\d)(?![\w-])"
        ),
        ("zip", "postal"),
        confidence=0.95,
    ),
    PatternFinder(
        "zip_plus_four",
        Identifier.GEOGRAPHY,
        "ZIP+4.",
        compile_pattern(r"(?<![\w.-])\d{5}-\d{4}(?![\w-])"),
        ("-",),
        confidence=0.8,
        at_digits=True,
    ),
    PatternFinder(
        "city_and_state",
        Identifier.GEOGRAPHY,
        "A city before its State.",
        compile_pattern(
            rf"(?<![\w])(?P<value>(?:(?:[A-Z][a-z'.-]{{1,20}}\s){{0,2}}[A-Z][a-z'-]{{1,20}})),\s?"
            rf"(?:{_CODES}|{_STATES})\b(?!\.\w)",
            case=True,
        ),
        (",",),
        lambda text: not all(is_everyday_word(word) for word in text.split()) or _is_city(text),
        0.8,
    ),
    PatternFinder(
        "county",
        Identifier.GEOGRAPHY,
        "A county, parish or borough by name.",
        compile_pattern(
            rf"(?<![\w])(?:(?!The\s|This\s|Our\s|In\s){_CAPITAL}\s){{1,2}}(?:County|Parish|Township"
            rf"|Borough|Precinct)\b|\b(?:County|Township|City|Town)\sof\s{_CAPITAL}",
            case=True,
        ),
        ("county", "parish", "township", "borough", "precinct", "city of", "town of"),
        confidence=0.8,
    ),
    PatternFinder(
        "city_by_context",
        Identifier.GEOGRAPHY,
        "A city behind a word of place.",
        compile_pattern(
            r"\b(?:[Ii]n|[Ff]rom|[Nn]ear|[Tt]o|[Oo]f|[Aa]t|[Ll]ives\sin|[Rr]esid(?:es|ing)\sin"
            r"|[Bb]orn\sin|[Mm]oved\sto|[Vv]isiting|[Oo]ur|[Cc]ity:|,)\s(?P<value>"
            r"(?:[A-Z][a-z'.-]{1,20}\s){0,2}[A-Z][a-z'-]{2,20})(?!\w)",
            case=True,
        ),
        accept=_is_city,
        confidence=0.75,
    ),
)
"""Finders of (B) places."""
