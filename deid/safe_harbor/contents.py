"""What a column's values say of it, whatever the column is called."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from deid.safe_harbor import codes, dates, facilities, geography, names, numbers, vocabulary
from deid.safe_harbor.kinds import KINDS, FieldKind


@dataclass(frozen=True, slots=True)
class Sample:
    """What was seen of one column.

    Attributes:
        values: distinct filled values, in the order met, at most a thousand.
        rows: rows looked at.
        filled: rows in which the column had a value.
        distinct: distinct values among them; exact up to the sample's size.
        prevalent: values that fill a tenth of the rows or more each, with their share of the filled rows.
    """

    values: tuple[str, ...]
    rows: int
    filled: int
    distinct: int
    prevalent: Mapping[str, float] = field(default_factory=dict)

    @property
    def nearly_unique(self) -> bool:
        """Whether almost every filled row has a value of its own."""
        return self.filled >= 10 and self.distinct >= 0.9 * self.filled

    @property
    def recurring(self) -> bool:
        """Whether values come again and again; never said of a handful of rows."""
        return self.filled >= 10 and self.distinct < 0.9 * self.filled

    @property
    def few(self) -> bool:
        """Whether the values are a short list that the rows pick from, as classes are."""
        return self.recurring and len(self.values) <= max(12, 0.05 * self.filled)

    def share(self, test: Callable[[str], bool]) -> float:
        """The share of the distinct values, 0 to 1, that pass a test."""
        return sum(map(test, self.values)) / len(self.values) if self.values else 0.0

    def reaches(self, test: Callable[[str], bool], share: float) -> bool:
        """Whether at least this share of the distinct values pass a test; stops as soon as it is decided."""
        allowed = (1 - share) * len(self.values) + 1e-9
        for value in self.values:
            if not test(value):
                allowed -= 1
                if allowed < 0:
                    return False
        return bool(self.values)


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
_WHOLE = re.compile(r"\+?(\d+|\d{1,3}(?:,\d{3})+|\d{3}[- ]\d{2}[- ]\d{4})(?:\.0+)?")
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
_OFTEN_BORNE = 0.05
"""From this share of the people (per cent) on, a word of the language is a surname as much as a word."""
_NUMBER = re.compile(r"\s*[<>]?=?\s*[+-]?(?:\d[\d,]*)?\.?\d+(?:[eE][+-]?\d+)?\s*%?\s*")
_LONG_DIGITS = re.compile(r"\D{0,4}\d{7,}\D{0,2}")
_QUANTITY = re.compile(r"[<>=~+-]{0,2}\s*\d[\d.,]*(?:\s*[-/:x^*]\s*\d[\d.,]*)?\s*(\D{0,20})")
_FEET = re.compile(r"\d ?(?:'|ft\.?|feet) ?(?:\d{1,2}(?:\.\d+)? ?(?:\"|''|in\.?|inches)?)?", re.I)
_WORDS = re.compile(r"[^\W\d_]+")
_FILE = re.compile(r"(?:.*[/\\])?[^/\\]+\.(?:jpe?g|png|gif|bmp|tiff?|heic|webp|dcm|pdf|wav|mp3|mp4|docx?|rtf)", re.I)


def whole_digits(cell: str) -> str:
    """The digits of a whole number however it is spelled: ``123456789.0``, ``123,456,789``; empty when it is none."""
    found = _WHOLE.fullmatch(cell)
    return re.sub(r"\D", "", found[1]) if found else ""


_OCCUPATION = re.compile(
    r"\b(?:accountant|actor|actress|administrator|architect|artist|astronaut|attorney|baker|barber|carpenter|cashier|chef|"
    r"clerk|coach|consultant|contractor|cook|dentist|designer|developer|director|driver|economist|editor|electrician|"
    r"engineer|executive|farmer|firefighter|fisherman|geologist|governor|journalist|judge|laborer|lawyer|lecturer|"
    r"librarian|manager|mayor|mechanic|miner|minister|musician|officer|painter|performer|photographer|pilot|plumber|"
    r"president|priest|producer|professor|programmer|psychologist|retired|sailor|scientist|secretary|senator|singer|"
    r"soldier|surveyor|teacher|trader|translator|veterinarian|waiter|waitress|welder|writer)s?\b",
    re.I,
)


def _is_telephone(cell: str) -> bool:
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
    return _HOUSE.fullmatch(cell) is not None and bool(_names_in(cell))


def _names_in(cell: str) -> list[str]:
    """The words of a cell that are no words of the language, or that many people bear as their name."""
    return [word for word in _WORDS.findall(cell) if len(word) > 2 and _may_name(word)]


def _may_name(word: str) -> bool:
    if vocabulary.is_clinical_term(word):
        return False
    return not vocabulary.is_common_word(word) or names.surname_frequency(word) >= _OFTEN_BORNE


def _is_institution(cell: str) -> bool:
    return (facilities.looks_like_facility(cell) or facilities.looks_like_employer(cell)) and bool(_names_in(cell))


def _is_school(cell: str) -> bool:
    return len(cell) < 80 and _SCHOOL.search(cell) is not None and bool(_names_in(cell))


def mentions_a_name(cell: str) -> bool:
    """Whether a word of a cell is a person's name and no word of the language."""
    return any(
        not vocabulary.is_common_word(word) and (names.given_name_frequency(word) or names.surname_frequency(word)) > 0
        for word in _names_in(cell)
    )


