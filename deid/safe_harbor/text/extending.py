"""Findings with what belongs to them: the title, initials and suffix of a name; the State and the kind of a place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from deid.identifiers import Finding, Identifier
from deid.safe_harbor import resources
from deid.safe_harbor.vocabulary import is_clinical_term, is_everyday_word

_ROWS = resources.table("us_states.csv")
_STATES = "|".join(row["name"].replace(" ", r"\s") for row in _ROWS)
_CODES = "|".join(row["code"] for row in _ROWS)
_BEHIND_PLACE = re.compile(
    rf"(?:,\s?(?:{_CODES}|{_STATES})(?![\w.]))"
    r"|,?\s(?:\d{1,2}(?:st|nd|rd|th)\s(?:floor|fl\b\.?)|(?:apt|apartment|unit|suite|ste|lot|bldg|building|floor|fl)\b\.?\s?\#?[A-Za-z]?\d{1,5}[A-Za-z]?\b|\#\s?\d{1,5}[A-Za-z]?\b)"
    r"|\s(?:(?:downtown|main)\s)?(?:clinic|facility|hospital|campus|location|branch)(?!\w)"
)
_MORE_COUNTRIES = (
    "usa|u\\.s\\.a\\.|u\\.s\\.|uk|england|scotland|wales|northern ireland|great britain|united states of"
    " america|russian federation|czech republic|holland"
    "|swaziland|cape verde|burma|macedonia|ivory coast|cote d'ivoire|korea|viet nam|brunei darussalam"
    "|libyan arab jamahiriya|syrian arab republic|palestine"
    "|lao people's democratic republic|holy see(?: \\(vatican city state\\))?|slovakia \\(slovak"
    " republic\\)|netherlands|bahamas|gambia|philippines|east timor"
    "|timor-leste|reunion|saint vincent and the grenadines|svalbard & jan mayen islands|pitcairn islands"
    "|trinidad & tobago|antigua & barbuda|uae"
    "|falkland islands \\(malvinas\\)|deutschland|osterreich|schweiz|suisse|italia|espana|brasil|polska"
    "|sverige|norge|danmark|suomi|nederland|belgique|belgie"
)
_FORMAL = (
    r"(?:(?:the|islamic|united|democratic|people's|federal|plurinational|bolivarian|hashemite|arab|socialist|oriental|co-operative)\s){0,3}(?:republic|kingdom|state|states"
    r"|federation|commonwealth|principality|grand\sduchy|sultanate|union|emirate)\sof\s(?:the\s)?(?-i:[A-Z])[\w'-]{2,20}(?:\s(?-i:[A-Z])[\w'-]{2,20}){0,2}"
)
_LISTED = "|".join(
    re.escape(name).replace(r"\ ", r"\s")
    for name in sorted(resources.phrases("countries.txt.gz"), key=len)[::-1]
    if len(name) > 2
)
_COUNTRY = rf"(?:{_FORMAL}|{_MORE_COUNTRIES.replace(' ', chr(92) + 's')}|{_LISTED})"
_POSTCODE = (
    r"(?:\d{4,6}(?:-\d{3,4})?|\d{3}[ -]\d{2,4}|\d{2}-\d{3}|\d{4} (?-i:[A-Z]{2})"
    r"|(?-i:[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})|(?-i:[A-Z]\d[A-Z] ?\d[A-Z]\d))"
)
_REGION = r"(?-i:[A-Z]{2,3}|nan)"
# Behind an address: the country, a region's letters, the post code, in any order.
_SEPARATOR = r"[\s,]{1,4}"
_BEHIND_ADDRESS = re.compile(
    rf"{_SEPARATOR}(?:{_COUNTRY}|{_REGION}(?={_SEPARATOR}(?:\d|{_COUNTRY})|\s?[,.\n]|\s?\Z)|{_POSTCODE})(?![\w/-]|\.\d)",
    re.IGNORECASE,
)
_CITY_BEHIND = re.compile(
    rf"(?P<gap>{_SEPARATOR})(?P<city>(?:(?-i:[^\W\d_a-z])[\w'.-]{{1,24}}|st\.)(?:[\s-](?:(?-i:[^\W\d_a-z])[\w'.-]{{1,24}}|de|la|le|les|sur|sous|en|nad|am|an|der|upon|on|of|by|d[aeo]|di|pri|del){{1}}){{0,4}}?(?:\s\d{{1,2}})?)"
    rf"(?:(?P<more>{_SEPARATOR}(?:{_COUNTRY}|{_REGION}{_SEPARATOR}(?:{_POSTCODE}|{_COUNTRY})|{_POSTCODE})(?![\w/-]|\.\d))|(?=\s?[,.;?!)\n]|\s?\Z))",
    re.IGNORECASE,
)
_BEFORE_ADDRESS = re.compile(r"(?<![\w.,/-])\d{1,5}[,\s]{1,2}\Z|\b(?:the\s)?corner\sof\s\Z", re.IGNORECASE)
_HOUSE_BEHIND = re.compile(r"\s\d{1,5}[a-z]?(?=\s{0,2}[,.\n]|\s{0,2}\Z)", re.IGNORECASE)
_ADDRESS = re.compile(r"\d|\b(?:st(?:reet)?|ave(?:nue)?|road|lane|drive|blvd|box)\b", re.IGNORECASE)
_BEFORE_NAME = re.compile(
    r"(?<![^\W_])(?:(?:dr|mr|mrs|ms|miss|prof|doctor)\b\.?\s{1,2})?(?:(?:[a-z]|(?-i:[A-Z]{2}))\.\s?){0,2}"
    r"(?:(?:van|von|der|den|de|del|della|di|da|dos|das|la|le|el|al|bin|ibn|st\.?|ter|ten|mac|mc)\s){0,3}\Z",
    re.IGNORECASE,
)
_BEHIND_NAME = re.compile(r",?\s(?:III|II|IV|Jr|Sr|JR|SR|jr|sr)\b\.?")
# Behind the name of a facility or an employer: the rest of what it is called.
_QUALITY = (
    r"(?:Medical|Regional|Memorial|Community|General|Children's|Women's|Surgical|Health(?:care)?|Family|Nursing|Rehab(?:ilitation)?|Cancer|Heart|Eye|Urgent"
    r"|Care|Postal|Police|Fire|Sheriff's|School|Primary|Internal|Medicine|Dental|Kidney|Dialysis|Behavioral|Mental|Veterans|Affairs|University|Teaching|Senior|Living)"
)
_REST_OF_NAME = re.compile(
    rf"(?:[ ]{_QUALITY}){{0,4}}[ ](?:(?:Center|Centre|Hospital|Clinic|Institute|Associates|Group|Partners"
    r"|System|Network|Home|Facility|Services?"
    r"|Pharmacy|Foundation|University|College|District|Company|Industries|Village|Pavilion|Campus)s?\b(?:\s(?:of|for)\s(?:the\s)?(?-i:[A-Z])[\w'-]{2,24}(?:\s(?-i:[A-Z])[\w'-]{2,24})?)?)",
    re.IGNORECASE,
)
_BETWEEN_PARTS = re.compile(
    rf"[ ](?:(?:on|of|of[ ]the|and|&|the)|{_QUALITY}(?:[ ]{_QUALITY}){{0,1}})[ ]", re.IGNORECASE
)
# The number of a member of a family behind the number of a plan.
_MEMBER, _MEMBER_SUFFIX = re.compile(r"[A-Za-z]{1,3}\d{7,9}"), re.compile(r"[ -]\d{2}(?![\w/.:%-])")
_LONGEST_GLUED = 13
_NUMBERED = frozenset(
    (
        *(Identifier.SOCIAL_SECURITY, Identifier.MEDICAL_RECORD, Identifier.HEALTH_PLAN, Identifier.ACCOUNT),
        *(Identifier.CERTIFICATE, Identifier.VEHICLE, Identifier.DEVICE, Identifier.OTHER_UNIQUE),
    )
)
_OF_PLACES = frozenset((Identifier.GEOGRAPHY, Identifier.OTHER_UNIQUE))
_GLUED_BEFORE = re.compile(r"(?<![^\W_])[A-Za-z0-9]{1,12}-?\Z")
_GLUED_BEHIND = re.compile(r"[A-Za-z0-9]{1,24}(?:-[A-Za-z0-9]{1,12}){0,3}|(?:-[A-Za-z0-9]{1,12}){1,3}")
_MOST, _REACH, _LONGEST, _NEAR, _POSSESSIVE = 3, 40, 200, 5, 3


def extended(text: str, findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings, in order; some of them longer, so that neighbours may overlap."""
    last: Finding | None = None
    for finding in _longer(text, findings):
        if last and _are_one(text, last, finding):
            yield replace(finding, start=last.end)  # what stands between two parts of one name
        yield finding
        last = finding


