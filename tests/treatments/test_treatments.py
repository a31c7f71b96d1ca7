"""What holds for every treatment: it says what it does, and does not let its input through."""

from __future__ import annotations

import re
from collections.abc import Callable

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deid.safe_harbor.kinds import KINDS
from deid.treatments import BUILT_IN, Treated, treatments

Treat = Callable[..., Treated]
SHARED = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=100)
SCRUBBING = ("scrub", "scrub_reduced", "scrub_away", "scrub_surrogates", "scrub_surrogates_keyed")
KEEPING = ("keep", "duration", "by_attribute", *SCRUBBING)
CHANGING = [entry.name for entry in BUILT_IN if entry.name not in KEEPING]
LEGAL = re.compile(r"(?:1[89]|2[0-2])\d\d|90\+|\d{3}|C\d{15}|[0-9a-f]{32}", re.ASCII)
CELLS = st.one_of(
    st.text(max_size=25),
    st.from_regex(r"[0-9]{3}-?[0-9]{2}-?[0-9]{4}", fullmatch=True),
    st.from_regex(r"[A-Z][a-z]{2,9} [A-Z][a-z]{2,9}", fullmatch=True),
    st.from_regex(r"(19|20)[0-9]{2}-[01][0-9]-[0-3][0-9]", fullmatch=True),
    st.from_regex(r"[0-9]{5}(-[0-9]{4})?", fullmatch=True),
)


@pytest.mark.parametrize("name", CHANGING)
@SHARED
@given(st.lists(CELLS, min_size=1, max_size=5))
def test_no_treatment_lets_its_input_through(treat: Treat, name: str, cells: list[str]) -> None:
    kind = {"zip3": "zip", "age": "age", "birth_year": "birth_date", "year": "event_date"}.get(name, "person_key")
    treated = treat(name, cells, kind, person=["p"] * len(cells))
    assert len(treated.column) == len(cells)
    for cell, value in zip(cells, treated.column.to_pylist(), strict=True):
        if value is None or LEGAL.fullmatch(value):
            continue
        if name == "age":
            assert value == cell
            assert not re.search(r"\d{4,}|\d-\d\d-", value) or "." in value
        else:
            assert name == "shift"
            assert re.match(r"\d{4}-\d\d-\d\d", value)
            assert value[:10] != cell[:10]


def test_blank_cells_have_no_code_and_no_digest(treat: Treat) -> None:
    for name in ("code", "hash", "year", "birth_year", "age", "zip3"):
        assert treat(name, ["", "  ", None], "record_key").column.null_count == 3


def test_one_key_has_one_code(treat: Treat) -> None:
    codes = treat("code", ["004711", "4711", "4711.0", " 4711 ", "9"], "person_key").column.to_pylist()
    assert len(set(codes[:4])) == 1
    assert codes[4] != codes[0]


@pytest.mark.parametrize(
    ("cell", "state", "expected"),
    [
        ("02139", None, "021"), ("2139", None, "021"), ("02139-1234", None, "021"), ("02139", "MA", "021"),
        ("02139", "Massachusetts", "021"), ("02139", "TX", "000"), ("03601", None, "036"), ("05901", None, "059"),
        ("82101", None, "821"), ("00000", None, "000"), ("00123", None, "000"), ("SW1A 1AA", None, "000"),
        ("09012", None, "000"), ("x\x1fMA", "MA", "000"), ("", "MA", None),
    ],
)  # fmt: skip
def test_zip3(treat: Treat, cell: str, state: str | None, expected: str | None) -> None:
    small = {"036", "059", "821"}
    beside = {} if state is None else {"state": [state]}
    (value,) = treat("zip3", [cell], "zip", **beside).column.to_pylist()
    assert value == ("000" if expected in small else expected)


def test_numbers_that_were_zip_codes(treat: Treat) -> None:
    assert treat("zip3", pa.array([2139, 94110, None]), "zip").column.to_pylist() == ["021", "941", None]
    assert treat("zip3", pa.array([2139.0, None]), "zip").column.to_pylist() == ["021", None]


@pytest.mark.parametrize("entry", BUILT_IN, ids=lambda entry: entry.name)
def test_every_treatment_speaks_for_the_kinds_that_it_is_made_for(entry: object) -> None:
    made_for = {
        "year": {"birth_date", "death_date", "event_date", "year", "date_part", "relative_day"},
        "birth_year": {"birth_date", "death_date", "event_date", "year", "date_part", "relative_day"},
        "age": {"age", "age_months", "age_weeks", "age_days"},
        "zip3": {"zip"},
        "by_attribute": {"attribute_value"},
        "keep": set(),
        **{name: {"free_text"} for name in SCRUBBING[:4]},
        "scrub_surrogates_keyed": set(),
        "duration": set(),
        "hash": set(),
        "shift": set(),
    }
    carrying = {name for name, kind in KINDS.items() if kind.identifier is not None}
    removed = {name for name in carrying if entry.removes(KINDS[name])}  # type: ignore[attr-defined]
    assert removed == made_for.get(entry.name, carrying)  # type: ignore[attr-defined]


def test_names_and_summaries_are_there() -> None:
    assert all(entry.summary and treatments()[name] is entry for name, entry in treatments().items())
    assert {entry.name for entry in BUILT_IN if entry.derived} == {"hash", "shift", "scrub_surrogates_keyed"}
