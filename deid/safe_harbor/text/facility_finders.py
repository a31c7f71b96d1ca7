"""Names of hospitals, practices, schools and employers in text."""

from __future__ import annotations

import re

from deid.identifiers import Identifier
from deid.safe_harbor import resources
from deid.safe_harbor.geography import is_state
from deid.safe_harbor.text.finder import Finder, PatternFinder, compile_pattern
from deid.safe_harbor.vocabulary import is_common_word, is_eponym

_CAPITAL = r"(?:(?:St|Mt|Ft|Dr)\.|[A-Z](?:[\w'&-]|\.(?=\w)){0,30})"
_KIND = (
    r"(?:Hospitals?|Clinics?|Medical\s(?:Center|Centre|Group|Associates|College|School)"
    r"|Health(?:care)?(?:\s(?:Center|Centre|System|Systems|Services|Network|Group|Partners"
    r"|Alliance))?|Infirmary|Hospice|(?:Behavioral|Mental)\sHealth|Nursing\s(?:Home|Center|Facility)"
    r"|Rehab(?:ilitation)?(?:\s(?:Center|Hospital|Facility|Institute))?|Surg(?:ery"
    r"|ical)\sCenter|Cancer\s(?:Center|Institute)|Heart\s(?:Center|Institute)|Memorial"
    r"|Institute|University|College|Family\sPractice|Urgent\sCare|Dialysis\sCenter"
    r"|Pharmacy|Laborator(?:y|ies)|Labs|Manor|Pavilion|Care\sCenter|Physicians|Pediatrics"
    r"|Orthop(?:a)?edics|Sanatorium|School|Elementary|High\sSchool|Academy|Church)"
)
_DAY = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sep(?:t(?:ember)?)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b"
)
_WELL_KNOWN = "|".join(
    re.escape(name).replace(r"\ ", r"\s")
    for name in sorted(resources.phrases("well_known.txt"), key=len, reverse=True)
    if name and name[0] != "#"
)
_WELL_KNOWN_FIRST = frozenset(
    re.split(r"[\W\d_]", name.lower())[0] for name in resources.phrases("well_known.txt") if name and name[0] != "#"
)
_WELL_KNOWN_FULL = "|".join(
    re.escape(name).replace(r"\ ", r"\s")
    for name in sorted(resources.phrases("well_known.txt"), key=len, reverse=True)
    if " " in name and name[0] != "#"
)
_GENERIC = frozenset(resources.word_list("words for facilities that name none"))


def _names_a_place(text: str) -> bool:
    words = re.findall(r"[\w'-]+", text.lower())
    named = words if {"of", "at"} & set(words[1:-1]) else words[:-1]
    return any(word.removesuffix("'s") not in _GENERIC for word in named) and not words[0].isdigit()


def _is_proper(text: str) -> bool:
    words = re.findall(r"[A-Za-z]+", text)
    known = (is_common_word(word) or is_eponym(word) or is_state(word) for word in words)
    return any(not common and len(word) > 1 for word, common in zip(words, known, strict=True))


