"""What a field can hold: each kind with the identifier it carries, and how its values are recognised again."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from deid.identifiers import Identifier


class Trace(Enum):
    """How a field's values are harvested, so that the check can look for them in the release."""

    NONE = "none"
    EXACT = "exact"
    NAME = "name"
    PLACE = "place"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class FieldKind:
    """One kind of field.

    Attributes:
        name: its name in plans and reports.
        identifier: which of the 18 it carries, or None for what the rule lets stay.
        meaning: one line for readers.
        trace: how its values are harvested.
        family: groups kinds that answer for each other when name and content are weighed.
    """

    name: str
    identifier: Identifier | None
    meaning: str
    trace: Trace = Trace.NONE
    family: str = ""


def _kind(
    name: str, identifier: Identifier | None, meaning: str, trace: Trace = Trace.NONE, family: str = ""
) -> FieldKind:
    return FieldKind(name, identifier, meaning, trace, family or name)


_I = Identifier
KINDS: dict[str, FieldKind] = {
    kind.name: kind
    for kind in (
        # Paragraph A: names.
        _kind(
            "person_name",
            _I.NAME,
            "a name of the person, a relative or a household member",
            Trace.NAME,
            "name",
        ),
        _kind("provider_name", _I.NAME, "a name of a provider or other staff", Trace.NAME, "name"),
        _kind("name_affix", _I.NAME, "a title or suffix of a name", family="name"),
        _kind("initials", _I.NAME, "initials of a name", family="name"),
        _kind("employer", _I.NAME, "an employer", Trace.EXACT, "name"),
        _kind("user_name", _I.NAME, "a user or account name of a person", Trace.EXACT, "name"),
        # Paragraph B: places.
        _kind("street_address", _I.GEOGRAPHY, "a street or postal address", Trace.EXACT, "place"),
        _kind("city", _I.GEOGRAPHY, "a city, county or other place smaller than a State", Trace.PLACE, "place"),
        _kind("zip", _I.GEOGRAPHY, "a ZIP code", Trace.NONE, "place"),
        _kind("coordinate", _I.GEOGRAPHY, "a latitude, longitude or other geocode", Trace.EXACT, "place"),
        _kind("facility", _I.GEOGRAPHY, "where the person was: facility, department, ward", Trace.EXACT, "place"),
        _kind("room", _I.GEOGRAPHY, "a room, bed or other place inside a facility", Trace.NONE, "place"),
        # Paragraph C: dates and ages.
        _kind("birth_date", _I.DATE_OR_AGE, "the date or year of birth", Trace.DATE, "date"),
        _kind("death_date", _I.DATE_OR_AGE, "the date of death", Trace.DATE, "date"),
        _kind("event_date", _I.DATE_OR_AGE, "a date of care or of anything about the person", Trace.DATE, "date"),
        _kind("year", _I.DATE_OR_AGE, "a year", Trace.NONE, "date"),
        _kind(
            "date_part",
            _I.DATE_OR_AGE,
            "a part of a date finer than the year, or a time of day",
            family="date",
        ),
        _kind("relative_day", _I.DATE_OR_AGE, "days counted from another date of the person", family="date"),
        _kind("duration", None, "a length of time", family="date"),
        _kind("age", _I.DATE_OR_AGE, "an age in years, or an age band", family="age"),
        _kind("age_months", _I.DATE_OR_AGE, "an age in months", family="age"),
        _kind("age_weeks", _I.DATE_OR_AGE, "an age in weeks", family="age"),
        _kind("age_days", _I.DATE_OR_AGE, "an age in days", family="age"),
        # (D) to (Q)
        _kind("telephone", _I.TELEPHONE, "a telephone number", Trace.EXACT, "telephone"),
        _kind("fax", _I.FAX, "a fax number", Trace.EXACT, "telephone"),
        _kind("email", _I.EMAIL, "an e-mail address", Trace.EXACT),
        _kind("ssn", _I.SOCIAL_SECURITY, "a social security number", Trace.EXACT, "number"),
        _kind("health_plan_number", _I.HEALTH_PLAN, "a health plan beneficiary number", Trace.EXACT, "number"),
        _kind("account_number", _I.ACCOUNT, "an account, card or cheque number", Trace.EXACT, "number"),
        _kind("licence", _I.CERTIFICATE, "a certificate, licence or passport number", Trace.EXACT, "number"),
        _kind("provider_number", _I.CERTIFICATE, "a number of a provider: NPI, DEA", Trace.EXACT, "number"),
        _kind("vehicle", _I.VEHICLE, "a vehicle identifier or plate", Trace.EXACT, "number"),
        _kind("device_number", _I.DEVICE, "a serial number, UDI, MAC address or IMEI of a device", Trace.EXACT),
        _kind("url", _I.URL, "a web address", Trace.EXACT),
        _kind("ip_address", _I.IP_ADDRESS, "an IP address", Trace.EXACT),
        _kind("biometric", _I.BIOMETRIC, "a biometric identifier or a reference to one", Trace.EXACT),
        _kind("photograph", _I.PHOTOGRAPH, "a photograph or a reference to one", Trace.EXACT),
        # (H), (R): keys that joins need, and other unique numbers
        _kind(
            "person_key",
            _I.MEDICAL_RECORD,
            "the key of a person: record number, patient number",
            Trace.EXACT,
            "key",
        ),
        _kind(
            "record_key",
            _I.OTHER_UNIQUE,
            "the key of an encounter, document or other record",
            Trace.EXACT,
            "key",
        ),
        _kind("uid", _I.OTHER_UNIQUE, "a DICOM UID", Trace.EXACT, "key"),
        _kind(
            "unique_number",
            _I.OTHER_UNIQUE,
            "a number or code that is unique and unexplained",
            Trace.EXACT,
            "number",
        ),
        _kind("partial_number", _I.OTHER_UNIQUE, "a part or hash of an identifier", Trace.NONE, "number"),
        _kind("session", _I.OTHER_UNIQUE, "a session, cookie, token or user agent", Trace.EXACT, "number"),
        _kind("occupation", _I.OTHER_UNIQUE, "an occupation or title, which may be rare", Trace.NONE, "text"),
        _kind("free_text", _I.OTHER_UNIQUE, "free text, in which any identifier may stand", Trace.NONE, "text"),
        # what the rule lets stay
        _kind("state", None, "a State or territory", family="region"),
        _kind("country", None, "a country", family="region"),
        _kind(
            "public_code",
            None,
            "a code of a public system: ICD, LOINC, SNOMED CT, RxNorm, CPT, NDC ...",
            family="code",
        ),
        _kind("description", None, "the wording of a public code, a drug, a test or a procedure", family="words"),
        _kind("category", None, "one of a few classes: sex, race, status, type ...", family="words"),
        _kind("payer", None, "a kind or company of health insurance", family="words"),
        _kind("measurement", None, "a measured or counted value", family="number"),
        _kind("amount", None, "an amount of money", family="number"),
        _kind("unit", None, "a unit of measure", family="words"),
        _kind("flag", None, "yes or no", family="words"),
        # entity, attribute, value
        _kind("attribute", None, "the name of the attribute that a row is about", family="words"),
        _kind(
            "attribute_value",
            _I.OTHER_UNIQUE,
            "a value whose meaning stands in the row's attribute",
            family="words",
        ),
        # nothing known
        _kind("empty", None, "no value in any row", family="none"),
        _kind("unknown", _I.OTHER_UNIQUE, "nothing known", family="none"),
    )
}
"""Every kind by its name."""
