"""The finder as a whole: floors on invented notes of families that the tagger has not seen, and single sentences."""

from __future__ import annotations

import subprocess
import sys
import time
from functools import cache

import pytest
from note_generator import HELD_OUT, REPORTED, TRAINING, documents

from deid.safe_harbor import measured, resources
from deid.safe_harbor.text import Document, find
from deid.safe_harbor.text.measuring import measure
from deid.safe_harbor.text.tagger import tokens_of
from deid.safe_harbor.text.tagger.tagging import MODEL
from deid.safe_harbor.text.tagger.word_features import word_features
from deid.safe_harbor.text.vetoes import vetoes

NOTES = 25
STRUCTURED = {"PHONE", "FAX", "EMAIL", "SSN", "URL", "IP", "ACCOUNT", "ACCESSION", "LICENSE", "DEVICE"}


@cache
def figures(family, known):
    return measure(documents(family, NOTES, 31), known)


@pytest.mark.parametrize("family", REPORTED)
def test_held_out_notes_keep_their_floors(family):
    result = figures(family, False)
    assert result.recall.value >= 0.95
    assert result.precision.value >= 0.9


def test_clinical_traps_are_left_alone():
    kept = [figures(family, False).touched for family in REPORTED]
    assert sum(share.hits for share in kept) / sum(share.of for share in kept) <= 0.12


@pytest.mark.parametrize("family", REPORTED)
def test_the_known_row_never_lowers_recall(family):
    assert figures(family, True).recall.hits >= figures(family, False).recall.hits


def test_structured_identifiers_are_found():
    counts = [figures(family, False).categories for family in REPORTED]
    found = sum(c[name]["found"] for c in counts for name in c if name in STRUCTURED)
    there = sum(c[name]["all"] for c in counts for name in c if name in STRUCTURED)
    assert there > 200
    assert found / there >= 0.99


def test_families_are_held_out_and_notes_repeat():
    assert not set(REPORTED) & {*TRAINING, *HELD_OUT}
    assert list(documents("triage", 2, 7)) == list(documents("triage", 2, 7))
    for note in documents("consult", 5, 3):
        for span in note["spans"]:
            assert note["text"][span["start"] : span["end"]].strip()


def test_the_shipped_figures_are_of_the_shipped_model():
    assert resources.digest(MODEL) in resources.read_text(measured.FILE)
    assert measured.figures()
    assert 0.5 < measured.recall_on_notes() < 1.0
    assert all("recall" in figure.sentence for figure in measured.figures())


SEEN = [
    ("pt may w. seen, dr mccray aware", ["may w", "mccray"]),
    ("VAN DER BERG, Jan was admitted", ["VAN DER BERG, Jan"]),
    ("Seen by Dr. \u0421mith at the clinic", ["\u0421mith"]),
    ("he fell last Tuesday", ["last Tuesday"]),
    ("she was born on the 4th of March", ["the 4th of March"]),
    ("a 97M from Cedar Grove Manor", ["97", "Cedar Grove Manor"]),
    ("Address: 12 Rue Lafayette, Lyon", ["12 Rue Lafayette", "Lyon"]),
    ("back on MLK Day for labs", ["MLK Day"]),
    ("please page Dr. Okafor at 48213", ["Okafor", "48213"]),
    ("Dictated but not read. S. Okonkwo", ["S. Okonkwo"]),
]
STAYS = [
    "Parkinson's disease, Lou Gehrig's disease and Guillain-Barre syndrome were discussed.",
    "Murphy's sign negative. A Foley catheter and a Jackson-Pratt drain were placed.",
    "POD#2, SpO2 92 %, Lasix 90 mg, strength 5/5, pain 3/10, Gleason 3+4=7.",
    "Dialysis Monday, Wednesday and Friday; 3-0 Vicryl; #15 blade; L4-L5.",
    "I was consulted by Dr. X for evaluation. Transferred to the ICU.",
    *("none", "n/a", "no change", "Stable.", "see note", "pending"),
    "The saline was changed and the rod was left; mark the site, will follow.",
]


@pytest.mark.parametrize(("text", "values"), SEEN)
def test_what_is_found_in_any_case_and_notation(text, values):
    findings = find(text)
    for value in values:
        start = text.index(value)
        places = [i for i in range(start, start + len(value)) if text[i].isalnum()]
        assert all(any(f.start <= i < f.end for f in findings) for i in places), value


@pytest.mark.parametrize("text", STAYS)
def test_clinical_text_stays(text):
    assert [text[f.start : f.end] for f in find(text)] == []


def test_a_row_is_taken_with_its_columns():
    row = {"first_name": "Zbyx", "sex": "F", "state": "MA", "visits": [{"mrn": "0042817"}], "alive": True, "note": None}
    text = "F from MA: zbyx, no. 42817, white"
    assert {text[f.start : f.end] for f in find(text, row, finders=(), tagger=None)} == {"zbyx", "42817"}


def test_a_name_found_once_is_found_again():
    text = "Seen with Mr. Grzybowski on rounds. Plan discussed. Grzybowski agrees."
    assert sum("Grzybowski" in text[f.start : f.end] for f in find(text)) == 2


def test_a_name_that_is_a_word_is_found_again_where_it_is_capitalised():
    text = "Patient Grace Asantewaa seen. Grace denies pain. Grace walks with cane."
    assert sum("Grace" in text[f.start : f.end] for f in find(text)) == 3


def test_tokens_and_features():
    assert [token.text for token in tokens_of("Dr. Neil's 3/4")] == ["Dr", ".", "Neil's", "3", "/", "4"]
    assert word_features("they're").name == "they're"
    assert word_features("Smith").code != word_features("Smith", listed=False).code
    assert word_features("043022").name == "date6"


def test_the_tagger_is_not_loaded_with_the_package():
    code = "import sys, deid.cli, deid.tables.screening; print('deid.safe_harbor.text.tagger.network' in sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert loaded.stdout.strip() == "False"


@pytest.mark.parametrize(
    "fragment", ["disease ", "Foley ", "Mon, ", "1/5 ", "O'Neil-", "Dr. X ", "A. ", "\n"], ids=repr
)
def test_vetoes_and_repairs_take_linear_time(fragment):
    document = Document.of((fragment * 100_000)[:100_000], repaired=True)
    started = time.process_time()
    list(vetoes(document))
    assert time.process_time() - started < 3  # milliseconds; what is quadratic takes minutes
