from __future__ import annotations

import json

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from deid.cli import main
from deid.errors import Unreadable
from deid.identifiers import Finding, Identifier
from deid.safe_harbor.text.measuring import Share, measure, read_gold

NOTE = {
    "text": "Ann Lee has Crohn's disease, 5 mg",
    "spans": [{"start": 0, "end": 7, "category": "NAME"}],
    "keep": [{"start": 12, "end": 27, "kind": "eponym"}],
}


def finder(*spans):
    return lambda text, known: [Finding(a, b, Identifier.NAME, "x") for a, b in spans]


def test_whole_spans_count():
    assert measure([NOTE], finder=finder((0, 7))).recall == Share(1, 1)
    assert measure([NOTE], finder=finder((0, 6))).recall == Share(0, 1)
    assert measure([NOTE], finder=finder((0, 3), (4, 7))).recall == Share(1, 1)


def test_too_much_is_counted_and_ignored_where_the_gold_says_so():
    result = measure([NOTE], finder=finder((0, 7), (12, 17)))
    assert (result.precision, result.touched) == (Share(2, 3), Share(1, 1))
    assert measure([NOTE | {"ignore": [[12, 19]]}], finder=finder((0, 7), (12, 17))).precision == Share(2, 2)


def test_clean_notes_and_figures():
    result = measure([NOTE, NOTE | {"spans": []}], finder=finder((0, 7)))
    assert result.clean_notes == Share(1, 1)
    figures = result.as_json()
    assert figures["recall"]["value"] == 1.0 and figures["categories"]["NAME"]["of"] == 1
    assert figures["extra_per_thousand"] == pytest.approx(1000 * 2 / 66, abs=0.01)


@given(st.integers(0, 500), st.integers(0, 500))
def test_the_interval_holds_the_share(hits, misses):
    share = Share(hits, hits + misses)
    low, high = share.interval()
    assert 0 <= low <= share.value + 1e-12 and share.value <= high + 1e-12 <= 1 + 1e-9


def test_wilson_by_the_book():
    low, high = Share(81, 263).interval()  # Newcombe 1998, table I
    assert (round(low, 4), round(high, 4)) == (0.2553, 0.3662)


@pytest.mark.parametrize(
    "text", ["{", "[1]", '[{"text": 3, "spans": []}]', '[{"text": "a", "spans": [{"start": 0, "end": 9}]}]']
)
def test_what_is_no_gold_is_refused_without_a_value(text):
    with pytest.raises(Unreadable):
        read_gold(text)


def test_eval_prints_shares_and_no_value(tmp_path):
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps(NOTE | {"known": {"first_name": "Ann"}}) + "\n\n" + json.dumps(NOTE) + "\n")
    result = CliRunner().invoke(main, ["find", "--eval", str(path)])
    assert result.exit_code == 0
    assert "identifiers found whole" in result.output and "the row known" in result.output
    assert "Ann" not in result.output and "Crohn" not in result.output
