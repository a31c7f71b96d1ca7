"""The patients of the sample: who they are, where they live, how to reach them."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import date, timedelta

from faker import Faker

from sample_data_maker import numbers
from sample_data_maker.cast import CAST, ELDER, MOTHER, NEWBORN, WIFE, Role
from sample_data_maker.chance import digits, faker_for, stream, uuid4
from sample_data_maker.places import ORDINARY, Place

EXPORTED_ON = date(2025, 6, 30)
_RELATIONS = ("spouse", "daughter", "son", "sister", "brother", "mother", "neighbor", "friend")
_RACES = ("White", "White", "White", "Black or African American", "Asian", "American Indian or Alaska Native")


@dataclass(frozen=True, slots=True)
class Person:
    """One patient; ``role`` holds name, birth and death."""

    key: str
    mrn: str
    role: Role
    ssn: str
    drivers_licence: str
    passport: str
    address: str
    latitude: float | None
    longitude: float | None
    phone: str
    mobile: str
    fax: str
    email: str
    employer: str
    occupation: str
    contact_name: str
    contact_phone: str
    contact_relation: str
    marital_status: str
    race: str
    ethnicity: str
    language: str
    member_id: str

    @property
    def home(self) -> Place:
        """The town the person lives in."""
        return self.role.home

    @property
    def full_name(self) -> str:
        """First and last name, as a letter would say it."""
        return f"{self.role.first} {self.role.last}"

    def age_on(self, day: date) -> int:
        """Completed years on a day."""
        born = self.role.born
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def make_people(seed: int, count: int) -> tuple[Person, ...]:
    """The cast first, then as many drawn people as are asked for.

    Raises:
        ValueError: ``count`` is smaller than the cast.
    """
    if count < len(CAST):
        raise ValueError(f"at least {len(CAST)} patients: each of the cast shows something")
    rng, fake = stream(seed, "people"), faker_for(seed, "people")
    roles = [*CAST, *(_drawn_role(rng, fake) for _ in range(count - len(CAST)))]
    serials = sorted(rng.sample(range(1_200, 98_000), count))
    # Registration order says nothing about the cast.
    rng.shuffle(serials)
    people = [_person(rng, fake, role, f"P{n:07d}") for role, n in zip(roles, serials, strict=True)]
    return tuple(_at_one_address(people))


def phone(rng: random.Random, area_code: str) -> str:
    """A telephone number from the 555-0100 to 555-0199 block that is kept for fiction."""
    return f"({area_code}) 555-01{rng.randint(0, 99):02d}"


def _drawn_role(rng: random.Random, fake: Faker) -> Role:
    sex = rng.choice("FM")
    first = fake.first_name_female if sex == "F" else fake.first_name_male
    born = date(1938, 1, 1) + timedelta(days=rng.randint(0, 29_500))
    married = sex == "F" and born.year < 2000 and rng.random() < 0.6
    return Role(
        first=first(),
        middle=first() if rng.random() < 0.7 else "",
        last=fake.last_name(),
        maiden=fake.last_name() if married else "",
        prefix=("Mrs." if married else "Ms.") if sex == "F" else "Mr.",
        sex=sex,
        born=born,
        home=rng.choice(ORDINARY),
        died=date(2025, 1, 1) + timedelta(days=rng.randint(0, 150)) if rng.random() < 0.04 else None,
    )


def _person(rng: random.Random, fake: Faker, role: Role, mrn: str) -> Person:
    adult, area = role.born.year < 2005, role.home.area_code
    hispanic = role.last.startswith("Núñez")
    return Person(
        key=str(uuid4(rng)),
        mrn=mrn,
        role=role,
        ssn=role.ssn or numbers.ssn(rng, fake.ssn()),
        drivers_licence=_licence(rng, role) if adult else "",
        passport=f"{rng.choice('ACX')}{digits(rng, 8)}" if adult and rng.random() < 0.5 else "",
        address=_address(rng, fake, role),
        latitude=_near(rng, role.home.latitude),
        longitude=_near(rng, role.home.longitude),
        phone=phone(rng, area),
        mobile=phone(rng, area).replace("(", "").replace(") ", "-") if adult else "",
        fax=phone(rng, area) if rng.random() < 0.3 else "",
        email=_email(rng, role) if adult else "",
        employer=fake.company() if 1960 < role.born.year < 2005 else "",
        occupation=role.occupation or (fake.job() if adult else ""),
        contact_name=f"{fake.first_name()} {role.last if rng.random() < 0.6 else fake.last_name()}",
        contact_phone=phone(rng, area),
        contact_relation=rng.choice(_RELATIONS) if adult else "mother",
        marital_status=rng.choice(("married", "single", "widowed", "divorced")) if adult else "single",
        race=rng.choice(_RACES),
        ethnicity="Hispanic or Latino" if hispanic else "Not Hispanic or Latino",
        language="Spanish" if hispanic else "English",
        member_id=f"RHP{digits(rng, 9)}-{rng.randint(1, 3):02d}",
    )


def _at_one_address(people: list[Person]) -> list[Person]:
    """Husband and wife, mother and child share a home; the child's contact is its mother."""
    elder, wife, mother = people[ELDER], people[WIFE], people[MOTHER]
    wife = replace(wife, address=elder.address, phone=elder.phone, marital_status="married")
    people[ELDER] = replace(elder, **_contact(wife, "spouse"), marital_status="married")
    people[WIFE] = replace(wife, **_contact(elder, "spouse"))
    child = replace(people[NEWBORN], address=mother.address, phone=mother.phone)
    people[NEWBORN] = replace(child, **_contact(mother, "mother"))
    return people


def _contact(person: Person, relation: str) -> dict[str, str]:
    return {
        "contact_name": person.full_name,
        "contact_phone": person.mobile,
        "contact_relation": relation,
    }


def _licence(rng: random.Random, role: Role) -> str:
    if role.home.state == "NH":
        return f"{role.born:%m}{role.last[:2].upper()}{role.first[0]}{role.born:%y%d}{rng.randint(1, 9)}"
    return f"S{digits(rng, 8)}"


def _address(rng: random.Random, fake: Faker, role: Role) -> str:
    if role.home.city == "APO":
        return f"PSC {rng.randint(1000, 9999)}, Box {rng.randint(100, 9999)}"
    return fake.street_address()


def _email(rng: random.Random, role: Role) -> str:
    plain = f"{role.first}.{role.last}".lower().translate(str.maketrans("áéíóúñ'", "aeioun_"))
    return f"{plain}{rng.randint(1, 99)}@example.{rng.choice(('com', 'org', 'net'))}"


def _near(rng: random.Random, degrees: float | None) -> float | None:
    return None if degrees is None else round(degrees + rng.uniform(-0.02, 0.02), 6)