def _is_person(cell: str) -> bool:
    words = _WORDS.findall(cell)
    if len(words) == 1 and words[0].lower() == cell.rstrip("0123456789").strip().lower():
        known = names.given_name_frequency(words[0]) > 0 or names.surname_frequency(words[0]) > 0
        return known and not vocabulary.is_common_word(words[0]) and not geography.is_state(cell)
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
    if not (digits.isascii() and digits.isdigit() and len(digits) in (10, 13)) or not _NUMBER.fullmatch(cell):
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
    return _DECIMALS.fullmatch(cell) is not None and geography.is_longitude(cell)


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
    ContentRule(KINDS["url"], "web addresses", numbers.is_url, 0.4),
    ContentRule(KINDS["url"], "paths of web addresses", _is_all(_PATH), 0.5),
    ContentRule(KINDS["device_number"], "MAC addresses or UDIs", _is_mac_or_udi, 0.4),
    ContentRule(KINDS["ip_address"], "IP addresses", _is_ip, 0.5),
    ContentRule(KINDS["ssn"], "social security numbers", _is_all(_SSN), 0.4),
    ContentRule(KINDS["partial_number"], "numbers of which a part is masked", _is_all(_MASKED), 0.4),
    ContentRule(KINDS["event_date"], "dates", _is_date, 0.5),
    ContentRule(KINDS["event_date"], "dates in eight or more digits", _is_compact_date, 0.95),
    ContentRule(KINDS["event_date"], "dates in six digits", _is_short_date, 0.98, least=3),
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
    ContentRule(KINDS["person_name"], "persons' names", _is_person, 0.5, weak=True),
    ContentRule(KINDS["city"], "cities or counties", _is_city, 0.7, weak=True),
)  # fmt: skip
"""Contents that carry an identifier, from the surest to the weakest."""

_SEX = frozenset("m f w d male female u unknown other o x nonbinary man woman".split())
_YES = frozenset("y n yes no true false t f 0 1 unknown u".split())


def _all_in(cells: frozenset[str]) -> Callable[[str], bool]:
    return lambda cell: cell.strip().lower() in cells


def is_number(cell: str) -> bool:
    """Whether a cell is a plain number, perhaps with a comparison sign or per cent."""
    return _NUMBER.fullmatch(cell) is not None


def has_long_digits(cell: str) -> bool:
    """Whether a cell is little else than seven or more digits in a row."""
    return _LONG_DIGITS.fullmatch(cell) is not None or len(whole_digits(cell)) >= 7


