"""The people, places and numbers of one note, drawn once so that the note agrees with itself."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from note_generator import values
from note_generator.pools import Pools

TITLES = "Dr. Dr. Dr. Dr Doctor Prof.".split()
STREETS = (
    "Street St Avenue Ave Road Rd Drive Dr Lane Ln Court Ct Circle Boulevard Blvd Way Place Terrace Trail Parkway Pkwy"
    " Pike"
).split()
TREES = (
    "Oak Maple Elm Cedar Pine Birch Willow Washington Lincoln Park Main Church Lake Hill River Spring Sunset Highland"
    " Mill Walnut"
).split()
ENDINGS = "straat weg gatan vej plein utca gasse strasse gata tie katu".split()
BRIGHT = "Golden Sunny Silver Harbor Autumn".split()
SCENES = "Acres Years View Oaks Lake".split()
SCHOOLS = (
    "Elementary|Elementary School|High School|High|Middle School|Academy|College|University|Community College".split(
        "|"
    )
)
PLANS = (
    "Aetna|Blue Cross Blue Shield|Cigna|UnitedHealthcare|Humana|Medicare|Medicaid|Tricare|BCBS|Anthem|self-pay"
).split("|")


@dataclass
class Cast:
    """Who and what a note is about.

    Attributes:
        pools: what to draw from.
        known: the structured columns of the same person.
    """

    pools: Pools
    known: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        rng = self.rng
        self.first, self.last, self.middle = self.pools.given(), self.pools.surname(), rng.choice(values.LETTERS)
        self.female = rng.random() < 0.5
        self.relation = rng.choice(
            "mother father sister brother aunt uncle cousin grandmother grandson niece friend neighbor partner".split()
            + ["wife", "husband", "son", "daughter"] * 3
        )
        self.relative = (self.pools.given(), self.last if rng.random() < 0.6 else self.pools.surname())
        born = values.day(rng, 1930, 2005)
        self.dob = values.numeric_date(rng, born) if rng.random() < 0.75 else values.written_date(rng, born)
        self.mrn = self.record_number()
        self.known = {
            "first_name": self.first,
            "last_name": self.last,
            "birth_date": born.isoformat(),
            "mrn": self.mrn,
            "sex": "F" if self.female else "M",
            "race": rng.choice(("White", "Black", "Asian", "Other")),
        }
        self.spare: dict[str, str] = {}

    @property
    def rng(self) -> random.Random:
        return self.pools.rng

    def once(self, slot: str, value: str) -> str:
        """The value of a slot that a note repeats; also in the structured columns."""
        value = self.spare.setdefault(slot, value)
        self.known[slot] = value
        return value

    def record_number(self) -> str:
        return values.shape(
            self.rng,
            self.rng.choice(
                (
                    "#######",
                    "########",
                    "######",
                    "0######",
                    "00######",
                    "##-##-##",
                    "###-##-##",
                    "@######",
                    "@@#####",
                    "MR######",
                    "###-###-###",
                    "@@@-######",
                    "@@-######",
                    "H########",
                    "#####",
                    "##########",
                    "E#######",
                    "&&&#####",
                )
            ),
        )

    def provider(self) -> tuple[str, str]:
        return self.pools.given(), self.pools.surname()

    def street(self) -> str:
        rng = self.rng
        name = rng.choice(
            (
                rng.choice(TREES),
                self.pools.surname(),
                values.ordinal(rng.randint(1, 120)),
                f"{rng.choice(TREES)} {rng.choice(TREES)}",
            )
        )
        way = rng.choice(("", "", "", "N ", "S. ", "East ", "NW "))
        return f"{rng.randint(1, 19999)} {way}{name} {rng.choice(STREETS)}"

    def foreign_street(self) -> str:
        rng, pools = self.rng, self.pools
        base = rng.choice((pools.surname(), pools.foreign_city(), pools.given()))
        number = rng.randint(1, 400)
        return rng.choice(
            (
                f"{base}{rng.choice(ENDINGS)} {number}",
                f"{number} Rue {base}",
                f"Via {base} {number}",
                f"{base} {rng.choice(('út', 'ulica', 'utca', 'gate', 'vägen', 'cesta'))} {number}",
                f"Calle {base} {number}",
                f"Rua {base} {number}",
                f"ul. {base} {number}",
                f"{number} {base} {rng.choice(STREETS)}",
                f"{number} {base} Street",
                f"{number} {base} Road",
                f"Av. {base} {number}",
                f"C/ {base} {number}",
                f"{base}allee {number}",
                f"{rng.randint(1, 99)} {base} {number}",
                f"P.O. Box {number}",
                f"Plaza {base} {number}",
                f"PSC {values.digits(rng, 4)}, Box {number}",
            )
        )

    def zip(self) -> str:
        return values.shape(self.rng, self.rng.choice(("0####", "1####", "3####", "6####", "9####", "7####-####")))

    def unit(self) -> str:
        return self.rng.choice(
            (
                "",
                "",
                f" Apt {self.rng.randint(1, 99)}",
                f", Unit {self.rng.randint(1, 30)}B",
                f" #{self.rng.randint(1, 99)}",
                f" Suite {self.rng.randint(100, 999)}",
            )
        )

    def hospital(self) -> str:
        rng, pools = self.rng, self.pools
        if rng.random() < 0.4:
            return rng.choice(pools.own("hospitals"))
        head = rng.choice(
            (
                pools.city(),
                pools.surname(),
                rng.choice(TREES),
                f"St. {pools.given()}",
                f"Saint {pools.given()}",
                f"St {pools.given()}'s",
                f"{rng.choice(TREES)} {rng.choice(('Valley', 'Ridge', 'View', 'Grove', 'Creek'))}",
            )
        )
        tail = rng.choice(
            (
                "Hospital",
                "Medical Center",
                "Regional Medical Center",
                "General Hospital",
                "Memorial Hospital",
                "Community Hospital",
                "Health",
                "Health System",
                "Clinic",
                "Med Center",
                "University Hospital",
                "Children's Hospital",
                "VA",
                "General",
                "Memorial",
                "Hosp",
                "Regional",
                "Healthcare",
                "Medical Ctr",
            )
        )
        return f"{head} {tail}"

    def clinic(self) -> str:
        rng, pools = self.rng, self.pools
        head = rng.choice(
            (
                pools.city(),
                pools.surname(),
                f"{rng.choice(TREES)} {rng.choice(('Street', 'Hill', 'Park', 'Point'))}",
                pools.given(),
            )
        )
        tail = rng.choice(
            (
                "Clinic",
                "Family Practice",
                "Family Medicine",
                "Pediatrics",
                "Cardiology Associates",
                "Orthopedics",
                "Primary Care",
                "Urgent Care",
                "Health Center",
                "Medical Group",
                "Dermatology",
                "Internal Medicine",
                "Women's Health",
                "Eye Care",
                "Oncology",
                "Physical Therapy",
                "Medical Associates",
                "Wellness Center",
                "Dialysis",
            )
        )
        return f"{head} {tail}"

    def care_home(self) -> str:
        rng = self.rng
        head = rng.choice(
            (
                self.pools.surname(),
                f"{rng.choice(TREES)}wood",
                f"{rng.choice(TREES)} {rng.choice(('Manor', 'Grove', 'Meadows'))}",
                self.pools.city(),
                f"{rng.choice(BRIGHT)} {rng.choice(SCENES)}",
            )
        )
        tail = rng.choice(
            (
                "Nursing Home",
                "Rehab",
                "Rehabilitation Center",
                "Assisted Living",
                "Manor",
                "Care Center",
                "House",
                "Skilled Nursing",
                "Village",
                "Place",
                "SNF",
            )
        )
        return f"{head} {tail}"

    def employer(self) -> str:
        rng, pools = self.rng, self.pools
        if rng.random() < 0.45:
            return rng.choice(pools.own("employers"))
        head = rng.choice(
            (
                pools.surname(),
                f"{pools.surname()} & {pools.surname()}",
                f"{pools.surname()}, {pools.surname()} and {pools.surname()}",
                pools.city(),
                f"{pools.surname()}-{pools.surname()}",
                f"{rng.choice(TREES)} {rng.choice(('Ridge', 'Valley', 'Hill'))}",
            )
        )
        tail = rng.choice(
            (
                "Inc",
                "LLC",
                "Corp",
                "Ltd",
                "Ltd.",
                "and Sons",
                "Group",
                "Industries",
                "Construction",
                "Trucking",
                "Bakery",
                "Plumbing",
                "Motors",
                "Foods",
                "Elementary School",
                "Bank",
                "Logistics",
                "Partners",
                "PLC",
                "Steel",
                "Dairy",
                "Diner",
                "Auto Body",
                "Landscaping",
                "Technologies",
            )
        )
        return f"{head} {tail}"

    def pharmacy(self) -> str:
        rng = self.rng
        return rng.choice(
            (
                "CVS",
                "Walgreens",
                "Rite Aid",
                "Walmart Pharmacy",
                "Kroger Pharmacy",
                f"{self.pools.surname()} Pharmacy",
                f"{self.pools.city()} Drug",
                f"{self.pools.surname()}'s Pharmacy",
                "Costco Pharmacy",
                f"{rng.choice(TREES)} Street Pharmacy",
            )
        )

    def school(self) -> str:
        rng = self.rng
        head = rng.choice((self.pools.surname(), self.pools.city(), rng.choice(TREES), f"St. {self.pools.given()}"))
        return f"{head} {rng.choice(SCHOOLS)}"

    def church(self) -> str:
        rng = self.rng
        return rng.choice(
            (
                f"St. {self.pools.given()} Church",
                f"First Baptist Church of {self.pools.city()}",
                f"{rng.choice(TREES)} Street Methodist Church",
                f"Our Lady of {rng.choice(('Mercy', 'Grace', 'Sorrows'))} Parish",
                f"Temple {rng.choice(('Beth El', 'Sinai', 'Emanuel'))}",
            )
        )

    def plan(self) -> str:
        return self.rng.choice(PLANS)
