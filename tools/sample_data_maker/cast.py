"""The people who are written by hand, each because of something that rules get wrong."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sample_data_maker import places
from sample_data_maker.places import Place


@dataclass(frozen=True, slots=True)
class Role:
    """The fixed part of a person; the rest is drawn."""

    first: str
    middle: str
    last: str
    maiden: str
    prefix: str
    sex: str
    born: date
    home: Place
    died: date | None = None
    occupation: str = ""
    ssn: str = ""
    ideographic: str = ""


CAST = (
    # 101 years old on the day of the export, in a ZIP3 that is always restricted.
    Role("Ottilie", "Rose", "Vandermeer", "Achterberg", "Mrs.", "F", date(1924, 3, 12), places.CHARLESTOWN),
    # The CT patient, over 89 when it was made. The next one is his wife, same home, turning 89 in the sample.
    Role("Wendell", "Amos", "Blackwood", "", "Mr.", "M", date(1931, 11, 2), places.AVERILL),
    Role("Elsie", "Maud", "Blackwood", "Tillinghast", "Mrs.", "F", date(1935, 8, 15), places.AVERILL),
    # The MR patient: a name with ideographic and phonetic component groups.
    Role("Tarou", "", "Yamada", "", "Mr.", "M", date(1958, 7, 19), places.WORCESTER,
         ideographic="山田^太郎=やまだ^たろう"),
    # The ultrasound patient (accents, two surnames), then her newborn.
    Role("Consuelo", "Inés", "Núñez-Ortega", "Núñez", "Ms.", "F", date(1987, 5, 30), places.WORCESTER),
    Role("Marisol", "", "Núñez-Ortega", "", "", "F", date(2024, 8, 9), places.WORCESTER),
    # Names that are a diagnosis, a month, an adjective, a verb.
    Role("Theodore", "James", "Parkinson", "", "Mr.", "M", date(1949, 2, 3), places.YELLOWSTONE),
    Role("May", "Hope", "Young", "Rivers", "Ms.", "F", date(1962, 10, 21), places.WORCESTER_WITHOUT_ZERO),
    Role("Grant", "", "Will", "", "Mr.", "M", date(1955, 4, 27), places.FISHERS_ISLAND, ssn="078-05-1120"),
    Role("Siobhán", "Mary", "O'Rourke", "Gallagher", "Dr.", "F", date(1990, 12, 1), places.ORDINARY[4]),
    # Two people with one name.
    Role("John", "Robert", "Smith", "", "Mr.", "M", date(1970, 6, 14), places.ORDINARY[2]),
    Role("John", "Robert", "Smith", "", "Mr.", "M", date(1970, 9, 30), places.ORDINARY[9]),
    # Died at 91; and 97 years old and living.
    Role("Agnes", "Pearl", "Thistlewaite", "Quackenbush", "Miss", "F", date(1933, 1, 9), places.ORDINARY[5],
         died=date(2024, 2, 17)),
    Role("Cornelius", "Van", "Ashgrove", "", "Mr.", "M", date(1928, 6, 30), places.ORDINARY[7]),
    # A military address, a foreign one, and an occupation that names its holder (OCR guidance, question 3.5).
    Role("Dale", "Everett", "Rutherford", "", "Capt.", "M", date(1984, 1, 17), places.MILITARY,
         occupation="Military officer"),
    Role("Margaret", "Ann", "Fairweather", "MacLellan", "Mrs.", "F", date(1947, 11, 11), places.HALIFAX),
    Role("Lucian", "Augustus", "Pemberton", "", "Prof.", "M", date(1959, 3, 8), places.ORDINARY[8],
         occupation="President of Rivermont State University"),
    Role("Hester", "Louise", "Graveswood", "Hollingberry", "Mrs.", "F", date(1941, 9, 5), places.ORDINARY[11],
         died=date(2023, 11, 28)),
)  # fmt: skip

# Places in the cast.
ELDER, WIFE, MR_PATIENT, MOTHER, NEWBORN, NAMESAKE_OF_A_DISEASE, DIED_AT_91 = 1, 2, 3, 4, 5, 6, 12
