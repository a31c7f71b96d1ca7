"""Telephones, dates, numbers, addresses and firms as the world writes them; and clinical text that looks like them."""

from __future__ import annotations

import re
import time
from functools import cache
from pathlib import Path

import pytest

from deid.safe_harbor.text import FINDERS, Document, find
from deid.safe_harbor.text.address_finders import ADDRESS_FINDERS
from deid.safe_harbor.text.date_words import DATE_WORD_FINDERS
from deid.safe_harbor.text.fractions import is_clinical
from deid.safe_harbor.text.identity_finders import IDENTITY_FINDERS
from deid.safe_harbor.text.month_day import MonthAndDay
from deid.safe_harbor.text.organisation_finders import ORGANISATION_FINDERS
from deid.safe_harbor.text.public_codes import public_codes
from deid.safe_harbor.text.streets import STREET_FINDERS
from deid.safe_harbor.text.telephone_finders import TELEPHONE_FINDERS
from deid.safe_harbor.text.vehicle_finders import VEHICLE_FINDERS

WORLD = (
    *ADDRESS_FINDERS,
    *DATE_WORD_FINDERS,
    *IDENTITY_FINDERS,
    MonthAndDay(),
    *ORGANISATION_FINDERS,
    *STREET_FINDERS,
    *TELEPHONE_FINDERS,
    *VEHICLE_FINDERS,
)
FRAMES = ("{}", "Seen in clinic today. {}; plan unchanged.")
LEAST_WHOLE, MOST_TOUCHED = 0.97, 0.15
FRAGMENTS = (
    "1 ", "1/2, ", "1-", "the corner of ", "12 rue de la ", "@a", "1.1", "A and B, ", "lives at A ", "Via ",
    "signed by a", "hauptstrasse ", "\n1",
)  # fmt: skip


@cache
def sections():
    lines = Path(__file__).with_name("world_formats.txt").read_text("utf-8")
    parts = (part.partition("\n") for part in lines.split("\n## ")[1:])
    return {title: [line for line in body.split("\n") if line] for title, _, body in parts}


def marked(line):
    """The line without its braces, and the spans between them."""
    spans, text = [], ""
    for piece in re.split(r"([{}])", line):
        if piece == "{":
            spans.append(len(text))
        elif piece == "}":
            spans[-1] = (spans[-1], len(text))
        else:
            text += piece
    return text, spans


def missed(line, frame, **options):
    text, spans = marked(line)
    offset, whole = frame.index("{}"), frame.replace("{}", text)
    covered = {i for f in find(whole, **options) for i in range(f.start, f.end)}
    places = [i + offset for start, end in spans for i in range(start, end)]
    return [i for i in places if whole[i].isalnum() and i not in covered]


@pytest.mark.parametrize("section", ["phones", "dates", "ids", "places", "orgs", "more"])
def test_every_notation_is_found_by_the_patterns_alone(section):
    frames = lambda line: FRAMES[:1] if line.startswith("PID") else FRAMES  # noqa: E731
    wrong = [line for line in sections()[section] for frame in frames(line) if missed(line, frame, tagger=None)]
    assert wrong == []


def test_the_tagger_takes_hardly_any_of_them_away():
    lines = [line for name, part in sections().items() if name != "clinical text" for line in part]
    assert sum(not missed(line, FRAMES[1]) for line in lines) / len(lines) >= LEAST_WHOLE


def test_clinical_text_is_none_of_them():
    lines = sections()["clinical text"]
    assert [x for x in lines for frame in FRAMES if find(frame.replace("{}", x), finders=WORLD, tagger=None)] == []
    touched = sum(bool(find(line)) for line in lines)
    assert touched / len(lines) <= MOST_TOUCHED


@pytest.mark.parametrize(
    ("text", "clinical"),
    [
        ("strength 4/5", True),
        ("take 1/2 tab", True),
        ("HPV 16/18", True),
        ("seen 3/4", False),
        ("for 3/4 she", True),
        ("labs 11/12", False),
    ],
)
def test_fractions_are_known_by_their_company(text, clinical):
    found = re.search(r"\d+/\d+", text)
    assert is_clinical(text, *found.span()) is clinical


def test_codes_of_terminologies_are_public():
    text = "NDC 0069-0770-20, CPT 43239, 45380 and 45385; MRN 0069077"
    assert [text[slice(*span)] for span in public_codes(Document.of(text))] == [
        "NDC 0069-0770-20",
        "CPT 43239, 45380 and 45385",
    ]
    assert [text[f.start : f.end] for f in find(text, tagger=None)] == ["0069077"]


def test_each_finder_describes_itself():
    assert len({finder.name for finder in FINDERS}) == len(FINDERS)
    assert all(finder.description.endswith(".") for finder in WORLD)


@pytest.mark.parametrize("fragment", FRAGMENTS, ids=repr)
def test_hostile_text_takes_linear_time(fragment):
    document = Document.of((fragment * 50_000)[:50_000], repaired=True)
    for finder in WORLD:
        started = time.process_time()
        list(finder.find(document))
        assert time.process_time() - started < 2, finder.name  # milliseconds; what is quadratic takes minutes
