"""Numbers known by what the text calls them (record, account, member, licence, device), and common shapes."""

from __future__ import annotations

import re

from deid.identifiers import Identifier
from deid.safe_harbor.text.finder import DIGITS, Finder, PatternFinder, compile_pattern
from deid.safe_harbor.vocabulary import is_common_word

_NUMBER_WORD = r"(?:\s?(?:numbers?|num|nr|no\.?|id|ids|identifier|code|\#s?))?"
_LINK = rf"{_NUMBER_WORD}(?:\s(?:is|was|of|reads|ending\sin))?\s?(?:[:=\#]|\bno\.?|-\s)?\s{{0,3}}\#?\(?"
_GROUPS = r"\d{2,4}(?:[ ]\d{2,4}){1,3}(?:[ ]\d)?(?![\w%/.-]|[ ]\d)"
_VALUE = (
    rf"(?P<value>{_GROUPS}|(?<![a-z])(?!(?:sn|no|nr|id|is|of|on|to|in|at|for|was|and|the|s)[ ]"
    rf")[a-z]{{1,3}}[ ](?=\d{{5}})[a-z0-9](?:[-/.]?[a-z0-9]){{4,24}}(?![\w/])"
    r"|(?=[a-z/*-]{0,12}\d)[a-z0-9](?:[-/.*:]?[a-z0-9]){2,24}(?![\w/]))"
)
_UNIT_BEHIND = (
    r"(?![ \t]?(?:units?|iu|cells?|copies|ml|mg|mcg|g|kg|cc|k|x|/|%|days?|weeks?|months?|years?"
    r"|hours?|patients|people|cases|dollars|usd|feet|ft|miles|steps|platelets|"
    r"wbcs?|rbcs?|colon(?:y|ies)|cfu|ng|u)\b)"
)
# Numbers of drug applications and registered trials are public.
_PUBLIC = re.compile(r"(?:A?NDA|BLA|NDC|RXCUI|NCT)-?\d", re.IGNORECASE)
# A code of ICD-10 behind "code" numbers a disease.
_DISEASE = re.compile(r"[A-TV-Z]\d[\dAB](?:\.[\dA-Z]{1,4})?", re.IGNORECASE)
_MIXED = re.compile(r"(?!(?:\d|IS|X)[A-D]?N[0-3X])(?=(?:[A-Z]*\d){2})(?=(?:\d*[A-Z]){2})[A-Z]{0,3}\d[A-Z0-9]{3,12}")
_OBSTETRIC = re.compile(r"G\d{1,2}P\d{1,4}", re.IGNORECASE)
_MEASURED = re.compile(r"\d(?:mg|mcg|ml|units?|cells|copies|hz|yrs?|usd)\Z", re.IGNORECASE)
_UNIT_END = re.compile(r"\d(?:iu|u|mg|mcg|ml|units?|k|x|cells|copies|th|s|hz|yrs?|usd)\Z", re.IGNORECASE)
_FEW_DIGITS, _LONG = 3, 6
_YEARLIKE = re.compile(r"(?:19|20)\d\d")


def _is_site_number(text: str) -> bool:
    return bool(text.strip("0")) and not _PUBLIC.match(text)


def _is_labelled(text: str, least: int) -> bool:
    digits = sum(map(str.isdigit, text))
    enough = digits >= least or (digits >= _FEW_DIGITS and len(text) >= _LONG)
    enough = enough or bool(_MIXED.fullmatch(text))
    told = _YEARLIKE.fullmatch(text) or _MEASURED.search(text) or ("." in text and _DISEASE.fullmatch(text))
    return enough and not told


def _by_label(name: str, identifier: Identifier, description: str, labels: str, least: int = 4) -> PatternFinder:
    return PatternFinder(
        name,
        identifier,
        description,
        compile_pattern(rf"(?<![\w/])(?:{labels}){_LINK}{_VALUE}"),
        DIGITS,
        lambda text: _is_labelled(text, least),
        0.9,
    )


