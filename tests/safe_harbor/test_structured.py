"""Structured identifiers in every notation, wherever they stand: none may be missed."""

from __future__ import annotations

import random

import pytest

from deid.safe_harbor.text import find

FRAMES = (
    "seen {} for cough", "{}", "({})", "{}, stable", "x|{}|y", "a;{};b", "\t{}\t", '"{}"', "[{}]", "<d>{}</d>", "k={}",
    "k: {}", "since {}: better", "*{}*", "'{}'", "{}!", "{}?", "_{}_", "{}\n", "Note {}.", "ref {}, wife aware",
)  # fmt: skip
VALUES = {
    "dates": (
        "3/4/2021", "03/04/21", "2021-03-04", "2021/03/04", "04.03.2021", "4.3.21", "3-4-21", "04-Mar-2021",
        "04-MAR-21", "4 March 2021", "March 4, 2021", "Mar. 4, 2021", "2021-03-04T12:33:05Z", "2021.03.04", "04MAR2021",
        "20210304", "202103041435", "03 / 04 / 2021", "2021-03-04T12:33:05.123+01:00", "14 March 2000",
    ),
    "telephones": (
        "(617) 555-0147", "617-555-0147", "617.555.0147", "617 555 0147", "+1 617 555 0147", "1-617-555-0147",
        "617-555-0147 x123", "617/555-0147", "+44 20 7946 0958", "(617)555-0147", "+16175550147", "6175550147",
        "617 - 555 - 0147", "617\u2013555\u20130147",
    ),
    "e-mail": ("j.okafor@gmail.com", "x.y+z@sub.host-x.edu", "mary_lou@nhs.uk", "o'brien@proton.me", "a-b.c@a.co"),
    "web": (
        "https://example.org/p/7", "http://facebook.com", "www.smithfamily.com/x?id=4", "https://ex.org:8443/a/b.html#c",
        "linkedin.com/jsmith", "HTTPS://EX.ORG/P", "https://example.org/o'brien", "mychart.clinic.org/x",
    ),
    "network": (
        "203.0.113.77", "203.0.113.77:8080", "10.0.0.0/24", "2001:db8:85a3::8a2e:370:7334", "fe80::1ff:fe23:4567:890a",
        "::ffff:192.0.2.128", "fe80::1%eth0", "2001:0db8:0000:0042:0000:8a2e:0370:7334", "00:1B:44:11:3A:B9",
    ),
    "numbers": (
        "512-44-9917", "512 44 9917", "4111 1111 1111 1111", "1HGCM82633A004352", "DE89370400440532013000",
        "1EG4-TE5-MK73", "3fa85f64-5717-4562-b3fc-2c963f66af10", "(01)00643169007222(17)220101(21)SN88123",
        "1.2.840.99999.1.2.3", "88127701553", "AB-123456", "CT-2021-00123",
    ),
}  # fmt: skip
LABELLED = (
    "MRN {123456}", "mrn: {0012345}", "MR# {12-34-56}", "chart no. {1234567}", "acct: {A1234567}",
    "Member ID: {W123456789}",
    "Group no. {123456}", "grp {34064-03}", "accession # {123456789}", "Case # {S21-1234}", "Specimen {SP21-12345}",
    "DL {S12345678}", "License # {MD123456}", "S/N {PZA123456}", "Lot # {AB1234}", "license plate {ABC 123}",
    "CSN {123456789}", "claim {123456789}", "badge {123456}", "user {jsmith84}", "login: {okafor}",
    "SSN on file ends {4821}",
    "last 4 of SSN {4821}", "ssn xxx-xx-{4821}", "referral # {REF123456}", "job # {123456}", "dob:{5.11.60}",
    "D.O.B. - {5/11/60}",
)  # fmt: skip


def _uncovered(text, start, end):
    covered = {i for f in find(text) for i in range(f.start, f.end)}
    return "".join(text[i] for i in range(start, end) if text[i].isalnum() and i not in covered)


@pytest.mark.parametrize("kind", VALUES)
def test_every_notation_in_every_frame(kind):
    chance = random.Random(kind)
    for value in VALUES[kind]:
        for frame in chance.sample(FRAMES, 9):
            text = frame.replace("{}", value)
            start = text.index(value)
            assert _uncovered(text, start, start + len(value)) == "", text


@pytest.mark.parametrize("labelled", LABELLED)
def test_labelled_numbers(labelled):
    before, _, rest = labelled.partition("{")
    value = rest.rstrip("}")
    for frame in ("{}", "pt seen, {}; stable", "note ({})", "{}\n"):
        text = frame.replace("{}", before + value)
        start = text.index(before + value) + len(before)
        assert _uncovered(text, start, start + len(value)) == "", text


def test_hl7_segments_are_found_by_field():
    text = (
        "PID|1||442817^^^MRN||QUACKENBUSH^ZEB^Q||19510709|F|||12 MAIN RD^^WEXFORD^MA^01101||617-555-0147\n"
        "OBR|1|S21-12345||CBC|||20210304\nOBX|1|NM|718-7^HGB||9.8|g/dL\n"
    )
    for value in ("442817", "QUACKENBUSH^ZEB^Q", "19510709", "12 MAIN RD", "WEXFORD", "01101", "S21-12345", "20210304"):
        start = text.index(value)
        assert _uncovered(text, start, start + len(value)) == "", value
    kept = text.index("718-7^HGB||9.8|g/dL")
    assert not any(f.end > kept for f in find(text) if f.start >= kept)


def test_spelt_names_and_stamped_initials():
    for text, value in (
        ("last name V-E-L-A-R-D-E ok", "V-E-L-A-R-D-E"),
        ("Wound clean.\nkjr 14:05", "kjr"),
        ("ddg/gfj D: 2/20/08", "ddg/gfj"),
    ):
        start = text.index(value)
        assert _uncovered(text, start, start + len(value)) == "", text


STAYS = (
    "pT2N0M0, T3aN1bM0, E11.65 and I25.10; CPT 99214.",
    "20G needle at L3-L4, 18 gauge IV, 7 French sheath.",
    "target 120-160, trough 10-15, MELD-Na 21, CHA2DS2-VASc 3, GCS 14.",
    "Murphy's sign positive, Homan's negative, positive Lachman.",
    "Urine grew E. coli and S. aureus.",
)


@pytest.mark.parametrize("text", STAYS)
def test_clinical_codes_scores_and_ranges_stay(text):
    assert [text[f.start : f.end] for f in find(text)] == []
