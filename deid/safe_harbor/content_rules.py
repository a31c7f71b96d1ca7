"""The contents that carry an identifier, whatever their column is called: one table, from the surest to the weakest."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from deid.safe_harbor import codes, dates, facilities, geography, names, numbers, vocabulary
from deid.safe_harbor.cells import WORDS, is_number, is_patient_reference, is_reference, names_in, whole_digits
from deid.safe_harbor.kinds import KINDS, FieldKind


@dataclass(frozen=True, slots=True)
class ContentRule:
    """A test on single values, and the kind that a column is when enough of its values pass.

    Attributes:
        kind: what the column then holds.
        says: what its values are, for the plan's reason.
        test: on one value.
        share: how many of the distinct values must pass.
        weak: a harmless name may overrule the finding where the values are also what the name says.
        least: how few distinct values are too few to tell.
    """

    kind: FieldKind
    says: str
    test: Callable[[str], bool]
    share: float
    weak: bool = False
    least: int = 1


_HEX = re.compile(r"[0-9a-fA-F]{32,128}")
_AGENT = re.compile(r"Mozilla/|AppleWebKit|okhttp/|curl/|Dalvik/|python-requests|CFNetwork")
_ENCODED = re.compile(r"eyJ[\w-]{10,}\.[\w.+/=-]*|(?=.*\d)(?=.*[A-Za-z])[A-Za-z0-9+/_=-]{24,}")
_SSN = re.compile(r"\d{3}([- .])\d{2}\1\d{4}")
_MASKED = re.compile(r"[Xx*#]{3}[- .]?[Xx*#]{2}[- .]?\d{4}|[Xx*#]{4,}[- .]?\d{3,4}")
_ADDRESS_END = re.compile(r".*\b([A-Za-z]{2})[ ,^]+\d{5}(?:-\d{4})?")
_HOUSE = re.compile(r"\d{1,6}[a-zA-Z]?(?: [A-Za-z.']+){2,4}(?:,? (?:apt|suite|unit|ste|#)\.? ?\S+)?", re.I)
_SHORT_DATE = re.compile(r"(\d\d)(\d\d)(\d\d)")
_PATH = re.compile(r"/[\w.%~-]+(?:/[\w.%~-]*)+(?:\?\S*)?")
_WARD = re.compile(
    r"\b\d{1,2}[a-z]?\s?(?:north|south|east|west)\b"
    r"|\b(?:tower|wing|pavilion|floor|ward|pod|building|bldg)\s*[-#]?\s*(?:\d{1,3}[a-z]?|[a-z])\b",
    re.I,
)
_SCHOOL = re.compile(r"\b(?:school|elementary|college|university|academy|institute|church|church of)\b", re.I)
_TELEPHONE = re.compile(r"[+(]|.*\d[-. )]+\d")
_DECIMALS = re.compile(r"-?\d{1,3}\.\d{4,}")
_FILE = re.compile(r"(?:.*[/\\])?[^/\\]+\.(?:jpe?g|png|gif|bmp|tiff?|heic|webp|dcm|pdf|wav|mp3|mp4|docx?|rtf)", re.I)


_OCCUPATION = re.compile(
    r"\b(?:accountant|actor|actress|administrator|architect|artist|astronaut|attorney|baker|barber|carpenter|cashier|chef|"
    r"clerk|coach|consultant|contractor|cook|dentist|designer|developer|director|driver|economist|editor|electrician|"
    r"engineer|executive|farmer|firefighter|fisherman|geologist|governor|journalist|judge|laborer|lawyer|lecturer|"
    r"librarian|manager|mayor|mechanic|miner|minister|musician|officer|painter|performer|photographer|pilot|plumber|"
    r"president|priest|producer|professor|programmer|psychologist|retired|sailor|scientist|secretary|senator|singer|"
    r"soldier|surveyor|teacher|trader|translator|veterinarian|waiter|waitress|welder|writer)s?\b",
    re.I,
)


def _is_address(cell: str) -> bool:
    return numbers.is_url(cell) and not codes.is_terminology(cell)


def _is_telephone(cell: str) -> bool:
    if cell.count("-") == 2 and codes.share_of([cell], "NDC"):
        return False
    return _TELEPHONE.match(cell) is not None and numbers.is_phone(cell)


def _is_bare_telephone(cell: str) -> bool:
    digits = whole_digits(cell)
    return len(digits) in (10, 11) and numbers.is_phone(digits)


def _is_street(cell: str) -> bool:
    if geography.looks_like_street_address(cell):
        return True
    end = _ADDRESS_END.fullmatch(cell)
    return end is not None and geography.is_state(end[1])


def _is_house(cell: str) -> bool:
    return _HOUSE.fullmatch(cell) is not None and bool(names_in(cell))


def _is_institution(cell: str) -> bool:
    return (facilities.looks_like_facility(cell) or facilities.looks_like_employer(cell)) and bool(names_in(cell))


def _is_school(cell: str) -> bool:
    return len(cell) < 80 and _SCHOOL.search(cell) is not None and bool(names_in(cell))


def is_person(cell: str) -> bool:
    """Whether a cell is a person's name: one word that is nothing else, or several that look like a name."""
    words = WORDS.findall(cell)
    if len(words) == 1 and words[0].lower() == cell.rstrip("0123456789").strip().lower():
        known = names.given_name_frequency(words[0]) > 0 or names.surname_frequency(words[0]) > 0
        worded = vocabulary.is_common_word(words[0]) or vocabulary.is_class_word(words[0])
        return known and not worded and not geography.is_state(cell)
    return len(words) > 1 and names.looks_like_person_name(cell) >= 0.5


