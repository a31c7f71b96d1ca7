"""Numbers with a format of their own in text: social security, cards, accounts, vehicles, devices, UIDs."""

from __future__ import annotations

from deid.identifiers import Identifier
from deid.safe_harbor.numbers import (
    has_vin_shape,
    is_dea,
    is_dicom_uid,
    is_iban,
    is_mbi,
    is_npi,
    is_payment_card,
    is_vin,
)
from deid.safe_harbor.numbers.unique import is_standard_dicom_uid
from deid.safe_harbor.text.finder import DIGITS, Finder, PatternFinder, compile_pattern
from deid.safe_harbor.vocabulary import is_common_word

_PLAIN = r"(?<![\w.+-])"
_END = r"(?![\w-]|\.\d)"


def _is_instance_uid(text: str) -> bool:
    return is_dicom_uid(text) and not is_standard_dicom_uid(text)


def _is_plate(text: str) -> bool:
    return not any(len(part) > 2 and part.isalpha() and is_common_word(part) for part in text.split())


SSN = PatternFinder(
    "social_security_number",
    Identifier.SOCIAL_SECURITY,
    "Nine digits written 3-2-4; issued or not, since a mistyped one is one all the same.",
    compile_pattern(rf"{_PLAIN}\d{{3}}(?P<sep>[-\s.])\d{{2}}(?P=sep)\d{{4}}{_END}"),
    DIGITS,
    confidence=0.95,
    at_digits=True,
)
UUID = PatternFinder(
    "uuid",
    Identifier.OTHER_UNIQUE,
    "UUIDs.",
    compile_pattern(r"(?<![\w-])[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![\w-])"),
    ("-",),
    confidence=1.0,
)
DICOM_UID = PatternFinder(
    "dicom_uid",
    Identifier.OTHER_UNIQUE,
    "DICOM UIDs that name an instance.",
    compile_pattern(r"(?<![\w.])[0-2](?:\.\d{1,40}){2,30}(?![\w]|\.\d)"),
    ("1.", "2.", "0."),
    _is_instance_uid,
    0.95,
)
MBI = PatternFinder(
    "medicare_beneficiary_identifier",
    Identifier.HEALTH_PLAN,
    "Medicare beneficiary identifiers.",
    compile_pattern(rf"{_PLAIN}[1-9][a-z][a-z0-9]\d-?[a-z][a-z0-9]\d-?[a-z]{{2}}\d\d{_END}"),
    DIGITS,
    is_mbi,
    0.9,
    at_digits=True,
)
VIN = PatternFinder(
    "vehicle_identification_number",
    Identifier.VEHICLE,
    "Vehicle identification numbers whose check digit holds.",
    compile_pattern(r"(?<![\w-])[a-hj-npr-z0-9]{17}(?![\w-])"),
    DIGITS,
    is_vin,
    0.98,
)
CARD = PatternFinder(
    "payment_card",
    Identifier.ACCOUNT,
    "Payment card numbers whose check digit holds.",
    compile_pattern(rf"{_PLAIN}\d(?:[-\s]?\d){{12,18}}{_END}"),
    DIGITS,
    is_payment_card,
    0.98,
    at_digits=True,
)
UDI = PatternFinder(
    "unique_device_identifier",
    Identifier.DEVICE,
    "Unique Device Identifiers in GS1 brackets.",
    compile_pattern(r"\(01\)\s?\d{14}(?:\s?\((?:10|11|17|21|30|240)\)\s?[\w.+/-]{1,20}+){0,8}"),
    ("(01)",),
    confidence=0.98,
)

NUMBER_FINDERS: tuple[Finder, ...] = (
    SSN,
    PatternFinder(
        "social_security_by_label",
        Identifier.SOCIAL_SECURITY,
        "Digits that the text calls a social security number, whole or masked or only the last four.",
        compile_pattern(
            r"\b(?:ssn|ss\#|social\ security|soc\.?\ sec\.?)"
            r"(?:\s(?:number|no\.?|card|num|on\sfile|verified|confirmed))?(?:\s"
            r"(?:is|was|end(?:ing|s)(?:\sin|\swith)?|last\s(?:four|4)(?:\sdigits)?(?:\s(?:are|of))?|xxx-?xx))?"
            r"\s*[:\#=-]?\s*(?P<value>[\dx*]{3}[-\s]?[\dx*]{2}[-\s]?\d{4}|\d{4})(?![\w-])"
        ),
        ("ss", "soc"),
        confidence=0.98,
    ),
    UUID,
    DICOM_UID,
    MBI,
    PatternFinder(
        "medicare_claim_number",
        Identifier.HEALTH_PLAN,
        "Old Medicare claim numbers: nine digits in SSN groups, with a suffix.",
        compile_pattern(rf"{_PLAIN}\d{{3}}-\d{{2}}-\d{{4}}-?[a-hjkmtw]\d?{_END}"),
        DIGITS,
        at_digits=True,
    ),
    PatternFinder(
        "dea_number",
        Identifier.CERTIFICATE,
        "DEA registration numbers whose check digit holds.",
        compile_pattern(rf"{_PLAIN}[a-hj-mprstux][a-z9]\d{{7}}{_END}"),
        DIGITS,
        is_dea,
        0.9,
    ),
    PatternFinder(
        "national_provider_identifier",
        Identifier.CERTIFICATE,
        "National Provider Identifiers whose check digit holds.",
        compile_pattern(rf"{_PLAIN}[12]\d{{9}}{_END}"),
        DIGITS,
        is_npi,
        0.8,
        at_digits=True,
    ),
    VIN,
    PatternFinder(
        "vehicle_shape",
        Identifier.VEHICLE,
        "Seventeen letters and digits of the VIN alphabet.",
        compile_pattern(r"(?<![\w-])(?=[a-z0-9]{0,16}\d)[a-hj-npr-z0-9]{17}(?![\w-])"),
        DIGITS,
        has_vin_shape,
        0.6,
    ),
    PatternFinder(
        "license_plate",
        Identifier.VEHICLE,
        "What the text calls a license plate.",
        compile_pattern(
            r"\b(?:licen[cs]e\s|number\s|vehicle\s)?(?:plates?|tag)\b\s?(?:number|no\.?|\#)?(?:\s"
            r"(?:is|was|reads?))?\s?[:\#=]?\s?"
            r"(?P<value>(?=[a-z\s-]{0,6}\d)[a-z0-9]{1,4}(?:[-\s]?[a-z0-9]{1,4}){1,2})(?![\w-])"
        ),
        ("plate", "tag"),
        accept=_is_plate,
        confidence=0.8,
    ),
    CARD,
    PatternFinder(
        "iban",
        Identifier.ACCOUNT,
        "International bank account numbers whose check digits hold.",
        compile_pattern(r"(?<![\w-])[a-z]{2}\d{2}(?:\s?[a-z0-9]{4}){2,7}(?:\s?[a-z0-9]{1,4})?(?![\w-])"),
        DIGITS,
        is_iban,
        0.98,
    ),
    UDI,
)
"""Finders of numbers that are known by their format."""