def _are_one(text: str, left: Finding, right: Finding) -> bool:
    if not (left.identifier in _OF_PLACES and right.identifier in _OF_PLACES):
        return False
    return (
        text[right.start].isalpha()
        and 0 < right.start - left.end <= _REACH
        and bool(_BETWEEN_PARTS.fullmatch(text, left.end, right.start))
    )


def _longer(text: str, findings: Iterable[Finding]) -> Iterator[Finding]:
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
        elif finding.identifier in _NUMBERED:
            yield _number(text, finding)
        else:
            yield finding


def _is_address(text: str, finding: Finding) -> bool:
    return bool(_ADDRESS.search(text, finding.start, min(finding.end, finding.start + _LONGEST)))


def _address_end(text: str, end: int) -> int:
    """Where an address ends that goes on behind ``end`` with a city, a country, a region or a post code."""
    city = _CITY_BEHIND.match(text, end)
    if city and (city["more"] or ("\n" not in city["gap"] and "," in city["gap"])) and _is_city(city["city"]):
        end = city.end()
    for _ in range(_MOST):
        behind = _BEHIND_ADDRESS.match(text, end)
        end = behind.end() if behind else end
    return end


def _is_city(text: str) -> bool:
    words = [word.lower() for word in re.findall(r"[^\W\d_]{2,}", text)]
    return bool(words) and not any(is_clinical_term(word) for word in words) and not all(map(is_everyday_word, words))


