"""The labelled columns: what stands in labelled_columns.yaml, with made-up values behind every name.

A line ``name: values -> kinds`` gives a column's name, the maker of its values and the kinds that are right for it.
Behind the maker may stand ``*3`` (only three rows), ``^`` (in capitals), ``_`` (in small letters) and ``+ maker``
(mixed with others, row by row).
"""

from __future__ import annotations

import base64
import hashlib
import random
import re
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from faker import Faker
from ruamel.yaml import YAML

from deid.safe_harbor.contents import Sample

ROWS = 240
_DIGITS = "0123456789"
_LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"

_FILE: dict[str, dict[str, Any]] = YAML(typ="safe").load(
    Path(__file__).with_name("labelled_columns.yaml").read_text("utf-8")
)
WORDS: dict[str, str] = _FILE["words"]
SCHEMAS = {schema: tables for schema, tables in _FILE.items() if schema != "words"}


@dataclass(frozen=True)
class Labelled:
    """One labelled column: the schema it comes from, its table and name, how it was made, and the right kinds."""

    schema: str
    table: str
    name: str
    made: str
    kinds: frozenset[str]
    sample: Sample

    @property
    def title(self) -> str:
        return f"{self.schema}: {self.table}.{self.name} = {self.made}"


class Maker:
    """Makes values: every maker is a method or a list of words."""

    def __init__(self, seed: str) -> None:
        self.random = random.Random(seed)
        self.faker = Faker()
        self.faker.seed_instance(seed)

    def value(self, how: str) -> str:
        """One value of a maker, with its arguments in brackets."""
        name, _, rest = how.partition("(")
        arguments = [float(part) for part in rest.rstrip(")").split(",") if part]
        if name in WORDS:
            return self.random.choice(WORDS[name].split("|"))
        maker: Callable[..., object] = getattr(self, name, None) or getattr(self.faker, name)
        return str(maker(*arguments))

    def digits(self, count: float, grouped: float = 0) -> str:
        number = self.random.choice(_DIGITS[1:]) + "".join(self.random.choices(_DIGITS, k=int(count) - 1))
        return f"{int(number):,}" if grouped else number

    def digits_float(self, count: float) -> str:
        return self.digits(count) + ".0"

    def letters(self, count: float) -> str:
        return "".join(self.random.choices(_LETTERS, k=int(count)))

    def coded(self, letters: float, digits: float) -> str:
        return self.letters(letters) + self.digits(digits)

    def between(self, low: float, high: float, places: float = 0) -> str:
        return f"{self.random.uniform(low, high):.{int(places)}f}"

    def money(self, low: float = 5, high: float = 9000) -> str:
        return f"${self.random.uniform(low, high):,.2f}"

    def counter(self) -> str:
        self.at = getattr(self, "at", 100000) + 1
        return str(self.at)

    def ssn_bare(self) -> str:
        return self.faker.ssn().replace("-", "")

    def ssn_spaces(self) -> str:
        return self.faker.ssn().replace("-", " ")

    def ssn_float(self) -> str:
        return self.ssn_bare() + ".0"

    def ssn_grouped(self) -> str:
        return f"{int(self.ssn_bare()):,}"

    def last_four(self) -> str:
        return self.faker.ssn()[-4:]

    def masked_ssn(self) -> str:
        return "XXX-XX-" + self.faker.ssn()[-4:]

    def phone(self) -> str:
        area, office, line = (
            self.random.randint(201, 989),
            self.random.randint(220, 989),
            self.random.randint(1000, 9999),
        )
        area, office = area + (area % 100 == 11), office + (office % 100 == 11)
        return self.random.choice(("({}) {}-{}", "{}-{}-{}", "{}.{}.{}", "+1 {} {} {}")).format(area, office, line)

    def phone_bare(self) -> str:
        return re.sub(r"\D", "", self.phone())[-10:]

    def day(self) -> date:
        return date(1995, 1, 1) + timedelta(days=self.random.randrange(10_000))

    def moment(self) -> datetime:
        return datetime(2009, 1, 1) + timedelta(seconds=self.random.randrange(400_000_000))

    def iso_date(self) -> str:
        return self.day().isoformat()

    def iso_time(self) -> str:
        return self.moment().strftime("%Y-%m-%dT%H:%M:%SZ")

    def us_date(self) -> str:
        return self.day().strftime("%m/%d/%Y")

    def us_short_date(self) -> str:
        return self.day().strftime("%m/%d/%y")

    def german_date(self) -> str:
        return self.day().strftime("%d.%m.%Y")

    def oracle_date(self) -> str:
        return self.day().strftime("%d-%b-%Y").upper()

    def compact_date(self) -> str:
        return self.day().strftime("%Y%m%d")

    def compact_date_float(self) -> str:
        return self.compact_date() + ".0"

    def short_compact_date(self) -> str:
        return self.day().strftime("%m%d%y")

    def hl7_time(self) -> str:
        return self.moment().strftime("%Y%m%d%H%M%S")

    def epoch(self) -> str:
        return str(int(self.moment().timestamp()))

    def epoch_ms(self) -> str:
        return str(int(self.moment().timestamp() * 1000))

    def epoch_float(self) -> str:
        return f"{self.moment().timestamp():.1f}"

    def excel_day(self) -> str:
        return str((self.day() - date(1899, 12, 30)).days)

    def log_time(self) -> str:
        return self.moment().strftime("%d/%b/%Y:%H:%M:%S +0000")

    def clock(self) -> str:
        return self.moment().strftime("%H:%M")

    def year_month(self) -> str:
        return self.day().strftime("%Y-%m")

    def calendar_year(self) -> str:
        return str(self.random.randint(2008, 2021))

    def name_last_first(self) -> str:
        return f"{self.faker.last_name()}, {self.faker.first_name()} {self.letters(1)}"

    def name_hl7(self) -> str:
        return f"{self.faker.last_name()}^{self.faker.first_name()}^{self.letters(1)}"

    def name_synthea(self) -> str:
        first, last = self.random.randint(1, 999), self.random.randint(1, 999)
        return f"{self.faker.first_name()}{first} {self.faker.last_name()}{last}"

    def doctor(self) -> str:
        return f"Dr. {self.faker.name_nonbinary()}" if self.random.random() < 0.5 else f"{self.faker.last_name()}, MD"

    def spanish_name(self) -> str:
        return self.random.choice("José María Lucía Jesús Ángel Concepción Guadalupe Ramón Begoña Íñigo".split())

    def spanish_surname(self) -> str:
        return self.random.choice("García Rodríguez Muñoz Hernández Ibáñez Núñez Ordóñez Peña Zúñiga".split())

    def german_name(self) -> str:
        return self.random.choice("Jürgen Günther Heike Uwe Annegret Wolfgang Ilse Dietmar Sabine Björn".split())

    def german_surname(self) -> str:
        return self.random.choice("Müller Schröder Weiß Kühn Schäfer Köhler Grünwald Böhm Hofmann Krüger".split())

    def initials(self) -> str:
        return self.letters(self.random.choice((2, 2, 3)))

    def uuid4(self) -> str:
        return str(uuid.UUID(int=self.random.getrandbits(128), version=4))

    def sha256(self) -> str:
        return hashlib.sha256(self.uuid4().encode()).hexdigest()

    def md5(self) -> str:
        return self.sha256()[:32]

    def short_hash(self) -> str:
        return self.sha256()[:16]

    def token(self) -> str:
        return base64.b64encode(self.random.randbytes(24)).decode()

    def jwt(self) -> str:
        return f"eyJhbGciOiJIUzI1NiJ9.{self.token().rstrip('=')}.{self.token()[:20]}"

    def plate(self) -> str:
        return self.random.choice(
            (self.digits(1) + self.letters(3) + self.digits(3), f"{self.letters(3)}-{self.digits(4)}")
        )

    def vin(self) -> str:
        return self.faker.vin()

    def udi(self) -> str:
        return f"(01){self.digits(14)}(17){self.day():%y%m%d}(10){self.digits(6)}(21){self.digits(9)}"

    def udi_plain(self) -> str:
        return f"01{self.digits(14)}17{self.day():%y%m%d}10{self.digits(6)}21{self.digits(8)}"

    def serial(self) -> str:
        return f"SN-{self.letters(2)}{self.digits(7)}"

    def imei(self) -> str:
        return self.digits(15)

    def dicom_uid(self) -> str:
        return f"1.2.840.113619.2.55.3.{self.digits(9)}.{self.digits(3)}.{self.digits(10)}.{self.digits(3)}"

    def npi(self) -> str:
        first = "1" + self.digits(8)
        return next(first + last for last in _DIGITS if _luhn("80840" + first + last))

    def dea(self) -> str:
        d = self.digits(6)
        last = (int(d[0]) + int(d[2]) + int(d[4]) + 2 * (int(d[1]) + int(d[3]) + int(d[5]))) % 10
        return f"B{self.letters(1)}{d}{last}"

    def mbi(self) -> str:
        pick = self.random.choice
        letter, digit = "ACDEFGHJKMNPQRTUVWXY", _DIGITS
        shape = (digit[1:], letter, letter + digit, digit, letter, letter + digit, digit, letter, letter, digit, digit)
        return "".join(map(pick, shape))

    def hicn(self) -> str:
        return self.ssn_bare() + self.random.choice("ABDM")

    def mrn(self) -> str:
        return self.digits(8)

    def mrn_letters(self) -> str:
        return "E" + self.digits(7)

    def mrn_zeros(self) -> str:
        return "00" + self.digits(6)

    def claim_number(self) -> str:
        return f"CLM{self.calendar_year()}{self.digits(8)}"

    def member(self) -> str:
        return f"{self.letters(3)}{self.digits(9)}"

    def accession(self) -> str:
        return f"{self.day():%y}-{self.digits(6)}"

    def card(self) -> str:
        return self.faker.credit_card_number(card_type="visa16")

    def latitude(self) -> str:
        return f"{self.random.uniform(25, 48):.6f}"

    def longitude(self) -> str:
        return f"{self.random.uniform(-122, -70):.6f}"

    def point(self) -> str:
        return f"{self.latitude()}, {self.longitude()}"

    def county(self) -> str:
        return self.random.choice(
            "Suffolk County|Middlesex County|Essex County|Norfolk County|Plymouth County".split("|")
        )

    def city_state(self) -> str:
        return f"{self.real_city()}, MA"

    def real_city(self) -> str:
        return self.random.choice(
            "Boston|Worcester|Springfield|Lowell|Cambridge|Quincy|Chicopee|Fall River|Lynn".split("|")
        )

    def birthplace(self) -> str:
        return f"{self.real_city()}  Massachusetts  US"

    def address_line(self) -> str:
        return self.faker.street_address()

    def full_address(self) -> str:
        return f"{self.faker.street_address()}, {self.real_city()}, MA {self.faker.zipcode()}"

    def zip_plus(self) -> str:
        return f"{self.faker.zipcode()}-{self.digits(4)}"

    def zip_float(self) -> str:
        return f"{int(self.faker.zipcode())}.0"

    def tract(self) -> str:
        return "25025" + self.digits(6)

    def hospital(self) -> str:
        before, behind = (
            self.random.choice(("Saint", "Mount", "Good")),
            self.random.choice(("Hospital", "Medical Center")),
        )
        return f"{before} {self.faker.last_name()} {behind}"

    def employer(self) -> str:
        return self.faker.company()

    def note(self) -> str:
        return (
            f"{self.faker.name()} was seen on {self.us_date()} for follow-up of hypertension. Blood pressure is well "
            f"controlled on the present dose. Daughter will call {self.phone()} next week."
        )

    def remark(self) -> str:
        return self.random.choice(("call {} first", "spoke with {}", "{} will pick up", "per {} ok")).format(
            self.faker.first_name()
        )

    def sentence(self) -> str:
        return self.faker.sentence()

    def path(self) -> str:
        return f"/portal/patients/{self.digits(7)}/labs"

    def picture(self) -> str:
        return f"faces/{self.faker.last_name().lower()}_{self.digits(4)}.jpg"

    def xpn_address(self) -> str:
        return f"{self.faker.street_address()}^^{self.real_city()}^MA^{self.faker.zipcode()}"

    def reference(self) -> str:
        return f"Patient/{self.uuid4()}"

    def urn(self) -> str:
        return f"urn:uuid:{self.uuid4()}"

    def blood_pressure(self) -> str:
        return f"{self.random.randint(95, 180)}/{self.random.randint(55, 110)}"

    def lab_value(self) -> str:
        return self.random.choice((self.between(0, 300, 1), self.between(0, 300, 1), "<0.5", ">1000", "Negative"))

    def sequence_text(self) -> str:
        return "".join(self.random.choices("ACGT", k=60))

    def mac(self) -> str:
        return self.faker.mac_address()

    def code_value(self, width: float, count: float) -> str:
        """One of a list's codes: a clinic's own numbers for classes."""
        return str(10 ** (int(width) - 1) + self.random.randrange(int(count)) * 7)

    def nothing(self) -> str:
        return ""


