"""Invented people, each with values that stand nowhere else."""

from __future__ import annotations

from dataclasses import dataclass

_FAMILIES = """Quackenbush Featherstonehaugh Vandergriff Oyelaran Kvasnicka Thistlewood Abernathy Zwolinski Higginbotham
Okonkwo Ravindranath Lindqvist Petrosyan Mwangi Castellanos Drobnjak Eberhardt Nakamichi Szczepanski Wolkowitz
Achterberg Bjornstad Cholmondeley Dzhugashvili Entwhistle Fitzsimmons Goldschmidt Hrdlicka Iwanowska Jablonowski
Krzyzewski Llewellyn Mastroianni Novotny Oberholtzer Papadimitriou Quisenberry Rosenkrantz Stankiewicz Tschida
Underhillson Villavicencio Weatherspoon Xanthopoulos Yamaguchida Zimmerlein Brandvold Crnogorac Ekwueme""".split()
_GIVEN = """Zebulon Philippa Ottoline Enos Thelonius Wilhelmina Bartholomew Clementina Dashiell Evangeline Florentino
Guinevere Hezekiah Isolde Jedidiah Katarzyna Leopoldine Montgomery Nicodemus Oktavia Persephone Quintilian Rosamund
Septimus Theodosia Ulysses Valentina Wenceslas Xiomara Yevgenia Zacharias Anneliese""".split()
_STREETS = "Wexcombe Harrowgate Pemberley Thornapple Crickhollow Buttermere Fallowmead Gristmill".split()
_TOWNS = "Northwickham Little-Barford Eastonbury Grenville-on-Sea Oakhampstead Wrenfield".split()


@dataclass(frozen=True)
class Person:
    """A patient and everything about them that identifies."""

    number: int
    family: str
    given: str
    middle: str
    mrn: str
    issuer: str
    birth: str
    study_day: str
    street: str
    town: str
    phone: str
    email: str
    ssn: str
    accession: str
    mother: str

    @property
    def name(self) -> str:
        """As PN writes it."""
        return f"{self.family}^{self.given}^{self.middle}"


def person(number: int) -> Person:
    """The person of this number; the same every time."""
    n = number
    return Person(
        number=n,
        family=_FAMILIES[n % len(_FAMILIES)],
        given=_GIVEN[(n * 7) % len(_GIVEN)],
        middle=_GIVEN[(n * 11 + 5) % len(_GIVEN)],
        mrn=f"{7340113417 + n * 917_011}",
        issuer=f"Issuer{_TOWNS[n % len(_TOWNS)]}",
        birth=f"19{40 + n % 40:02d}{1 + n % 12:02d}{10 + n % 18:02d}",
        study_day=f"20{11 + n % 8:02d}{1 + (n * 5) % 12:02d}{10 + (n * 3) % 18:02d}",
        street=f"{100 + n * 13} {_STREETS[n % len(_STREETS)]} Lane",
        town=_TOWNS[n % len(_TOWNS)],
        phone=f"(617) 555-{1000 + n * 37:04d}",
        email=f"{_GIVEN[(n * 7) % len(_GIVEN)].lower()}.{n}@zqmail.example.org",
        ssn=f"{412 + n}-{52 + n % 40}-{7100 + n}",
        accession=f"ACC{88210000 + n * 31}",
        mother=_FAMILIES[(n + 23) % len(_FAMILIES)],
    )


def physician(number: int) -> str:
    """A name of staff, as PN writes it; other than every patient's."""
    family = _FAMILIES[(number * 3 + 29) % len(_FAMILIES)] + "ov"
    return f"{family}^{_GIVEN[(number * 5 + 3) % len(_GIVEN)]}"
