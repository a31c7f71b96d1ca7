from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deid.safe_harbor import resources, vocabulary


@pytest.mark.parametrize(
    "word", ["pharyngitis", "Loratadine", "the", "COPD", "nasal-sinus", "tablets", "troponin", "Patient's"]
)
def test_common_words(word):
    assert vocabulary.is_common_word(word)


@pytest.mark.parametrize("word", ["Mosciski", "gyarmathy", "xqzt"])
def test_uncommon_words(word):
    assert not vocabulary.is_common_word(word)


def test_unknown_words():
    text = "Pt John Mosciski has Crohn's disease and takes Loratadine 5 MG, says Gyarmathy"
    assert vocabulary.unknown_words(text) == ["Mosciski", "Gyarmathy"]


def test_kinds_of_words():
    assert vocabulary.is_everyday_word("brown") and not vocabulary.is_everyday_word("pharyngitis")
    assert vocabulary.is_clinical_term("mmHg") and not vocabulary.is_clinical_term("smith")
    assert (
        vocabulary.is_eponym("Parkinson's") and vocabulary.is_eponym("Foley") and not vocabulary.is_eponym("Mosciski")
    )


@given(st.text(max_size=80))
def test_never_raises(text):
    assert all(not vocabulary.is_common_word(word) for word in vocabulary.unknown_words(text))


def test_digests_stand_in_the_readme():
    readme = resources.read_text("README.md")
    rows = {}
    for line in readme.splitlines():
        if line.startswith("| `"):
            cells = [cell.strip(" `") for cell in line.strip("|").split("|")]
            rows[cells[0]] = cells[-1]
    assert rows
    assert {name: resources.digest(name) for name in rows} == rows


def test_unknown_file_and_list():
    with pytest.raises(FileNotFoundError):
        resources.read_bytes("no-such-file")
    with pytest.raises(KeyError):
        resources.word_list("no such list")
    assert "vocabulary.txt.gz" in resources.names()
