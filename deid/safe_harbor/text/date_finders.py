"""Dates and ages over 89 in text."""

from __future__ import annotations

import re

from deid.identifiers import Identifier
from deid.safe_harbor import dates
from deid.safe_harbor.dates.formats import CLOCK
from deid.safe_harbor.text.finder import DIGITS, Finder, PatternFinder, compile_pattern, words_of

_MONTH = (
    r"(?:jan(?:uary|\.)?|feb(?:ruary|\.)?|mar(?:ch|\.)?|apr(?:il|\.)?|may\.?|june?\.?|july?\.?"
    r"|aug(?:ust|\.)?|sept?(?:ember|\.)?|oct(?:ober|\.)?|nov(?:ember|\.)?|dec(?:ember|\.)?)"
)
_FULL_MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thur?s?|fri|sat(?:ur)?|sun)(?:day|\.)?,?\s)?"
_DAYS = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_SHORT_DAYS = r"(?:mon|tue|wed|thu|fri|sat|sun)"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
_YEAR = r"(?:(?:1[89]|2[01])\d\d|'\d\d)"
_CLOCK = CLOCK.replace(" ", r"\s")
_TIME = rf"(?:(?:t|\s){_CLOCK}(?!\w))?"
_EDGE, _END = r"(?<![\w./-])", r"(?![\w]|[-/]\d|\.\d)"
_STOP = r"(?=[\s,.;:!?)\]|\"'<*]|\Z)"
_ORDINAL = r"(?:[12]?(?:1st|2nd|3rd)|(?:[12]?[04-9]|1[1-3])th|30th|31st)"
_TO_DAY = (
    r"\s?-\s?(?:3[01]|[12]\d|0?[1-9])(?!\w|[-/.]\d)|\s(?:to|through|thru|and|&)\s(?:the\s)?(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)\b"
    r"(?!\s(?:day|dose|week|time|visit))"
)
_MONTH_DAY = r"(?:0?[1-9]|1[0-2])[/-](?:3[01]|[12]\d|0?[1-9])"
_SPACED = re.compile(r"\s?([-/.])\s?")
_CENTURY = r"(?:9\d|1[0-2]\d)"
_AGE_UNIT = r"(?:years?|yrs?|y)"
_WORD_AGE = (
    r"(?:ninety|(?:one|a)[-\s]hundred)(?:[-\s](?:and[-\s])?(?:one|two|three|four|five|six"
    r"|seven|eight|nine|ten|eleven|twelve))?"
)


def _is_date(text: str) -> bool:
    plain = _SPACED.sub(r"\1", text)
    return dates.is_date(plain) or dates.is_month_and_day(plain)


NUMERIC_DATE = PatternFinder(
    "date",
    Identifier.DATE_OR_AGE,
    "Dates in digits: ISO, United States and European order, with slashes, dashes or dots, and the time behind them.",
    compile_pattern(
        rf"{_EDGE}(?:(?:1[89]|2[01])\d\d(?P<s1>\s?[-/.]\s?)\d{{1,2}}(?P=s1)\d{{1,2}}|\d{{1,2}}"
        rf"(?P<s2>\s?[-/.]\s?)\d{{1,2}}(?P=s2)(?:(?:1[89]|2[01])\d\d|\d\d)){_TIME}{_END}"
    ),
    DIGITS,
    _is_date,
    0.95,
    at_digits=True,
)
LABELLED_DATE = PatternFinder(
    "date_by_label",
    Identifier.DATE_OR_AGE,
    "Dates in digits that a label announces, whatever sign stands between them.",
    compile_pattern(
        rf"(?<![^\W_])(?:d\.?o\.?[bdas]\.?|dates?|born|birth|exp|admit(?:ted)?|adm|disch(?:arged)?|d/c|dd|dt|soc)\s?[-:/=#.>|]{{1,3}}\s?"
        rf"(?P<value>(?:(?:1[89]|2[01])\d\d(?P<s1>[-/.])\d{{1,2}}(?P=s1)\d{{1,2}}|\d{{1,2}}(?P<s2>[-/.])\d{{1,2}}(?P=s2)"
        rf"(?:(?:1[89]|2[01])\d\d|\d\d))){_END}"
    ),
    DIGITS,
    _is_date,
    0.95,
)
MONTH_DATE = PatternFinder(
    "date_with_month_name",
    Identifier.DATE_OR_AGE,
    "Dates with the name of the month, with and without the year.",
    compile_pattern(
        rf"(?<![\w])(?:the\s(?=\d))?{_WEEKDAY}(?:{_MONTH}[-\s/]{{0,2}}{_DAY}(?:{_TO_DAY})?(?:(?:,\s?|\s|-|/|,?\sof\s){_YEAR}"
        rf"|,?\s'?\d\d{_STOP})?{_TIME}"
        rf"|{_DAY}(?:\sof\s|[-\s/.]?){_MONTH}(?:(?:,?\s?|-|/|\sof\s){_YEAR}|[-\s]'?\d\d"
        rf"{_STOP})?{_TIME}"
        rf"|{_MONTH}(?:\sof\s|,?\s|-|/)(?:of\s)?{_YEAR}|{_YEAR}[-\s/]{_MONTH}(?:[-\s/]{_DAY})?(?!,?\s(?:1[89]|2[01])\d\d))(?![\w])"
    ),
    ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"),
    confidence=0.95,
)

