"""What a column's values say of it, whatever the column is called."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from deid.safe_harbor import codes, dates, geography, names, numbers, vocabulary
from deid.safe_harbor.kinds import KINDS, FieldKind


@dataclass(frozen=True, slots=True)
class Sample:
    """What was seen of one column.

    Attributes:
        values: distinct filled values, in the order met, at most a thousand.
        rows: rows looked at.
        filled: rows in which the column had a value.
        distinct: distinct values among them; exact up to the sample's size.
    """

    values: tuple[str, ...]
    rows: int
    filled: int
    distinct: int

    @property
    def nearly_unique(self) -> bool:
        """Whether almost every filled row has a value of its own."""
        return self.filled >= 10 and self.distinct >= 0.9 * self.filled

    def share(self, test: Callable[[str], bool]) -> float:
        """The share of the distinct values, 0 to 1, that pass a test."""
        return sum(map(test, self.values)) / len(self.values) if self.values else 0.0


@dataclass(frozen=True, slots=True)
class ContentRule:
    """A test on single values, and the kind that a column is when enough of its values pass."""

    kind: FieldKind
    says: str
    test: Callable[[str], bool]
    share: float


_HEX = re.compile(r"[0-9a-fA-F]{32,128}")
_AGENT = re.compile(r"Mozilla/|AppleWebKit|okhttp/|curl/|Dalvik/|python-requests|CFNetwork")
_ENCODED = re.compile(r"eyJ[A-Za-z0-9_-]{10,}\.|(?=.*\d)(?=.*[A-Za-z])[A-Za-z0-9+/_=-]{24,}")
_SSN = re.compile(r"\d{3}-\d{2}-\d{4}")
_TELEPHONE = re.compile(r"[+(]|.*\d[-. )]+\d")
_DECIMALS = re.compile(r"-?\d{1,3}\.\d{4,}")
_NUMBER = re.compile(r"\s*[<>]?=?\s*[+-]?(?:\d[\d,]*)?\.?\d+(?:[eE][+-]?\d+)?\s*%?\s*")
_LONG_DIGITS = re.compile(r"\D{0,4}\d{7,}\D{0,2}")
_WORDS = re.compile(r"[^\W\d_]+")
_FILE = re.compile(r"(?:.*[/\\])?[^/\\]+\.(?:jpe?g|png|gif|bmp|tiff?|heic|webp|dcm|pdf|wav|mp3|mp4|docx?|rtf)", re.I)


def _is_telephone(cell: str) -> bool:
    return _TELEPHONE.match(cell) is not None and numbers.is_phone(cell)


def _is_street(cell: str) -> bool:
    return geography.looks_like_street_address(cell)


def _is_person(cell: str) -> bool:
    words = _WORDS.findall(cell)
    if len(words) == 1 and words[0].lower() == cell.rstrip("0123456789").strip().lower():
        known = names.given_name_frequency(words[0]) > 0 or names.surname_frequency(words[0]) > 0
        return known and not vocabulary.is_common_word(words[0]) and not geography.is_state(cell)
    return len(words) > 1 and names.looks_like_person_name(cell) >= 0.5


def _is_city(cell: str) -> bool:
    return geography.is_us_city(cell) or geography.is_county(cell)


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
    return cell.isdigit() and len(cell) in (8, 12, 14) and dates.is_date(cell)


def _is_epoch(cell: str) -> bool:
    return (
        cell.isdigit()
        and len(cell) in (10, 13)
        and dates.parse_epoch(cell, "s" if len(cell) == 10 else "ms") is not None
    )


def _is_mac_or_udi(cell: str) -> bool:
    return numbers.is_mac(cell) or numbers.is_udi(cell)


def _is_ip(cell: str) -> bool:
    return numbers.is_ipv4(cell.split(":")[0] if cell.count(":") == 1 else cell) or numbers.is_ipv6(cell)


def _is_instance_uid(cell: str) -> bool:
    return cell.count(".") >= 4 and numbers.is_dicom_uid(cell) and not numbers.is_standard_dicom_uid(cell)


def _is_card(cell: str) -> bool:
    return len(cell) >= 15 and numbers.is_payment_card(cell)


IDENTIFYING: tuple[ContentRule, ...] = (
    ContentRule(KINDS["email"], "e-mail addresses", numbers.is_email, 0.4),
    ContentRule(KINDS["session"], "browser names", lambda cell: _AGENT.search(cell) is not None, 0.4),
    ContentRule(KINDS["photograph"], "names of picture or document files", lambda cell: _FILE.fullmatch(cell) is not None, 0.6),
    ContentRule(KINDS["url"], "web addresses", numbers.is_url, 0.4),
    ContentRule(KINDS["device_number"], "MAC addresses or UDIs", _is_mac_or_udi, 0.4),
    ContentRule(KINDS["ip_address"], "IP addresses", _is_ip, 0.5),
    ContentRule(KINDS["ssn"], "social security numbers", lambda cell: _SSN.fullmatch(cell) is not None, 0.4),
    ContentRule(KINDS["event_date"], "dates", _is_date, 0.5),
    ContentRule(KINDS["event_date"], "dates in eight or more digits", _is_compact_date, 0.95),
    ContentRule(KINDS["event_date"], "seconds or milliseconds since 1970", _is_epoch, 0.95),
    ContentRule(KINDS["record_key"], "UUIDs", numbers.is_uuid, 0.5),
    ContentRule(KINDS["uid"], "DICOM UIDs", _is_instance_uid, 0.5),
    ContentRule(KINDS["partial_number"], "hashes", lambda cell: _HEX.fullmatch(cell) is not None, 0.5),
    ContentRule(KINDS["telephone"], "telephone numbers", _is_telephone, 0.5),
    ContentRule(KINDS["health_plan_number"], "Medicare numbers", numbers.is_mbi, 0.6),
    ContentRule(KINDS["vehicle"], "vehicle identification numbers", numbers.is_vin, 0.6),
    ContentRule(KINDS["account_number"], "payment cards", _is_card, 0.9),
    ContentRule(KINDS["provider_number"], "DEA numbers", numbers.is_dea, 0.8),
    ContentRule(KINDS["provider_number"], "NPIs", lambda cell: cell.isdigit() and numbers.is_npi(cell), 0.95),
    ContentRule(KINDS["coordinate"], "pairs of coordinates", geography.is_coordinate_pair, 0.5),
    ContentRule(KINDS["coordinate"], "decimal degrees", lambda cell: _DECIMALS.fullmatch(cell) is not None and geography.is_longitude(cell), 0.95),
    ContentRule(KINDS["street_address"], "street addresses", _is_street, 0.4),
    ContentRule(KINDS["date_part"], "parts of dates or times of day", _is_part_of_date, 0.8),
    ContentRule(KINDS["session"], "opaque tokens", lambda cell: _ENCODED.fullmatch(cell) is not None, 0.7),
    ContentRule(KINDS["person_name"], "persons' names", _is_person, 0.5),
    ContentRule(KINDS["city"], "cities or counties", _is_city, 0.7),
)  # fmt: skip
"""Contents that carry an identifier, from the surest to the weakest."""

_SEX = frozenset("m f male female u unknown other o x nonbinary man woman".split())
_YES = frozenset("y n yes no true false t f 0 1 unknown u".split())


def _all_in(cells: frozenset[str]) -> Callable[[str], bool]:
    return lambda cell: cell.strip().lower() in cells


def is_number(cell: str) -> bool:
    """Whether a cell is a plain number, perhaps with a comparison sign or per cent."""
    return _NUMBER.fullmatch(cell) is not None


def has_long_digits(cell: str) -> bool:
    """Whether a cell is little else than seven or more digits in a row."""
    return _LONG_DIGITS.fullmatch(cell) is not None


def is_wording(cell: str) -> bool:
    """Whether a cell is made of ordinary and clinical words, with at most one word in five unknown."""
    words = _WORDS.findall(cell)
    if not words or has_long_digits(cell):
        return False
    return len(vocabulary.unknown_words(cell)) <= 0.2 * len(words)


def identifying(sample: Sample) -> ContentRule | None:
    """The first content rule that speaks for an identifier; dense digits speak last."""
    for rule in IDENTIFYING:
        if sample.values and sample.share(rule.test) >= rule.share:
            return rule
    return None


def harmless(sample: Sample) -> tuple[FieldKind, str] | None:
    """A kind that the rule lets stay and that the values alone establish, with what was seen."""
    if not sample.values:
        return None
    if sample.share(_all_in(_SEX)) == 1 and len(sample.values) > 1 and not sample.share(_all_in(_YES)) == 1:
        return KINDS["category"], "sex"
    if sample.share(_all_in(_YES)) == 1 and len(sample.values) > 1:
        return KINDS["flag"], "yes and no"
    systems = codes.likely_systems(sample.values)
    if systems and len(sample.values) >= 3:
        return KINDS["public_code"], f"codes of {systems[0]}"
    if sample.share(geography.is_state) >= 0.9:
        return KINDS["state"], "States"
    if sample.share(codes.is_unit) >= 0.9 and not sample.nearly_unique:
        return KINDS["unit"], "units of measure"
    return _wording(sample)


def _wording(sample: Sample) -> tuple[FieldKind, str] | None:
    if sample.share(is_wording) < 0.9 or sample.nearly_unique:
        return None
    longest = max(len(cell) for cell in sample.values)
    if longest > 200:
        return None
    return KINDS["description" if longest > 40 else "category"], "recurring words of the clinic or the language"


def is_free_text(sample: Sample) -> bool:
    """Whether the values are sentences rather than terms."""
    lengths: Sequence[int] = [len(cell) for cell in sample.values]
    if not lengths:
        return False
    long = sum(length > 120 for length in lengths) / len(lengths)
    lines = sum("\n" in cell for cell in sample.values) / len(lengths)
    return long > 0.3 or lines > 0.2
