"""A quick look at one table cell that is to be kept: does an identifier hide in it?

Only evidence that hardly ever deceives counts here: formats that nothing else has, and full names whose parts are on
the lists and are no words. Codes, amounts, drug names, and clinical terms must pass.
"""

from __future__ import annotations

import re

from deid.identifiers import Finding, Identifier
from deid.safe_harbor import dates
from deid.safe_harbor.codes import is_snomed_ct
from deid.safe_harbor.numbers import is_ipv4, is_payment_card
from deid.safe_harbor.text.contact_finders import EMAIL
from deid.safe_harbor.text.document import Document
from deid.safe_harbor.text.finder import PatternFinder, compile_pattern
from deid.safe_harbor.text.lexicon import lexeme
from deid.safe_harbor.text.number_finders import DICOM_UID, MBI, UDI, UUID, VIN
from deid.safe_harbor.text.place_finders import COORDINATES

_MONTHS = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_PART = r"[^\W\d_a-z][^\W\d_]{1,24}(?:['-][^\W\d_]{1,24}){0,2}\d{0,4}"
_FULL_NAME = re.compile(rf"(?<![\w-])(?={_PART}\s)(?P<first>{_PART})(?:\s[A-Z]\.?)?\s(?P<last>{_PART})(?![\w-])")
_SURNAME_FIRST = re.compile(rf"(?P<last>{_PART}),\s(?P<first>{_PART})(?:\s[A-Z]\.?)?")
_SYNTHEA = re.compile(
    r"(?<![\w-])[^\W\d_]{2,24}\d{1,4}\s(?:[^\W\d_]{1,3}')?[^\W\d_]{2,24}(?:-[^\W\d_]{2,24})?\d{1,4}(?![\w-])"
)
# Per cent of the people: a name this common is a name even where it is a word as well (Smith, Brown, Young).
_COMMON_GIVEN, _COMMON_SURNAME = 0.1, 0.1


def _is_card(text: str) -> bool:
    return is_payment_card(text) and not is_snomed_ct(text.strip())


def _strict(name: str, identifier: Identifier, pattern: str) -> PatternFinder:
    return PatternFinder(name, identifier, "", compile_pattern(pattern), confidence=0.95)


_WITHOUT_DIGITS = (
    EMAIL,
    _strict("url", Identifier.URL, r"(?<!\w)(?:(?:https?|s?ftp|file|ldaps?)://|www\.)[^\s<>\"']+(?<![.,;:!?)\]])"),
)
_WITH_DIGITS = (
    _strict("social_security_number", Identifier.SOCIAL_SECURITY, r"(?<![\w.+-])\d{3}-\d{2}-\d{4}(?![\w-]|\.\d)"),
    UUID,
    PatternFinder(
        "date",
        Identifier.DATE_OR_AGE,
        "",
        compile_pattern(
            r"(?<![\w./-])(?:(?:1[89]|20)\d\d[-/]\d{1,2}[-/]\d{1,2}(?=\D|\Z)|\d{1,2}"
            r"(?P<s>[-/.])\d{1,2}(?P=s)(?:19|20)\d\d(?![\w-]|[./]\d)"
            rf"|{_MONTHS}\s\d{{1,2}}(?:st|nd|rd|th)?,?\s(?:19|20)\d\d(?!\w)|\d{{1,2}}(?:st|nd|rd"
            rf"|th)?[-\s]?{_MONTHS}[-\s,]{{0,2}}(?:19|20)\d\d(?!\w))"
        ),
        accept=dates.is_date,
        confidence=0.95,
    ),
    _strict(
        "telephone",
        Identifier.TELEPHONE,
        r"(?<![\w.+-])(?:\+?1[-.\s])?(?:\(\d{3}\)\s?|\d{3}[-.])\d{3}[-.]\d{4}(?![\w-]|\.\d)",
    ),
    PatternFinder(
        "ipv4",
        Identifier.IP_ADDRESS,
        "",
        compile_pattern(r"(?<![\w.-])(?:\d{1,3}\.){3}\d{1,3}(?![\w-]|\.\d)"),
        accept=is_ipv4,
    ),
    _strict(
        "mac_address",
        Identifier.DEVICE,
        r"(?<![\w:-])[0-9a-f]{2}(?P<sep>[:-])[0-9a-f]{2}(?:(?P=sep)[0-9a-f]{2}){4}(?![\w:-])",
    ),
    DICOM_UID,
    MBI,
    VIN,
    UDI,
    PatternFinder(
        "payment_card",
        Identifier.ACCOUNT,
        "",
        compile_pattern(r"(?<![\w.+-])\d(?:[-\s]?\d){12,18}(?![\w-]|\.\d)"),
        accept=_is_card,
    ),
    COORDINATES,
)


def _certain_name(first: str, last: str) -> bool:
    given, surname = lexeme(first.lower()), lexeme(last.lower())
    if (
        given.never
        or surname.never
        or given.clinical
        or surname.clinical
        or given.eponym
        or given.everyday
        or given.wide_place
    ):
        return False
    if not given.given or not surname.surname:
        return False
    if given.common and given.given < _COMMON_GIVEN:
        return False
    return not surname.common or (given.given >= _COMMON_GIVEN and surname.surname >= _COMMON_SURNAME)


def _screen_names(text: str) -> Finding | None:
    whole = _SURNAME_FIRST.fullmatch(text)
    if whole and _certain_name(whole["first"], whole["last"]):
        return Finding(0, len(text), Identifier.NAME, "full_name", 0.9)
    for found in _FULL_NAME.finditer(text):
        alone = found.span() == (0, len(text))
        if _certain_name(found["first"], found["last"]) and (alone or not lexeme(found["last"].lower()).eponym):
            return Finding(*found.span(), Identifier.NAME, "full_name", 0.9)
    synthetic = _SYNTHEA.search(text)
    return Finding(*synthetic.span(), Identifier.NAME, "synthetic_name", 0.9) if synthetic else None


def screen(cell: str) -> Finding | None:
    """The first identifier found in one table cell by strict rules, or ``None``.

    A subset of what :func:`~deid.safe_harbor.text.search.find` looks for, quick enough for every cell of a kept column.
    """
    document = Document.of(cell)
    text = document.text
    checks = _WITHOUT_DIGITS if "@" in text or "/" in text or "w." in document.lower else ()
    if document.has_digits:
        checks = (*checks, *_WITH_DIGITS)
    found = next((finding for check in checks for finding in check.find(document)), None) or _screen_names(text)
    if found is None or document.normal.offsets is None:
        return found
    start, end = document.normal.original_span(found.start, found.end)
    return Finding(start, end, found.identifier, found.finder, found.confidence)