FACILITY_FINDERS: tuple[Finder, ...] = (
    PatternFinder(
        "facility",
        Identifier.GEOGRAPHY,
        "A hospital, clinic, practice or school by name: where somebody was treated is a place smaller than a State.",
        compile_pattern(
            rf"(?<![\w])(?:{_CAPITAL}\s(?:(?:of|and|the|&|for|at)\s){{0,2}}){{1,5}}(?:{_KIND}\b)(?:\s"
            rf"(?:of|at|in|for)\s(?:the\s)?(?!{_DAY}){_CAPITAL}(?:\s(?!{_DAY}){_CAPITAL}){{0,2}})?",
            case=True,
        ),
        accept=_names_a_place,
        confidence=0.8,
    ),
    PatternFinder(
        "facility_of_place",
        Identifier.GEOGRAPHY,
        "Hospital of, university of, church of: by what they are named for, in any case; an opinion for the tagger.",
        compile_pattern(
            r"(?<![\w'-])(?:(?:children's|general|community)\s)?(?:hospital|university|college|church|diocese|city)\sof\s(?:the\s)?"
            r"[a-z][\w'-]{2,20}(?:\s(?:of\s|and\s|&\s)?(?!(?:on|in|at|for|with|and|from|by|ed|to|who|was|is)\s)[a-z][\w'-]{2,20}){0,3}"
        ),
        (" of ",),
        confidence=0.45,
    ),
    PatternFinder(
        "residence",
        Identifier.GEOGRAPHY,
        "Homes for the old and their like, by the place behind their kind.",
        compile_pattern(
            r"(?<![\w'-])the\s(?:cottages|villas|village|gardens|terrace|residences?|commons|meadows|oaks|pines|arbors|landing|lodge|estates|heights|springs|willows|manor|fountains"
            r"|waters|bluffs|pointe|courtyards|reserve|inn|atrium|legacy|harbor|woods|grove|lakes|crossings?|bridge|woodlands)\s(?:at|of|on)\s(?:the\s)?[^\W\d_][\w'-]{2,20}(?:\s(?-i:[A-Z])[\w'-]{2,20}){0,2}"
        ),
        ("the ",),
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
        "employer_by_context",
        Identifier.OTHER_UNIQUE,
        "What somebody works at or retired from, by name.",
        compile_pattern(
            rf"\b(?:[Ww]ork(?:s|ed|ing)?|[Ee]mployed|[Rr]etired|[Tt]each(?:es|er)|[Nn]urse|[Vv]olunteers?|[Jj]ob|[Dd]river|[Ss]tudent)\s"
            rf"(?:nights\s|days\s|part\stime\s|full\stime\s)?(?:at|from|for|by|with)\s(?P<value>(?:the\s)?{_CAPITAL}(?:(?:,?\s(?:(?:and|of|the|&)\s){{0,2}}){_CAPITAL}){{0,4}})",
            case=True,
        ),
        accept=lambda text: text.split()[-1].lower() not in _GENERIC and not text.isupper(),
        confidence=0.6,
    ),
    PatternFinder(
        "facility_any_case",
        Identifier.GEOGRAPHY,
        "Up to three words before the word for a facility, in any case; an opinion for the tagger.",
        compile_pattern(
            rf"(?<![\w'-])(?!(?:the|a|an|to|at|in|from|for|of|and|by|our|local|outside|another|this|his|her"
            rf"|your)\s)(?:[^\W_][\w'.&-]{{0,24}}[ ](?:&[ ]|and[ ]|of[ ])?){{1,3}}(?:{_KIND}"
            rf"|med(?:ical)?\.?\s(?:ctr|center)\.?|hosp|snf|"
            r"assisted\sliving|skilled\snursing|primary\scare|internal\smedicine|family\smedicine|eye\scare|wellness\scenter|drug)(?![\w-])"
        ),
        accept=_names_a_place,
        confidence=0.4,
    ),
    PatternFinder(
        "well_known",
        Identifier.GEOGRAPHY,
        "Hospitals, pharmacies and employers that most people know.",
        compile_pattern(
            rf"(?<![\w-])(?=[a-z])(?:{_WELL_KNOWN})(?:\s(?:Hospital|Medical\sCenter|Clinic|Health|Pharmacy))?(?![\w-])"
        ),
        confidence=0.7,
        first=_WELL_KNOWN_FIRST,
    ),
    PatternFinder(
        "well_known_full",
        Identifier.GEOGRAPHY,
        "The same, where two words or more are written as they write themselves.",
        compile_pattern(rf"(?<![\w-])(?:{_WELL_KNOWN_FULL})(?![\w-])", case=True),
        confidence=0.85,
        first=_WELL_KNOWN_FIRST,
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
"""Finders of facilities and employers: where somebody was treated is a place smaller than a State."""