def _is_city(cell: str) -> bool:
    if geography.is_state(cell) or vocabulary.is_clinical_term(cell):
        return False
    place = cell.split(",")[0]
    return geography.is_us_city(place) or geography.is_county(place)


def _is_part_of_date(cell: str) -> bool:
    return (
        dates.is_time_of_day(cell)
        or dates.is_weekday(cell)
        or dates.is_month_name(cell)
        or dates.is_quarter(cell)
        or dates.is_season(cell)
        or dates.is_month_and_day(cell)
    )


def _is_date(cell: str) -> bool:
    return dates.is_date(cell) and not cell.isdigit() and not codes.is_loinc(cell)


def _is_compact_date(cell: str) -> bool:
    digits = whole_digits(cell)
    return len(digits) in (8, 12, 14) and dates.is_date(digits)


def _is_short_date(cell: str) -> bool:
    """Month, day and two digits of the year in any of the usual orders, perhaps without the zero in front."""
    digits = whole_digits(cell)
    found = _SHORT_DATE.fullmatch(digits.zfill(6)) if len(digits) in (5, 6) else None
    if found is None:
        return False
    first, second, third = map(int, found.groups())
    return any(
        1 <= month <= 12 and 1 <= day <= 31 for month, day in ((first, second), (second, first), (second, third))
    )


def _is_epoch(cell: str) -> bool:
    digits = cell.partition(".")[0]
    if not (digits.isascii() and digits.isdigit() and len(digits) in (10, 13)) or not is_number(cell):
        return False
    return _EPOCHS[0] <= int(digits[:10]) <= _EPOCHS[1]


_EPOCHS = (500_000_000, 2_000_000_000)
"""From 1985 to 2033: other numbers of ten digits are rather telephone numbers."""


def _is_mac_or_udi(cell: str) -> bool:
    return numbers.is_mac(cell) or numbers.is_udi(cell)


def _is_ip(cell: str) -> bool:
    return numbers.is_ipv4(cell.split(":")[0] if cell.count(":") == 1 else cell) or numbers.is_ipv6(cell)


def _is_instance_uid(cell: str) -> bool:
    return cell.count(".") >= 4 and numbers.is_dicom_uid(cell) and not numbers.is_standard_dicom_uid(cell)


def _is_degree(cell: str) -> bool:
    return _DECIMALS.fullmatch(cell) is not None and geography.is_longitude(cell) and abs(float(cell)) > 1


def _is_all(pattern: re.Pattern[str]) -> Callable[[str], bool]:
    return lambda cell: pattern.fullmatch(cell) is not None


def _has(pattern: re.Pattern[str]) -> Callable[[str], bool]:
    return lambda cell: pattern.search(cell) is not None


