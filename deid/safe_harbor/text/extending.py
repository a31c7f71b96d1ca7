"""Findings with what belongs to them: the title, initials and suffix of a name; the State and the kind of a place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from deid.identifiers import Finding, Identifier
from deid.safe_harbor import resources

_ROWS = resources.table("us_states.csv")
_STATES = "|".join(row["name"].replace(" ", r"\s") for row in _ROWS)
_CODES = "|".join(row["code"] for row in _ROWS)
_BEHIND_PLACE = re.compile(
    rf"(?:,\s?(?:{_CODES}|{_STATES})(?![\w.]))"
    r"|\s(?:(?:downtown|main)\s)?(?:clinic|facility|hospital|campus|location|branch)(?!\w)"
)
_NAMES_OF_COUNTRIES = resources.phrases("countries.txt.gz") | {"usa", "u.s.a.", "uk", "england", "scotland"}
_COUNTRIES = "|".join(
    re.escape(name).replace(r"\ ", r"\s") for name in sorted(_NAMES_OF_COUNTRIES, key=len)[::-1] if len(name) > 2
)
# Behind an address: the country, a region's letters, the post code, in any order.
_BEHIND_ADDRESS = re.compile(
    rf"[\s,]{{1,4}}(?:(?i:{_COUNTRIES})|(?-i:[A-Z]{{2,3}})(?=[\s,]{{1,4}}\d)|\d{{4,6}}(?:-\d{{3,4}})?)(?![\w/-]|\.\d)"
)
_BEFORE_ADDRESS = re.compile(r"(?<![\w.,/-])\d{1,5}[,\s]{1,2}\Z|\b(?:the\s)?corner\sof\s\Z", re.IGNORECASE)
_HOUSE_BEHIND = re.compile(r"\s\d{1,5}[a-z]?(?=\s{0,2}[,.\n]|\s{0,2}\Z)", re.IGNORECASE)
_ADDRESS = re.compile(r"\d|\b(?:st(?:reet)?|ave(?:nue)?|road|lane|drive|blvd|box)\b", re.IGNORECASE)
_BEFORE_NAME = re.compile(
    r"(?<![^\W_])(?:(?:dr|mr|mrs|ms|miss|prof|doctor)\b\.?\s{1,2})?(?:(?:[a-z]|(?-i:[A-Z]{2}))\.\s?){0,2}"
    r"(?:(?:van|von|der|den|de|del|della|di|da|dos|das|la|le|el|al|bin|ibn|st\.?|ter|ten)\s){0,3}\Z",
    re.IGNORECASE,
)
_BEHIND_NAME = re.compile(r",?\s(?:III|II|IV|Jr|Sr|JR|SR|jr|sr)\b\.?")
_MOST, _REACH, _LONGEST, _NEAR, _POSSESSIVE = 2, 40, 200, 5, 3


def extended(text: str, findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings, in order; some of them longer, so that neighbours may overlap."""
    address = -_NEAR  # where the address that was begun last ends so far
    for finding in findings:
        within = finding.start - address < _NEAR and not text[address : finding.start].strip(" ,\n\r\t")
        if finding.identifier is Identifier.GEOGRAPHY:
            longer = _place(text, finding, within)
            address = longer.end if within or _is_address(text, longer) else address
            yield longer
        elif within:
            longer = replace(finding, end=_address_end(text, finding.end))
            address = longer.end
            yield longer
        elif finding.identifier is Identifier.NAME:
            yield _name(text, finding)
        else:
            yield finding


def _is_address(text: str, finding: Finding) -> bool:
    return bool(_ADDRESS.search(text, finding.start, min(finding.end, finding.start + _LONGEST)))


def _address_end(text: str, end: int) -> int:
    """Where an address ends that goes on behind ``end`` with a country, a region or a post code."""
    for _ in range(_MOST):
        behind = _BEHIND_ADDRESS.match(text, end)
        end = behind.end() if behind else end
    return end


def _place(text: str, finding: Finding, within: bool) -> Finding:
    start, end = finding.start, finding.end
    for _ in range(_MOST):
        behind = _BEHIND_PLACE.match(text, end)
        end = behind.end() if behind else end
    if house := _HOUSE_BEHIND.match(text, end) if " " in text[start:end] else None:
        end = house.end()
    if within or house or _is_address(text, finding):
        end = _address_end(text, end)
        before = _BEFORE_ADDRESS.search(text, max(0, start - _REACH), start)
        start = before.start() if before else start
    return replace(finding, start=start, end=end)


def _name(text: str, finding: Finding) -> Finding:
    before = _BEFORE_NAME.search(text, max(0, finding.start - _REACH), finding.start)
    behind = _BEHIND_NAME.match(text, finding.end)
    end = behind.end() if behind else finding.end
    if text[finding.start : end][-2:].lower() == "'s" and end - finding.start > _POSSESSIVE:
        end -= 2
    return replace(finding, start=before.start() if before else finding.start, end=end)
