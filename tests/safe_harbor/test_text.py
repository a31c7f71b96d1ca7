from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deid.identifiers import Finding, Identifier
from deid.safe_harbor.text import FINDERS, Document, KnownValues, find, resolve

FOUND = [
    (Identifier.SOCIAL_SECURITY, "SSN is {}.", "123-45-6789"),
    (Identifier.SOCIAL_SECURITY, "the last four of SSN: {} was", "6789"),
    (Identifier.TELEPHONE, "call her at {} today", "(617) 665-2300"),
    (Identifier.TELEPHONE, "reached at {}.", "617.665.2300 x12"),
    (Identifier.TELEPHONE, "lives abroad, {}", "+44 20 7946 0958"),
    (Identifier.FAX, "Fax: {}", "617-665-2301"),
    (Identifier.EMAIL, "write to {}.", "first.last+x@mail.example.org"),
    (Identifier.EMAIL, "write to {} please", "jdoe at example dot com"),
    (Identifier.URL, "see {}.", "https://portal.example.org/visit?id=7"),
    (Identifier.URL, "see {} today", "www.example.org/a"),
    (Identifier.IP_ADDRESS, "from {} at night", "10.218.6.131"),
    (Identifier.IP_ADDRESS, "from {} at night", "2001:db8::ff00:42:8329"),
    (Identifier.DEVICE, "card {} answered", "00:1B:44:11:3A:B7"),
    (Identifier.DEVICE, "serial number {}", "PZA-448812"),
    (Identifier.DEVICE, "implant {}", "(01)13465995954590(11)760704(21)488266988"),
    (Identifier.MEDICAL_RECORD, "MRN: {} was", "00482913"),
    (Identifier.MEDICAL_RECORD, "medical record number is {}", "48-29-13"),
    (Identifier.HEALTH_PLAN, "Member ID {}", "XYZ123456789"),
    (Identifier.HEALTH_PLAN, "her card reads {}", "1EG4-TE5-MK73"),
    (Identifier.ACCOUNT, "account #{}", "8837261"),
    (Identifier.ACCOUNT, "paid with {}", "4111 1111 1111 1111"),
    (Identifier.ACCOUNT, "to {} today", "GB82WEST12345698765432"),
    (Identifier.CERTIFICATE, "license no. {}", "A5512345"),
    (Identifier.CERTIFICATE, "prescriber {}", "BB1388568"),
    (Identifier.VEHICLE, "drove {} into", "1M8GDM9AXKP042788"),
    (Identifier.VEHICLE, "license plate {}", "7ABC123"),
    (Identifier.OTHER_UNIQUE, "accession {}", "CT-2023-00817"),
    (Identifier.OTHER_UNIQUE, "object {}", "9d188916-8390-282b-3ec2-73fce6e08649"),
    (Identifier.OTHER_UNIQUE, "series {}", "1.2.840.99999999.1.98060115.1686052808412"),
    (Identifier.DATE_OR_AGE, "seen on {}", "03/14/2021"),
    (Identifier.DATE_OR_AGE, "seen on {}", "2021-03-14 10:22"),
    (Identifier.DATE_OR_AGE, "seen on {} again", "March 14th, 2021"),
    (Identifier.DATE_OR_AGE, "seen on {} again", "14 Mar 2021"),
    (Identifier.DATE_OR_AGE, "again on {}.", "14MAR2021"),
    (Identifier.DATE_OR_AGE, "stamp {}", "20210314"),
    (Identifier.DATE_OR_AGE, "since {} she", "4/11"),
    (Identifier.DATE_OR_AGE, "in {} she", "September"),
    (Identifier.DATE_OR_AGE, "before {} she", "Christmas Eve"),
    (Identifier.DATE_OR_AGE, "a {}-year-old man", "92"),
    (Identifier.DATE_OR_AGE, "aged {}", "101"),
    (Identifier.DATE_OR_AGE, "a {}-year-old man", "ninety-two"),
    (Identifier.GEOGRAPHY, "lives at {}.", "784 Stamm Lane Unit 46"),
    (Identifier.GEOGRAPHY, "Cambridge, MA {}", "02139"),
    (Identifier.GEOGRAPHY, "zip code {}", "02139-1234"),
    (Identifier.GEOGRAPHY, "moved to {} in", "San Francisco"),
    (Identifier.GEOGRAPHY, "from {}, MA", "Somerville"),
    (Identifier.GEOGRAPHY, "at {} he", "42.36877, -71.15168"),
    (Identifier.GEOGRAPHY, "treated at {} for", "Riverfield Medical Center"),
    (Identifier.NAME, "seen by {} again", "Dr. Mosciski"),
    (Identifier.NAME, "{} came in", "Mrs. May"),
    (Identifier.NAME, "Patient: {}, male", "Gyarmathy"),
    (Identifier.NAME, "signed by {} today", "Maria Brown"),
    (Identifier.NAME, "his wife {} says", "Donna"),
    (Identifier.NAME, "then {} said", "Tammy Wilson"),
    (Identifier.NAME, "then {} said", "WILSON, Tammy R."),
    (Identifier.NAME, "like {}, who", "Anna S."),
    (Identifier.NAME, "see {} said", "Jos\u00e9 G\u00f3mez"),
    (Identifier.NAME, "the note was written by {}, MD", "Karen Mosciski"),
]
KEPT = [
    "BP 120/80, HR 72, temperature 98.6 F, SpO2 97% on 2 L.",
    "Parkinson's disease, Crohn's disease, Apgar 8 and 9, Glasgow coma scale 15.",
    "A Foley catheter was placed; Metzenbaum scissors and a Kocher clamp were used.",
    "Metformin 500 mg twice daily, NDA020800 0.3 ML Epinephrine 1 MG/ML Auto-Injector.",
    "A 64-year-old man in 2019 with hemoglobin 13.5 g/dL and platelets 250,000.",
    "Strength 5/5 in all extremities. Take 1/2 tablet. Pain 3/10.",
    "He may have had a brown stool and will follow up in 2 weeks.",
    "L4-L5 disc, T2-weighted images, C6-C7, 3-0 Vicryl, #15 blade.",
    "The patient was admitted to the Intensive Care Unit in stable condition.",
]


