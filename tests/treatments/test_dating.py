"""Dates, ages and lengths of time."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deid.treatments import Treated

Treat = Callable[..., Treated]
SHARED = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150)
NOTATIONS = ["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S", "%m/%d/%Y", "%Y%m%d", "%d-%b-%Y", "%B %d, %Y", "%Y/%m/%d", "%d %b %Y",
             "%Y-%m-%d %H:%M:%S.%f", "%Y-%m", "%Y"]  # fmt: skip


@SHARED
@given(st.dates(datetime.date(1940, 1, 1), datetime.date(2023, 12, 31)), st.sampled_from(NOTATIONS))
def test_only_the_year_stays_of_any_notation(treat: Treat, day: datetime.date, notation: str) -> None:
    moment = datetime.datetime.combine(day, datetime.time(13, 45, 1))
    assert treat("year", [moment.strftime(notation)]).column.to_pylist() == [str(day.year)]


def test_epochs_and_typed_dates(treat: Treat) -> None:
    assert treat("year", ["1546300800", "1546300800000"]).column.to_pylist() == ["2019", "2019"]
    for column in (
        pa.array([datetime.date(2019, 5, 4), None]),
        pa.array([datetime.datetime(2019, 5, 4, 3, 2, 1), None]),
        pa.array([datetime.datetime(2019, 5, 4, tzinfo=datetime.UTC), None]),
        pa.array([20190504, None]),
    ):
        assert treat("year", column).column.to_pylist() == ["2019", None]


@SHARED
@given(st.text(max_size=30))
def test_years_are_years_or_nothing(treat: Treat, cell: str) -> None:
    for name in ("year", "birth_year"):
        for value in treat(name, [cell, "2019-01-01"], latest=2023).column.to_pylist():
            assert value in (None, "90+") or (len(value) == 4 and value.isascii() and 1800 <= int(value) <= 2200)


@pytest.mark.parametrize("cell", ["²²²²", "①②③④", "٢٠٢٠", "9999-99-99", "0000-00-00", "2019-13", "\x002019"])
def test_odd_digits_do_not_stop_a_run(treat: Treat, cell: str) -> None:
    treat("year", [cell])
    treat("birth_year", [cell])
    treat("age", [cell], "age")


def test_a_cell_without_a_year_is_lost_and_counted(treat: Treat) -> None:
    treated = treat("year", ["soon", "", None, "2019-01-02"])
    assert treated.column.to_pylist() == [None, None, None, "2019"]
    assert treated.lost == 1


def test_a_year_that_tells_of_high_age_goes(treat: Treat) -> None:
    treated = treat("year", ["1932-05-05", "1933-01-01", "1934-01-01"], latest=2023)
    assert treated.column.to_pylist() == [None, None, "1934"]
    assert treated.caught == {"C": 2}


def test_the_example_of_the_guidance(treat: Treat) -> None:
    """Born 1910, served 2010: the year of birth would tell that the person is 100 (OCR guidance 2012, 3.3)."""
    assert treat("birth_year", ["1910-06-01"], "birth_date", latest=2010).column.to_pylist() == ["90+"]


def test_birth_years_are_weighed_against_the_death(treat: Treat) -> None:
    born = ["1920", "1920", "1920", "1960", "1910", None, "1920"]
    died = ["1990-01-01", "2015-01-01", None, "1900-01-01", "1900-01-01", "2001", ""]
    treated = treat("birth_year", born, "birth_date", latest=2023, death=died)
    assert treated.column.to_pylist() == ["1920", "90+", "90+", "1960", "90+", None, "90+"]


@pytest.mark.parametrize(
    ("cell", "kind", "expected"),
    [
        ("89", "age", "89"), ("90", "age", "90+"), ("112", "age", "90+"), ("089Y", "age", "089Y"),
        ("092Y", "age", "90+"), ("85-94", "age", "90+"), ("80-89", "age", "80-89"), (">89", "age", "90+"),
        ("90+", "age", "90+"), ("18+", "age", "18+"), ("65 and over", "age", "65 and over"), ("18-120", "age", None),
        ("unknown", "age", None),
        ("1080", "age_months", "90+"), ("1079", "age_months", "1079"), ("4800", "age_weeks", "90+"),
        ("40000", "age_days", "90+"), ("3653", "age_days", "10"), ("", "age", None),
        ("Okafor", "age", None), ("45 Okafor", "age", None), ("1960-02-03", "age", None),
    ],
)  # fmt: skip
def test_ages(treat: Treat, cell: str, kind: str, expected: str | None) -> None:
    assert treat("age", [cell], kind).column.to_pylist() == [expected]


@SHARED
@given(
    st.floats(0, 150), st.sampled_from([("age", 1.0), ("age_months", 12.0), ("age_weeks", 52.18), ("age_days", 365.25)])
)
def test_no_age_over_89_stays(treat: Treat, years: float, unit: tuple[str, float]) -> None:
    kind, per_year = unit
    (value,) = treat("age", [str(int(years * per_year))], kind).column.to_pylist()
    assert (value == "90+") or years < 90.2


def test_a_length_of_time_that_spans_two_years_goes(treat: Treat) -> None:
    lengths = ["2", "2", "2", "2"]
    admitted = ["2019-12-31", "2019-05-01", None, "2019"]
    seen = ["2019-12-31", "2019-05-01", "2019-12-31", None]
    left = ["2020-01-02", "2019-05-03", "2020-01-02", "2019-02-01"]
    treated = treat("duration", lengths, "duration", date0=admitted, date1=seen, date2=left)
    assert treated.column.to_pylist() == [None, "2", None, "2"]
    assert treated.lost == 2


@pytest.mark.parametrize("cell", ["3", "3.5", "3 days", "3d", "12 wk", "90 min", "-1", "6 months", "250 ms"])
def test_lengths_stay(treat: Treat, cell: str) -> None:
    assert treat("duration", [cell], "duration").column.to_pylist() == [cell]


@pytest.mark.parametrize("cell", ["3 Okafor", "521004711", "2019-01-02", "x", "3 a", "3 days Smith"])
def test_what_is_no_length_goes(treat: Treat, cell: str) -> None:
    assert treat("duration", [cell], "duration").column.to_pylist() == [None]


def test_a_length_keeps_its_type(treat: Treat) -> None:
    treated = treat("duration", pa.array([3, None, 12345678]), "duration")
    assert treated.column.type == pa.int64()
    assert treated.column.to_pylist() == [3, None, None]


def test_a_shift_keeps_intervals_and_never_stands_still(treat: Treat) -> None:
    people = ["a", "a", "b", None]
    treated = treat("shift", ["2019-01-01", "2019-01-31T10:00", "2019-01-01", "2019-01-01"], person=people)
    first, second, other, nobody = treated.column.to_pylist()
    assert (datetime.date.fromisoformat(second[:10]) - datetime.date.fromisoformat(first)).days == 30
    assert nobody is None
    assert "2019-01-01" not in (first, other)


def test_a_length_is_weighed_against_the_dates_of_its_own_event_only(treat: Treat) -> None:
    admitted, left = ["2019-12-31", "2019-05-01"], ["2020-01-02", "2019-05-03"]
    treated = treat("duration", ["2", "2"], "duration", start0=admitted, end0=left)
    assert treated.column.to_pylist() == [None, "2"]
    paid = ["2021-02-01", "2021-02-01"]
    treated = treat(
        "duration", ["2", "2"], "duration", start0=admitted, end0=["2019-12-31"] * 2, start1=paid, end1=paid
    )
    assert treated.column.to_pylist() == ["2", "2"]
