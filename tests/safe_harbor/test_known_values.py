"""What is known of a person, in misspellings, nicknames, initials and scanner's slips."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deid.safe_harbor.text import Document, KnownValues, find, resolve
from deid.safe_harbor.text.known_parts import nicknames_of
from deid.safe_harbor.text.misspelt import Misspelt, distance, folded

ROW = {"first_name": "Elizabeth", "middle_name": "Ann", "last_name": "Quackenbush", "city": "Wexford", "sex": "F"}


def seen(known, text):
    return [text[f.start : f.end] for f in resolve(KnownValues.of(known).find(Document.of(text, repaired=True)))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("quackenbosh is better", ["quackenbosh"]),
        ("Mrs Quakcenbush, QUACKENBUSHS and Quackenbush's", ["Quakcenbush", "QUACKENBUSHS", "Quackenbush"]),
        ("Elisabeth slept, elizabth ate", ["Elisabeth", "elizabth"]),
        ("Liz and Betsy called; Beth waits", ["Liz", "Betsy", "Beth"]),
        ("E. Quackenbush, Quackenbush E.", ["E. Quackenbush", "Quackenbush E."]),
        ("signed E.Q. and E.A.Q.", ["E.Q.", "E.A.Q."]),
        ("M.D. and q.d. stay; e.g. this", []),
        ("E1izabeth Quackenbu5h", ["E1izabeth", "Quackenbu5h"]),
        ("Quacken bush came", ["Quacken bush"]),
        ("the quackery of elixirs in oxford", []),
        ("a woman from MA, F", []),
    ],
)
def test_a_row_is_recognised_in_what_people_write(text, found):
    assert seen(ROW, text) == found


def test_scanner_slips_of_short_and_long_names():
    assert seen(["Bernard"], "Bemard, Bernarcl") == ["Bemard", "Bernarcl"]
    assert folded("Bemard") == folded("Bernard")


def test_a_word_that_is_a_name_is_left_to_its_context():
    text = "will will call. ask will about it"
    row = {"first_name": "William", "last_name": "Okonkwo"}
    assert seen(row, text) == []
    assert [f.start for f in KnownValues.of(row).doubtful(Document.of(text))] == [0, text.rindex("will")]


def test_nicknames_both_ways():
    assert "bill" in nicknames_of("william") and "william" in nicknames_of("bill")
    assert nicknames_of("quackenbush") == ()


@given(st.text("abcde", min_size=8, max_size=12), st.data())
def test_one_slip_never_hides_a_long_word(word, data):
    place = data.draw(st.integers(0, len(word) - 1))
    letter = data.draw(st.sampled_from("xyz"))
    index = Misspelt.of([word])
    for slip in (
        word[:place] + word[place + 1 :],
        word[:place] + letter + word[place:],
        word[:place] + letter + word[place + 1 :],
    ):
        assert index.has(slip), slip
        assert distance(slip, word, 2) == 1


def test_known_values_take_one_pass_whatever_their_number():
    text = "Seen by Okafor today, Quackenbush stable on metoprolol. " * 200

    def cost(count):
        known = KnownValues.of([f"Zq{chr(97 + n % 26)}x{n}ovich Quackenbush{n}" for n in range(count)])
        document = Document.of(text)
        started = time.process_time()
        list(known.find(document))
        return time.process_time() - started

    few, many = min(cost(2) for _ in range(3)), min(cost(2000) for _ in range(3))
    assert many < 5 * few + 0.05


def test_a_known_word_is_found_where_the_tagger_holds_it_for_possible():
    row = {"first_name": "Grace", "last_name": "May"}
    text = "pt may seen by dr okafor this am, grace denies pain. she may eat."
    found = [text[f.start : f.end] for f in find(text, row)]
    assert any("grace" in value for value in found)
    assert text.rindex("may") not in {f.start for f in find(text, row)}


PERSON = {
    "BIRTHDATE": "1951-07-09", "SSN": "999-17-5017", "FIRST": "Grace", "LAST": "Cook", "MAIDEN": "O'Brien-Ortiz",
    "ADDRESS": "784 Stamm Lock Unit 46", "CITY": "Chestnut Hill", "PHONE": "617-555-0147", "MRN": "H0044281",
    "spouse": "May Quill", "facility": "Winding Brook Infirmary", "GENDER": "F",
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("pt cook seen", ["cook"]),
        ("mrs. cook feels better", ["cook"]),
        ("pt may called, dear may", ["may", "may"]),
        ("with may, wife; husband cook", ["may", "cook"]),
        ("cook, grace and grace cook", ["cook", "grace", "grace", "cook"]),
        ("the cook family", ["cook"]),
        ("g. cook", ["g. cook"]),
        ("nee obrien, brien ortiz, O'Brien", ["obrien", "brien", "ortiz", "O'Brien"]),
        ("her line 555-0147", ["555-0147"]),
        ("lives on stamm lock", ["stamm lock"]),
        ("moved from winding brook", ["winding brook"]),
        ("born 7-9, seen 07/09", ["7-9", "07/09"]),
        ("070951 and 1951/07/09", ["070951", "1951/07/09"]),
        ("mrn h-44281, 0044281", ["h-44281", "0044281"]),
        ("may cook, she may, by the grace of, a cook, 7/9 strength", []),
    ],
)
def test_words_dates_and_parts_of_a_row_are_known_by_their_place(text, found):
    assert seen(PERSON, text) == found
