"""Where the invented people live. The places are real, so that ZIP rules have something to decide."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """A town; ``area_code`` heads the fictional 555-01xx numbers of the people there."""

    city: str
    county: str
    state: str
    zip_code: str
    latitude: float | None
    longitude: float | None
    area_code: str
    country: str = "US"


WORCESTER = Place("Worcester", "Worcester", "MA", "01605", 42.2890, -71.7880, "508")
CHARLESTOWN = Place("Charlestown", "Sullivan", "NH", "03603", 43.2387, -72.4245, "603")
AVERILL = Place("Averill", "Essex", "VT", "05901", 44.9848, -71.7007, "802")
YELLOWSTONE = Place("Yellowstone National Park", "Park", "WY", "82190", 44.9763, -110.7012, "307")
FISHERS_ISLAND = Place("Fishers Island", "Suffolk", "NY", "06390", 41.2576, -72.0160, "631")
MILITARY = Place("APO", "", "AE", "09096", None, None, "703")
HALIFAX = Place("Halifax", "Halifax Regional Municipality", "NS", "B3J 2K9", 44.6454, -63.5766, "902", "CA")
# The spreadsheet that this row once went through took the leading zero of 01605 away.
WORCESTER_WITHOUT_ZERO = Place("Worcester", "Worcester", "MA", "1605", 42.2701, -71.8023, "508")

ORDINARY = (
    WORCESTER,
    WORCESTER,
    Place("Worcester", "Worcester", "MA", "01602-3114", 42.2702, -71.8435, "508"),
    Place("Shrewsbury", "Worcester", "MA", "01545", 42.2959, -71.7128, "508"),
    Place("Cambridge", "Middlesex", "MA", "02139", 42.3647, -71.1042, "617"),
    Place("Keene", "Cheshire", "NH", "03431", 42.9337, -72.2781, "603"),
    CHARLESTOWN,
    Place("Brattleboro", "Windham", "VT", "05301", 42.8509, -72.5579, "802"),
    Place("Albany", "Albany", "NY", "12208", 42.6550, -73.7960, "518"),
    Place("Hartford", "Hartford", "CT", "06106", 41.7478, -72.6948, "860"),
    Place("Portland", "Cumberland", "ME", "04101", 43.6600, -70.2580, "207"),
    Place("Rawlins", "Carbon", "WY", "82301", 41.7911, -107.2387, "307"),
)
