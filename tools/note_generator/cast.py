"""The people, places and numbers of one note, drawn once so that the note agrees with itself."""

from __future__ import annotations

from dataclasses import dataclass, field

from note_generator import values
from note_generator.organisations import TREES, Organisations
from note_generator.pools import Pools

TITLES = "Dr. Dr. Dr. Dr Doctor Prof.".split()
STREETS = (
    "Street St Avenue Ave Road Rd Drive Dr Lane Ln Court Ct Circle Boulevard Blvd Way Place Terrace Trail Parkway Pkwy"
    " Pike"
).split()
ENDINGS = "straat weg gatan vej plein utca gasse strasse gata tie katu".split()


@dataclass
class Cast(Organisations):
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
