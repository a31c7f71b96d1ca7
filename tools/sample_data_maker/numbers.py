"""Numbers that carry check digits, so that validators accept them: NPI, DEA, card, IMEI, GTIN, VIN."""

from __future__ import annotations

import random
from types import MappingProxyType

from sample_data_maker.chance import digits

# 49 CFR 565.15 table III; I, O and Q do not occur.
_VIN_VALUES = MappingProxyType(dict(zip("ABCDEFGHJKLMNPRSTUVWXYZ", map(int, "12345678123457923456789"), strict=True)))
_VIN_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)


def luhn_digit(body: str) -> str:
    """The check digit of ISO/IEC 7812 for a string of digits."""
    doubled = [int(c) * (2 if i % 2 == 0 else 1) for i, c in enumerate(reversed(body))]
    return str(-sum(d // 10 + d % 10 for d in doubled) % 10)


def npi(rng: random.Random) -> str:
    """A National Provider Identifier: Luhn over the prefix 80840 (45 CFR 162.406)."""
    body = "1" + digits(rng, 8)
    return body + luhn_digit("80840" + body)


def dea(rng: random.Random, last_name: str) -> str:
    """A DEA registration number: two letters, six digits, a weighted check digit."""
    body = digits(rng, 6)
    odd, even = sum(map(int, body[0::2])), sum(map(int, body[1::2]))
    return f"{rng.choice('ABF')}{last_name[0].upper()}{body}{(odd + 2 * even) % 10}"


def card(rng: random.Random) -> str:
    """A payment card number of 16 digits in the range that issuers keep for tests."""
    body = "411111" + digits(rng, 9)
    return body + luhn_digit(body)


def imei(rng: random.Random) -> str:
    """A device identity of 15 digits (3GPP TS 23.003)."""
    body = "35" + digits(rng, 12)
    return body + luhn_digit(body)


def gtin14(rng: random.Random) -> str:
    """A GS1 item number of 14 digits with its modulo-10 check digit."""
    body = "00" + digits(rng, 11)
    total = sum(int(c) * (3 if i % 2 == 0 else 1) for i, c in enumerate(body))
    return body + str(-total % 10)


def vin(rng: random.Random) -> str:
    """A vehicle identification number with the check digit of 49 CFR 565.15."""
    letters = "ABCDEFGHJKLMNPRSTUVWXYZ0123456789"
    raw = [rng.choice("145"), *rng.choices(letters, k=7), "0", *rng.choices(letters, k=2), *digits(rng, 6)]
    total = sum(w * (int(c) if c.isdigit() else _VIN_VALUES[c]) for c, w in zip(raw, _VIN_WEIGHTS, strict=True))
    raw[8] = "0123456789X"[total % 11]
    return "".join(raw)


def ssn(rng: random.Random, drawn: str) -> str:
    """A social security number: half are in the never-issued areas 900-999, half look valid (``drawn``)."""
    if rng.random() < 0.5:
        return f"9{rng.randint(0, 99):02d}-{rng.randint(1, 49):02d}-{rng.randint(1, 9999):04d}"
    return drawn
