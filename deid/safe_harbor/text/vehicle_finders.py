"""Plates of vehicles, known by the vehicle beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from deid.identifiers import Finding, Identifier
from deid.safe_harbor.text.document import Document
from deid.safe_harbor.text.finder import Finder
from deid.safe_harbor.vocabulary import is_clinical_term, is_common_word

_VEHICLE = re.compile(
    r"(?<![^\W_])(?:cars?|vans?|minivans?|trucks?|suvs?|sedans?|coupe|hatchback|pick-?ups?|vehicles?|automobiles?|motorcycles?|motorbikes?|mopeds?|scooters?"
    r"|taxis?|cabs?|ubers?|lyfts?|jeeps?|trailers?|rvs?|wagons?|plates?|license\splate|licence\splate|number\splate|vehicle\sreg(?:istration)?|car\sreg(?:istration)?|reg|registration"
    r"|ford|honda|toyota|chevy|chevrolet|nissan|bmw|audi|subaru|hyundai|kia|mazda|volvo|tesla|dodge|buick|cadillac|lexus|acura|mercedes|vw|volkswagen|gmc|chrysler"
    r"|pontiac|mitsubishi|infiniti|porsche|fiat|peugeot|renault|citroen|skoda|vauxhall|opel|civic|accord|camry|corolla|prius|silverado|tacoma|explorer|f-150|harley)(?![^\W_])",
    re.IGNORECASE,
)
_PLATE = re.compile(
    r"(?<![\w./-])(?:\d[a-z]{3}\d{3}|[a-z]{2}\d{2}\s?[a-z]{3}|(?P<front>[a-z]{2,3})[-\s]?\d{3,4}|\d{3,4}[-\s]?(?P<back>[a-z]{2,3})|\d{2}[-\s]?(?P<mid>[a-z]{3})"
    r"|[a-z]{3}[-\s]?\d[a-z]\d{2}|[a-z]{1,2}\d{4,5}|\d[a-z]\d{4}|\d{1,2}[a-z]{1,3}\d{2,4}|[a-z]\d{2,3}[a-z]{2,3}|[a-z]{1,3}-[a-z]{1,2}\s?\d{1,4})(?![\w/-]|\.\d)",
    re.IGNORECASE,
)
_REACH = 40
_UNITS = frozenset(
    (
        "mph kph kmh mg mcg ml cc kg lb lbs ft mm cm st nd rd th am pm hrs hr min yo yr yrs pts ng iu units"
        " cal hz bpm gm gy ppm psi"
    ).split()
)


def _is_plate(found: re.Match[str]) -> bool:
    letters = next((found[name] for name in ("front", "back", "mid") if found[name]), None)
    if letters is None:
        return not re.fullmatch(r"[a-z]\d{2}[a-z]?|[a-z]{1,2}\d{1,2}", found[0], re.IGNORECASE)
    lower = letters.lower()
    return lower not in _UNITS and not is_clinical_term(lower) and not is_common_word(lower)


@dataclass(frozen=True, slots=True)
class PlateByVehicle:
    """Finds letters and digits of a plate's form within 40 characters of a vehicle on the same line."""

    name: str = "plate_by_vehicle"
    identifier: Identifier = Identifier.VEHICLE
    description: str = "Letters and digits of a plate's form beside the word for a vehicle."

    def find(self, document: Document) -> Iterator[Finding]:
        """See :class:`~deid.safe_harbor.text.finder.Finder`."""
        if not document.has_digits:
            return
        text, last = document.text, -1
        for vehicle in _VEHICLE.finditer(text):
            start = max(last, text.rfind("\n", 0, vehicle.start()) + 1, vehicle.start() - _REACH, 0)
            end = vehicle.end() + _REACH
            stop = text.find("\n", vehicle.end(), end)
            for plate in _PLATE.finditer(text, start, end if stop < 0 else stop):
                if _is_plate(plate):
                    last = plate.end()
                    yield Finding(*plate.span(), self.identifier, self.name, 0.8)


VEHICLE_FINDERS: tuple[Finder, ...] = (PlateByVehicle(),)
"""Finders of (L) vehicles beside those with a number of their own format."""
