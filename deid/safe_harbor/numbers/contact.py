"""Where a person is reached: telephone, e-mail, web and network addresses."""

from __future__ import annotations

import ipaddress
import re

from deid.safe_harbor import resources
from deid.safe_harbor.numbers.normalise import normalise

TOP_LEVEL_DOMAINS = frozenset(resources.word_list("top level domains"))
_EXTENSION = r"(?:\s*(?:,|;)?\s*(?:#|x\.?|ext\.?|extension)\s*\d{1,6})?"
_NANP = re.compile(
    r"(?:\+?1[-. /]*)?(?:\(\s*([2-9]\d\d)\s*\)|([2-9]\d\d))[-. /]*([2-9]\d\d)[-. ]*\d{4}" + _EXTENSION,
    re.IGNORECASE,
)
_VANITY = re.compile(
    r"(?:\+?1[-. ]?)?\(?(?:8(?:00|33|44|55|66|77|88)|900)\)?[-. ](?=[\dA-Z-]*[A-Z]{3})[\dA-Z][\dA-Z-]{6,11}",
    re.IGNORECASE,
)
_E164 = re.compile(r"(?:\+|00)[1-9](?:[-. ()/]{0,3}\d){6,14}" + _EXTENSION, re.IGNORECASE)
_LOCAL = r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
_LABEL = r"[^\W_](?:[\w-]*[^\W_])?"
_EMAIL = re.compile(rf"(?:mailto:)?{_LOCAL}@(?:{_LABEL}\.)+[^\W\d_]{{2,24}}", re.IGNORECASE)
_EMAIL_SPELT = re.compile(
    (
        rf"{_LOCAL}\s*(?:\(at\)|\[at\]|\{{at\}}|\bat\b)\s*{_LABEL}(?:\s*(?:\.|\(dot\)|\[dot\]"
        rf"|\{{dot\}}|\bdot\b)\s*{_LABEL})+"
    ),
    re.IGNORECASE,
)
_SCHEME = re.compile(r"(?:[a-z][a-z0-9+.-]{1,15})://[^\s<>\"]+", re.IGNORECASE)
_WWW = re.compile(r"www\d?\.[^\s<>\"]+\.[^\s<>\"]+", re.IGNORECASE)
_DOMAIN = re.compile(
    r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+([a-z]{2,10})(?::\d{2,5})?(?:[/?#][^\s<>\"]*)?", re.IGNORECASE
)
_UNC = re.compile(r"\\\\[\w.$-]+\\[^\s<>\"]+")


def is_phone(text: str) -> bool:
    """A telephone number: North American (no N11, area code without 9 in the middle), or international with ``+``."""
    number = normalise(text).strip()
    if len(number) > 40:
        return False
    found = _NANP.fullmatch(number)
    if found:
        area, exchange = found[1] or found[2], found[3]
        return area[1] != "9" and area[1:] != "11" and exchange[1:] != "11"
    return bool(_VANITY.fullmatch(number) or _E164.fullmatch(number))


def is_ipv4(text: str) -> bool:
    """An IP version 4 address, with a prefix length or port if need be."""
    host = normalise(text).strip()
    host = re.sub(r"(?<=\d)(?:/(?:3[0-2]|[12]?\d)|:\d{1,5})\Z", "", host)
    try:
        ipaddress.IPv4Address(host)
    except ValueError:
        return False
    return True


def is_ipv6(text: str) -> bool:
    """An IP version 6 address, with zone or prefix length if need be; at least three groups are written."""
    host = re.sub(r"/\d{1,3}\Z", "", normalise(text).strip().strip("[]"))
    if len(re.findall(r"[0-9a-fA-F]+", host.split("%")[0])) < 2:
        return False
    try:
        ipaddress.IPv6Address(host)
    except ValueError:
        return False
    return True


def is_email(text: str) -> bool:
    """An e-mail address (RFC 5322 subset), also written with ``at`` and ``dot``."""
    address = normalise(text).strip()
    if len(address) > 320:
        return False
    if "@" in address:
        return _EMAIL.fullmatch(address) is not None
    return _EMAIL_SPELT.fullmatch(address) is not None


def is_url(text: str) -> bool:
    """A web address: with a scheme, with ``www.``, a bare domain of a known top level, or a UNC path."""
    address = normalise(text).strip()
    if len(address) > 4096:
        return False
    if _SCHEME.fullmatch(address) or _WWW.fullmatch(address) or _UNC.fullmatch(address):
        return True
    found = _DOMAIN.fullmatch(address)
    return found is not None and found[1].lower() in TOP_LEVEL_DOMAINS