@pytest.mark.parametrize(("identifier", "frame", "value"), FOUND, ids=lambda v: getattr(v, "name", None) or str(v)[:20])
def test_finds(identifier, frame, value):
    text = frame.format(value)
    start = text.index(value)
    covering = [f for f in find(text) if f.start <= start and f.end >= start + len(value)]
    assert [f.identifier for f in covering] == [identifier]


@pytest.mark.parametrize("text", KEPT)
def test_keeps_what_is_clinical(text):
    assert [text[f.start : f.end] for f in find(text)] == []


def test_offsets_refer_to_the_original_text():
    text = "\u339d \ufb01ne; SSN \uff11\uff12\uff13-4\u200b5-\uff16\uff17\uff18\uff19 end"
    assert [text[f.start : f.end] for f in find(text)] == ["\uff11\uff12\uff13-4\u200b5-\uff16\uff17\uff18\uff19"]


@given(st.text(max_size=200), st.lists(st.text(max_size=12), max_size=4))
def test_findings_are_ordered_apart_and_inside(text, known):
    findings = find(text, known)
    assert all(0 <= f.start < f.end <= len(text) and 0 < f.confidence <= 1 for f in findings)
    assert all(a.end <= b.start for a, b in pairwise(findings))


@given(
    st.lists(
        st.sampled_from(
            [
                "Dr. ",
                "John ",
                "Smith, ",
                "12 ",
                "3/4/2020",
                " at ",
                "MRN ",
                "@",
                ".",
                "-",
                "\u00e9",
                "\u200b",
                "(",
                "May ",
                "\n",
            ]
        ),
        max_size=40,
    )
)
def test_findings_on_text_like_text(parts):
    text = "".join(parts)
    findings = find(text, ["John Smith"])
    assert all(a.end <= b.start for a, b in pairwise(findings))
    assert all(0 <= f.start < f.end <= len(text) for f in findings)


@pytest.mark.parametrize(
    ("known", "text", "found"),
    [
        ("Maynard46 Mosciski958", "seen: mosciski, maynard", ["mosciski", "maynard"]),
        ("Jos\u00e9 G\u00f3mez", "GOMEZ came", ["GOMEZ"]),
        ("O'Brien", "the O'Brien's dog", ["O'Brien"]),
        ("00012345", "number 12345 here", ["12345"]),
        ("12345", "number 000-123-45 here", ["000-123-45"]),
        ("AB-98765", "case ab98765 here", ["ab98765"]),
        ("12 Stamm Lock", "near stamm lock", ["stamm lock"]),
        ("Will", "Will said he will", ["Will"]),
        ("Ann", "annual plan", []),
        ("X", "x-ray", []),
    ],
)
def test_known_values(known, text, found):
    document = Document.of(text)
    spans = resolve(KnownValues.of([known]).find(document))
    assert [text[f.start : f.end] for f in spans] == found


@given(
    st.lists(
        st.builds(lambda a, n: Finding(a, a + n, Identifier.NAME, "x", 0.5), st.integers(0, 50), st.integers(1, 20)),
        max_size=20,
    )
)
def test_resolve_covers_the_same_characters(findings):
    merged = resolve(findings)
    assert {i for f in findings for i in range(f.start, f.end)} == {i for f in merged for i in range(f.start, f.end)}
    assert all(a.end <= b.start for a, b in pairwise(merged))


def test_finders_describe_themselves():
    assert len({finder.name for finder in FINDERS}) == len(FINDERS)
    assert all(finder.description.endswith(".") and isinstance(finder.identifier, Identifier) for finder in FINDERS)


FRAGMENTS = [
    "a",
    "A",
    "1",
    " ",
    "-",
    ".",
    "@",
    "a@",
    "a.",
    "1.",
    "1-",
    "1/",
    ":",
    "a:",
    "A ",
    "Aa ",
    "1 A ",
    "12 Main ",
    "Dr. ",
    "http://",
    "\\\\a",
    "0-",
    "123-45-",
    "(01)",
    "+1 ",
    "MRN: ",
    "a at b dot ",
    "January ",
    "Jan 1 ",
    "St. ",
    "Aa of ",
    "A1-",
    "A-1-",
    "\u00e9",
    "\n",
    "J. ",
    "Smith, ",
    "John Smith ",
    "van der ",
    "\u200b",
]
SIZE = 200_000


@pytest.mark.parametrize("fragment", FRAGMENTS, ids=repr)
def test_hostile_text_takes_linear_time(fragment):
    document = Document.of((fragment * (SIZE // len(fragment) + 1))[:SIZE])
    known = KnownValues.of(["John Smith", "00123456"])
    for finder in (*FINDERS, known):
        started = time.process_time()
        for _ in finder.find(document):
            pass
        # Milliseconds where the pattern is linear; what is quadratic takes minutes, on any machine.
        assert time.process_time() - started < 5, finder.name


@settings(max_examples=20, deadline=None)
@given(st.text(min_size=1, max_size=6))
def test_any_repeated_fragment_takes_linear_time(fragment):
    text = (fragment * (20_000 // len(fragment) + 1))[:20_000]
    started = time.process_time()
    find(text)
    assert time.process_time() - started < 5
