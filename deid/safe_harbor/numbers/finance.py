"""Numbers of money: payment cards, bank routing numbers, bank accounts."""

from __future__ import annotations

import re

from deid.safe_harbor.numbers.checks import is_digits, luhn, mod_97, weighted
from deid.safe_harbor.numbers.normalise import compact

_ISSUERS = re.compile(
    r"4(?:\d{12}|\d{15}|\d{18})"  # Visa
    r"|(?:5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12})"  # Mastercard
    r"|3[47]\d{13}"  # American Express
    r"|(?:6011|64[4-9]\d|65\d\d)\d{12,15}"  # Discover
    r"|35(?:2[89]|[3-8]\d)\d{12,15}"  # JCB
    r"|3(?:0[0-5]|095|[689]\d)\d{11,16}"  # Diners Club
    r"|62\d{14,17}"  # UnionPay
    r"|(?:50|5[6-9]|6[0-9])\d{10,17}"  # Maestro
)
_IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}")
_ABA_PREFIXES = frozenset({*range(13), *range(21, 33), *range(61, 73), 80})


def is_payment_card(text: str) -> bool:
    """A payment card number: 13 to 19 digits of a known issuer range, Luhn."""
    number = compact(text)
    return number.isascii() and _ISSUERS.fullmatch(number) is not None and luhn(number)


def is_aba_routing(text: str) -> bool:
    """A bank routing number: nine digits of a Federal Reserve range, weights 3, 7, 1 mod 10."""
    number = compact(text)
    if not (is_digits(number) and len(number) == 9 and number.strip("0")):
        return False
    return int(number[:2]) in _ABA_PREFIXES and weighted(number, (3, 7, 1), 10)


def is_iban(text: str) -> bool:
    """An International Bank Account Number: country, ISO 7064 mod 97-10."""
    number = compact(text)
    return number.isascii() and _IBAN.fullmatch(number) is not None and mod_97(number)
