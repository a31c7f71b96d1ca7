"""Formats of identifiers that are worth a whole cell: what shows one of them is not kept.

Stricter than the finders of running text, since nobody reads a cell again before it is released: a format that clinical
values share (``120/80``, ``25/100/200 MG``, ``10:1``) is not among them.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from deid.identifiers import Identifier
from deid.safe_harbor import dates
from deid.safe_harbor.codes import is_snomed_ct
from deid.safe_harbor.numbers import is_ipv4, is_ipv6, is_payment_card
from deid.safe_harbor.numbers.national import is_national_number
from deid.safe_harbor.text.contact_finders import EMAIL
from deid.safe_harbor.text.finder import DIGITS, PatternFinder, compile_pattern
from deid.safe_harbor.text.number_finders import DICOM_UID, MBI, UDI, UUID, VIN
from deid.safe_harbor.text.place_finders import COORDINATES

_FULL_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_MONTHS = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_CENTURY = r"(?:9\d|1[0-2]\d)"
_LONG_STREETS = (
    "Street|Avenue|Ave|Road|Rd|Boulevard|Blvd|Lane|Drive|Court|Parkway|Pkwy|Terrace|Circle|Highway|Hwy|Turnpike|Trail|"
    "Square|Plaza"
)
_SHORT_STREETS = "St|Dr|Ct|Ln|Pl|Cir|Ter|Way|Trl|Sq|Aly|Loop|Row|Run|Pike|Place"
_TOWARDS = r"(?:(?:[NSEW]|NE|NW|SE|SW|North|South|East|West)\.?\s)?"
_RUNS = re.compile(r"\d+|[A-Z]+|[a-z]+")
_RUNS_OF_CODE = 6
_NO_STREET = re.compile(r"\b(?:lead|view|year|day|hour|week|month|mg|ml)s?\b", re.IGNORECASE)


def _strict(
    name: str,
    identifier: Identifier,
    pattern: str,
    needs: tuple[str, ...] = (),
    accept: Callable[[str], bool] = lambda _: True,
    case: bool = False,
) -> PatternFinder:
    return PatternFinder(name, identifier, "", compile_pattern(pattern, case), needs, accept, 0.95)


def _is_card(text: str) -> bool:
    return is_payment_card(text) and not is_snomed_ct(text.strip())


def _is_opaque(text: str) -> bool:
    """Letters and digits that change often enough to be an encoding or a number of something, and no word."""
    digits = sum(map(str.isdigit, text))
    return 2 <= digits < len(text) and len(_RUNS.findall(text)) >= _RUNS_OF_CODE


def _has_digits_of_a_telephone(text: str) -> bool:
    return 8 <= sum(map(str.isdigit, text)) <= 15


def _is_street(text: str) -> bool:
    return _NO_STREET.search(text) is None


WITHOUT_DIGITS = (
    EMAIL,
    _strict("email_spelt", Identifier.EMAIL, r"\b[\w.+-]{2,64}\s?[\[(]at[\])]\s?\w[\w.-]+", ("at]", "at)")),
    _strict(
        "url",
        Identifier.URL,
        r"(?<!\w)(?:(?:https?|s?ftps?|file|ldaps?)://|www\d?\.)[^\s<>\"']+(?<![.,;:!?)\]])",
        ("://", "www"),
    ),
    _strict(
        "domain",
        Identifier.URL,
        r"(?<![\w.@-])[a-z0-9-]{3,63}(?:\.[a-z0-9-]{2,63}){0,8}"
        r"\.(?:com|org|net|edu|gov|mil|io|info|biz|health|example|us|co\.uk|de|fr|ca|au|eu)(?:/\S*|(?![\w.-]))",
        (".",),
    ),
    _strict("escaped_text", Identifier.OTHER_UNIQUE, r"[a-z]%(?:20|2c|27|2e|c3%[0-9a-f]{2})[a-z]", ("%",)),
    _strict("three_words", Identifier.GEOGRAPHY, r"\A/{0,3}[a-z]{3,20}\.[a-z]{3,20}\.[a-z]{3,20}\Z", (".",), case=True),
    _strict("age_in_words", Identifier.DATE_OR_AGE, r"\b(?:non|super)?(?:agenarian|centenarian)\b", ("enarian",)),
)
"""What shows without a digit."""

_DATES = (
    _strict(
        "date",
        Identifier.DATE_OR_AGE,
        r"(?<![\w./-])(?:(?:1[89]|20)\d\d(?P<i>[-/.])\d{1,2}(?P=i)\d{1,2}(?=\D|\Z)|\d{1,2}"
        r"(?P<s>[-/.])\d{1,2}(?P=s)(?:19|20)\d\d(?![\w-]|[./]\d)"
        rf"|{_MONTHS}\s?\d{{1,2}}(?:st|nd|rd|th)?,?\s?(?:19|20)\d\d(?!\w)|\d{{1,2}}(?:st|nd|rd"
        rf"|th)?(?:\sof)?[-\s]?{_MONTHS}[-\s,]{{0,2}}(?:19|20)\d\d(?!\w))",
        accept=dates.is_date,
    ),
    _strict(
        "date_with_short_year",
        Identifier.DATE_OR_AGE,
        rf"(?<![\w./-])(?:\d\d?/\d\d?/\d\d(?![\w/.-])(?!\s?(?:mg|mcg|ml|g|unt|%))|\d\d?-{_MONTHS}-\d\d(?!\w))",
        ("/", "-"),
        dates.is_date,
    ),
    _strict(
        "month_of_year",
        Identifier.DATE_OR_AGE,
        rf"(?<!\w)(?:{_FULL_MONTHS}|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)[\s.,-]{{1,2}}(?:19|20)\d\d(?!\w)"
        rf"|(?<!\w)(?:{_FULL_MONTHS.replace('March|', '').replace('May|', '')})\s(?:[1-9]|[12]\d|3[01])"
        r"(?:st|nd|rd|th)?(?!\w)(?!\s?(?:mg|ml|%|percent))"
        r"|\A(?:(?:19|20)\d\d[-/](?:0[1-9]|1[0-2])|(?:0[1-9]|1[0-2])/(?:19|20)\d\d)\Z"
        r"|(?<!\w)(?:(?:19|20)\d\d[-\s]?Q[1-4]|Q[1-4][-\s]?(?:19|20)\d\d)(?!\w)",
        case=True,
    ),
    _strict(
        "time_of_day",
        Identifier.DATE_OR_AGE,
        r"(?<![\w.:*+/-])(?:(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?"
        r"|(?:[1-9]|1[0-2])(?::[0-5]\d)?\s?[ap]\.?m\b\.?)(?![\w:])|\d\d[T\s](?:[01]\d|2[0-3]):[0-5]\d",
        (":", "am", "pm", "a.m", "p.m"),
    ),
    _strict(
        "age_over_89",
        Identifier.DATE_OR_AGE,
        rf"(?<![\w.,/+-]){_CENTURY}(?:\.\d+)?(?:\s?-\s?|\s)?"
        r"(?:y(?:ea)?rs?[-\s]old|year[-\s]old|y\.?/?o\.?(?!\w)|yrs?\sold|years\sof\sage)"
        rf"|\b(?:aged?|age[:=]|age\s(?:of|is|was|at\s\w+[:=]?)|turned)[\s:=]*{_CENTURY}(?!\w|\.?\d|\+|%"
        r"|\s?(?:and|or)\s(?:over|older|above)|\s?(?:days?|weeks?|wks?|months?|mos?|hours?|minutes?)\b)",
        ("9", "10", "11", "12"),
    ),
    _strict(
        "age_over_89",
        Identifier.DATE_OR_AGE,
        rf"\A0?{_CENTURY}(?:\.\d+)?\s?(?:years?|yrs?|y)\b\.?(?:,?\s(?:and\s)?\d{{1,2}}\s?(?:months?|mos?|m)\b\.?)?\Z"
        r"|\A1(?:0[89]\d|[1-4]\d\d)\s?(?:months?|mos?)\.?\Z",
        ("y", "m"),
    ),
)
_PLACES = (
    COORDINATES,
    _strict(
        "coordinates_in_degrees",
        Identifier.GEOGRAPHY,
        r"\d{1,3}\s?°\s?\d{1,2}\s?['\u2032\u2019](?:\s?\d{1,2}(?:\.\d+)?\s?[\"\u2033\u201d])?\s?[NSEW]\b",
        ("°",),
    ),
    _strict(
        "street_address",
        Identifier.GEOGRAPHY,
        rf"(?<![\w.,/-])\d{{1,6}}[A-Z]?\s{_TOWARDS}(?:[A-Z][\w'.-]*\s|\d{{1,3}}(?:st|nd|rd|th)\s){{1,4}}"
        rf"(?:(?:{_LONG_STREETS})\b(?!-)|(?:{_SHORT_STREETS})\b\.?(?=\s*\Z|,|;|\s+(?:Apt|Apartment|Unit|Suite|Ste"
        r"|Room|Rm|Bldg|Lot|Floor|Fl|\#)|\s+[A-Z]{2}\s\d{5}))",
        accept=_is_street,
        case=True,
    ),
    _strict(
        "street_address",
        Identifier.GEOGRAPHY,
        rf"(?<![\w.,/-])\d{{1,6}}\s{_TOWARDS}(?:[a-z]{{3,}}\s){{1,3}}(?:street|avenue|boulevard|highway|parkway)\b"
        rf"|\A\d{{1,6}}[A-Z]?\s{_TOWARDS}(?:[A-Z0-9'-]{{2,}}\s){{1,4}}(?:ST|AVE|RD|DR|LN|BLVD|HWY|PKWY|TER|CIR|WAY|TRL)"
        r"\b\.?(?:,?\s(?:APT|UNIT|STE|SUITE|\#).*)?\Z",
        accept=_is_street,
    ),
    _strict(
        "canadian_postal_code",
        Identifier.GEOGRAPHY,
        r"(?<![\w-])(?!T\d[A-Z]\s?\dM|G\d[PT]\s?\d[AL])"  # stages of tumours, pregnancies and births
        r"(?:[ABCEGHJ-NPRSTVXY]\d[ABCEGHJ-NPRSTV-Z]\s?\d[ABCEGHJ-NPRSTV-Z]\d"
        r"|[abceghj-nprstvxy]\d[abceghj-nprstv-z]\s\d[abceghj-nprstv-z]\d)(?![\w-])",
        case=True,
    ),
    _strict(
        "british_postal_code",
        Identifier.GEOGRAPHY,
        r"(?:\A|,\s?)[A-PR-UWYZ](?:\d{1,2}|[A-HK-Y]\d[\dABEHMNPRV-Y]?|\d[A-HJKPS-UW])\s\d[ABD-HJLNP-UW-Z]{2}\Z",
    ),
    _strict("post_office_box", Identifier.GEOGRAPHY, r"\b(?:P\.?\s?O\.?\s?|post\soffice\s)Box\s\#?\d+", ("box",)),
    _strict(
        "zip",
        Identifier.GEOGRAPHY,
        r"\b[A-Z]{2},?\s\d{5}(?:-\d{4})?(?![\w-])|\b(?i:zip)(?:[\s-]?(?i:code))?[\s:\#]+\d{5}\b",
        case=True,
    ),
)
_NUMBERS = (
    _strict(
        "social_security_number",
        Identifier.SOCIAL_SECURITY,
        r"(?<![\w.,+-])\d{3}(?P<s>[-\s])\d{2}(?P=s)\d{4}(?![\w.,-])|(?<![\w.+-])\d{3}-\d{2}-\d{4}(?![\w-]|\.\d)"
        r"|\bSSN?[\s:\#]+\d{3}[-\s]?\d\d[-\s]?\d{4}\b",
    ),
    _strict(
        "record_number",
        Identifier.MEDICAL_RECORD,
        r"\b(?:MRN|(?:medical\srecord|chart)\s(?:number|no\.?|\#))[\s:\#]+[A-Z]{0,4}-?\d{3,}",
        ("mrn", "record", "chart"),
    ),
    UUID,
    _strict(
        "telephone",
        Identifier.TELEPHONE,
        r"(?<![\w.+-])(?:\+?1[-.\s]?)?(?:\(\d{3}\)\s?-?|\d{3}[-.\s])\d{3}[-.\s]\d{4}(?![\w-]|\.\d)"
        r"|\b(?:phone|tel|telephone|fax|cell|mobile|pager|call(?:ed)?(?:\sat)?)\b[.:\#]?\s?\(?\d{3}[-.\s)]{1,2}\d{3,4}\b",
    ),
    _strict(
        "telephone",
        Identifier.TELEPHONE,
        r"(?<![\w+])\+\d{1,3}(?:[\s.-]?\(?\d{1,4}\)?){2,6}(?!\w)",
        ("+",),
        _has_digits_of_a_telephone,
    ),
    PatternFinder(
        "ipv4",
        Identifier.IP_ADDRESS,
        "",
        compile_pattern(r"(?<![\w.-])(?:\d{1,3}\.){3}\d{1,3}(?![\w-]|\.\d)"),
        DIGITS,
        is_ipv4,
    ),
    PatternFinder(
        "ipv6",
        Identifier.IP_ADDRESS,
        "",
        compile_pattern(r"(?<![\w:*])(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}(?![\w:])"),
        (":",),
        is_ipv6,
    ),
    _strict(
        "mac_address",
        Identifier.DEVICE,
        r"(?<![\w:-])[0-9a-f]{2}(?P<sep>[:-])[0-9a-f]{2}(?:(?P=sep)[0-9a-f]{2}){4}(?![\w:-])"
        r"|(?<![\w.-])[0-9a-f]{4}\.[0-9a-f]{4}\.[0-9a-f]{4}(?![\w-]|\.\w)",
    ),
    DICOM_UID,
    MBI,
    VIN,
    UDI,
    _strict(
        "device_identifier",
        Identifier.DEVICE,
        r"\((?:21|10)\)[A-Za-z0-9]{4,20}|\bUDI[\s:\#]+\S*\d{4}",
        ("(21)", "(10)", "udi"),
    ),
    PatternFinder(
        "payment_card",
        Identifier.ACCOUNT,
        "",
        compile_pattern(r"(?<![\w.+-])\d(?:[-\s]?\d){12,18}(?![\w-]|\.\d)"),
        accept=_is_card,
    ),
    _strict(
        "national_number",
        Identifier.OTHER_UNIQUE,
        r"\A\s{0,9}[\dA-Z][\dA-Z .+-]{6,20}[\dA-Z]\s{0,9}\Z",
        accept=is_national_number,
    ),
    _strict(
        "opaque_token",
        Identifier.OTHER_UNIQUE,
        r"(?<![\w.+/-])[a-z0-9+]{16,128}={0,2}(?![\w/-]|\.\w)",
        accept=_is_opaque,
    ),
)

WITH_DIGITS = (*_NUMBERS, *_DATES, *_PLACES)
"""What shows only with a digit."""
