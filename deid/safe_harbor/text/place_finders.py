"""Places smaller than a State, and names of facilities and employers, in text."""

from __future__ import annotations

import re

from deid.identifiers import Identifier
from deid.safe_harbor import resources
from deid.safe_harbor.geography import is_coordinate_pair, is_state, is_us_city
from deid.safe_harbor.text.finder import DIGITS, Finder, PatternFinder, compile_pattern
from deid.safe_harbor.vocabulary import is_common_word, is_eponym, is_everyday_word

_TYPE = (
    r"(?:Street|St|Avenue|Ave|Av|Road|Rd|Drive|Dr|Lane|Ln|Court|Ct|Circle|Cir|Boulevard|Blvd"
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
_KIND = (
    r"(?:Hospitals?|Clinics?|Medical\s(?:Center|Centre|Group|Associates|College|School)"
    r"|Health(?:care)?(?:\s(?:Center|Centre|System|Systems|Services|Network|Group|Partners"
    r"|Alliance))?|Infirmary|Hospice|Nursing\s(?:Home|Center|Facility)"
    r"|Rehab(?:ilitation)?(?:\s(?:Center|Hospital|Facility|Institute))?|Surg(?:ery"
    r"|ical)\sCenter|Cancer\s(?:Center|Institute)|Heart\s(?:Center|Institute)|Memorial"
    r"|Institute|University|College|Family\sPractice|Urgent\sCare|Dialysis\sCenter"
    r"|Pharmacy|Laborator(?:y|ies)|Labs|Manor|Pavilion|Care\sCenter|Physicians|Pediatrics"
    r"|Orthop(?:a)?edics|Sanatorium|School|Elementary|High\sSchool|Academy|Church)"
)
_GENERIC = frozenset(resources.word_list("words for facilities that name none"))
_NO_CITY = frozenset(resources.word_list("cities that are mostly words"))


def _names_a_place(text: str) -> bool:
    words = re.findall(r"[\w'-]+", text.lower())
    return any(word.removesuffix("'s") not in _GENERIC for word in words[: len(words) - 1]) and not words[0].isdigit()


def _is_city(text: str) -> bool:
    lower = text.lower()
    if lower in _NO_CITY or is_state(text) or is_eponym(text) or not is_us_city(text):
        return False
    return " " in lower or not is_everyday_word(lower)


def _is_proper(text: str) -> bool:
    words = re.findall(r"[A-Za-z]+", text)
    known = (is_common_word(word) or is_eponym(word) or is_state(word) for word in words)
    return any(not common and len(word) > 1 for word, common in zip(words, known, strict=True))


def _is_pair(text: str) -> bool:
    return is_coordinate_pair(
        re.sub(r"[()°]|\b(?:lat|lon|long|latitude|longitude)\b[:=]?", "", text, flags=re.IGNORECASE)
    )


COORDINATES = PatternFinder(
    "coordinates",
    Identifier.GEOGRAPHY,
    "Latitude and longitude in decimal degrees.",
    compile_pattern(r"(?<![\w.])[+-]?\d{1,2}\.\d{3,18}°?\s?[ns]?\s?[,;/\s]\s?[+-]?\d{1,3}\.\d{3,18}(?![\w.])"),
    (".",),
    _is_pair,
    0.9,
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
    PatternFinder(
        "facility",
        Identifier.GEOGRAPHY,
        "A hospital, clinic, practice or school by name: where somebody was treated is a place smaller than a State.",
        compile_pattern(
            rf"(?<![\w])(?:{_CAPITAL}\s(?:(?:of|and|the|&|for|at)\s){{0,2}}){{1,5}}(?:{_KIND}\b)(?:\s"
            rf"(?:of|at|in|for)\s(?:the\s)?{_CAPITAL}(?:\s{_CAPITAL}){{0,2}})?",
            case=True,
        ),
        accept=_names_a_place,
        confidence=0.8,
    ),
    PatternFinder(
        "facility_by_context",
        Identifier.GEOGRAPHY,
        "Where somebody was seen, treated or admitted, by name.",
        compile_pattern(
            rf"\b(?:[Tt]reated|[Ss]een|[Aa]dmitted|[Ee]valuated|[Hh]ospitali[sz]ed|[Pp]resent(?:s|ed"
            rf"|ing)|[Vv]isit(?:ed)?|[Ff]ollow(?:ed|s)?(?:-up)?|[Tt]ransferred|[Rr]eferred"
            rf"|[Dd]ischarged|[Ss]cheduled|[Aa]ppointment|[Ss]urgery|[Rr]eport|[Ww]orks|[Ee]mployed)"
            rf"\s(?:at|to|in|from|by)\s(?:our\s|the\s)?(?P<value>{_CAPITAL}(?:\s{_CAPITAL}){{0,3}})"
            rf"(?=\s|[,.;?]|\Z)",
            case=True,
        ),
        accept=_is_proper,
        confidence=0.7,
    ),
    PatternFinder(
        "saint",
        Identifier.GEOGRAPHY,
        "Saint's names, which in a record are mostly hospitals.",
        compile_pattern(
            r"(?<![\w])(?:St\.?|Saint|Mt\.?|Mount)\s[A-Z][a-z]{2,20}(?:'s)?(?:\s(?:Hospital"
            r"|Medical\sCenter|Clinic|Regional|Memorial))?(?!\w)",
            case=True,
        ),
        ("st", "saint", "mt", "mount"),
        lambda text: "wort" not in text.lower(),
        0.75,
    ),
    PatternFinder(
        "employer",
        Identifier.OTHER_UNIQUE,
        "Companies, by the form of company in their name.",
        compile_pattern(
            rf"(?<![\w])(?:{_CAPITAL},?\s(?:(?:and|&)\s)?){{1,4}}(?:Inc|LLC|LLP|Ltd|Corp|Corporation"
            rf"|Incorporated|GmbH|PLC|Company|Co)\b\.?",
            case=True,
        ),
        confidence=0.75,
    ),
)
"""Finders of (B) places and of facilities and employers."""
