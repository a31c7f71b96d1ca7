"""Check digits, as pure arithmetic on strings of digits or letters."""

from __future__ import annotations

_VERHOEFF_PRODUCT = (
    "0123456789", "1234067895", "2340178956", "3401289567", "4012395678",
    "5987604321", "6598710432", "7659821043", "8765932104", "9876543210",
)  # fmt: skip
_VERHOEFF_SHIFT = (
    "0123456789", "1576283094", "5803796142", "8916043527",
    "9453126870", "4286573901", "2793806415", "7046913258",
)  # fmt: skip
_CODE_39 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-. $/+%"
_LUHN_DOUBLED = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)


def is_digits(text: str) -> bool:
    """ASCII digits, at least one: ``str.isdigit`` also takes superscripts."""
    return text.isascii() and text.isdigit()


def luhn(digits: str) -> bool:
    """ISO/IEC 7812-1 mod 10, check digit last."""
    if not is_digits(digits):
        return False
    values = [int(d) for d in reversed(digits)]
    return (sum(values[::2]) + sum(_LUHN_DOUBLED[v] for v in values[1::2])) % 10 == 0


def verhoeff(digits: str) -> bool:
    """Verhoeff's dihedral check, check digit last (SNOMED CT identifiers)."""
    if not is_digits(digits):
        return False
    check = 0
    for place, digit in enumerate(reversed(digits)):
        check = int(_VERHOEFF_PRODUCT[check][int(_VERHOEFF_SHIFT[place % 8][int(digit)])])
    return check == 0


def weighted(digits: str, weights: tuple[int, ...], modulus: int) -> bool:
    """The weighted sum of the digits, weights repeating, is a multiple of ``modulus``."""
    if not is_digits(digits):
        return False
    return sum(int(d) * weights[i % len(weights)] for i, d in enumerate(digits)) % modulus == 0


def gs1(digits: str) -> bool:
    """GS1 mod 10, check digit last (GTIN-8, 12, 13, 14)."""
    return weighted(digits[::-1], (1, 3), 10)


def mod_97(text: str) -> bool:
    """ISO 7064 mod 97-10 over letters and digits, as an IBAN is checked (first four characters last)."""
    if not (text.isascii() and text.isalnum()):
        return False
    turned = text[4:] + text[:4]
    return int("".join(str(int(c, 36)) for c in turned)) % 97 == 1


def mod_43(text: str) -> bool:
    """Mod 43 over the Code 39 alphabet, check character last (HIBCC)."""
    if len(text) < 2 or any(c not in _CODE_39 for c in text):
        return False
    return sum(map(_CODE_39.index, text[:-1])) % 43 == _CODE_39.index(text[-1])