def _is_card(cell: str) -> bool:
    return len(cell) >= 15 and numbers.is_payment_card(cell)


IDENTIFYING: tuple[ContentRule, ...] = (
    ContentRule(KINDS["email"], "e-mail addresses", numbers.is_email, 0.4),
    ContentRule(KINDS["session"], "browser names", _has(_AGENT), 0.4),
    ContentRule(KINDS["photograph"], "names of picture or document files", _is_all(_FILE), 0.6),
    ContentRule(KINDS["person_key"], "references to patients", is_patient_reference, 0.9),
    ContentRule(KINDS["record_key"], "references to FHIR resources", is_reference, 0.5),
    ContentRule(KINDS["url"], "web addresses", _is_address, 0.4),
    ContentRule(KINDS["url"], "paths of web addresses", _is_all(_PATH), 0.5),
    ContentRule(KINDS["device_number"], "MAC addresses or UDIs", _is_mac_or_udi, 0.4),
    ContentRule(KINDS["ip_address"], "IP addresses", _is_ip, 0.5),
    ContentRule(KINDS["ssn"], "social security numbers", _is_all(_SSN), 0.4),
    ContentRule(KINDS["partial_number"], "numbers of which a part is masked", _is_all(_MASKED), 0.4),
    ContentRule(KINDS["event_date"], "dates", _is_date, 0.5),
    ContentRule(KINDS["event_date"], "dates in eight or more digits", _is_compact_date, 0.95),
    ContentRule(KINDS["event_date"], "dates in six digits", _is_short_date, 0.98, weak=True, least=3),
    ContentRule(KINDS["event_date"], "seconds or milliseconds since 1970", _is_epoch, 0.95),
    ContentRule(KINDS["record_key"], "UUIDs", numbers.is_uuid, 0.5),
    ContentRule(KINDS["uid"], "DICOM UIDs", _is_instance_uid, 0.5),
    ContentRule(KINDS["partial_number"], "hashes", _is_all(_HEX), 0.5),
    ContentRule(KINDS["telephone"], "telephone numbers", _is_telephone, 0.5),
    ContentRule(KINDS["health_plan_number"], "Medicare numbers", numbers.is_mbi, 0.6),
    ContentRule(KINDS["vehicle"], "vehicle identification numbers", numbers.is_vin, 0.6),
    ContentRule(KINDS["account_number"], "payment cards", _is_card, 0.9),
    ContentRule(KINDS["provider_number"], "DEA numbers", numbers.is_dea, 0.8),
    ContentRule(KINDS["provider_number"], "NPIs", lambda cell: cell.isdigit() and numbers.is_npi(cell), 0.95),
    ContentRule(KINDS["telephone"], "telephone numbers without signs", _is_bare_telephone, 0.95, least=5),
    ContentRule(KINDS["coordinate"], "pairs of coordinates", geography.is_coordinate_pair, 0.5),
    ContentRule(KINDS["coordinate"], "decimal degrees", _is_degree, 0.95, weak=True),
    ContentRule(KINDS["street_address"], "street addresses", _is_street, 0.4),
    ContentRule(KINDS["street_address"], "house numbers with streets", _is_house, 0.6),
    ContentRule(KINDS["date_part"], "parts of dates or times of day", _is_part_of_date, 0.8, weak=True),
    ContentRule(KINDS["session"], "opaque tokens", _is_all(_ENCODED), 0.7, weak=True),
    ContentRule(KINDS["occupation"], "occupations", _has(_OCCUPATION), 0.5, weak=True, least=3),
    ContentRule(KINDS["facility"], "wards", lambda cell: _WARD.search(cell) is not None and len(cell) < 40, 0.4),
    ContentRule(KINDS["facility"], "names of schools", _is_school, 0.5),
    ContentRule(KINDS["facility"], "names of institutions", _is_institution, 0.5, weak=True),
    ContentRule(KINDS["city"], "cities or counties", _is_city, 0.95, weak=True, least=3),
    ContentRule(KINDS["person_name"], "persons' names", is_person, 0.5, weak=True),
    ContentRule(KINDS["city"], "cities or counties", _is_city, 0.7, weak=True),
)  # fmt: skip
"""Contents that carry an identifier, from the surest to the weakest."""
