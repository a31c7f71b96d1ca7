"""All kinds of numbers that code can recognise, each describing itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from deid.identifiers import Identifier
from deid.safe_harbor.numbers import contact, devices, finance, government, unique


@dataclass(frozen=True, slots=True)
class NumberKind:
    """A kind of number with a published format.

    A passed test raises confidence; a failed one never clears what stands in a labelled field, since a mistyped
    social security number is one all the same.

    Attributes:
        name: the field's standard term.
        identifier: which of the 18 it is.
        matches: the pure test of one value.
        has_check_digit: whether the format carries a check digit that ``matches`` verifies.
    """

    name: str
    identifier: Identifier
    matches: Callable[[str], bool]
    has_check_digit: bool


NUMBER_KINDS: tuple[NumberKind, ...] = (
    NumberKind("social_security_number", Identifier.SOCIAL_SECURITY, government.is_ssn, False),
    NumberKind("taxpayer_number", Identifier.OTHER_UNIQUE, government.is_itin, False),
    NumberKind("national_provider_identifier", Identifier.CERTIFICATE, government.is_npi, True),
    NumberKind("dea_number", Identifier.CERTIFICATE, government.is_dea, True),
    NumberKind("medicare_beneficiary_identifier", Identifier.HEALTH_PLAN, government.is_mbi, False),
    NumberKind("medicare_claim_number", Identifier.HEALTH_PLAN, government.is_hicn, False),
    NumberKind("payment_card", Identifier.ACCOUNT, finance.is_payment_card, True),
    NumberKind("bank_routing_number", Identifier.ACCOUNT, finance.is_aba_routing, True),
    NumberKind("iban", Identifier.ACCOUNT, finance.is_iban, True),
    NumberKind("vehicle_identification_number", Identifier.VEHICLE, devices.is_vin, True),
    NumberKind("imei", Identifier.DEVICE, devices.is_imei, True),
    NumberKind("meid", Identifier.DEVICE, devices.is_meid, False),
    NumberKind("mac_address", Identifier.DEVICE, devices.is_mac, False),
    NumberKind("unique_device_identifier", Identifier.DEVICE, devices.is_udi, True),
    NumberKind("telephone_number", Identifier.TELEPHONE, contact.is_phone, False),
    NumberKind("email_address", Identifier.EMAIL, contact.is_email, False),
    NumberKind("url", Identifier.URL, contact.is_url, False),
    NumberKind("ipv4_address", Identifier.IP_ADDRESS, contact.is_ipv4, False),
    NumberKind("ipv6_address", Identifier.IP_ADDRESS, contact.is_ipv6, False),
    NumberKind("dicom_uid", Identifier.OTHER_UNIQUE, unique.is_dicom_uid, False),
    NumberKind("uuid", Identifier.OTHER_UNIQUE, unique.is_uuid, False),
)
"""Every kind of number of this room; the documentation's tables are generated from it."""