def _place(text: str, finding: Finding, within: bool) -> Finding:
    start, end = finding.start, finding.end
    for _ in range(_MOST):
        behind = _BEHIND_PLACE.match(text, end) or _REST_OF_NAME.match(text, end)
        end = behind.end() if behind else end
    if house := _HOUSE_BEHIND.match(text, end) if " " in text[start:end] else None:
        end = house.end()
    if within or house or _is_address(text, finding):
        end = _address_end(text, end)
        before = _BEFORE_ADDRESS.search(text, max(0, start - _REACH), start)
        start = before.start() if before else start
    return replace(finding, start=start, end=end)


def _number(text: str, finding: Finding) -> Finding:
    """A number with the letters and digits that are glued to it."""
    start, end = finding.start, finding.end
    if (
        text[start:end].strip()
        and text[start].isalnum()
        and start
        and (text[start - 1].isalnum() or text[start - 1] == "-")
    ):
        before = _GLUED_BEFORE.search(text, max(0, start - _LONGEST_GLUED), start)
        start = before.start() if before else start
    if text[end - 1].isalnum() and (behind := _GLUED_BEHIND.match(text, end)):
        end = behind.end()
    if finding.identifier is Identifier.HEALTH_PLAN or _MEMBER.fullmatch(text, start, end):
        suffix = _MEMBER_SUFFIX.match(text, end)
        end = suffix.end() if suffix else end
    return replace(finding, start=start, end=end)


def _name(text: str, finding: Finding) -> Finding:
    before = _BEFORE_NAME.search(text, max(0, finding.start - _REACH), finding.start)
    behind = _BEHIND_NAME.match(text, finding.end)
    end = behind.end() if behind else finding.end
    if text[finding.start : end][-2:].lower() == "'s" and end - finding.start > _POSSESSIVE:
        end -= 2
    return replace(finding, start=before.start() if before else finding.start, end=end)