LABEL_FINDERS: tuple[Finder, ...] = (
    _by_label(
        "record_number_by_label",
        Identifier.MEDICAL_RECORD,
        "Numbers that the text calls a medical record, chart, patient, encounter or visit number.",
        r"mrns?|mr|m\.r\.n\.?|medical\srecords?|med\.?\srec\.?|records?|charts?|hospital|patient"
        r"|pt|unit|emr|ehr|fin|csn|encounter|visit|admission|har|empi|mpi|epic|u(?=\#)|hosp\.?|nhs|chi|hcn|ohip|health\scard",
    ),
    _by_label(
        "health_plan_by_label",
        Identifier.HEALTH_PLAN,
        "Numbers that the text calls a member, policy, subscriber, group, Medicare or Medicaid number.",
        r"members?(?:ship)?|polic(?:y|ies)|subscriber|group|grp|insurance(?:\spolicy|\splan|\scard)?"
        r"|beneficiary|medicaid|medicare|mbi|hicn?|health\splan|health\sinsurance|plan|hmo|ppo"
        r"|payer|bcbs|blue\scross|coverage|enrollee",
    ),
    _by_label(
        "account_by_label",
        Identifier.ACCOUNT,
        "Numbers that the text calls an account, card, routing, invoice or claim number.",
        r"acc(?:oun)?ts?|acc|bank|card|credit\scard|debit\scard|routing|aba|iban|swift|invoice"
        r"|bill(?:ing)?|claims?|guarantor|checking|savings|transaction|receipt|payment",
    ),
    _by_label(
        "license_by_label",
        Identifier.CERTIFICATE,
        "Numbers that the text calls a licence, certificate, DEA, NPI or passport number.",
        r"licen[cs]e|lic\.?|driver'?s?\slicen[cs]e|dl|certificate|cert\.?|dea|npi|passport"
        r"|registration|board|permit|visa|upin|state\sid",
    ),
    _by_label(
        "device_by_label",
        Identifier.DEVICE,
        "Numbers that the text calls a serial, lot, device, implant or model number.",
        r"serial|s/n|sn|device|implant|pacemaker|icd|lot|batch|ref|udi|imei|meid|asset|pump"
        r"|generator|lead|valve|gtin",
    ),
    _by_label(
        "other_number_by_label",
        Identifier.OTHER_UNIQUE,
        "Numbers that the text calls an accession, order, specimen, case, study, trial, employee or just an ID.",
        r"accession|acc\.?|order|requisition|req|specimen|sample|case|study|trial|subject"
        r"|participant|protocol|site|employee|badge|staff|student|prescription|rx|auth"
        r"(?:orization)?|referral"
        r"|ticket|reference|confirmation|tracking|barcode|bar\scode|pathology|path|surgical|exam"
        r"|locker|docket|film|report|document|doc|job|dictation|user|login|username|id|i\.d\.|identifier"
        r"|identification"
        r"|code",
    ),
    PatternFinder(
        "user_by_label",
        Identifier.OTHER_UNIQUE,
        "What the text calls a user, login or user name.",
        compile_pattern(
            r"(?<![^\W_])(?:user\s?(?:name|id)?|log-?in(?:\s(?:name|id))?|logon|screen\sname|handle)"
            r"(?:\s?(?::|=|\bis\b)\s?|\s(?=[a-z._'-]{2,24}\d{1,4}(?!\w)))(?P<value>@?[a-z0-9][\w.@'-]{2,40}(?<![.'-]))"
        ),
        ("user", "log", "handle", "screen"),
        lambda text: any(map(str.isdigit, text)) or not is_common_word(text.lower()),
        0.9,
    ),
    PatternFinder(
        "number_shape",
        Identifier.OTHER_UNIQUE,
        "Capitals, a dash and four digits or more: how sites number records, cases and members.",
        compile_pattern(
            r"(?<![\w.-])\#?[A-Z]{1,6}-?(?:\d{4,14}(?:-\d{1,8}){0,3}|\d{1,4}-\d{3,10}"
            r"(?:-\d{1,6}){0,2})(?![\w%]|-\w)",
            case=True,
        ),
        DIGITS,
        _is_site_number,
        0.7,
    ),
    PatternFinder(
        "number_groups",
        Identifier.OTHER_UNIQUE,
        "Digits in dashed groups that are no range of years.",
        compile_pattern(
            r"(?<![\w./-])\#?\d{2,7}-\d{3,10}(?:-\d{1,10}){0,3}(?![\w%/]|[-.]\d|\s?(?:kcal|cal|calories|ml|cc|mg|mcg|units?|iu|g|kg|hours|hrs)\b)"
        ),
        DIGITS,
        lambda text: (
            6 <= sum(map(str.isdigit, text)) <= 24
            and not re.fullmatch(
                r"(?:1[89]|20)\d\d-(?:1[89]|20)\d\d|\d{3}-\d{3}|\d{2,3}-\d{4}|(?:[01]\d|2[0-3])[0-5]\d-(?:[01]\d|2[0-3])[0-5]\d",
                text,
            )
        ),
        0.6,
        at_digits=True,
    ),
    PatternFinder(
        "number_in_pairs",
        Identifier.OTHER_UNIQUE,
        "Digits in three short dashed groups: a record number where it is no date.",
        compile_pattern(r"(?<![\w./-])\d{2,3}-\d{2}-\d{2,3}(?![\w/%]|[-.]\d)"),
        ("-",),
        confidence=0.6,
        at_digits=True,
    ),
    PatternFinder(
        "letters_and_digits",
        Identifier.OTHER_UNIQUE,
        "Letters and five digits or more in one word.",
        compile_pattern(
            r"(?<![\w.-])(?=[a-z0-9]{6,14}(?![\w-]))(?=[0-9]{0,13}[a-z])(?=(?:[a-z]{0,8}[0-9]){5})[a-z0-9]{6,14}(?![\w%-])"
        ),
        DIGITS,
        lambda text: not _UNIT_END.search(text) and not _OBSTETRIC.fullmatch(text) and _is_site_number(text),
        0.6,
    ),
    PatternFinder(
        "number_hash",
        Identifier.OTHER_UNIQUE,
        "A number sign with four digits or more.",
        compile_pattern(r"(?<![\w])\#\s?(?P<value>[a-z]{0,4}-?\d{4,14})(?![\w])"),
        ("#",),
        confidence=0.7,
        at_digits=True,
    ),
    PatternFinder(
        "long_number",
        Identifier.OTHER_UNIQUE,
        "Six digits or more without a unit behind them.",
        compile_pattern(rf"(?<![\w.,/$+-])[a-z]{{0,3}}\d{{6,20}}[a-z]?(?![\w%]|[.,/-]\d){_UNIT_BEHIND}"),
        DIGITS,
        _is_site_number,
        0.6,
    ),
)
"""Finders of (H) record, (I) plan, (J) account, (K) licence, (M) device and (R) other numbers by context and shape."""
