"""Every template of the invented notes can be rendered, and the families that are measured have lists of their own."""

from __future__ import annotations

import random
import re

import pytest
from note_generator import DEVELOPMENT, HELD_OUT, REPORTED, TRAINING, documents
from note_generator.cast import Cast
from note_generator.marks import CLOSE, MIDDLE, OPEN, unmark
from note_generator.pools import Pools, lines
from note_generator.render import SIDES, clinical, family, fill

FAMILIES = (*TRAINING, *HELD_OUT, *DEVELOPMENT, *REPORTED)


@pytest.mark.parametrize("name", FAMILIES)
def test_every_template_renders(name):
    side = SIDES.get(name, "training")
    for templates, low, high in family(name).sections:
        assert 0 <= low <= high
        for template in templates:
            text, spans, keep, _ = unmark(fill(template, Cast(Pools(random.Random(template), side))))
            assert not set(text) & {OPEN, MIDDLE, CLOSE}
            assert not re.search(r"\{\w+(![ul])?\}", text)
            assert "[[" not in text
            for span in (*spans, *keep):
                assert text[span["start"] : span["end"]].strip()


def test_no_family_is_listed_twice():
    assert len(set(FAMILIES)) == len(FAMILIES)


def listed(side, kind):
    return {part.strip().lower() for line in lines(f"{side}_{kind}.txt") for part in line.split(",")}


@pytest.mark.parametrize(
    ("kind", "others", "least"),
    [
        ("given", ("held_out", "reported"), 250),
        ("surnames", ("held_out", "reported"), 250),
        ("cities", ("training", "held_out", "reported"), 80),
        ("hospitals", ("training", "held_out", "reported"), 60),
        ("employers", ("training", "held_out", "reported"), 50),
    ],
)
def test_what_is_measured_has_its_own_lists(kind, others, least):
    own = listed("measured", kind)
    assert len(own) >= least
    for side in others:
        assert not own & listed(side, kind)


def test_what_is_measured_has_its_own_sentences():
    own = set(clinical("measured"))
    assert len(own) >= 50
    assert not own & {*clinical("training"), *clinical("held_out"), *clinical("reported")}


@pytest.mark.parametrize("name", REPORTED)
def test_what_is_measured_is_as_dense_as_charts(name):
    notes = list(documents(name, 40, 3))
    assert 15 <= sum(len(note["spans"]) for note in notes) / len(notes) <= 35
    assert sum(len(note["keep"]) for note in notes) / len(notes) >= 7
