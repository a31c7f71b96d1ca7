"""Staff, and the visits that labs, claims, notes and images all hang on."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from types import MappingProxyType

from sample_data_maker import codes, numbers
from sample_data_maker.cast import DIED_AT_91, ELDER, MOTHER, MR_PATIENT, NAMESAKE_OF_A_DISEASE, NEWBORN
from sample_data_maker.chance import digits, faker_for, moment, stream
from sample_data_maker.people import EXPORTED_ON, Person

HOSPITAL = "Rivermont General Hospital"
HOSPITAL_ADDRESS = "400 Mill Pond Road, Worcester, MA 01605"
_CLINIC = "Thornbury Outpatient Clinic"
_WARDS = ("4 West", "5 East Cardiology", "Medical ICU", "Orthopedics 3")
_FIRST_DAY = datetime(2021, 2, 1)

Diagnosis = tuple[str, str, tuple[str, ...]]
# Why and when the people with images, and a few others of the cast, come first.
_FIXED: Mapping[int, tuple[Diagnosis, date]] = MappingProxyType(
    {
        ELDER: (codes.LUNG_NODULE, date(2024, 3, 5)),
        MR_PATIENT: (codes.HEADACHE, date(2023, 10, 19)),
        MOTHER: (codes.PREGNANCY, date(2024, 7, 2)),
        NEWBORN: (codes.NEWBORN_CARE, date(2024, 8, 9)),
        NAMESAKE_OF_A_DISEASE: (codes.PARKINSON, date(2022, 5, 11)),
        DIED_AT_91: (codes.COUGH, date(2024, 2, 12)),
    }
)


@dataclass(frozen=True, slots=True)
class Provider:
    """A member of staff."""

    first: str
    last: str
    npi: str
    dea: str

    @property
    def signature(self) -> str:
        """The name as a note signs it."""
        return f"{self.first} {self.last}, MD"


@dataclass(frozen=True, slots=True)
class Encounter:
    """One visit of one person."""

    number: str
    person: Person
    admitted: datetime
    discharged: datetime
    kind: str
    facility: str
    ward: str
    room: str
    provider: Provider
    diagnosis: Diagnosis
    accession: str

    @property
    def days(self) -> int:
        """Length of stay in whole nights."""
        return (self.discharged.date() - self.admitted.date()).days


def make_staff(seed: int) -> tuple[Provider, ...]:
    """A dozen physicians."""
    rng, fake = stream(seed, "staff"), faker_for(seed, "staff")
    drawn = [(fake.first_name(), fake.last_name()) for _ in range(12)]
    return tuple(Provider(first, last, numbers.npi(rng), numbers.dea(rng, last)) for first, last in drawn)


def make_encounters(seed: int, people: Sequence[Person], staff: Sequence[Provider]) -> tuple[Encounter, ...]:
    """One to four visits for everyone, in order of admission; none before birth, none after death."""
    rng = stream(seed, "encounters")
    visits = []
    for index, person in enumerate(people):
        for visit in range(rng.randint(1, 4)):
            diagnosis, day = _FIXED.get(index, (None, None)) if visit == 0 else (None, None)
            visits.append(_encounter(rng, person, staff, diagnosis or rng.choice(codes.DIAGNOSES), day))
    return tuple(sorted(visits, key=lambda v: (v.admitted, v.number)))


def _encounter(
    rng: random.Random, person: Person, staff: Sequence[Provider], diagnosis: Diagnosis, day: date | None
) -> Encounter:
    kind = rng.choice(("outpatient", "outpatient", "inpatient", "emergency"))
    nights = rng.randint(1, 3 if day else 12) if kind == "inpatient" else 0
    admitted = datetime.combine(day, time(rng.randint(8, 16), 40)) if day else _admission(rng, person, nights)
    stay = timedelta(days=nights) if nights else timedelta(minutes=rng.randint(20, 240))
    return Encounter(
        number=f"E{digits(rng, 8)}",
        person=person,
        admitted=admitted,
        discharged=admitted + stay,
        kind=kind,
        facility=_CLINIC if kind == "outpatient" else HOSPITAL,
        ward={"inpatient": rng.choice(_WARDS), "emergency": "Emergency"}.get(kind, ""),
        room=f"{rng.randint(101, 599)}-{rng.choice('AB')}" if kind == "inpatient" else "",
        provider=rng.choice(staff),
        diagnosis=diagnosis,
        accession=f"RGH{admitted:%y}{digits(rng, 7)}",
    )


def _admission(rng: random.Random, person: Person, nights: int) -> datetime:
    """A morning or afternoon on which the person lived, early enough for the stay to end in time."""
    last_day = (person.role.died or EXPORTED_ON) - timedelta(days=nights + 1)
    first = max(_FIRST_DAY, datetime.combine(person.role.born, time(8)))
    day = moment(rng, first, datetime.combine(last_day, time(8)))
    return day.replace(hour=rng.randint(7, 18))
