"""Every template of the notes that the tagger is trained on can be rendered, and its marks close."""

from __future__ import annotations

import random

import pytest
from note_generator import TRAINING
from note_generator.cast import Cast
from note_generator.marks import CLOSE, MIDDLE, OPEN, unmark
from note_generator.pools import Pools
from note_generator.render import family, fill


@pytest.mark.parametrize("name", TRAINING)
def test_every_template_renders(name):
    for lines, low, high in family(name).sections:
        assert 0 <= low <= high
        for template in lines:
            text, spans, keep, _ = unmark(fill(template, Cast(Pools(random.Random(template), "training"))))
            assert not set(text) & {OPEN, MIDDLE, CLOSE, "{", "}"}
            assert "[[" not in text
            for span in (*spans, *keep):
                assert text[span["start"] : span["end"]].strip()


def test_no_family_is_listed_twice():
    assert len(set(TRAINING)) == len(TRAINING)
