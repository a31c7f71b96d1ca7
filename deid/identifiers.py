"""The vocabulary: the 18 identifiers of 45 CFR 164.514(b)(2)(i), lettered (A) to (R), and a finding of one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Identifier(Enum):
    """One of the 18 identifiers that Safe Harbor removes; the value is its letter in the rule."""

    NAME = "A"
    GEOGRAPHY = "B"
    DATE_OR_AGE = "C"
    TELEPHONE = "D"
    FAX = "E"
    EMAIL = "F"
    SOCIAL_SECURITY = "G"
    MEDICAL_RECORD = "H"
    HEALTH_PLAN = "I"
    ACCOUNT = "J"
    CERTIFICATE = "K"
    VEHICLE = "L"
    DEVICE = "M"
    URL = "N"
    IP_ADDRESS = "O"
    BIOMETRIC = "P"
    PHOTOGRAPH = "Q"
    OTHER_UNIQUE = "R"

    @property
    def letter(self) -> str:
        """The letter in the rule, ``A`` to ``R``."""
        return self.value

    @property
    def title(self) -> str:
        """A short name for readers."""
        return _TITLES[self]

    @property
    def citation(self) -> str:
        """The paragraph of the rule, for example ``45 CFR 164.514(b)(2)(i)(A)``."""
        return f"45 CFR 164.514(b)(2)(i)({self.value})"


_TITLES = {
    Identifier.NAME: "Names",
    Identifier.GEOGRAPHY: "Geographic subdivisions smaller than a State",
    Identifier.DATE_OR_AGE: "Dates (except year) and ages over 89",
    Identifier.TELEPHONE: "Telephone numbers",
    Identifier.FAX: "Fax numbers",
    Identifier.EMAIL: "E-mail addresses",
    Identifier.SOCIAL_SECURITY: "Social security numbers",
    Identifier.MEDICAL_RECORD: "Medical record numbers",
    Identifier.HEALTH_PLAN: "Health plan beneficiary numbers",
    Identifier.ACCOUNT: "Account numbers",
    Identifier.CERTIFICATE: "Certificate and license numbers",
    Identifier.VEHICLE: "Vehicle identifiers and serial numbers, license plates",
    Identifier.DEVICE: "Device identifiers and serial numbers",
    Identifier.URL: "Web URLs",
    Identifier.IP_ADDRESS: "IP address numbers",
    Identifier.BIOMETRIC: "Biometric identifiers",
    Identifier.PHOTOGRAPH: "Full-face photographs and comparable images",
    Identifier.OTHER_UNIQUE: "Any other unique identifying number, characteristic, or code",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """An identifier found in a text.

    Attributes:
        start: index of its first character.
        end: index after its last character.
        identifier: which of the 18 it is.
        finder: the name of the rule that found it.
        confidence: 0 to 1; a passed check digit or a match with a known value raises it.
    """

    start: int
    end: int
    identifier: Identifier
    finder: str
    confidence: float = 1.0
