"""Numbers of things: vehicles, telephones, network cards, implants (UDI)."""

from __future__ import annotations

import re

from deid.safe_harbor.numbers.checks import gs1, is_digits, luhn, mod_43
from deid.safe_harbor.numbers.normalise import compact, normalise

_VIN = re.compile(r"[A-HJ-NPR-Z0-9]{17}")
_VIN_VALUES = dict(zip("0123456789ABCDEFGHJKLMNPRSTUVWXYZ", "012345678912345678123457923456789", strict=True))
_VIN_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)
_MEID = re.compile(r"(?=.*[A-F])[A-F][0-9A-F]{13}")
_MAC = re.compile(
    r"[0-9a-f]{2}(?:(?P<sep>[:-])[0-9a-f]{2})(?:(?P=sep)[0-9a-f]{2}){4}(?:(?:(?P=sep)[0-9a-f]{2}){2})?"
    r"|(?:[0-9a-f]{4}\.){2}[0-9a-f]{4}",
    re.IGNORECASE,
)
_GS1_BRACKETS = re.compile(r"\(01\)\d{14}(?:\((?:10|11|17|21|30|240)\)[!-'*-~]{1,20})*")
_GS1_PLAIN = re.compile(r"(?:\]d2|\x1d)?01(\d{14})(?:1[17]\d{6}|(?:10|21)[!-~]{1,20}|\x1d)+")
_HIBCC = re.compile(r"\+[A-Z][A-Z0-9]{3}[A-Z0-9]{1,18}[0-9](?:/[$+0-9A-Z./-]{3,60})?[0-9A-Z.$/+% -]")
_HIBCC_SECONDARY = re.compile(r"\+\$\$?[0-9A-Z]{2,}[0-9A-Z.$/+% -]")
_ICCBBA = re.compile(r"=/[A-Z0-9]{10,16}(?:[=&].*)?|[=&][A-NP-Z1-9][A-Z0-9]{4}\d{8}.*")


def has_vin_shape(text: str) -> bool:
    """Seventeen characters of the VIN alphabet, letters and digits both: a suspect even when the check fails."""
    number = compact(text)
    return bool(_VIN.fullmatch(number)) and not number.isdigit() and not number.isalpha()


def is_vin(text: str) -> bool:
    """A North American vehicle identification number with its check digit (49 CFR 565.15)."""
    number = compact(text)
    if not _VIN.fullmatch(number):
        return False
    total = sum(int(_VIN_VALUES[c]) * w for c, w in zip(number, _VIN_WEIGHTS, strict=True))
    return number[8] == "0123456789X"[total % 11] and len(set(number)) > 2


def is_imei(text: str) -> bool:
    """A telephone's IMEI: 15 digits, Luhn."""
    number = compact(text)
    return is_digits(number) and len(number) == 15 and bool(number.strip("0")) and luhn(number)


def is_meid(text: str) -> bool:
    """A telephone's MEID: 14 hexadecimal digits, the first of them a letter."""
    return _MEID.fullmatch(compact(text)) is not None


def is_mac(text: str) -> bool:
    """A network card's address: six octets (EUI-48) or eight (EUI-64), with ``:``, ``-`` or dots."""
    return _MAC.fullmatch(normalise(text).strip()) is not None


def is_gtin(text: str) -> bool:
    """A GS1 trade item number of 8, 12, 13 or 14 digits with its check digit."""
    number = compact(text)
    return is_digits(number) and len(number) in (8, 12, 13, 14) and bool(number.strip("0")) and gs1(number)


def is_udi(text: str) -> bool:
    """A Unique Device Identifier of one of the three issuing agencies (21 CFR 830).

    GS1 in brackets is taken by its shape, since nothing else looks like it; GS1 without brackets and HIBCC by their
    check characters; ICCBBA (blood and tissue) by its shape.
    """
    number = normalise(text).strip()
    if _GS1_BRACKETS.fullmatch(number.replace(" ", "")):
        return True
    plain = _GS1_PLAIN.fullmatch(number)
    if plain:
        return gs1(plain[1])
    if _HIBCC.fullmatch(number):
        return mod_43(number)
    return bool(_HIBCC_SECONDARY.fullmatch(number) or _ICCBBA.fullmatch(number))
