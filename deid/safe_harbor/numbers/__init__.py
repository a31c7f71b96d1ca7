"""Numbers with a published format: one normal form, check digits, and a test for each kind."""

from __future__ import annotations

from deid.safe_harbor.numbers.contact import is_email, is_ipv4, is_ipv6, is_phone, is_url
from deid.safe_harbor.numbers.devices import has_vin_shape, is_gtin, is_imei, is_mac, is_meid, is_udi, is_vin
from deid.safe_harbor.numbers.finance import is_aba_routing, is_iban, is_payment_card
from deid.safe_harbor.numbers.government import (
    is_dea,
    is_hicn,
    is_itin,
    is_mbi,
    is_nine_digits,
    is_npi,
    is_ssn,
)
from deid.safe_harbor.numbers.normalise import Normalised, compact, normalise, normalise_with_offsets
from deid.safe_harbor.numbers.registry import NUMBER_KINDS, NumberKind
from deid.safe_harbor.numbers.unique import is_dicom_uid, is_standard_dicom_uid, is_uuid

__all__ = [
    "NUMBER_KINDS",
    "Normalised",
    "NumberKind",
    "compact",
    "has_vin_shape",
    "is_aba_routing",
    "is_dea",
    "is_dicom_uid",
    "is_email",
    "is_gtin",
    "is_hicn",
    "is_iban",
    "is_imei",
    "is_ipv4",
    "is_ipv6",
    "is_itin",
    "is_mac",
    "is_mbi",
    "is_meid",
    "is_nine_digits",
    "is_npi",
    "is_payment_card",
    "is_phone",
    "is_ssn",
    "is_standard_dicom_uid",
    "is_udi",
    "is_url",
    "is_uuid",
    "is_vin",
    "normalise",
    "normalise_with_offsets",
]
