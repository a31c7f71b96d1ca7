"""Text that repeats itself for long: searched once, with the findings that a search of everything has."""

from __future__ import annotations

import re
import time

import pytest

from deid.identifiers import Finding, Identifier
from deid.safe_harbor.text import find
from deid.safe_harbor.text.repeats import find_once, longest_repetition

DIGITS = re.compile(r"\d+")


def plain(text):
    return [Finding(*found.span(), Identifier.OTHER_UNIQUE, "digits", 1.0) for found in DIGITS.finditer(text)]


@pytest.mark.parametrize("line", ["no 1234, ok\n", "7", "ab", "x1 y22 z333 "])
@pytest.mark.parametrize(("before", "behind"), [("", ""), ("begins 1 ", ""), ("a 9\n", " and ends with 77 of 8")])
def test_the_findings_are_those_of_a_search_of_everything(line, before, behind):
    text = before + line * (90_000 // len(line)) + behind
    assert find_once(text, plain) == plain(text)


def test_findings_that_do_not_recur_are_searched_for_everywhere():
    def at_squares(text):
        return [Finding(n * n, n * n + 1, Identifier.NAME, "far", 1.0) for n in range(int(len(text) ** 0.5))]

    text = "ab" * 60_000
    assert find_once(text, at_squares) == at_squares(text)


def test_two_repetitions_in_one_text():
    text = "1 a" * 20_000 + "\nthe middle 5\n" + "b 22 " * 20_000
    assert find_once(text, plain) == plain(text)


def test_short_and_plain_text_has_no_repetition():
    assert longest_repetition("a" * 1_000) is None
    assert longest_repetition("".join(f"line {n * n} of a log\n" for n in range(3_000))) is None
    found = longest_repetition("abc" * 10_000)
    assert found is not None and (found.start, found.end, found.period) == (0, 30_000, 3)


@pytest.mark.parametrize(
    "fragment", ["a ", "Dr. Jones ", "1/2, ", "\n", "MRN 12345, seen 3/4.\n", "the corner of "], ids=repr
)
def test_a_repeated_fragment_of_a_megabyte_is_searched_in_no_time(fragment):
    text = (fragment * (1_000_000 // len(fragment) + 1))[:1_000_000]
    started = time.process_time()
    find(text)
    assert time.process_time() - started < 3  # half a second; searched in full it would be ten
