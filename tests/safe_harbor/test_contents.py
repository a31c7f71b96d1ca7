"""Contents: each rule on values that it must and must not take."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deid.safe_harbor import contents
from deid.safe_harbor.contents import Sample


def _sample(*cells: str, times: int = 1) -> Sample:
    distinct = tuple(dict.fromkeys(cells))
    return Sample(distinct, len(cells) * times, len(cells) * times, len(distinct))


def _found(*cells: str) -> str | None:
    rule = contents.identifying(_sample(*cells))
    return rule.kind.name if rule else None


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        (("123-45-6789", "321 54 9876", "321.54.9876"), "ssn"),
        (("XXX-XX-1234", "***-**-4321"), "partial_number"),
        (("20190304.0", "20180711.0"), "event_date"),
        (("030419", "71118", "122517"), "event_date"),
        (("1551695400", "1531301400"), "event_date"),
        (("6175551234", "6175554321", "5085551212", "4135559876", "7815552468"), "telephone"),
        (("/portal/patients/1/labs", "/portal/home/x"), "url"),
        (("4 West", "5 North ICU", "Tower 7"), "facility"),
        (("Lincoln High School", "Roosevelt Elementary"), "facility"),
        (("Mayor of Springfield", "Astronaut", "State senator"), "occupation"),
        (("12 Elm Crest Lane, Boston, MA 02115", "9 Foo Isle, Lowell, MA 01850"), "street_address"),
        (("Boston", "Lowell", "Quincy", "Worcester"), "city"),
        (("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl",), "session"),
        (("Massachusetts", "New York", "Texas"), None),
        (("7.4", "7.35", "7.41"), None),
        (("250000", "180000", "310000"), None),
        (("120/80", "135/90", "118/76"), None),
        (("Essential hypertension", "Acute bronchitis"), None),
    ],
)
def test_what_values_are(cells: tuple[str, ...], kind: str | None) -> None:
    assert _found(*cells) == kind


@pytest.mark.parametrize(
    ("cell", "digits"),
    [
        ("123456789.0", "123456789"),
        ("123,456,789", "123456789"),
        ("123 45 6789", "123456789"),
        ("12.5", ""),
        ("1,23", ""),
    ],
)
def test_whole_numbers_in_every_spelling(cell: str, digits: str) -> None:
    assert contents.whole_digits(cell) == digits


@pytest.mark.parametrize("cell", ["120/80", "5 mg", "1:160", "<0.5", "3.5-5.1", "98.6", "10 x 12 mm"])
def test_quantities(cell: str) -> None:
    assert contents.is_quantity(cell)


@pytest.mark.parametrize("cell", ["7ABC123", "ABC-1234", "15-123456", "SN-12", "4 Okafor", "123 45 6789 12", ""])
def test_no_quantities(cell: str) -> None:
    assert not contents.is_quantity(cell)


def test_terms_are_not_names() -> None:
    assert contents.is_term("Acute bronchitis")
    assert not contents.is_term("Smith")
    assert not contents.is_term("Okafor")


def test_few_rows_never_count_as_recurring() -> None:
    assert not _sample("a", "a", "b").recurring
    assert _sample("a", "b", times=20).recurring
    assert _sample("a", "b", times=20).few
    assert _sample(*map(str, range(20))).nearly_unique


@given(st.lists(st.text(max_size=30), max_size=20), st.floats(0.01, 1))
def test_reaching_a_share_is_having_it(cells: list[str], share: float) -> None:
    sample = _sample(*cells)
    found = sample.reaches(str.isalpha, share)
    assert found == (bool(cells) and sample.share(str.isalpha) >= share - 1e-9)


@given(st.lists(st.text(max_size=60), max_size=12))
def test_no_value_breaks_a_rule(cells: list[str]) -> None:
    sample = _sample(*cells)
    contents.identifying(sample)
    contents.harmless(sample)
    contents.is_free_text(sample)
    contents.public_system(sample)
