from __future__ import annotations

import pytest

from deid.identifiers import Finding, Identifier
from deid.safe_harbor.text import find
from deid.safe_harbor.text.scrubbing import Style, scrub

TEXT = "Dr. Okafor saw her on 03/14/2021 in Cambridge, MA 02139; she is a 93-year-old. Call (617) 555-2300."


def scrubbed(text, style=None):
    return scrub(text, find(text), style)[0]


def test_typed_tags():
    assert scrubbed(TEXT) == "[NAME] saw her on [DATE] in [PLACE]; she is a [DATE]-year-old. Call [PHONE]."


def test_nothing_stands_where_an_identifier_stood():
    assert "Okafor" not in scrubbed(TEXT, Style(tags=False)) and "[" not in scrubbed(TEXT, Style(tags=False))


def test_what_the_rule_lets_stay():
    reduced = scrubbed(TEXT, Style(reduced=True, latest_year=2026))
    assert "on 2021 in" in reduced and "a 90+-year-old" in reduced
    assert scrubbed("born 3/4/1931", Style(reduced=True, latest_year=2026)) == "born [DATE]"
    assert scrubbed("zip code 02139", Style(reduced=True)) == "zip code 021"
    assert scrubbed("zip code 03601", Style(reduced=True)) == "zip code 000"


def test_counts_by_letter_and_text_without_findings():
    text, counts = scrub("a b", [Finding(0, 1, Identifier.NAME, "x"), Finding(2, 3, Identifier.NAME, "x")])
    assert (text, counts) == ("[NAME]", {"A": 2})
    assert scrub("unchanged", []) == ("unchanged", {})


@pytest.mark.parametrize("identifier", list(Identifier))
def test_every_identifier_has_a_tag(identifier):
    text, _ = scrub("xyz", [Finding(0, 3, identifier, "x")])
    assert text.startswith("[") and text.endswith("]") and "xyz" not in text