def is_quantity(cell: str) -> bool:
    """Whether a cell is a number or a pair of numbers, with a unit or word perhaps: ``120/80``, ``1:160``, ``5 mg``."""
    if is_number(cell) or _FEET.fullmatch(cell):
        return True
    found = _QUANTITY.fullmatch(cell)
    if sum(character.isdigit() for character in cell) > 7:
        return False
    return found is not None and (not found[1].strip() or codes.is_unit(found[1].strip()) or is_term(found[1]))


def is_term(cell: str) -> bool:
    """Whether a cell is wording, and not a word of the language that many people bear as their name."""
    return is_wording(cell) and any(not _may_name(word) for word in _WORDS.findall(cell))


def is_wording(cell: str) -> bool:
    """Whether a cell is made of ordinary and clinical words, with at most one word in five unknown."""
    words = _WORDS.findall(cell)
    if not words or has_long_digits(cell):
        return False
    return len(vocabulary.unknown_words(cell)) <= 0.2 * len(words)


def identifying(sample: Sample) -> ContentRule | None:
    """The first content rule that speaks for an identifier; dense digits speak last."""
    for rule in IDENTIFYING:
        if len(sample.values) >= rule.least and sample.reaches(rule.test, rule.share):
            return rule
    return None


_SEEN_IN_CELLS = frozenset(
    "email url device_number ip_address ssn event_date record_key uid telephone health_plan_number vehicle".split()
)


def without_strays(sample: Sample) -> Sample:
    """The sample less a few stray identifiers in a column that is nearly all something else.

    Such a column is treated by cell: only forms that the screen of single cells knows may be left to it.
    """
    if sum(sample.prevalent.values()) < 0.8:
        return sample
    tests = [rule.test for rule in IDENTIFYING if rule.kind.name in _SEEN_IN_CELLS]
    kept = tuple(v for v in sample.values if v in sample.prevalent or not any(test(v) for test in tests))
    return replace(sample, values=kept)


def is_yes_or_no(sample: Sample) -> bool:
    """Whether every value is a yes or a no, in letters, digits or words."""
    return sample.reaches(_all_in(_YES), 1)


def harmless(sample: Sample) -> tuple[FieldKind, str] | None:
    """A kind that the rule lets stay and that the values alone establish, with what was seen."""
    if not sample.values:
        return None
    if sample.reaches(_all_in(_SEX), 1) and len(sample.values) > 1 and not is_yes_or_no(sample):
        return KINDS["category"], "sex"
    if is_yes_or_no(sample) and len(sample.values) > 1:
        return KINDS["flag"], "yes and no"
    system = public_system(sample)
    if system and len(sample.values) >= 3:
        return KINDS["public_code"], f"codes of {system}"
    if sample.share(geography.is_state) >= 0.9:
        return KINDS["state"], "States"
    if sample.share(codes.is_unit) >= 0.9 and not sample.nearly_unique:
        return KINDS["unit"], "units of measure"
    return _wording(sample)


_BARE_ID = re.compile(r"[A-Za-z]\d{6}")
_BARE_CODE = re.compile(r"[A-Za-z]\d{4,5}")


def public_system(sample: Sample, threshold: float = 0.95) -> str | None:
    """The public code system whose distinctive shape the values have.

    A letter with six digits, or values that never come twice and are all of one width, are numbers of persons that
    only look like ICD-10-CM.
    """
    systems = codes.likely_systems(sample.values, threshold)
    if not systems:
        return None
    if systems[0] == "ICD-10-CM":
        alike = not sample.recurring and len({len(cell) for cell in sample.values}) == 1
        if sample.share(is_bare_id) > 0.1 or (alike and sample.share(_is_bare_code) > 0.9):
            return None
    return systems[0]


def is_bare_id(cell: str) -> bool:
    """Whether a cell is a letter with six digits, a form that no code of ICD-10-CM in use has."""
    return _BARE_ID.fullmatch(cell) is not None


def _is_bare_code(cell: str) -> bool:
    return _BARE_CODE.fullmatch(cell) is not None


def _wording(sample: Sample) -> tuple[FieldKind, str] | None:
    if sample.nearly_unique or not sample.reaches(is_term, 0.8 if sample.few else 0.9):
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
