"""Words out of place among classes and measured values: what may be a name, and what is none."""

from __future__ import annotations

import pytest

from deid.safe_harbor.strays import holds_unknown_word


@pytest.mark.parametrize("word", ["urgentcare", "lifethreatening", "skillednursing", "fulltime"])
def test_classes_of_two_plain_words_written_as_one_are_no_names(word: str) -> None:
    assert not holds_unknown_word(word)


@pytest.mark.parametrize("word", ["Blackwood", "blackwood", "Longbottom", "Quackenbush", "okafor"])
def test_names_that_look_like_two_words_stay_names(word: str) -> None:
    assert holds_unknown_word(word)
