from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deid.identifiers import Identifier
from deid.safe_harbor import numbers
from deid.safe_harbor.numbers import NUMBER_KINDS, compact, normalise, normalise_with_offsets
from deid.safe_harbor.numbers.checks import gs1, luhn, mod_43, mod_97, verhoeff

VALID = [
    (numbers.is_ssn, "078-05-1120"),
    (numbers.is_ssn, "774 12 3456"),  # an area number given only since 2011
    (numbers.is_ssn, "\uff11\uff12\uff13-45-6789"),  # full-width digits
    (numbers.is_ssn, "123\u201145\u20116789"),  # non-breaking hyphens
    (numbers.is_ssn, "123-45\u200b-6789"),  # zero-width space
    (numbers.is_itin, "912-70-1234"),
    (numbers.is_npi, "1234567893"),
    (numbers.is_dea, "BB1388568"),
    (numbers.is_mbi, "1EG4-TE5-MK73"),
    (numbers.is_mbi, "1eg4te5mk73"),
    (numbers.is_hicn, "123-45-6789A"),
    (numbers.is_hicn, "WA123456"),
    (numbers.is_payment_card, "4111 1111 1111 1111"),
    (numbers.is_payment_card, "378282246310005"),
    (numbers.is_aba_routing, "021000021"),
    (numbers.is_iban, "GB82 WEST 1234 5698 7654 32"),
    (numbers.is_vin, "1M8GDM9AXKP042788"),
    (numbers.is_vin, "1hgcm82633a004352"),
    (numbers.has_vin_shape, "1HGCM82643A004352"),
    (numbers.is_imei, "490154203237518"),
    (numbers.is_meid, "A0000000002329"),
    (numbers.is_mac, "00:1B:44:11:3A:B7"),
    (numbers.is_mac, "001b.4411.3ab7"),
    (numbers.is_gtin, "00012345600012"),
    (numbers.is_udi, "(01)13465995954590(11)760704(17)010719(10)8477791433724820(21)488266988"),
    (numbers.is_udi, "+A123BJC5D6E71G"),
    (numbers.is_phone, "(617) 665-2300 x12"),
    (numbers.is_phone, "+1 617.665.2300"),
    (numbers.is_phone, "1-800-FLOWERS"),
    (numbers.is_phone, "+44 20 7946 0958"),
    (numbers.is_ipv4, "192.168.1.1/24"),
    (numbers.is_ipv6, "fe80::1%eth0"),
    (numbers.is_ipv6, "2001:db8::ff00:42:8329"),
    (numbers.is_email, "first.last+tag@mail.example.org"),
    (numbers.is_email, "joe at example dot com"),
    (numbers.is_url, "https://portal.example.org/visit?id=7"),
    (numbers.is_url, "example.com/x"),
    (numbers.is_url, r"\\server\share\scan.pdf"),
    (numbers.is_dicom_uid, "1.2.840.99999999.1.98060115.1686052808412"),
    (numbers.is_dicom_uid, "2.25.329800735698586629295641978511506172918"),
    (numbers.is_uuid, "9d188916-8390-282b-3ec2-73fce6e08649"),
]
INVALID = [
    (numbers.is_ssn, "000-12-3456"),
    (numbers.is_ssn, "666-12-3456"),
    (numbers.is_ssn, "900-12-3456"),
    (numbers.is_ssn, "123-00-4567"),
    (numbers.is_ssn, "123-45-0000"),
    (numbers.is_ssn, "123-45 6789"),
    (numbers.is_itin, "912-49-1234"),
    (numbers.is_npi, "1234567890"),
    (numbers.is_npi, "3234567893"),
    (numbers.is_dea, "BB1388569"),
    (numbers.is_mbi, "0EG4-TE5-MK73"),
    (numbers.is_mbi, "1SG4-TE5-MK73"),
    (numbers.is_hicn, "000-45-6789A"),
    (numbers.is_payment_card, "4111111111111112"),
    (numbers.is_payment_card, "1234567812345670"),  # Luhn holds, no issuer
    (numbers.is_aba_routing, "021000022"),
    (numbers.is_aba_routing, "000000000"),
    (numbers.is_iban, "GB83WEST12345698765432"),
    (numbers.is_vin, "1HGCM82643A004352"),
    (numbers.is_vin, "11111111111111111"),
    (numbers.is_imei, "490154203237519"),
    (numbers.is_mac, "00:1B-44:11:3A:B7"),
    (numbers.is_gtin, "00012345600013"),
    (numbers.is_udi, "+A123BJC5D6E71H"),
    (numbers.is_phone, "911-665-2300"),
    (numbers.is_phone, "617-165-2300"),
    (numbers.is_phone, "120/80"),
    (numbers.is_ipv4, "1.2.840.10008"),
    (numbers.is_ipv4, "256.1.1.1"),
    (numbers.is_ipv6, "10:22:11"),
    (numbers.is_email, "look at the dot"),
    (numbers.is_url, "0.3"),
    (numbers.is_url, "patient.was"),
    (numbers.is_dicom_uid, "127.9"),
    (numbers.is_dicom_uid, "1.02.840.1.1"),
    (numbers.is_uuid, "9d188916-8390-282b-3ec2"),
]


@pytest.mark.parametrize(("test", "text"), VALID)
def test_accepts(test, text):
    assert test(text)


@pytest.mark.parametrize(("test", "text"), INVALID)
def test_rejects(test, text):
    assert not test(text)


@pytest.mark.parametrize("kind", NUMBER_KINDS, ids=lambda kind: kind.name)
@given(text=st.text(max_size=60))
def test_every_kind_answers_on_any_text(kind, text):
    assert kind.matches(text) in (True, False)


def test_the_registry_describes_itself():
    assert len({kind.name for kind in NUMBER_KINDS}) == len(NUMBER_KINDS)
    assert {kind.name for kind in NUMBER_KINDS if kind.has_check_digit} >= {
        "iban",
        "payment_card",
        "national_provider_identifier",
    }
    assert (
        next(kind for kind in NUMBER_KINDS if kind.name == "social_security_number").identifier
        is Identifier.SOCIAL_SECURITY
    )


def test_standard_uids_are_told_from_instances():
    assert numbers.is_standard_dicom_uid("1.2.840.10008.5.1.4.1.1.2")
    assert not numbers.is_standard_dicom_uid("1.2.840.99999999.1.98060115.1686052808412")


@given(st.from_regex(r"[0-9]{4,18}", fullmatch=True), st.integers(0, 17), st.integers(1, 9))
def test_one_wrong_digit_breaks_the_checks(digits, place, change):
    place %= len(digits)
    wrong = digits[:place] + str((int(digits[place]) + change) % 10) + digits[place + 1 :]
    for check in (luhn, verhoeff):
        assert not (check(digits) and check(wrong))


def test_checks_reject_what_is_not_theirs():
    assert not luhn("") and not verhoeff("12a") and not gs1("") and not mod_97("-") and not mod_43("1")


def test_normal_form():
    assert normalise("Jos\u00e9 \u00ad\u0661\u0662\u0663") == "Jose 123"
    assert compact("a-1 2\u20133") == "A123"


@given(st.text(max_size=80))
def test_offsets_lead_back(text):
    normal = normalise_with_offsets(text)
    assert normal.text == normalise(text)
    for index in range(len(normal.text)):
        start, end = normal.original_span(index, index + 1)
        assert 0 <= start < end <= len(text)
        assert normal.text[index] in normalise(text[start:end])
