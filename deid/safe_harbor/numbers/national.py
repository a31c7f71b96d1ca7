"""Numbers that countries give to their people, by the published form of each and its check digits."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass

from deid.safe_harbor.numbers.checks import luhn, verhoeff
from deid.safe_harbor.numbers.normalise import normalise

_FINNISH = "0123456789ABCDEFHJKLMNPRSTUVWXY"
_SPANISH = "TRWAGMYFPDXBNJZSQVHLCKE"
_ITALIAN_ODD = dict(
    zip("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        (1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16,
         10, 22, 25, 24, 23), strict=True)
)  # fmt: skip
_NHS, _CPF = range(10, 1, -1), (range(10, 1, -1), range(11, 1, -1))
_CHILEAN = (2, 3, 4, 5, 6, 7)


@dataclass(frozen=True, slots=True)
class NationalNumber:
    """One country's number: its form, whose digits or letters ``test`` weighs.

    Attributes:
        name: as the country calls it.
        form: the whole value.
        test: the check digits, or the day of birth where there are none.
    """

    name: str
    form: re.Pattern[str]
    test: Callable[[str], bool]


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def _weighed(digits: str, weights: range | tuple[int, ...]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False))


def _begins_with_day(text: str) -> bool:
    """Six digits in front that are a day: day or year first, of any century."""
    one, two, three = (int(_digits(text)[place : place + 2]) for place in (0, 2, 4))
    return any(_is_day(year, two, day) for day, year in ((one, three), (three, one)))


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        datetime.date(2000 + year, month, day)
    except ValueError:
        return False
    return True


def _is_finnish(text: str) -> bool:
    return _begins_with_day(text) and _FINNISH[int(text[:6] + text[7:10]) % 31] == text[10].upper()


def _is_nhs(text: str) -> bool:
    digits = _digits(text)
    return (11 - _weighed(digits, _NHS) % 11) % 11 == int(digits[9])


def _is_french(text: str) -> bool:
    digits = _digits(text)
    return 97 - int(digits[:13]) % 97 == int(digits[13:])


def _is_italian(text: str) -> bool:
    code = text.upper()
    total = sum(_ITALIAN_ODD[c] if place % 2 == 0 else _even(c) for place, c in enumerate(code[:15]))
    return chr(ord("A") + total % 26) == code[15]


def _even(character: str) -> int:
    return int(character) if character.isdigit() else ord(character) - ord("A")


def _is_spanish(text: str) -> bool:
    code = text.upper().replace("-", "")
    number = code[:-1].replace("X", "0").replace("Y", "1").replace("Z", "2")
    return _SPANISH[int(number) % 23] == code[-1]


def _is_belgian(text: str) -> bool:
    digits = _digits(text)
    return int(digits[9:]) in (97 - int(digits[:9]) % 97, 97 - int("2" + digits[:9]) % 97)


def _is_swiss(text: str) -> bool:
    digits = _digits(text)
    return (10 - _weighed(digits[:12], (1, 3) * 6) % 10) % 10 == int(digits[12])


def _is_brazilian(text: str) -> bool:
    digits = _digits(text)
    found = [_weighed(digits, weights) * 10 % 11 % 10 for weights in _CPF]
    return [int(digits[9]), int(digits[10])] == found


def _is_chilean(text: str) -> bool:
    number, check = _digits(text[:-1]), text[-1].upper()
    total = sum(int(digit) * _CHILEAN[place % 6] for place, digit in enumerate(reversed(number)))
    return "0K987654321"[total % 11] == check if total % 11 else check == "0"


def _is_singaporean(text: str) -> bool:
    code = text.upper()
    total = _weighed(code[1:8], (2, 7, 6, 5, 4, 3, 2)) + (4 if code[0] in "TG" else 0)
    return ("JZIHGFEDCBA" if code[0] in "ST" else "XWUTRQPNMLK")[total % 11] == code[8]


def _passes(check: Callable[[str], bool]) -> Callable[[str], bool]:
    return lambda text: check(_digits(text))


def _number(name: str, form: str, test: Callable[[str], bool]) -> NationalNumber:
    return NationalNumber(name, re.compile(form, re.ASCII | re.IGNORECASE), test)


NATIONAL_NUMBERS = (
    _number("henkilotunnus", r"\d{6}[-+A-FU-Y]\d{3}[\dA-FHJ-NPR-Y]", _is_finnish),
    _number("CPR number, personnummer and the like", r"(?:19|20)?\d{6}[-+]\d{4,5}", lambda text: _dated(text)),
    _number("resident registration number", r"\d{6}-[1-8]\d{6}", _begins_with_day),
    _number("NHS number", r"\d{3}[ -]\d{3}[ -]\d{4}", _is_nhs),
    _number("numero INSEE", r"[12] ?\d\d ?(?:0[1-9]|1[0-2]|[2-9]\d) ?\d\d ?\d{3} ?\d{3} ?\d\d", _is_french),
    _number("codice fiscale", r"[A-Z]{6}\d\d[A-EHLMPRST][0-7]\d[A-Z]\d{3}[A-Z]", _is_italian),
    _number("DNI and NIE", r"(?:\d{8}|[XYZ]-?\d{7})-?[A-Z]", _is_spanish),
    _number("Aadhaar", r"[2-9]\d{3}[ -]\d{4}[ -]\d{4}", _passes(verhoeff)),
    _number("social insurance number", r"\d{3}[ -]\d{3}[ -]\d{3}", _passes(luhn)),
    _number("rijksregisternummer", r"\d\d\.\d\d\.\d\d-\d{3}\.\d\d", _is_belgian),
    _number("AHV number", r"756\.\d{4}\.\d{4}\.\d\d", _is_swiss),
    _number("CPF", r"\d{3}\.\d{3}\.\d{3}-\d\d", _is_brazilian),
    _number("RUT", r"\d{1,2}(?:\.\d{3}){2}-[\dK]|\d{8}-[\dK]", _is_chilean),
    _number("CURP", r"[A-Z]{4}\d{6}[HMX][A-Z]{5}[A-Z\d]\d", lambda text: _begins_with_day(text[4:10])),
    _number("national insurance number", r"(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z]{2} ?(?:\d\d ?){3}[A-D]", bool),
    _number("permanent account number", r"[A-Z]{3}[ABCFGHJLPT][A-Z]\d{4}[A-Z]", bool),
    _number("NRIC", r"[STFG]\d{7}[A-Z]", _is_singaporean),
)
"""Every form that is told without a label; numbers of digits alone are told by their length."""


def _dated(text: str) -> bool:
    sign = max(text.rfind("-"), text.rfind("+"))
    return _begins_with_day(text[sign - 6 : sign])


def is_national_number(text: str) -> bool:
    """Whether a value has the form of some country's number for its people, and its check digits hold."""
    value = normalise(text).strip()
    return any(kind.form.fullmatch(value) is not None and kind.test(value) for kind in NATIONAL_NUMBERS)
