"""The short way to see that a text names nobody says what the whole search says."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from deid.dicom import descriptors
from deid.safe_harbor import text as finding

PARTS = (
    "Dr. Mr Mrs Prof Smith John Mary Okafor Jane Doe Chest Body Filter HELICAL MODE wife mother brother of for "
    "Standard 5MM , . ^ - Siemens Maria Garcia Lee Young Brown axial and 12 Street Boston"
).split()


@settings(max_examples=200, deadline=None)
@given(text=st.lists(st.sampled_from(PARTS), min_size=1, max_size=6).map(" ".join))
def test_no_full_name_is_found_where_no_finder_of_them_finds_any(text: str) -> None:
    if not descriptors._may_name(text):
        found = [found for found in finding.find(text, tagger=None) if found.confidence >= descriptors._SURE]
        assert not {one.finder for one in found} & descriptors._FULL_NAMES


def test_full_names_are_seen() -> None:
    for text in ("seen by Dr. Smith", "Mary Garcia", "Doe^Jane"):
        assert descriptors.names_somebody(text), text
    for text in ("HELICAL MODE", "BODY FILTER", "AXIAL 5MM", "Smith"):
        assert not descriptors.names_somebody(text), text
