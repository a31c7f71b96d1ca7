"""The Type that an attribute has in an object's IOD, where its action in Table E.1-1 hangs on that.

The Types are those of PS3.3, as ``highdicom`` (MIT licence) carries them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Literal

Kind = Literal["1", "2", "3"]
Place = tuple[int, ...]


def kinds_of(sop_class: str) -> Mapping[Place, Kind]:
    """Types by place: the tags of the sequences around the attribute, and its own tag.

    ``1`` must have a value, ``2`` may be empty, ``3`` may be absent; conditional ones count as required. Empty for a
    SOP Class whose IOD is not known.
    """
    return _iods().get(_classes().get(sop_class, ""), {})


@cache
def required() -> frozenset[int]:
    """The tags of attributes of which some IOD's Type is known."""
    return frozenset(place[-1] for places in _iods().values() for place in places)


@cache
def _data() -> dict[str, Any]:
    return dict(json.loads(files("deid.dicom.standard").joinpath("attribute_types.json").read_bytes()))


@cache
def _classes() -> Mapping[str, str]:
    return dict(_data()["classes"])


@cache
def _iods() -> Mapping[str, Mapping[Place, Kind]]:
    places = [_place(entry) for entry in _data()["places"]]
    return {iod: dict(places[at] for at in found) for iod, found in _data()["iods"].items()}


def _place(entry: str) -> tuple[Place, Kind]:
    path, kind = entry.split(" ")
    return tuple(int(tag, 16) for tag in path.split("/")), kind  # type: ignore[return-value]
