"""Hospitals, practices, homes, employers, schools and churches, as a note's people name them."""

from __future__ import annotations

import random

from note_generator.pools import Pools

TREES = (
    "Oak Maple Elm Cedar Pine Birch Willow Washington Lincoln Park Main Church Lake Hill River Spring Sunset Highland"
    " Mill Walnut"
).split()
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


class Organisations:
    """Draws names of organisations."""

    pools: Pools

    @property
    def rng(self) -> random.Random:
        return self.pools.rng

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