DATE_FINDERS: tuple[Finder, ...] = (
    NUMERIC_DATE,
    LABELLED_DATE,
    MONTH_DATE,
    PatternFinder(
        "date_compact",
        Identifier.DATE_OR_AGE,
        "Dates in eight digits, with a time behind them (HL7, DICOM).",
        compile_pattern(
            r"(?<![\w.,/$+-])(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-3])?"
            r"(?:[0-5]\d){0,2}(?:\.\d{1,6})?(?:[+-]\d{4})?(?![\w-])"
        ),
        DIGITS,
        confidence=0.85,
        at_digits=True,
    ),
    PatternFinder(
        "month_and_year",
        Identifier.DATE_OR_AGE,
        "A month and a year in digits.",
        compile_pattern(rf"{_EDGE}(?:(?:0?[1-9]|1[0-2])[/-](?:19|20)\d\d|(?:19|20)\d\d[/-](?:0[1-9]|1[0-2])){_END}"),
        ("/", "-"),
        confidence=0.85,
        at_digits=True,
    ),
    PatternFinder(
        "month_and_day",
        Identifier.DATE_OR_AGE,
        "A month and a day in digits, where the words before them tell that they are a date.",
        compile_pattern(
            r"\b(?:on|since|from|dated?|until|thru|through|before|after|by|starting|beginning|dos|dob"
            r"|d/c|admitted|discharged|scheduled(?:\sfor)?|seen|due|lmp|edc|edd)\s?:?\s"
            rf"(?P<value>(?:0?[1-9]|1[0-2])[/-]{_DAY}(?:\s?-\s?(?:0?[1-9]"
            rf"|1[0-2])[/-]{_DAY})?)(?![\w/%]|[-.]\d|\s?(?:strength|tab(?:let)?s?\b|in(?:ch)?\b|cup|tsp"
            rf"|pack|murmur|grip|pain\b|bilat|throughout|systolic|diastolic|motor|power|vision))"
        ),
        ("/", "-"),
        confidence=0.7,
    ),
    PatternFinder(
        "month",
        Identifier.DATE_OR_AGE,
        "The name of a month behind a word of time.",
        compile_pattern(
            rf"\b(?:[Ii]n|[Ll]ast|[Ss]ince|[Tt]his|[Nn]ext|[Ee]arly|[Ll]ate|[Mm]id|[Uu]ntil|[Bb]y"
            rf"|[Dd]uring|[Tt]his\spast|[Ee]nd\sof|[Bb]eginning\sof|[Ff]rom|[Bb]etween)[\s-]"
            rf"(?P<value>{_FULL_MONTH}(?:\s(?:and|or|to|through)\s{_FULL_MONTH})?)(?!\w)",
            case=True,
        ),
        confidence=0.8,
    ),
    PatternFinder(
        "month_in_any_case",
        Identifier.DATE_OR_AGE,
        "The name of a month behind a word of time, in capitals or small.",
        compile_pattern(
            r"\b(?:in|last|since|this|next|early|late|mid|until|during|end\sof|beginning\sof|from|by)[\s-]"
            r"(?P<value>january|february|april|june|july|august|september|october|november|december|(?-i:MARCH|MAY))(?![\w-])"
        ),
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"),
        confidence=0.8,
    ),
    PatternFinder(
        "month_and_day_with_time",
        Identifier.DATE_OR_AGE,
        "A month and a day in digits beside a time of day.",
        compile_pattern(
            rf"(?<=\d:\d\d\s){_MONTH_DAY}(?![\w/%-]|\.\d)|(?:(?<=\d:\d\d\s[ap]m\s)|(?<=\d:\d\d[ap]m\s)){_MONTH_DAY}(?![\w/%-]|\.\d)"
            rf"|(?<![\w./-]){_MONTH_DAY}(?=\s(?:at\s|@\s?)?(?:[01]?\d|2[0-3]):[0-5]\d(?!\d))"
        ),
        ("/", "-"),
        confidence=0.8,
        at_digits=True,
    ),
    PatternFinder(
        "day_of_week",
        Identifier.DATE_OR_AGE,
        "Days of the week, with the words that tell which one and a month and day behind them; no weekly schedule.",
        compile_pattern(
            rf"(?<![\w/&-])(?<!every\s)(?<!each\s)(?:(?:this\spast|last|this|next|past)\s)?(?:{_DAYS}\b(?!\s?[,/&-]\s?{_SHORT_DAYS}|\sand\s{_SHORT_DAYS})"
            rf"(?:\s(?:morning|afternoon|evening|night))?(?:,?\s\d{{1,2}}[/-]\d{{1,2}}(?![\w/-]))?"
            rf"|{_SHORT_DAYS}\.?\s\d{{1,2}}[/-]\d{{1,2}}(?![\w/-]))"
        ),
        ("day", "mon", "tue", "wed", "thu", "fri", "sat", "sun"),
        confidence=0.8,
    ),
    PatternFinder(
        "day_of_month",
        Identifier.DATE_OR_AGE,
        "A day of the month by its number in order.",
        compile_pattern(
            rf"\b(?<!in\s)(?<!per\s)the\s{_ORDINAL}(?=\s?[.,;:)?!](?!\s\d)|\s(?:and|but)\s(?!\d|the\s\d)|\s*\n|\s*\Z)"
            rf"|(?:(?<=\bon\s)|(?<=\bby\s)|(?<=\buntil\s)|(?<=\bsince\s)|(?<=\bbefore\s)|(?<=\bafter\s)|(?<=\bfrom\s))the\s{_ORDINAL}"
            r"(?=\s(?:at|for|with|w/|to|when|he|she|we|they|i|because|per|via)\b)"
        ),
        ("st", "nd", "rd", "th"),
        confidence=0.8,
        first=frozenset(("the",)),
    ),
    PatternFinder(
        "holiday",
        Identifier.DATE_OR_AGE,
        "Holidays, which are days of the year.",
        compile_pattern(
            r"\b(?:the\s)?(?:Christmas(?:\s(?:Eve|Day|time))?(?!\s(?:disease|factor|tree))|Xmas|Thanksgiving(?:\sDay)?"
            r"|New\sYear'?s(?:\s(?:Eve|Day))?|Easter(?:\s(?:Sunday|Monday))?|Halloween|(?:Labor|Labour|Memorial"
            r"|Independence|Veterans'?|MLK|Martin\sLuther\sKing|Groundhog|Election|Patriots'?|Bastille|Victoria"
            r"|Columbus|Presidents?'?s?|Mother'?s|Father'?s|Valentine'?s|St\.?\sPatrick'?s|Boxing|Canada|Indigenous\sPeoples'?)\sDay(?:\sweekend)?|(?:4th"
            r"|Fourth)\sof\sJuly|July\sFourth|Hanukkah|Chanukah|Passover|Rosh\sHashanah|Yom\sKippur|Ramadan|Eid(?:\sal-\w{3,5})?|Diwali|Holi|Kwanzaa"
            r"|Lunar\sNew\sYear|Cinco\sde\sMayo|Mardi\sGras|Good\sFriday|Ash\sWednesday|Palm\sSunday|Super\sBowl\sSunday|Black\sFriday"
            r"|Juneteenth)\b(?!-)"
        ),
        confidence=0.8,
        first=words_of(
            "the christmas xmas thanksgiving new easter halloween labor labour memorial independence veterans"
            " veteran mlk martin groundhog election patriots patriot bastille victoria columbus presidents"
            " president mothers mother fathers father valentines valentine st boxing canada indigenous fourth"
            " july hanukkah chanukah passover rosh yom ramadan eid diwali holi kwanzaa lunar cinco mardi good"
            " ash palm super black juneteenth"
        ),
    ),
    PatternFinder(
        "age_over_89_of_a_person",
        Identifier.DATE_OR_AGE,
        "Ages over 89 said of a person: mother is 93; 94F from.",
        compile_pattern(
            rf"\b(?:he|she|who|patient|pt|mother|father|mom|dad|wife|husband|spouse|sister|brother|aunt|uncle|grand(?:mother|father|ma|pa)|mr\.?\s\w+|mrs\.?\s\w+|ms\.?\s\w+)"
            rf",?\s(?:is|was|died\sat|now|turned|just\sturned|age)\s(?P<value>{_CENTURY})(?=\s?[,.;)]|\s(?:and|but|with|when|now|years?|who|has|lives)\b|\s*\n|\s*\Z)"
        ),
        ("9", "10", "11", "12"),
    ),
    PatternFinder(
        "age_over_89_before_sex",
        Identifier.DATE_OR_AGE,
        "Ages over 89 with the letter of the sex behind them.",
        compile_pattern(
            rf"(?<![\w./:-])(?<!temp\s)(?<!tmax\s)(?<!t\s)(?P<value>{_CENTURY})\s?(?:yo\s)?[mf](?=\s(?:from|with|w/|c/o|p/w|s/p|h/o|hx|bib|who|here|pres|adm|brought|found|fell|transferred|living|resident|lives)|,|;)"
        ),
        ("9", "10", "11", "12"),
        at_digits=True,
    ),
    PatternFinder(
        "age_over_89",
        Identifier.DATE_OR_AGE,
        "Ages over 89.",
        compile_pattern(
            rf"(?<![\w./-])(?P<value>{_CENTURY}(?:\.\d{{1,2}})?)(?:[-\s]?{_AGE_UNIT}[-\s]?(?:old|o\b"
            rf"|of\sage)|[-\s]?y[./]?o\b\.?|[-\s]?{_AGE_UNIT}\b|(?=\s(?:male|female|man|woman|lady"
            rf"|gentleman)\b|\s?(?-i:M|WM|WF|BM|BF|F(?=\s(?:with|who|here|pres|adm|s/p|h/o|c/o)))\b))"
        ),
        DIGITS,
        confidence=0.9,
        at_digits=True,
    ),
    PatternFinder(
        "age_over_89_by_label",
        Identifier.DATE_OR_AGE,
        "Ages over 89 behind the word age.",
        compile_pattern(
            rf"\b(?:aged?|turn(?:s|ed|ing))(?:\s(?:is|of|was|at|about|approximately))?\s?[:=]?\s?"
            rf"(?P<value>{_CENTURY})(?![\w/%]|\.\d)"
        ),
        ("age", "turn"),
        confidence=0.9,
    ),
    PatternFinder(
        "age_over_89_in_words",
        Identifier.DATE_OR_AGE,
        "Ages over 89 written in words.",
        compile_pattern(
            rf"\b(?:(?P<value>{_WORD_AGE})(?=[-\s](?:years?|y/?o)\b)|(?:super)?centenarian"
            rf"|nonagenarian|(?:in\s(?:his|her|their)\s)(?:nineties|90s|90's))\b"
        ),
        ("ninet", "hundred", "genarian", "centenarian", "90"),
        confidence=0.9,
    ),
)
"""Finders of (C) dates, except a year alone, and of ages over 89."""

AGE_FINDERS = tuple(finder for finder in DATE_FINDERS if finder.name.startswith("age_"))
"""Those of them that find ages."""
