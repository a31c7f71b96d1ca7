from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deid.safe_harbor import dates
from deid.safe_harbor.dates import Moment

READ = [
    ("2023-01-27T16:17:47Z", 2023, "time"),
    ("2023-01-27 16:17:47.123+00:00", 2023, "time"),
    ("2023-01-27T16", 2023, "time"),
    ("2023-01-27", 2023, "day"),
    ("2023/1/7", 2023, "day"),
    ("1/27/2023", 2023, "day"),
    ("27.01.2023", 2023, "day"),
    ("1/2/2003 5:00 PM", 2003, "time"),
    ("4 Mar 2021", 2021, "day"),
    ("4th of March, 2021", 2021, "day"),
    ("March 4, 2021", 2021, "day"),
    ("Mar-2021", 2021, "month"),
    ("March 2021", 2021, "month"),
    ("12/2021", 2021, "month"),
    ("2021-03", 2021, "month"),
    ("Q3 2021", 2021, "month"),
    ("2021-W05-3", 2021, "day"),
    ("04MAR2021", 2021, "day"),
    ("04-MAR-2021 10:00", 2021, "time"),
    ("31Dec1999:10:11:12", 1999, "time"),
    ("Thursday, March 4, 2021 10:22 PM", 2021, "time"),
    ("Thu Mar 04 10:22:11 EST 2021", 2021, "time"),
    ("20210304", 2021, "day"),
    ("20210304.0", 2021, "day"),
    ("202103041022", 2021, "time"),
    ("20210304102233.123456+0100", 2021, "time"),
    ("2021", 2021, "year"),
    ("2021.0", 2021, "year"),
    ("\uff12\uff10\uff12\uff11-03-04", 2021, "day"),
]
NOT_READ = [
    "",
    "5",
    "hello",
    "May",
    "1234",
    "12345678",
    "99999999",
    "30/02/2021",
    "2021-13-01",
    "1.5.2",
    "10.5",
    "120/80",
    "2021.5",
]


@pytest.mark.parametrize(("text", "year", "precision"), READ)
def test_parse(text, year, precision):
    assert dates.parse(text) == Moment(year, precision)


@pytest.mark.parametrize("text", NOT_READ)
def test_no_date(text):
    assert dates.parse(text) is None


@pytest.mark.parametrize(
    ("text", "latest", "year"),
    [
        ("2023-01-27", None, "2023"),
        ("202103", None, "2021"),
        ("03/04/45", None, None),  # the century cannot be told
        ("03/04/45", 2026, "1945"),
        ("03/04/21", 2026, "2021"),
        ("not a date", 2026, None),
        ("May", None, None),
    ],
)
def test_year_of(text, latest, year):
    assert dates.year_of(text, latest) == year


@given(st.dates(min_value=date(1850, 1, 1), max_value=date(2250, 12, 31)))
def test_every_day_in_every_notation(day):
    for form in (
        "%Y-%m-%d",
        "%m/%d/%Y",
        "%d.%m.%Y",
        "%d %b %Y",
        "%B %d, %Y",
        "%Y%m%d",
        "%Y-%m-%dT%H:%M:%S",
        "%a, %d %b %Y",
    ):
        assert dates.year_of(day.strftime(form)) == str(day.year), form


@given(st.text(max_size=80))
def test_never_raises(text):
    dates.parse(text)
    for test in (
        dates.is_date,
        dates.is_month_and_day,
        dates.is_time_of_day,
        dates.is_month_name,
        dates.is_weekday,
        dates.is_quarter,
        dates.is_season,
    ):
        assert test(text) in (True, False)
    for reader in (dates.parse_epoch, dates.parse_excel_serial, dates.parse_julian, dates.parse_sas):
        reader(text)


def test_column_share():
    assert dates.looks_like_date_column(["2021-03-04", "", "x", "4 Mar 2021", "2021"]) == 0.5
    assert dates.looks_like_date_column([]) == 0.0


def test_numbers_that_stand_for_dates():
    assert dates.parse_epoch("1614816000") == Moment(2021, "time")
    assert dates.parse_epoch("1614816000000", "ms") == Moment(2021, "time")
    assert dates.parse_excel_serial("44259") == Moment(2021, "day")
    assert dates.parse_excel_serial("44259.5") == Moment(2021, "time")
    assert dates.parse_sas("22343") == Moment(2021, "day")
    assert dates.parse_julian("2021063") == Moment(2021, "day")
    assert dates.parse_julian("21063") == Moment(2021, "day", two_digit_year=True)
    assert dates.parse_julian("2021400") is None
    assert dates.parse_epoch("9" * 20) is None
    with pytest.raises(KeyError):
        dates.parse_epoch("1", "fortnights")


@given(st.integers(-60_000, 60_000))
def test_epoch_days(days):
    moment = dates.parse_epoch(str(days), "days")
    assert moment is not None and moment.year == (date(1970, 1, 1) + timedelta(days=days)).year


def test_parts_of_dates():
    assert all(map(dates.is_month_and_day, ["Mar 4", "03/04", "4 March", "March 4th"]))
    assert not any(map(dates.is_month_and_day, ["13/13", "120/80", "March"]))
    assert all(map(dates.is_time_of_day, ["10:22", "10:22:11.5", "10 pm", "1022 hrs"]))
    assert not any(map(dates.is_time_of_day, ["25:99", "5", "120"]))
    assert (
        dates.is_month_name("Sept")
        and dates.is_weekday("thurs")
        and dates.is_quarter("2021-Q3")
        and dates.is_season("Fall")
    )
    assert not dates.is_month_name("Marching") and not dates.is_weekday("sunny")
