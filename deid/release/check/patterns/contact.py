"""Telephone numbers, e-mail and web addresses, addresses of machines: (D), (F), (M), (N), (O)."""

from __future__ import annotations

import ipaddress
import re

from deid.release.check.patterns.base import Pattern

_PLACE = r"(?:com|org|net|edu|gov|mil|io|info|biz|health|example|us|co\.uk|de|fr|ca|au|eu)"
_EMAIL = re.compile(
    r"[\w.+%'-]{1,64}@(?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,}"
    r"|[\w.+%-]{2,64}@[\w-]{1,63}\.(?:[\w-]{1,63}\.){0,8}\w{2,}"
)
_EMAIL_IN_WORDS = re.compile(r"\b[\w.+-]{2,64} ?[\[(]at[\])] ?\w[\w.-]+", re.IGNORECASE)
_CODE_SYSTEMS = (
    r"(?:[\w.-]*\.)?(?:hl7\.org|loinc\.org|snomed\.info|unitsofmeasure\.org|nlm\.nih\.gov|who\.int|cms\.gov|ama-assn\.org"
    r"|nucc\.org|nubc\.org|ihe\.net|dicom\.nema\.org|whocc\.no|fhir\.org|cdc\.gov)(?:/[A-Za-z0-9./#-]{0,80})?(?![\w?&=/])"
)
"""Where FHIR's code systems have their addresses, none of which leads to a person."""
_URL = re.compile(
    rf"\b(?:https?|ftps?|sftp)://(?!{_CODE_SYSTEMS})\S|\b(?!{_CODE_SYSTEMS})www\d?\.[\w-]{{2,}}\.\w{{2,}}",
    re.IGNORECASE,
)
_DOMAIN = re.compile(
    rf"(?<![\w.@-])(?!{_CODE_SYSTEMS})[a-z0-9-]{{3,63}}(?:\.[a-z0-9-]{{2,63}}){{0,8}}\.{_PLACE}(?:/\S*|(?![\w.-]))"
)
_IPV4 = re.compile(r"(?<![\w.-])(?P<ip>(?:\d{1,3}\.){3}\d{1,3})(?![\w-]|\.\d)")
_IPV6 = re.compile(r"(?<![\w:*])(?:[0-9a-fA-F]{0,4}:){2,7}[0-9a-fA-F]{0,4}(?![\w:])")
_MAC = re.compile(r"(?<![\w:-])[0-9a-fA-F]{2}(?P<s>[:-])(?:[0-9a-fA-F]{2}(?P=s)){4}[0-9a-fA-F]{2}(?![\w:-])")
_NANP = re.compile(r"(?<![\w.-])(?:\+?1[-. ]?)?(?:\([2-9]\d\d\) ?-?|[2-9]\d\d[-. ])[2-9]\d\d[-. ]\d{4}(?![\w-]|\.\d)")
_INTERNATIONAL = re.compile(r"(?<![\w+])\+\d{1,3}(?:[ .-]?\(?\d{2,4}\)?){2,5}(?!\w)")
_LABELLED = re.compile(
    r"\b(?:phone|tel|telephone|fax|cell|mobile|pager|call(?:ed)?(?: at)?)\b"
    r"[.:#]? ?\(?\d{3}[-. )]{1,2}\d{3,4}\b",
    re.IGNORECASE,
)


def _is_ipv4(match: re.Match[str]) -> bool:
    if any(int(part) > 255 for part in match["ip"].split(".")):
        return False
    before = match.string[: match.start()].rstrip().lower()
    # Enzyme numbers and versions are written as four numbers, too.
    return not before.endswith(("ec", "ec:", "v", "version", "release", "rev"))


def _is_ipv6(match: re.Match[str]) -> bool:
    text = match[0]
    if "::" in text and max(map(len, text.split(":"))) < 3:
        return False
    try:
        ipaddress.IPv6Address(text)
    except ValueError:
        return False
    return True


def _is_international(match: re.Match[str]) -> bool:
    return 9 <= sum(character.isdigit() for character in match[0]) <= 15


CONTACT = (
    Pattern("F", "an e-mail address", _EMAIL, near=("@",)),
    Pattern("F", "an e-mail address", _EMAIL_IN_WORDS, near=("at]", "at)")),
    Pattern("N", "a web address", _URL, near=("://", "www")),
    Pattern("N", "a web address", _DOMAIN, near=(".",)),
    Pattern("O", "an IP address", _IPV4, _is_ipv4, near=(".",), digits=1),
    Pattern("O", "an IP address", _IPV6, _is_ipv6, near=(":",)),
    Pattern("M", "a hardware address", _MAC, near=(":", "-")),
    Pattern("D", "a telephone number", _NANP, digits=4),
    Pattern("D", "a telephone number", _INTERNATIONAL, _is_international, near=("+",)),
    Pattern(
        "D", "a telephone number", _LABELLED, near=("phone", "tel", "fax", "cell", "mobile", "pager", "call"), digits=3
    ),
)
"""Ways to reach a person or a machine."""