def _luhn(digits: str) -> bool:
    doubled = [int(d) * (2 if place % 2 else 1) for place, d in enumerate(reversed(digits))]
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0


_HOW = re.compile(r"(?P<makers>.+?)(?P<case>[\^_])?(?:\*(?P<rows>\d+))?")


def cells_of(how: str, seed: str) -> list[str]:
    """The values of a column, row by row."""
    parts = _HOW.fullmatch(how.strip())
    assert parts, how
    makers = [part.strip() for part in parts["makers"].split("+")]
    maker = Maker(seed)
    cells = [maker.value(makers[row % len(makers)]) for row in range(int(parts["rows"] or ROWS))]
    return [c.upper() if parts["case"] == "^" else c.lower() if parts["case"] == "_" else c for c in cells]


def sample_of(cells: list[str]) -> Sample:
    """What the survey sees of these cells."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    counts = Counter(filled)
    prevalent = {value: count / len(filled) for value, count in counts.items() if count >= 0.1 * len(filled)}
    return Sample(tuple(counts)[:1000], len(cells), len(filled), len(counts), prevalent, counts)


def labelled_columns() -> Iterator[Labelled]:
    """Every line of the labelled set."""
    yield from _labelled(SCHEMAS)


def held_out_columns() -> Iterator[Labelled]:
    """Every line of the set that no rule was made from."""
    yield from _labelled(YAML(typ="safe").load(Path(__file__).with_name("held_out_columns.yaml").read_text("utf-8")))


def _labelled(schemas: dict[str, dict[str, Any]]) -> Iterator[Labelled]:
    for schema, tables in schemas.items():
        for table, columns in tables.items():
            for line in columns:
                ((name, label),) = line.items()
                made, _, kinds = label.partition(" -> ")
                sample = sample_of(cells_of(made, f"{schema}.{table}.{name}"))
                yield Labelled(schema, str(table), str(name), made, frozenset(kinds.split()), sample)
