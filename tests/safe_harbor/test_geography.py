from __future__ import annotations

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deid.safe_harbor import geography, resources

RESTRICTED_2020 = "036 059 102 202 203 204 205 369 556 692 753 772 821 823 878 879 884 893".split()


@pytest.mark.parametrize("prefix", RESTRICTED_2020)
def test_small_units_become_000(prefix):
    assert geography.zip3(prefix + "01") == "000"


@pytest.mark.parametrize("prefix", ["063", "790", "830", "831", "890"])
def test_units_that_grew_past_the_line_may_stay(prefix):
    assert geography.zip3(prefix + "01") == prefix


@pytest.mark.parametrize(
    "text", ["02139", "2139", "2139.0", "02139-1234", "021391234", " 02139 ", "\uff10\uff12\uff11\uff13\uff19"]
)
def test_one_zip_in_many_writings(text):
    assert geography.zip3(text) == "021"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ABC",
        "K1A 0B1",
        "09012",
        "34012",
        "96201",
        "00501",
        "2139.5",
        "123456",
        "-2139",
        "99999999",
        "00000",
        "96910",
    ],
)
def test_what_is_not_on_the_list_becomes_000(text):
    assert geography.zip3(text) == "000"


def test_lost_leading_zeros():
    assert geography.zip3("601") == "006"
    assert geography.zip5("6390") == "06390"


@pytest.mark.parametrize(
    ("zip_code", "state", "kept"),
    [
        ("02139", "MA", "021"),
        ("02139", "massachusetts", "021"),
        ("02139", "", "021"),
        ("02139", None, "021"),
        ("02139", "CA", "000"),  # a pair that does not exist
        ("02139", "Ontario", "000"),
        ("06390", "NY", "000"),  # 422 people
        ("06390", "CT", "063"),
        ("57638", "SD", "000"),  # 19,896 people
        ("57638", None, "576"),
    ],
)
def test_zip3_beside_a_state(zip_code, state, kept):
    assert geography.zip3(zip_code, state) == kept


def test_every_small_cell_is_cut():
    for row in resources.table("zip3_state_small_cells_2020.csv"):
        assert geography.zip3(row["zip3"] + "01", row["state"]) == "000"


def test_the_table_is_the_censuses():
    rows = list(csv.DictReader(resources.read_text("zip3_population.csv").splitlines()))
    counted = [row for row in rows if row["census_year"] == "2020"]
    assert len(counted) == 894
    assert sum(int(row["population"]) for row in counted) == 334_726_586
    assert sorted(row["zip3"] for row in counted if int(row["population"]) <= 20_000) == RESTRICTED_2020


def test_provenance_names_the_vintage_and_digests():
    facts = geography.provenance()
    assert facts["vintage"] == "2020"
    assert facts["sha256 of zip3_population.csv"] == resources.digest("zip3_population.csv")


@given(st.text(max_size=40), st.none() | st.text(max_size=20))
def test_only_listed_prefixes_come_out(text, state):
    kept = geography.zip3(text, state)
    assert kept == "000" or (len(kept) == 3 and kept.isascii() and kept.isdigit() and kept not in RESTRICTED_2020)


@given(st.integers(0, 99_999))
def test_every_zip(number):
    assert geography.zip3(str(number)) == geography.zip3(f"{number:05d}") or number < 100


def test_places():
    assert geography.is_state("MA") and geography.is_state("puerto rico") and not geography.is_state("Ontario")
    assert geography.state_code("district of columbia") == "DC"
    assert (
        geography.is_us_city("Boston")
        and geography.is_us_city("Boston, MA")
        and not geography.is_us_city("Boston, Mars")
    )
    assert (
        geography.is_county("Middlesex County")
        and geography.is_county("Middlesex")
        and not geography.is_county("Nowhere County")
    )
    assert geography.is_country("France") and not geography.is_country("Boston")


@pytest.mark.parametrize(
    "text", ["784 Stamm Lock Unit 46", "211 PARK STREET", "1493 Cambridge St", "P.O. Box 12", "12 N. Main Ave, Apt 3"]
)
def test_street_addresses(text):
    assert geography.looks_like_street_address(text)


@pytest.mark.parametrize("text", ["Acute bronchitis", "5 MG tablet", "127.9", "0.3 ML Epinephrine", ""])
def test_no_street_addresses(text):
    assert not geography.looks_like_street_address(text)


def test_coordinates():
    assert geography.is_coordinate_pair("42.36877442769006, -71.15168585038569")
    assert geography.is_coordinate_pair("(42.36877 -71.15168)")
    assert geography.is_latitude("42.368") and geography.is_longitude("-171.151")
    assert not geography.is_latitude("92.368") and not geography.is_longitude("191.151")
    assert not geography.is_coordinate_pair("1.2, 3.4")
